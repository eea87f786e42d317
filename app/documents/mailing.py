"""Labels on sheets of thirty (Avery 5160) and #10 envelopes, a page each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.assemble import Assembly, PaperInfo
from app.documents.canvas import Canvas
from app.documents.draft import Office
from app.documents.fonts import clean, font_set
from app.documents.mail_layout import (
    ENVELOPE_SIZE,
    INCH,
    LABELS_ACROSS,
    LABELS_DOWN,
    draw_lines,
    fitted,
    label_corner,
    label_lines,
)
from app.errors import UserError

A_SHEET = LABELS_ACROSS * LABELS_DOWN
_FROM_LEFT, _FROM_TOP = 0.4 * INCH, 0.4 * INCH
_FROM_WIDE, _FROM_TALL = 3.2 * INCH, 1.1 * INCH
_TO_LEFT, _TO_TOP = 4.2 * INCH, 1.9 * INCH
_TO_WIDE, _TO_TALL = 4.6 * INCH, 1.4 * INCH


def render_labels(addresses: Sequence[tuple[str, ...]], dated: date) -> bytes:
    """Labels in the order given, along the rows of each sheet.

    An address is the name and its lines. Raises `UserError` for one that does not fit.
    """
    if not addresses:
        raise UserError("Nobody has an address, so there is no label to make.")
    fitting = [label_lines(lines, lines[0]) for lines in addresses]
    fonts = font_set(text for _, rows in fitting for text in rows)
    assembly = Assembly(fonts)
    for start in range(0, len(fitting), A_SHEET):
        canvas = Canvas(fonts)
        for place, (size, rows) in enumerate(fitting[start : start + A_SHEET]):
            draw_lines(canvas, *label_corner(place), size, rows)
        assembly.add_page([assembly.stream(canvas.content())])
    return assembly.finish(PaperInfo(f"{len(addresses):,} labels", "Avery 5160", dated), [])


def render_envelopes(office: Office, addresses: Sequence[tuple[str, ...]], dated: date) -> bytes:
    """A #10 envelope for each address. Raises `UserError` for one that does not fit."""
    if not addresses:
        raise UserError("Nobody has an address, so there is no envelope to make.")
    sender = (office.name or office.kind, *office.address)
    own = fitted(sender, _FROM_WIDE, _FROM_TALL, "the office", "an envelope")
    fitting = [fitted(a, _TO_WIDE, _TO_TALL, a[0], "an envelope") for a in addresses]
    fonts = font_set(clean(text) for _, rows in (own, *fitting) for text in rows)
    assembly = Assembly(fonts)
    for size, rows in fitting:
        canvas = Canvas(fonts, ENVELOPE_SIZE[1])
        draw_lines(canvas, _FROM_LEFT, _FROM_TOP, min(own[0], 10.0), own[1])
        draw_lines(canvas, _TO_LEFT, _TO_TOP, size, rows)
        assembly.add_page([assembly.stream(canvas.content())], ENVELOPE_SIZE)
    return assembly.finish(PaperInfo(f"{len(addresses):,} envelopes", "#10", dated), [])
