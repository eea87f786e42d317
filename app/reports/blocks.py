"""The parts a report is laid out from: headings, tiles, bars with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.sheet import (
    CONTENT_WIDTH,
    INK,
    MARGIN,
    PRIMARY,
    SECONDARY,
    WASH,
    Color,
    Face,
    Sheet,
)

SMALL_CELL = 11  # groups of fewer people are not shown by themselves
ROW_HEIGHT = 13.5
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    n: int
    color: Color = PRIMARY
    note: str = ""  # a word before the label, where the block has room for one


@dataclass(frozen=True, slots=True)
class Column:
    """A block's place: its left edge and width."""

    x: float
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width


FULL = Column(MARGIN, CONTENT_WIDTH)
LEFT = Column(MARGIN, 246.0)
RIGHT = Column(MARGIN + CONTENT_WIDTH - 246.0, 246.0)


def number(n: int) -> str:
    return f"{n:,}"


def share(n: int, total: int) -> str:
    """Percent without decimals; less than one but not none is said so."""
    if total == 0 or n == 0:
        return "0%"
    percent = 100 * n / total
    if percent < 1:
        return "<1%"
    return ">99%" if n < total and percent > 99 else f"{percent:.0f}%"


def heading(sheet: Sheet, column: Column, y: float, text: str) -> float:
    """A section's heading over a thin line; returns where its content begins."""
    sheet.text(column.x, y, text, width=column.width, size=11, face=Face.BOLD)
    sheet.rule(y + 16, column.x, column.right)
    return y + 22


def tiles(sheet: Sheet, y: float, values: Sequence[tuple[str, str, Color]]) -> float:
    """Large numbers side by side: the number, what it is, the color of its edge."""
    gap = 10.0
    width = (CONTENT_WIDTH - gap * (len(values) - 1)) / len(values)
    for place, (value, label, color) in enumerate(values):
        x = MARGIN + place * (width + gap)
        sheet.bar(x, y, width, 58, WASH)
        sheet.bar(x, y, 3, 58, color)
        size = _largest(sheet, value, width - 18, 20)
        sheet.text(x + 11, y + 9, value, width=width - 18, size=size, face=Face.BOLD)
        sheet.paragraph(
            x + 11, y + 35, label, width=width - 18, size=7.8, leading=1.2, max_lines=2,
            color=SECONDARY,
        )  # fmt: skip
    return y + 58


def _largest(sheet: Sheet, text: str, width: float, size: float) -> float:
    while size > 8 and sheet.text_width(text, size, Face.BOLD) > width:
        size -= 1
    return size


def fold(rows: Sequence[BarRow], limit: int, what: str) -> list[BarRow]:
    """At most ``limit`` rows; the last ones together as "n other ..." when there are more."""
    if len(rows) <= limit:
        return list(rows)
    rest = rows[limit - 1 :]
    other = BarRow(f"{len(rest)} other {what}", sum(row.n for row in rest), SECONDARY)
    return [*rows[: limit - 1], other]


def without_small_cells(rows: Sequence[BarRow]) -> list[BarRow]:
    """Groups of fewer than 11 people together, and with them so many of the next smallest
    that nothing can be worked out from the total. Empty when that leaves nothing to tell.
    """
    by_size = sorted((row for row in rows if row.n), key=lambda row: row.n)
    folded: list[BarRow] = []
    while by_size and (by_size[0].n < SMALL_CELL or _reveals(folded)):
        folded.append(by_size.pop(0))
    if not folded:
        return [row for row in rows if row.n]
    if not by_size:
        return []
    kept = [row for row in rows if row in by_size]
    return [*kept, BarRow("All others together", sum(row.n for row in folded), SECONDARY)]


def _reveals(folded: Sequence[BarRow]) -> bool:
    """Whether folded groups say too much: one alone, or all of them a small group."""
    return bool(folded) and (len(folded) == 1 or sum(row.n for row in folded) < SMALL_CELL)


def bars(
    sheet: Sheet,
    column: Column,
    y: float,
    rows: Sequence[BarRow],
    *,
    total: int,
    label_share: float = 0.5,
    row_height: float = ROW_HEIGHT,
    size: float = 8.5,
    note_width: float = 0,
) -> float:
    """Label, bar, number and share of ``total``; bars are to one scale, the longest row."""
    number_width, share_width = 42.0, 28.0
    label_width = column.width * label_share - _GAP
    bar_x = column.x + label_width + _GAP
    bar_width = column.right - number_width - share_width - _GAP - bar_x
    largest = max((row.n for row in rows), default=0)
    for row in rows:
        if note_width:
            sheet.text(column.x, y, row.note, width=note_width - 6, size=size, color=SECONDARY)
        below = sheet.paragraph(
            column.x + note_width, y, row.label, width=label_width - note_width, size=size,
            leading=1.2, max_lines=1 if note_width else 2,
        )  # fmt: skip
        length = bar_width * row.n / largest if largest else 0
        sheet.bar(bar_x, y + 1.5, max(length, 0.75 if row.n else 0), size - 1, row.color)
        right = column.right - share_width
        sheet.text(
            right - number_width, y, number(row.n), width=number_width, size=size,
            face=Face.MEDIUM, align="R",
        )  # fmt: skip
        sheet.text(
            right, y + 0.8, share(row.n, total), width=share_width, size=size - 1, color=SECONDARY,
            align="R",
        )  # fmt: skip
        y = max(y + row_height, below + row_height - size * 1.2)
    return y


def table(
    sheet: Sheet,
    column: Column,
    y: float,
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int]]],
    *,
    number_width: float = 52.0,
    has_total: bool = False,
    size: float = 8.5,
    head_size: float = 7.2,
) -> float:
    """Labels with columns of numbers under small heads; the first head is the label's."""
    label_width = column.width - number_width * (len(heads) - 1) - _GAP
    starts = [column.right - number_width * n for n in range(len(heads) - 1, 0, -1)]
    sheet.text(column.x, y, heads[0], width=label_width, size=head_size, color=SECONDARY)
    for x, head in zip(starts, heads[1:], strict=True):
        sheet.text(x, y, head, width=number_width, size=head_size, color=SECONDARY, align="R")
    y += head_size + 5
    for place, (label, values) in enumerate(rows):
        is_total = has_total and place == len(rows) - 1
        face = Face.MEDIUM if is_total else Face.REGULAR
        if is_total:
            sheet.rule(y, column.x, column.right)
            y += 3
        below = sheet.paragraph(
            column.x, y, label, width=label_width, size=size, leading=1.2, max_lines=2, face=face
        )
        for x, value in zip(starts, values, strict=True):
            sheet.text(
                x, y, number(value), width=number_width, size=size, align="R", face=face,
                color=INK if value else SECONDARY,
            )  # fmt: skip
        y = max(y + ROW_HEIGHT, below + ROW_HEIGHT - size * 1.2)
    return y


def remark(sheet: Sheet, column: Column, y: float, text: str, max_lines: int = 3) -> float:
    """A quiet sentence, in place of an empty table or below one."""
    return sheet.paragraph(
        column.x, y, text, width=column.width, size=8, max_lines=max_lines, color=SECONDARY
    )
