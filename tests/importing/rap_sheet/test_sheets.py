"""A corpus of made-up rap sheets, each with its reading written beside it.

The ``.expected`` files are what a lawyer reads beside the sheet: every notation, disposition
and kind of damage of the field at least once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing.assemble import Assembler
from app.importing.rap_sheet import looks_like_rap_sheet, open_rap_sheet
from app.importing.reading import Kind, ReadRow
from app.model.reading_columns import READING_INDEX
from app.model.record import EventKind, RapSheet, ReliefKind
from app.model.statute import read_section
from tests.importing.rap_sheet.expected import table_of

SHEETS = Path(__file__).resolve().parent / "sheets"
NAMES = sorted(path.stem for path in SHEETS.glob("*.txt"))


def rows_of(name: str) -> list[ReadRow]:
    reader = open_rap_sheet(SHEETS / f"{name}.txt")
    return [item for item in reader.rows() if isinstance(item, ReadRow)]


def record_of(name: str) -> RapSheet:
    """The first person of a sheet, assembled."""
    rows = [row for row in rows_of(name) if row.cells]
    first = rows[0].cells
    assert first is not None
    subject = first[READING_INDEX["SUBJECT_ID"]]
    assembler = Assembler(1, subject)
    for row in rows:
        if row.cells is not None and row.cells[READING_INDEX["SUBJECT_ID"]] == subject:
            assembler.add(row.row, list(row.cells))
    return assembler.finish()


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_reads_as_written_beside_it(name: str) -> None:
    """Every count, with what was doubted or repaired."""
    expected = (SHEETS / f"{name}.expected").read_text(encoding="utf-8")
    assert table_of(open_rap_sheet(SHEETS / f"{name}.txt").rows()) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_recognized_and_its_rows_ascend(name: str) -> None:
    """Rows are numbered by line, none twice; each says the lines its cells were read from."""
    path = SHEETS / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    assert looks_like_rap_sheet(text)
    reader = open_rap_sheet(path)
    assert (reader.origin.kind, reader.origin.is_text) == (Kind.RAP_SHEET, True)
    rows = rows_of(name)
    numbers = [row.row for row in rows]
    assert numbers == sorted(set(numbers))
    lines = text.split("\n")
    for row in rows:
        if row.cells is None:
            continue
        assert len(row.cells[READING_INDEX["CNT_ORDER"]]) == 12
        for place in row.cells[READING_INDEX["PLACES"]].split():
            column, _, line = place.partition("=")
            assert column in READING_INDEX
            assert 1 <= int(line) <= len(lines)


def test_the_original_of_a_count_is_its_lines_word_for_word() -> None:
    """Banners and page marks inside a count stay in it; a later decision has its own lines."""
    lines = (SHEETS / "banners.txt").read_text(encoding="utf-8").split("\n")
    by_row = {row.row: row.original for row in rows_of("banners")}
    assert by_row[90] == tuple(lines[8:26])
    assert by_row[380] == tuple(lines[37:41])


def test_places_say_the_line_of_each_cell() -> None:
    """From a fact one comes to the line it was read from."""
    row = next(row for row in rows_of("ordinary") if row.row == 310)
    assert row.cells is not None
    places = dict(place.split("=") for place in row.cells[READING_INDEX["PLACES"]].split())
    wanted = {
        "CII_NUMBER": "4", "PRI_DOB": "5", "PRI_NAME": "7", "STP_EVENT_DATE": "29", "OFN": "31",
        "OFFENSE_DESCR": "32", "DISP_DESCR": "33", "CONV_STAT_DESCR": "34", "SENTENCE": "35",
    }  # fmt: skip
    assert {column: places[column] for column in wanted} == wanted


def test_the_record_knows_convictions_relief_registrations_and_death() -> None:
    """What the rules ask for is there: assembled like rows of the state's file."""
    record = record_of("ordinary")
    first, second, third = record.convictions()
    assert first.charge.section_text == "11359 HS"
    assert [item.kind for item in first.charge.relief] == [ReliefKind.DISMISSED_1203_4]
    assert str(first.charge.relief[0].on) == "2005-01-14"
    assert first.case_numbers == ("05-123456-7",)
    assert second.case_numbers == third.case_numbers == ("164789", "164790")
    kinds = [event.kind for event in record.events()]
    assert kinds.count(EventKind.REGISTRATION) == 3
    assert kinds[-1] is EventKind.DECEASED
    assert EventKind.PRISON in kinds
    assert EventKind.JAIL in kinds


def test_relief_goes_to_its_own_count_where_two_cases_of_a_cycle_have_the_same_number() -> None:
    """Count 1 of the second case was dismissed; count 1 of the first was not."""
    first, second = record_of("several").convictions()
    assert first.charge.relief == ()
    assert [item.kind for item in second.charge.relief] == [ReliefKind.DISMISSED_1203_4]


def test_every_cannabis_notation_gives_its_section() -> None:
    """The forms seen in the field are read as the sections they mean, and as nothing else."""
    record = record_of("notations")
    cannabis = {
        one.charge.offense
        for one in record.convictions()
        if any(section.is_cannabis for section in read_section(one.charge.section_text).sections)
    }
    others = {one.charge.offense for one in record.convictions()} - cannabis
    assert all("1135" in offense or "11360" in offense for offense in cannabis)
    assert {offense for offense in others if "113" in offense} == {
        "11357.5 HS-SYNTHETIC CANNABINOID"
    }


def test_charges_in_comments_are_those_of_their_count() -> None:
    """Of a range each count has the charge that its comment states; another count's is not it."""
    sections = [one.charge.section_text for one in record_of("comments").convictions()]
    assert sections == [
        "484-487 (A) PC", "490,2 PC", "11358 HS", "11359 HS", "11360(A) HS", "11358 HS",
        "CNT 01 CHRG", "664/187(A) PC", "COM: 1203.4 PC NOT GRANTED", "11359 HS", "11360(B)",
    ]  # fmt: skip
    unread = [read_section(text).sections == () for text in sections]
    assert [place for place, is_unread in enumerate(unread) if is_unread] == [6, 8]
