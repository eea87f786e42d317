"""Workbooks put together by hand, part by part, for what no program would write."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from app.importing.issues import Issue
from app.importing.tables.opening import open_table
from app.importing.tables.table import TableFile, TableRow

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="00000000"/>'
    '<numFmt numFmtId="165" formatCode="m/d/yyyy\\ h:mm"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/></cellXfs>'
)
DATE, PADDED, MOMENT, LENGTH = 1, 2, 3, 4  # cell styles


def relations(*links: tuple[str, str, str]) -> str:
    """(id, kind, target) as a part of relations."""
    inner = "".join(
        f'<Relationship Id="{link}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for link, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def xlsx_parts(
    *sheets: str,
    names: Sequence[str] = (),
    states: Sequence[str] = (),
    shared: Sequence[str] = (),
    properties: str = "",
    kinds: Sequence[str] = (),
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The parts of an .xlsx; a sheet is what stands inside its ``worksheet`` element."""
    numbered = list(enumerate(sheets, 1))
    listed = "".join(
        f'<sheet name="{names[n - 1] if names else f"Sheet{n}"}" sheetId="{n}" r:id="rId{n}" '
        f'state="{states[n - 1] if states else "visible"}"/>'
        for n, _ in numbered
    )
    links = [
        (f"rId{n}", kinds[n - 1] if kinds else "worksheet", f"worksheets/sheet{n}.xml")
        for n, _ in numbered
    ]
    texts = "".join(
        f"<si>{one if one[:1] == '<' else f'<t>{escape(one)}</t>'}</si>" for one in shared
    )
    return {
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *links, ("rIdA", "styles", "styles.xml"), ("rIdB", "sharedStrings", "texts.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{STYLES}</styleSheet>',
        "xl/texts.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
        **{
            f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{_MAIN}">{inner}</worksheet>'
            for n, inner in numbered
        },
        **(more or {}),
    }


def sheet_of(*rows: str, before: str = "", after: str = "") -> str:
    return f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"


def row_of(number: int, *cells: str, extra: str = "") -> str:
    return f'<row r="{number}"{extra}>{"".join(cells)}</row>'


def number(place: str, value: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def write_zip(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def ods_parts(*tables: str, styles: str = "", manifest: str = "") -> dict[str, str]:
    """The parts of an .ods; a table is a whole ``table:table`` element."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(
        f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text", "style")
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{urn}:manifest:1.0">'
        f"{manifest}</manifest:manifest>",
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>",
    }


def ods_text(value: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{escape(value)}</text:p>'
        "</table:table-cell>"
    )


def ods_number(value: str, shown: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def ods_table(*rows: str, name: str = "Cases", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


def ole_file(streams: Mapping[str, bytes]) -> bytes:
    """A container of Office files with these streams, each padded to be kept in whole sectors."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    table: list[int] = []
    body = b""
    entries = [_entry("Root Entry", 5, end, 0)]
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        n = -(-len(padded) // 512)
        entries.append(_entry(name, 2, len(table), len(padded)))
        table += [*range(len(table) + 1, len(table) + n), end]
        body += padded.ljust(n * 512, b"\0")
    directory = len(table)
    content = b"".join(entries)
    n = -(-len(content) // 512)
    table += [*range(len(table) + 1, len(table) + n), end]
    body += content.ljust(n * 512, b"\0")
    n_tables = -(-(len(table) + 8) // 128)
    first = len(table)
    table += [0xFFFFFFFD] * n_tables
    packed = struct.pack(f"<{len(table)}I", *table).ljust(n_tables * 512, b"\xff")
    numbers = [*range(first, first + n_tables), *[free] * (109 - n_tables)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, n_tables, directory, 0, 4096, end, 0, end, 0)
    return header + struct.pack("<109I", *numbers) + body + packed


def _entry(name: str, kind: int, start: int, n_bytes: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    return (
        head
        + struct.pack("<3I", *[0xFFFFFFFF] * 3)
        + bytes(36)
        + struct.pack("<IQ", start, n_bytes)
    )


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of an .xls stream."""
    return struct.pack("<HH", kind, len(body)) + body


def xls_text(value: str, *, n_length: int = 1) -> bytes:
    return len(value).to_bytes(n_length, "little") + b"\x01" + value.encode("utf-16-le")


def xls_stream(cells: bytes, *, globals_: bytes = b"", name: str = "Cases") -> bytes:
    """The stream of a workbook with one sheet."""
    start = record(0x809, struct.pack("<HH", 0x600, 5) + bytes(12)) + globals_
    formats = record(0x41E, struct.pack("<H", 164) + xls_text("00000000", n_length=2))
    formats += b"".join(
        record(0xE0, struct.pack("<HH", 0, one) + bytes(16)) for one in (0, 14, 164)
    )
    n = len(start) + len(formats) + 4 + 6 + 2 + 2 * len(name) + 4
    listed = record(0x85, struct.pack("<IBB", n, 0, 0) + xls_text(name))
    sheet = record(0x809, struct.pack("<HH", 0x600, 16) + bytes(12)) + cells + record(0x0A)
    return start + formats + listed + record(0x0A) + sheet


def issues_and_rows(
    table: TableFile, sheet: int = 0
) -> tuple[list[Issue], dict[int, tuple[str, ...]]]:
    """Everything a sheet gives: its issues, and the cells of each row by its number."""
    issues: list[Issue] = []
    rows: dict[int, tuple[str, ...]] = {}
    for found in table.rows(sheet):
        if isinstance(found, TableRow):
            rows[found.row] = found.cells
        else:
            issues.append(found)
    return issues, rows


def read(path: Path, sheet: int = 0) -> tuple[list[Issue], dict[int, tuple[str, ...]]]:
    return issues_and_rows(open_table(path), sheet)


def binary_record(kind: int, body: bytes = b"") -> bytes:
    """A record of an .xlsb part."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    n, length = len(body), b""
    while True:
        length += bytes([n & 0x7F | (0x80 if n > 0x7F else 0)])
        n >>= 7
        if not n:
            return head + length + body


def wide(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def binary_row(row: int, *cells: bytes, is_hidden: bool = False) -> bytes:
    """A row of an .xlsb sheet, counted from 1."""
    flags = bytes([0, 0x10 if is_hidden else 0])
    head = struct.pack("<IIH", row - 1, 0, 300) + flags + bytes(5)
    return binary_record(0, head) + b"".join(cells)


def binary_cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return binary_record(kind, struct.pack("<II", column, style) + value)


def xlsb_parts(
    cells: bytes, *, shared: Sequence[str] = (), before: bytes = b"", after: bytes = b""
) -> dict[str, str | bytes]:
    """The parts of an .xlsb with one sheet."""
    formats = binary_record(44, struct.pack("<H", 164) + wide("00000000"))
    styles = (
        binary_record(615, bytes([1, 0, 0, 0]))
        + formats
        + binary_record(616)
        + binary_record(617, bytes([3, 0, 0, 0]))
    )
    for number_format in (0, 14, 164):
        styles += binary_record(47, struct.pack("<HH", 0xFFFF, number_format) + bytes(12))
    book = binary_record(153, bytes(12)) + binary_record(143)
    book += binary_record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Cases"))
    texts = b"".join(binary_record(19, b"\0" + wide(one)) for one in shared)
    count = struct.pack("<II", len(shared), len(shared))
    size = binary_record(148, struct.pack("<IIII", 0, 9, 0, 9))
    sheet = size + before + binary_record(145) + cells + binary_record(146) + after
    return {
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": binary_record(131) + book + binary_record(144) + binary_record(132),
        "xl/_rels/workbook.bin.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.bin"), ("rId2", "styles", "styles.bin"),
            ("rId3", "sharedStrings", "sharedStrings.bin"),
        ),
        "xl/styles.bin": binary_record(278) + styles + binary_record(618) + binary_record(279),
        "xl/sharedStrings.bin": binary_record(159, count) + texts + binary_record(160),
        "xl/worksheets/sheet1.bin": binary_record(129) + sheet + binary_record(130),
    }  # fmt: skip
