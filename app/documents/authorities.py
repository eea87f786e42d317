"""The grounds of a case and what they rest on: convictions with the same ground stand together."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.draft import Authority, MotionCount
from app.documents.wording import items_in_words, sentence_phrase

NO_AUTHORITY = "the authorities for it are:"  # lines to fill by hand follow
AUTHORITIES = "it rests on:"


def authority_parts(counts: Sequence[MotionCount]) -> list[tuple[str, list[str]]]:
    """For each ground, in the order of the convictions: its sentence, and its citations.

    A ground without citations leaves them to counsel: its list is empty.
    """
    found: dict[tuple[str, tuple[Authority, ...]], list[int]] = {}
    for number, count in enumerate(counts, 1):
        key = (sentence_phrase(count.reason), count.authorities)
        found.setdefault(key, []).append(number)
    return [
        (_sentence(ground, numbers, len(counts), bool(authorities)), _cites(authorities))
        for (ground, authorities), numbers in found.items()
    ]


def _sentence(ground: str, numbers: list[int], n_all: int, has_authorities: bool) -> str:
    of = items_in_words(numbers, n_all)
    stated = f"“{ground}”" if ground else "_" * 30
    rest = AUTHORITIES if has_authorities else NO_AUTHORITY
    return f"For {of}, the ground found on the review is {stated}; {rest}"


def _cites(authorities: Sequence[Authority]) -> list[str]:
    return [f"{one.cite}: {one.says.strip().rstrip('.')}" for one in authorities]
