"""Old (.xls) and binary (.xlsb) Excel workbooks, held against what another library reads."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from python_calamine import load_workbook

from app.errors import InputError
from app.importing.tables.opening import open_table
from tests.importing.tables.made_books import (
    binary_cell,
    binary_record,
    binary_row,
    ole_file,
    read,
    record,
    wide,
    write_zip,
    xls_stream,
    xls_text,
    xlsb_parts,
)

_FLOAT_RESULT = struct.pack("<d", 2.5)


def at(row: int, column: int, style: int = 0) -> bytes:
    """Where a cell of an .xls stands: row counted from 1, column from 0."""
    return struct.pack("<HHH", row - 1, column, style)


def label(row: int, column: int, value: str) -> bytes:
    return record(0x204, at(row, column) + xls_text(value, n_length=2))


def shared_texts(*parts: bytes) -> bytes:
    """The shared texts of an .xls; further parts are records that go on with the first."""
    first, *rest = parts
    return record(0xFC, struct.pack("<II", 9, 9) + first) + b"".join(record(0x3C, r) for r in rest)


XLS_CELLS = (
    label(1, 0, "Name") + label(1, 1, "Ref") + label(1, 2, "Zoë, 名")
    + record(0x203, at(2, 0) + struct.pack("<d", 1234567890123.0))
    + record(0x203, at(2, 1, 1) + struct.pack("<d", 36220.0))
    + record(0x203, at(2, 2, 2) + struct.pack("<d", 1234.0))
    + record(0x27E, at(3, 0) + struct.pack("<I", 12 << 2 | 2))
    + record(0x27E, at(3, 1) + struct.pack("<i", (-12 << 2) | 3))
    + record(0xBD, struct.pack("<HH", 2, 2) + struct.pack("<HIHI", 0, 5 << 2 | 2, 1, 36220 << 2 | 2)
             + struct.pack("<H", 3))
    + record(0x205, at(4, 0) + b"\x01\x00") + record(0x205, at(4, 1) + b"\x2a\x01")
    + record(0x06, at(5, 0) + _FLOAT_RESULT + bytes(8))
    + record(0x06, at(5, 1) + b"\x00\0\0\0\0\0\xff\xff" + bytes(8))
    + record(0x207, xls_text("of a formula", n_length=2))
    + record(0x06, at(5, 2) + b"\x01\0\x01\0\0\0\xff\xff" + bytes(8))
    + record(0x06, at(5, 3) + b"\x02\0\x07\0\0\0\xff\xff" + bytes(8))
    + record(0xFD, at(6, 0) + struct.pack("<I", 0)) + record(0xFD, at(6, 1) + struct.pack("<I", 1))
    + record(0xFD, at(6, 2) + struct.pack("<I", 2))
)  # fmt: skip
XLS_SHARED = shared_texts(
    b"\x04\x00\x00ABCD" + b"\x06\x00\x0c\x01\x00\x04\x00\x00\x00ri",  # cut within a rich text
    b"\x01" + "chés".encode("utf-16-le") + bytes(8) + b"\x03\x00\x01" + "x名y".encode("utf-16-le"),
)
XLS_ROWS = {
    1: ("Name", "Ref", "Zoë, 名"),
    2: ("1234567890123", "1999-03-01", "00001234"),
    3: ("12", "-0.12", "5", "1999-03-01"),
    4: ("TRUE", "#N/A"),
    5: ("2.5", "of a formula", "TRUE", "#DIV/0!"),
    6: ("ABCD", "richés", "x名y"),
}


def xls(path: Path, cells: bytes, globals_: bytes = b"") -> Path:
    path.write_bytes(ole_file({"Workbook": xls_stream(cells, globals_=globals_)}))
    return path


def test_every_kind_of_cell_of_an_old_workbook(tmp_path: Path) -> None:
    """Packed numbers, days, formulas, errors, and texts cut between records."""
    path = xls(tmp_path / "list.xls", XLS_CELLS, XLS_SHARED)
    opened = open_table(path)
    assert opened.words == "Excel workbook (.xls)"
    assert opened.issues == ()
    assert read(path)[1] == XLS_ROWS
    theirs = load_workbook(path).get_sheet_by_index(0).to_python()
    assert theirs[5][:3] == ["ABCD", "richés", "x名y"]
    assert theirs[2][:2] == [12, -0.12]
    assert theirs[4][:2] == [2.5, "of a formula"]


def test_what_is_hidden_or_merged_in_an_old_workbook(tmp_path: Path) -> None:
    """The same issues as in a workbook of today."""
    hidden_row = record(0x208, struct.pack("<HHHHHHHH", 1, 0, 3, 0, 0, 0, 0x20, 0))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 1, 1, 0, 0, 1, 0))
    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 0))
    cells = hidden_column + hidden_row + label(1, 0, "A") + label(2, 1, "B") + merged
    issues, rows = read(xls(tmp_path / "list.xls", cells))
    assert rows == {1: ("A",), 2: ("A", "B")}
    assert [(issue.kind, issue.text) for issue in issues] == [
        ("Hidden rows", "row 2"), ("Hidden columns", "column B"), ("Merged cells", "rows 2"),
    ]  # fmt: skip


def test_cells_in_no_order_are_put_in_order(tmp_path: Path) -> None:
    """Some programs write them as they come."""
    cells = label(3, 0, "c") + label(1, 1, "b") + label(1, 0, "a") + label(2, 0, "x")
    assert read(xls(tmp_path / "list.xls", cells))[1] == {1: ("a", "b"), 2: ("x",), 3: ("c",)}


def test_macros_in_an_old_workbook_are_said(tmp_path: Path) -> None:
    """They are not run."""
    path = tmp_path / "list.xls"
    streams = {"Workbook": xls_stream(label(1, 0, "A")), "_VBA_PROJECT": b"x"}
    path.write_bytes(ole_file(streams))
    assert [issue.kind for issue in open_table(path).issues] == ["Macros"]


XLSB_ROWS = (
    binary_row(1, binary_cell(7, 0, struct.pack("<I", 0)), binary_cell(6, 1, wide("Ref")))
    + binary_row(
        2, binary_cell(5, 0, struct.pack("<d", 1234567890123.0)),
        binary_cell(5, 1, struct.pack("<d", 36220.0), 1),
        binary_cell(2, 2, struct.pack("<I", 1234 << 2 | 2), 2),
    )
    + binary_row(
        4, binary_cell(1, 0, b""), binary_cell(4, 1, b"\1"), binary_cell(3, 2, b"\x2a"),
        binary_cell(8, 3, wide("of a formula")), binary_cell(9, 4, _FLOAT_RESULT),
        is_hidden=True,
    )
)  # fmt: skip


def test_every_kind_of_cell_of_a_binary_workbook(tmp_path: Path) -> None:
    """And what is hidden or merged in it."""
    merged = binary_record(176, struct.pack("<IIII", 1, 3, 0, 0))
    columns = binary_record(60, struct.pack("<IIIIH", 4, 4, 0, 0, 1))
    parts = xlsb_parts(XLSB_ROWS, shared=["Name, 名"], before=columns, after=merged)
    path = write_zip(tmp_path / "list.xlsb", parts)
    opened = open_table(path)
    assert (opened.words, opened.sheets[0].name) == ("Excel workbook (.xlsb)", "Cases")
    issues, rows = read(path)
    assert rows == {
        1: ("Name, 名", "Ref"),
        2: ("1234567890123", "1999-03-01", "00001234"),
        4: ("1234567890123", "TRUE", "#N/A", "of a formula", "2.5"),
    }
    assert [(issue.kind, issue.text) for issue in issues] == [
        ("Hidden rows", "row 4"), ("Hidden columns", "column E"), ("Merged cells", "rows 4"),
    ]  # fmt: skip
    theirs = load_workbook(path).get_sheet_by_index(0).to_python()
    assert theirs[0][:2] == ["Name, 名", "Ref"]
    assert theirs[1][0] == 1234567890123
    assert theirs[3][3:] == ["of a formula", 2.5]


UNUSABLE = {
    "protected": (ole_file({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "with a password"),
    "protected records": (
        ole_file({"Workbook": xls_stream(label(1, 0, "A"), globals_=record(0x2F, bytes(6)))}),
        "with a password",
    ),
    "a letter": (ole_file({"WordDocument": b"x"}), "is an old Office document"),
    "cut short": (ole_file({"Workbook": xls_stream(XLS_CELLS * 40)})[:3000], "old Office document"),
    "of before 1995": (
        ole_file({"Book": record(0x009, struct.pack("<HH", 0x200, 16)) + record(0x0A)}),
        "was written by an Excel before 1995",
    ),
    "without an end": (ole_file({"Workbook": xls_stream(b"")[:-8]}), "is damaged"),
    "empty": (ole_file({"Workbook": xls_stream(b"")}), "is an empty workbook"),
    "records that say nothing": (ole_file({"Workbook": b"\xff" * 5000}), "is damaged"),
    "a far cell": (
        ole_file({"Workbook": xls_stream(label(65_536, 40_000, "A"))}), "column BGDM of row 65536",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSABLE)
def test_old_files_that_cannot_be_used_are_told(case: str, tmp_path: Path) -> None:
    """In a sentence that names the file and what to do."""
    data, says = UNUSABLE[case]
    path = tmp_path / "list.xls"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        list(open_table(path).rows())
    assert caught.value.message.startswith("list.xls ")
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (binary_row(1, binary_cell(6, 1 << 30, wide("x"))), "far beyond any list"),
        (binary_row(2_000_000, binary_cell(6, 0, wide("x"))), "damaged"),
        (binary_row(1, binary_cell(6, 0, struct.pack("<I", 1 << 30))), "damaged"),
        (binary_row(1, binary_record(6, b"x")), "damaged"),
        (b"\x06\xff\xff\xff\x7f", "16 MB"),
        (b"\x06\xff", "damaged"),
    ],
)
def test_binary_records_that_lie_are_refused(cells: bytes, says: str, tmp_path: Path) -> None:
    """Nothing is allocated for what a record only claims."""
    path = write_zip(tmp_path / "list.xlsb", xlsb_parts(cells))
    with pytest.raises(InputError, match=says):
        list(open_table(path).rows())
