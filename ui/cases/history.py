"""A rap sheet as the window shows it: rows of a table, marks and spans of a time line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.model.dates import PartialDate, age_on
from app.model.record import (
    Charge,
    Conviction,
    Event,
    EventKind,
    Level,
    Person,
    RapSheet,
    RowRef,
    SentencePart,
)

HISTORY_HEADERS = ("Date", "Event", "Agency", "Section", "Level", "Disposition", "Sentence")

_UNITS = {"D": ("day", "days"), "M": ("month", "months"), "Y": ("year", "years")}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One count (or an event without counts); ``cells`` in the order of `HISTORY_HEADERS`."""

    at: RowRef
    cells: tuple[str, ...]
    is_under_review: bool


@dataclass(frozen=True, slots=True)
class TimeMark:
    """An event on the time line; ``day`` is the middle of a partial date."""

    day: date
    is_exact: bool
    kind: EventKind
    words: str
    is_conviction: bool
    is_under_review: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A sentence from its first to its last possible day; an open end is ``None``."""

    first: date
    last: date | None
    words: str
    is_under_review: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """All that is drawn, and how many events have no date to be drawn at."""

    marks: tuple[TimeMark, ...]
    spans: tuple[TimeSpan, ...]
    n_undated: int
    as_of: date | None

    def describe(self) -> str:
        """The picture in words, for a screen reader."""
        if not self.marks:
            return "Time line: no dated events."
        first, last = min(m.day for m in self.marks), max(m.day for m in self.marks)
        n_convicted = sum(mark.is_conviction for mark in self.marks)
        n_review = sum(mark.is_under_review for mark in self.marks)
        text = (
            f"Time line: {len(self.marks)} dated events from {first.year} to {last.year}, "
            f"{n_convicted} of them with a conviction, {n_review} under review."
        )
        if self.n_undated:
            text += f" {self.n_undated} without a date."
        return text + " The history table lists every event."


def list_history(sheet: RapSheet, under_review: Sequence[RowRef]) -> list[HistoryRow]:
    """Every count in the order of the record; ``under_review`` are convictions' first rows."""
    wanted, rows = frozenset(under_review), []
    for event in sheet.events():
        if not event.charges:
            cells = (*_event_cells(event), "", "", "", "")
            rows.append(HistoryRow(event.at, cells, False))
        for charge in event.charges:
            cells = (*_event_cells(event), *_charge_cells(charge))
            rows.append(HistoryRow(charge.at, cells, charge.at in wanted))
    return rows


def _event_cells(event: Event) -> tuple[str, str, str]:
    return str(event.on), event.kind.value.capitalize(), event.agency or event.county


def _charge_cells(charge: Charge) -> tuple[str, str, str, str]:
    level = "" if charge.level is Level.UNKNOWN and not charge.is_conviction else charge.level.value
    return (
        charge.section_text or "none printed",
        level,
        charge.disposition or "none printed",
        ", ".join(describe_sentence(part) for part in charge.sentence),
    )


def describe_sentence(part: SentencePart) -> str:
    """``jail 30 days``; ``fine`` for a part without a term."""
    if part.length is None:
        return f"{part.place} of unknown length".strip().capitalize()
    if not part.unit:
        return part.place.capitalize()
    one, many = _UNITS.get(part.unit, ("unit", "units"))
    return f"{part.place} {part.length} {one if part.length == 1 else many}".strip().capitalize()


def build_time_line(
    sheet: RapSheet,
    under_review: Sequence[RowRef],
    current: RowRef | None,
    as_of: date | None,
) -> TimeLine:
    """Events as marks, sentences of convictions as spans."""
    wanted = frozenset(under_review)
    marks, n_undated = [], 0
    for event in sheet.events():
        day = _middle(event.on)
        if day is None:
            n_undated += 1
            continue
        convicted = [charge for charge in event.charges if charge.is_conviction]
        marks.append(
            TimeMark(
                day=day,
                is_exact=event.on.is_exact,
                kind=event.kind,
                words=_describe_event(event, convicted),
                is_conviction=bool(convicted),
                is_under_review=any(charge.at in wanted for charge in convicted),
                is_current=any(charge.at == current for charge in convicted),
            )
        )
    spans = [_span(one, wanted) for one in sheet.convictions() if one.charge.sentence]
    return TimeLine(tuple(marks), tuple(s for s in spans if s is not None), n_undated, as_of)


def _describe_event(event: Event, convicted: Sequence[Charge]) -> str:
    text = f"{event.on}: {event.kind.value}"
    if event.agency:
        text += f", {event.agency}"
    if convicted:
        sections = ", ".join(charge.section_text or "section not printed" for charge in convicted)
        text += f"\nConvicted of {sections}"
    return text


def _span(one: Conviction, wanted: frozenset[RowRef]) -> TimeSpan | None:
    start, end = _middle(one.convicted_on), one.sentence_ends_on
    if start is None:
        return None
    parts = ", ".join(describe_sentence(part) for part in one.charge.sentence)
    words = f"Sentence for {one.charge.section_text}: {parts}\nfrom {one.convicted_on} to {end}"
    return TimeSpan(start, end.latest, words, one.charge.at in wanted)


def _middle(on: PartialDate) -> date | None:
    if on.earliest is None or on.latest is None:
        return on.earliest or on.latest
    return on.earliest + (on.latest - on.earliest) / 2


def describe_birth(person: Person, as_of: date | None) -> str:
    """``Born 1971-03-14, age 55 on 2026-11-01``; an age only where the date gives one."""
    born = person.born
    if born.is_unknown:
        return "Birth date unknown"
    text = f"Born {born}"
    if as_of is None or born.earliest is None or born.latest is None:
        return text
    oldest, youngest = age_on(born.earliest, as_of), age_on(born.latest, as_of)
    age = f"{oldest}" if oldest == youngest else f"{youngest} or {oldest}"
    if oldest - youngest > 1:
        age = f"between {youngest} and {oldest}"
    return f"{text}, age {age} on {as_of}"


def list_flags(sheet: RapSheet) -> tuple[str, ...]:
    """What stands out on the record, in its own words: deaths and registrations."""
    flags: dict[str, None] = {}
    for event in sheet.events():
        if event.kind is EventKind.DECEASED:
            on = "" if event.on.is_unknown else f" {event.on}"
            flags.setdefault(f"Deceased{on}")
        if event.kind is EventKind.REGISTRATION:
            sections = [c.section_text or c.offense for c in event.charges]
            named = ", ".join(dict.fromkeys(s for s in sections if s))
            flags.setdefault(f"Registration {named}".strip())
    return tuple(flags)
