"""Blocks that a person fills in by hand: lines, boxes, who was served, an oath.

Nothing here is ever filled in or marked: each fact of these blocks is sworn to, or chosen, by
the person who signs. Only names and addresses that the office gave are printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.documents.draft import Served
from app.documents.flow import Row, Run, Unit, paragraph_units
from app.documents.fonts import Face, clean, text_width
from app.documents.pleading import CENTER, TEXT_LEFT, TEXT_RIGHT, TEXT_WIDTH
from app.documents.wrap import wrap

BOX = "[\u00a0\u00a0\u00a0]"
INDENT = 36.0
_BOX_X = TEXT_LEFT + INDENT
_BOX_TEXT_X = _BOX_X + 28
_NAME_X = TEXT_LEFT + INDENT
_WAYS = (
    "in person, on ____________________ (date), at ______________ (time)",
    "by mail, deposited on ________________ (date), at __________________ (city, state)",
    "electronically, on ____________________ (date), at ______________ (time)",
)


def lines_units() -> list[Unit]:
    """Two ruled lines across the page, on the numbered lines."""
    line = "_" * int(TEXT_WIDTH / text_width("_", Face.REGULAR, 12))
    return paragraph_units([(Run(TEXT_LEFT, line),)] * 2)


def box_units(text: str, where: str) -> list[Unit]:
    """An empty box and what it says, double-spaced."""
    lines = wrap(clean(text, where), TEXT_RIGHT - _BOX_TEXT_X)
    rows: list[tuple[Run, ...]] = [(Run(_BOX_TEXT_X, line),) for line in lines]
    rows[0] = (Run(_BOX_X, BOX), *rows[0])
    return paragraph_units(rows)


def papers_units(titles: Sequence[str], where: str) -> list[Unit]:
    """A box for each paper of the case, and one for others."""
    units: list[Unit] = []
    for title in (*titles, "Other: " + "_" * 48):
        units += box_units(title, where)
    return units


def served_units(served: Sequence[Served], where: str) -> list[Unit]:
    """Each person served with the boxes for how; one to fill by hand when nobody is given."""
    return [_served_unit(one, where) for one in served or (Served(""),)]


def _served_unit(one: Served, where: str) -> Unit:
    address = [line for line in one.address if line.strip()]
    given = [one.name.strip(), *address, one.email.strip() and f"E-mail: {one.email.strip()}"]
    rows: list[Row] = []
    step = 0
    for text in filter(None, given):
        for line in wrap(clean(text, where), TEXT_RIGHT - _NAME_X):
            rows.append(Row(step, (Run(_NAME_X, line),)))
            step += 1
    step += step % 2
    for text in _missing(one, has_address=bool(address)):
        rows.append(Row(step, (Run(_NAME_X, text),)))
        step += 2
    for way in _WAYS:
        rows.append(Row(step, (Run(_BOX_X, BOX), Run(_BOX_TEXT_X, clean(way)))))
        step += 2
    return Unit(tuple(rows), step)


def _missing(one: Served, *, has_address: bool) -> Iterator[str]:
    """Lines to fill by hand for what was not given; an e-mail address is not needed."""
    if not one.name.strip():
        yield "Name: " + "_" * 50
    if not has_address:
        yield "Address: " + "_" * 48
        yield "_" * 57


def oath_unit() -> Unit:
    """Date, place, printed name and signature of who declares."""
    x = CENTER - 14
    rows = (
        Row(2, (Run(TEXT_LEFT, "Date: " + "_" * 24), Run(x, "Place: " + "_" * 33))),
        Row(6, (Run(TEXT_LEFT, "_" * 29), Run(x, "_" * 39))),
        Row(7, (Run(TEXT_LEFT, "(printed name)"), Run(x, "(signature)"))),
    )
    return Unit(rows, 8)
