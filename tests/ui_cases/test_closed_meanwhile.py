"""A dialog that is closed while its job runs: nothing breaks, and what came of it is told above
the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.jobs.letterhead import find_logo
from tests.documents.test_letter import picture
from ui.activity.access_dialog import AccessDialog
from ui.contacts.dialog import ContactsDialog
from ui.desk import Desk
from ui.keys.dialog import PassphrasesDialog
from ui.letters.dialog import LettersDialog
from ui.packages.dialog import PackagesDialog
from ui.papers.office_form import OfficeForm
from ui.texts.dialog import TextsDialog


@pytest.fixture
def said(desk: Desk) -> list[tuple[str, str]]:
    """What was told above the page."""
    heard: list[tuple[str, str]] = []
    desk.said.connect(lambda kind, sentence: heard.append((kind, sentence)))
    return heard


@pytest.fixture
def gate(desk: Desk) -> Iterator[Event]:
    """Until it is set, a job of somebody else has the workspace."""
    opened = Event()
    desk.run_job("Working", lambda *_: opened.wait(60), lambda _: None, set())
    yield opened
    opened.set()


@pytest.fixture
def close(qtbot: QtBot, desk: Desk, gate: Event) -> Callable[[QDialog], None]:
    """Closes a dialog whose job waits, and then lets everything be done."""

    def go_on(dialog: QDialog) -> None:
        assert desk.tasks.is_busy
        dialog.close()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
        assert not isValid(dialog)
        gate.set()
        qtbot.waitUntil(lambda: not desk.tasks.is_busy, timeout=30_000)

    return go_on


Close = Callable[[QDialog], None]
Said = list[tuple[str, str]]


def shown(qtbot: QtBot, dialog: QDialog, is_ready: Callable[[], bool]) -> None:
    dialog.show()
    qtbot.waitUntil(is_ready, timeout=30_000)


def test_an_address_book(
    qtbot: QtBot, desk: Desk, tmp_path: Path, close: Close, said: Said
) -> None:
    """Something is kept, a file is written, another cannot be."""
    dialog = ContactsDialog(desk)
    shown(qtbot, dialog, lambda: dialog.count.text() != "")
    dialog.new_button.click()
    dialog.form.name.setText("Superior Court")
    dialog.form.county.choose("Los Angeles")
    dialog.save()
    dialog.choose_target = lambda: tmp_path / "Contacts.csv"
    dialog.give_out()
    dialog.choose_target = lambda: tmp_path / "nowhere" / "Contacts.csv"
    dialog.give_out()
    close(dialog)
    assert [kind for kind, _ in said] == ["good", "good", "stop"]
    assert said[0][1] == "Superior Court is kept."
    assert said[1][1] == "1 entry in Contacts.csv."
    assert (tmp_path / "Contacts.csv").is_file()


def test_the_text_of_a_paper(qtbot: QtBot, desk: Desk, close: Close, said: Said) -> None:
    dialog = TextsDialog(desk)
    shown(qtbot, dialog, lambda: bool(dialog.preview.pdf))
    name = dialog._names()[0]
    dialog._back(name)
    close(dialog)
    assert said == [("good", f"The shipped text of “{name}” is used now.")]


def test_letters(qtbot: QtBot, desk: Desk, tmp_path: Path, close: Close, said: Said) -> None:
    dialog = LettersDialog(desk)
    shown(qtbot, dialog, lambda: bool(dialog.preview.pdf))
    dialog.choose_folder = lambda: tmp_path / "letters"
    dialog.make_letters()
    close(dialog)
    ((kind, words),) = said
    assert kind in ("good", "caution")
    assert "letters, " in words
    assert list((tmp_path / "letters").iterdir())


def test_who_saw_a_person(
    qtbot: QtBot, desk: Desk, tmp_path: Path, close: Close, said: Said
) -> None:
    dialog = AccessDialog(desk, 1, None)
    shown(qtbot, dialog, dialog.save_button.isEnabled)
    dialog.choose_file = lambda: tmp_path / "who.csv"
    dialog.save()
    close(dialog)
    assert said == [("good", f"The report is in {tmp_path / 'who.csv'}.")]


def test_a_recovery_sheet(
    qtbot: QtBot, desk: Desk, tmp_path: Path, close: Close, said: Said
) -> None:
    """A file of it is warned of; what was to be printed is not."""
    away = tmp_path / "stick"
    away.mkdir()
    dialog = PassphrasesDialog(desk, None)
    shown(qtbot, dialog, dialog.file_button.isEnabled)
    dialog.maker.write(away / "Sheet.pdf")
    dialog.maker.print_it()
    close(dialog)
    assert said[0][0] == "caution"
    assert "delete the file" in said[0][1]
    assert said[1] == (
        "info", "The recovery sheet was not printed: its window was closed.",
    )  # fmt: skip


def test_a_workbook_that_comes_back(
    qtbot: QtBot, desk: Desk, tmp_path: Path, close: Close, said: Said
) -> None:
    """What cannot be read is told above the page, not in a window of one that is gone."""
    dialog = PackagesDialog(desk, None)
    shown(qtbot, dialog, lambda: True)
    path = tmp_path / "Cases.xlsx"
    path.write_bytes(b"no workbook")
    dialog.choose_workbook = lambda: path
    dialog.read_workbook()
    close(dialog)
    ((kind, words),) = said
    assert kind == "stop"
    assert "Cases.xlsx" in words


def test_the_picture_of_the_letterhead(qtbot: QtBot, desk: Desk, gate: Event) -> None:
    """It is kept although nobody shows it."""
    form = OfficeForm(desk)
    data = picture()
    form.logo._save(data)
    form.deleteLater()
    QCoreApplication.sendPostedEvents(form, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitUntil(lambda: not desk.tasks.is_busy, timeout=30_000)
    assert desk.reader is not None
    assert find_logo(desk.reader) == data
