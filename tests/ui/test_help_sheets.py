"""The Help menu: the about box and the keyboard map."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.store.workspace import Workspace
from app.version import VERSION
from ui.application import ReliefDesk
from ui.help.dialogs import AboutDialog, KeysDialog
from ui.help.dialogs import shown_keys as list_keys


def _said(dialog: QDialog) -> str:
    return "\n".join(part.text() for part in dialog.findChildren(QLabel))


def test_the_about_box_says_what_an_office_must_know(program: ReliefDesk, qtbot: QtBot) -> None:
    """Version, license, that it is no legal advice, and the parts made by others."""
    dialog = AboutDialog(program.window)
    qtbot.addWidget(dialog)
    said = _said(dialog)
    for words in (VERSION, "Apache License 2.0", "no legal advice", "PySide6", "Public Sans"):
        assert words in said


def test_every_key_of_the_menus_is_on_the_keyboard_map(program: ReliefDesk, qtbot: QtBot) -> None:
    """What has a shortcut in the menu bar is listed, and the map itself opens with F1 or ?."""
    listed = {key for _, keys in list_keys() for _, key in keys}
    actions = [one for one in program.window.findChildren(QAction) if one.shortcuts()]
    keys = {shortcut.toString() for one in actions for shortcut in one.shortcuts()}
    assert {"F1", "?"} <= keys
    assert keys - {"F1", "?"} <= listed
    dialog = KeysDialog(program.window)
    qtbot.addWidget(dialog)
    assert "Accept the answer and go on" in _said(dialog)


def test_the_keys_of_the_page_in_sight_come_first(program: ReliefDesk, qtbot: QtBot) -> None:
    """Who asks on the review page need not scroll past the others."""
    for page, first in (("review", "Review"), ("import", "Import: issues"), ("", "Everywhere")):
        dialog = KeysDialog(program.window, page)
        qtbot.addWidget(dialog)
        titles = [part.text() for part in dialog.findChildren(QLabel)]
        known = [title for title, _ in list_keys()]
        assert next(title for title in titles if title in known) == first


def test_a_question_mark_typed_into_a_field_stays_one(program: ReliefDesk, qtbot: QtBot) -> None:
    """The key of the map does not take a character from somebody who is writing."""
    program.window.ask_user()
    editor = program.window.findChild(QDialog).findChild(QLineEdit)  # type: ignore[union-attr]
    editor.setFocus()
    qtbot.keyClicks(editor, "Who?")
    assert editor.text() == "Who?"
    assert program.window.findChild(KeysDialog) is None


def test_the_key_map_of_the_review_is_what_the_page_does(
    program: ReliefDesk, qtbot: QtBot, open_fresh: Callable[[], Workspace | None]
) -> None:
    """Every key of the page is on the map, and every key of the map is one of the page."""
    open_fresh()
    program.window.show_page("review")
    page = program.window.page("review")
    native = QKeySequence.SequenceFormat.PortableText
    own = page.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
    registered = {one.key().toString(native) for one in own}
    listed = {
        key
        for title, keys in list_keys()
        if title in ("Review", "Review: samples")
        for _, key in keys
    }
    listed = {one for key in listed for one in key.split(", ")}
    of_widgets = {"Enter", "Space"}  # the list and the tables do these
    assert registered == listed - of_widgets
    assert {
        "A", "O", "P", "N", "Q", "U", "Ctrl+Z", "Ctrl+Y", "Y", "J", "K", "M", "S", "/", "F",
    } <= registered  # fmt: skip
    assert of_widgets <= listed
