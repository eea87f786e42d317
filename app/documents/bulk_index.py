"""The index of a bulk motion: every defendant by name, with case number, line and page.

Two columns on landscape pages, in 12-point type. A case stands once, at its first line.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.documents.canvas import Canvas
from app.documents.draft import MotionCase, court_order
from app.documents.fonts import Face, FontSet, clean
from app.documents.parties import BLANK_NUMBER, defendant_of
from app.documents.schedule import (
    HEADING_Y,
    HEIGHT,
    LEADING,
    LEFT,
    RIGHT,
    ROW_GAP,
    ROWS_BOTTOM,
    ROWS_TOP,
    Place,
    ScheduleHead,
    draw_head,
)
from app.documents.wrap import wrap

INDEX = "Index"
_HALF = (RIGHT - LEFT) / 2 + 6
_NAME_WIDTH, _CASE_X, _CASE_WIDTH = 150.0, 156.0, 90.0
_LINE_RIGHT, _PAGE_RIGHT = 292.0, 330.0
_ROOM = ROWS_BOTTOM - ROWS_TOP


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One case in the index: the lines of its name and number, where it stands."""

    name: tuple[str, ...]
    numbers: tuple[str, ...]
    line: str
    page: str

    @property
    def height(self) -> float:
        return LEADING * max(len(self.name), len(self.numbers)) + ROW_GAP


@dataclass(frozen=True, slots=True)
class Index:
    """The two columns of each page, and the page on which each letter begins."""

    pages: list[tuple[list[IndexRow], list[IndexRow]]]
    letters: list[tuple[str, int]]


def lay_out_index(places: Iterable[Place], first_page: int) -> Index:
    """The index; ``first_page`` is the printed number of the schedule's first page."""
    index = Index([], [])
    used, column = _ROOM, 1
    for place in sorted(places, key=_name_order):
        row = _row(place, first_page)
        if used + row.height > _ROOM:
            column = 1 - column
            used = 0.0
            if column == 0:
                index.pages.append(([], []))
        index.pages[-1][column].append(row)
        used += row.height
        letter = _letter(place.case)
        if not index.letters or index.letters[-1][0] != letter:
            index.letters.append((letter, len(index.pages) - 1))
    return index


def most_index_pages(heights: float, highest: float) -> int:
    """As many pages as rows of that total height can take at most, in whatever order."""
    # Every column but the last is full but for less than the highest row.
    n_columns = math.ceil(heights / (_ROOM - highest))
    return math.ceil(n_columns / 2)


def index_height(case: MotionCase) -> float:
    """How high the row of a case is."""
    return LEADING * max(map(len, _cells(case))) + ROW_GAP


def index_texts(index: Index) -> Iterator[str]:
    """Every text of the rows, for the choice of fonts."""
    for page in index.pages:
        for column in page:
            for row in column:
                yield from row.name
                yield from row.numbers


def index_content(
    fonts: FontSet, head: ScheduleHead, columns: Sequence[Sequence[IndexRow]], number: int,
    page_number: int, note: str,
) -> bytes:  # fmt: skip
    """Page ``number`` (from 1) of the index, whole."""
    canvas = Canvas(fonts, HEIGHT)
    draw_head(canvas, head, number, page_number)
    canvas.text_right(RIGHT, HEADING_Y - 18, note)
    for column, x in zip(columns, (LEFT, LEFT + _HALF), strict=True):
        _draw_column(canvas, column, x)
    return canvas.content()


def _draw_column(canvas: Canvas, rows: Sequence[IndexRow], x: float) -> None:
    canvas.text(x, HEADING_Y, "Defendant", Face.BOLD)
    canvas.text(x + _CASE_X, HEADING_Y, "Case number", Face.BOLD)
    canvas.text_right(x + _LINE_RIGHT, HEADING_Y, "Line", Face.BOLD)
    canvas.text_right(x + _PAGE_RIGHT, HEADING_Y, "Page", Face.BOLD)
    y = ROWS_TOP
    for row in rows:
        for texts, left in ((row.name, x), (row.numbers, x + _CASE_X)):
            for n, text in enumerate(texts, 1):
                canvas.text(left, y + LEADING * n, text)
        canvas.text_right(x + _LINE_RIGHT, y + LEADING, row.line)
        canvas.text_right(x + _PAGE_RIGHT, y + LEADING, row.page)
        y += row.height
        canvas.rule(x, y, x + _PAGE_RIGHT, y, width=0.3, gray=0.6)


def _row(place: Place, first_page: int) -> IndexRow:
    name, numbers = _cells(place.case)
    return IndexRow(name, numbers, f"{place.line:,}", f"{first_page + place.page:,}")


def _cells(case: MotionCase) -> tuple[tuple[str, ...], tuple[str, ...]]:
    where = f"case {case.case_number or 'without a number'}, {case.defendant}"
    numbers = ", ".join(case.case_numbers) or BLANK_NUMBER
    return (
        _lines(clean(defendant_of(case), where), _NAME_WIDTH),
        _lines(clean(numbers, where), _CASE_WIDTH),
    )


@lru_cache(maxsize=4096)
def _lines(text: str, width: float) -> tuple[str, ...]:
    return tuple(wrap(text, width))


def _name_order(place: Place) -> tuple[object, ...]:
    """By name without accents, then in court order; cases without a name last."""
    name = _folded(place.case.defendant)
    return (not name, name, court_order(place.case))


def _folded(name: str) -> str:
    if name.isascii():
        return name.strip().casefold()
    parts = unicodedata.normalize("NFKD", name)
    return "".join(ch for ch in parts if not unicodedata.combining(ch)).strip().casefold()


def _letter(case: MotionCase) -> str:
    return _folded(case.defendant)[:1].upper() or "Without a name"
