"""The menu of the review page: accepting together, packages, the second look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.store import sealed
from app.store.reviews import ACCEPTED, count_reviews
from tests.ui_cases.conftest import settle
from ui.cases.page import CasesPage
from ui.desk import Desk
from ui.packages.dialog import PackagesDialog
from ui.retention.seal_dialog import SealDialog
from ui.samples.dialog import SampleDialog


def shown_dialog(qtbot: QtBot, kind: type) -> object:
    def found() -> list[object]:
        return [
            one for one in QApplication.topLevelWidgets() if type(one) is kind and one.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(found()), timeout=10_000)
    return found()[0]


def test_the_menu_names_what_it_does(page: CasesPage) -> None:
    """Every entry has words."""
    words = [action.text() for action in page.tools.menu.actions() if not action.isSeparator()]
    assert words == [
        "Accept together…", "Packages for other desks…", "Seal this conviction…", "Samples",
        "Second person", "Register of overrides", "Sign-off",
    ]  # fmt: skip


def test_the_case_in_sight_is_sealed(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """By an order; it leaves the list, another case comes in sight, and it is told."""
    said: list[str] = []
    desk.said.connect(lambda _, sentence: said.append(sentence))
    number, n = page.queue.current_id, page.queue.model.rowCount()
    assert number is not None
    page.tools.menu.aboutToShow.emit()
    page.tools.seal()
    dialog = shown_dialog(qtbot, SealDialog)
    assert isinstance(dialog, SealDialog)
    assert dialog.windowTitle() == "Seal 1 conviction"
    dialog.seal()
    settle(qtbot, page, desk)
    assert dialog.told.isVisible()  # a reason is wanted
    assert page.queue.model.rowCount() == n
    dialog.why.setText("Order of the court")
    dialog.seal()
    qtbot.waitUntil(lambda: said == ["1 conviction sealed."], timeout=10_000)
    settle(qtbot, page, desk)
    assert page.queue.model.rowCount() == n - 1
    assert page.queue.current_id not in (None, number)
    assert desk.reader is not None
    (kept,) = sealed.list_sealed(desk.reader)
    assert (kept.conviction_id, kept.order.why) == (number, "Order of the court")


def test_several_chosen_convictions_are_sealed_together(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """The entry says how many; with nothing in sight there is nothing to seal."""
    page.queue.table.selectAll()
    settle(qtbot, page, desk)
    entry = page.tools._seal
    page.tools.menu.aboutToShow.emit()
    n = len(page._wanted_ids())
    assert n > 1
    assert entry.text() == f"Seal {n:,} convictions…"
    page.tools.seal()
    dialog = shown_dialog(qtbot, SealDialog)
    assert isinstance(dialog, SealDialog)
    assert dialog.windowTitle() == f"Seal {n:,} convictions"
    dialog.reject()
    page.queue.search.setText("nobody is called this")
    qtbot.keyClick(page.queue.search, Qt.Key.Key_Return)
    settle(qtbot, page, desk)
    page.tools.menu.aboutToShow.emit()
    assert not entry.isEnabled()


def test_a_filtered_set_is_accepted_after_its_sample(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """Drawn from the list on screen, judged with R case by case on the page, then the rest."""
    page.open_with(outcome="DISMISSAL")
    settle(qtbot, page, desk)
    n = page.queue.model.rowCount()
    page.tools.accept_together()
    dialog = shown_dialog(qtbot, SampleDialog)
    assert isinstance(dialog, SampleDialog)
    qtbot.waitUntil(lambda: dialog.set_words.text() == f"{n} cases: Answer: Dismissal")
    dialog.worst.setValue(30.0)
    dialog.confidence.setValue(80.0)
    qtbot.waitUntil(dialog.yes.isEnabled, timeout=10_000)
    dialog.draw()
    bar = page.tools.sample_bar
    qtbot.waitUntil(lambda: bar.isVisible() and bar.can_judge, timeout=10_000)
    assert not page.bar.accept_button.isEnabled()
    page.activateWindow()
    page.queue.table.setFocus()
    qtbot.waitUntil(page.queue.table.hasFocus, timeout=10_000)
    assert bar.view is not None
    for _ in range(bar.view.sample.n_drawn):
        qtbot.waitUntil(lambda: bar.can_judge and page._current_view() is not None, timeout=10_000)
        qtbot.keyClick(page.queue.table, Qt.Key.Key_R)
        settle(qtbot, page, desk)
    qtbot.waitUntil(bar.accept_button.isVisible, timeout=10_000)
    bar.accept_rest()
    settle(qtbot, page, desk)
    assert desk.reader is not None
    qtbot.waitUntil(
        lambda: desk.reader is not None and count_reviews(desk.reader) == {ACCEPTED: n},
        timeout=10_000,
    )
    page.deciding.undo()
    settle(qtbot, page, desk)
    assert count_reviews(desk.reader)[ACCEPTED] < n


@pytest.mark.parametrize("part", ["samples", "approvals", "overrides", "sign-off"])
def test_the_second_look_is_reached_and_left(
    part: str, qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """It stands in the place of the cases; back, the case is where it was."""
    page.queue.select(4)
    settle(qtbot, page, desk)
    page.tools.show_part(part)
    assert page.tools.oversight.isVisible()
    assert page.tools.oversight.part == part
    assert not page.queue.isVisible()
    before = desk.reader
    assert before is not None
    qtbot.keyClick(page.tools.oversight, Qt.Key.Key_A)  # the case is out of sight
    qtbot.keyClick(page.tools.oversight, Qt.Key.Key_P)
    settle(qtbot, page, desk)
    assert not page.bar.is_asking
    assert count_reviews(before) == {}
    page.tools.cases_wanted.emit()
    settle(qtbot, page, desk)
    assert page.queue.isVisible()
    assert page.queue.position == 4


def test_a_case_of_another_part_is_shown_whatever_the_filter(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """The filters give way."""
    wanted = page.queue.model.get_id(0)
    assert page.queue.model.find_row(0).outcome == "HAND_REVIEW"  # type: ignore[union-attr]
    page.open_with(outcome="DISMISSAL")
    settle(qtbot, page, desk)
    assert page.queue.model.find_position(wanted) < 0
    page.tools.show_part("overrides")
    page.tools.case_wanted.emit(wanted)
    settle(qtbot, page, desk)
    assert page.queue.isVisible()
    assert page.queue.current_id == wanted


def test_packages_are_offered_with_the_list_on_screen(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    """The dialog opens with the cases of the filter."""
    page.open_with(outcome="DISMISSAL")
    settle(qtbot, page, desk)
    page.tools.open_packages()
    dialog = shown_dialog(qtbot, PackagesDialog)
    assert isinstance(dialog, PackagesDialog)
    assert len(dialog._convictions) == page.queue.model.rowCount()
    dialog.reject()
