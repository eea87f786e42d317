"""The criminal record of one person: cycles, events, charges, sentences.

Names follow the state's own: a *cycle* is one arrest and what followed, an
*event* (the file calls it a step) is one arrest, court action, custody,
registration or the like, a *charge* is one count of an event. A *conviction*
is a charge whose controlling disposition is one; it is derived, never stored
apart from its charge.

Plain frozen data, standard library only. What a file holds by the million (rows,
charges, events) are named tuples: they are made, stored and compared fastest. Every
piece knows the source row it came from (`RowRef`), so that any statement can be
followed to the cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from app.model.dates import UNKNOWN_DATE, PartialDate, add_calendar


class RowRef(NamedTuple):
    """A record of a source: the source's number in the workspace and its row.

    ``row`` is the line of the file on which the record begins, counted from 1, a
    header line included: what a text editor shows, and a spreadsheet too unless
    a cell above holds a line break.
    """

    source: int
    row: int


class Level(Enum):
    """Grade of an offence as convicted (CONV_STAT_DESCR, else the type of charge)."""

    FELONY = "felony"
    MISDEMEANOR = "misdemeanor"
    INFRACTION = "infraction"
    UNKNOWN = "unknown"


class EventKind(Enum):
    """What an event is (STP_TYPE_DESCR)."""

    ARREST = "arrest"
    SUPPLEMENTAL_ARREST = "supplemental arrest"
    COURT = "court"
    JAIL = "jail custody"
    PRISON = "prison custody"
    PROBATION = "probation"
    REGISTRATION = "registration"
    APPLICANT = "applicant"
    DECEASED = "deceased"
    OTHER = "other"


class ReliefKind(Enum):
    """Relief that the record itself says was granted after a conviction."""

    DISMISSED_1203_4 = "dismissed under PC 1203.4"
    REDUCED = "reduced to a misdemeanor"
    CANNABIS_RELIEF = "relief under HSC 11361.8"
    REVERSED = "reversed or vacated"
    OTHER = "other relief"


class Relief(NamedTuple):
    """Relief granted after a conviction, as one row of the record states it."""

    kind: ReliefKind
    text: str  # as printed
    on: PartialDate
    at: RowRef
    is_placed: bool = False  # stated by another row of the cycle, given to this count


class SentencePart(NamedTuple):
    """One part of a sentence: SENT_LOC_DESCR, SENT_LENGTH, SENT_TIME_CODE.

    ``length`` is None when a term was imposed whose length the record does not
    state; a part without a term (a fine) is 0 days.
    """

    place: str
    length: int | None
    unit: str  # "D", "M", "Y", or "" for a part without a term
    at: RowRef


class Taken(NamedTuple):
    """A fact of a charge that counts as another file states it: the column and its row there."""

    column: str
    at: RowRef


class Charge(NamedTuple):
    """One count of an event.

    ``section_text`` is the controlling code section as printed (upper case is
    not forced): the section convicted of where the record names one
    (CONV_OFFENSE_DESCR, then DISP_OFFENSE_DESCR), else the section charged.
    ``section_column`` is the column it was read from.
    """

    count_order: str  # twelve digits: cycle, step, count, part
    section_text: str
    section_column: str
    charged_text: str  # section charged, as printed
    offense: str  # full text of OFFENSE_DESCR, trimmed
    comment: str  # COMMENT_TEXT, trimmed
    level: Level
    level_column: str  # column that gave the level
    disposition: str  # DISP_DESCR, trimmed
    is_conviction: bool
    case_number: str  # OFN of this row, trimmed ("" when none)
    sentence: tuple[SentencePart, ...]
    relief: tuple[Relief, ...]
    at: RowRef
    more_case_numbers: tuple[str, ...] = ()  # other numbers on further rows of this count
    also_at: tuple[RowRef, ...] = ()  # the same conviction in other files
    offense_on: PartialDate = UNKNOWN_DATE  # date of the offense; the state's file has none
    # The level's cell letter by letter, where another program would not read it as `level`;
    # a single blank for an empty cell. What we answer never depends on it.
    level_text: str = ""
    # What became of the count could not be read: nobody knows whether it is a conviction.
    is_doubtful: bool = False
    taken: tuple[Taken, ...] = ()  # facts that another file states, where they count


class Event(NamedTuple):
    """One step of a cycle: an arrest, a court action, a custody, a registration."""

    order: str  # six digits: cycle, step
    kind: EventKind
    kind_text: str
    on: PartialDate  # STP_EVENT_DATE
    agency: str  # STP_ORI_DESCR
    county: str  # normalised: "LOS ANGELES"; "" when unknown
    charges: tuple[Charge, ...]
    at: RowRef
    county_text: str = ""  # STP_ORI_CNTY_NAME letter by letter, where it is not `county`


class Cycle(NamedTuple):
    """One arrest and what followed from it."""

    order: str  # three digits
    on: PartialDate  # CYC_DATE
    events: tuple[Event, ...]
    sheet: str = ""  # the source and person number whose numbering ``order`` follows


@dataclass(frozen=True, slots=True)
class Person:
    """Who the record is about. ``born`` spans all birth dates the rows state."""

    cii: str  # CII_NUMBER, trimmed; "" when none
    name: str  # PRI_NAME, "LAST,FIRST MIDDLE"
    aliases: tuple[str, ...]  # other names on the rows, in order of appearance
    sex: str
    race: str
    born: PartialDate
    at: RowRef
    born_first: PartialDate | None = None  # what the first row states, where that is not `born`


@dataclass(frozen=True, slots=True)
class RapSheet:
    person: Person
    cycles: tuple[Cycle, ...]

    def events(self) -> Iterator[Event]:
        for cycle in self.cycles:
            yield from cycle.events

    def convictions(self) -> tuple[Conviction, ...]:
        """Every conviction, in the order of the record."""
        return tuple(
            Conviction(charge, event, cycle)
            for cycle in self.cycles
            for event in cycle.events
            for charge in event.charges
            if charge.is_conviction
        )


@dataclass(frozen=True, slots=True)
class Conviction:
    """A charge with a conviction, seen with its event and its cycle."""

    charge: Charge
    event: Event
    cycle: Cycle

    @property
    def convicted_on(self) -> PartialDate:
        return self.event.on

    @property
    def case_numbers(self) -> tuple[str, ...]:
        """Distinct court numbers of the event, in file order (spec: *Case number*)."""
        if self.event.kind is not EventKind.COURT:
            return ()
        seen: dict[str, None] = {}
        for charge in self.event.charges:
            for number in (charge.case_number, *charge.more_case_numbers):
                if number:
                    seen.setdefault(number)
        return tuple(seen)

    @property
    def sentence_ends_on(self) -> PartialDate:
        """Conviction date plus every part of this count's own sentence.

        Consecutive addition, by the calendar: an upper bound where parts ran
        together. A part of unknown length leaves the end open on the far side.
        """
        on = self.event.on
        earliest = _after_parts(on.earliest, self.charge.sentence)
        if any(part.length is None for part in self.charge.sentence):
            latest = None
        elif on.is_exact:
            latest = earliest
        else:
            latest = _after_parts(on.latest, self.charge.sentence)
        return PartialDate(earliest, latest)


def _after_parts(day: date | None, parts: tuple[SentencePart, ...]) -> date | None:
    """The day moved by every part whose length is known."""
    for part in parts:
        if day is not None and part.length:
            day = _after_part(day, part)
    return day


def _after_part(day: date, part: SentencePart) -> date:
    length = part.length or 0
    if part.unit == "Y":
        return add_calendar(day, years=length)
    if part.unit == "M":
        return add_calendar(day, months=length)
    return add_calendar(day, days=length)
