"""The result files line by line: quoting, marks of filler, and the eighteen cells."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporting.clear_my_record import (
    ALL_RESULTS,
    CONDENSED,
    CONDENSED_COLUMNS,
    PROP64_RESULTS,
    RESULT_COLUMNS,
    ResultPieces,
    csv_text,
    file_name,
    header_line,
)
from app.exporting.safe_cells import safe_cell
from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.model.doj_columns import DOJ_COLUMNS, FILLER_MARK
from app.sampling.rows import FILLER, csv_line
from tests.importing.made_rows import row_of

CELL = st.text(st.sampled_from('ab ,"\n\r-=é\x00'), max_size=6)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(CELL, min_size=2, max_size=6))
def test_a_record_is_read_back_as_it_was(cells: list[str]) -> None:
    """Commas, quotes and every kind of line break are quoted."""
    assert read(csv_text(cells) + "\n") == [cells]


@given(st.dictionaries(st.sampled_from(DOJ_COLUMNS), CELL, max_size=6), st.booleans())
def test_the_three_files_hold_the_same_cells(cells: dict[str, str], has_result: bool) -> None:
    """A row and its results, whole and condensed, read back cell for cell; no formula."""
    row = row_of(**cells)
    results = {5: tuple(f"r{n}" for n in range(18))} if has_result else {}
    pieces = ResultPieces(results)
    pieces.add(5, row, csv_line(row) if "\r" not in "".join(row) else csv_text(row))
    everything, condensed, prop64 = (read(text) for text in pieces.texts())
    row = [safe_cell(cell) for cell in row]
    assert everything[0][:95] == row
    assert condensed[0][:20] == [row[AT[name]] for name in CONDENSED_COLUMNS]
    assert everything[0][95:] == condensed[0][20:]
    assert prop64 == (everything if has_result else [])
    assert [cell for n, cell in enumerate(everything[0][95:]) if n != 2] == [
        f"r{n}" if has_result else "" for n in range(18) if n != 2
    ]


def test_marked_filler_is_written_as_filler() -> None:
    """The mark of bulk work never reaches a file."""
    row = row_of(RACE_DESCR=FILLER_MARK, OFFENSE_DESCR=FILLER_MARK, COMMENT_TEXT="11358 HS")
    pieces = ResultPieces({}, marks_filler=True)
    pieces.add(2, row, ",".join(row).replace("EXAMPLE,AVERY", '"EXAMPLE,AVERY"'))
    everything, condensed, _ = (read(text) for text in pieces.texts())
    assert everything[0][AT["RACE_DESCR"]] == condensed[0][4] == FILLER
    assert everything[0][97] == ""  # the section is taken from the comment


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_cells_that_hold_bytes_are_decoded_before_they_are_read(encoding: str) -> None:
    """A © that a word processor made of (c) is a subdivision in every encoding."""
    row = [
        cell.encode(encoding).decode("latin-1")
        for cell in row_of(OFFENSE_DESCR="11357 HS-POSSESS", COMMENT_TEXT="11357© HS")
    ]
    pieces = ResultPieces({}, lambda cell: cell.encode("latin-1").decode(encoding))
    pieces.add(2, row, csv_line(row))
    (found,) = read(pieces.texts()[0])
    assert found[97].encode("latin-1").decode(encoding) == "11357© HS"


def test_headers_and_names_are_those_the_offices_know() -> None:
    """Columns in order; a number only when there are several files."""
    assert read(header_line(ALL_RESULTS)) == [[*DOJ_COLUMNS, *RESULT_COLUMNS]]
    assert read(header_line(PROP64_RESULTS)) == [[*DOJ_COLUMNS, *RESULT_COLUMNS]]
    assert read(header_line(CONDENSED)) == [[*CONDENSED_COLUMNS, *RESULT_COLUMNS]]
    assert RESULT_COLUMNS == (
        "Case Number", "# of convictions on record", "Possible Other P64 Charges",
        "Occurred after 11/9/2016", "Superstrike Code Section(s)", "PC290 Code Section(s)",
        "PC290 Registration", "Date of Conviction", "Years Since This Conviction",
        "Years Since Any Conviction", "# of Prop 64 convictions", "# of HS 11357 convictions",
        "# of HS 11358 convictions", "# of HS 11359 convictions", "# of HS 11360 convictions",
        "Deceased", "Eligibility Determination", "Eligibility Reason",
    )  # fmt: skip
    assert CONDENSED_COLUMNS == (
        "CII_NUMBER", "PRI_NAME", "GENDER", "PRI_DOB", "RACE_DESCR", "CYC_DATE", "STP_EVENT_DATE",
        "STP_ORI_DESCR", "STP_ORI_CNTY_NAME", "DISP_DATE", "OFN", "OFFENSE_DESCR", "DISP_DESCR",
        "CONV_STAT_DESCR", "SENT_LOC_DESCR", "SENT_LENGTH", "SENT_TIME_CODE", "CYC_AGE",
        "COMMENT_TEXT", "END_OF_REC",
    )  # fmt: skip
    assert file_name(ALL_RESULTS, None) == "All_Results.csv"
    assert file_name(CONDENSED, 2) == "All_Results_Condensed_2.csv"
