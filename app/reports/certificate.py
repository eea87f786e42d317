"""The certificate of destruction on Letter pages. Equal facts give equal bytes."""

from __future__ import annotations

from app.model.certificate import Certificate
from app.reports.furniture import page_furniture
from app.reports.paged import Bit, Column, Pages, lay_out
from app.reports.sheet import (
    CAUTION,
    CONTENT_WIDTH,
    GOOD,
    MARGIN,
    SECONDARY,
    Face,
    Sheet,
)

_LABEL = 128.0
_COLUMNS = (Column("", _LABEL), Column("", CONTENT_WIDTH - _LABEL))
_PROVEN = "Every page was looked through afterwards, and nothing was found."
_NOT_PROVEN = "That nothing is left was not shown by a look through every page; see below."
_TO_RULE = 6.0
_SIGNATURE = "Signature, name, day"


def render_certificate(paper: Certificate) -> bytes:
    """As PDF. The document's date is the day of the purge; the signature stays blank."""
    sheet = Sheet(paper.title, paper.about, paper.made_on)

    def draw(pages: Pages) -> None:
        _draw(pages, paper)

    foot = paper.foot
    lay_out(sheet, page_furniture(paper.title, foot, is_practice=paper.is_practice), draw)
    return sheet.finish()


def _draw(pages: Pages, paper: Certificate) -> None:
    pages.turn(paper.title)
    pages.sheet.text(MARGIN, 48, paper.title, width=CONTENT_WIDTH, size=19, face=Face.BOLD)
    pages.y = 74
    pages.paragraph(paper.about, size=10, color=SECONDARY)
    said = paper.headline or (_PROVEN if paper.is_proven else _NOT_PROVEN)
    pages.y += 4
    pages.sheet.bar(MARGIN, pages.y + 1, 4, 14, CAUTION if said == _NOT_PROVEN else GOOD)
    pages.sheet.text(MARGIN + 11, pages.y, said, width=CONTENT_WIDTH - 11, size=11, face=Face.BOLD)
    pages.y += 22
    for part in paper.parts:
        pages.heading(part.heading)
        pages.y -= _TO_RULE  # the rule of the heading is that of the first row
        pages.table(
            _COLUMNS,
            [([Bit(label, Face.MEDIUM, SECONDARY)], [Bit(text)]) for label, text in part.lines],
        )
    pages.need(60)
    pages.y += 34
    pages.sheet.rule(pages.y)
    pages.sheet.text(MARGIN, pages.y + 4, _SIGNATURE, width=CONTENT_WIDTH, size=8, color=SECONDARY)
    pages.y += 18
