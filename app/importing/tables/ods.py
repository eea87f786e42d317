"""OpenDocument spreadsheets (.ods), read in a stream: one part holds all sheets."""

from __future__ import annotations

import re
from collections.abc import Generator
from html import unescape
from pathlib import Path
from xml.parsers import expat

from app.importing.files import Standing, unreadable
from app.importing.issues import Issue
from app.importing.reading import Kind
from app.importing.tables.archive import LONGEST_TAG, Archive, nothing_filled, password_protected
from app.importing.tables.grid import table_rows
from app.importing.tables.ods_sheet import OdsReader, is_sheet
from app.importing.tables.table import Sheet, Step, TableFile, TableRow, no_step
from app.importing.tables.xlsx_book import Attributes, read_starts

WORDS = "OpenDocument spreadsheet"
CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_SHEETS = 10_000
_TABLE = re.compile(rb"<(?:[\w.-]+:)?table(\s[^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def open_ods(path: Path, step: Step = no_step) -> TableFile:
    """Look through the sheets for their names. Raises InputError when no cell is filled."""
    standing = Standing.of(path)
    try:
        with path.open("rb") as file:
            archive = Archive(path, file)
            _refuse_encrypted(archive)
            sheets, has_cells = _look_through(archive, step)
    except OSError as error:
        raise unreadable(path, error) from error
    if not (sheets and has_cells):
        raise nothing_filled(path)
    return _OdsFile(standing, sheets)


def _refuse_encrypted(archive: Archive) -> None:
    def start(name: str, _attributes: Attributes) -> None:
        if name == "encryption-data":
            raise password_protected(archive.path)

    if _MANIFEST in archive.names():
        read_starts(archive, _MANIFEST, start)


def _look_through(archive: Archive, step: Step) -> tuple[tuple[Sheet, ...], bool]:
    """The sheets, and whether any cell is filled."""
    hidden_styles = _hidden_styles(archive)
    sheets: list[Sheet] = []
    has_cells = False
    rest = b""
    for block in archive.blocks(CONTENT, step):
        data = rest + block
        has_cells = has_cells or b"value-type" in data or b"text:p" in data
        last = data.rfind(b"<")
        for match in _TABLE.finditer(data, 0, last):
            attributes = _attributes(match[1].decode("utf-8", "replace"))
            if is_sheet(attributes):
                is_hidden = attributes.get("style-name", "") in hidden_styles
                sheets.append(Sheet(attributes["name"], is_hidden, None))
        rest = data[last:] if last >= 0 else b""
        if len(sheets) > _MOST_SHEETS or len(rest) > LONGEST_TAG:
            raise archive.damaged()
    return tuple(sheets), has_cells


def _attributes(text: str) -> Attributes:
    """Attributes of a tag by their names without prefix."""
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)}


def _hidden_styles(archive: Archive) -> frozenset[str]:
    """Names of the styles that hide a sheet; they stand before the first sheet."""
    hidden: set[str] = set()
    style = ""
    is_done = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal style, is_done
        local = name.rpartition(":")[2]
        named = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if local == "style":
            style = named.get("name", "")
        elif local == "table-properties" and named.get("display") == "false":
            hidden.add(style)
        elif local == "table":
            is_done = True

    parser: expat.XMLParserType = archive.new_parser()
    parser.StartElementHandler = start
    for _ in archive.parsed(CONTENT, parser):
        if is_done:
            break
    return frozenset(hidden)


class _OdsFile(TableFile):
    def __init__(self, standing: Standing, sheets: tuple[Sheet, ...]) -> None:
        super().__init__(standing, kind=Kind.WORKBOOK, words=WORDS, encoding="", sheets=sheets)

    def rows(self, sheet_index: int = 0, step: Step = no_step) -> Generator[TableRow | Issue]:
        try:
            with self.standing.path.open("rb") as file:
                archive = Archive(self.standing.path, file)
                reader = OdsReader(archive, sheet_index, self.sheets[sheet_index].name)
                rows = reader.rows(archive.parsed(CONTENT, reader.parser, step))
                yield from table_rows(rows, reader.merged, reader.notes)
        except OSError as error:
            raise unreadable(self.standing.path, error) from error
