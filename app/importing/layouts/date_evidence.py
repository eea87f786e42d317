"""Which way of writing dates the cells of a column prove; where they prove none, a question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from app.importing.layouts.date_formats import find_format, read_cell_date

_CANDIDATES = (
    *(f"{order}{year}".replace("/", sign) for sign in "/-." for order in ("M/D/", "D/M/")
      for year in ("YYYY", "YY")),
    "YYYYMMDD", "MMDDYYYY", "DDMMYYYY", "YYYY/M/D", "YYYY.M.D", "D-MON-YYYY", "D-MON-YY",
    "D MON YYYY", "MON D, YYYY", "M/YYYY", "YYYY",
)  # fmt: skip
_ENOUGH = 0.8
_ANY_CENTURY = 50


class DateEvidence(NamedTuple):
    """``formats`` are certain, ``question`` asks what the cells leave open; one of both is empty.

    ``choices`` are the patterns the question is about.
    """

    formats: tuple[str, ...]
    why: str
    question: str = ""
    choices: tuple[str, ...] = ()
    needs_pivot: bool = False


@lru_cache(maxsize=8192)
def looks_like_date(text: str) -> bool:
    """Whether some pattern with a day, a month and a year reads the text."""
    if not any(sign.isdigit() for sign in text):
        return False
    return any(read_cell_date(text, (one,), _ANY_CENTURY) is not None for one in _CANDIDATES[:-2])


def weigh_dates(values: Sequence[str]) -> DateEvidence:
    """Day and month are told apart only by a cell that is a date in one order alone."""
    written = [value for value in set(values) if read_cell_date(value, (), None) is None]
    if not written:
        return DateEvidence(("YYYY-MM-DD",), "all cells are dates of the form YYYY-MM-DD")
    read = {one: _read_by(one, written) for one in _CANDIDATES}
    most = max(len(cells) for cells in read.values())
    best = next(one for one in _CANDIDATES if len(read[one]) == most)
    rivals = [one for one in _CANDIDATES if _shape(one) == _shape(best) and one != best]
    rivals = [one for one in rivals if read[one]]
    if len(read[best].union(*(read[one] for one in rivals))) < _ENOUGH * len(written):
        return DateEvidence((), "", "No one way of writing dates reads most of its cells.")
    needs_pivot = "YYYY" not in best
    for rival in rivals:
        if not read[best] - read[rival]:
            return DateEvidence(
                (), "", f"Its dates can be read as {best} and as {rival}, and no cell shows which: "
                "say which the list uses.", (best, rival), needs_pivot,
            )  # fmt: skip
        if read[rival] - read[best]:
            example = min(read[rival] - read[best])
            return DateEvidence(
                (), "", f"Most of its dates are {best}, but some can only be {rival} ({example}): "
                "say which the list uses.", (best, rival), needs_pivot,
            )  # fmt: skip
    why = f"{most} of {len(written)} different dates are {best}"
    if rivals:
        why += f", and {min(read[best] - read[rivals[0]])} can be nothing else"
    return DateEvidence((best,), why, needs_pivot=needs_pivot)


def _read_by(pattern: str, values: Sequence[str]) -> set[str]:
    return {one for one in values if read_cell_date(one, (pattern,), _ANY_CENTURY) is not None}


def _shape(pattern: str) -> str:
    form = find_format(pattern)
    return form.shape if form is not None else ""
