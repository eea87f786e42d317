"""The schedule of a bulk motion: every conviction on a numbered line.

It stands in the paper twice, as Exhibit A of the motion and as Attachment 1 of
the order. Both show the same content streams, so the two lists cannot differ;
only the head and the footer of their pages are drawn apart. Landscape, so that
a line holds its seven columns in 12-point type (rule 2.104).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.documents.assemble import LANDSCAPE
from app.documents.canvas import Canvas
from app.documents.draft import MotionCase, MotionCount, court_order
from app.documents.fonts import Face, FontSet, clean
from app.documents.pleading import draw_practice
from app.documents.wording import BLANK_NUMBER, defendant_of, short_date
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


def schedule_pages(cases: Sequence[MotionCase]) -> list[list[ScheduleRow]]:
    """The rows of each page, in court order; lines are numbered through from 1.

    A branch is named above its first case and again at the head of each page.
    Raises `UserError` for a name that cannot be printed.
    """
    pages: list[list[ScheduleRow]] = [[]]
    room = ROWS_BOTTOM - ROWS_TOP
    used = 0.0
    branch = ""
    number = 0
    for case in sorted(cases, key=court_order):
        for count in case.counts:
            number += 1
            row = _row(number, case, count)
            needs_heading = bool(case.branch) and (case.branch != branch or not pages[-1])
            height = row.height + (_heading(case).height if needs_heading else 0)
            if pages[-1] and used + height > room:
                pages.append([])
                used = 0.0
                needs_heading = bool(case.branch)
            branch = case.branch
            if needs_heading:
                pages[-1].append(_heading(case))
                used += pages[-1][-1].height
            pages[-1].append(row)
            used += row.height
    return pages


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
    relief: str  # heading of the last column
    court: str
    footer: str
    n_pages: int
    is_practice: bool


def head_content(fonts: FontSet, head: ScheduleHead, index: int, page_number: int) -> bytes:
    """Head and footer of page ``index`` (from 1) of the schedule."""
    canvas = Canvas(fonts, HEIGHT)
    if head.is_practice:
        draw_practice(canvas, MIDDLE, 34)
    title = f"{head.label}: schedule of cases and convictions"
    canvas.text(LEFT, TITLE_Y, title, Face.BOLD)
    canvas.text_right(RIGHT, TITLE_Y, f"{head.label}, page {index:,} of {head.n_pages:,}")
    canvas.text(LEFT, COURT_Y, head.court)
    canvas.text_right(_NUMBER_RIGHT, HEADING_Y, "Line", Face.BOLD)
    for (x, _), heading in zip(_COLUMNS, (*_HEADINGS, head.relief), strict=True):
        canvas.text(x, HEADING_Y, heading, Face.BOLD)
    canvas.rule(LEFT, ROWS_TOP, RIGHT, ROWS_TOP, width=0.9)
    canvas.text_center(MIDDLE, FOOTER_Y, str(page_number))
    canvas.rule(LEFT, FOOTER_Y + 4, RIGHT, FOOTER_Y + 4)
    canvas.text_center(MIDDLE, FOOTER_Y + 14.5, head.footer, size=10)
    return canvas.content()


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
