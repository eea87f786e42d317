"""Where things stand on what is mailed: the window of an envelope, labels, envelopes.

A sheet folded in three slides in a #10 window envelope (9 1/2 by 4 1/8 inches; the window 4 1/2
by 1 1/8, 7/8 from the left edge and 1/2 from the foot). The address stands where the window
shows it wherever the sheet lies, and nothing else stands where the window might show it.
"""

from __future__ import annotations

from app.documents.canvas import LETTER_HEIGHT, Canvas
from app.documents.fonts import clean
from app.documents.wrap import wrap
from app.errors import UserError

INCH = 72.0
_ENVELOPE_WIDE, _ENVELOPE_TALL = 9.5 * INCH, 4.125 * INCH
_WINDOW_LEFT, _WINDOW_WIDE = 0.875 * INCH, 4.5 * INCH
_WINDOW_TOP, _WINDOW_TALL = _ENVELOPE_TALL - (0.5 + 1.125) * INCH, 1.125 * INCH
_SLIDE_ACROSS = _ENVELOPE_WIDE - 8.5 * INCH
_SLIDE_DOWN = _ENVELOPE_TALL - LETTER_HEIGHT / 3
# What the window may show of the sheet: nothing but the address stands here.
SEEN_TOP, SEEN_BOTTOM = _WINDOW_TOP - _SLIDE_DOWN, _WINDOW_TOP + _WINDOW_TALL
SEEN_RIGHT = _WINDOW_LEFT + _WINDOW_WIDE
# What it shows wherever the sheet lies: the address stands here.
ADDRESS_LEFT = _WINDOW_LEFT + 9  # the clearance that the mail asks for at the side
ADDRESS_RIGHT = _WINDOW_LEFT + _WINDOW_WIDE - _SLIDE_ACROSS
ADDRESS_TOP, ADDRESS_BOTTOM = _WINDOW_TOP, SEEN_BOTTOM - _SLIDE_DOWN
_SIZES = (11.0, 10.0, 9.0, 8.0)

LABELS_ACROSS, LABELS_DOWN = 3, 10  # Avery 5160
LABEL_WIDE, LABEL_TALL = 2.625 * INCH, 1.0 * INCH
_LABEL_PITCH, _LABELS_LEFT, _LABELS_TOP = 2.75 * INCH, 0.1875 * INCH, 0.5 * INCH
_LABEL_MARGIN, _LABEL_MARGIN_ABOVE = 0.125 * INCH, 0.07 * INCH
ENVELOPE_SIZE = (_ENVELOPE_WIDE, _ENVELOPE_TALL)


def fitted(
    lines: tuple[str, ...], wide: float, tall: float, where: str, what: str
) -> tuple[float, list[str]]:
    """The size at which an address fits, and its lines. Raises `UserError` when it fits in none."""
    texts = [clean(line, where) for line in lines if line.strip()]
    for size in _SIZES:
        rows = [part for text in texts for part in wrap(text, wide, size=size)]
        if len(rows) * size * 1.1 <= tall:
            return size, rows
    raise UserError(
        f"The name and address of {where} do not fit {what}; shorten the address, or write this "
        "one by hand."
    )


def draw_lines(canvas: Canvas, x: float, top: float, size: float, rows: list[str]) -> None:
    """Lines from the top down, at a tenth more than their size."""
    for n, row in enumerate(rows):
        canvas.text(x, top + size * (0.85 + 1.1 * n), row, size=size)


def draw_address(canvas: Canvas, lines: tuple[str, ...], where: str) -> None:
    """Name and address in the window."""
    size, rows = window_lines(lines, where)
    draw_lines(canvas, ADDRESS_LEFT, ADDRESS_TOP, size, rows)


def window_lines(lines: tuple[str, ...], where: str) -> tuple[float, list[str]]:
    """Size and lines of an address in the window. Raises `UserError` when it does not fit."""
    room = ADDRESS_BOTTOM - ADDRESS_TOP
    return fitted(lines, ADDRESS_RIGHT - ADDRESS_LEFT, room, where, "the window of an envelope")


def label_lines(lines: tuple[str, ...], where: str) -> tuple[float, list[str]]:
    """Size and lines of an address on a label. Raises `UserError` when it does not fit."""
    wide, tall = LABEL_WIDE - 2 * _LABEL_MARGIN, LABEL_TALL - 2 * _LABEL_MARGIN_ABOVE
    return fitted(lines, wide, tall, where, "a label")


def label_corner(place: int) -> tuple[float, float]:
    """Left and top of the text of a label on its sheet, counted from 0 along the rows."""
    down, across = divmod(place, LABELS_ACROSS)
    return (
        _LABELS_LEFT + _LABEL_PITCH * across + _LABEL_MARGIN,
        _LABELS_TOP + LABEL_TALL * down + _LABEL_MARGIN_ABOVE,
    )
