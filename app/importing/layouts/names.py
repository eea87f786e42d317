"""Names of people in the state's form, ``LAST,FIRST MIDDLE SUFFIX``, in capitals."""

from __future__ import annotations

import re
from functools import lru_cache

from app.importing.layouts.layout import LAST_FIRST, LAST_FIRST_BARE
from app.importing.values import clean

_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV", "V"})
# Words that belong to the last name when they stand before its last word.
_PARTICLES = frozenset(
    {"DA", "DE", "DEL", "DELA", "DER", "DI", "DOS", "DU", "EL", "LA", "LAS", "LOS", "SAN", "SANTA",
     "ST", "VAN", "VON"}
)  # fmt: skip


@lru_cache(maxsize=8192)
def read_name(text: str, form: str) -> str:
    """A whole name. A comma after the last name decides, whatever the form says.

    Without one, a name in the form LAST, FIRST MIDDLE stays as it is; else the last name is the
    last word (or, in the form LAST FIRST MIDDLE, the first) with its particles. A name of one
    word is a last name.
    """
    value = clean(text).upper()
    head, comma, rest = value.partition(",")
    rest = rest.strip(" ,")
    if comma and not _are_suffixes(rest):
        given, suffix = _without_suffix(rest.replace(",", " ").split())
        last, own = _without_suffix(head.split())
        return join_name(" ".join(last), " ".join(given), "", suffix or own)
    if form == LAST_FIRST:
        return value.rstrip(" ,")  # no comma says which word is the last name
    words, suffix = _without_suffix(f"{head} {rest}".split())
    if form == LAST_FIRST_BARE:
        begin = _last_name_first(words)
        return join_name(" ".join(words[:begin]), " ".join(words[begin:]), "", suffix)
    begin = _last_name_begins(words)
    return join_name(" ".join(words[begin:]), " ".join(words[:begin]), "", suffix)


def join_name(last: str, first: str, middle: str, suffix: str) -> str:
    """The parts in the state's form; "" when there is none."""
    parts = [clean(part).upper().strip(" ,.") for part in (first, middle, suffix)]
    given = " ".join(part for part in parts if part)
    family = clean(last).upper().strip(" ,")
    return f"{family},{given}" if family and given else family or given


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and words[-1].strip(".,") in _SUFFIXES:
        return words[:-1], words[-1].strip(".,")
    return words, ""


def _are_suffixes(text: str) -> bool:
    """``JOHN SMITH, JR``: the comma does not end the last name."""
    return bool(text) and all(word.strip(".") in _SUFFIXES for word in re.split(r"[\s,]+", text))


def _last_name_begins(words: list[str]) -> int:
    begin = max(len(words) - 1, 0)
    while begin > 1 and words[begin - 1].strip(".") in _PARTICLES:
        begin -= 1
    return begin


def _last_name_first(words: list[str]) -> int:
    end = 1
    while end < len(words) - 1 and words[end - 1].strip(".") in _PARTICLES:
        end += 1
    return end
