"""Made-up histories for property tests, complete and with facts missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from app.model.dates import UNKNOWN_DATE, PartialDate
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
from app.rules.history import Counted

AS_OF = date(2020, 7, 1)
HERE, ELSEWHERE = "LOS ANGELES", "KERN"

days = st.dates(date(1970, 1, 1), date(2021, 12, 31)) | st.sampled_from(
    [date(2016, 11, 8), date(2016, 11, 9), date(2010, 7, 1), date(2015, 7, 1), date(2004, 2, 29)]
)
spans = st.tuples(days, days).map(lambda pair: PartialDate(min(pair), max(pair)))
known_dates = days.map(PartialDate.exactly)
some_dates = known_dates | spans | st.just(UNKNOWN_DATE)

SECTIONS = [
    "11357(A) HS-POSSESS",
    "11357(C) HS-POSSESS",
    "11357 HS",
    "11358 HS-CULTIVATE",
    "11359 HS-SALE",
    "11359 HS-SALE",
    "11357(B) HS-POSSESS",
    "11360(A) HS-TRANSPORT",
    "11360(B) HS-GIVE",
    "148(A) PC-RESIST",
    "11364 HS-PARAPHERNALIA",
    "4060 BP-PRESCRIPTION",
    "664-11359 HS-ATT",
    "459 PC-BURGLARY",
    "187 PC-MURDER",
    "37 PC-TREASON",
    "647.6(A) PC-ANNOY",
    "246 PC-SHOOT",
    "186.22(B)(4) PC-GANG",
    "11357.5 HS-SYNTHETIC",
]
UNREAD = ["", "ILLEGIBLE", "SEE COMMENT FOR CHARGE"]
REGISTRATIONS = ["290 PC-REGISTRATION", "11590 HS-REGISTRATION"]

COURTS = ["SUPERIOR COURT", "SUPERIOR COURT", "SUPERIOR COURT", "CAJV LOS ANGELES"]
WITHIN_YEARS = 3
"""How long before the arrest an offense may lie, where a policy's option has its default."""

_mostly_unknown = st.just(UNKNOWN_DATE) | st.just(UNKNOWN_DATE) | known_dates | spans
_PLACEHOLDER = RowRef(0, 0)


def _parts(lengths: st.SearchStrategy[int | None]) -> st.SearchStrategy[tuple[SentencePart, ...]]:
    part = st.builds(
        SentencePart, st.just("JAIL"), lengths, st.sampled_from("DMY"), st.just(_PLACEHOLDER)
    )
    return st.lists(part, max_size=2).map(tuple)


def _reliefs(dates: st.SearchStrategy[PartialDate]) -> st.SearchStrategy[tuple[Relief, ...]]:
    relief = st.builds(
        Relief, st.sampled_from(ReliefKind), st.just("RELIEF"), dates, st.just(_PLACEHOLDER)
    )
    return st.just(()) | st.just(()) | st.lists(relief, max_size=2).map(tuple)


@st.composite
def charges(draw: st.DrawFn, *, complete: bool) -> Charge:
    """A count, mostly a conviction."""
    texts = SECTIONS if complete else SECTIONS + UNREAD
    levels = [Level.FELONY, Level.FELONY, Level.MISDEMEANOR, Level.INFRACTION]
    lengths = st.integers(0, 12)
    is_conviction = draw(st.integers(0, 5)) > 0
    return Charge(
        count_order="001001001001",
        section_text=draw(st.sampled_from(texts)),
        section_column="OFFENSE_DESCR",
        charged_text="",
        offense="",
        comment="",
        level=draw(st.sampled_from(levels if complete else [*levels, Level.UNKNOWN])),
        level_column="CONV_STAT_DESCR",
        disposition="CONVICTED",
        is_conviction=is_conviction,
        case_number="",
        sentence=draw(_parts(lengths if complete else lengths | st.none())),
        relief=draw(_reliefs(known_dates if complete else some_dates)),
        at=_PLACEHOLDER,
        offense_on=draw(known_dates if complete else _mostly_unknown),
        is_doubtful=is_conviction and not complete and draw(st.integers(0, 9)) == 9,
    )


@st.composite
def events(draw: st.DrawFn, *, complete: bool) -> Event:
    kinds = [EventKind.COURT] * 8 + [EventKind.REGISTRATION, EventKind.DECEASED, EventKind.ARREST]
    kind = draw(st.sampled_from(kinds))
    counties = [HERE, HERE, HERE, ELSEWHERE] + ([] if complete else [""])
    counts = draw(st.lists(charges(complete=complete), min_size=1, max_size=3))
    if kind is EventKind.ARREST:
        counts = [count._replace(is_conviction=False, is_doubtful=False) for count in counts]
    elif kind is not EventKind.COURT:
        texts = REGISTRATIONS if complete else [*REGISTRATIONS, ""]
        text = draw(st.sampled_from(texts))
        counts = [counts[0]._replace(is_conviction=False, is_doubtful=False, section_text=text)]
    return Event(
        order="001001",
        kind=kind,
        kind_text="",
        on=draw(known_dates if complete else some_dates),
        agency=draw(st.sampled_from(COURTS if complete else [*COURTS, ""])),
        county=draw(st.sampled_from(counties)),
        charges=tuple(counts),
        at=_PLACEHOLDER,
    )


@st.composite
def sheets(draw: st.DrawFn, *, complete: bool = False) -> RapSheet:
    """A person's record; ``complete`` leaves no fact unknown."""
    born = draw(known_dates if complete else some_dates)
    found = draw(st.lists(cycles(complete=complete), min_size=1, max_size=4))
    person = Person("A1", "DOE,CASE", (), "", "", born, RowRef(1, 1))
    return numbered(RapSheet(person, tuple(found)))


@st.composite
def cycles(draw: st.DrawFn, *, complete: bool) -> Cycle:
    """One or two events after an arrest, whose date may be missing or make no sense."""
    found = draw(st.lists(events(complete=complete), min_size=1, max_size=2))
    arrested_on = draw(st.just(found[0].on) | some_dates)
    return Cycle("001", arrested_on, tuple(found))


def numbered(sheet: RapSheet) -> RapSheet:
    """Give every count a row of its own."""
    row = 0
    cycles_made = []
    for cycle in sheet.cycles:
        made = []
        for event in cycle.events:
            counts = []
            for charge in event.charges:
                row += 1
                counts.append(charge._replace(at=RowRef(1, row)))
            made.append(event._replace(charges=tuple(counts), at=counts[0].at))
        cycles_made.append(cycle._replace(events=tuple(made)))
    return replace(sheet, cycles=tuple(cycles_made))


def without_doubtful(sheet: RapSheet) -> RapSheet:
    """As the state's file has it: every disposition is read or none."""
    cycles = tuple(
        cycle._replace(
            events=tuple(
                event._replace(
                    charges=tuple(one._replace(is_doubtful=False) for one in event.charges)
                )
                for event in cycle.events
            )
        )
        for cycle in sheet.cycles
    )
    return replace(sheet, cycles=cycles)


def _day_of(draw: st.DrawFn, on: PartialDate) -> PartialDate:
    if on.is_exact:
        return on
    first, last = on.earliest or date(1960, 1, 1), on.latest or date(2025, 1, 1)
    return PartialDate.exactly(draw(st.dates(first, last)))


def _complete_charge(draw: st.DrawFn, charge: Charge, texts: list[str]) -> Charge:
    levels = [Level.FELONY, Level.MISDEMEANOR, Level.INFRACTION]
    unread = charge.section_text in UNREAD
    lengths = st.integers(0, 12)
    return charge._replace(
        is_conviction=draw(st.booleans()) if charge.is_doubtful else charge.is_conviction,
        is_doubtful=False,
        section_text=draw(st.sampled_from(texts)) if unread else charge.section_text,
        level=draw(st.sampled_from(levels)) if charge.level is Level.UNKNOWN else charge.level,
        sentence=tuple(
            part if part.length is not None else part._replace(length=draw(lengths))
            for part in charge.sentence
        ),
        relief=tuple(
            one if one.on.is_unknown else one._replace(on=_day_of(draw, one.on))
            for one in charge.relief
        ),
    )


@st.composite
def completions(draw: st.DrawFn, sheet: RapSheet) -> RapSheet:
    """The record with every unknown fact replaced by one that it may be.

    Relief without any date stays as it is: it counts as granted, by decision.
    """
    cycles_made = []
    for cycle in sheet.cycles:
        made = []
        for event in cycle.events:
            texts = REGISTRATIONS if event.kind is EventKind.REGISTRATION else SECTIONS
            counts = tuple(
                _complete_charge(draw, one, texts)._replace(
                    offense_on=_day_of(
                        draw, Counted(one, event, cycle, AS_OF).offense_on(WITHIN_YEARS)
                    )
                )
                for one in event.charges
            )
            county = event.county or draw(st.sampled_from([HERE, ELSEWHERE]))
            agency = event.agency or draw(st.sampled_from(COURTS))
            on = _day_of(draw, event.on)
            made.append(event._replace(charges=counts, county=county, on=on, agency=agency))
        cycles_made.append(cycle._replace(events=tuple(made)))
    person = replace(sheet.person, born=_day_of(draw, sheet.person.born))
    return RapSheet(person, tuple(cycles_made))
