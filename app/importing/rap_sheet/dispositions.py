"""The vocabulary of dispositions: what became of a count, as far as words are known here.

A text that is not in the vocabulary is never taken for a conviction nor for the lack of one.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from app.importing.values import read_relief


class Outcome(Enum):
    """What a disposition says of the count."""

    CONVICTION = "conviction"
    NO_CONVICTION = "no conviction"
    AFTERWARDS = "afterwards"  # something that happens to an earlier conviction
    UNREAD = "unread"


_NO_CONVICTION = (
    "DISMISSED", "DISM", "ACQUITTED", "NOT GUILTY", "PROS REJ", "PROS DEFERRED", "DIVERSION",
    "PROCEEDINGS SUSPENDED", "PROC SUSP", "CERTIFIED TO SUPERIOR COURT", "REL", "RELEASED",
    "DETENTION ONLY", "NO LONGER INTERESTED", "NO LONGER REQUIRED", "CLARIFICATION REQUESTED",
    "PAROLED", "DISCHARGED",
)  # fmt: skip
_AFTERWARDS = (
    "SENTENCE MODIFIED", "PROBATION REVOKED", "PROB REVOKED", "PROBATION REINSTATED",
    "PROB REINSTATED", "REDUCED TO MISDEMEANOR", "CONVICTION REVERSED", "RELIEF GRANTED",
)  # fmt: skip
_CONVICTED = "CONVICTED"
_GO_ON = ("PER ", "& ", "TO ", "OF ", "FOR ", "ON ", "IN ", "BY ")
_UNDONE = re.compile(r"REVERS|SET ASIDE|VACAT|DISMISS|\bDISM\b|ACQUIT|NOT GUILTY")
_JUNK = " .,'*·•-:;"


def _begins_with(text: str, phrase: str) -> bool:
    return text.startswith(phrase) and not text[len(phrase) : len(phrase) + 1].isalnum()


@lru_cache(maxsize=4096)
def read_outcome(text: str) -> Outcome:
    """What a disposition says; UNREAD when it is not in the vocabulary."""
    value = text.upper().strip(_JUNK)
    if _begins_with(value, _CONVICTED):
        return Outcome.UNREAD if _UNDONE.search(value) else Outcome.CONVICTION
    if read_relief(value) is not None:
        return Outcome.AFTERWARDS
    if any(_begins_with(value, phrase) for phrase in _AFTERWARDS):
        return Outcome.AFTERWARDS
    if any(_begins_with(value, phrase) for phrase in _NO_CONVICTION):
        return Outcome.UNREAD if "CONVICT" in value else Outcome.NO_CONVICTION
    return Outcome.UNREAD


@lru_cache(maxsize=4096)
def without_spacing(text: str) -> str:
    """``CO N VI CTE D`` -> ``CONVICTED``: a word of the vocabulary printed in spaced letters.

    Any other text comes back as it is.
    """
    if read_outcome(text) is not Outcome.UNREAD:
        return text
    squeezed = "".join(text.upper().split())
    for phrase in (_CONVICTED, *_NO_CONVICTION, *_AFTERWARDS):
        if squeezed.strip(_JUNK) == phrase.replace(" ", ""):
            return phrase
    if _begins_with(squeezed, _CONVICTED):
        return squeezed
    return text


def goes_on(text: str, more: str) -> bool:
    """Whether the line ``more`` goes on with a disposition that was wrapped."""
    last = text.upper().split()[-1:]
    if not last or last[0] in {"PER", "&", "AND", "TO", "OF", "FOR", "ON", "BY"}:
        return True
    if text.endswith(("-", "/", ",", "&")) or more.upper().startswith(_GO_ON):
        return True
    if read_outcome(text) is not Outcome.UNREAD:
        return False
    return read_outcome(f"{text} {more}") is not Outcome.UNREAD


def may_undo(text: str) -> bool:
    """Whether a later disposition may have ended a conviction, in words that name no relief."""
    if read_outcome(text) is Outcome.UNREAD:
        return True
    value = text.upper().strip(_JUNK)
    return read_relief(value) is None and any(
        _begins_with(value, phrase) for phrase in ("DISMISSED", "DISM", "ACQUITTED", "NOT GUILTY")
    )


def is_sentence_change(text: str) -> bool:
    """Whether a later disposition says that the sentence is no longer the one first stated."""
    return _begins_with(text.upper().strip(_JUNK), "SENTENCE MODIFIED")
