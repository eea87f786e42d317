"""Whether two people on record may be one: how strongly, and why.

Only an equal CII number joins people by itself, at import. Everything here is a proposal for a
person to confirm. The strengths:

- **certain**: the same CII number in another notation (``A01234567``, ``01234567``) and nothing
  that contradicts; or the same name (signs and order apart) and the same birth date, or a shared
  case number with the same birth date and a name that agrees;
- **strong**: the same birth date and a name that agrees less (a middle name left out, an alias,
  one letter); day and month of the birth date changing places under the same name; the same name
  and a shared case number;
- **possible**: what agrees only in part: the same name and a birth date known in part or not at
  all, or one of the above weakened by a contradiction.

Contradictions take a step off: another sex, another middle name or suffix. Two different CII
numbers, or two different full birth dates, leave at most *possible*, and only where name and
birth date, or name and a case number, are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from app.importing.person_names import WORDS, NameTie, read_name, tie_names
from app.model.dates import PartialDate

_CII = re.compile(r"[A-Z]?0*([0-9]+)")


class Strength(IntEnum):
    """More is stronger."""

    NONE = 0
    POSSIBLE = 1
    STRONG = 2
    CERTAIN = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Profile:
    """What tells people apart. ``cases`` are strict case numbers with their county."""

    names: tuple[str, ...]  # the name first, then aliases
    born: PartialDate
    cii: str = ""
    sex: str = ""
    cases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    strength: Strength
    reasons: tuple[str, ...]


class _Birth(IntEnum):
    DIFFERENT = 0
    UNKNOWN = 1
    PART = 2
    TURNED = 3
    SAME = 4


_BIRTH_WORDS = {
    _Birth.DIFFERENT: "different birth dates",
    _Birth.UNKNOWN: "a birth date that is not known",
    _Birth.PART: "birth dates that agree as far as they are known",
    _Birth.TURNED: "birth dates with day and month changing places",
    _Birth.SAME: "same birth date",
}


def cii_digits(cii: str) -> str:
    """The digits that count of a CII number: no letter before, no zeros; "" when it is none."""
    match = _CII.fullmatch("".join(cii.upper().split()).replace("-", ""))
    return match[1] if match else ""


def compare_people(one: Profile, other: Profile) -> Likeness:
    """How strongly two people seem to be one. The order of the two is nothing."""
    tie, is_alias = _best_name(one, other)
    birth = _tie_births(one.born, other.born)
    same_cii = bool(cii_digits(one.cii)) and cii_digits(one.cii) == cii_digits(other.cii)
    other_cii = bool(one.cii and other.cii) and not same_cii
    shares_case = bool(one.cases & other.cases)
    strength = _strength(tie, birth, is_alias=is_alias, shares_case=shares_case)
    if same_cii:
        agrees = tie > NameTie.NONE or birth in (_Birth.SAME, _Birth.TURNED)
        strength = Strength.CERTAIN if agrees and birth is not _Birth.DIFFERENT else Strength.STRONG
        strength = strength if agrees else Strength.POSSIBLE
    other_sex = bool(one.sex and other.sex) and _sex(one.sex) != _sex(other.sex)
    if other_sex and strength:
        strength = Strength(strength - 1)
    if other_cii:
        is_whole = tie >= NameTie.TURNED and (birth is _Birth.SAME or shares_case)
        strength = min(strength, Strength.POSSIBLE) if is_whole else Strength.NONE
    if strength is Strength.NONE:
        return Likeness(strength, ())
    notation = "same CII number" + (" in another notation" if one.cii != other.cii else "")
    reasons = (
        (same_cii, notation),
        (True, WORDS[tie] + (" (an alias)" if is_alias else "")),
        (True, _BIRTH_WORDS[birth]),
        (shares_case, "a case number in common"),
        (other_cii, "but different CII numbers"),
        (other_sex, "but different sex"),
    )
    return Likeness(strength, tuple(words for holds, words in reasons if holds))


def _sex(text: str) -> str:
    return text[:1].upper()


def _strength(tie: NameTie, birth: _Birth, *, is_alias: bool, shares_case: bool) -> Strength:
    """By name, birth date and case number alone."""
    if tie is NameTie.NONE:
        return Strength.NONE
    if birth is _Birth.DIFFERENT:
        return Strength.POSSIBLE if shares_case and tie >= NameTie.TURNED else Strength.NONE
    strength = _BY_NAME[birth][_grade(tie)]
    if is_alias and strength is Strength.CERTAIN:
        strength = Strength.STRONG
    if shares_case and tie is not NameTie.CONTRADICTS:
        strength = Strength(min(strength + 1, Strength.CERTAIN))
    return strength


def _grade(tie: NameTie) -> int:
    """0 contradicts, 1 weak, 2 a middle name, 3 the same."""
    if tie is NameTie.CONTRADICTS:
        return 0
    if tie in (NameTie.ONE_EDIT, NameTie.INITIAL):
        return 1
    return 2 if tie is NameTie.MIDDLE else 3


_N, _P, _S, _C = Strength
_BY_NAME = {  # contradicts, weak, middle name, same
    _Birth.SAME: (_P, _S, _S, _C),
    _Birth.TURNED: (_N, _P, _P, _S),
    _Birth.PART: (_N, _N, _P, _P),
    _Birth.UNKNOWN: (_N, _N, _N, _P),
}


def _best_name(one: Profile, other: Profile) -> tuple[NameTie, bool]:
    """The best of all names, and whether an alias was needed for it."""
    found = [
        (tie_names(read_name(a), read_name(b)), not (i or j))
        for i, a in enumerate(one.names)
        for j, b in enumerate(other.names)
    ]
    tie, is_own = max(found, default=(NameTie.NONE, True))
    return tie, tie is not NameTie.NONE and not is_own


def _tie_births(one: PartialDate, other: PartialDate) -> _Birth:
    first, last, other_first, other_last = one.earliest, one.latest, other.earliest, other.latest
    if first is None or last is None or other_first is None or other_last is None:
        return _Birth.UNKNOWN
    if one.is_exact and other.is_exact:
        if one == other:
            return _Birth.SAME
        is_turned = (first.year, first.month, first.day) == (
            other_first.year, other_first.day, other_first.month,
        )  # fmt: skip
        return _Birth.TURNED if is_turned else _Birth.DIFFERENT
    return _Birth.PART if first <= other_last and other_first <= last else _Birth.DIFFERENT
