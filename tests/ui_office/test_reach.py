"""Every control of the office and of the second look has a name, and Tab comes to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.jobs.decide import Override, decide
from app.jobs.office import set_second_reviewer
from app.jobs.samples import draw_sample
from app.model.relief import Outcome
from app.store.workspace import Workspace
from tests.ui_office.conftest import ADMIN, CLERK
from ui.desk import Desk
from ui.office.dialog import OfficeDialog
from ui.office.who_dialog import WhoDialog
from ui.oversight.pane import PARTS, OversightPane
from ui.samples.bar import SampleBar
from ui.samples.dialog import SampleDialog
from ui.words_dialog import WordsDialog


def nameless(root: QWidget) -> list[QWidget]:
    """What the keyboard can come to and a screen reader has no words for."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisibleTo(root)
        and not isinstance(widget.parentWidget(), QComboBox | QDoubleSpinBox)
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not str(getattr(widget, "text", str)())
    ]


def work(store: Workspace, ids: list[int]) -> None:
    """Something in every view."""
    decide(
        store, Override(Outcome.NOT_ELIGIBLE, "RECORD", "The level is wrong"), ids[:1], who=CLERK
    )
    set_second_reviewer(store, "all", who=ADMIN)
    draw_sample(
        store, ids, filter_json="", filter_words="Some", confidence=0.8, worst=0.2, who=CLERK
    )


def test_every_control_has_a_name(
    office_desk: Desk, qtbot: QtBot, dismissals: list[int], settle: Callable[[], None]
) -> None:
    """Dialogs and panes, filled as in an office at work."""
    office_desk.run_job(
        "Working", lambda store, _: work(store, dismissals), lambda _: None, {"review"}
    )
    settle()
    window = QWidget()
    qtbot.addWidget(window)
    pane, bar = OversightPane(office_desk), SampleBar(office_desk)
    for made in (pane, bar):
        qtbot.addWidget(made)
    pane.show()
    qtbot.waitExposed(pane)
    bar.show_sample(1)
    dialogs = (
        OfficeDialog(office_desk, window),
        WhoDialog(office_desk, window),
        SampleDialog(office_desk, dismissals, "", "Some", window),
        WordsDialog(window, "A title", "About", "Why?", "Do it", lambda _: None),
    )
    settle()
    for part in PARTS:
        pane.show_part(part)
        settle()
        assert nameless(pane) == [], part
    for one in (bar, *dialogs):
        assert nameless(one) == [], type(one).__name__


def test_tab_comes_to_the_buttons_of_a_view(
    office_desk: Desk, qtbot: QtBot, dismissals: list[int], settle: Callable[[], None]
) -> None:
    """From the list of what waits to the button that approves, without a mouse."""
    office_desk.run_job(
        "Working", lambda store, _: work(store, dismissals), lambda _: None, {"review"}
    )
    settle()
    pane = OversightPane(office_desk)
    qtbot.addWidget(pane)
    pane.resize(1100, 640)
    pane.show()
    qtbot.waitExposed(pane)
    pane.activateWindow()
    pane.show_part("approvals")
    settle()
    pane.approvals.table.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(20):
        qtbot.keyClick(pane, Qt.Key.Key_Tab)
        seen.append(pane.focusWidget())
    assert pane.approvals.approve_button in seen
    assert pane.choices["approvals"] in seen
