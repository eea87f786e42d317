"""A desk for everyone: names, roles, focus and room, on every page, in every look and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.store.workspace import open_workspace
from tests.ui_cases.conftest import PASSPHRASE
from ui.application import ReliefDesk
from ui.cases.page import CasesPage
from ui.page_area import PageArea
from ui.preferences import Preferences
from ui.registry import PAGES
from ui.rich_text import RichText
from ui.theme import HIGH_CONTRAST_NAME

Role = QAccessible.Role
# What a person can operate, by what a screen reader is told it is.
OPERABLE = frozenset((
    Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton,
    Role.EditableText, Role.ComboBox, Role.SpinBox, Role.Table, Role.List, Role.Tree,
    Role.PageTabList, Role.PageTab, Role.Graphic, Role.Slider, Role.StaticText, Role.Link,
    Role.MenuBar, Role.MenuItem, Role.PopupMenu, Role.ListItem, Role.Cell, Role.TreeItem,
    Role.ColumnHeader, Role.RowHeader, Role.Document, Role.Paragraph,
))  # fmt: skip
LOOKS = [("light", 1.0), ("dark", 1.0), (HIGH_CONTRAST_NAME, 1.0), ("light", 2.0)]

_PAST: list[ReliefDesk] = []  # as in tests/ui: they are freed by no other thread


@pytest.fixture
def start(
    qapp: QApplication, qtbot: QtBot, data_folder: Path, own_file: Path
) -> Iterator[Callable[[str, float], ReliefDesk]]:
    """Opens the program in a look, at 1366 x 768, with the county open."""
    made: list[ReliefDesk] = []

    def open_program(colors: str, scale: float) -> ReliefDesk:
        preferences = Preferences(data_folder)
        preferences.colors, preferences.scale, preferences.user = colors, scale, "A. Clerk"
        program = ReliefDesk(qapp, preferences)
        made.append(program)
        program.window.resize(1366, 768)
        program.window.show()
        qtbot.waitExposed(program.window)
        program.window.activateWindow()
        qtbot.waitUntil(program.window.isActiveWindow)
        with qtbot.waitSignal(program.desk.workspace_opened, timeout=20_000):
            program.desk.open(lambda: open_workspace(own_file, PASSPHRASE))
        return program

    yield open_program
    for program in made:
        program.window.hide()
        program.stop()
    _PAST.extend(made)


def review_of(qtbot: QtBot, program: ReliefDesk) -> CasesPage:
    """The review page with a case in sight."""
    program.window.show_page("review")
    page = program.window.page("review")
    assert isinstance(page, CasesPage)
    qtbot.waitUntil(lambda: page.is_settled and page.person.isVisible(), timeout=30_000)
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    return page


def interfaces(root: QWidget) -> Iterator[QAccessibleInterface]:
    """Everything that a screen reader comes to, without the cells of tables."""
    found = QAccessible.queryAccessibleInterface(root)
    waiting = [found] if found is not None else []
    while waiting:
        one = waiting.pop()
        yield one
        if one.role() in (Role.Table, Role.List, Role.Tree, Role.ComboBox, Role.EditableText):
            continue
        waiting += [child for n in range(one.childCount()) if (child := one.child(n)) is not None]


def is_at_hand(one: QAccessibleInterface) -> bool:
    """Whether it takes the keyboard itself: what hands it on (a set of tabs) does not."""
    state, widget = one.state(), one.object()
    hands_on = isinstance(widget, QWidget) and widget.focusProxy() is not None
    return bool(state.focusable) and not (state.invisible or state.disabled or hands_on)


@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_every_control_has_a_name_and_a_role(
    qtbot: QtBot, start: Callable[[str, float], ReliefDesk], name: str
) -> None:
    """Asked as a screen reader asks: what can be operated says what it is called and what it is."""
    program = start("light", 1.0)
    window = program.window
    window.show_page(name)
    page = window.page(name)
    qtbot.waitUntil(lambda: bool(getattr(page, "is_settled", True)), timeout=30_000)
    qtbot.wait(50)
    n_found = 0
    for one in interfaces(window):
        if not is_at_hand(one) or one.role() is Role.PageTabList:
            continue
        n_found += 1
        told = (one.role(), one.text(QAccessible.Text.Name), one.object())
        is_pane = isinstance(one.object(), QScrollArea)  # read with the arrow keys
        assert one.role() in OPERABLE or is_pane, told
        assert one.text(QAccessible.Text.Name).strip(), told
    assert n_found > 5


def test_the_time_line_is_a_picture_with_words(
    qtbot: QtBot, start: Callable[[str, float], ReliefDesk]
) -> None:
    """Its description tells the whole, its name the event that the keys have come to."""
    picture = review_of(qtbot, start("light", 1.0)).person.time_line.picture
    told = QAccessible.queryAccessibleInterface(picture)
    assert told is not None
    assert told.role() is Role.Graphic
    assert told.text(QAccessible.Text.Description).startswith("Time line: ")
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert told.text(QAccessible.Text.Name).startswith("Time line, event ")


def test_the_tab_key_goes_down_the_review_page(
    qtbot: QtBot, start: Callable[[str, float], ReliefDesk]
) -> None:
    """From the search through the list to the person, from top to bottom, and to the decision."""
    page = review_of(qtbot, start("light", 1.0))
    person = page.person
    page.queue.search.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _ in range(400):
        at = page.window().focusWidget()
        assert at is not None
        if at in seen and at is page.queue.search:
            break
        if at not in seen:
            seen.append(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    wanted = [
        page.queue.search, page.queue.table, person.sheet_button,
        person.header.lines[0].show_button, person.convictions.table, person.time_line.picture,
        person.tabs.tabBar(), person.answer, page.bar.override_button,
    ]  # fmt: skip
    places = [seen.index(one) for one in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize(("colors", "scale"), LOOKS)
def test_the_focus_is_seen(
    qtbot: QtBot, start: Callable[[str, float], ReliefDesk], colors: str, scale: float
) -> None:
    """Each control looks different while it has the keyboard."""
    page = review_of(qtbot, start(colors, scale))
    person = page.person
    line = person.header.lines[0]
    shown = [
        page.queue.search, page.queue.table, line.show_button, person.sheet_button,
        person.convictions.table, person.time_line.picture, person.tabs.tabBar(), person.answer,
        page.bar.override_button, *person.header.tags,
    ]  # fmt: skip
    for widget in shown:
        other = page.queue.search if widget is not page.queue.search else page.queue.table
        other.setFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.hasFocus(), widget
        assert widget.grab().toImage() != before, widget


@pytest.mark.parametrize(("colors", "scale"), LOOKS)
def test_nothing_is_cut_or_covered(
    qtbot: QtBot, start: Callable[[str, float], ReliefDesk], colors: str, scale: float
) -> None:
    """At 1366 x 768 the review page may scroll down, never sideways; no words lie on others."""
    program = start(colors, scale)
    page = review_of(qtbot, program)
    area = page.parentWidget()
    while area is not None and not isinstance(area, PageArea):
        area = area.parentWidget()
    assert isinstance(area, PageArea)
    assert area.horizontalScrollBar().maximum() == 0
    assert page.person.horizontalScrollBar().maximum() == 0
    for step in range(12):
        for tab in range(page.person.tabs.count()):
            page.person.tabs.setCurrentIndex(tab)
            QApplication.processEvents()
            assert covered(page) == [], step
            assert cut(page) == []
            assert on_one_another(page) == []
        page.queue.step(1)
        qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)


def worded(page: QWidget) -> list[QWidget]:
    """What has words or is a control, and is in the tree of what is shown."""
    return [
        one
        for one in page.findChildren(QWidget)
        if one.isVisibleTo(page)
        and isinstance(
            one, QLabel | QAbstractButton | QLineEdit | QAbstractItemView | QTabBar | RichText
        )
        and not isinstance(one.parentWidget(), QAbstractItemView)
        and not one.visibleRegion().isEmpty()
    ]


def covered(page: QWidget) -> list[tuple[str, str]]:
    """Pairs of words that lie on one another where both can be seen."""
    found = [(one, seen_in(one, page)) for one in worded(page)]
    return [
        (said(one), said(other))
        for n, (one, rect) in enumerate(found)
        for other, other_rect in found[n + 1 :]
        if not one.isAncestorOf(other)
        and not other.isAncestorOf(one)
        and rect.intersected(other_rect).width() > 2
        and rect.intersected(other_rect).height() > 2
    ]


def on_one_another(page: QWidget) -> list[tuple[str, str]]:
    """Neighbors of a layout that were given the same room."""
    found = []
    for parent in [page, *page.findChildren(QWidget)]:
        layout = parent.layout()
        if layout is None or isinstance(layout, QStackedLayout) or not parent.isVisibleTo(page):
            continue
        shown = [
            one
            for one in parent.children()
            if isinstance(one, QWidget) and one.isVisibleTo(page) and layout_has(layout, one)
        ]
        found += [
            (said(one), said(other))
            for n, one in enumerate(shown)
            for other in shown[n + 1 :]
            if one.geometry().intersected(other.geometry()).height() > 2
            and one.geometry().intersected(other.geometry()).width() > 2
        ]
    return found


def layout_has(layout: QLayout, widget: QWidget) -> bool:
    """Whether the layout, or one inside it, gives the widget its room."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and item.widget() is widget:
            return True
        inner = item.layout() if item is not None else None
        if inner is not None and layout_has(inner, widget):
            return True
    return False


def seen_in(one: QWidget, page: QWidget) -> QRect:
    """The part of a widget that is in sight of every area around it."""
    rect = QRect(one.mapTo(page, QPoint()), one.size())
    around = one.parentWidget()
    while around is not None and around is not page:
        if isinstance(around.parentWidget(), QScrollArea):
            rect &= QRect(around.mapTo(page, QPoint()), around.size())
        around = around.parentWidget()
    return rect


def cut(page: QWidget) -> list[str]:
    """Buttons that have less room than their words, and lines that do not wrap and have less."""
    return [
        said(one)
        for one in worded(page)
        if (isinstance(one, QPushButton) and one.width() < one.minimumSizeHint().width())
        or (
            type(one) is QLabel
            and not one.wordWrap()
            and one.width() < one.minimumSizeHint().width()
        )
        or (
            type(one) is QLabel
            and one.wordWrap()
            and one.height() < one.heightForWidth(one.width())
        )
    ]


def said(one: QWidget) -> str:
    return f"{type(one).__name__} {getattr(one, 'text', str)() or one.accessibleName()}"
