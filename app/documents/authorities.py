"""The grounds of a case and what they rest on: convictions with the same ground stand together."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.draft import Authority, MotionCount
from app.documents.wording import items_in_words, sentence_phrase

NO_AUTHORITY = "the authorities for it are:"  # lines to fill by hand follow
AUTHORITIES = "it rests on:"


def authority_parts(counts: Sequence[MotionCount]) -> list[tuple[str, list[str]]]:
    """For each ground, in the order of the convictions: its sentence, and its citations.

    A ground with one citation names it in its sentence. One without any ends with
    `NO_AUTHORITY`: they are left to counsel.
    """
    found: dict[tuple[str, tuple[Authority, ...]], list[int]] = {}
    for number, count in enumerate(counts, 1):
        key = (sentence_phrase(count.reason), count.authorities)
        found.setdefault(key, []).append(number)
    return [
        _part(ground, items_in_words(numbers, len(counts)), _cites(authorities))
        for (ground, authorities), numbers in found.items()
    ]


def _part(ground: str, of: str, cites: list[str]) -> tuple[str, list[str]]:
    stated = f"“{ground}”" if ground else "_" * 30
    sentence = f"For {of}, the ground found on the review is {stated}; "
    if len(cites) == 1:
        return f"{sentence}it rests on {cites[0]}.", []
    return sentence + (AUTHORITIES if cites else NO_AUTHORITY), cites


def _cites(authorities: Sequence[Authority]) -> list[str]:
    return [f"{one.cite}: {one.says.strip().rstrip('.')}" for one in authorities]
