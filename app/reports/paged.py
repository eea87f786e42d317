"""Pages that fill one after the other: headings, paragraphs and tables that break well.

A document is laid out twice: once to count its pages, once to draw them. A row of a table
stays on one page unless it is taller than a page; the heads are repeated on each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.reports.sheet import (
    BOTTOM,
    CONTENT_WIDTH,
    INK,
    MARGIN,
    SECONDARY,
    Color,
    Face,
    Sheet,
)

TOP = 58.0  # below the running head
LEADING = 9.9
SCALES = (1.0, 0.92)  # of the text
MOST_PAGES = 4
_PADDING = 3.0
_MARK = 8.0  # room for the colored square before a text


@dataclass(frozen=True, slots=True)
class Bit:
    """A paragraph of a cell."""

    text: str
    face: Face = Face.REGULAR
    color: Color = INK
    size: float = 8.0
    indent: float = 0.0
    mark: Color | None = None  # a small square of that color before it


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    width: float
    align: str = "L"


Cell = Sequence[Bit]
Row = Sequence[Cell]
Furniture = Callable[[Sheet, int, int], None]
"""Draws head and foot of a page: (sheet, its number, pages in all)."""


class Pages:
    """Where the next thing goes. ``n_pages`` is 0 while the pages are being counted."""

    def __init__(self, sheet: Sheet, furniture: Furniture, scale: float, n_pages: int = 0) -> None:
        self._sheet = sheet
        self._furniture = furniture
        self._scale = scale
        self._leading = LEADING * scale
        self.n_pages = n_pages
        self.number = 0
        self.y = TOP
        self._bookmark = ""

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def is_counting(self) -> bool:
        return self.n_pages == 0

    def turn(self, bookmark: str = "") -> None:
        """A new page; ``bookmark`` names it in the outline."""
        self.number += 1
        self.y = TOP
        if not self.is_counting:
            self._sheet.add_page(bookmark or f"{self._bookmark}, continued")
            self._furniture(self._sheet, self.number, self.n_pages)
        self._bookmark = bookmark or self._bookmark

    def need(self, height: float) -> bool:
        """Turn the page when less than that is left; whether it was turned."""
        if self.y + height <= BOTTOM:
            return False
        self.turn()
        return True

    # parts

    def heading(self, text: str, room: float = 60.0) -> None:
        """A section's heading with at least ``room`` for what follows it."""
        self._bookmark = text
        self.y += 12 if self.y > TOP else 0
        self.need(22 + room)
        self._sheet.text(MARGIN, self.y, text, width=CONTENT_WIDTH, size=11, face=Face.BOLD)
        self._sheet.rule(self.y + 16)
        self.y += 22

    def paragraph(
        self, text: str, *, size: float = 8.5, color: Color = INK, indent: float = 0.0
    ) -> None:
        bit = Bit(text, color=color, size=size, indent=indent)
        for line in self._lines(bit, CONTENT_WIDTH):
            self.need(self._leading)
            _draw_line(self._sheet, MARGIN, self.y, line, CONTENT_WIDTH, "L")
            self.y += line.size * 1.35
        self.y += 2

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.need(2 * self._leading)
            if not self.is_counting:
                self._sheet.bar(MARGIN + 1, self.y + 4.2, 2.6, 2.6, SECONDARY)
            self.paragraph(text, indent=10)

    def table(
        self, columns: Sequence[Column], rows: Iterable[Row], padding: float = _PADDING
    ) -> None:
        """Rows under small heads, a thin line between them."""
        self._heads(columns)
        for row in rows:
            self._row(columns, row, padding)
        self.y += 4

    def _heads(self, columns: Sequence[Column]) -> None:
        if not any(column.head for column in columns):
            return
        for x, column in _placed(columns):
            self._sheet.text(
                x, self.y, column.head, width=column.width - 6, size=7.2, color=SECONDARY,
                align=column.align,
            )  # fmt: skip
        self.y += 12

    def _row(self, columns: Sequence[Column], row: Row, padding: float) -> None:
        broken = [
            [line for bit in cell for line in self._lines(bit, column.width - 8)]
            for column, cell in zip(columns, row, strict=True)
        ]
        n_lines = max(map(len, broken))
        height = n_lines * self._leading + 2 * padding
        if height <= BOTTOM - TOP - 12 and self.need(height):
            self._heads(columns)
        self._sheet.rule(self.y)
        self.y += padding
        for place in range(n_lines):
            if self.need(self._leading):
                self._heads(columns)
            for (x, column), lines in zip(_placed(columns), broken, strict=True):
                if place < len(lines):
                    width = column.width - 6
                    _draw_line(self._sheet, x, self.y, lines[place], width, column.align)
            self.y += self._leading
        self.y += padding

    def _lines(self, bit: Bit, width: float) -> list[Bit]:
        return _lines(self._sheet, replace(bit, size=bit.size * self._scale), width)


def _placed(columns: Sequence[Column]) -> list[tuple[float, Column]]:
    found, x = [], MARGIN
    for column in columns:
        found.append((x, column))
        x += column.width
    return found


def _lines(sheet: Sheet, bit: Bit, width: float) -> list[Bit]:
    """A paragraph broken into lines; a word wider than the line is broken too.

    Words are measured one by one, for the same few stand in every row.
    """
    indent = bit.indent + (_MARK if bit.mark else 0)
    room = width - indent
    blank = sheet.text_width("a b", bit.size, bit.face) - sheet.text_width("ab", bit.size, bit.face)
    lines: list[list[str]] = []
    left = 0.0
    words = (part for word in bit.text.split() for part in _parts(sheet, word, bit, room))
    for word in words:
        needs = sheet.text_width(word, bit.size, bit.face)
        if not lines or needs + blank > left:
            lines.append([word])
            left = room - needs
        else:
            lines[-1].append(word)
            left -= needs + blank
    return [
        replace(bit, text=" ".join(line), indent=indent, mark=None if place else bit.mark)
        for place, line in enumerate(lines)
    ]


def _parts(sheet: Sheet, word: str, bit: Bit, room: float) -> list[str]:
    parts = []
    while sheet.text_width(word, bit.size, bit.face) > room and len(word) > 1:
        n = 1
        while n < len(word) and sheet.text_width(word[: n + 1], bit.size, bit.face) <= room:
            n += 1
        parts.append(word[:n])
        word = word[n:]
    return [*parts, word] if word else parts


def _draw_line(sheet: Sheet, x: float, y: float, line: Bit, width: float, align: str) -> None:
    if line.mark is not None:
        sheet.bar(x + line.indent - _MARK, y + 2, 5, 5, line.mark)
    sheet.text(
        x + line.indent, y, line.text, width=width - line.indent + 2, size=line.size,
        face=line.face, color=line.color, align=align,
    )  # fmt: skip


def lay_out(sheet: Sheet, furniture: Furniture, draw: Callable[[Pages], None]) -> int:
    """Draw a document whose pages know how many they are; returns their number.

    One that would be longer than `MOST_PAGES` is set a little smaller.
    """
    for scale in SCALES:
        counted = Pages(sheet, furniture, scale)
        with sheet.measuring():
            draw(counted)
        if counted.number <= MOST_PAGES:
            break
    drawn = Pages(sheet, furniture, scale, counted.number)
    draw(drawn)
    if drawn.number != counted.number:
        raise AssertionError("a document has other pages drawn than counted")
    return drawn.number
