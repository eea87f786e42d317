"""A court's own case list beside the convictions on record: what is found, and how surely.

Matching is by case number and name. A number is the same (`strict_number`), spelled otherwise
(`loose_number`), or one sign apart from a number of somebody with the same name and the same
birth date or section. Names are compared as people's are (`app.importing.person_names`), aliases
included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from app.importing.court_status import read_status
from app.importing.identity import Strength
from app.importing.person_names import WORDS, NameTie, is_one_edit, read_name, tie_names
from app.importing.same_conviction import Tie, tie_dates, tie_sections
from app.model.case_number import loose_number, strict_number
from app.model.dates import PartialDate


class CourtCase(NamedTuple):
    """A row of a court's list; ``cells``, if wanted, are the row as it stands there."""

    row: int
    case_number: str
    name: str
    born: PartialDate
    section: str
    status: str
    cells: tuple[str, ...] = ()


class Convicted(NamedTuple):
    """A conviction on record, as far as a court's list could name it."""

    conviction_id: int
    names: tuple[str, ...]  # aliases last
    born: PartialDate
    numbers: tuple[str, ...]  # as printed
    section: str
    convicted_on: str
    court: str
    outcome: str  # the answer of the latest check, "" when it was not asked about


class Result(Enum):
    """What became of a row of a court's list."""

    FOUND = "found"
    SPELLED_OTHERWISE = "found with a different spelling"
    OTHER_PERSON = "number found, another person"
    NOT_FOUND = "not found"
    ALREADY = "already dismissed, sealed or destroyed"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one row of the list. ``match`` is how it was found, whatever its status."""

    case: CourtCase
    result: Result
    match: Result
    strength: Strength
    why: tuple[str, ...]
    convictions: tuple[Convicted, ...]


class CourtList:
    """The convictions of a court's county, ready to be looked up."""

    def __init__(self, convictions: Iterable[Convicted]) -> None:
        self._strict: _Index = {}
        self._loose: _Index = {}  # only where it is another number
        self._by_name: _Index = {}
        for one in convictions:
            for number in one.numbers:
                strict, loose = strict_number(number), loose_number(number)
                _put(self._strict, strict, one)
                if loose != strict:
                    _put(self._loose, loose, one)
            for name in one.names:
                _put(self._by_name, _name_key(name), one)

    def find(self, case: CourtCase) -> CaseResult:
        """The convictions that a row of the list is about."""
        match, strength, why, found = self._match(case)
        found, section_words = _of_section(case, found)
        why = (*why, *section_words)
        done = read_status(case.status)
        if done:
            why = (f"the court's status says {done}: {case.status}", *why)
        result = Result.ALREADY if done else match
        return CaseResult(case, result, match, strength, why, tuple(found))

    def _match(
        self, case: CourtCase
    ) -> tuple[Result, Strength, tuple[str, ...], Sequence[Convicted]]:
        same = _get(self._strict, strict_number(case.case_number))
        if same:
            return _by_name(case, same)
        number = loose_number(case.case_number)
        if number:
            alike = [*_get(self._strict, number), *_get(self._loose, number)]
            for one, tie in _named(case, alike):
                told = _agrees(case, one)
                strength = Strength.STRONG if told is not Tie.DIFFERENT else Strength.POSSIBLE
                words = (f"case number spelled otherwise: {', '.join(one.numbers)}", WORDS[tie])
                people = [two for two in alike if two.names == one.names]
                return Result.SPELLED_OTHERWISE, strength, words, people
            near = self._one_sign_apart(case)
            if near:
                words = (f"case number one sign apart: {', '.join(near[0].numbers)}", "same name")
                return Result.SPELLED_OTHERWISE, Strength.POSSIBLE, words, near
        why = "no conviction on record has this number" if number else "no number to look for"
        return Result.NOT_FOUND, Strength.NONE, (why,), ()

    def _one_sign_apart(self, case: CourtCase) -> list[Convicted]:
        number = strict_number(case.case_number)
        return [
            one
            for one in _get(self._by_name, _name_key(case.name))
            if any(is_one_edit(number, strict_number(other)) for other in one.numbers)
            and (
                tie_dates(case.born, one.born) is Tie.EQUAL
                or (case.section and tie_sections(case.section, one.section) is Tie.EQUAL)
            )
        ]


_Index = dict[str, Convicted | list[Convicted]]


def _put(index: _Index, key: str, one: Convicted) -> None:
    """Most keys have one conviction: those are kept without a list."""
    if not key:
        return
    before = index.setdefault(key, one)
    if isinstance(before, list):
        if before[-1] is not one:
            before.append(one)
    elif before is not one:
        index[key] = [before, one]


def _get(index: _Index, key: str) -> list[Convicted]:
    found = index.get(key, [])
    return found if isinstance(found, list) else [found]


def _name_key(name: str) -> str:
    return " ".join(sorted(read_name(name).tokens))


def _named(case: CourtCase, found: Iterable[Convicted]) -> list[tuple[Convicted, NameTie]]:
    """Those whose name agrees, the best first."""
    name = read_name(case.name)
    ties = [(one, max(tie_names(name, read_name(text)) for text in one.names or ("",)))
            for one in found]  # fmt: skip
    return sorted(
        ((one, tie) for one, tie in ties if tie > NameTie.CONTRADICTS),
        key=lambda pair: (-pair[1], pair[0].conviction_id),
    )


def _agrees(case: CourtCase, one: Convicted) -> Tie:
    return tie_dates(case.born, one.born)


def _by_name(
    case: CourtCase, same: Sequence[Convicted]
) -> tuple[Result, Strength, tuple[str, ...], Sequence[Convicted]]:
    """The number is on record: is the person?"""
    if not read_name(case.name).tokens:
        return Result.FOUND, Strength.STRONG, ("same case number, no name in the list",), same
    named = _named(case, same)
    if not named:
        of_day = [one for one in same if _agrees(case, one) is Tie.EQUAL]
        if of_day:
            words = ("same case number and birth date", f"another name: {of_day[0].names[0]}")
            return Result.SPELLED_OTHERWISE, Strength.POSSIBLE, words, of_day
        others = sorted({one.names[0] for one in same if one.names})
        words = ("same case number", f"there it is {'; '.join(others) or 'nobody named'}")
        return Result.OTHER_PERSON, Strength.NONE, words, same
    best, tie = named[0]
    people = [one for one, _ in named if one.names == best.names]
    is_main = tie_names(read_name(case.name), read_name(best.names[0])) is tie
    result = Result.FOUND if tie is NameTie.SAME and is_main else Result.SPELLED_OTHERWISE
    alias = "" if is_main else " (an alias)"
    words = ("same case number", f"{WORDS[tie]}{alias}: {best.names[0]}")
    if result is Result.FOUND:
        words = ("same case number", "same name")
    if _agrees(case, best) is Tie.DIFFERENT:
        return result, Strength.POSSIBLE, (*words, f"but born {case.born} and {best.born}"), people
    strength = Strength.CERTAIN if tie >= NameTie.MIDDLE else Strength.STRONG
    return result, strength, words, people


def _of_section(
    case: CourtCase, found: Sequence[Convicted]
) -> tuple[Sequence[Convicted], tuple[str, ...]]:
    """The counts of the section that the list names, where it does and there are."""
    if not found or not case.section.strip():
        return found, ()
    own = [one for one in found if tie_sections(case.section, one.section) in _AGREEING]
    if own:
        return own, ()
    sections = ", ".join(dict.fromkeys(one.section or "no section" for one in found))
    return found, (f"another section: {case.section} in the list, {sections} on record",)


_AGREEING = (Tie.EQUAL, Tie.NEAR)


def count_results(found: Iterable[CaseResult]) -> Mapping[Result, int]:
    """Rows of the list by result; every result is there."""
    counts = dict.fromkeys(Result, 0)
    for one in found:
        counts[one.result] += 1
    return counts
