"""Records kept in the window: sealing, looking, holding, purging, the certificate, destroying."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.store import audit, purges, queue, retention
from app.store.workspace import Workspace
from tests.window import LONG
from ui.application import ReliefDesk
from ui.desk import Desk
from ui.messages import Message
from ui.retention.certificate_dialog import CertificateDialog
from ui.retention.choose_dialog import ChooseDialog
from ui.retention.destroy_dialog import DestroyDialog
from ui.retention.dialog import RecordsKeptDialog
from ui.retention.purge_dialog import PurgeDialog
from ui.retention.seal_dialog import SealDialog
from ui.words_dialog import WordsDialog

Settle = Callable[[], None]
D = TypeVar("D", bound=QDialog)


def reader_of(desk: Desk) -> Workspace:
    assert desk.reader is not None
    return desk.reader


def the(kind: type[D], owner: QWidget) -> D:
    """The dialog of a kind that is open now."""
    (found,) = [one for one in owner.window().findChildren(kind) if one.isVisible()]
    return found


def texts_of(widget: QWidget) -> str:
    """Everything that its labels say."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def seal_one(qtbot: QtBot, dialog: RecordsKeptDialog, settle: Settle) -> int:
    """Seal the first conviction that is found; its number."""
    dialog.sealed.seal()
    settle()
    chooser = the(ChooseDialog, dialog)
    qtbot.waitUntil(lambda: bool(chooser.chosen), timeout=20_000)  # what is found comes by itself
    number = int(chooser.chosen[0].id)
    chooser.choose()
    ask = the(SealDialog, dialog)
    ask.why.setText("Order of the court")
    ask.seal()
    settle()
    return number


def test_a_capital_letter_selects_what_it_finds(
    qtbot: QtBot, dialog: RecordsKeptDialog, settle: Settle
) -> None:
    """Shift is still down when the answer comes."""
    dialog.sealed.seal()
    settle()
    chooser = the(ChooseDialog, dialog)
    assert len(chooser.chosen) == 1
    first = chooser.chosen[0].name[0]
    qtbot.keyPress(chooser.text, first.upper(), Qt.KeyboardModifier.ShiftModifier)
    assert chooser.text.text() == first.upper()
    chooser.search()
    settle()
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ShiftModifier
    assert len(chooser.chosen) == 1
    chooser.reject()


def give_reason(dialog: QWidget, words: str, settle: Settle) -> None:
    ask = the(WordsDialog, dialog)
    ask.words.setPlainText(words)
    ask.submit()
    settle()


def test_a_conviction_is_sealed_looked_at_and_unsealed(
    qtbot: QtBot, dialog: RecordsKeptDialog, program: ReliefDesk, settle: Settle
) -> None:
    """The list tells numbers and days, never a name; a look needs a reason and shows it."""
    desk = program.desk
    before = queue.list_by_date(reader_of(desk), in_scope_only=False)
    number = seal_one(qtbot, dialog, settle)
    assert dialog.told.text == "1 conviction sealed."
    assert set(before) - set(queue.list_by_date(reader_of(desk), in_scope_only=False)) == {number}
    shown = dialog.sealed.model
    cells = [str(shown.data(shown.index(0, place))) for place in range(shown.columnCount())]
    assert cells[0] == f"{number:,}"
    assert cells[3:5] == ["Never", "Sealed"]
    name = desk.reader.connection.execute(
        "SELECT name FROM person WHERE id = ?", (dialog.sealed.current.person_id,)
    ).fetchone()[0]
    assert name.split(",")[0] not in texts_of(dialog) + "".join(cells)
    dialog.sealed.look()
    the(WordsDialog, dialog).submit()  # without words
    assert the(WordsDialog, dialog).problem.isVisible()
    give_reason(dialog, "The clerk asked", settle)
    message = the(Message, dialog)
    assert name.split(",")[0] in texts_of(message)
    message.accept()
    dialog.sealed.unseal()
    give_reason(dialog, "Set aside", settle)
    assert queue.list_by_date(reader_of(desk), in_scope_only=False) == before
    assert [one.action for one in audit.entries(reader_of(desk))][-4:] == [
        "seal", "person viewed", "look at sealed", "unseal",
    ]  # fmt: skip


def test_the_rule_says_what_is_due_and_the_office_sets_it(
    qtbot: QtBot, dialog: RecordsKeptDialog, settle: Settle
) -> None:
    """Nothing is due before; a rule changed and not saved is asked about."""
    seal_one(qtbot, dialog, settle)
    assert dialog.rule.now.text() == (
        "Nothing is sealed by itself. Nothing is ever due to be purged."
    )
    assert not dialog.sealed.due_button.isVisible()
    dialog.rule.after.setValue(0)
    assert dialog.rule.save_button.isEnabled()
    dialog.reject()
    the(Message, dialog).reject()
    dialog.rule.save()
    settle()
    assert "due to be purged 0 days after the day of the order" in dialog.rule.now.text()
    assert dialog.sealed.due_button.text() == "Purge 1 due conviction…"
    assert "1 due to be purged" in dialog.standing.text()


def test_somebody_held_is_not_purged_until_the_hold_is_lifted(
    dialog: RecordsKeptDialog, program: ReliefDesk, settle: Settle
) -> None:
    """The purge says why."""
    dialog.holds.choose()
    settle()
    chooser = the(ChooseDialog, dialog)
    person = int(chooser.chosen[0].id)
    chooser.choose()
    give_reason(dialog, "Appeal", settle)
    assert [one.why for one in retention.list_holds(reader_of(program.desk))] == ["Appeal"]
    dialog._plan(people=[person])
    settle()
    refused = the(PurgeDialog, dialog)
    assert f"Person {person} is held: Appeal" in texts_of(refused)
    refused.reject()
    dialog.holds.lift()
    give_reason(dialog, "Decided", settle)
    assert retention.list_holds(reader_of(program.desk)) == []


def test_a_person_is_purged_and_the_certificate_is_shown_and_saved(
    dialog: RecordsKeptDialog, program: ReliefDesk, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    """Only with a reason and the word; without a folder for backups, it says to make one."""
    dialog.choose_person()
    settle()
    chooser = the(ChooseDialog, dialog)
    name = str(chooser.chosen[0].name)
    chooser.choose()
    settle()
    ask = the(PurgeDialog, dialog)
    ask.why.setText(f"Order about {name}")
    assert not ask.yes.isEnabled()
    qtbot.keyClicks(ask.word, "PURGE")
    assert ask.yes.isEnabled()
    qtbot.mouseClick(ask.yes, Qt.MouseButton.LeftButton)
    settle()
    shown = the(CertificateDialog, dialog)
    text = texts_of(shown)
    assert name not in text
    assert "Every page was looked through, and nothing was found." in text
    assert "No new backup was made. No folder for backups was chosen yet. Choose one." in text
    path = tmp_path / "Certificate.pdf"
    shown.choose_file = lambda: path
    shown.save()
    settle()
    assert path.read_bytes().startswith(b"%PDF")
    shown.accept()
    assert len(purges.list_purges(reader_of(program.desk))) == 1
    assert dialog.certificates.model.rowCount() == 1
    dialog.certificates.show_certificate()
    settle()
    the(CertificateDialog, dialog).accept()


def test_a_workspace_is_destroyed_with_everything_beside_it(
    dialog: RecordsKeptDialog, program: ReliefDesk, qtbot: QtBot, own_file: Path, settle: Settle,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Only under its name; the certificate lies where it was asked for."""
    folder = tmp_path / "papers"
    folder.mkdir()
    dialog.destroy_workspace()
    ask = the(DestroyDialog, program.window)
    ask.folder.set_path(folder)
    ask.word.setText("DESTROY")
    assert not ask.yes.isEnabled()
    ask.word.setText("DESTROY Office of Los Angeles")
    ask.destroy_now()
    settle()
    assert "A reason is needed" in ask.told.text
    ask.why.setText("The program ended")
    ask.destroy_now()
    paper = folder / "Certificate of destruction.pdf"
    qtbot.waitUntil(lambda: paper.exists() and not program.desk.tasks.is_busy, timeout=LONG)
    assert not [one for one in own_file.parent.iterdir() if own_file.name in one.name]
    assert [one.name for one in folder.iterdir()] == [paper.name]
    assert program.desk.reader is None
    assert "Office of Los Angeles is destroyed." in program.window.banner.text
