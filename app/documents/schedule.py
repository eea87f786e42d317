"""The schedule of a bulk motion: every conviction on a numbered line.

It stands in the paper twice, as Exhibit A of the motion and as Attachment 1 of
the order. Both show the same content streams, so the two lists cannot differ;
only the head and the footer of their pages are drawn apart. Landscape, so that
a line holds its seven columns in 12-point type (rule 2.104).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.documents.assemble import LANDSCAPE
from app.documents.canvas import Canvas
from app.documents.draft import MotionCase, MotionCount, court_order
from app.documents.fonts import Face, FontSet, clean
from app.documents.parties import BLANK_NUMBER, defendant_of
from app.documents.pleading import draw_practice
from app.documents.wording import short_date
from app.documents.wrap import wrap

WIDTH, HEIGHT = LANDSCAPE
LEFT, RIGHT = 72.0, 756.0
MIDDLE = (LEFT + RIGHT) / 2
TITLE_Y = 56.0
COURT_Y = 70.0
HEADING_Y = 88.0
ROWS_TOP = 93.0
ROWS_BOTTOM = 554.0
FOOTER_Y = 572.0
LEADING = 13.0
ROW_GAP = 4.0
_NUMBER_RIGHT = 104.0
# Left edges and widths of the columns after the line number.
_COLUMNS = (
    (114.0, 92.0), (212.0, 174.0), (392.0, 76.0), (472.0, 68.0), (545.0, 60.0), (612.0, 144.0)
)  # fmt: skip
_HEADING_HEIGHT = LEADING + ROW_GAP
_HEADINGS = ("Case number", "Defendant", "Section", "Level", "Convicted")


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One printed row: its line number and the lines of each cell; a heading has no number."""

    number: str
    cells: tuple[tuple[str, ...], ...]
    heading: str = ""

    @property
    def height(self) -> float:
        n_lines = 1 if self.heading else max(map(len, self.cells))
        return LEADING * n_lines + ROW_GAP


@dataclass(slots=True)
class Cursor:
    """Where the next row of a schedule stands: how many pages are begun, what they hold."""

    n_pages: int = 1
    used: float = 0.0
    branch: str = ""

    def place(self, branch: str, height: float) -> tuple[bool, bool]:
        """Go on by one row: whether it opens a page, and whether its branch is named above it."""
        is_named = bool(branch) and (branch != self.branch or not self.used)
        total = height + (_HEADING_HEIGHT if is_named else 0)
        opens = self.used > 0 and self.used + total > ROWS_BOTTOM - ROWS_TOP
        if opens:
            self.n_pages += 1
            self.used = 0.0
            is_named = bool(branch)
        self.used += height + (_HEADING_HEIGHT if is_named else 0)
        self.branch = branch
        return opens, is_named


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case begins in the schedule: the number of its first line, its page from 0."""

    case: MotionCase
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows of each page, where each case begins, and where each branch does."""

    pages: list[list[ScheduleRow]]
    places: list[Place]
    branches: list[tuple[str, int]]  # name, page from 0


def lay_out(cases: Iterable[MotionCase], first_line: int = 1) -> Schedule:
    """The schedule in court order; lines are numbered through from ``first_line``.

    A branch is named above its first case and again at the head of each page.
    Raises `UserError` for a name that cannot be printed.
    """
    schedule = Schedule([[]], [], [])
    cursor = Cursor()
    number = first_line
    for case in sorted(cases, key=court_order):
        for index, count in enumerate(case.counts):
            row = _row(number, case, count)
            is_other_branch = bool(case.branch) and case.branch != cursor.branch
            opens, is_named = cursor.place(case.branch, row.height)
            if opens:
                schedule.pages.append([])
            if is_named:
                schedule.pages[-1].append(_heading(case))
            if is_other_branch:
                schedule.branches.append((case.branch, cursor.n_pages - 1))
            if index == 0:
                schedule.places.append(Place(case, number, cursor.n_pages - 1))
            schedule.pages[-1].append(row)
            number += 1
    return schedule


def row_heights(case: MotionCase) -> list[float]:
    """How high the rows of a case are, without laying them out."""
    return [_row(0, case, count).height for count in case.counts]


def schedule_texts(pages: Sequence[Sequence[ScheduleRow]]) -> Iterator[str]:
    """Every text of the rows, for the choice of fonts."""
    for page in pages:
        for row in page:
            yield row.heading
            for cell in row.cells:
                yield from cell


def rows_content(fonts: FontSet, page: Sequence[ScheduleRow]) -> bytes:
    """The shared content stream of one page's rows."""
    canvas = Canvas(fonts, HEIGHT)
    y = ROWS_TOP
    for row in page:
        if row.heading:
            canvas.text(LEFT, y + LEADING, row.heading, Face.BOLD)
        else:
            canvas.text_right(_NUMBER_RIGHT, y + LEADING, row.number)
        for (x, _), cell in zip(_COLUMNS, row.cells, strict=False):
            for n, line in enumerate(cell, 1):
                canvas.text(x, y + LEADING * n, line)
        y += row.height
        canvas.rule(LEFT, y, RIGHT, y, width=0.3, gray=0.6)
    return canvas.content()


@dataclass(frozen=True, slots=True)
class ScheduleHead:
    """What the head and footer of the schedule's pages say."""

    label: str  # "Exhibit A"
    title: str  # "schedule of cases and convictions"
    court: str
    footer: str
    n_pages: int
    n_all: int  # pages of the whole paper
    is_practice: bool


def head_content(
    fonts: FontSet, head: ScheduleHead, index: int, page_number: int, relief: str
) -> bytes:
    """Head and footer of page ``index`` (from 1); ``relief`` heads the last column."""
    canvas = Canvas(fonts, HEIGHT)
    draw_head(canvas, head, index, page_number)
    canvas.text_right(_NUMBER_RIGHT, HEADING_Y, "Line", Face.BOLD)
    for (x, _), heading in zip(_COLUMNS, (*_HEADINGS, relief), strict=True):
        canvas.text(x, HEADING_Y, heading, Face.BOLD)
    return canvas.content()


def draw_head(canvas: Canvas, head: ScheduleHead, index: int, page_number: int) -> None:
    """What the pages of a schedule and of its index share: title, court, rules, footer."""
    if head.is_practice:
        draw_practice(canvas, MIDDLE, 34)
    canvas.text(LEFT, TITLE_Y, f"{head.label}: {head.title}", Face.BOLD)
    canvas.text_right(RIGHT, TITLE_Y, f"{head.label}, page {index:,} of {head.n_pages:,}")
    canvas.text(LEFT, COURT_Y, head.court)
    canvas.rule(LEFT, ROWS_TOP, RIGHT, ROWS_TOP, width=0.9)
    canvas.text_center(MIDDLE, FOOTER_Y, f"{page_number:,} of {head.n_all:,}")
    canvas.rule(LEFT, FOOTER_Y + 4, RIGHT, FOOTER_Y + 4)
    canvas.text_center(MIDDLE, FOOTER_Y + 14.5, head.footer, size=10)


def _heading(case: MotionCase) -> ScheduleRow:
    text = clean(f"Branch: {case.branch}", case.case_number)
    lines = wrap(text, RIGHT - LEFT, Face.BOLD)
    return ScheduleRow("", (), lines[0])


def _row(number: int, case: MotionCase, count: MotionCount) -> ScheduleRow:
    where = f"case {case.case_number or 'without a number'}, {case.defendant}"
    numbers = count.case_number or ", ".join(case.case_numbers) or BLANK_NUMBER
    level = count.level.value
    cells = (
        numbers,
        defendant_of(case),
        count.section_text or count.section_name or "not stated",
        level.capitalize() if level != "unknown" else "Not stated",
        short_date(count.convicted_on),
        count.relief.value,
    )
    lines = tuple(
        _lines(clean(cell, where), width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)
    )
    return ScheduleRow(f"{number:,}", lines)


@lru_cache(maxsize=4096)
def _lines(text: str, width: float) -> tuple[str, ...]:
    return tuple(wrap(text, width))
