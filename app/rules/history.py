"""A person's record as rules ask about it: worked out once a person, then only looked up.

Everything here is as of a date: relief that the record dates later does not count yet.
A conviction that was reversed or vacated may still stand somewhere in the history, and a count
whose disposition could not be read may be one; what it would change is then unknown
(`Counted.stands`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from app.model.dates import UNKNOWN_DATE, PartialDate, anniversary
from app.model.record import (
    Charge,
    Conviction,
    Cycle,
    Event,
    EventKind,
    Level,
    RapSheet,
    ReliefKind,
)
from app.model.standing import level_as_of, relief_granted
from app.model.statute import CodeSection, SectionReading, read_section
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth
from app.rules.lists.offense_lists import Listing, OffenseList

# Looking a member up in its class costs more than the comparison, millions of times.
_NEVER, _MAYBE, _SURE = Listing.NEVER, Listing.MAYBE, Listing.SURE
_DECEASED, _REGISTRATION = EventKind.DECEASED, EventKind.REGISTRATION


@lru_cache(maxsize=65536)
def _read(text: str) -> tuple[SectionReading, CodeSection | None, str, Truth]:
    """A section as printed: how it reads, its cannabis section and number, `is_cannabis`."""
    reading = read_section(text)
    cannabis = reading.cannabis
    return reading, cannabis, cannabis.section if cannabis else "", reading.is_cannabis


class Counted:
    """One conviction of a history, with what rules ask of it read once.

    ``is_cannabis`` is unknown when the section is unreadable.
    """

    __slots__ = (
        "_ends_on",
        "cannabis",
        "charge",
        "cycle",
        "event",
        "is_cannabis",
        "level",
        "number",
        "on",
        "reading",
        "stands",
    )

    def __init__(self, charge: Charge, event: Event, cycle: Cycle, as_of: date) -> None:
        self.charge = charge
        self.event = event
        self.cycle = cycle
        self.on: PartialDate = event.on
        self.reading, self.cannabis, self.number, self.is_cannabis = _read(charge.section_text)
        self.level: Level = charge.level
        self.stands: Truth = MET
        self._ends_on: PartialDate | None = None
        if charge.is_doubtful:
            self.stands = UNKNOWN
        if charge.relief:
            self.level = level_as_of(charge, as_of)
            if relief_granted(charge, (ReliefKind.REVERSED,), as_of) is not NOT_MET:
                self.stands = UNKNOWN

    def is_for(self, number: str) -> Truth:
        """Whether it is for the cannabis section of that number."""
        if self.number:
            return MET if self.number == number else NOT_MET
        return self.is_cannabis

    def is_before(self, other: Counted) -> Truth:
        """Whether it counts and is strictly earlier than another conviction.

        Counts of one event share their date, so that a partial date is no doubt there.
        """
        if self.event is other.event:
            return NOT_MET
        before = self.on.is_before_date(other.on)
        return before if before is NOT_MET else _and(before, self.stands)

    def offense_on(self, within_years: int) -> PartialDate:
        """The date of the offense, or the days it is taken to lie between.

        The state's file has no such date. Where the record has none, the offense lies in
        the ``within_years`` up to the arrest (CYC_DATE), both ends included; where the
        arrest is not on record or not before the conviction, up to the conviction.
        """
        if not self.charge.offense_on.is_unknown:
            return self.charge.offense_on
        arrested = self.cycle.on
        is_late = arrested.is_after_date(self.on)
        if arrested.is_unknown or is_late is MET:
            return _years_up_to(self.on, within_years)
        if is_late is NOT_MET:
            return _years_up_to(arrested, within_years)
        # Either may be the earlier one, and the offense is not later than that.
        one, other = (_years_up_to(on, within_years) for on in (arrested, self.on))
        firsts = [day for day in (one.earliest, other.earliest) if day is not None]
        lasts = [day for day in (one.latest, other.latest) if day is not None]
        return PartialDate(min(firsts) if len(firsts) == 2 else None, min(lasts) if lasts else None)

    @property
    def committed_on(self) -> PartialDate:
        """The date that an offense list is asked at: the offense's, else the conviction's."""
        own = self.charge.offense_on
        return self.on if own.is_unknown else own

    def sentence_ends_on(self) -> PartialDate:
        """End of this count's own sentence, parts added up (`Conviction.sentence_ends_on`)."""
        if self._ends_on is None:
            conviction = Conviction(self.charge, self.event, self.cycle)
            self._ends_on = conviction.sentence_ends_on if self.charge.sentence else self.on
        return self._ends_on

    def has_ended(self, as_of: date) -> Truth:
        """Whether this count's own sentence has ended; one that may not count may not run."""
        ended = self.sentence_ends_on().is_on_or_before(as_of)
        return UNKNOWN if ended is NOT_MET and self.stands is not MET else ended

    @property
    def printed(self) -> str:
        """The code section as printed, for a reader."""
        return self.reading.text or "no section"


def _years_up_to(on: PartialDate, years: int) -> PartialDate:
    """So many calendar years up to a day, both ends included."""
    first = None if on.earliest is None else anniversary(on.earliest, -years)
    return PartialDate(first, on.latest)


def _and(one: Truth, other: Truth) -> Truth:
    if one is NOT_MET or other is NOT_MET:
        return NOT_MET
    return MET if one is other is MET else UNKNOWN


@dataclass(frozen=True, slots=True)
class Listed:
    """A conviction that is, or may be, on an offense list.

    ``lacks_level``: it would surely be on the list if it is a felony, and its level is
    not on record.
    """

    counted: Counted
    listing: Listing
    lacks_level: bool = False


class History:
    """The convictions and events of one person as of a date."""

    def __init__(self, sheet: RapSheet, as_of: date) -> None:
        self.sheet = sheet
        self.as_of = as_of
        self.born: PartialDate = sheet.person.born
        self.counts: list[Counted] = [
            Counted(charge, event, cycle, as_of)
            for cycle in sheet.cycles
            for event in cycle.events
            for charge in event.charges
            if charge.is_conviction
        ]
        self.answers: dict[int, Truth] = {}  # rules about the person, by their place
        self._listed: dict[str, tuple[Listed, ...]] = {}

    def moved_to(self, as_of: date) -> History:
        """The same record as of another date.

        What does not depend on the date is not worked out again: on it depends only what relief
        that the record dates does to a conviction, and the answers of rules.
        """
        other = History.__new__(History)
        other.sheet, other.as_of, other.born, other.answers = self.sheet, as_of, self.born, {}
        if any(one.charge.relief for one in self.counts):
            other.counts = [
                Counted(one.charge, one.event, one.cycle, as_of) if one.charge.relief else one
                for one in self.counts
            ]
            other._listed = {}
        else:
            other.counts, other._listed = self.counts, self._listed
        other.__dict__["_telling_events"] = self._telling_events
        other.__dict__["registration"] = self.registration
        return other

    @cached_property
    def birth_contradiction(self) -> str:
        """What shows the birth date to be a mistake, in words; empty when nothing does.

        A date is wrong then, and nobody knows which: the person's age is unknown.
        """
        if self.born.is_after(self.as_of) is MET:
            return "is after the as-of date"
        for counted in self.counts:
            if self.born.is_before_date(counted.on) is NOT_MET:
                return f"is not before the conviction of {counted.on}"
        return ""

    @property
    def deceased_event(self) -> Event | None:
        return next(iter(self._telling_events[0]), None)

    @property
    def registrations(self) -> list[Event]:
        """Events of registration, under whatever law."""
        return self._telling_events[1]

    @cached_property
    def _telling_events(self) -> tuple[list[Event], list[Event]]:
        """Events of death, and of registration."""
        deaths: list[Event] = []
        registrations: list[Event] = []
        for cycle in self.sheet.cycles:
            for event in cycle.events:
                if event.kind is _DECEASED:
                    deaths.append(event)
                elif event.kind is _REGISTRATION:
                    registrations.append(event)
        return deaths, registrations

    @cached_property
    def registration(self) -> tuple[Truth, Event | None]:
        """Whether the person registered under PC 290, and the event that says so.

        Unknown when an event of registration does not say which law it was under.
        """
        doubtful: Event | None = None
        for event in self.registrations:
            named = [is_registration_for_290(charge) for charge in event.charges]
            if MET in named:
                return MET, event
            if not named or UNKNOWN in named:
                doubtful = doubtful or event
        return (UNKNOWN if doubtful else NOT_MET), doubtful

    def listed(self, offenses: OffenseList) -> tuple[Listed, ...]:
        """Convictions that are or may be on a list, in the order of the record.

        A gang enhancement and a section that it enhances, convicted in one event as two
        counts, are listed as of that event's date.
        """
        known = self._listed.get(offenses.id)
        if known is None:
            known = self._listed[offenses.id] = tuple(self._find_listed(offenses))
        return known

    def _find_listed(self, offenses: OffenseList) -> list[Listed]:
        found = []
        halves: dict[int, list[Counted]] = {}
        for counted in self.counts:
            listing = offenses.listing_of_text(counted.charge.section_text, counted.committed_on)
            lacks_level = False
            if listing is _SURE and offenses.is_felony_only:
                pair = offenses.pair_listing(counted.reading.standing) is _SURE
                if counted.level is not Level.FELONY and not pair:
                    listing = _MAYBE
                    lacks_level = counted.level is Level.UNKNOWN
            if listing is not _NEVER:
                found.append(Listed(counted, listing, lacks_level))
            elif offenses.is_half_of_pair(counted.charge.section_text):
                halves.setdefault(id(counted.event), []).append(counted)
        return found + _pairs(offenses, halves)


def _pairs(offenses: OffenseList, halves: dict[int, list[Counted]]) -> list[Listed]:
    """Gang pairs whose halves are separate convictions of one event."""
    found = []
    for counts in halves.values():
        standing = [one for one in counts if one.stands is MET]
        listing = _pair_listing(offenses, standing)
        if listing is _NEVER and _pair_listing(offenses, counts) is not _NEVER:
            listing = _MAYBE  # a half of it was reversed
        if listing is not _NEVER:
            found.append(Listed((standing or counts)[0], listing))
    return found


def _pair_listing(offenses: OffenseList, counts: list[Counted]) -> Listing:
    return offenses.pair_listing(section for one in counts for section in one.reading.standing)


def is_registration_for_290(charge: Charge) -> Truth:
    """Whether a charge of an event of registration starts with section 290."""
    return _starts_with_290(charge.section_text)


@lru_cache(maxsize=4096)
def _starts_with_290(printed: str) -> Truth:
    reading = read_section(printed)
    if reading.is_read and not reading.ranges:
        numbers = [section.section for section in reading.sections if section.code in ("PC", "")]
        return Truth.of(any(n == "290" or n.startswith("290.") for n in numbers))
    text = printed.strip()
    if text.startswith("290") and not text[3:4].isdigit():
        return MET
    return UNKNOWN


def latest_conviction(counts: list[Counted]) -> PartialDate:
    """The day of the latest conviction; UNKNOWN_DATE when none is dated.

    Convictions without any date are left out: this is a figure for people to read.
    Rules ask `Counted.on` of every conviction instead.
    """
    dated = [one.on for one in counts if one.on.latest is not None]
    earliest = [one.on.earliest for one in counts if one.on.earliest is not None]
    if not dated or not earliest:
        return UNKNOWN_DATE
    return PartialDate(max(earliest), max(on.latest for on in dated if on.latest is not None))
