"""Made-up people for case tables, in a notation a lawyer can read.

A conviction is ``date; section; level`` and, after further semicolons, any of::

    in ALAMEDA              another county ("in unknown county" when the record names none)
    3 years prison          a part of the sentence: days, months or years, and where
    unstated term prison    a part whose length the record does not state
    reduced 2001-02-03      later relief: reduced, reversed, dismissed under 1203.4,
                            cannabis relief, other relief; with its date or none
    offense 1998-05-06      the date of the offense, where a record has one
    arrested 1998-05-07     the date of the arrest (else that of the conviction)
    charged 11359 HS        the section charged, where it is another
    court CAJV KERN         the court's name (else SUPERIOR COURT; "court unknown" for none)
    same event              convicted in the event of the conviction before
    same cycle              another event of the cycle of the conviction before

Dates are ``1999-03-01``, ``1999-03``, ``1999`` or ``unknown``. An event is ``deceased``,
or ``registration; section``, after a date: ``2001-04-05 registration; 290 PC``. A count
without a conviction is ``arrest`` or ``court``, its section, perhaps a disposition, and
the conviction in whose cycle it stands, counted from 1; without that it has a cycle of its
own: ``2001-04-05 arrest; 11358 HS; PROS REJ; in cycle of 1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.model.dates import UNKNOWN_DATE, PartialDate, read_compact_date
from app.model.record import (
    Charge,
    Cycle,
    Event,
    EventKind,
    Level,
    Person,
    RapSheet,
    Relief,
    ReliefKind,
    RowRef,
    SentencePart,
)

_RELIEF = {
    "reduced": ReliefKind.REDUCED,
    "reversed": ReliefKind.REVERSED,
    "dismissed under 1203.4": ReliefKind.DISMISSED_1203_4,
    "cannabis relief": ReliefKind.CANNABIS_RELIEF,
    "other relief": ReliefKind.OTHER,
}
_SENTENCE = re.compile(r"(\d+) (day|month|year)s? (.+)")
_UNSTATED = re.compile(r"unstated term (.+)")
_RELIEF_TEXT = re.compile(rf"({'|'.join(_RELIEF)})(?: (\S+))?")
_EVENT = re.compile(r"(\S+) (deceased|registration)(?:; ?(.*))?")
_COUNT = re.compile(r"(\S+) (arrest|court)")
_IN_CYCLE = re.compile(r"in cycle of (\d+)")


def read_case_date(text: str) -> PartialDate:
    """``1999-03-01``, ``1999-03``, ``1999``; blank and ``unknown``. Raises ValueError."""
    cleaned = text.strip()
    if cleaned in ("", "unknown"):
        return UNKNOWN_DATE
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", cleaned):
        raise ValueError(f"'{text}' is not a date")
    found = read_compact_date(cleaned.replace("-", "").ljust(8, "0"))
    if found is None or found.is_unknown:
        raise ValueError(f"'{text}' is not a date")
    return found


@dataclass(slots=True)
class _Conviction:
    """One line of ``convictions`` as read."""

    charge: Charge
    on: PartialDate
    arrested_on: PartialDate | None
    county: str
    court: str
    joins: str  # "event" or "cycle" of the conviction before, else ""


def make_person(
    born: str, convictions: Iterable[str], events: Iterable[str] = (), county: str = ""
) -> RapSheet:
    """A record of made-up events, each in a cycle of its own unless joined.

    Raises ValueError on a bad notation.
    """
    cycles: list[Cycle] = []
    cycle_of: list[int] = []  # of each conviction
    row = 0
    for text in convictions:
        row += 1
        read = _read_conviction(text, row, county)
        _place(cycles, read)
        cycle_of.append(len(cycles) - 1)
    for text in events:
        row += 1
        _place_event(cycles, cycle_of, text, RowRef(1, row), county)
    person = Person("A00000000", "DOE,CASE", (), "", "", read_case_date(born), RowRef(1, 1))
    return RapSheet(person, tuple(cycles))


def _place(cycles: list[Cycle], read: _Conviction) -> None:
    """Put a conviction into the event or cycle of the one before, or a cycle of its own."""
    if read.joins and not cycles:
        raise ValueError(f"'same {read.joins}' needs a conviction before it")
    if read.joins == "event":
        *earlier, last = cycles[-1].events
        last = last._replace(charges=(*last.charges, read.charge))
        cycles[-1] = cycles[-1]._replace(events=(*earlier, last))
        return
    if not read.joins:
        order = f"{len(cycles) + 1:03d}"
        cycles.append(Cycle(order, read.arrested_on or read.on, ()))
    events = cycles[-1].events
    event = Event(
        order=f"{cycles[-1].order}{len(events) + 1:03d}",
        kind=EventKind.COURT,
        kind_text="COURT ACTION",
        on=read.on,
        agency=read.court,
        county=read.county,
        charges=(read.charge,),
        at=read.charge.at,
    )
    cycles[-1] = cycles[-1]._replace(events=(*events, event))


def _place_event(
    cycles: list[Cycle], cycle_of: list[int], text: str, at: RowRef, county: str
) -> None:
    fields = [field.strip() for field in text.split(";")]
    if _COUNT.fullmatch(fields[0]) is None:
        event = _read_event(text, at, county, len(cycles) + 1)
        cycles.append(Cycle(event.order[:3], event.on, (event,)))
        return
    joined = _IN_CYCLE.fullmatch(fields[-1])
    event = _read_count(fields[:-1] if joined else fields, at, county)
    if joined is None:
        event = event._replace(order=f"{len(cycles) + 1:03d}001")
        cycles.append(Cycle(event.order[:3], event.on, (event,)))
        return
    if not 1 <= int(joined[1]) <= len(cycle_of):
        raise ValueError(f"'{text}' names no conviction {joined[1]}")
    index = cycle_of[int(joined[1]) - 1]
    cycle = cycles[index]
    event = event._replace(order=f"{cycle.order}{len(cycle.events) + 1:03d}")
    cycles[index] = cycle._replace(events=(*cycle.events, event))


def _read_conviction(text: str, row: int, county: str) -> _Conviction:
    fields = [field.strip() for field in text.split(";")]
    if len(fields) < 3:
        raise ValueError(f"'{text}' needs a date, a section and a level")
    on, section, level = read_case_date(fields[0]), fields[1], _level(fields[2])
    charge = _charge(section, level, (), (), RowRef(1, row))
    read = _Conviction(charge, on, None, county, "SUPERIOR COURT", "")
    for field in fields[3:]:
        _read_field(field, read)
    return read


def _read_field(field: str, read: _Conviction) -> None:
    word, _, rest = field.partition(" ")
    rest, charge = rest.strip(), read.charge
    if field in ("same event", "same cycle"):
        read.joins = rest
    elif word == "in":
        read.county = "" if rest == "unknown county" else rest.upper()
    elif word == "court":
        read.court = "" if rest == "unknown" else rest
    elif word == "offense":
        read.charge = charge._replace(offense_on=read_case_date(rest))
    elif word == "arrested":
        read.arrested_on = read_case_date(rest)
    elif word == "charged":
        read.charge = charge._replace(charged_text=rest, section_column="CONV_OFFENSE_DESCR")
    elif (part := _sentence_part(field, charge.at)) is not None:
        read.charge = charge._replace(sentence=(*charge.sentence, part))
    else:
        read.charge = charge._replace(relief=(*charge.relief, _relief(field, charge.at)))


def _level(word: str) -> Level:
    try:
        return Level(word)
    except ValueError:
        levels = ", ".join(level.value for level in Level)
        raise ValueError(f"'{word}' is not a level: give one of {levels}") from None


def _sentence_part(field: str, at: RowRef) -> SentencePart | None:
    stated = _SENTENCE.fullmatch(field)
    if stated:
        return SentencePart(stated[3].upper(), int(stated[1]), stated[2][0].upper(), at)
    unstated = _UNSTATED.fullmatch(field)
    return SentencePart(unstated[1].upper(), None, "", at) if unstated else None


def _relief(field: str, at: RowRef) -> Relief:
    found = _RELIEF_TEXT.fullmatch(field)
    if found is None:
        raise ValueError(f"'{field}' is not understood")
    return Relief(_RELIEF[found[1]], found[1].upper(), read_case_date(found[2] or ""), at)


def _charge(
    section: str,
    level: Level,
    sentence: tuple[SentencePart, ...],
    relief: tuple[Relief, ...],
    at: RowRef,
) -> Charge:
    return Charge(
        count_order=f"{at.row:03d}001001001",
        section_text=section,
        section_column="OFFENSE_DESCR",
        charged_text=section,
        offense=section,
        comment="",
        level=level,
        level_column="CONV_STAT_DESCR",
        disposition="CONVICTED",
        is_conviction=True,
        case_number="",
        sentence=sentence,
        relief=relief,
        at=at,
    )


def _read_event(text: str, at: RowRef, county: str, cycle: int) -> Event:
    found = _EVENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            f"'{text}' is not an event: give 'DATE deceased', 'DATE registration; SECTION', or "
            "'DATE arrest; SECTION'"
        )
    is_registration = found[2] == "registration"
    charge = _charge(found[3] or "", Level.UNKNOWN, (), (), at)._replace(
        disposition="", is_conviction=False
    )
    return Event(
        order=f"{cycle:03d}001",
        kind=EventKind.REGISTRATION if is_registration else EventKind.DECEASED,
        kind_text=found[2].upper(),
        on=read_case_date(found[1]),
        agency="",
        county=county,
        charges=(charge,) if is_registration else (),
        at=at,
    )


def _read_count(fields: list[str], at: RowRef, county: str) -> Event:
    """A count without a conviction, in an event of its own: date and kind, section, disposition."""
    found = _COUNT.fullmatch(fields[0])
    if found is None or not 2 <= len(fields) <= 3:
        raise ValueError(f"'{'; '.join(fields)}' needs a date, arrest or court, and a section")
    charge = _charge(fields[1], Level.UNKNOWN, (), (), at)._replace(
        disposition=fields[2] if len(fields) == 3 else "", is_conviction=False
    )
    is_arrest = found[2] == "arrest"
    return Event(
        order="",
        kind=EventKind.ARREST if is_arrest else EventKind.COURT,
        kind_text="ARREST/DETAINED/CITED" if is_arrest else "COURT ACTION",
        on=read_case_date(found[1]),
        agency="",
        county=county,
        charges=(charge,),
        at=at,
    )
