"""One person's record from files of several kinds: each conviction once, every difference told.

`app.importing.join` has put the portions together and left out what two files of the state say
word for word. Here what is left is compared between files of which at least one is not the
state's: by `app.importing.same_conviction`. Of two that are the same, the one from the better
source stays at its place; it takes over what only the other knows. Where both know a fact and
say it otherwise there is a `Conflict`: the better source counts, or what a person chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.importing.combine_facts import Combined, combine
from app.importing.same_conviction import (
    Tie,
    is_plain_court_count,
    judge,
    numbers_of,
    pair_up,
    tie_dates,
    tie_numbers,
    tie_sections,
)
from app.model.conflict import DISPOSITION, PERHAPS_SAME, Choice, Conflict
from app.model.record import Conviction, Cycle, Event, RapSheet, RowRef, Taken

STATE, RAP_SHEET, COURT_LIST = "state", "rap-sheet", "court-list"
NEWEST = "newest"
KINDS_FIRST = (STATE, RAP_SHEET, COURT_LIST)


@dataclass(frozen=True, slots=True)
class SourceRules:
    """The kind of each source, and which counts where two differ.

    ``order`` names the kinds, the best first; of two sources of one kind the newer counts.
    (NEWEST,): the newest delivery counts, whatever its kind.
    """

    kinds: Mapping[int, str]
    order: tuple[str, ...] = KINDS_FIRST

    def rank(self, source: int) -> tuple[int, int]:
        if self.order == (NEWEST,):
            return 0, -source
        return self.order.index(self.kinds[source]), -source

    @property
    def word_groups(self) -> dict[int, int]:
        """For `join_sheets`: files of the state are compared word for word, others only in
        themselves."""
        return {source: 0 if kind == STATE else source for source, kind in self.kinds.items()}

    def are_of_the_state(self, one: int, other: int) -> bool:
        return self.kinds[one] == self.kinds[other] == STATE


class Choices:
    """What was decided of two places, whichever is named first."""

    def __init__(self, choices: Iterable[Choice] = ()) -> None:
        self._decided = {
            (frozenset((one.at, one.other_at)), one.fact): one.decided for one in choices
        }

    def of(self, fact: str, one: RowRef, other: RowRef) -> RowRef | str:
        """The place that counts, SAME or DIFFERENT; "" while nobody decided."""
        return self._decided.get((frozenset((one, other)), fact), "")


@dataclass(slots=True)
class Joint:
    """The record, and what is to be told of it."""

    sheet: RapSheet
    conflicts: list[Conflict] = field(default_factory=list)


def join_sources(sheet: RapSheet, rules: SourceRules, choices: Choices) -> Joint:
    """The sheet with each conviction once. The order in which files came is nothing to it."""
    by_source: dict[int, list[Conviction]] = {}
    for conviction in sheet.convictions():
        by_source.setdefault(conviction.charge.at.source, []).append(conviction)
    joint = Joint(sheet)
    combined: dict[RowRef, Combined] = {}
    dropped: set[RowRef] = set()
    kept: list[Conviction] = []
    for source in sorted(by_source, key=rules.rank):
        own = by_source[source]
        candidates = [
            one for one in kept if not rules.are_of_the_state(one.charge.at.source, source)
        ]

        def decided(one: Conviction, other: Conviction) -> str:
            return str(choices.of(PERHAPS_SAME, one.charge.at, other.charge.at))

        same, perhaps = pair_up(candidates, own, decided)
        joint.conflicts += _decided_pairs(candidates, own, choices)
        for one, other, why in same:
            before = combined.get(one.charge.at) or Combined(one)
            made = combine(before, other, why, choices.of)
            combined[one.charge.at] = made
            dropped.add(other.charge.at)
            kept[kept.index(one)] = made.conviction
        joint.conflicts += (_perhaps(*pair) for pair in perhaps)
        kept += [one for one in own if one.charge.at not in dropped]
    for made in combined.values():
        joint.conflicts += made.conflicts
    for found, counted in _dispositions(sheet, kept, rules, choices):
        joint.conflicts.append(found)
        if counted is not None:
            made = combined.get(found.at) or Combined(counted)
            combined[found.at] = Combined(counted, [*made.conflicts], made.moves_event)
    joint.conflicts.sort(key=lambda one: (one.at, one.other_at, one.fact))
    if combined or dropped:
        cycles = (_rebuilt(cycle, combined, dropped) for cycle in sheet.cycles)
        joint.sheet = RapSheet(sheet.person, tuple(one for one in cycles if one.events))
    return joint


def _decided_pairs(
    kept: list[Conviction], others: list[Conviction], choices: Choices
) -> Iterator[Conflict]:
    """Two of which a person said that they are one, or are not: to be seen and undone."""
    for one in kept:
        for other in others:
            decided = choices.of(PERHAPS_SAME, one.charge.at, other.charge.at)
            if decided:
                yield _perhaps(one, other, judge(one, other)[1] or "a person decided")


def _perhaps(one: Conviction, other: Conviction, why: str) -> Conflict:
    return Conflict(
        PERHAPS_SAME, one.charge.at, other.charge.at, in_words(one), in_words(other), why
    )


def in_words(one: Conviction) -> str:
    """A conviction in a line, for the two to be compared by eye."""
    numbers = ", ".join(numbers_of(one)) or "no case number"
    where = one.event.agency or one.event.county or "court unknown"
    section = one.charge.section_text or "no section"
    return f"{section}, {one.charge.level.value}, {one.convicted_on}, {where}, {numbers}"


def _dispositions(
    sheet: RapSheet, kept: list[Conviction], rules: SourceRules, choices: Choices
) -> Iterator[tuple[Conflict, Conviction | None]]:
    """Convictions that another file tells as something else; the count as it was chosen, if so.

    Only where case number, section and day are equal and neither file has another count of that
    kind. The conviction counts until a person chose otherwise: leaving one out could hide a
    prior.
    """
    counts = [
        Conviction(charge, event, cycle)
        for cycle in sheet.cycles
        for event in cycle.events
        for charge in event.charges
    ]
    others = [
        one
        for one in counts
        if not one.charge.is_conviction and one.charge.disposition and is_plain_court_count(one)
    ]
    if not others:
        return
    # Of several that tell it otherwise the best source is named, whatever came first.
    others.sort(key=lambda one: (rules.rank(one.charge.at.source), one.charge.at))
    plain = [one for one in counts if is_plain_court_count(one)]
    for one in kept:
        own = one.charge.at.source
        for other in others:
            there = other.charge.at.source
            if there == own or rules.are_of_the_state(own, there) or not _is_same(one, other):
                continue
            if sum(_is_same(one, it) for it in plain if it.charge.at.source in (own, there)) > 2:
                continue
            conflict = Conflict(
                DISPOSITION, one.charge.at, other.charge.at, one.charge.disposition,
                other.charge.disposition, "case number, section and date equal",
            )  # fmt: skip
            if choices.of(DISPOSITION, one.charge.at, other.charge.at) == other.charge.at:
                yield conflict, _as_disposed(one, other)
            else:
                yield conflict, None
            break


def _is_same(one: Conviction, other: Conviction) -> bool:
    return (
        tie_numbers(one, other) is Tie.EQUAL
        and tie_sections(one.charge.section_text, other.charge.section_text) is Tie.EQUAL
        and tie_dates(one.convicted_on, other.convicted_on) is Tie.EQUAL
    )


def _as_disposed(one: Conviction, other: Conviction) -> Conviction:
    charge = one.charge._replace(
        is_conviction=False, is_doubtful=False, disposition=other.charge.disposition, sentence=(),
        taken=(*one.charge.taken, Taken("DISP_DESCR", other.charge.at)),
    )  # fmt: skip
    return Conviction(charge, one.event, one.cycle)


def _rebuilt(cycle: Cycle, combined: Mapping[RowRef, Combined], dropped: set[RowRef]) -> Cycle:
    events: list[Event] = []
    for event in cycle.events:
        stays, moved = [], []
        for charge in event.charges:
            if charge.at in dropped:
                continue
            made = combined.get(charge.at)
            if made is None:
                stays.append(charge)
            elif made.moves_event:
                own = made.conviction.event
                moved.append(own._replace(charges=(made.conviction.charge,), at=charge.at))
            else:
                stays.append(made.conviction.charge)
        if stays:
            events.append(event._replace(charges=tuple(stays)))
        events += moved
    return cycle._replace(events=tuple(events))
