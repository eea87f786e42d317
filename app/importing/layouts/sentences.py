"""Sentences in words, and lengths in columns of their own, as terms of the reading.

A term is ``12 M PROBATION``; ``0 D FINE`` for what has no length; ``? WORDS`` for what could
not be read, with the words of the list: its end is then unknown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.importing.layouts.fields import UNITS
from app.importing.values import clean

_WORDS = "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE"
_NUMBERS = {word: number for number, word in enumerate(_WORDS.split())}
_LENGTH = re.compile(
    r"\b([0-9]{1,5}|" + "|".join(_NUMBERS) + r")\s*(?:\([0-9]{1,5}\)\s*)?-?\s*"
    r"(DAYS?|DYS?|D|MONTHS?|MOS?|MTHS?|M|YEARS?|YRS?|Y)\b\.?"
)
_BETWEEN = re.compile(r"[;,|/+&\n]|\bAND\b|\bPLUS\b|\bWITH\b")
_PLACES = (
    ("PROBATION", re.compile(r"\b(?:PROBATION|PROB|PROBAT)\b\.?|\b(?:FP|SP|CP|IP)\b(?= PROB)")),
    ("PRISON", re.compile(r"\b(?:STATE PRISON|PRISON|CDCR|CDC)\b")),
    ("JAIL", re.compile(r"\b(?:COUNTY JAIL|CO(?:UNTY)? JAIL|JAIL|CJ)\b")),
    ("PAROLE", re.compile(r"\bPAROLE\b")),
    ("FINE", re.compile(r"\b(?:FINES?|FEES?|RESTITUTION|ASSESSMENTS?)\b")),
    ("COMMUNITY SERVICE", re.compile(r"\bCOMMUNITY SERVICE\b")),
)
_WITHOUT_TERM = ("FINE", "COMMUNITY SERVICE")
# Words that change nothing of when a term ends.
_HARMLESS = re.compile(
    r"\b(?:FORMAL|INFORMAL|SUMMARY|SUPERVISED|UNSUPERVISED|FELONY|MISDEMEANOR|COURT|COUNTY|STATE"
    r"|OF|IN|FOR|THE|A|ON|TO|SENTENCE|SENTENCED|GRANTED|TERM|CUSTODY|IS|HOURS?|HRS?)\b"
    r"|\$\s?[0-9][0-9.,]*|[\s.:()$-]"
)
_LONGEST = 500
_NONE = frozenset({"", "NONE", "NO SENTENCE", "N/A", "NA"})


@lru_cache(maxsize=16384)
def read_sentence(text: str) -> tuple[str, ...]:
    """The terms of a sentence in words. A part with words that are not known stays unread."""
    whole = clean(text).upper()
    if whole in _NONE:
        return ()
    if len(whole) > _LONGEST:
        return (f"? {_shown(whole[:_LONGEST])}",)
    parts = [
        part.strip()
        for part in _BETWEEN.split(_divided(_without_money_commas(whole)))
        if part.strip()
    ]
    terms = []
    for number, part in enumerate(parts):
        following = " ".join(parts[number + 1 : number + 2])
        terms += _terms_of(part, following)
    return tuple(terms)


def _without_money_commas(text: str) -> str:
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "", text)


def _divided(text: str) -> str:
    """``36 MOS PROB 30 DAYS CJ``: after a place, a further length begins another term."""
    for _, words in _PLACES:
        text = re.sub(rf"({words.pattern})\s+(?={_LENGTH.pattern})", r"\1; ", text)
    return text


def _terms_of(part: str, following: str) -> list[str]:
    place = _place_of(part)
    lengths = list(_LENGTH.finditer(part))
    rest = _LENGTH.sub(" ", part)
    for _, words in _PLACES:
        rest = words.sub(" ", rest)
    rest = _HARMLESS.sub("", rest)
    if place in _WITHOUT_TERM and not lengths:
        return [f"0 D {place}"] if not rest.strip("0123456789") else [f"? {_shown(part)}"]
    if rest or not lengths or place in _WITHOUT_TERM:
        return [f"? {_shown(part)}"]
    place = place or _place_of(following) or "TERM"
    return [f"{_number(one[1])} {one[2][0]} {place}" for one in lengths]


def _number(text: str) -> int:
    return _NUMBERS[text] if text in _NUMBERS else int(text)


def _place_of(text: str) -> str:
    found = [name for name, words in _PLACES if words.search(text)]
    return found[0] if len(found) == 1 else ""


def _shown(text: str) -> str:
    return text.replace("|", "/")


def read_length(length: str, unit: str, place: str) -> tuple[str, ...]:
    """The term of a length in its own column.

    ``unit`` and ``place`` are what the layout or other columns say; a length that names its
    own unit is read as words.
    """
    value, where = clean(length).upper(), clean(place).upper()
    if not value or not value.strip("0. "):
        return ()
    known = _place_of(where) or where or "TERM"
    whole = re.fullmatch(r"([0-9]{1,5})(?:\.0+)?", value)
    letter = UNITS.get(unit, "")
    if whole is not None and letter:
        return (f"{int(whole[1])} {letter} {_shown(known)}",)
    if whole is not None:
        return (f"? {value} {_shown(where)}".rstrip(),)
    return read_sentence(value if _place_of(value) else f"{value} {where}".strip())
