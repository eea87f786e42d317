"""From text to rows: strict where quotes are, and one bad line never spoils another."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.rows import BadRow, Row, split_bulk_rows, split_rows
from app.model.doj_columns import DOJ_COLUMN_INDEX as AT
from app.model.doj_columns import FILLER_MARK, N_DOJ_COLUMNS
from app.sampling.rows import FILLER, RawCell, csv_line
from tests.importing.made_rows import (
    file_of,
    line_of,
    read_bytes,
    read_lines,
    row_of,
    with_rows_mapped,
)

WIDTH = N_DOJ_COLUMNS
NO_PARTNER = "A quotation mark has no partner."
MISPLACED = "A quotation mark stands where none may be."
RETURN = "A carriage return stands inside the row."


def rows(text: str, first_row: int = 1, line_mark: str = "\n") -> list[tuple[int, list[str]]]:
    """Good rows only; a bad one fails the test."""
    found = []
    for one in split_rows(text, first_row, line_mark):
        assert not isinstance(one, BadRow), one
        found.append((one[0], one[1]))
    return found


def bad(text: str, first_row: int = 1) -> list[tuple[int, str]]:
    return [(one.row, one.reason) for one in split_rows(text, first_row) if isinstance(one, BadRow)]


CELL = st.text(st.sampled_from('ab ,"\n-é0'), max_size=8)


FULL_ROW = st.dictionaries(st.integers(0, WIDTH - 1), CELL, max_size=5).map(
    lambda cells: [cells.get(index, f"c{index}") for index in range(WIDTH)]
)


@given(st.lists(FULL_ROW.filter(lambda row: "".join(row).count("\n") < 19), min_size=1, max_size=4))
def test_a_table_is_read_as_the_csv_module_reads_it(table: list[list[str]]) -> None:
    """Any table of RFC 4180, with commas, quotes and line breaks inside of cells."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(table)
    assert [cells for _, cells in rows(out.getvalue())] == table


@given(st.lists(st.lists(CELL.filter(lambda c: "\n" not in c), min_size=2, max_size=6), min_size=1))
def test_tables_of_any_width_are_read_as_the_csv_module_reads_them(table: list[list[str]]) -> None:
    """Minimal quoting, filler quoted and bare; blank lines are passed over."""
    text = "\n".join(csv_line([FILLER if cell == "0" else cell for cell in row]) for row in table)
    wanted = [row for row in csv.reader(io.StringIO(text)) if row]
    found = rows(text)
    assert [cells for _, cells in found] == wanted
    assert [number for number, _ in found] == list(range(1, len(wanted) + 1))


@pytest.mark.parametrize("quoted", ['"  -  "', "  -  "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_filler_keeps_its_blanks_quoted_or_bare(quoted: str, end: str) -> None:
    """A filler cell at the start, in the middle and at the end of a line."""
    text = f"{quoted},a,{quoted},{quoted}{end}b,{quoted},c,{quoted}"
    assert rows(text) == [
        (1, ["  -  ", "a", "  -  ", "  -  "]),
        (2, ["b", "  -  ", "c", "  -  "]),
    ]


ODD_CELL = st.sampled_from(
    ["", "a", "LAST,FIRST", FILLER, 'x "  -  " y', 'O""B', "two\nlines", RawCell('"  -  "x')]
)
ODD_CELLS = st.dictionaries(st.integers(0, WIDTH - 1), ODD_CELL, max_size=4)


@given(
    st.lists(st.tuples(st.booleans(), ODD_CELLS), min_size=2, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_bulk_reading_is_the_plain_reading(
    table: list[tuple[bool, dict[int, str]]], end: str
) -> None:
    """People of several rows: cells with the mark put back are the cells; bad rows the same."""
    person: dict[int, str] = {12: "LAST,FIRST"}
    lines = []
    for number, (is_same, odd) in enumerate(table):
        person = person if is_same else {12: "O'NEIL,ANA", **odd}
        cells = [FILLER] * WIDTH
        for index, cell in {**person, **(odd if not is_same else {}), 0: str(number)}.items():
            cells[index] = cell
        for index, cell in odd.items():
            if index > 34:
                cells[index] = cell
        lines.append(csv_line(cells) + end)
    text = "".join(lines)

    def told(found: Iterable[Row | BadRow]) -> list[object]:
        return [
            (one.row, one.reason)
            if isinstance(one, BadRow)
            else (one[0], [cell.replace(FILLER_MARK, FILLER) for cell in one[1]])
            for one in found
        ]

    assert told(split_bulk_rows(text, 1, end[-1])) == told(split_rows(text, 1, end[-1]))


def test_filler_is_marked_in_bulk_work() -> None:
    """On the rows of a person after the first, a quoted filler cell is one sign."""
    row = csv_line([FILLER] * WIDTH)
    first, second = split_bulk_rows(f"1{row[7:]}\n2{row[7:]}\n", 1)
    assert not isinstance(first, BadRow)
    assert not isinstance(second, BadRow)
    assert second[1][0] == "2"
    assert set(second[1][35:]) == {FILLER_MARK}
    assert [cell.replace(FILLER_MARK, FILLER) for cell in second[1][1:]] == first[1][1:]


def test_what_looks_like_filler_inside_a_cell_stays() -> None:
    """The same characters within a quoted cell are that cell's text."""
    text = 'a,"say ""  -  "" now",b\nc,"  -  ",d\n'
    assert rows(text) == [(1, ["a", 'say "  -  " now', "b"]), (2, ["c", "  -  ", "d"])]


def test_blank_lines_are_counted_but_no_rows() -> None:
    """Row numbers are lines of the file, blank ones included."""
    assert [number for number, _ in rows("\n \na,b\n\r\n\t\nc,d\n\n")] == [3, 6]


def test_a_last_line_needs_no_line_end() -> None:
    """The final row is read with and without a line end."""
    assert rows("a,b\nc,d") == rows("a,b\nc,d\n") == rows("a,b\r\nc,d\r\n")


def test_line_breaks_inside_a_cell_are_kept_as_they_are() -> None:
    """LF and CRLF inside of quotes; the row number is that of the first line."""
    for inner in ("\n", "\r\n", "\n\n", "\r\n,\r\n"):
        row = row_of(COMMENT_TEXT=f"one{inner}two")
        text = csv_line(row) + "\n" + line_of(RECORD_ID="2") + "\n"
        found = rows(text, 10)
        assert [cells for _, cells in found] == [row, row_of(RECORD_ID="2")]
        assert [number for number, _ in found] == [10, 11 + inner.count("\n")]


def test_a_file_of_carriage_returns_keeps_those_inside_a_cell() -> None:
    """With CR as the line end, a quoted CR belongs to the cell."""
    row = row_of(COMMENT_TEXT="one\rtwo")
    found = rows(csv_line(row) + "\r" + line_of() + "\r", 1, "\r")
    assert found == [(1, row), (3, row_of())]


def test_a_huge_cell_is_read() -> None:
    """200 KB of text with quotes and commas in one cell."""
    text = 'He said "no", ' * 15_000
    row = row_of(COMMENT_TEXT=text)
    assert rows(csv_line(row)) == [(1, row)]


def test_a_null_character_is_a_character() -> None:
    """NUL neither ends a line nor breaks the reading."""
    row = row_of(PRI_NAME="EXAMPLE,A\x00VERY")
    assert rows(csv_line(row)) == [(1, row)]


STRAY = {
    "stray quote in the middle of a cell": ('a,b"c,d', NO_PARTNER),
    "stray quote at the end of a cell": ('a,b",d', NO_PARTNER),
    "quote opened and never closed": ('a,"b,c', NO_PARTNER),
    "two stray quotes": ('a,b"c,d"e', MISPLACED),
    "text after a closing quote": ('a,"b"c,d', MISPLACED),
    "return inside a row": ("a,b\rc,d", RETURN),
    "return inside quotes": ('a,"b\rc",d', RETURN),
}


@pytest.mark.parametrize("case", STRAY)
@pytest.mark.parametrize("place", ["first", "middle", "last", "last without a line end"])
def test_a_broken_line_is_named_and_the_next_is_read_afresh(case: str, place: str) -> None:
    """Exactly one bad row with its line and reason; its neighbors are read."""
    broken, reason = STRAY[case]
    good = ["1,2", "3,4"]
    at = {"first": 0, "middle": 1}.get(place, 2)
    lines = [*good[:at], broken, *good[at:]]
    text = "\n".join(lines) + ("" if "without" in place else "\n")
    assert bad(text) == [(at + 1, reason)]
    cells = [one[1] for one in split_rows(text, 1) if not isinstance(one, BadRow)]
    assert cells == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("column", ["PRI_NAME", "OFFENSE_DESCR", "COMMENT_TEXT", "END_OF_REC"])
def test_two_lines_with_a_stray_quote_each_do_not_swallow_what_is_between(column: str) -> None:
    """An opening quote in one row, a closing one in the same column two rows on."""
    first, last = row_of(RECORD_ID="1"), row_of(RECORD_ID="3")
    first[AT[column]] = RawCell('"11359 HS')
    last[AT[column]] = RawCell('11359 HS"')
    first[AT["PRI_NAME"]] = first[AT["PRI_NAME"]].replace(",", " ")
    last[AT["PRI_NAME"]] = last[AT["PRI_NAME"]].replace(",", " ")
    if column == "PRI_NAME":
        first[AT[column]], last[AT[column]] = RawCell('"EXAMPLE'), RawCell('EXAMPLE"')
    between = row_of(RECORD_ID="2", PRI_NAME="EXAMPLE")
    text = "".join(csv_line(row) + "\n" for row in (first, between, last))
    assert bad(text) == [(1, NO_PARTNER), (3, NO_PARTNER)]
    good = [one[1] for one in split_rows(text, 1) if not isinstance(one, BadRow)]
    assert good == [between]


def test_a_cell_may_span_twenty_lines_and_no_more() -> None:
    """Nineteen line breaks in a cell are read; a quote without a partner so near is stray."""
    fits, too_long = row_of(COMMENT_TEXT="x\n" * 19), row_of(COMMENT_TEXT="x\n" * 20)
    assert rows(csv_line(fits) + "\n") == [(1, fits)]
    assert bad(csv_line(too_long) + "\n")[0] == (1, NO_PARTNER)


GOOD = [
    line_of(RECORD_ID="1", SUBJECT_ID="11", CII_NUMBER="A1"),
    line_of(RECORD_ID="2", SUBJECT_ID="11", CII_NUMBER="A1", CNT_ORDER="001001002000"),
    line_of(RECORD_ID="3", SUBJECT_ID="12", CII_NUMBER="A2", COMMENT_TEXT="TWO\nLINES"),
    line_of(RECORD_ID="4", SUBJECT_ID="12", CII_NUMBER="A2", CNT_ORDER="002001001000"),
    line_of(RECORD_ID="5", SUBJECT_ID="13", CII_NUMBER="A3", COMMENT_TEXT='"A", "B"'),
    line_of(RECORD_ID="6", SUBJECT_ID="11", CII_NUMBER="A1", CNT_ORDER="002001001000"),
]
_OPEN = row_of()
_OPEN[AT["OFFENSE_DESCR"]] = RawCell('"11359 HS-POSSESS')
BAD = [
    ",".join(row_of(PRI_NAME="EXAMPLE")[:94]),
    ",".join([*row_of(PRI_NAME="EXAMPLE"), ""]),
    csv_line(_OPEN),
    line_of(PRI_NAME=RawCell('EXAMPLE" ADA')),
    line_of(PRI_NAME=RawCell('EXAM"PLE" ADA')),
    line_of(COMMENT_TEXT=RawCell("A\rB")),
    '"',
    "nothing of the kind",
    line_of(SUBJECT_ID="", CII_NUMBER="  -  "),
]


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD)), st.sampled_from(BAD)), max_size=6),
    st.sampled_from(["\n", "\r\n"]),
)
def test_bad_lines_change_nothing_but_row_numbers(
    inserted: list[tuple[int, str]], end: str
) -> None:
    """Whatever stands between them, the good rows give the same people."""
    plain = read_lines(*GOOD)
    lines: list[tuple[str, bool]] = []
    for place, good in enumerate(GOOD):
        lines += [(text, False) for at, text in inserted if at == place]
        lines.append((good, True))
    lines += [(text, False) for at, text in inserted if at == len(GOOD)]
    messy = read_bytes(file_of(*(text for text, _ in lines), end=end).encode())
    starts = list(accumulate((1 + text.count("\n") for text, _ in lines), initial=2))
    numbers = [start for start, (_, is_good) in zip(starts, lines, strict=False) if is_good]
    plain_starts = accumulate((1 + text.count("\n") for text in GOOD), initial=2)
    new_row = dict(zip(plain_starts, numbers, strict=False))
    assert with_rows_mapped(plain.people, new_row.__getitem__) == with_rows_mapped(
        messy.people, lambda row: row
    )
    wanted = [start for start, (_, good) in zip(starts, lines, strict=False) if not good]
    assert [row for row, _ in messy.quarantined] == wanted
    assert messy.n_rows == len(lines)
