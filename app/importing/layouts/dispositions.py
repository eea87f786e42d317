"""What the words of a disposition mean: a conviction, none, or nobody knows."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from app.importing.layouts.fields import UNKNOWN
from app.importing.values import clean, read_relief

_PLAIN = (("CONVICTED", "convicted"), ("DISMISSED", "dismissed"), ("ACQUITTED", "acquitted"))
_STATE_WORDS = {"dismissed": "DISMISSED", "acquitted": "ACQUITTED", "other": "OTHER"}
CONTRADICTION = "The list is said to hold convictions only, and the row says otherwise."


class Disposition(NamedTuple):
    """``text`` is DISP_DESCR; ``note`` goes to the comment, where relief is looked for."""

    text: str
    note: str = ""
    is_doubtful: bool = False
    is_contradiction: bool = False


@lru_cache(maxsize=16384)
def read_disposition(words: str, meaning: str, for_all: str) -> Disposition:
    """``meaning`` is what the value map says, ``for_all`` what holds for the whole list.

    Words in no map count only when they plainly begin with CONVICTED, DISMISSED or ACQUITTED.
    A dismissal that is relief (1203.4) may have followed a conviction: it counts only by a map.
    """
    text = clean(words)
    found = meaning or _plain_meaning(text)
    if for_all == "convicted" and found in ("dismissed", "acquitted", "other"):
        return Disposition(text, is_doubtful=True, is_contradiction=True)
    if not found or found == UNKNOWN:
        if not for_all or UNKNOWN in (for_all, found):
            return Disposition(_unclear(text), is_doubtful=True)
        found = for_all
    if found in ("convicted", "relieved"):
        note = text if found == "relieved" or read_relief(text) is not None else ""
        return Disposition(_after("CONVICTED", text), note)
    return Disposition(_after(_STATE_WORDS[found], text))


def _plain_meaning(text: str) -> str:
    upper = text.upper()
    for start, meaning in _PLAIN:
        if upper.startswith(start):
            after = upper[len(start) :]
            is_word = not after[:1].isalnum() and "?" not in after
            return "" if not is_word or (meaning != "convicted" and read_relief(text)) else meaning
    return ""


def _after(state_word: str, text: str) -> str:
    """The state's word first, then the list's own."""
    if not text or text.upper().startswith(state_word):
        return text.upper() if text else state_word
    return f"{state_word}: {text}"


def _unclear(text: str) -> str:
    """The list's own words, so that they do not begin like a conviction."""
    return f"UNCLEAR: {text}" if text.upper().startswith("CONVICTED") else text
