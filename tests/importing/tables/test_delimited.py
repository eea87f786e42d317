"""Delimited text: every delimiter, quoting, encoding and line end, and everything that is wrong."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from app.errors import InputError
from app.importing.reading import Kind
from app.importing.tables.opening import open_table
from app.importing.tables.records import LONGEST_LINE
from app.importing.tables.table import TableRow
from tests.importing.tables.made_books import read

HEADER = ["Name", "CII", "Section", "Date"]
ROWS = [
    ["EXAMPLE, AVERY", "01234567", "11357(a) HS", "3/1/1999"],
    ["PEÑA, ZOË", "00000042", "11359; 11360 HS", "1999-03-01"],
]


def written(delimiter: str, quote: str = '"') -> str:
    return "".join(
        delimiter.join(f"{quote}{cell}{quote}" if delimiter in cell else cell for cell in row)
        + "\n"
        for row in (HEADER, *ROWS, *ROWS)
    )


def table(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


DELIMITERS = {
    ",": "commas", "\t": "tabs", ";": "semicolons", "|": "pipes", "^": "carets", "~": "tildes",
    "\x1f": "unit separators",
}  # fmt: skip


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_found_by_what_fits_the_rows(delimiter: str, tmp_path: Path) -> None:
    """Commas in names and semicolons in sections do not mislead."""
    path = table(tmp_path / "list.csv", written(delimiter))
    opened = open_table(path)
    assert opened.kind is Kind.DELIMITED
    assert opened.words == f"Delimited text ({DELIMITERS[delimiter]})"
    assert opened.issues == ()
    issues, rows = read(path)
    assert issues == []
    assert list(rows.values()) == [tuple(row) for row in (HEADER, *ROWS, *ROWS)]
    assert list(rows) == [1, 2, 3, 4, 5]


def test_where_two_delimiters_are_equally_good_commas_are_taken(tmp_path: Path) -> None:
    """Both give two columns throughout, and both headers look like one."""
    path = table(tmp_path / "list.txt", "a,b;c\n1,2;3\n4,5;6\n")
    assert open_table(path).words == "Delimited text (commas)"


def test_more_columns_win_over_a_comma_in_every_name(tmp_path: Path) -> None:
    """The header has a comma too: still the tabs divide the table."""
    path = table(tmp_path / "list.txt", "Last, First\tCII\tDate\n" + "EX, AVERY\t12\t1999\n" * 3)
    assert read(path)[1][2] == ("EX, AVERY", "12", "1999")


def test_the_delimiter_that_a_file_states_is_believed(tmp_path: Path) -> None:
    """Excel's own first line counts as a line and is no row."""
    path = table(tmp_path / "list.csv", "sep=;\nA,B;C,D\n1,2;3,4\n5,6;7,8\n")
    assert read(path)[1] == {2: ("A,B", "C,D"), 3: ("1,2", "3,4"), 4: ("5,6", "7,8")}


ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
ENCODINGS = {
    "UTF-8": "utf-8", "UTF-8 with a mark": "utf-8-sig", "Windows-1252": "cp1252",
    "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be",
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("mark", ["with a mark", "without a mark"])
def test_every_encoding_and_line_end_gives_the_same_rows(
    end: str, encoding: str, mark: str, tmp_path: Path
) -> None:
    """UTF-16 is known with and without its mark; nothing else is guessed."""
    lines = written(",").replace("\n", ENDS[end])
    mark_bytes = "\ufeff" if encoding.startswith("UTF-16") and mark == "with a mark" else ""
    path = table(tmp_path / "list.csv", (mark_bytes + lines).encode(ENCODINGS[encoding]))
    assert open_table(path).encoding == encoding.removesuffix(" with a mark")
    assert list(read(path)[1].values()) == [tuple(row) for row in (HEADER, *ROWS, *ROWS)]


def test_one_late_stray_byte_makes_the_whole_file_windows(tmp_path: Path) -> None:
    """UTF-8 only when every byte of the file is, not only its first megabyte."""
    data = ("Name,CII\n" + "ZOË,1\n" * 300_000).encode() + "PEÑA,2\n".encode("cp1252")
    path = table(tmp_path / "list.csv", data)
    opened = open_table(path)
    assert opened.encoding == "Windows-1252"
    *_, last = opened.rows()
    assert isinstance(last, TableRow)
    assert last == (300_002, ("PEÑA", "2"))


def test_mixed_line_ends_blank_lines_and_no_end_at_the_end(tmp_path: Path) -> None:
    """Rows keep the number of the line they begin on."""
    path = table(tmp_path / "list.csv", "A,B\r\n1,2\r3,4\n\n\r\n , \n,,\n5,6")
    issues, rows = read(path)
    assert issues == []
    assert rows == {1: ("A", "B"), 2: ("1", "2"), 3: ("3", "4"), 8: ("5", "6")}


def test_line_breaks_delimiters_and_quotes_inside_quoted_cells(tmp_path: Path) -> None:
    """RFC 4180; the row has the number of its first line."""
    data = 'A,B,C\n1,"x\ny, ""z""",3\n4,"first\r\n\r\nlast","p\nq"\n7, "8, 9" ,10\n'
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert issues == []
    assert rows == {
        1: ("A", "B", "C"),
        2: ("1", 'x\ny, "z"', "3"),
        4: ("4", "first\n\nlast", "p\nq"),
        8: ("7", "8, 9", "10"),
    }


def test_an_unclosed_quote_swallows_nothing(tmp_path: Path) -> None:
    """Its line is set aside, every other row is there."""
    rows = "".join(f"{n},NAME {n},x,y\n" for n in range(2, 2000))
    path = table(tmp_path / "list.csv", 'A,B,C,D\n1,"EXAMPLE,x,y\n' + rows)
    issues, found = read(path)
    (issue,) = issues
    assert issue.is_quarantined
    assert (issue.row, issue.text) == (2, '1,"EXAMPLE,x,y')
    assert "has no partner" in issue.reason
    assert len(found) == 1999


def test_two_stray_quotes_do_not_pair_up_over_rows(tmp_path: Path) -> None:
    """Both lines are set aside, the rows between them stay."""
    data = 'A,B,C,D\n1,"X,2,3\n5,Y,6,7\n8,Z",9,10\n11,W,12,13\n'
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert [issue.row for issue in issues if issue.is_quarantined] == [2]
    assert rows[3] == ("5", "Y", "6", "7")
    assert rows[5] == ("11", "W", "12", "13")
    assert rows[4] == ("8", 'Z"', "9", "10")
    assert [(issue.row, issue.kind) for issue in issues if not issue.is_quarantined] == [
        (4, "Quotation mark inside a cell")
    ]


def test_a_mark_for_inches_is_a_letter_and_is_told(tmp_path: Path) -> None:
    """A quotation mark within an unquoted cell is kept where the row has the usual width."""
    data = 'Name,Height,Eyes\n"EX, A",6\'1",BRO\n"EX, B",5\'10",BLU\n"EX, C",72,BLU\n'
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert rows[2] == ("EX, A", "6'1\"", "BRO")
    assert {issue.kind for issue in issues} == {"Quotation mark inside a cell"}
    assert not any(issue.is_quarantined for issue in issues)


def test_backslashes_escape_only_where_they_evidently_do(tmp_path: Path) -> None:
    """A file of MySQL, and a file with paths in it."""
    escaped = 'A,B\n1,"say \\"no\\", he said"\n2,"x \\"y\\" z"\n'
    assert read(table(tmp_path / "a.csv", escaped))[1][2] == ("1", 'say "no", he said')
    paths = 'A,B\n1,"c:\\new, old\\"\n2,"d:\\x"\n'
    assert read(table(tmp_path / "b.csv", paths))[1][2] == ("1", "c:\\new, old\\")


def test_apostrophes_quote_where_every_cell_has_them(tmp_path: Path) -> None:
    """And are letters everywhere else."""
    data = "'Name','CII'\n'EX, A','01'\n'O''NEIL, B','02'\n"
    assert read(table(tmp_path / "a.csv", data))[1][3] == ("O'NEIL, B", "02")
    assert read(table(tmp_path / "b.csv", "A,B\nO'NEIL,1\n'X',2\n"))[1][3] == ("'X'", "2")


def test_numbers_kept_from_excel_come_without_their_wrapping(tmp_path: Path) -> None:
    """``="0123"`` is how exports keep zeros; the row is no doubt."""
    data = 'CII,N\n="00123",1\n"=""00124""",2\n'
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert issues == []
    assert rows == {1: ("CII", "N"), 2: ("00123", "1"), 3: ("00124", "2")}


def test_rows_with_too_few_or_too_many_cells(tmp_path: Path) -> None:
    """Short ones are read with an issue, long ones set aside; blanks at the end do not count."""
    data = "A,B,C\n1,2,3\n4,5\n6,7,8,9\n1,2,3,,\n1,2,3\n"
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert [(i.row, i.kind, i.is_quarantined) for i in issues] == [
        (3, "Too few cells", False), (4, "Too many cells", True),
    ]  # fmt: skip
    assert issues[1].text == "6,7,8,9"
    assert "has 4 cells; most rows have 3" in issues[1].reason
    assert rows[3] == ("4", "5", "")
    assert 4 not in rows
    assert rows[5] == ("1", "2", "3")


def test_a_row_cut_in_two_by_a_line_break_is_set_aside_whole(tmp_path: Path) -> None:
    """Neither half is read as a row of its own: its cells would stand under wrong names."""
    data = "Name,CII,Note,Date\nA,1,x,2\nEXAMPLE,1,paid\nin full,1999\nB,2,y,3\n"
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert [(i.row, i.kind, i.is_quarantined) for i in issues] == [
        (3, "Row in two lines", True), (4, "Row in two lines", True),
    ]  # fmt: skip
    assert list(rows) == [1, 2, 5]


def test_nul_bytes_control_characters_and_direction_marks(tmp_path: Path) -> None:
    """The cell is kept as it is; an issue tells of it."""
    data = "Name,CII\nA\x00B,1\nC\x07,2\nEVIL\u202eNAME,3\n" + "GOOD,4\n" * 50
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert [(i.row, i.column, i.kind) for i in issues] == [
        (row, "A", "Unseen characters") for row in (2, 3, 4)
    ]
    assert rows[2] == ("A\x00B", "1")
    assert rows[4] == ("EVIL\u202eNAME", "3")
    assert "\u202e" not in issues[2].text


def test_damaged_utf16_is_told(tmp_path: Path) -> None:
    """A letter that is none becomes a sign that can be seen."""
    data = b"\xff\xfe" + "A,B\n1,2\n".encode("utf-16-le") + b"\x00\xd8,\x00x\x00\n\x00"
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert [(i.row, i.kind) for i in issues] == [(3, "Damaged letters")]
    assert rows[3] == ("\ufffd", "x")


def test_a_name_that_stands_twice_in_the_header(tmp_path: Path) -> None:
    """It is told once, whatever its case; the rows are read."""
    issues, rows = read(table(tmp_path / "list.csv", "Name,Date,NAME \nA,1,B\n"))
    (issue,) = issues
    assert (issue.row, issue.kind, issue.text) == (1, "Column names that occur twice", "name")
    assert rows[2] == ("A", "1", "B")


def test_a_line_that_is_too_long_is_set_aside(tmp_path: Path) -> None:
    """With the number of its line; what follows is read."""
    data = "A,B\n1,2\n" + "x" * (3 * LONGEST_LINE) + ",y\n3,4\n"
    issues, rows = read(table(tmp_path / "list.csv", data))
    (issue,) = issues
    assert (issue.row, issue.is_quarantined, len(issue.text)) == (3, True, 200)
    assert rows[4] == ("3", "4")


@pytest.mark.parametrize("form", ["plain", "quoted", "line breaks"])
def test_a_cell_of_100_megabytes_takes_no_memory(form: str, tmp_path: Path) -> None:
    """Memory stays bounded whatever the cell is made of; the other rows are read."""
    path = tmp_path / "list.csv"
    chunk = b"x" * (1 << 20) if form != "line breaks" else b"some words\n" * 20_000
    quote = b"" if form == "plain" else b'"'
    with path.open("wb") as file:
        file.write(b"A,B\n" + b"1,2\n" * 400 + b"3," + quote)
        for _ in range(100 if form != "line breaks" else 5):
            file.write(chunk)
        file.write(quote + b"\n5,6\n")
    tracemalloc.start()
    try:
        opened = open_table(path)
        n_aside = n_rows = 0
        last = None
        for found in opened.rows():
            if isinstance(found, TableRow):
                n_rows, last = n_rows + 1, found
            else:
                n_aside += found.is_quarantined
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 30 << 20
    assert n_aside >= 1
    assert last is not None
    assert last.cells == ("5", "6")


def test_two_million_blank_rows_are_passed_over(tmp_path: Path) -> None:
    """Commas without cells are no rows; the row after them keeps its number."""
    path = table(tmp_path / "list.csv", "A,B,C\n1,2,3\n" + ",,\n" * 2_000_000 + "4,5,6\n")
    assert list(read(path)[1]) == [1, 2, 2_000_003]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Twenty megabytes pass through a few."""
    path = table(tmp_path / "list.csv", "A,B,C\n" + ("EXAMPLE," + "x" * 80 + ",1\n") * 220_000)
    tracemalloc.start()
    try:
        n = sum(1 for _ in open_table(path).rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert n == 220_001
    assert peak < 16 << 20


def test_progress_is_told_and_stops_the_reading(tmp_path: Path) -> None:
    """``step`` counts bytes, and what it raises comes out."""
    path = table(tmp_path / "list.csv", "A,B\n" + "1,2\n" * 20_000)
    seen: list[tuple[int, int]] = []
    for _ in open_table(path).rows(0, lambda done, total: seen.append((done, total))):
        pass
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {path.stat().st_size}
    assert len(seen) > 10

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(open_table(path).rows(0, stop))


def test_a_file_that_changes_meanwhile_is_told(tmp_path: Path) -> None:
    """By its size and its time of change, in the words of every reader."""
    path = table(tmp_path / "list.csv", "A,B\n1,2\n")
    opened = open_table(path)
    opened.check_unchanged()
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    with pytest.raises(InputError, match="changed while it was being read"):
        opened.check_unchanged()
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        opened.check_unchanged()
    with pytest.raises(InputError, match="cannot be read"):
        list(opened.rows())


def test_more_than_a_thousand_columns_are_refused(tmp_path: Path) -> None:
    """A sentence that says how many."""
    path = table(tmp_path / "list.csv", ("x," * 5000 + "\n") * 3)
    with pytest.raises(InputError, match="has 5,001 columns"):
        open_table(path)


def test_a_report_with_titles_above_and_a_total_below(tmp_path: Path) -> None:
    """Titles and totals are short rows, told and kept; the table is found."""
    data = "Superior Court\n\nCases of 1999\nName,CII,Date\n" + "EX,1,2\n" * 9 + "Total: 9\n"
    issues, rows = read(table(tmp_path / "list.csv", data))
    assert [issue.row for issue in issues] == [1, 3, 14]
    assert rows[1] == ("Superior Court", "", "")
    assert rows[4] == ("Name", "CII", "Date")
