"""Made-up people for case tables, in a notation a lawyer can read.

A conviction is ``date; section; level`` and, after further semicolons, any of::

    in ALAMEDA              another county ("in unknown county" when the record names none)
    3 years prison          a part of the sentence: days, months or years, and where
    unstated term prison    a part whose length the record does not state
    reduced 2001-02-03      later relief: reduced, reversed, dismissed under 1203.4,
                            cannabis relief, other relief; with its date or none
    same event              convicted in the event of the conviction before

Dates are ``1999-03-01``, ``1999-03``, ``1999`` or ``unknown``. An event is ``deceased``,
or ``registration; section``, after a date: ``2001-04-05 registration; 290 PC``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def make_person(
    born: str, convictions: Iterable[str], events: Iterable[str] = (), county: str = ""
) -> RapSheet:
    """A record of made-up events, one cycle each. Raises ValueError on a bad notation."""
    made: list[Event] = []
    row = 0
    for text in convictions:
        row += 1
        charge, on, place, is_same = _read_conviction(text, row, county)
        if is_same and made:
            charges = (*made[-1].charges, charge)
            made[-1] = made[-1]._replace(charges=charges)
        else:
            made.append(_court_event(charge, on, place, len(made) + 1))
    for text in events:
        row += 1
        made.append(_read_event(text, row, county, len(made) + 1))
    person = Person("A00000000", "DOE,CASE", (), "", "", read_case_date(born), RowRef(1, 1))
    cycles = tuple(Cycle(event.order[:3], event.on, (event,)) for event in made)
    return RapSheet(person, cycles)


def _court_event(charge: Charge, on: PartialDate, county: str, cycle: int) -> Event:
    return Event(
        order=f"{cycle:03d}001",
        kind=EventKind.COURT,
        kind_text="COURT ACTION",
        on=on,
        agency="SUPERIOR COURT",
        county=county,
        charges=(charge,),
        at=charge.at,
    )


def _read_conviction(text: str, row: int, county: str) -> tuple[Charge, PartialDate, str, bool]:
    fields = [field.strip() for field in text.split(";")]
    if len(fields) < 3:
        raise ValueError(f"'{text}' needs a date, a section and a level")
    on, section, level = read_case_date(fields[0]), fields[1], _level(fields[2])
    sentence: list[SentencePart] = []
    relief: list[Relief] = []
    is_same = False
    at = RowRef(1, row)
    for field in fields[3:]:
        if field == "same event":
            is_same = True
        elif field.startswith("in "):
            county = "" if field == "in unknown county" else field[3:].strip().upper()
        elif (part := _sentence_part(field, at)) is not None:
            sentence.append(part)
        else:
            relief.append(_relief(field, at))
    return _charge(section, level, tuple(sentence), tuple(relief), at), on, county, is_same


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


def _read_event(text: str, row: int, county: str, cycle: int) -> Event:
    found = _EVENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"'{text}' is not an event: give 'DATE deceased' or 'DATE registration'")
    at = RowRef(1, row)
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
