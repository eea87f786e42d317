"""A court's list beside the convictions on record: every outcome, both ways, as files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.errors import InputError
from app.importing.court_list import CourtCase, Result
from app.importing.court_status import read_status
from app.importing.reading import Kind
from app.jobs import court_cases
from app.jobs.progress import Silent
from app.jobs.readers import FilePlan
from app.jobs.reconcile import Reconciliation, reconcile, reconcile_cases, write_reconciliation
from app.model.dates import UNKNOWN_DATE, read_compact_date
from tests.jobs.made_check import import_and_check
from tests.jobs.made_sources import Office


def case(
    number: str = "CR700001", name: str = "EXAMPLE,AVERY", born: str = "19700615",
    section: str = "11359 HS", status: str = "", row: int = 2,
) -> CourtCase:  # fmt: skip
    return CourtCase(row, number, name, read_compact_date(born) or UNKNOWN_DATE, section, status)


@pytest.fixture
def on_record(office: Office) -> Office:
    """Two people, three convictions, checked."""
    path = office.state_file(
        "State.dat",
        {},
        {"CNT_ORDER": "001001002000", "OFFENSE_DESCR": "11358 HS-GROW"},
        {"SUBJECT_ID": "6", "CII_NUMBER": "A6", "PRI_NAME": "SAMPLE,BLAKE", "OFN": "CR700002",
         "PRI_DOB": "19500101"},
    )  # fmt: skip
    import_and_check(office.workspace, [path], office.workers)
    return office


def find(office: Office, *cases: CourtCase) -> Reconciliation:
    return reconcile_cases(office.workspace, cases)


@pytest.mark.parametrize(
    ("row", "result", "strength", "why"),
    [
        (case(), Result.FOUND, "certain", "same name"),
        (case(born=""), Result.FOUND, "certain", "same name"),
        (case("cr-700001"), Result.FOUND, "certain", "same case number"),
        (case(name=""), Result.FOUND, "strong", "no name in the list"),
        (case(born="19440404"), Result.FOUND, "possible", "but born 1944-04-04 and 1970-06-15"),
        (case(name="AVERY EXAMPLE"), Result.SPELLED_OTHERWISE, "certain", "changing places"),
        (case(name="EXAMPLE,AVERY LEE"), Result.SPELLED_OTHERWISE, "certain", "middle name"),
        (case(name="EXAMPEL,AVERY"), Result.SPELLED_OTHERWISE, "strong", "one letter apart"),
        (case(name="MARRIED,NOW"), Result.SPELLED_OTHERWISE, "possible", "another name: EXAMPLE"),
        (case("CR0700001"), Result.SPELLED_OTHERWISE, "strong", "spelled otherwise: CR700001"),
        (case("CR700001-01"), Result.SPELLED_OTHERWISE, "strong", "spelled otherwise"),
        (case("CR700010"), Result.SPELLED_OTHERWISE, "possible", "one sign apart: CR700001"),
        (case(name="OTHER,PERSON", born=""), Result.OTHER_PERSON, "none", "there it is EXAMPLE"),
        (case("CR999999"), Result.NOT_FOUND, "none", "no conviction on record"),
        (case(""), Result.NOT_FOUND, "none", "no number to look for"),
        (case("CR0700001", "OTHER,PERSON"), Result.NOT_FOUND, "none", "no conviction on record"),
        (case(status="Dismissed 1203.4 PC"), Result.ALREADY, "certain", "says dismissed"),
        (case("CR999999", status="FILE DESTROYED"), Result.ALREADY, "none", "says destroyed"),
    ],
)
def test_a_case_of_the_list(
    on_record: Office, row: CourtCase, result: Result, strength: str, why: str
) -> None:
    """By number and name, with the strength of it and why."""
    (found,) = find(on_record, row).found
    assert found.result is result
    assert found.strength.word == strength
    assert why in "; ".join(found.why)


def test_the_counts_of_the_section_are_meant(on_record: Office) -> None:
    """Where the list names one; another section is told; without one all counts are meant."""
    one, all_of_it, other = find(
        on_record, case(section="HS 11358"), case(section=""), case(section="459 PC")
    ).found
    assert [each.section for each in one.convictions] == ["11358 HS"]
    assert [each.section for each in all_of_it.convictions] == ["11359 HS", "11358 HS"]
    assert "another section: 459 PC in the list, 11359 HS, 11358 HS on record" in other.why


def test_relief_that_the_list_lacks_is_told(on_record: Office) -> None:
    """A number found for another person does not count as listed."""
    every = find(on_record, case("X1")).unlisted
    assert sorted(one.numbers[0] for one in every) == ["CR700001", "CR700001", "CR700002"]
    rest = find(on_record, case(section=""), case("CR700002", "SOMEBODY,ELSE", born="")).unlisted
    assert [one.names[0] for one in rest] == ["SAMPLE,BLAKE"]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("DISMISSED", "dismissed"), ("Expunged - PC 1203.4", "dismissed"), ("sealed", "sealed"),
        ("File destroyed 2004", "destroyed"), ("PURGED", "destroyed"),
        ("SET ASIDE", "dismissed"), ("MOTION TO DISMISS DENIED", ""), ("NOT SEALED", ""),
        ("DISMISSAL PENDING", ""), ("UNSEALED", ""), ("OPEN", ""), ("", ""), ("CONVICTED", ""),
        ("11361.80", ""),
    ],
)  # fmt: skip
def test_status_words(text: str, means: str) -> None:
    """Whole words, and nothing that was only asked or refused."""
    assert read_status(text) == means


def test_a_file_of_the_state_and_any_reader_give_cases(
    on_record: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Court actions of the state's form, by number, name, birth date, section and status."""
    rows = ({}, {"OFN": "CR5", "DISP_DESCR": "DISMISSED"}, {"STP_TYPE_DESCR": "ARREST"})
    state = FilePlan(on_record.state_file("List.dat", *rows), Kind.DOJ_BULK)
    made = reconcile(on_record.workspace, state, Silent())
    assert [(one.case.row, one.result) for one in made.found] == [
        (2, Result.FOUND), (3, Result.ALREADY),
    ]  # fmt: skip
    table = on_record.other_file("List.csv", *rows[:2])
    monkeypatch.setattr(court_cases, "open_reader", lambda plan: on_record.readers[plan.path.name])
    again = reconcile(on_record.workspace, table, Silent())
    assert [one.result for one in again.found] == [one.result for one in made.found]


def test_the_tables_are_written(on_record: Office, tmp_path: Path) -> None:
    """CSV for both ways and a workbook with the counts; no cell is a formula."""
    made = find(on_record, case(), case("CR9", "=CMD()", row=3), case(status="sealed", row=4))
    files = write_reconciliation(on_record.workspace, made, tmp_path / "out", who="ZOË")
    assert [path.name for path in files] == [
        "Court list.csv", "Not on the list.csv", "Court list.xlsx",
    ]  # fmt: skip
    with files[0].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [row["Result"] for row in rows] == [
        "found", "not found", "already dismissed, sealed or destroyed",
    ]  # fmt: skip
    assert rows[1]["Name"] == "'=CMD()"
    assert (rows[0]["Name on record"], rows[0]["Convictions"]) == ("EXAMPLE,AVERY", "1")
    book = load_workbook(files[2], read_only=True)
    assert book.sheetnames == ["Court list", "Not on the list", "Counts"]
    counts = {row[0]: row[1] for row in book["Counts"].iter_rows(min_row=2, values_only=True)}
    assert counts == made.counts()
    assert counts["found"] == 1
    book.close()
    again = write_reconciliation(on_record.workspace, made, tmp_path / "again", who="ZOË")
    assert [one.read_bytes() for one in again] == [one.read_bytes() for one in files]


def test_what_cannot_be_reconciled(office: Office, on_record: Office, tmp_path: Path) -> None:
    """No case in the file, no conviction of the county, a folder that cannot be written."""
    empty = FilePlan(office.state_file("L.dat", {"STP_TYPE_DESCR": "ARREST"}), Kind.DOJ_BULK)
    with pytest.raises(InputError, match="holds no case that can be read"):
        reconcile(office.workspace, empty, Silent())
    with pytest.raises(InputError, match="Nothing of Kern is on record"):
        reconcile_cases(office.workspace, [case()], county="Kern County")
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written to"):
        write_reconciliation(on_record.workspace, find(on_record, case()), blocked, who="ZOË")


def test_an_unreadable_row_is_counted(on_record: Office) -> None:
    """Nothing of the list is passed over in silence."""
    path = on_record.state_file("L.dat", {})
    path.write_text(path.read_text(encoding="utf-8") + "a,b\n", encoding="utf-8")
    made = reconcile(on_record.workspace, FilePlan(path, Kind.DOJ_BULK), Silent())
    assert made.counts()["rows that could not be read"] == 1
