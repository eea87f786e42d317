"""The sentence of a count: from the state's three columns, or from the terms of a reading."""

from __future__ import annotations

import re
from functools import lru_cache

from app.importing.issues import Issue, doubt
from app.importing.values import clean
from app.model.reading_columns import AND_MORE
from app.model.record import RowRef, SentencePart

_IN_COMMENT = re.compile(r"\bSEN(?:TENCE)?\s*[-:]", re.IGNORECASE)
_TERM = re.compile(r"(\d{1,5}) ([DMY]) (.+)|\? (.*)")
_SEE_COMMENT = "SEE COMMENT"


def read_sentence(
    at: RowRef, place: str, length: str, unit: str, comment: str
) -> tuple[tuple[SentencePart, ...], tuple[Issue, ...]]:
    """Parts and doubts of SENT_LOC_DESCR, SENT_LENGTH, SENT_TIME_CODE and a trimmed comment."""
    place, length, unit = clean(place), clean(length), clean(unit).upper()
    parts: tuple[SentencePart, ...] = ()
    issues: tuple[Issue, ...] = ()
    if place or length:
        days = _length(place, length, unit)
        parts = (SentencePart(place, days, unit if days else "", at),)
        if days is None:
            issues = (_unclear(at, "SENT_LENGTH", f"{place} {length} {unit}".strip()),)
    if comment and _IN_COMMENT.search(comment):
        parts += (SentencePart(_SEE_COMMENT, None, "", at),)
    return parts, issues


def read_terms(at: RowRef, cell: str) -> tuple[tuple[SentencePart, ...], tuple[Issue, ...]]:
    """Parts and doubts of a SENTENCE cell; a term in any other form is one of unknown length."""
    parts, issues = [], []
    for text in cell.split(AND_MORE):
        part = _term(at, clean(text))
        parts.append(part)
        if part.length is None:
            issues.append(_unclear(at, "SENTENCE", clean(text).removeprefix("? ")))
    return tuple(parts), tuple(issues)


def _term(at: RowRef, text: str) -> SentencePart:
    match = _TERM.fullmatch(text)
    if match is None or match[1] is None:
        return SentencePart((match[4] if match else text) or "TERM", None, "", at)
    length = int(match[1])
    return SentencePart(match[3], length, match[2] if length else "", at)


def _unclear(at: RowRef, column: str, text: str) -> Issue:
    return doubt(
        at.row, column, text, "Sentence length unclear",
        "A term was imposed whose length is not stated.",
        "The end of this sentence counts as unknown.",
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _length(place: str, length: str, unit: str) -> int | None:
    """Length of a term; 0 for a part without one; None when it is not stated."""
    if not length or not length.strip("0"):
        has_term = place.upper().startswith(("PROB", "JAIL", "PRISON", "CONF", "CUSTODY"))
        return None if has_term and not length else 0
    if length.isascii() and length.isdigit() and len(length) <= 5 and unit in ("D", "M", "Y"):
        return int(length)
    return None
