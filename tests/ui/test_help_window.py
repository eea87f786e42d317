"""The help in the window: contents, search, back and forward, F1, and the numbers of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import InputError
from app.help.topics import load_topics
from app.met_errors import list_met
from app.store.workspace import Workspace
from tests.window import press
from ui.application import ReliefDesk
from ui.help.asking import set_help, target_at
from ui.help.window import HelpWindow
from ui.sheet import Sheet
from ui.widgets import Banner, field

__all__ = ["press"]  # a fixture
NO_LAYOUT = "There is no layout 'x'. Layouts at hand: y."


@pytest.fixture
def help_window(program: ReliefDesk) -> Iterator[HelpWindow]:
    """The help's window, on its first page."""
    program.window.show_help()
    shown = program.window.help_window
    assert shown is not None
    yield shown
    shown.close()


def _page(window: HelpWindow) -> str:
    return window.page.toPlainText()


def _listed(window: HelpWindow) -> list[str]:
    return [window.contents.item(line).text() for line in range(window.contents.count())]


def test_the_contents_list_every_page(help_window: HelpWindow) -> None:
    """And the first steps stand at the right."""
    assert {topic.title for topic in load_topics()} <= set(_listed(help_window))
    assert _page(help_window).startswith("First steps")


def test_every_page_is_shown(help_window: HelpWindow) -> None:
    """By a click in the contents."""
    for line in range(help_window.contents.count()):
        item = help_window.contents.item(line)
        if item.flags() & Qt.ItemFlag.ItemIsSelectable:
            help_window.contents.setCurrentRow(line)
            assert _page(help_window).startswith(item.text())


def test_one_goes_back_and_forward(help_window: HelpWindow) -> None:
    """Over links and contents; a new way ends the way forward."""
    help_window.page.anchorClicked.emit(QUrl("importing.md#a-newer-delivery"))
    assert help_window.shown == "importing#a-newer-delivery"
    help_window.show_help("policies")
    help_window.go_by(-1)
    assert help_window.shown == "importing#a-newer-delivery"
    help_window.go_by(-1)
    assert help_window.shown == "first-steps"
    assert not help_window.back.isEnabled()
    help_window.go_by(1)
    help_window.show_help("issues")
    assert not help_window.forward.isEnabled()
    help_window.go_by(5)  # nothing is there
    assert help_window.shown == "issues"


def test_words_are_searched_and_the_first_hit_opened(help_window: HelpWindow, qtbot: QtBot) -> None:
    """Each hit shows its sentence; Enter opens the best."""
    qtbot.keyClicks(help_window.search, "newer deliv")
    qtbot.waitUntil(lambda: "found" in help_window.found.text())
    assert _listed(help_window)[0].startswith("Importing: A newer delivery\n")
    qtbot.keyClick(help_window.search, Qt.Key.Key_Return)
    assert help_window.shown == "importing#a-newer-delivery"
    help_window.search.setText("zebra")
    qtbot.waitUntil(lambda: help_window.found.text().startswith("Nothing"))
    qtbot.keyClick(help_window.search, Qt.Key.Key_Return)  # opens nothing
    assert help_window.shown == "importing#a-newer-delivery"
    qtbot.keyClick(help_window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Importing" in _listed(help_window))


def test_a_number_or_a_section_is_looked_up_in_the_search(help_window: HelpWindow) -> None:
    """As on paper or on the screen."""
    help_window.search.setText("E-0003")
    help_window.show_first()
    assert help_window.shown == "errors#e-0003"
    help_window.search.setText("HS 11357 b")
    help_window.show_first()
    assert _page(help_window).startswith("HS 11357(b)")
    assert "Policies that ask about it" in _page(help_window)


def test_a_link_to_nowhere_changes_nothing(help_window: HelpWindow) -> None:
    """Least of all does it open an address."""
    help_window.page.anchorClicked.emit(QUrl("https://example.org/"))
    assert help_window.shown == "first-steps"


def test_a_page_is_saved_as_pdf(help_window: HelpWindow, tmp_path: Path) -> None:
    """To be printed or passed on; a folder that is not there is said."""
    help_window.save_pdf(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert "Saved as page.pdf" in help_window.said.text
    help_window.save_pdf(tmp_path / "none" / "page.pdf")
    assert "Choose another folder" in help_window.said.text


def test_f1_shows_the_help_of_the_page(
    program: ReliefDesk, open_fresh: Callable[[], Workspace | None]
) -> None:
    """On the start page, and on a page of a workspace."""
    program.window.show_help_here()
    assert program.window.help_window is not None
    assert program.window.help_window.shown == "first-steps"
    open_fresh()
    for page, topic in (("papers", "papers"), ("activity", "record-of-work")):
        program.window.show_page(page)
        program.window.setFocus()
        program.window.show_help_here()
        assert program.window.help_window.shown == topic
    program.window.help_window.close()


def test_f1_in_a_field_shows_what_the_help_says_of_it(
    program: ReliefDesk, open_fresh: Callable[[], Workspace | None], qtbot: QtBot
) -> None:
    """The as-of date of the policy page."""
    open_fresh()
    program.window.show_page("policy")
    date = program.window.page("policy").as_of  # type: ignore[attr-defined]
    assert target_at(date) == "policies#the-as-of-date"
    date.setFocus()
    program.window.show_help_here()
    shown = program.window.help_window
    assert shown is not None
    assert shown.shown == "policies#the-as-of-date"
    shown.close()


def test_a_field_has_a_word_that_opens_its_help(
    program: ReliefDesk, press: Callable[..., None]
) -> None:
    """Beside its label, named for screen readers; F1 does the same in a dialog."""
    editor = QLineEdit()
    dialog = Sheet(program.window, "A dialog")
    dialog.body.addLayout(field("As-of date", editor, help_at="policies#the-as-of-date"))
    dialog.set_buttons(QPushButton("Close"))
    dialog.open()
    link = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Help")
    assert link.accessibleName() == "Help: As-of date"
    link.click()
    shown = program.window.help_window
    assert shown is not None
    assert shown.shown == "policies#the-as-of-date"
    shown.show_help("issues")
    press(editor, Qt.Key.Key_F1)
    assert shown.shown == "policies#the-as-of-date"
    shown.close()


def test_the_nearest_widget_says_which_help_is_meant(qtbot: QtBot) -> None:
    """What stands in it asks for the same, unless it says otherwise."""
    outer, inner = QWidget(), QWidget()
    qtbot.addWidget(outer)
    inner.setParent(outer)
    assert target_at(inner) == ""
    set_help(outer, "issues")
    assert target_at(inner) == "issues"
    set_help(inner, "people")
    assert target_at(inner) == "people"


def test_a_problem_shows_its_number_and_the_number_what_to_do(program: ReliefDesk) -> None:
    """Beside the sentence, which stays as it was; it is kept without the sentence."""
    program.desk.report(InputError(NO_LAYOUT))
    banner = program.window.banner
    assert banner.text == NO_LAYOUT
    number = next(one for one in banner.findChildren(QPushButton) if one.text().startswith("E-"))
    assert not number.isHidden()
    number.click()
    shown = program.window.help_window
    assert shown is not None
    assert shown.shown == f"errors#{number.text().lower()}"
    assert [one.number for one in list_met()] == [number.text()]
    shown.close()


def test_what_is_no_problem_has_no_number(qtbot: QtBot) -> None:
    """Neither a good end nor a sentence that is none of the program's."""
    banner = Banner("good", NO_LAYOUT)
    qtbot.addWidget(banner)
    numbers = [one for one in banner.findChildren(QPushButton) if one.text().startswith("E-")]
    assert numbers == []
    banner.show_message("stop", "The hearing was moved.")
    assert not any(one.text().startswith("E-") for one in banner.findChildren(QPushButton))


def test_the_help_goes_with_the_window(program: ReliefDesk, qtbot: QtBot) -> None:
    """Closing the program leaves no window behind."""
    program.window.show_help()
    with qtbot.waitSignal(program.desk.tasks.stopped, timeout=10_000):
        program.window.close()
    assert program.window.help_window is None


def test_a_dialog_does_not_block_the_help(program: ReliefDesk) -> None:
    """It is a window of its own, to be read beside a question."""
    program.window.show_help()
    shown = program.window.help_window
    assert shown is not None
    assert shown.parentWidget() is None
    assert not isinstance(shown, QDialog)
    shown.close()
