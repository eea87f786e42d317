"""OpenDocument spreadsheets: the same rows and the same issues as Excel workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.importing.reading import Kind
from app.importing.tables.opening import open_table
from tests.importing.tables.made_books import (
    ods_number,
    ods_parts,
    ods_row,
    ods_table,
    ods_text,
    read,
    write_zip,
)


def cell(kind: str, attributes: str, shown: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


CELLS = {
    "a number": (ods_number("12"), "12"),
    "a whole number as a float": (ods_number("1234567890123.0", "1.23E12"), "1234567890123"),
    "an amount": (cell("currency", 'office:value="12.5"', "$12.50"), "12.5"),
    "a format that shows zeros": (ods_number("1234", "00001234"), "00001234"),
    "a day": (cell("date", 'office:date-value="1999-03-01"', "03/01/99"), "1999-03-01"),
    "a moment": (cell("date", 'office:date-value="1999-03-01T13:45:00"', "x"), "1999-03-01 13:45"),
    "a time": (cell("time", 'office:time-value="PT13H45M00S"', "1:45 PM"), "13:45"),
    "a length of time": (cell("time", 'office:time-value="PT30H00M00S"', "30:00"), "PT30H00M00S"),
    "a boolean": (cell("boolean", 'office:boolean-value="true"', "WAHR"), "TRUE"),
    "an error": (cell("string", 'table:formula="of:=1/0"', "#DIV/0!"), "#DIV/0!"),
    "a formula": (cell("float", 'table:formula="of:=1+1" office:value="2"', "2"), "2"),
    "blanks and tabs": (
        cell("string", "", 'a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d'), "a   b\tc\nd",
    ),
    "two paragraphs": (cell("string", "", "a</text:p><text:p>b"), "a\nb"),
    "parts in colors": (cell("string", "", "EX<text:span>AMPLE</text:span>"), "EXAMPLE"),
    "a note beside it": (
        cell("string", "", "x<office:annotation><text:p>note</text:p></office:annotation>"), "x",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_how_a_cell_becomes_text(case: str, tmp_path: Path) -> None:
    """By its value, not by how it is shown."""
    made, expected = CELLS[case]
    table = ods_table(ods_row(ods_text("A"), ods_text("B")), ods_row(made, ods_text("x")))
    path = write_zip(tmp_path / "list.ods", ods_parts(table))
    opened = open_table(path)
    assert (opened.kind, opened.words) == (Kind.WORKBOOK, "OpenDocument spreadsheet")
    assert read(path)[1][2] == (expected, "x")


def test_sheets_repeats_and_what_is_hidden(tmp_path: Path) -> None:
    """Rows and columns count as often as they stand there; blank ones at the end do not."""
    table = ods_table(
        '<table:table-column table:number-columns-repeated="1"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>',
        ods_row(ods_text("A"), ods_text("B", 'table:number-columns-repeated="2"')),
        ods_row("<table:table-cell/>", more='table:number-rows-repeated="5"'),
        ods_row(
            ods_text("x"), '<table:table-cell table:number-columns-repeated="16383"/>',
            more='table:number-rows-repeated="2" table:visibility="filter"',
        ),
        ods_row("<table:table-cell/>", more='table:number-rows-repeated="1048568"'),
    )  # fmt: skip
    style = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    hidden = ods_table(
        ods_row(ods_text("y")), name="O&apos;Neil &amp; Co", more='table:style-name="ta2"'
    )
    copied = ods_table(ods_row(ods_text("z")), name="'file:///a.ods'#Sheet1")
    path = write_zip(tmp_path / "list.ods", ods_parts(table, copied, hidden, styles=style))
    assert [(one.name, one.is_hidden) for one in open_table(path).sheets] == [
        ("Cases", False), ("O'Neil & Co", True),
    ]  # fmt: skip
    issues, rows = read(path)
    assert rows == {1: ("A", "B", "B"), 7: ("x",), 8: ("x",)}
    assert [(issue.kind, issue.text) for issue in issues] == [
        ("Column names that occur twice", "b"), ("Hidden rows", "rows 7-8"),
        ("Hidden columns", "columns B-C"),
    ]  # fmt: skip
    assert read(path, 1)[1] == {1: ("y",)}


def test_merged_cells_are_filled_downwards(tmp_path: Path) -> None:
    """With an issue that says which rows."""
    covered = "<table:covered-table-cell/>"
    spanned = 'table:number-rows-spanned="3" table:number-columns-spanned="1"'
    table = ods_table(
        ods_row(ods_text("Name"), ods_text("Section")),
        ods_row(ods_text("EX, AVERY", spanned), ods_text("11357")),
        ods_row(covered, ods_text("11358")),
        ods_row(covered, ods_text("11359")),
        ods_row("<table:table-cell/>", ods_text("11360")),
    )
    issues, rows = read(write_zip(tmp_path / "list.ods", ods_parts(table)))
    assert rows[3] == ("EX, AVERY", "11358")
    assert rows[4] == ("EX, AVERY", "11359")
    assert rows[5] == ("", "11360")
    assert [(issue.kind, issue.text) for issue in issues] == [("Merged cells", "rows 3-4")]


def test_ids_that_may_have_lost_zeros_are_flagged(tmp_path: Path) -> None:
    """As in Excel workbooks."""
    table = ods_table(
        ods_row(ods_text("CII Number"), ods_text("Name")),
        ods_row(ods_number("1234"), ods_text("A")),
    )
    issues, _ = read(write_zip(tmp_path / "list.ods", ods_parts(table)))
    assert [(issue.kind, issue.row, issue.column) for issue in issues] == [
        ("Zeros may be missing", 2, "A")
    ]


BOMBS = {
    "columns": ods_row(ods_text("x", 'table:number-columns-repeated="16384"')),
    "very many columns": ods_row(ods_text("x", 'table:number-columns-repeated="99999999999999"')),
    "a far cell": ods_row(
        '<table:table-cell table:number-columns-repeated="99999999999"/>', ods_text("x")
    ),
    "rows": ods_row(ods_text("x"), more='table:number-rows-repeated="1048576"'),
    "very many rows": ods_row(ods_text("x"), more='table:number-rows-repeated="99999999999"'),
    "column definitions": '<table:table-column table:number-columns-repeated="99999999999"/>'
    + ods_row(ods_text("x")),
    "tables in tables": ods_row(
        f"<table:table-cell>{ods_table(ods_row(ods_text('x')))}</table:table-cell>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_repeats_without_end_are_refused(bomb: str, tmp_path: Path) -> None:
    """In a sentence, before anything is repeated."""
    path = write_zip(tmp_path / "list.ods", ods_parts(ods_table(BOMBS[bomb])))
    with pytest.raises(InputError, match=r"^list\.ods .* It was not read\."):
        list(open_table(path).rows())


def test_blanks_without_end_in_a_cell_are_cut(tmp_path: Path) -> None:
    """One element may stand for a thousand blanks at most."""
    made = cell("string", "", 'a<text:s text:c="99999999999"/>b')
    path = write_zip(tmp_path / "list.ods", ods_parts(ods_table(ods_row(made))))
    assert len(read(path)[1][1][0]) < 1100


def test_protected_and_empty_documents(tmp_path: Path) -> None:
    """Each says what it is and what to do."""
    table = ods_table(ods_row(ods_text("x")))
    locked = ods_parts(
        table, manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    )
    with pytest.raises(InputError, match=r"is protected with a password\. Open it, remove"):
        open_table(write_zip(tmp_path / "locked.ods", locked))
    blank = ods_table(ods_row("<table:table-cell/>"))
    with pytest.raises(InputError, match="is an empty workbook"):
        open_table(write_zip(tmp_path / "blank.ods", ods_parts(blank)))
