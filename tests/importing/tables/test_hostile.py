"""Workbooks made to do harm: bombs, lies and damage end in a sentence and in little memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from app.errors import InputError
from app.importing.tables import archive, xlsx_book
from app.importing.tables.opening import open_table
from tests.importing.tables.made_books import (
    ods_parts,
    ods_row,
    ods_table,
    ods_text,
    read,
    row_of,
    sheet_of,
    text,
    write_zip,
    xlsx_parts,
)

GOOD = xlsx_parts(sheet_of(row_of(1, text("A1", "A"), text("B1", "B"))))
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_part(name: str, content: str) -> dict[str, str]:
    return GOOD | {name: content}


HOSTILE = {
    "entities in a sheet": (with_part(SHEET, ENTITIES + GOOD[SHEET]), "document type"),
    "entities in the texts": (
        with_part("xl/texts.xml", ENTITIES + "<sst><si><t>&b;</t></si></sst>")
        | {SHEET: GOOD[SHEET].replace("</row>", '<c t="s"><v>0</v></c></row>')},
        "document type",
    ),
    "entities in the styles": (with_part("xl/styles.xml", ENTITIES + "<x/>"), "document type"),
    "entities in the workbook": (
        with_part("xl/workbook.xml", ENTITIES + GOOD["xl/workbook.xml"]), "document type",
    ),
    "an external entity": (
        with_part(SHEET, '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + GOOD[SHEET]), "document type",
    ),
    "entities in an ODS": (
        {name: (ENTITIES if name == "content.xml" else "") + content for name, content in
         ods_parts(ods_table(ods_row(ods_text("x")))).items()},
        "document type",
    ),
    "a million columns claimed": (
        with_part(SHEET, "<worksheet><dimension ref='A1:BDWGN1'/></worksheet>".replace("'", '"')),
        "has 1,000,000 columns",
    ),
    "17 billion cells claimed": (
        with_part(SHEET, '<worksheet><dimension ref="A1:XFE1048577"/></worksheet>'),
        "16,385 columns and 1,048,577 rows",
    ),
    "a far cell": (xlsx_parts(sheet_of(row_of(5, text("XFD5", "x")))), "in column XFD of row 5"),
    "a cell beyond every sheet": (
        xlsx_parts(sheet_of(row_of(1, text("ZZZZZZZZZZZZZZZZ1", "x")))), "far beyond any list",
    ),
    "a cell without a column": (xlsx_parts(sheet_of(row_of(1, text("é1", "x")))), "is damaged"),
    "rows that go backwards": (
        xlsx_parts(sheet_of(row_of(2, text("A2", "x")), row_of(1, text("A1", "x")))), "is damaged",
    ),
    "a row beyond every sheet": (
        xlsx_parts(sheet_of(row_of(2_000_000, text("A1", "x")))), "is damaged",
    ),
    "elements without end": (with_part(SHEET, "<a>" * 100_000), "is damaged"),
    "a tag of two megabytes": (
        with_part(SHEET, f'<worksheet a="{"x" * (2 << 20)}"/>'), "a tag of more than a megabyte",
    ),
    "no XML": (with_part(SHEET, "no XML"), "is damaged"),
    "XML cut short": (with_part(SHEET, GOOD[SHEET][:-20]), "is damaged"),
    "an odd encoding": (
        with_part(SHEET, '<?xml version="1.0" encoding="koi8-r"?>' + GOOD[SHEET]), "koi8-r",
    ),
    "no sheets": (xlsx_parts(), "has no sheet with cells"),
    "only a chart": (xlsx_parts("", kinds=["chartsheet"]), "only charts or nothing"),
    "no cells": (xlsx_parts(sheet_of(), sheet_of(row_of(1))), "is an empty workbook"),
    "no workbook in it": ({"xl/workbook.xml": "<x/>"}, "is damaged"),
    "another document": ({"word/document.xml": "<x/>"}, "a ZIP archive or an Office document"),
    "an archive of archives": ({"a.zip": "PK", "b.zip": "PK"}, "a ZIP archive or an Office"),
    "an empty archive": ({}, "a ZIP archive or an Office document"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_and_damaged_workbooks_are_told(case: str, tmp_path: Path) -> None:
    """A sentence that names the file, says what is wrong with it, and what to do."""
    parts, says = HOSTILE[case]
    path = write_zip(tmp_path / "list.xlsx", parts)
    with pytest.raises(InputError) as caught:
        list(open_table(path).rows())
    assert caught.value.message.startswith("list.xlsx ")
    assert says in caught.value.message
    assert caught.value.message.endswith(".")


def test_a_sheet_that_claims_all_its_cells_but_has_few_is_read(tmp_path: Path) -> None:
    """Somebody formatted the whole sheet: the claim costs nothing."""
    sheet = sheet_of(row_of(1, text("A1", "A")), before='<dimension ref="A1:XFD1048576"/>')
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet))
    assert open_table(path).sheets[0].n_rows == 1_048_576
    assert read(path)[1] == {1: ("A",)}


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short_is_damaged(keep: float, tmp_path: Path) -> None:
    """As after a copy that broke off."""
    path = write_zip(tmp_path / "list.xlsx", GOOD)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(InputError, match="is damaged or was not copied completely"):
        open_table(path)


def test_a_flipped_bit_in_a_part_is_noticed(tmp_path: Path) -> None:
    """The archive keeps a checksum of each part."""
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for name, content in GOOD.items():
            made.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"<t>A</t>", b"<t>Z</t>"))
    with pytest.raises(InputError, match="is damaged"):
        list(open_table(path).rows())


def test_a_protected_archive_is_told(tmp_path: Path) -> None:
    """Parts that are encrypted one by one."""
    path = write_zip(tmp_path / "list.xlsx", GOOD)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    with pytest.raises(InputError, match="protected with a password"):
        open_table(path)


def _bomb(path: Path, n_megabytes: int, head: bytes, tail: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in GOOD.items():
            if name != SHEET:
                made.writestr(name, content)
        with made.open(SHEET, "w", force_zip64=True) as part:
            part.write(head)
            for _ in range(n_megabytes):
                part.write(b" " * (1 << 20))
            part.write(tail)
    return path


def test_a_zip_bomb_is_refused_in_little_time_and_memory(tmp_path: Path) -> None:
    """A hundred kilobytes that unpack to a hundred megabytes."""
    head = b"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>A</t></is></c></row>"
    path = _bomb(tmp_path / "list.xlsx", 100, head, b"</sheetData></worksheet>")
    assert path.stat().st_size < 1 << 20
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="unpacks to far more than a table needs"):
            list(open_table(path).rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


@pytest.mark.parametrize("where", ["shared", "inline"])
def test_a_cell_of_many_megabytes_sets_its_row_aside(where: str, tmp_path: Path) -> None:
    """The other rows are read, and memory stays bounded."""
    huge = "xy z" * (25 << 18)
    cell = '<c r="A2" t="s"><v>0</v></c>' if where == "shared" else text("A2", huge)
    sheet = sheet_of(
        row_of(1, text("A1", "A")), row_of(2, cell, text("B2", "b")), row_of(3, text("A3", "c"))
    )
    shared = [huge] if where == "shared" else []
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet, shared=shared))
    tracemalloc.start()
    try:
        issues, rows = read(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rows == {1: ("A",), 3: ("c",)}
    (issue,) = issues
    assert (issue.row, issue.column, issue.kind, issue.is_quarantined) == (2, "A", "Too long", True)
    assert peak < 24 << 20


def test_texts_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shared texts of a workbook are the only thing held; there is a limit to them."""
    monkeypatch.setattr(xlsx_book, "_MOST_SHARED_BYTES", 1 << 20)
    sheet = sheet_of(row_of(1, '<c r="A1" t="s"><v>0</v></c>'))
    shared = [f"text {n}" for n in range(100_000)]
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet, shared=shared))
    with pytest.raises(InputError, match="holds more than 1 MB of different texts"):
        list(open_table(path).rows())


def test_one_text_in_every_cell_takes_no_more_memory(tmp_path: Path) -> None:
    """A long text that ten thousand cells refer to is held once."""
    rows = [row_of(n, '<c t="s"><v>0</v></c>' * 10) for n in range(1, 1_001)]
    shared = ["long " * 6000]
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet_of(*rows), shared=shared))
    tracemalloc.start()
    try:
        n = sum(1 for _ in open_table(path).rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert n == 1_000
    assert peak < 40 << 20


def test_very_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of a workbook has some dozens."""
    monkeypatch.setattr(archive, "MOST_PARTS", 100)
    path = write_zip(tmp_path / "list.xlsx", GOOD | {f"x{n}": "" for n in range(101)})
    with pytest.raises(InputError, match="more than 100 parts"):
        open_table(path)


def test_a_list_of_parts_without_end_is_refused(tmp_path: Path) -> None:
    """Before it is read: it is the one thing of an archive that is held as a whole."""
    path = write_zip(tmp_path / "list.xlsx", GOOD)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = (100 << 20).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputError, match="far too long a list of parts"):
        open_table(path)
    long_form = b"PK\x06\x06" + bytes(36) + (100 << 20).to_bytes(8, "little") + bytes(8)
    locator = b"PK\x06\x07" + bytes(4) + at.to_bytes(8, "little") + bytes(4)
    data[at + 12 : at + 16] = b"\xff\xff\xff\xff"
    path.write_bytes(data[:at] + long_form + locator + data[at:])
    with pytest.raises(InputError, match="far too long a list of parts"):
        open_table(path)


def test_very_many_merged_cells_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes memory; a list has few."""
    monkeypatch.setattr("app.importing.tables.xlsx_sheet.MOST_MERGED", 10)
    sheet = sheet_of(row_of(1, text("A1", "x")), after='<mergeCell ref="A1:A2"/>' * 11)
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet))
    with pytest.raises(InputError, match="more than 10 merged cells"):
        list(open_table(path).rows())


@pytest.mark.slow
def test_two_million_blank_rows_are_passed_over(tmp_path: Path) -> None:
    """Two sheets of a million rows that somebody formatted and never filled."""
    path = tmp_path / "list.xlsx"
    blank = "".join(row_of(n, f'<c r="A{n}" s="1"/>') for n in range(2, 1_048_576))
    sheet = sheet_of(row_of(1, text("A1", "A")), blank, row_of(1_048_576, text("A1048576", "Z")))
    write_zip(path, xlsx_parts(sheet, sheet))
    began = time.perf_counter()
    opened = open_table(path)
    for index in (0, 1):
        assert list(opened.rows(index)) == [(1, ("A",)), (1_048_576, ("Z",))]
    assert time.perf_counter() - began < 60


def test_blank_rows_of_a_sheet_are_passed_over(tmp_path: Path) -> None:
    """A quarter of a million formatted rows between two that are filled."""
    blank = "".join(row_of(n, f'<c r="A{n}" s="1"/>') for n in range(2, 250_000))
    sheet = sheet_of(row_of(1, text("A1", "A")), blank, row_of(250_000, text("A250000", "Z")))
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet))
    assert read(path)[1] == {1: ("A",), 250_000: ("Z",)}


def test_a_zip_inside_the_workbook_is_not_opened(tmp_path: Path) -> None:
    """What a workbook carries along is left alone."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("bomb", b"x")
    parts: dict[str, str | bytes] = {**GOOD, "xl/embeddings/a.zip": inner.getvalue()}
    assert read(write_zip(tmp_path / "list.xlsx", parts))[1] == {1: ("A", "B")}


def test_one_text_in_every_cell_of_a_row_is_set_aside(tmp_path: Path) -> None:
    """A thousand times a long text would be a row of many megabytes."""
    cells = '<c t="s"><v>0</v></c>' * 1000
    sheet = sheet_of(row_of(1, text("A1", "A")), row_of(2, cells))
    path = write_zip(tmp_path / "list.xlsx", xlsx_parts(sheet, shared=["x" * 100_000]))
    issues, rows = read(path)
    assert rows == {1: ("A",)}
    assert [(issue.row, issue.kind, issue.is_quarantined) for issue in issues] == [
        (2, "Too long", True)
    ]
