"""New files: recognized, looked at, compared with what was expected, imported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.sampling.writer import write_sample
from app.store import records
from tests.ui_import.conftest import LONG
from ui.application import ReliefDesk
from ui.importing import new_files
from ui.importing.page import ImportPage
from ui.importing.report_view import RowsSheet, TextsSheet


def words_of(page: ImportPage) -> str:
    """Everything that stands in labels of the page."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def press(page: ImportPage, name: str) -> QPushButton:
    """The button of that accessible name."""
    found = [one for one in page.findChildren(QPushButton) if one.accessibleName() == name]
    assert found, [one.accessibleName() for one in page.findChildren(QPushButton)]
    return found[-1]


def give(page: ImportPage, qtbot: QtBot, *paths: Path) -> None:
    """Give files and wait until they were looked at."""
    n = len(page.new_files.looks) + len(paths)
    page.add_files(list(paths))
    desk = page.new_files._desk
    qtbot.waitUntil(lambda: len(page.new_files.looks) == n and not desk.tasks.is_busy, timeout=LONG)


def test_a_small_file_is_looked_at_by_itself(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, delivery: Path
) -> None:
    """People, rows, dates and readings stand there before anything is written; the button says
    how many people it imports."""
    give(page, qtbot, delivery)
    report = page.new_files.reports[delivery]
    text = page.new_files.report.toPlainText()
    assert f"{report.n_people:,}" in text
    assert f"{report.n_rows:,}" in text
    for heading in ("Dates", "Levels of convictions", "Results of counts", "Counties", "Columns"):
        assert heading in text
    assert page.action.text() == f"Import {report.n_people:,} people"
    assert "set aside" in words_of(page)
    assert program.desk.reader is not None
    assert records.count_people(program.desk.reader) == 0


def test_what_is_not_known_comes_first_and_says_so(
    page: ImportPage, qtbot: QtBot, delivery: Path
) -> None:
    """Unknown levels stand above the known ones, with the question mark and in words."""
    give(page, qtbot, delivery)
    text = page.new_files.report.toPlainText()
    levels = text[text.index("Levels of convictions") : text.index("Results of counts")]
    assert levels.index("Not known") < levels.index("Felony")
    assert "truth:UNKNOWN" in page.new_files.report.toHtml()


def test_doubtful_dates_open_with_their_texts(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, delivery: Path
) -> None:
    """The number of unreadable dates is a link to the texts, each with its rows."""
    give(page, qtbot, delivery)
    report = page.new_files.reports[delivery]
    number, dates = next((n, d) for n, d in enumerate(report.dates) if d.unreadable)
    page.new_files.report.anchorClicked.emit(QUrl(f"texts:dates:{number}"))
    sheet = program.window.findChild(TextsSheet)
    assert isinstance(sheet, TextsSheet)
    shown = [
        (sheet.model.index(n, 0).data(), sheet.model.index(n, 1).data())
        for n in range(sheet.model.rowCount())
    ]
    assert [count for _, count in shown] == [f"{one.n:,}" for one in dates.unreadable]
    sheet.close()


def test_the_expected_total_is_compared(page: ImportPage, qtbot: QtBot, delivery: Path) -> None:
    """A number typed in by the clerk is told against what was found; letters are not taken."""
    give(page, qtbot, delivery)
    n = page.new_files.reports[delivery].n_people
    outcome = page.new_files.outcome
    qtbot.keyClicks(outcome.people, f"x{n + 12}")
    assert f"{n:,} people: 12 fewer than the {n + 12:,} expected." in outcome.compared.text()
    outcome.people.clear()
    qtbot.keyClicks(outcome.people, str(n))
    assert f"{n:,} people, as expected." in outcome.compared.text()
    assert outcome.compared.isVisible()


def test_a_large_file_waits_for_the_button_and_can_be_imported_unseen(
    page: ImportPage, qtbot: QtBot, delivery: Path, monkeypatch: object
) -> None:
    """It is said that nobody looked; the button looks; importing without is possible."""
    monkeypatch.setattr(new_files, "LOOKS_BY_ITSELF", 1)  # type: ignore[attr-defined]
    give(page, qtbot, delivery)
    assert page.new_files.reports == {}
    assert "import without looking" in words_of(page)
    assert page.action.text() == "Import 1 file"
    assert page.action.isEnabled()
    qtbot.mouseClick(page.new_files.look_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: delivery in page.new_files.reports, timeout=LONG)
    assert page.action.text().endswith("people")
    assert not page.new_files.look_button.isVisible()


def test_looking_can_be_stopped(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, tmp_path: Path
) -> None:
    """Cancel while a file is looked at: a sentence, and the file can still be imported."""
    path = tmp_path / "Larger.dat"
    write_sample(path, n_people=500, county="Los Angeles", seed=3)
    page.add_files([path])
    qtbot.waitUntil(lambda: program.desk.tasks.current_label.startswith("Looking"), timeout=LONG)
    program.desk.tasks.cancel()
    qtbot.waitUntil(lambda: not program.desk.tasks.is_busy, timeout=LONG)
    assert "Stopped looking" in page.new_files.said.text
    assert page.new_files.reports == {}
    assert page.action.isEnabled()


def test_the_import_does_not_wait_for_the_look(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, tmp_path: Path
) -> None:
    """Pressed while a file is looked at: the look gives way, and the file is imported once."""
    path = tmp_path / "Larger.dat"
    write_sample(path, n_people=500, county="Los Angeles", seed=3)
    page.add_files([path])
    qtbot.waitUntil(lambda: program.desk.tasks.current_label.startswith("Looking"), timeout=LONG)
    qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert not page.action.isEnabled()
    qtbot.waitUntil(lambda: "Imported" in page.done.text, timeout=LONG)
    assert page.new_files.said.isHidden()
    assert program.desk.reader is not None
    assert len(records.list_sources(program.desk.reader)) == 1


def test_a_file_of_no_use_is_named_and_can_be_removed(
    page: ImportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    """A picture says why it cannot be used; an empty file too; Remove takes them off by key."""
    picture, empty = tmp_path / "picture.dat", tmp_path / "empty.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    empty.write_bytes(b"")
    give(page, qtbot, picture, empty)
    assert not page.action.isEnabled()
    qtbot.waitUntil(lambda: "2 files are left out" in words_of(page), timeout=5000)
    assert "picture.dat is a picture" in words_of(page)
    assert "empty.csv is empty" in words_of(page)
    for path in (picture, empty):
        button = press(page, f"Remove {path.name} from the list")
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert page.new_files.looks == []


def test_the_first_rows_are_shown_as_they_stand(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path
) -> None:
    """A list nobody knows yet shows its rows under its own header."""
    give(page, qtbot, court_list)
    qtbot.mouseClick(
        press(page, f"Show the first rows of {court_list.name}"), Qt.MouseButton.LeftButton
    )
    sheet = program.window.findChild(RowsSheet)
    assert isinstance(sheet, RowsSheet)
    assert sheet.model.headerData(0, Qt.Orientation.Horizontal) == "Who"
    assert sheet.model.index(0, 0).data() == "GARCIA, ANA"
    sheet.close()


def test_several_files_one_import(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, delivery: Path, tmp_path: Path
) -> None:
    """The file to look at can be chosen; the import takes them all and clears the list."""
    other = tmp_path / "Second.dat"
    write_sample(other, n_people=5, county="Los Angeles", seed=99)
    give(page, qtbot, delivery, other)
    which = page.new_files.which
    assert which.isVisible()
    which.setCurrentIndex(1)
    n = page.new_files.reports[other].n_people
    assert f"{n}" in page.new_files.report.toPlainText()
    with qtbot.waitSignal(program.desk.data_changed, timeout=LONG):
        qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Imported" in page.done.text, timeout=LONG)
    assert page.new_files.looks == []
    assert program.desk.reader is not None
    assert len(records.list_sources(program.desk.reader)) == 2


def test_everything_can_be_reached_and_is_named(
    page: ImportPage, qtbot: QtBot, delivery: Path, court_list: Path
) -> None:
    """Every button has a name that says of which file it is; the page of text too."""
    give(page, qtbot, delivery, court_list)
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button
    interface = QAccessible.queryAccessibleInterface(page.new_files.report)
    assert interface is not None
    assert page.new_files.report.accessibleName() == "What was understood"
