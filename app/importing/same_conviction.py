"""Which convictions of two files are one and the same.

The rule. Two convictions of one person, stated in two files of which at least one is not the
state's, are **certainly** the same when

1. their case numbers are equal and their sections agree, unless both the county and the day
   contradict; or
2. their case numbers are one number spelled otherwise, and day, section and county are equal
   (an unknown county contradicts nothing); or
3. one of them has no case number, and day, section and court (its printed name) are equal;

and nothing else in either file fits as well. Sections *agree* when they are equal, or when one
only leaves out a subdivision or the letters of the code. Numbers are compared by
`app.model.case_number`. Two counts of one case with the same section are told apart by day and
level; where that does not help, and the counts of each file are not all alike, nothing is joined.

They are **perhaps** the same, and both count, when they share a number and a day but not a
section, a section and a day but not a number, or a section and one of these while something
else is missing or contradicts. A joined conviction that is two would lose a prior conviction;
one that is kept twice can be seen and joined by a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from app.model.case_number import loose_number, strict_number
from app.model.dates import PartialDate
from app.model.record import Conviction, EventKind
from app.model.statute import CodeSection, read_section


class Tie(Enum):
    """How one fact of two convictions compares."""

    EQUAL = "equal"
    NEAR = "near"  # agree as far as both say it, or spelled otherwise
    UNKNOWN = "unknown"  # one of the two does not say it
    DIFFERENT = "different"


class Verdict(Enum):
    """Whether two convictions are the same."""

    CERTAIN = "certain"
    PERHAPS = "perhaps"
    NO = "no"


Judged = tuple[Verdict, str]
Pair = tuple[Conviction, Conviction, str]

_NO: Judged = (Verdict.NO, "")


def judge(one: Conviction, other: Conviction) -> Judged:
    """Whether two convictions are the same, and what says so. The order of the two is nothing."""
    section = tie_sections(one.charge.section_text, other.charge.section_text)
    number, day = tie_numbers(one, other), tie_dates(one.convicted_on, other.convicted_on)
    court = tie_courts(one, other)
    agrees = section in (Tie.EQUAL, Tie.NEAR)
    contradicts = court is Tie.DIFFERENT
    if number is Tie.EQUAL:
        return _by_number(agrees, day, contradicts)
    if not agrees or contradicts:
        return _NO
    if number is Tie.NEAR and day is not Tie.DIFFERENT:
        sure = day is Tie.EQUAL and section is Tie.EQUAL
        verdict = Verdict.CERTAIN if sure else Verdict.PERHAPS
        return verdict, "case numbers spelled otherwise, section and date agree"
    if number is Tie.UNKNOWN and day is Tie.EQUAL:
        if section is Tie.EQUAL and court is Tie.EQUAL:
            return Verdict.CERTAIN, "date, section and court equal, one without a case number"
        return Verdict.PERHAPS, "date and section agree, one without a case number"
    if number is Tie.UNKNOWN and day is Tie.NEAR:
        return Verdict.PERHAPS, "section agrees and date in part, one without a case number"
    if number is Tie.DIFFERENT and day is Tie.EQUAL:
        return Verdict.PERHAPS, "date and section agree, case numbers differ"
    return _NO


def _by_number(agrees: bool, day: Tie, contradicts: bool) -> Judged:
    if agrees and not (contradicts and day is not Tie.EQUAL):
        return Verdict.CERTAIN, "case number and section equal"
    if agrees:
        return Verdict.PERHAPS, "case number and section equal, county and date differ"
    if day is Tie.EQUAL and not contradicts:
        return Verdict.PERHAPS, "case number and date equal, sections differ"
    return _NO


def tie_sections(one: str, other: str) -> Tie:
    """By the sections printed; a print that cannot be read compares with nothing."""
    first, second = read_section(one), read_section(other)
    if not (first.is_read and second.is_read):
        return Tie.UNKNOWN
    if len(first.sections) != len(second.sections):
        return Tie.DIFFERENT
    ties = {_tie(a, b) for a, b in zip(first.sections, second.sections, strict=True)}
    return next(tie for tie in (Tie.DIFFERENT, Tie.NEAR, Tie.EQUAL) if tie in ties)


def _tie(one: CodeSection, other: CodeSection) -> Tie:
    if (one.section, one.inchoate) != (other.section, other.inchoate):
        return Tie.DIFFERENT
    if one.code and other.code and one.code != other.code:
        return Tie.DIFFERENT
    n = min(len(one.subdivisions), len(other.subdivisions))
    if one.subdivisions[:n] != other.subdivisions[:n]:
        return Tie.DIFFERENT
    return Tie.EQUAL if len(one.subdivisions) == len(other.subdivisions) else Tie.NEAR


def numbers_of(conviction: Conviction) -> tuple[str, ...]:
    """The case numbers of the count, else those of its event, as printed."""
    charge = conviction.charge
    own = [number for number in (charge.case_number, *charge.more_case_numbers) if number]
    return tuple(own) or conviction.case_numbers


def tie_numbers(one: Conviction, other: Conviction) -> Tie:
    """By any of the numbers of both. NEAR: one number spelled otherwise."""
    first, second = numbers_of(one), numbers_of(other)
    if _shared(strict_number, first, second):
        return Tie.EQUAL
    if not (any(map(strict_number, first)) and any(map(strict_number, second))):
        return Tie.UNKNOWN
    return Tie.NEAR if _shared(loose_number, first, second) else Tie.DIFFERENT


def _shared(key: Callable[[str], str], one: Sequence[str], other: Sequence[str]) -> bool:
    return bool({*map(key, one)} & {*map(key, other)} - {""})


def tie_dates(one: PartialDate, other: PartialDate) -> Tie:
    """NEAR: the same as far as both are known."""
    if one.is_exact and other.is_exact:
        return Tie.EQUAL if one == other else Tie.DIFFERENT
    first, last, other_first, other_last = one.earliest, one.latest, other.earliest, other.latest
    if first is None or last is None or other_first is None or other_last is None:
        return Tie.UNKNOWN
    return Tie.NEAR if first <= other_last and other_first <= last else Tie.DIFFERENT


def tie_courts(one: Conviction, other: Conviction) -> Tie:
    """NEAR: the same county, the court not named or named otherwise."""
    county, other_county = one.event.county, other.event.county
    if county and other_county and county != other_county:
        return Tie.DIFFERENT
    name, other_name = _court(one.event.agency), _court(other.event.agency)
    if name and name == other_name:
        return Tie.EQUAL
    return Tie.NEAR if county and county == other_county else Tie.UNKNOWN


def _court(agency: str) -> str:
    return "".join(ch for ch in agency.upper() if ch.isalnum())


def pair_up(
    kept: Sequence[Conviction],
    others: Sequence[Conviction],
    decided: Callable[[Conviction, Conviction], str],
) -> tuple[list[Pair], list[Pair]]:
    """The convictions of one file with those that are kept already: the same, perhaps the same.

    ``decided`` says what a person decided of two: SAME, DIFFERENT or "".
    """
    open_kept, open_others = list(kept), list(others)
    same: list[Pair] = []

    def take(found: Iterator[Pair]) -> None:
        for pair in list(found):
            same.append(pair)
            open_kept.remove(pair[0])
            open_others.remove(pair[1])

    def verdict(one: Conviction, other: Conviction) -> Judged:
        return _NO if decided(one, other) else judge(one, other)

    take(_said_same(open_kept, open_others, decided))
    take(_unique(open_kept, open_others, lambda a, b: _strictly(verdict(a, b), a, b)))
    take(_unique(open_kept, open_others, verdict))
    take(_alike(open_kept, open_others, verdict))
    perhaps = [
        (one, other, why)
        for one in open_kept
        for other in open_others
        for what, why in [verdict(one, other)]
        if what is not Verdict.NO
    ]
    return same, perhaps


def _said_same(
    kept: Sequence[Conviction],
    others: Sequence[Conviction],
    decided: Callable[[Conviction, Conviction], str],
) -> Iterator[Pair]:
    taken: set[int] = set()
    for one in kept:
        for index, other in enumerate(others):
            if index not in taken and decided(one, other) == "same":
                taken.add(index)
                yield one, other, "a person decided that they are the same"
                break


def _strictly(judged: Judged, one: Conviction, other: Conviction) -> Judged:
    is_alike = (one.convicted_on, one.charge.level) == (other.convicted_on, other.charge.level)
    return judged if is_alike and judged[0] is Verdict.CERTAIN else _NO


def _unique(
    kept: Sequence[Conviction],
    others: Sequence[Conviction],
    verdict: Callable[[Conviction, Conviction], Judged],
) -> Iterator[Pair]:
    """Pairs that are certain and have no second partner on either side."""
    edges = _certain(kept, others, verdict)
    for i, j in edges:
        if sum(a == i for a, _ in edges) == 1 == sum(b == j for _, b in edges):
            yield kept[i], others[j], edges[i, j]


def _certain(
    kept: Sequence[Conviction],
    others: Sequence[Conviction],
    verdict: Callable[[Conviction, Conviction], Judged],
) -> dict[tuple[int, int], str]:
    found = {}
    for i, one in enumerate(kept):
        for j, other in enumerate(others):
            what, why = verdict(one, other)
            if what is Verdict.CERTAIN:
                found[i, j] = why
    return found


def _alike(
    kept: Sequence[Conviction],
    others: Sequence[Conviction],
    verdict: Callable[[Conviction, Conviction], Judged],
) -> Iterator[Pair]:
    """As many counts here as there, those of each file all alike: in the order of the files."""
    edges = _certain(kept, others, verdict)
    done: set[int] = set()
    for i in sorted({a for a, _ in edges}):
        if i in done:
            continue
        right = [b for a, b in edges if a == i]
        left = [a for a, b in edges if b == right[0]]
        done.update(left)
        is_whole = all((a, b) in edges for a in left for b in right) and len(left) == len(right)
        is_closed = all((a in left) == (b in right) for a, b in edges)
        if (
            is_whole
            and is_closed
            and _same_words([kept[a] for a in left])
            and _same_words([others[b] for b in right])
        ):
            for a, b in zip(left, right, strict=True):
                yield kept[a], others[b], edges[a, b]


def _same_words(found: Sequence[Conviction]) -> bool:
    words = {
        (
            one.charge.section_text, one.charge.level, one.charge.disposition, one.convicted_on,
            tuple((part.place, part.length, part.unit) for part in one.charge.sentence),
            tuple((item.kind, item.text) for item in one.charge.relief),
        )
        for one in found
    }  # fmt: skip
    return len(words) == 1


def is_plain_court_count(one: Conviction) -> bool:
    """A count of a court action that states no relief."""
    return one.event.kind is EventKind.COURT and not one.charge.relief
