"""The words of the papers on screen: checked as they are typed, kept, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.documents.check import page_texts
from app.documents.text_families import shipped_source
from app.jobs.paper_texts import list_versions, source_of
from ui.desk import Desk
from ui.messages import Message
from ui.texts.dialog import TextsDialog
from ui.texts.editor import NumberedEditor


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> TextsDialog:
    made = TextsDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test looks afterwards
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    qtbot.waitUntil(lambda: bool(made.preview.pdf), timeout=30_000)
    return made


def choose(qtbot: QtBot, dialog: TextsDialog, name: str) -> None:
    dialog.table.selectRow(dialog._names().index(name))
    qtbot.waitUntil(lambda: f'id = "{name}"' in dialog.editor.toPlainText(), timeout=20_000)


def said(dialog: TextsDialog) -> str:
    return " ".join(" ".join(page_texts(dialog.preview.pdf)).split())


def typed(qtbot: QtBot, dialog: TextsDialog, old: str, new: str) -> None:
    dialog.editor.setPlainText(dialog.editor.toPlainText().replace(old, new))
    dialog.check()


def answer(dialog: QDialog) -> None:
    """Say yes to the question that is open."""
    dialog.findChildren(Message)[-1].accept()


def test_the_paper_follows_what_is_typed(qtbot: QtBot, dialog: TextsDialog) -> None:
    """The real page changes a moment after the words."""
    choose(qtbot, dialog, "letter-en")
    dialog.editor.setPlainText(
        dialog.editor.toPlainText().replace("Dear {name}:", "Good morning {name}:")
    )
    qtbot.waitUntil(lambda: "Good morning PAT EXAMPLE:" in said(dialog), timeout=30_000)
    assert dialog.keep_button.isEnabled()


def test_a_problem_is_marked_at_its_line_and_cannot_be_kept(
    qtbot: QtBot, dialog: TextsDialog
) -> None:
    """The line, the nearest name; the last good page stays; mending it lets it be kept."""
    choose(qtbot, dialog, "letter-en")
    qtbot.waitUntil(lambda: "Dear PAT EXAMPLE" in said(dialog), timeout=30_000)
    typed(qtbot, dialog, "Dear {name}:", "Hello {nmae}:")
    line = 1 + dialog.editor.toPlainText().split("{nmae}")[0].count("\n")
    assert dialog.editor.problem_lines == {line}
    assert dialog.problems.item(0).text() == (
        f"Line {line}: there is no field “nmae”; did you mean “name”?"
    )
    assert not dialog.keep_button.isEnabled()
    assert "Dear PAT EXAMPLE" in said(dialog)
    dialog.problems.itemClicked.emit(dialog.problems.item(0))
    assert dialog.editor.textCursor().blockNumber() == line - 1
    typed(qtbot, dialog, "{nmae}", "{name}")
    assert dialog.editor.problem_lines == frozenset()
    assert not dialog.problems.isVisible()
    assert dialog.keep_button.isEnabled()


def test_a_changed_text_is_kept_and_taken_back(
    qtbot: QtBot, desk: Desk, dialog: TextsDialog
) -> None:
    """A version with who and when; the difference is shown; the shipped text in one step."""
    choose(qtbot, dialog, "letter-en")
    typed(qtbot, dialog, "Dear {name}:", "Hello {name}:")
    dialog.tabs.setCurrentIndex(1)
    assert '+text = "Hello {name}:"' in dialog.changes.toPlainText()
    dialog.keep_button.click()
    qtbot.waitUntil(lambda: dialog.history.rowCount() == 1, timeout=20_000)
    assert desk.reader is not None
    assert "Hello {name}:" in source_of(desk.reader, "letter-en")
    assert [one.who for one in list_versions(desk.reader, "letter-en")] == ["A. Clerk"]
    assert "Version 1" in dialog.said.text
    qtbot.waitUntil(dialog.back_button.isEnabled, timeout=20_000)
    dialog.back_button.click()
    answer(dialog)
    qtbot.waitUntil(lambda: dialog.history.rowCount() == 2, timeout=20_000)
    assert source_of(desk.reader, "letter-en") == shipped_source("letter-en")
    assert not dialog.back_button.isEnabled()
    # An earlier version comes back into the editor, and nothing is kept by that.
    dialog.history_table.doubleClicked.emit(dialog.history.index(0, 0))
    qtbot.waitUntil(lambda: "Hello {name}:" in dialog.editor.toPlainText(), timeout=20_000)
    assert dialog.keep_button.isEnabled()


def test_changes_are_not_lost_by_going_elsewhere(qtbot: QtBot, dialog: TextsDialog) -> None:
    """Another text, or closing: asked about once, and the text stays selected."""
    choose(qtbot, dialog, "letter-en")
    typed(qtbot, dialog, "Dear {name}:", "Hello {name}:")
    dialog.table.selectRow(0)
    qtbot.wait(300)
    assert "Hello {name}:" in dialog.editor.toPlainText()
    dialog.findChildren(Message)[-1].reject()
    assert dialog.table.currentIndex().row() == dialog._names().index("letter-en")
    dialog.close()
    assert dialog.isVisible()
    answer(dialog)
    assert not dialog.isVisible()


def test_a_field_is_put_where_the_cursor_is(qtbot: QtBot, dialog: TextsDialog) -> None:
    """Chosen from the list of this paper's own fields."""
    choose(qtbot, dialog, "letter-en")
    fields = [dialog.fields.itemText(n) for n in range(dialog.fields.count())]
    assert "office_telephone" in fields
    assert "case_numbers" not in fields
    dialog.fields.setCurrentText("defender")
    dialog.editor.go_to_line(3)
    dialog.insert_button.click()
    assert dialog.editor.toPlainText().splitlines()[2].startswith("{defender}")


def test_the_paper_is_a_tab_where_there_is_no_room_beside(
    qtbot: QtBot, dialog: TextsDialog
) -> None:
    """On a small screen or at twice the size, and beside again on a large one."""
    names = lambda: [dialog.tabs.tabText(n) for n in range(dialog.tabs.count())]  # noqa: E731
    assert "Paper" not in names()
    dialog.resize(760, 560)
    assert "Paper" in names()
    dialog.tabs.setCurrentWidget(dialog.preview)
    assert dialog.preview.isVisible()
    dialog.resize(1180, 760)
    assert "Paper" not in names()
    assert dialog.preview.isVisible()


@pytest.mark.parametrize(("colors", "scale"), [("light", 1.0), ("dark", 2.0)])
def test_the_editor_paints_numbers_and_marks(
    qtbot: QtBot, dress: Callable[[str, float], None], colors: str, scale: float
) -> None:
    """In both themes and at twice the size; every line has a number."""
    dress(colors, scale)
    editor = NumberedEditor("Text")
    qtbot.addWidget(editor)
    editor.setPlainText("\n".join(f"line {n}" for n in range(2000)))
    editor.resize(600, 400)
    editor.show()
    before = editor.grab().toImage()
    editor.mark_problems([2])
    assert editor.grab().toImage() != before
    assert editor.numbers_width() > editor.fontMetrics().horizontalAdvance("2000")
    editor.go_to_line(1500)
    assert editor.textCursor().blockNumber() == 1499
