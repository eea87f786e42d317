"""What the time line shows of a rap sheet: marks, cycles, sentences, windows, birthdays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.model.dates import PartialDate
from app.model.record import (
    Charge,
    Conviction,
    Cycle,
    Event,
    EventKind,
    Level,
    RapSheet,
    RowRef,
    SentencePart,
)
from app.model.truth import Truth
from app.rules.explaining.windows import Window
from ui.cases.history import describe_sentence


class SpanKind(Enum):
    """Parts of a sentence that the picture tells apart by pattern and word."""

    JAIL = "Jail"
    PRISON = "Prison"
    PROBATION = "Probation"
    OTHER = "Other"


@dataclass(frozen=True, slots=True)
class TimeMark:
    """An event on the time line; ``day`` is the middle of a partial date."""

    day: date
    is_exact: bool
    kind: EventKind
    words: str
    short: str  # beside the mark, where there is room
    at: RowRef
    is_conviction: bool
    is_under_review: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class TimePart:
    """One part of a sentence; ``last`` is None where its length is not on record."""

    first: date
    last: date | None
    kind: SpanKind
    words: str


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A sentence, its parts one after another: the end is the latest it can have."""

    parts: tuple[TimePart, ...]
    words: str
    at: RowRef
    is_under_review: bool
    is_current: bool

    @property
    def first(self) -> date:
        return self.parts[0].first

    @property
    def last(self) -> date | None:
        """The end, None where it is open."""
        ends = [part.last for part in self.parts]
        known = [end for end in ends if end is not None]
        return max(known) if len(known) == len(ends) else None


@dataclass(frozen=True, slots=True)
class TimeCycle:
    """One arrest and what followed, from its first to its last dated event."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A stretch of time before the as-of date that rules looked at; ``truth`` is None where
    they came out differently."""

    first: date
    last: date
    label: str
    words: str
    truth: Truth | None


@dataclass(frozen=True, slots=True)
class Birthday:
    """A birthday that a rule asks about."""

    day: date
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Undated:
    """An event without a date: it has no place on the line, and is stepped to at its end."""

    words: str
    at: RowRef


@dataclass(frozen=True, slots=True)
class TimeLine:
    """All that is drawn, and the events that have no date to be drawn at."""

    marks: tuple[TimeMark, ...] = ()
    spans: tuple[TimeSpan, ...] = ()
    cycles: tuple[TimeCycle, ...] = ()
    windows: tuple[TimeWindow, ...] = ()
    birthdays: tuple[Birthday, ...] = ()
    undated: tuple[Undated, ...] = ()
    as_of: date | None = None

    @property
    def n_undated(self) -> int:
        return len(self.undated)

    @property
    def steps(self) -> tuple[TimeMark | Undated, ...]:
        """What the arrow keys come to, in the order of time."""
        return (*self.marks, *self.undated)

    def describe(self) -> str:
        """The picture in words, for a screen reader."""
        if not self.marks:
            text = "Time line: no dated events."
        else:
            first, last = self.marks[0].day.year, self.marks[-1].day.year
            n_convicted = sum(mark.is_conviction for mark in self.marks)
            n_review = sum(mark.is_under_review for mark in self.marks)
            text = (
                f"Time line: {len(self.marks)} dated events from {first} to {last}, "
                f"{n_convicted} of them with a conviction, {n_review} under review."
            )
        if self.undated:
            text += f" {self.n_undated} without a date."
        told = [one.words for one in self.windows] + [one.words for one in self.birthdays]
        more = [words.replace("\n", ", ") + "." for words in told]
        return " ".join([text, *more, "The history table lists every event."])


def build_time_line(
    sheet: RapSheet,
    under_review: Sequence[RowRef],
    current: RowRef | None,
    as_of: date | None,
    windows: Sequence[Window] = (),
    ages: Sequence[int] = (),
) -> TimeLine:
    """Events as marks in the order of time, sentences of convictions as spans."""
    wanted = frozenset(under_review)
    marks: list[TimeMark] = []
    undated: list[Undated] = []
    for event in sheet.events():
        mark = _mark(event, wanted, current)
        if isinstance(mark, Undated):
            undated.append(mark)
        else:
            marks.append(mark)
    spans = (_span(one, wanted, current) for one in sheet.convictions())
    cycles = (_cycle(number, one) for number, one in enumerate(sheet.cycles, start=1))
    return TimeLine(
        marks=tuple(sorted(marks, key=lambda one: one.day)),
        spans=tuple(one for one in spans if one is not None),
        cycles=tuple(one for one in cycles if one is not None),
        windows=_time_windows(windows, as_of),
        birthdays=_birthdays(sheet.person.born, ages),
        undated=tuple(undated),
        as_of=as_of,
    )


def middle_of(on: PartialDate) -> date | None:
    """Where a partial date is drawn."""
    if on.earliest is None or on.latest is None:
        return on.earliest or on.latest
    return on.earliest + (on.latest - on.earliest) / 2


def _mark(event: Event, wanted: frozenset[RowRef], current: RowRef | None) -> TimeMark | Undated:
    day = middle_of(event.on)
    convicted = [charge for charge in event.charges if charge.is_conviction]
    is_current = any(charge.at == current for charge in convicted)
    at = current if is_current and current is not None else event.at
    words = _describe_event(event)
    if day is None:
        return Undated(words, at)
    return TimeMark(
        day=day,
        is_exact=event.on.is_exact,
        kind=event.kind,
        words=words,
        short=_short(event, convicted),
        at=at,
        is_conviction=bool(convicted),
        is_under_review=any(charge.at in wanted for charge in convicted),
        is_current=is_current,
    )


def _short(event: Event, convicted: Sequence[Charge]) -> str:
    """The first section convicted of and how many more counts, or how many counts."""
    n_counts = len(event.charges)
    if convicted:
        text = convicted[0].section_text or "no section"
        return f"{text} +{n_counts - 1}" if n_counts > 1 else text
    return f"{n_counts} counts" if n_counts > 1 else ""


def _describe_event(event: Event) -> str:
    text = f"{_dated(event.on)}: {event.kind.value}"
    if event.agency or event.county:
        text += f", {event.agency or event.county}"
    return "\n".join([text, *(_describe_count(charge) for charge in event.charges)])


def _dated(on: PartialDate) -> str:
    return "Date unknown" if on.is_unknown else str(on)


def _describe_count(charge: Charge) -> str:
    """``Convicted of 11359 HS, felony: Jail 30 days``; ``11357 HS: DISMISSED``."""
    section = charge.section_text or "section not printed"
    if not charge.is_conviction:
        return f"{section}: {charge.disposition}" if charge.disposition else section
    text = f"Convicted of {section}"
    if charge.level is not Level.UNKNOWN:
        text += f", {charge.level.value}"
    parts = ", ".join(describe_sentence(part) for part in charge.sentence)
    return f"{text}: {parts}" if parts else text


def _cycle(number: int, cycle: Cycle) -> TimeCycle | None:
    days = [day for event in cycle.events if (day := middle_of(event.on)) is not None]
    if not days:
        return None
    n_events = len(cycle.events)
    events = "1 event" if n_events == 1 else f"{n_events} events"
    first, last = min(days), max(days)
    when = str(first) if first == last else f"{first} to {last}"
    return TimeCycle(first, last, f"Cycle {number}: {events}, {when}")


_KINDS = (
    (SpanKind.PROBATION, ("PROB", "SUPERV", "PAROLE", "CONDITIONAL", "COND SENT")),
    (SpanKind.PRISON, ("PRISON", "CDC", "STATE INST")),
    (SpanKind.JAIL, ("JAIL", "CUSTODY", "COUNTY")),
)


def kind_of_place(place: str) -> SpanKind:
    """What kind of term a place of a sentence is."""
    upper = place.upper()
    for kind, words in _KINDS:
        if any(word in upper for word in words):
            return kind
    return SpanKind.OTHER


def _span(one: Conviction, wanted: frozenset[RowRef], current: RowRef | None) -> TimeSpan | None:
    start = middle_of(one.convicted_on)
    if start is None:
        return None
    parts: list[TimePart] = []
    for place, part in enumerate(one.charge.sentence):
        if part.length == 0:
            continue  # a fine takes no time
        last = _end_of(one, place, start)
        parts.append(TimePart(start, last, kind_of_place(part.place), describe_sentence(part)))
        start = last or start
    if not parts:
        return None
    told = ", ".join(describe_sentence(part) for part in one.charge.sentence)
    section = one.charge.section_text or "section not printed"
    words = f"Sentence for {section}: {told}\nfrom {one.convicted_on}, {_end_words(one)}"
    at = one.charge.at
    return TimeSpan(tuple(parts), words, at, at in wanted, at == current)


def _end_of(one: Conviction, place: int, start: date) -> date | None:
    """The last possible day of a part: what came before it added up, by the model's own sum."""
    sentence: tuple[SentencePart, ...] = one.charge.sentence[place : place + 1]
    charge = one.charge._replace(sentence=sentence)
    event = one.event._replace(on=PartialDate.exactly(start))
    return Conviction(charge, event, one.cycle).sentence_ends_on.latest


def _end_words(one: Conviction) -> str:
    ends = one.sentence_ends_on
    if ends.latest is None:
        return "its end is not on record"
    return f"parts added up it ends {ends}"


_TRUTH_WORDS = {Truth.MET: "met", Truth.NOT_MET: "not met", Truth.UNKNOWN: "unknown"}


def _time_windows(windows: Sequence[Window], as_of: date | None) -> tuple[TimeWindow, ...]:
    """One for each stretch, with every rule that looked at it."""
    stretches: dict[tuple[int, date], list[Window]] = {}
    for one in windows:
        stretches.setdefault((one.years, one.first), []).append(one)
    return tuple(
        _time_window(years, first, rules, as_of)
        for (years, first), rules in stretches.items()
        if as_of is not None
    )


def _time_window(years: int, first: date, rules: Sequence[Window], as_of: date) -> TimeWindow:
    lines = [f"Looked back {years} years, {first} to {as_of}"]
    lines += [f"{one.asks} {_TRUTH_WORDS[one.truth].upper()}" for one in rules]
    truths = {one.truth for one in rules}
    truth = truths.pop() if len(truths) == 1 else None
    return TimeWindow(first, as_of, f"{years} years, from {first}", "\n".join(lines), truth)


def _birthdays(born: PartialDate, ages: Sequence[int]) -> tuple[Birthday, ...]:
    found = []
    for age in ages:
        on = born.shifted(years=age)
        day = middle_of(on)
        if day is not None:
            found.append(Birthday(day, f"turns {age}", f"Turns {age} on {on}"))
    return tuple(found)
