"""Names of people as they are compared, however a file writes them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

_SIGNS = re.compile(r"[^A-Z0-9 ,]+")
_JOINED = re.compile(r"[-_/.]+")
_SUFFIXES = {
    "JR": "JR", "JUNIOR": "JR", "SR": "SR", "SENIOR": "SR", "II": "II", "2ND": "II",
    "III": "III", "3RD": "III", "IV": "IV", "4TH": "IV",
}  # fmt: skip
_LETTERS = str.maketrans({"ß": "SS", "Æ": "AE", "Ø": "O", "Ł": "L", "Đ": "D", "Œ": "OE"})
_SHORTEST_FOR_EDIT = 6


class NameTie(IntEnum):
    """How well two names agree; more is better."""

    NONE = 0
    CONTRADICTS = 1  # other middle names or another suffix
    ONE_EDIT = 2
    INITIAL = 3  # the first name of one is only an initial
    MIDDLE = 4  # a middle name left out or only an initial
    TURNED = 5  # last and first names change places
    SPELLED = 6  # signs, blanks, accents
    SAME = 7


WORDS = {
    NameTie.NONE: "different names",
    NameTie.CONTRADICTS: "same first and last name, but another middle name or suffix",
    NameTie.ONE_EDIT: "names one letter apart",
    NameTie.INITIAL: "same last name, no first name or only an initial",
    NameTie.MIDDLE: "same name, a middle name left out or only an initial",
    NameTie.TURNED: "same name with last and first name changing places",
    NameTie.SPELLED: "same name, written with other signs, blanks, accents or a suffix",
    NameTie.SAME: "same name",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts. ``last`` and ``whole`` are without blanks."""

    last: str  # "" when the name has no comma: nobody knows then which part it is
    given: tuple[str, ...]
    suffix: str
    tokens: tuple[str, ...]  # all parts in the order printed
    text: str  # as printed, blanks folded

    @property
    def whole(self) -> str:
        return "".join(self.tokens)


@lru_cache(maxsize=1 << 14)
def read_name(text: str) -> Name:
    """``LAST,FIRST MIDDLE JR`` or ``First Middle Last``, capitals, accents and signs left out."""
    folded = unicodedata.normalize("NFKD", text.upper().translate(_LETTERS))
    plain = _JOINED.sub(" ", "".join(ch for ch in folded if not unicodedata.combining(ch)))
    last, comma, rest = _SIGNS.sub("", plain).partition(",")
    suffix = ""
    parts: list[str] = []
    for token in (*last.split(), "," if comma else "", *rest.replace(",", " ").split()):
        known = _SUFFIXES.get(token, "") if parts else ""
        suffix = suffix or known
        if token and not known:
            parts.append(token)
    if comma and "," in parts:
        at = parts.index(",")
        family, given = parts[:at], parts[at + 1 :]
        return Name(
            "".join(family), tuple(given), suffix, (*family, *given), " ".join(text.split())
        )
    return Name("", tuple(parts), suffix, tuple(parts), " ".join(text.split()))


def tie_names(one: Name, other: Name) -> NameTie:
    """The better of two readings; the order of the two names is nothing."""
    if min(len(one.tokens), len(other.tokens)) < 2:
        # One word alone is hardly a name: as much as a last name with an initial.
        return NameTie.INITIAL if one.tokens and one.tokens == other.tokens else NameTie.NONE
    tie = _tie(one, other)
    if tie > NameTie.CONTRADICTS and one.suffix and other.suffix and one.suffix != other.suffix:
        return NameTie.CONTRADICTS
    if tie is NameTie.SAME and (one.suffix != other.suffix or one.text != other.text):
        return NameTie.SAME if _same_print(one, other) else NameTie.SPELLED
    return tie


def _same_print(one: Name, other: Name) -> bool:
    return one.text.upper() == other.text.upper()


def _tie(one: Name, other: Name) -> NameTie:
    if one.last and other.last:
        if one.last == other.last and "".join(one.given) == "".join(other.given):
            return NameTie.SAME
        if one.last == "".join(other.given) and other.last == "".join(one.given):
            return NameTie.TURNED
    elif _orders(one) & _orders(other):
        return NameTie.SPELLED if one.whole == other.whole else NameTie.TURNED
    parts = max(
        (_tie_parts(a, b) for a in _splits(one) for b in _splits(other)), default=NameTie.NONE
    )
    if parts is not NameTie.NONE:
        return parts
    is_long = min(len(one.whole), len(other.whole)) >= _SHORTEST_FOR_EDIT
    if is_long and any(is_one_edit(a, b) for a in _orders(one) for b in _orders(other)):
        return NameTie.ONE_EDIT
    return NameTie.NONE


def _orders(name: Name) -> set[str]:
    """The name without blanks: as printed, and where it is known, the first name first."""
    if name.last:
        return {name.last + "".join(name.given), "".join(name.given) + name.last}
    return {name.whole, name.tokens[-1] + "".join(name.tokens[:-1])}


def _splits(name: Name) -> list[tuple[str, tuple[str, ...]]]:
    """(last name, given names), both ways where nobody knows which is which."""
    if name.last:
        return [(name.last, name.given)] if name.given else []
    if len(name.tokens) < 2:
        return []
    return [(name.tokens[-1], name.tokens[:-1]), (name.tokens[0], name.tokens[1:])]


def _tie_parts(one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> NameTie:
    if one[0] != other[0]:
        return NameTie.NONE
    first, others = one[1][0], one[1][1:]
    second, rest = other[1][0], other[1][1:]
    if first != second:
        is_initial = min(len(first), len(second)) == 1 and first[0] == second[0]
        return NameTie.INITIAL if is_initial and _middles_agree(others, rest) else NameTie.NONE
    if others == rest or "".join(others) == "".join(rest):
        return NameTie.SAME
    return NameTie.MIDDLE if _middles_agree(others, rest) else NameTie.CONTRADICTS


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
        for a, b in zip(one, other, strict=False)
    )


def is_one_edit(one: str, other: str) -> bool:
    """One letter put in, left out or replaced, or two neighbors changing places."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    is_turned = one[at : at + 2] == other[at : at + 2][::-1]
    return one[at + 1 :] == other[at + 1 :] or (is_turned and one[at + 2 :] == other[at + 2 :])
