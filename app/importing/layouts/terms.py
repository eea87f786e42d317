"""The terms of a row's sentence, from words and from columns of lengths, units and places."""

from __future__ import annotations

from app.importing.layouts.fields import UNITS
from app.importing.layouts.given import Given
from app.importing.layouts.sentences import read_length, read_sentence

_UNITS = {
    "D": "days", "DAY": "days", "DAYS": "days", "DYS": "days",
    "M": "months", "MO": "months", "MOS": "months", "MONTH": "months", "MONTHS": "months",
    "Y": "years", "YR": "years", "YRS": "years", "YEAR": "years", "YEARS": "years",
}  # fmt: skip


def read_terms(given: Given) -> list[str]:
    """Every term, each once; a place without a length is a term of unknown length."""
    terms: list[str] = []
    for cell in given.all("sentence"):
        terms += read_sentence(cell.translated)
    unit, place = _unit(given), given.text("sentence_place")
    lengths = given.all("sentence_length")
    for cell in lengths:
        terms += read_length(cell.text, cell.column.unit or unit, cell.column.place or place)
    if place and not lengths:
        terms += read_sentence(place)
    return terms


def _unit(given: Given) -> str:
    text = given.text("sentence_unit")
    return text if text in UNITS else _UNITS.get(text.upper().strip("."), "")
