"""The parts of an Excel workbook around its sheets: names, number formats, shared texts."""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from app.errors import InputError
from app.importing.tables.archive import DEEPEST, Archive
from app.importing.tables.cell_text import style_of
from app.importing.tables.table import LONGEST_CELL, Step

_MOST_SHARED_BYTES = 256 << 20
_MOST_STYLES = 70_000  # Excel keeps 65,490
_MOST_SHEETS = 10_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class BookSheet:
    name: str
    is_hidden: bool
    part: str  # name within the archive


@dataclass(frozen=True, slots=True)
class Book:
    sheets: tuple[BookSheet, ...]  # those with cells
    is_1904: bool
    has_macros: bool
    styles: tuple[int, ...]  # of each cell format, see `style_of`
    shared_part: str  # "" when there is none

    def style(self, number: int) -> int:
        return self.styles[number] if number < len(self.styles) else 0


def read_book(archive: Archive) -> Book:
    """Everything but the cells and the shared texts."""
    part = main_part(archive)
    related = related_parts(archive, part)
    sheets: list[BookSheet] = []
    is_1904 = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal is_1904
        if name == "workbookPr":
            is_1904 = is_true(attributes.get("date1904"))
        elif name == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            kind, target = related.get(link, ("", ""))
            if kind == "worksheet" and target:
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(BookSheet(attributes.get("name", ""), hidden, target))
            if len(sheets) > _MOST_SHEETS:
                raise archive.refused(f"has more than {_MOST_SHEETS:,} sheets")

    read_starts(archive, part, start)
    by_kind = {kind: target for kind, target in related.values() if target}
    return Book(
        tuple(sheets),
        is_1904,
        "vbaProject" in by_kind,
        _read_styles(archive, by_kind["styles"]) if "styles" in by_kind else (),
        by_kind.get("sharedStrings", ""),
    )


def read_starts(archive: Archive, part: str, start: Callable[[str, Attributes], None]) -> None:
    """Give each element of a small part to ``start``, by its name without prefix."""
    depth = 0

    def opened(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise archive.damaged()
        start(name.rpartition(":")[2], attributes)

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = archive.new_parser()
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    archive.parse(part, parser)


def is_true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def main_part(archive: Archive) -> str:
    for kind, target in related_parts(archive, "").values():
        if kind == "officeDocument" and target:
            return target
    raise archive.damaged()


def related_parts(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Of each relation of a part its kind, and the part it leads to ("" for one that is gone)."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    names = {name.lower(): name for name in archive.names()}
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, names.get(target.lstrip("/").lower(), ""))

    if relations.lower() in names:
        read_starts(archive, names[relations.lower()], start)
    return found


def _read_styles(archive: Archive, part: str) -> tuple[int, ...]:
    codes: dict[str, str] = {}
    styles: list[int] = []
    in_cells = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal in_cells
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and in_cells:
            number = attributes.get("numFmtId", "0")
            styles.append(style_of(int(number) if number.isdecimal() else 0, codes.get(number)))
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            in_cells = name == "cellXfs"
        if len(styles) > _MOST_STYLES or len(codes) > _MOST_STYLES:
            raise archive.damaged()

    read_starts(archive, part, start)
    return tuple(styles)


def unescaped(text: str) -> str:
    """A text with Excel's own escapes (``_x000D_``) as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


class SharedTexts:
    """The texts that cells refer to by number, packed: a workbook may have millions."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", (0,))
        self._too_long: set[int] = set()
        self.get: Callable[[int], str | None] = lru_cache(maxsize=1 << 14)(self._get)

    def add(self, text: str | None) -> bool:
        """None stands for a text that is too long. False when there are too many."""
        if text is None:
            self._too_long.add(len(self._ends) - 1)
        else:
            self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))
        return len(self._bytes) + 8 * len(self._ends) <= _MOST_SHARED_BYTES

    def _get(self, index: int) -> str | None:
        """The text, "" for a number there is no text for, None for one that is too long."""
        if not 0 <= index < len(self._ends) - 1:
            return ""
        if index in self._too_long:
            return None
        part = self._bytes[self._ends[index] : self._ends[index + 1]]
        return part.decode("utf-8", "surrogatepass")


def read_shared(archive: Archive, part: str, step: Step) -> SharedTexts:
    """Rich text is joined; phonetic readings are left out."""
    reader = _SharedReader(archive)
    archive.parse(part, reader.parser, step)
    return reader.texts


class _SharedReader:
    def __init__(self, archive: Archive) -> None:
        self.texts = SharedTexts()
        self.parser = archive.new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._archive = archive
        self._parts: list[str] = []
        self._n = 0
        self._depth = 0
        self._is_text = False
        self._phonetic = 0

    def _start(self, name: str, _attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._archive.damaged()
        local = name.rpartition(":")[2]
        if local == "t":
            self._is_text = not self._phonetic
        elif local == "si":
            self._parts.clear()
            self._n = 0
        elif local == "rPh":
            self._phonetic += 1

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        if local == "t":
            self._is_text = False
        elif local == "rPh":
            self._phonetic -= 1
        elif local == "si":
            text = unescaped("".join(self._parts)) if self._n <= LONGEST_CELL else None
            if not self.texts.add(text):
                raise self._too_much()

    def _characters(self, data: str) -> None:
        if self._is_text:
            self._n += len(data)
            if self._n <= LONGEST_CELL:
                self._parts.append(data)

    def _too_much(self) -> InputError:
        return self._archive.refused(
            f"holds more than {_MOST_SHARED_BYTES >> 20} MB of different texts"
        )
