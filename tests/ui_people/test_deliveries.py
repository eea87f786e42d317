"""A newer delivery of an imported file, and the court's own list, on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.store import records, renewal
from tests.ui_people.conftest import LONG
from tests.ui_people.world import STATE, court_list, state_file
from ui.application import ReliefDesk
from ui.court.pane import UNLISTED
from ui.deliveries.dialog import DeliveryDialog, day_words
from ui.importing.page import ImportPage

Settle = Callable[[], None]


def dropped(page: ImportPage, qtbot: QtBot, path: Path) -> None:
    page.add_files([path])
    qtbot.waitUntil(lambda: not page.offer.isHidden(), timeout=LONG)


def compared(page: ImportPage, program: ReliefDesk, qtbot: QtBot) -> DeliveryDialog:
    page.offer._act()
    qtbot.waitUntil(lambda: program.window.findChild(DeliveryDialog) is not None, timeout=LONG)
    dialog = program.window.findChild(DeliveryDialog)
    assert isinstance(dialog, DeliveryDialog)
    return dialog


def test_a_newer_delivery_is_compared_and_takes_the_place_of_the_older(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, tmp_path: Path, settle: Settle
) -> None:
    """One person is no longer in it: told before, true afterwards; the old file stays listed."""
    reader = program.desk.reader
    assert reader is not None
    dropped(page, qtbot, state_file(tmp_path, "LA June.dat", without="5003"))
    assert f"LA June.dat looks like a newer delivery of {STATE}" in page.offer.text
    dialog = compared(page, program, qtbot)
    assert dialog.counts.text() == (
        "0 people change, 1 is no longer in it, 0 are added, 4 stay as they are."
    )
    assert dialog.model.rowCount() == 1
    day = day_words(renewal.imported_at(reader, 1))
    assert dialog.yes.text() == f"Replace the delivery of {day}"
    before = records.count_people(reader)
    settle()
    assert records.count_people(reader) == before  # comparing changes nothing
    with qtbot.waitSignal(program.desk.data_changed, timeout=LONG):
        dialog.yes.click()
    settle()
    assert records.count_people(reader) == before - 1
    states = {source.name: source.replaced_by for source in records.list_sources(reader)}
    assert states[STATE] is not None
    assert states["LA June.dat"] is None
    assert "Imported" in page.done.text
    assert page.offer.isHidden()


def test_the_changes_are_filtered_and_exported(
    page: ImportPage, qtbot: QtBot, program: ReliefDesk, tmp_path: Path, settle: Settle
) -> None:
    """A choice for each kind of change; the export is a CSV file and a workbook."""
    dropped(page, qtbot, state_file(tmp_path, "LA June.dat", without="5003"))
    dialog = compared(page, program, qtbot)
    dialog.choices["added"].setChecked(True)
    assert dialog.model.rowCount() == 0
    dialog.choices["removed"].setChecked(True)
    assert dialog.model.rowCount() == 1
    folder = tmp_path / "out"
    folder.mkdir()
    dialog.choose_folder = lambda: folder
    dialog._export()
    settle()
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".xlsx"}
    assert "Newer delivery.csv" in dialog.told.text
    dialog.reject()


def test_another_file_is_offered_no_place(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, settle: Settle
) -> None:
    """A file that shares nobody is a file of its own."""
    path = tmp_path / "Other.dat"
    text = state_file(tmp_path, "copy.dat").read_text()
    path.write_text(text.replace("A9000000", "A8000000").replace("500", "600"))
    page.add_files([path])
    qtbot.waitUntil(lambda: len(page.new_files.looks) == 1, timeout=LONG)
    settle()
    assert page.offer.isHidden()


def test_a_court_list_says_what_is_found_and_what_is_not(
    page: ImportPage, program: ReliefDesk, tmp_path: Path, settle: Settle
) -> None:
    """Rows as the list numbers them; each with its result, why, and the way to Review."""
    page.open_with("court")
    path = court_list(tmp_path, "Clerk.csv")
    text = path.read_text(encoding="utf-8")
    text += 'CR900009,"NOBODY, AT ALL",1/1/1970,,1/1/2000,11359 HS,FELONY,CONVICTED,LOS ANGELES\n'
    path.write_text(text, encoding="utf-8")
    page.court.choose_list = lambda: path
    page.court.choose()
    settle()
    assert page.court.about.text() == "Clerk.csv: 6 cases looked up in Los Angeles County."
    assert page.court.cases.rowCount() == 6
    page.court.facets.buttons("result")["NOT_FOUND"].click()
    assert page.court.cases.rowCount() == 1
    one = page.court.cases.record(page.court.case_table.currentIndex())
    assert one is not None
    assert (one.case.row, one.case.case_number) == (7, "CR900009")
    assert "no conviction on record has this number" in page.court.why.text()
    assert page.court.review_button.isHidden()
    page.court.facets.buttons("result")["FOUND"].click()
    page.court._open_review()
    assert program.window.current_page == "review"
    settle()


def test_convictions_that_the_list_lacks_stand_in_a_table_of_their_own(
    page: ImportPage, tmp_path: Path, settle: Settle
) -> None:
    """Our convictions with relief that the court does not name; both lists are exported."""
    page.open_with("court")
    page.court.look_up(court_list(tmp_path, "Clerk.csv"))
    settle()
    assert page.court.made is not None
    page.court.facets.buttons("ours")[UNLISTED].click()
    assert page.court.ours.rowCount() == len(page.court.made.unlisted) > 0
    folder = tmp_path / "out"
    folder.mkdir()
    page.court.choose_folder = lambda: folder
    page.court.export()
    settle()
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".xlsx"}


def test_a_list_that_cannot_be_read_gets_a_sentence(
    page: ImportPage, program: ReliefDesk, tmp_path: Path, settle: Settle
) -> None:
    """Columns that nobody knows: what to do stands above the page, and nothing is shown."""
    path = tmp_path / "Strange.csv"
    path.write_text("Alpha,Beta\n1,2\n", encoding="utf-8")
    page.open_with("court")
    page.court.look_up(path)
    settle()
    assert "columns are not known here" in program.window.banner.text
    assert page.court.made is None
