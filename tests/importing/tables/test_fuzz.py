"""Whatever a file holds: rows, issues, or one sentence; no crash, no hang, little memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.importing.issues import Issue
from app.importing.recognize import recognize
from app.importing.tables.opening import open_table
from app.importing.tables.table import TableRow
from tests.importing.tables.made_books import (
    binary_cell,
    binary_row,
    number,
    ods_number,
    ods_parts,
    ods_row,
    ods_table,
    ods_text,
    ole_file,
    record,
    row_of,
    sheet_of,
    text,
    wide,
    xls_stream,
    xlsb_parts,
    xlsx_parts,
)

_SHORT, _LONG = 150, 20_000
_CSV = (
    'Name,CII,Section\n"EXAMPLE, AVERY",01234567,"11357(a) ""HS"""\n"two\nlines",2,3\nPEÑA,4,5\n'
).encode()
_XLSX = xlsx_parts(
    sheet_of(
        row_of(1, text("A1", "Name"), text("B1", "CII")),
        row_of(2, '<c r="A2" t="s"><v>0</v></c>', number("B2", "36220", 1), extra=' hidden="1"'),
        before='<dimension ref="A1:B2"/><cols><col min="1" max="2" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    ),
    shared=["EXAMPLE", "<r><t>a</t></r>"],
)
_ODS = ods_parts(
    ods_table(
        ods_row(ods_text("Name"), ods_text("CII", 'table:number-columns-repeated="2"')),
        ods_row(ods_text("EX", 'table:number-rows-spanned="2"'), ods_number("12", "012")),
        ods_row("<table:table-cell/>", more='table:number-rows-repeated="7"'),
    )
)
_XLSB = xlsb_parts(
    binary_row(1, binary_cell(6, 0, wide("Name")), binary_cell(7, 1, struct.pack("<I", 0)))
    + binary_row(2, binary_cell(5, 0, struct.pack("<d", 36220.5), 1)),
    shared=["CII"],
)
_XLS = ole_file({
    "Workbook": xls_stream(
        record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0))
        + record(0x203, struct.pack("<HHHd", 1, 0, 1, 36220.5))
        + record(0xBD, struct.pack("<HHHIH", 2, 0, 0, 14, 0))
        + record(0x06, struct.pack("<HHH", 3, 0, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8))
        + record(0x207, b"\x02\0\0ab")
        + record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 0)),
        globals_=record(0xFC, struct.pack("<II", 2, 2) + b"\x01\0\0x" + b"\x04\0\x08\x01\0ab")
        + record(0x3C, b"\x01" + "cd".encode("utf-16-le") + bytes(4)),
    )
})  # fmt: skip
_BOOKS = {"xlsx": _XLSX, "ods": _ODS, "xlsb": _XLSB}


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def encoded(parts: dict[str, str] | dict[str, str | bytes]) -> dict[str, bytes]:
    return {n: c if isinstance(c, bytes) else c.encode() for n, c in parts.items()}


def read_all(data: bytes) -> None:
    """Recognize, open and read every sheet; a bad file gives InputError and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.dat"
        path.write_bytes(data)
        try:
            recognize(path)
        except InputError as error:
            check_sentence(error)
        try:
            table = open_table(path)
        except InputError as error:
            check_sentence(error)
            return
        for index in range(min(3, len(table.sheets))):
            try:
                check_rows(list(table.rows(index)))
            except InputError as error:
                check_sentence(error)


def check_sentence(error: InputError) -> None:
    assert error.message.startswith("list.dat ")
    assert error.message.endswith(".")


def check_rows(found: list[TableRow | Issue]) -> None:
    rows = [one for one in found if isinstance(one, TableRow)]
    assert all(one.row > 0 and any(one.cells) for one in rows)
    assert [one.row for one in rows] == sorted({one.row for one in rows})
    assert all(one.row > 0 and one.reason and one.done and one.advice
               for one in found if isinstance(one, Issue))  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """The data with some bytes changed, cut out, doubled or put in."""
    made = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(made) - 1)))
        n = draw(st.integers(1, 12))
        how = draw(st.sampled_from("=-+*|"))
        if how == "=":
            made[at : at + n] = draw(st.binary(min_size=n, max_size=n))
        elif how == "-":
            del made[at : at + n]
        elif how == "+":
            made[at:at] = draw(st.sampled_from(_PIECES) | st.binary(max_size=12))
        elif how == "*":
            made[at:at] = made[at : at + n] * draw(st.integers(1, 20))
        else:
            del made[at:]
    return bytes(made)


_PIECES = [
    b'"', b",", b"\n", b"\r", b"\0", b"<", b">", b"<c>", b"</c>", b"</row>", b'r="ZZ9"', b"<v>",
    b'<row r="99999999">', b't="s"', b"&#0;", b"<![CDATA[", b"-->", b"<!--", b"\xff\xff\xff\xff",
    b'table:number-columns-repeated="999999999"', b"<table:table-cell>", b"\xff\xfe", b"1e999",
    b"\xe2\x80\xae", b"9" * 400,
]  # fmt: skip


def fuzz_text(n: int) -> None:
    @settings(max_examples=n)
    @given(st.binary(max_size=400) | changed(_CSV))
    @example(b'"')
    def run(data: bytes) -> None:
        read_all(data)

    run()


def fuzz_books(n: int) -> None:
    @settings(max_examples=n)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        parts = encoded(_BOOKS[data.draw(st.sampled_from(sorted(_BOOKS)))])
        name = data.draw(st.sampled_from(sorted(parts)))
        made = parts | {name: data.draw(changed(parts[name]))}
        read_all(zip_of(made))

    run()


def fuzz_containers(n: int) -> None:
    whole = zip_of(encoded(_XLSX))

    @settings(max_examples=n)
    @given(changed(_XLS) | changed(whole))
    def run(data: bytes) -> None:
        read_all(data)

    run()


@pytest.mark.parametrize("fuzz", [fuzz_text, fuzz_books, fuzz_containers])
def test_any_bytes_give_rows_or_a_sentence(fuzz: object) -> None:
    """Random bytes, and good files with some bytes changed."""
    assert callable(fuzz)
    fuzz(_SHORT)


@pytest.mark.slow
@pytest.mark.parametrize("fuzz", [fuzz_text, fuzz_books, fuzz_containers])
def test_very_many_bytes_give_rows_or_a_sentence(fuzz: object) -> None:
    """The same for minutes."""
    assert callable(fuzz)
    fuzz(_LONG)


def test_the_unchanged_files_are_read() -> None:
    """What is changed above is good to begin with."""
    for data in (_CSV, _XLS, *(zip_of(encoded(parts)) for parts in _BOOKS.values())):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.dat"
            path.write_bytes(data)
            assert sum(isinstance(one, TableRow) for one in open_table(path).rows()) >= 2


_IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from app.errors import InputError
from app.importing.tables.opening import open_table
resource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20))
try:
    table = open_table(Path(sys.argv[1]))
    print(sum(1 for _ in table.rows()))
except InputError as error:
    print(error.message)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited on Linux")
@pytest.mark.parametrize("case", ["one line", "bomb", "nested", "attribute", "repeats", "quotes"])
def test_hostile_files_are_read_in_little_memory(case: str, tmp_path: Path) -> None:
    """A process that may take 300 MB in all comes to its end by itself."""
    sheet = "xl/worksheets/sheet1.xml"
    parts = encoded(_XLSX)
    data = {
        "one line": lambda: b"A,B\n1,2\n" + b"x" * (120 << 20),
        "bomb": lambda: zip_of(parts | {sheet: b"<worksheet><sheetData>" + b" " * (150 << 20)}),
        "nested": lambda: zip_of(parts | {sheet: b"<a>" * (30 << 20)}),
        "attribute": lambda: zip_of(parts | {sheet: b'<a b="' + b"x" * (120 << 20)}),
        "repeats": lambda: zip_of(
            encoded(ods_parts(ods_table(ods_row(ods_text("x"), more=_MANY_ROWS))))
        ),
        "quotes": lambda: b"A,B\n1,2\n" * 9 + b'"a\n' * (20 << 20),
    }[case]()
    path = tmp_path / "list.dat"
    path.write_bytes(data)
    ended = subprocess.run(
        [sys.executable, "-c", _IN_LITTLE_MEMORY, str(path)],
        capture_output=True, text=True, timeout=200, check=False,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip()


_MANY_ROWS = 'table:number-rows-repeated="1048576"'
