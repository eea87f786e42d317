"""A plain page for attachments, where the office has put in no form for them."""

from __future__ import annotations

from datetime import date
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name

from app.documents.canvas import LETTER_HEIGHT, LETTER_WIDTH, Canvas
from app.documents.fonts import Face, font_set
from app.documents.forms.blank import Blank, Box, read_blank
from app.documents.forms.field_map import UNDATED, Entry, FieldMap
from app.documents.forms.pages import finish

_LEFT, _RIGHT = 72.0, 558.0
_LABELS = (  # from the left, baseline
    (_LEFT, 60.0, "Short title:"),
    (396.0, 60.0, "Case number:"),
    (_LEFT, 100.0, "ATTACHMENT"),
    (450.0, 100.0, "Page"),
    (496.0, 100.0, "of"),
)


def _entry(label: str, source: str, x: float, y: float, width: float, height: float = 16) -> Entry:
    return Entry(label, page=1, box=Box(x, y, width, height), source=source, size=(7.0, 12.0))


_MAP = FieldMap(
    form="Attachment",
    edition=UNDATED,
    title="Attachment",
    n_pages=1,
    entries=(
        _entry("Short title", "case.title", _LEFT, 64, 310, 18),
        _entry("Case number", "case.number", 396, 64, 162, 18),
        _entry("Number", "attachment.number", 152, 87, 40),
        _entry("Page", "attachment.page", 474, 87, 22),
        _entry("Pages", "attachment.pages", 508, 87, 30),
        _entry("Text", "attachment.body", _LEFT, 124, _RIGHT - _LEFT, 600),
    ),
)


@cache
def plain_attachment() -> tuple[Blank, FieldMap]:
    """The page and its map."""
    fonts = font_set(())
    canvas = Canvas(fonts)
    for x, y, words in _LABELS:
        canvas.text(x, y, words, Face.BOLD if words.isupper() else Face.REGULAR, 11)
    canvas.rule(_LEFT, 84, _RIGHT, 84)
    canvas.rule(_LEFT, 110, _RIGHT, 110)
    pdf = pikepdf.Pdf.new()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, int(LETTER_WIDTH), int(LETTER_HEIGHT)]),
        Resources=Dictionary(Font=fonts.resources_for(pdf)),
        Contents=pikepdf.Stream(pdf, canvas.content()),
    )
    pdf.pages.append(pikepdf.Page(page))
    data = finish(pdf, "Attachment", date(2000, 1, 1))
    return read_blank(data, "The plain page"), _MAP
