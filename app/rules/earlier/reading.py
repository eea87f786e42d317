"""A person's record as the earlier tools read it, with any of their points mended.

With no point mended this is what they saw: one record for each file and person
number, dates that are not exact as the first of January of the year 1, every level
that is not written FELONY as none. With all of them mended it is what we see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.model.dates import PartialDate
from app.model.record import (
    Charge,
    Cycle,
    Event,
    EventKind,
    Level,
    Person,
    RapSheet,
    ReliefKind,
    RowRef,
)
from app.model.standing import level_as_of, relief_granted
from app.model.truth import Truth, all_of, any_of
from app.rules.earlier.marks import Mark, Marks
from app.rules.earlier.sentences import (
    Term,
    end_as_counted,
    end_by_calendar,
    own_parts,
    parts_as_read,
)
from app.rules.earlier.texts import SEEN_IN_TEXTS, STRIKES, Sight, see
from app.rules.history import is_registration_for_290
from app.rules.lists.offense_lists import Listing, load_offense_list

# Looking a member up in its class costs more than the comparison, millions of times.
_MET, _NOT_MET, _UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
_FELONY, _NO_LEVEL, _MISDEMEANOR, _INFRACTION = (
    Level.FELONY,
    Level.UNKNOWN,
    Level.MISDEMEANOR,
    Level.INFRACTION,
)
_REGISTRATION, _DECEASED = EventKind.REGISTRATION, EventKind.DECEASED
_UNKNOWN_FACT, _SECTIONS, _SENTENCE, _ONE_PERSON, _LATER, _GANG_PAIR, _LIST = (
    Mark.UNKNOWN,
    Mark.SECTIONS,
    Mark.SENTENCE,
    Mark.ONE_PERSON,
    Mark.LATER,
    Mark.GANG_PAIR,
    Mark.LIST,
)
_NEVER, _MAYBE, _SURE = Listing.NEVER, Listing.MAYBE, Listing.SURE

YEAR_ONE = PartialDate.exactly(date.min)  # how the earlier tools kept a date they could not read


@dataclass(frozen=True)
class Lens:
    """How a record is read: with which points mended, as of which day."""

    marks: Marks
    as_of: date
    exactly: bool = False  # whole codes, as San Francisco's program did

    @cached_property
    def of_texts(self) -> Marks:
        """The marks that reading an offense text has to do with."""
        return self.marks & SEEN_IN_TEXTS

    def has(self, mark: Mark) -> bool:
        return mark in self.marks


class Seen:
    """One conviction under a reading."""

    __slots__ = ("at", "charge", "cycle", "event", "level", "on", "places", "sight", "stands")

    def __init__(
        self, charge: Charge, event: Event, cycle: Cycle, places: tuple[RowRef, ...], lens: Lens
    ) -> None:  # fmt: skip
        self.charge, self.event, self.cycle = charge, event, cycle
        self.places = places  # where its answer stands; the first is its own row
        self.at = places[0]
        self.sight: Sight = see(charge, lens.of_texts, exactly=lens.exactly)
        self.on = read_date(event.on, lens.marks)
        self.level = read_level(charge, lens.marks, lens.as_of)
        self.stands = _MET
        if charge.relief and lens.has(_LATER):
            reversed_ = relief_granted(charge, (ReliefKind.REVERSED,), lens.as_of)
            self.stands = _MET if reversed_ is _NOT_MET else _UNKNOWN

    @property
    def is_felony(self) -> Truth:
        if self.level is _NO_LEVEL:
            return _UNKNOWN
        return Truth.of(self.level is _FELONY)

    def is_before(self, other: Seen) -> Truth:
        """Whether it is dated before another conviction; counts of one event never are."""
        if self.event is other.event:
            return _NOT_MET
        return all_of((self.on.is_before_date(other.on), self.stands))


Listed = list[tuple[Seen, Listing, PartialDate]]  # on a list, how surely, as of when


class Record:
    """One person, as far as an earlier tool took the rows for one person's."""

    def __init__(self, sheet: RapSheet, counts: list[Seen], lens: Lens) -> None:
        self.counts = counts
        self.lens = lens
        self.marks = marks = lens.marks
        self.as_of = lens.as_of
        self.born = read_birth(sheet.person, marks)
        self.birth_is_wrong = _UNKNOWN_FACT in marks and self._contradicts_birth()
        self.registered = _NOT_MET
        self.is_deceased = False
        self.cycles: list[Cycle] = []
        self._ends: dict[RowRef, PartialDate] | None = None

    def take_cycle(self, cycle: Cycle) -> None:
        self.cycles.append(cycle)
        for event in cycle.events:
            if event.kind is _DECEASED:
                self.is_deceased = True
            elif event.kind is _REGISTRATION:
                self.registered = any_of((self.registered, read_registration(event, self.marks)))

    def _contradicts_birth(self) -> bool:
        if self.born.is_after(self.as_of) is _MET:
            return True
        return any(self.born.is_before_date(one.on) is _NOT_MET for one in self.counts)

    def ends_on(self, seen: Seen) -> PartialDate:
        """The end of a conviction's sentence."""
        if self._ends is None:
            self._ends = _ends(self.counts, self.marks)
        return self._ends[seen.at]

    def strikes(self) -> Listed:
        """Convictions of the list, how surely, and the date they count by."""
        is_felony_only = load_offense_list(STRIKES).is_felony_only and _LIST in self.marks
        found: Listed = []
        for one in self.counts:
            listing = one.sight.strike
            if listing is _SURE and is_felony_only and not one.sight.is_pair:
                listing = _SURE if one.level is _FELONY else _MAYBE
            if listing is not _NEVER:
                found.append((one, listing, one.on))
        return found + self._pairs()

    def _pairs(self) -> Listed:
        """Gang enhancements and what they enhance, as separate counts of one event."""
        halves: dict[int, list[Seen]] = defaultdict(list)
        for one in self.counts:
            sight = one.sight
            if sight.strike is _NEVER and not (
                sight.is_gang_half is sight.is_enhanced_half is _NOT_MET
            ):
                halves[id(one.event)].append(one)
        found: Listed = []
        for counts in halves.values():
            standing = [one for one in counts if one.stands is _MET]
            listing = _pair_listing(standing)
            if listing is _NEVER and _pair_listing(counts) is not _NEVER:
                listing = _MAYBE
            if listing is not _NEVER:
                first = (standing or counts)[0]
                on = first.on if _GANG_PAIR in self.marks else YEAR_ONE
                found.append((first, listing, on))
        return found

    def registrable(self) -> Listed:
        return [
            (one, one.sight.registrable, one.on)
            for one in self.counts
            if one.sight.registrable is not _NEVER
        ]


def read_records(sheet: RapSheet, lens: Lens) -> list[Record]:
    """The records under a reading: several, where the tool did not join a person's rows."""
    is_one = lens.has(_ONE_PERSON)
    made = []
    for cycles in [list(sheet.cycles)] if is_one else _apart(sheet):
        counts = [
            Seen(charge, event, cycle, (charge.at, *charge.also_at), lens)
            for cycle in cycles
            for event in cycle.events
            for charge in event.charges
            if charge.is_conviction
        ]
        record = Record(sheet, counts, lens)
        for cycle in cycles:
            record.take_cycle(cycle)
        made.append(record)
    return made


def is_apart(sheet: RapSheet) -> bool:
    """Whether a person's rows stand in several files or under several numbers."""
    cycles = sheet.cycles
    if not cycles:
        return False
    first = cycles[0].sheet
    return any(cycle.sheet != first for cycle in cycles) or any(
        charge.also_at for event in sheet.events() for charge in event.charges
    )


def _apart(sheet: RapSheet) -> list[list[Cycle]]:
    """The cycles by the numbering of their rows, repeats in other files put back there."""
    if not is_apart(sheet):
        return [list(sheet.cycles)]
    found: dict[str, list[Cycle]] = {}
    homes: dict[int, str] = {}  # source -> the numbering that stands in it
    for cycle in sheet.cycles:
        own = cycle._replace(
            events=tuple(
                event._replace(charges=tuple(_at_home(charge) for charge in event.charges))
                for event in cycle.events
            )
        )
        found.setdefault(cycle.sheet, []).append(own)
        homes.setdefault(cycle.events[0].at.source, cycle.sheet)
    for cycle in sheet.cycles:
        for source, repeated in _repeats(cycle).items():
            home = homes.get(source, f"{source}:")
            home = f"{home}+" if home == cycle.sheet else home
            _put_back(found.setdefault(home, []), repeated)
    return list(found.values())


def _at_home(charge: Charge) -> Charge:
    """A count without what only another file states of it."""
    if not charge.also_at:
        return charge
    parts = tuple(part for part in charge.sentence if part.at.source == charge.at.source)
    return charge._replace(also_at=(), sentence=parts)


def _repeats(cycle: Cycle) -> dict[int, Cycle]:
    """For each other file the cycle's counts that stand there too, at their rows there."""
    events: dict[int, list[Event]] = defaultdict(list)
    for event in cycle.events:
        charges: dict[int, list[Charge]] = defaultdict(list)
        for charge in event.charges:
            for at in charge.also_at:
                charges[at.source].append(
                    charge._replace(at=at, also_at=(), sentence=charge.sentence)
                )
        for source, counts in charges.items():
            events[source].append(event._replace(charges=tuple(counts), at=counts[0].at))
    return {source: cycle._replace(events=tuple(found)) for source, found in events.items()}


def _put_back(cycles: list[Cycle], repeated: Cycle) -> None:
    """Into the cycle of that order, and the event of that order, where they are still there."""
    for index, cycle in enumerate(cycles):
        if cycle.order == repeated.order:
            events = {event.order: event for event in cycle.events}
            for event in repeated.events:
                own = events.get(event.order)
                charges = event.charges if own is None else (*own.charges, *event.charges)
                charges = tuple(sorted(charges, key=lambda charge: charge.at))
                events[event.order] = (own or event)._replace(charges=charges)
            cycles[index] = cycle._replace(events=tuple(events.values()))
            return
    cycles.append(repeated)


def read_date(on: PartialDate, marks: Marks) -> PartialDate:
    return on if on.is_exact or _UNKNOWN_FACT in marks else YEAR_ONE


def read_birth(person: Person, marks: Marks) -> PartialDate:
    """The birth date; the earlier tools took what the first row states."""
    if _UNKNOWN_FACT in marks or person.born_first is None:
        return read_date(person.born, marks)
    return read_date(person.born_first, marks)


def is_felony_as_printed(charge: Charge) -> bool:
    """Whether the cell says FELONY, or F where there is no level, letter by letter."""
    if not charge.level_text:
        return charge.level is _FELONY
    if charge.level_column == "CONV_STAT_DESCR":
        return charge.level_text == "FELONY"
    return charge.level_text == "F"


def read_level(charge: Charge, marks: Marks, as_of: date) -> Level:
    """The level; the column of the section convicted of and later reductions are point 8."""
    is_amended = charge.level_column == "CONV_OFFENSE_TOC"
    if is_amended and _LATER in marks:
        level = charge.level
    elif _UNKNOWN_FACT not in marks:
        level = _FELONY if is_felony_as_printed(charge) else _not_a_felony(charge)
    elif is_amended and charge.level_text:
        level = _TYPES.get(charge.level_text.strip(), _NO_LEVEL)
    else:
        level = charge.level
    if _LATER in marks and charge.relief:
        return level_as_of(charge._replace(level=level), as_of)
    return level


_TYPES = {"F": _FELONY, "M": _MISDEMEANOR, "I": _INFRACTION}


def _not_a_felony(charge: Charge) -> Level:
    return _INFRACTION if charge.level is _INFRACTION else _MISDEMEANOR


def read_registration(event: Event, marks: Marks) -> Truth:
    """Whether an event of registration is for section 290."""
    if not event.charges:
        return _UNKNOWN if _UNKNOWN_FACT in marks else _NOT_MET
    return any_of(_is_registration(charge, marks) for charge in event.charges)


def _is_registration(charge: Charge, marks: Marks) -> Truth:
    parsed = is_registration_for_290(charge)
    if parsed is _UNKNOWN and _UNKNOWN_FACT in marks:
        return parsed
    if parsed is not _UNKNOWN and _SECTIONS in marks:
        return parsed
    return Truth.of(charge.offense.startswith("290"))


def _pair_listing(counts: Iterable[Seen]) -> Listing:
    counts = list(counts)
    gang = any_of(one.sight.is_gang_half for one in counts)
    enhanced = any_of(one.sight.is_enhanced_half for one in counts)
    return _LISTINGS[all_of((gang, enhanced))]


_LISTINGS = {
    _NOT_MET: _NEVER,
    _UNKNOWN: _MAYBE,
    _MET: _SURE,
}


def _ends(counts: list[Seen], marks: Marks) -> dict[RowRef, PartialDate]:
    """The end of every conviction's sentence, by its row."""
    terms: list[Term] = [(one.at, one.on, one.charge.sentence) for one in counts]
    by_calendar = _SENTENCE in marks
    given = own_parts(terms) if by_calendar else parts_as_read(terms)
    after = end_by_calendar if by_calendar else end_as_counted
    found = {}
    for at, on, _ in terms:
        parts = given.get(at, [])
        is_open = _UNKNOWN_FACT in marks and any(part.length is None for part in parts)
        first = None if on.earliest is None else after(on.earliest, parts)
        last = None if is_open or on.latest is None else after(on.latest, parts)
        found[at] = PartialDate(first, last)
    return found
