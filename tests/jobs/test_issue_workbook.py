"""Issues out to Excel, filled in, and back."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.errors import InputError
from app.jobs.import_files import import_files
from app.jobs.issue_workbook import apply_issue_workbook, export_issues, plan_issue_workbook
from app.jobs.mend_issues import mend_issues, undo_mends
from app.jobs.mend_requests import CellMend
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.model.issue_sheet import COLUMNS
from app.model.record import Level
from app.sampling.rows import csv_line
from app.store import audit, issue_lists, mends, records
from app.store.issue_lists import IssueFilter
from app.store.workspace import Workspace
from tests.importing.made_rows import HEADER, line_of, row_of
from tests.jobs.mending import WHO, all_of, import_messy, issues

Fill = Callable[[Any, dict[str, int]], None]


@pytest.fixture
def book(workspace: Workspace, workers: Workers, tmp_path: Path) -> Path:
    """A level, a date that begins like a formula, a row of 94 cells: exported."""
    lines = [
        line_of(CONV_STAT_DESCR="FELNY"),
        line_of(CONV_STAT_DESCR='=HYPERLINK("x")', SUBJECT_ID="2", CII_NUMBER="A2"),
        csv_line(row_of(SUBJECT_ID="3", CII_NUMBER="A3")[:94]),
    ]
    path = tmp_path / "delivery.dat"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    import_files(workspace, [path], Silent(), who=WHO, workers=workers)
    out = tmp_path / "Issues, für Amt.xlsx"
    assert export_issues(workspace, out, IssueFilter(), Silent(), who="ZOË") == 3
    return out


def fill(path: Path, change: Fill) -> Path:
    """As a clerk: open, type, save."""
    book = load_workbook(path)
    places = {title: index + 1 for index, title in enumerate(COLUMNS)}
    change(book["Issues"], places)
    book.save(path)
    return path


def put(row: int, column: str, value: Any) -> Fill:
    def change(sheet: Any, places: dict[str, int]) -> None:
        sheet.cell(row, places[column]).value = value

    return change


def both(*changes: Fill) -> Fill:
    def change(sheet: Any, places: dict[str, int]) -> None:
        for one in changes:
            one(sheet, places)

    return change


def test_every_issue_is_a_row_to_fill_in(workspace: Workspace, book: Path, tmp_path: Path) -> None:
    """Text stays text, the identity is hidden, three columns are open to typing; equal bytes."""
    sheet = load_workbook(book)["Issues"]
    titles = [cell.value for cell in sheet[1]]
    assert tuple(titles) == COLUMNS
    rows = {row[5].value: row for row in sheet.iter_rows(min_row=2)}
    assert set(rows) == {"Level unknown", "Wrong number of cells"}
    aside = rows["Wrong number of cells"]
    assert aside[4].value.count(",") > 90
    texts = [row[4] for row in sheet.iter_rows(min_row=2)]
    formula = next(cell for cell in texts if str(cell.value).startswith("="))
    assert formula.data_type != "f"
    assert sheet.column_dimensions[sheet.cell(1, len(COLUMNS)).column_letter].hidden
    assert sheet.protection.sheet
    unlocked = {titles[cell.column - 1] for cell in aside if not cell.protection.locked}
    assert unlocked == {"Correction", "Decision", "Note"}
    assert [one.formula1 for one in sheet.data_validations.dataValidation] == ['"ok"']
    again = tmp_path / "again.xlsx"
    export_issues(workspace, again, IssueFilter(), Silent(), who="ZOË")
    assert again.read_bytes() == book.read_bytes()


def test_what_was_filled_in_is_done(workspace: Workspace, book: Path) -> None:
    """Corrections with their notes, a row that was set aside, a confirmation; then undone."""
    before = all_of(workspace)
    line = line_of(SUBJECT_ID="3", CII_NUMBER="A3")
    fill(book, both(
        put(2, "Correction", line), put(3, "Correction", "Felony"), put(3, "Note", "docket p. 2"),
        put(4, "Decision", "ok"), put(4, "Note", "so in the file"),
    ))  # fmt: skip
    plan = plan_issue_workbook(workspace, book)
    assert (len(plan.mends), len(plan.confirmations), plan.remarks) == (2, 1, ())
    assert all_of(workspace) == before, "a plan changes nothing"
    done = apply_issue_workbook(workspace, plan, Silent(), who=WHO)
    assert (done.n_confirmed, done.mended.unhelped) == (1, ())
    assert records.count_people(workspace) == 3
    assert records.get_rap_sheet(workspace, 1).convictions()[0].charge.level is Level.FELONY
    states = dict(issue_lists.count_facets(workspace, IssueFilter()).states)
    assert states == {"mended": 2, "confirmed": 1}
    (seen,) = issues(workspace, state="confirmed")
    confirmed = mends.find_confirmation(workspace, seen.issue)
    assert confirmed is not None
    assert (confirmed.who, confirmed.note) == (WHO, "so in the file")
    assert {one.note for one in mends.list_mends(workspace)} == {"", "docket p. 2"}
    assert [one.action for one in audit.entries(workspace)][1:] == [
        "given out", "mend", "mend", "issue confirmed",
    ]  # fmt: skip
    undo_mends(workspace, [one.id for one in done.mended.mends], Silent(), who=WHO)
    assert all_of(workspace)[:4] == before[:4]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put(3, "Identity", "abc"), "Row 3: Its identity"),
        (put(3, "Identity", "000000000000/2/abc"), "Row 3: It is about a file that is not"),
        (put(3, "Kind", "County missing"), "Row 3: What it shows is not"),
        (put(3, "Correction", "=1+1"), "Row 3: There is a formula under Correction"),
        (put(3, "Decision", "ok"), "Row 3: There are both"),
        (both(put(3, "Correction", None), put(3, "Decision", "yes")), "'yes' is no decision"),
        (put(2, "Correction", "a,b"), "has 2 cells"),
        (put(3, "Correction", "FELNY"), "counts there already"),
        (lambda sheet, places: sheet.append(
            [
                *[cell.value for cell in sheet[3]][: places["Correction"] - 1],
                "MISDEMEANOR", None, None, sheet.cell(3, places["Identity"]).value,
            ]),
         "Row 5: It corrects the same cell as row 3, otherwise"),
        (lambda sheet, places: sheet.delete_cols(places["Note"]), "has no column 'Note'"),
        (lambda sheet, _: setattr(sheet, "title", "Other"), "not a workbook of issues"),
        (lambda sheet, _: sheet.delete_rows(2, 5), "nothing is filled in"),
    ],
)  # fmt: skip
def test_a_slip_is_told_by_its_row_and_nothing_is_done(
    workspace: Workspace, book: Path, change: Fill, words: str
) -> None:
    """Also not the good correction beside it."""
    before = all_of(workspace)
    fill(book, both(put(3, "Correction", "FELONY"), change))
    with pytest.raises(InputError) as told:
        plan_issue_workbook(workspace, book)
    assert words in told.value.message
    assert all_of(workspace) == before


def test_all_slips_are_told_at_once(workspace: Workspace, book: Path) -> None:
    """With the row of each; a note alone is only remarked on."""
    fill(book, both(put(2, "Correction", "a,b"), put(3, "Correction", "=A1"), put(4, "Note", "?")))
    with pytest.raises(InputError, match=r"(?s)nothing was changed.*Row 2: .*Row 3: "):
        plan_issue_workbook(workspace, book)
    fill(book, both(put(2, "Correction", None), put(3, "Correction", 19990301)))
    plan = plan_issue_workbook(workspace, book)
    assert [one.mend.new for one in plan.mends] == ["19990301"]
    assert plan.remarks[0].startswith("Row 4 has a note and neither")


def test_the_same_correction_twice_is_one(workspace: Workspace, book: Path) -> None:
    """A row that was copied does no harm."""

    def copy(sheet: Any, _: dict[str, int]) -> None:
        sheet.append([cell.value for cell in sheet[3]])

    fill(book, both(put(3, "Correction", "FELONY"), copy))
    assert len(plan_issue_workbook(workspace, book).mends) == 1


def test_what_was_mended_meanwhile_is_told(workspace: Workspace, book: Path) -> None:
    (issue,) = issues(workspace, text="FELNY")
    mend_issues(
        workspace, [CellMend(issue.issue.at, "CONV_STAT_DESCR", "FELONY")], Silent(), who=WHO
    )
    fill(book, put(3, "Correction", "MISDEMEANOR"))
    with pytest.raises(InputError, match="Row 3: The issue is mended already"):
        plan_issue_workbook(workspace, book)


def test_another_workspace_and_other_files_are_refused(
    workspace: Workspace, new_workspace: Callable[[], Workspace], workers: Workers, book: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    other = new_workspace()
    import_messy(other, tmp_path, workers, n_people=3)
    fill(book, put(3, "Correction", "FELONY"))
    with pytest.raises(InputError, match="not in this workspace"):
        plan_issue_workbook(other, book)
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook")
    empty = tmp_path / "empty.xlsx"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a.txt", "x")
    plain = tmp_path / "plain.xlsx"
    Workbook().save(plain)
    for path in (text, empty, plain):
        with pytest.raises(InputError, match="is not a workbook of issues"):
            plan_issue_workbook(workspace, path)
    with pytest.raises(InputError, match="cannot be read"):
        plan_issue_workbook(workspace, tmp_path / "nothing.xlsx")
    cut = tmp_path / "cut.xlsx"
    shutil.copy(book, cut)
    cut.write_bytes(cut.read_bytes()[:-400])
    with pytest.raises(InputError, match="damaged"):
        plan_issue_workbook(workspace, cut)


def test_nothing_to_write_is_told(workspace: Workspace, book: Path, tmp_path: Path) -> None:
    """A workbook that stands there stays."""
    before = book.read_bytes()
    with pytest.raises(InputError, match="no such issue"):
        export_issues(workspace, book, IssueFilter(kind="Nothing"), Silent(), who="ZOË")
    assert book.read_bytes() == before
    assert list(tmp_path.glob(".relief-desk-*")) == []
