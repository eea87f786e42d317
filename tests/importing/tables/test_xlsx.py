"""Excel workbooks: cells as text, sheets, what is hidden or merged, and ids that lost zeros."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from app.importing.reading import Kind
from app.importing.tables.opening import open_table
from app.importing.tables.table import Sheet, column_index, column_letters
from tests.importing.tables.made_books import (
    DATE,
    LENGTH,
    MOMENT,
    PADDED,
    number,
    read,
    row_of,
    sheet_of,
    text,
    write_zip,
    xlsx_parts,
)


def test_a_workbook_as_excel_writes_it(tmp_path: Path) -> None:
    """Days, moments, times, numbers, booleans, texts; rows and columns where Excel shows them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "Booked", "Moment", "Time", "Count", "Share", "Done", "Note"])
    sheet.append(
        ["PEÑA, ZOË", date(1999, 3, 1), datetime.fromisoformat("1999-03-01T13:45"),
         time(13, 45), 3, 0.1, True,
         "two\nlines"]
    )  # fmt: skip
    sheet["C5"] = "far down"
    path = tmp_path / "list.xlsx"
    book.save(path)
    opened = open_table(path)
    assert (opened.kind, opened.words, opened.encoding) == (Kind.WORKBOOK, "Excel workbook", "")
    assert opened.sheets == (Sheet("Sheet", is_hidden=False, n_rows=5),)
    issues, rows = read(path)
    assert issues == []
    assert rows == {
        1: ("Name", "Booked", "Moment", "Time", "Count", "Share", "Done", "Note"),
        2: ("PEÑA, ZOË", "1999-03-01", "1999-03-01 13:45", "13:45", "3", "0.1", "TRUE",
            "two\nlines"),
        5: ("", "", "far down"),
    }  # fmt: skip


CELLS = {
    "a whole number": (number("A2", "12"), "12"),
    "a whole number as a float": (number("A2", "1234567890123.0"), "1234567890123"),
    "an exponent": (number("A2", "1.2E+3"), "1200"),
    "a small number": (number("A2", "1.5E-7"), "0.00000015"),
    "a fraction": (number("A2", "0.30000000000000004"), "0.30000000000000004"),
    "a day": (number("A2", "36220", DATE), "1999-03-01"),
    "a moment": (number("A2", "36220.572916666664", MOMENT), "1999-03-01 13:45"),
    "with seconds": (number("A2", "36220.572928240741", MOMENT), "1999-03-01 13:45:01"),
    "midnight": (number("A2", "36220", MOMENT), "1999-03-01"),
    "before the day that never was": (number("A2", "59", DATE), "1900-02-28"),
    "the day that never was": (number("A2", "60", DATE), "60"),
    "after it": (number("A2", "61", DATE), "1900-03-01"),
    "no day at all": (number("A2", "-5", DATE), "-5"),
    "far too late a day": (number("A2", "99999999", DATE), "99999999"),
    "a length of time": (number("A2", "1.25", LENGTH), "1.25"),
    "a format that shows zeros": (number("A2", "1234", PADDED), "00001234"),
    "a number stored as text": ('<c r="A2" t="str"><v>00123</v></c>', "00123"),
    "a boolean": ('<c r="A2" t="b"><v>0</v></c>', "FALSE"),
    "an error": ('<c r="A2" t="e"><v>#N/A</v></c>', "#N/A"),
    "a formula": ('<c r="A2"><f>1+1</f><v>2</v></c>', "2"),
    "a formula of text": ('<c r="A2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>', "ab"),
    "an ISO day": ('<c r="A2" t="d"><v>1999-03-01T00:00:00</v></c>', "1999-03-01"),
    "a shared text": ('<c r="A2" t="s"><v>0</v></c>', "SHARED & more"),
    "rich text": ('<c r="A2" t="s"><v>1</v></c>', "EXAMPLE, AVERY"),
    "phonetic": ('<c r="A2" t="s"><v>2</v></c>', "名"),
    "an escaped character": ('<c r="A2" t="s"><v>3</v></c>', "a\rb"),
    "blanks kept": ('<c r="A2" t="s"><v>4</v></c>', "  x "),
    "a text that is not there": ('<c r="A2" t="s"><v>77</v></c>', ""),
    "no reference": ("<c><v>5</v></c>", "5"),
    "CDATA": ('<c r="A2" t="str"><v><![CDATA[a<b]]></v></c>', "a<b"),
}  # fmt: skip
SHARED = [
    "SHARED & more",
    "<r><t>EXAMPLE,</t></r><r><rPr><b/></rPr><t> AVERY</t></r>",
    "<t>名</t><rPh sb='0' eb='1'><t>めい</t></rPh>",
    "a_x000D_b",
    "<t xml:space='preserve'>  x </t>",
]


@pytest.mark.parametrize("case", CELLS)
def test_how_a_cell_becomes_text(case: str, tmp_path: Path) -> None:
    """Dates in ISO form, numbers as short as exact, texts as they stand."""
    cell, expected = CELLS[case]
    sheet = sheet_of(row_of(1, text("A1", "A"), text("B1", "B")), row_of(2, cell, text("B2", "x")))
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet, shared=SHARED))
    assert read(path)[1][2] == (expected, "x")


def test_days_counted_from_1904(tmp_path: Path) -> None:
    """Workbooks of old Macintoshes count from another day."""
    sheet = sheet_of(row_of(1, number("A1", "34758", DATE), number("B1", "0", DATE)))
    properties = '<workbookPr date1904="1"/>'
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet, properties=properties))
    assert read(path)[1][1] == ("1999-03-01", "1904-01-01")


def test_prefixed_names_and_other_namespaces(tmp_path: Path) -> None:
    """Some programs write every element with a prefix."""
    sheet = sheet_of(row_of(1, text("A1", "A"), number("B1", "2")))
    parts = xlsx_parts(sheet)
    name = "xl/worksheets/sheet1.xml"
    for element in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        parts[name] = parts[name].replace(f"<{element}", f"<x:{element}")
        parts[name] = parts[name].replace(f"</{element}>", f"</x:{element}>")
    parts[name] = parts[name].replace("<x:worksheet xmlns=", "<x:worksheet xmlns:x=")
    parts[name] = parts[name].replace("<x:cols", "<cols")
    assert read(write_zip(tmp_path / "list.xlsx", parts))[1][1] == ("A", "2")


def test_several_sheets_and_hidden_ones(tmp_path: Path) -> None:
    """All are there to choose from, and it is said which are hidden."""
    sheets = [sheet_of(row_of(1, text("A1", name))) for name in ("a", "b", "c")]
    parts = xlsx_parts(
        *sheets, names=["People", "Old", "Charges"], states=["visible", "veryHidden", "visible"]
    )
    opened = open_table(write_zip(tmp_path / "list.xlsx", parts))
    assert [(sheet.name, sheet.is_hidden) for sheet in opened.sheets] == [
        ("People", False), ("Old", True), ("Charges", False),
    ]  # fmt: skip
    assert list(opened.rows(2)) == [(1, ("c",))]


def test_sheets_of_charts_are_no_tables(tmp_path: Path) -> None:
    """They are left out of the list."""
    sheets = [sheet_of(row_of(1, text("A1", name))) for name in ("a", "b")]
    parts = xlsx_parts(*sheets, kinds=["chartsheet", "worksheet"])
    opened = open_table(write_zip(tmp_path / "list.xlsx", parts))
    assert [sheet.name for sheet in opened.sheets] == ["Sheet2"]
    assert list(opened.rows(0)) == [(1, ("b",))]


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    """One issue for all rows, one for all columns, each naming them."""
    hidden = ' hidden="1"'
    sheet = sheet_of(
        row_of(1, text("A1", "Name"), text("B1", "CII"), text("C1", "X")),
        *(row_of(n, text(f"A{n}", "EX"), extra=hidden) for n in (2, 3, 4)),
        row_of(5, text("A5", "EX")),
        row_of(6, text("A6", "EX"), extra=hidden),
        row_of(7, extra=hidden),
        before='<cols><col min="2" max="3" hidden="1"/><col min="9" max="16384" hidden="1"/>'
        "</cols>",
    )
    issues, rows = read(write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet)))
    assert list(rows) == [1, 2, 3, 4, 5, 6]
    assert [(issue.kind, issue.text) for issue in issues] == [
        ("Hidden rows", "rows 2-4, 6"), ("Hidden columns", "columns B-C"),
    ]  # fmt: skip
    assert issues[0].reason == "4 rows of the sheet are hidden."


def test_merged_cells_are_filled_downwards_only(tmp_path: Path) -> None:
    """A name merged over its charges stands for each; a title is no data; blank rows stay so."""
    sheet = sheet_of(
        row_of(1, text("A1", "Cases of 1999")),
        row_of(3, text("A3", "Name"), text("B3", "Section"), text("C3", "Note")),
        row_of(4, text("A4", "EX, AVERY"), text("B4", "11357")),
        row_of(5, text("B5", "11358")),
        row_of(6, text("B6", "11359")),
        row_of(7, text("A7", "EX, BLAKE"), text("B7", "11360"), text("C7", "n")),
        row_of(9, text("B9", "11357")),
        after='<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="A4:A6"/>'
        '<mergeCell ref="C7:D8"/><mergeCell ref="A7:A8"/></mergeCells>',
    )
    issues, rows = read(write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet)))
    assert rows == {
        1: ("Cases of 1999",),
        3: ("Name", "Section", "Note"),
        4: ("EX, AVERY", "11357"),
        5: ("EX, AVERY", "11358"),
        6: ("EX, AVERY", "11359"),
        7: ("EX, BLAKE", "11360", "n"),
        9: ("", "11357"),
    }
    (issue,) = issues
    assert (issue.row, issue.kind, issue.text) == (5, "Merged cells", "rows 5-6")


def test_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    """A workbook that no spreadsheet program has opened holds none; the cells are blank."""
    book = openpyxl.Workbook()
    book.active.append(["A", "B"])
    book.active.append(["x", "=A1&A2"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    issues, rows = read(path)
    assert rows[2] == ("x",)
    (issue,) = issues
    assert (issue.row, issue.kind) == (2, "Formulas without a value")
    assert "save it, and import it again" in issue.advice


def column_sheet(header: str, cells: list[str]) -> str:
    """A sheet of two columns; a cell in quotes is stored as text."""
    rows = [row_of(1, text("A1", header), text("B1", "Other"))]
    for n, cell in enumerate(cells, 2):
        made = text(f"A{n}", cell[1:]) if cell.startswith("'") else number(f"A{n}", cell)
        rows.append(row_of(n, made, text(f"B{n}", "x")))
    return sheet_of(*rows)


COLUMNS = {
    "named for a number": ("CII Number", ["12345", "678"], ("Zeros may be missing", 2)),
    "named Case No": ("Case No", ["12345", "678"], ("Zeros may be missing", 2)),
    "named COURTNO": ("COURTNO", ["12345"], ("Zeros may be missing", 2)),
    "texts with zeros among them": (
        "Ref", ["'0012345", "12346", "'0012347"], ("Zeros may be missing", 3),
    ),
    "mostly of one length": (
        "Ref", [*[str(1234567 + n) for n in range(9)], "34567"], ("Zeros may be missing", 11),
    ),
    "more digits than a number keeps": (
        "Ref", ["1.2345678901234567E+17"], ("Digits may be lost", 2),
    ),
    "all texts": ("CII Number", ["'0012345", "'0012346"], None),
    "amounts": ("Fine", ["5", "120", "1500", "20"], None),
    "how many": ("Number of counts", ["1", "2", "10"], None),
}  # fmt: skip


@pytest.mark.parametrize("case", COLUMNS)
def test_ids_that_may_have_lost_zeros_are_flagged(case: str, tmp_path: Path) -> None:
    """One issue for the column, at the first cell in doubt; nothing is changed."""
    header, cells, expected = COLUMNS[case]
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(column_sheet(header, cells)))
    issues, _ = read(path)
    assert [(issue.kind, issue.row) for issue in issues] == ([expected] if expected else [])
    for issue in issues:
        assert issue.column == "A"
        assert "kept as they are" in issue.done


def test_names_that_stand_twice_and_direction_marks(tmp_path: Path) -> None:
    """The same issues as in delimited text."""
    sheet = sheet_of(
        row_of(1, text("A1", "Name"), text("B1", "Date"), text("C1", "Date")),
        row_of(2, text("A2", "EVIL\u202eNAME"), text("B2", "a\nb")),
    )
    issues, _ = read(write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet)))
    assert [(issue.row, issue.column, issue.kind) for issue in issues] == [
        (1, "", "Column names that occur twice"), (2, "A", "Unseen characters"),
    ]  # fmt: skip


def test_macros_are_neither_run_nor_read(tmp_path: Path) -> None:
    """The workbook is read like any other, and that is said."""
    parts = xlsx_parts(sheet_of(row_of(1, text("A1", "A"))), more={"xl/vbaProject.bin": "VBA"})
    link = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rIdV" Type="x/vbaProject" Target="vbaProject.bin"/></Relationships>',
    )
    parts["xl/_rels/workbook.xml.rels"] = link
    opened = open_table(write_zip(tmp_path / "list.xlsm", parts))
    assert [issue.kind for issue in opened.issues] == ["Macros"]
    assert list(opened.rows()) == [(1, ("A",))]


@pytest.mark.parametrize("name", ["list.csv", "list.ods", "list.txt"])
def test_the_content_decides_and_the_name_is_remarked_on(name: str, tmp_path: Path) -> None:
    """A workbook under any name is a workbook."""
    parts = xlsx_parts(sheet_of(row_of(1, text("A1", "A"))))
    opened = open_table(write_zip(tmp_path / name, parts))
    assert opened.words == "Excel workbook"
    (issue,) = opened.issues
    assert issue.kind == "Name and content differ"
    assert name.rpartition(".")[2] in issue.reason


def test_text_under_a_workbooks_name(tmp_path: Path) -> None:
    """What many systems call an Excel export is delimited text."""
    path = tmp_path / "list.xlsx"
    path.write_text("A\tB\n1\t2\n")
    opened = open_table(path)
    assert opened.words == "Delimited text (tabs)"
    assert [issue.kind for issue in opened.issues] == ["Name and content differ"]


def test_progress_is_told_and_stops_the_reading(tmp_path: Path) -> None:
    """Also where nothing comes out, as in a sheet of blank rows."""
    rows = [row_of(n, f'<c r="A{n}" s="1"/>') for n in range(1, 30_000)]
    sheet = sheet_of(*rows, row_of(30_000, text("A30000", "x")))
    opened = open_table(write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet)))
    seen: list[tuple[int, int]] = []
    assert len(list(opened.rows(0, lambda done, total: seen.append((done, total))))) == 1
    assert len(seen) > 10
    assert seen[-1][0] == seen[-1][1]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(opened.rows(0, stop))


def test_columns_are_named_as_a_spreadsheet_does() -> None:
    """A, Z, AA, XFD, and back."""
    for index, letters in ((0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")):
        assert column_letters(index) == letters
        assert column_index(letters) == index
