"""A receipt to print and file: facts, hashes to compare by eye, counts, two lines to sign on.

Equal receipts give equal bytes.
"""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

from app.model.receipt import Receipt
from app.reports.furniture import page_furniture
from app.reports.paged import Bit, Column, Pages, lay_out
from app.reports.sheet import (
    CONTENT_WIDTH,
    MARGIN,
    SECONDARY,
    WASH,
    Face,
    Sheet,
)
from app.version import PROGRAM, VERSION

_GROUP = 8  # characters of a hash that are compared in one look
_NAMES = 120.0  # the width of the names
_COUNT, _WORDS = 76.0, 182.0
_SIGNED = ("Filed by (name)", "Signature and date")


def render_receipt(receipt: Receipt) -> bytes:
    """The receipt as PDF; its date is the receipt's day."""
    sheet = Sheet(
        f"{receipt.title}: {receipt.workspace}", receipt.title, date.fromisoformat(receipt.day)
    )

    def draw(pages: Pages) -> None:
        _draw(pages, receipt)

    foot = f"{receipt.title} · {receipt.workspace} · {receipt.day} · {PROGRAM} {VERSION}"
    lay_out(sheet, page_furniture(PROGRAM, foot, is_practice=receipt.is_practice), draw)
    return sheet.finish()


def _draw(pages: Pages, receipt: Receipt) -> None:
    pages.turn(receipt.title)
    pages.y = 45
    pages.sheet.text(MARGIN, pages.y, receipt.title, width=CONTENT_WIDTH, size=19, face=Face.BOLD)
    pages.y += 30
    columns = (Column("", _NAMES), Column("", CONTENT_WIDTH - _NAMES))
    pages.table(
        columns,
        [
            ([Bit(name, color=SECONDARY, size=9)], [Bit(value, size=9)])
            for name, value in receipt.facts
        ],
    )
    pages.heading("What proves it")
    for name, value in receipt.proof:
        _proof(pages, name, value)
    pages.heading("What it holds")
    _counts(pages, receipt)
    pages.y += 6
    pages.paragraph(" ".join(receipt.notes), size=9)
    _sign(pages)


def _proof(pages: Pages, name: str, value: str) -> None:
    """A hash in groups to compare by eye; a number before it stays whole."""
    pages.need(42)
    sheet, y = pages.sheet, pages.y
    number, mark, digest = value.rpartition(":")
    groups = " ".join(digest[n : n + _GROUP] for n in range(0, len(digest), _GROUP))
    sheet.bar(MARGIN, y, CONTENT_WIDTH, 34, WASH)
    sheet.text(MARGIN + 8, y + 5, name, width=CONTENT_WIDTH - 16, size=8, face=Face.MEDIUM)
    shown = f"{number}{mark} {groups}" if mark else groups
    sheet.text(MARGIN + 8, y + 19, shown, width=CONTENT_WIDTH - 16, size=7.9, face=Face.MONO)
    pages.y = y + 40


def _counts(pages: Pages, receipt: Receipt) -> None:
    """In two columns, down the first and then the second."""
    half = (len(receipt.counts) + 1) // 2
    columns = (
        Column("", _COUNT, "R"), Column("", _WORDS), Column("", _COUNT, "R"), Column("", _WORDS)
    )  # fmt: skip
    nothing = ("", None)
    rows = []
    for left, right in zip_longest(receipt.counts[:half], receipt.counts[half:]):
        row = []
        for name, n in (left, right or nothing):
            row += [[Bit("" if n is None else f"{n:,}", size=9)], [Bit(name, size=9)]]
        rows.append(row)
    pages.table(columns, rows)


def _sign(pages: Pages) -> None:
    pages.need(60)
    pages.y += 40
    width = (CONTENT_WIDTH - 24) / 2
    for place, name in enumerate(_SIGNED):
        x = MARGIN + place * (width + 24)
        pages.sheet.rule(pages.y, x, x + width, color=SECONDARY)
        pages.sheet.text(x, pages.y + 3, name, width=width, size=7.5, color=SECONDARY)
    pages.y += 14
