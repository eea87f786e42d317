"""Column mapping: an unknown list is described, read by that, and known from then on."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.importing.layouts.catalog import own_folder
from app.importing.layouts.loading import load_layout
from app.store import records
from tests.ui_import.conftest import LONG
from tests.ui_import.test_new_files import give, press
from ui.application import ReliefDesk
from ui.importing.page import ImportPage
from ui.mapping.dialog import MappingDialog


def open_mapping(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, path: Path, words: str = "Say"
) -> MappingDialog:
    """Give a list and press the button that asks how it is read."""
    if all(look.path != path for look in page.new_files.looks):
        give(page, qtbot, path)
    button = press(page, f"{words} how it is read: {path.name}")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def found() -> list[MappingDialog]:
        return [one for one in program.window.findChildren(MappingDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
    return found()[0]


def row_of(dialog: MappingDialog, header: str) -> int:
    """Where a column of the file stands in the table."""
    return next(
        n
        for n in range(dialog.columns_model.rowCount())
        if dialog.columns_model.index(n, 0).data() == header
    )


def choose(dialog: MappingDialog, header: str, field: str) -> None:
    """Select a column and take it as a field, as a person does."""
    dialog.columns.selectRow(row_of(dialog, header))
    combo = dialog.pane.field
    combo.setCurrentIndex(combo.findText(field))
    combo.activated.emit(combo.currentIndex())


def settle(dialog: MappingDialog, header: str, pattern: str) -> None:
    """Say how the dates of a column are written."""
    dialog.columns.selectRow(row_of(dialog, header))
    combo = dialog.pane.dates
    assert combo is not None
    place = next(n for n in range(combo.count()) if combo.itemText(n).startswith(pattern))
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def asked(dialog: MappingDialog) -> str:
    """The questions and notes as they stand on the screen."""
    return "\n".join(dialog.asked.item(n).text() for n in range(dialog.asked.count()))


def test_what_lacks_is_said_and_the_button_waits(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path
) -> None:
    """Day and month are open: the dialog asks, with an example of each reading, and settles when
    one is chosen; then three rows show what they become."""
    dialog = open_mapping(page, qtbot, program, court_list)
    choose(dialog, "Sentencing Dt", "Conviction date")
    qtbot.waitUntil(lambda: "say how its dates are written" in asked(dialog), timeout=5000)
    assert not dialog.action.isEnabled()
    assert dialog.columns_model.index(row_of(dialog, "Sentencing Dt"), 3).data() == "to settle"
    assert dialog.pane.dates is not None
    choices = [dialog.pane.dates.itemText(n) for n in range(dialog.pane.dates.count())]
    assert any("M/D/YYYY" in one and "02/09/2003 = February 9, 2003" in one for one in choices)
    assert any("D/M/YYYY" in one and "02/09/2003 = September 2, 2003" in one for one in choices)
    settle(dialog, "Sentencing Dt", "M/D/YYYY")
    qtbot.waitUntil(dialog.action.isEnabled, timeout=5000)
    row = [dialog.preview_model.index(0, n).data() for n in range(6)]
    assert row == [
        "2", "GARCIA,ANA, born 1971-03-14", "11359 HS", "felony", "1999-03-04", "conviction",
    ]  # fmt: skip
    dialog.close()


def test_the_meaning_of_words_is_chosen(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path
) -> None:
    """Words nobody knows stand first, with counts, and stay unknown until a meaning is given."""
    dialog = open_mapping(page, qtbot, program, court_list)
    choose(dialog, "Sentencing Dt", "Conviction date")
    settle(dialog, "Sentencing Dt", "M/D/YYYY")
    qtbot.waitUntil(lambda: "“X”" in asked(dialog), timeout=5000)
    assert dialog.preview_model.index(2, 3).data() == "not known"
    dialog.columns.selectRow(row_of(dialog, "Severity"))
    values = dialog.pane.values
    assert values is not None
    assert next(iter(values.choices)) == "X"
    combo = values.choices["X"]
    combo.setCurrentIndex(combo.findText("misdemeanor"))
    qtbot.waitUntil(lambda: dialog.preview_model.index(2, 3).data() == "misdemeanor", timeout=5000)
    assert "“X”" not in asked(dialog)
    dialog.close()


def test_a_list_is_read_as_it_was_described_and_known_next_time(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path, tmp_path: Path
) -> None:
    """Described once, imported; the next list with this header is recognized, by its name."""
    dialog = open_mapping(page, qtbot, program, court_list)
    choose(dialog, "Sentencing Dt", "Conviction date")
    settle(dialog, "Sentencing Dt", "M/D/YYYY")
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "Superior court")
    qtbot.waitUntil(dialog.action.isEnabled, timeout=5000)
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: court_list in page.new_files.reports, timeout=LONG)
    assert page.action.text() == "Import 3 people"
    assert (own_folder() / "office" / "superior-court.toml").is_file()
    with qtbot.waitSignal(program.desk.data_changed, timeout=LONG):
        qtbot.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert program.desk.reader is not None
    assert records.count_people(program.desk.reader) == 3
    again = tmp_path / "Next year.csv"
    again.write_text(court_list.read_text("utf-8").replace("BA1", "BA9"), encoding="utf-8")
    give(page, qtbot, again)
    assert page.new_files.looks[0].layout_title == "Superior court"


def test_what_the_list_lacks_is_said_in_sentences(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path
) -> None:
    """Without a section the list cannot be read; without a county it can, and that is told; a
    county for the whole list settles it."""
    dialog = open_mapping(page, qtbot, program, court_list)
    choose(dialog, "Sentencing Dt", "Conviction date")
    settle(dialog, "Sentencing Dt", "M/D/YYYY")
    choose(dialog, "Charge", "not read")
    qtbot.waitUntil(lambda: "No column holds a code section" in asked(dialog), timeout=5000)
    assert not dialog.action.isEnabled()
    choose(dialog, "Charge", "Code section")
    qtbot.waitUntil(dialog.action.isEnabled, timeout=5000)
    assert "No column holds the county" in asked(dialog)
    county = dialog.whole.editors["county"]
    county.setCurrentText("Yolo")  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: "holds the county" not in asked(dialog), timeout=5000)
    dialog.close()


def test_one_field_cannot_be_two_columns(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path
) -> None:
    """The second column taken as the name is asked about; a click on the question goes there."""
    dialog = open_mapping(page, qtbot, program, court_list)
    choose(dialog, "Judge", "Name")
    qtbot.waitUntil(lambda: "Name is taken from" in asked(dialog), timeout=5000)
    dialog.columns.selectRow(0)
    place = next(n for n in range(dialog.asked.count()) if "taken" in dialog.asked.item(n).text())
    dialog.asked.itemClicked.emit(dialog.asked.item(place))
    assert dialog.pane.title.text() == "“Judge”"
    dialog.close()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """People in one sheet, their charges in another, a sheet of remarks."""
    book = openpyxl.Workbook()
    people = book.active
    assert people is not None
    people.title = "Clients"
    people.append(["Client ID", "Last Name", "First Name", "DOB"])
    people.append(["C1", "GARCIA", "ANA", datetime.date(1971, 3, 14)])
    people.append(["C2", "SMITH", "MAY", datetime.date(1980, 1, 30)])
    charges = book.create_sheet("Cases")
    charges.append(["Client ID", "Case No", "Conviction Date", "Code Section", "Level"])
    charges.append(["C1", "BA1", datetime.date(1999, 3, 4), "11359 HS", "Felony"])
    charges.append(["C2", "BA2", datetime.date(2001, 5, 6), "11357(a) HS", "Misdemeanor"])
    book.create_sheet("Remarks").append(["Made by the office"])
    path = tmp_path / "Clients.xlsx"
    book.save(path)
    return path


def test_people_and_charges_of_two_sheets_are_joined(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, workbook: Path
) -> None:
    """The sheets are recognized and joined by their key; without the key it is asked for."""
    dialog = open_mapping(page, qtbot, program, workbook)
    assert dialog.which.currentText() == "Clients"
    assert dialog.role.currentText() == "people"
    assert dialog.key.currentText() == "Client ID"
    dialog.key.setCurrentIndex(0)
    dialog.key.activated.emit(0)
    assert "Say by which column the sheet Clients is joined." in asked(dialog)
    dialog.key.setCurrentIndex(dialog.key.findText("Client ID"))
    dialog.key.activated.emit(dialog.key.currentIndex())
    disposition = dialog.whole.editors["disposition"]
    disposition.setCurrentIndex(disposition.findData("convicted"))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: dialog.preview_model.rowCount() == 2, timeout=5000)
    qtbot.waitUntil(lambda: dialog.preview_model.index(0, 5).data() == "conviction", timeout=5000)
    assert dialog.preview_model.index(0, 1).data() == "GARCIA,ANA, born 1971-03-14"
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: workbook in page.new_files.reports, timeout=LONG)
    assert page.new_files.reports[workbook].n_convictions == 2


def test_a_layout_is_exported_and_loaded_again(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path, tmp_path: Path
) -> None:
    """Export writes a layout file that loads; a broken file is refused with its problems."""
    dialog = open_mapping(page, qtbot, program, court_list)
    choose(dialog, "Sentencing Dt", "Conviction date")
    settle(dialog, "Sentencing Dt", "D/M/YYYY")
    path = tmp_path / "mine.toml"
    dialog.choose_export = lambda _: path
    dialog.export()
    assert "mine.toml" in dialog.said.text
    dates = {one.field: one.dates for one in load_layout(path).sheets[0].columns}
    assert dates["conviction_date"] == ("D/M/YYYY",)
    settle(dialog, "Sentencing Dt", "M/D/YYYY")
    dialog.choose_layout = lambda: path
    dialog.load()
    dialog.columns.selectRow(row_of(dialog, "Sentencing Dt"))
    assert dialog.pane.dates is not None
    assert dialog.pane.dates.currentText().startswith("D/M/YYYY")
    broken = tmp_path / "broken.toml"
    broken.write_text("form = 1\n", encoding="utf-8")
    dialog.choose_layout = lambda: broken
    dialog.load()
    assert "cannot be used" in dialog.said.text
    dialog.close()


def test_a_list_that_is_known_can_be_read_another_way(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, court_list: Path
) -> None:
    """Without keeping it, the layout is used for this file only; changing it starts from it."""
    dialog = open_mapping(page, qtbot, program, court_list)
    choose(dialog, "Sentencing Dt", "Conviction date")
    settle(dialog, "Sentencing Dt", "M/D/YYYY")
    dialog.keeps.setChecked(False)
    qtbot.waitUntil(dialog.action.isEnabled, timeout=5000)
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: court_list in page.new_files.reports, timeout=LONG)
    assert not own_folder().exists()
    again = open_mapping(page, qtbot, program, court_list, "Change")
    again.columns.selectRow(row_of(again, "Sentencing Dt"))
    assert again.pane.dates is not None
    assert again.pane.dates.currentText().startswith("M/D/YYYY")
    again.close()
