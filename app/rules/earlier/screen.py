"""Which points can touch a person's record at all: quick, for most records none does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.model.record import Charge, Cycle, Event, Level, ReliefKind
from app.model.relief import Determination
from app.rules.earlier.marks import NO_MARKS, Mark, Marks
from app.rules.earlier.reading import read_registration
from app.rules.earlier.sentences import all_ended_differs
from app.rules.earlier.tables import Table
from app.rules.earlier.texts import TextMarks
from app.rules.history import Counted, History

# Looking a member up in its class costs more than the comparison, millions of times.
_FELONY, _NO_LEVEL, _MISDEMEANOR, _INFRACTION = (
    Level.FELONY,
    Level.UNKNOWN,
    Level.MISDEMEANOR,
    Level.INFRACTION,
)
_UNKNOWN_FACT, _SECTIONS, _SENTENCE, _COUNTY, _ONE_PERSON, _LATER, _GANG_PAIR, _LIST = (
    Mark.UNKNOWN,
    Mark.SECTIONS,
    Mark.SENTENCE,
    Mark.COUNTY,
    Mark.ONE_PERSON,
    Mark.LATER,
    Mark.GANG_PAIR,
    Mark.LIST,
)


def points_in_play(
    history: History, determinations: Sequence[Determination], table: Table, *, asks_age: bool
) -> Marks:
    """The points that could change any cell of a person's convictions.

    May name one too many, never one too few: only these are tried.
    """
    found: set[Mark] = set()
    related = _add_counts(history.counts, table, found)
    if len({cycle.sheet for cycle in history.sheet.cycles}) > 1:
        found.add(_ONE_PERSON)
    for event in history.registrations:
        found |= _of_registration(event)
    if asks_age and (not history.born.is_exact or history.birth_contradiction):
        found.add(_UNKNOWN_FACT)
    if related and table.asks_cycle:
        found |= _of_cycles(related, table)
    if table.late_rules and (found or _reaches_sentences(determinations, table)):
        found |= _of_sentences(history, found)
    return frozenset(found) - table.mended if found else NO_MARKS


_FEWEST_FOR_PRIORS = 2  # a conviction and two before it


def _reaches_sentences(determinations: Sequence[Determination], table: Table) -> bool:
    """Whether our answer depends on a sentence; where nothing else is in play, so did theirs."""
    return any(one.missing or one.rule_id in table.late_rules for one in determinations)


def _add_counts(counts: Sequence[Counted], table: Table, found: set[Mark]) -> list[Cycle]:
    """The cycles of which a conviction asks what else they hold."""
    related: list[Cycle] = []
    keys: set[Mark] = set()
    marks_of = table.texts.marks_of
    event: Event | None = None
    for one in counts:
        charge = one.charge
        if one.event is not event:
            event, on = one.event, one.on
            if event.county_text or not event.county or on.earliest != on.latest or not on.latest:
                found |= _of_event(event)
        texts = marks_of(charge)
        if not texts.is_plain:
            found |= _of_texts(texts, charge, table)
            keys |= texts.key_marks
            if texts.is_related and one.cycle not in related[-1:]:
                related.append(one.cycle)
        if charge.level_text or charge.relief or charge.level is _NO_LEVEL:
            found |= _of_charge(charge, texts, table)
        if charge.also_at:
            found.add(_ONE_PERSON)
    if len(counts) > _FEWEST_FOR_PRIORS:
        found |= keys
    return related


def _of_event(event: Event) -> Marks:
    found = set()
    if event.county_text:
        found.add(_COUNTY)
    if not event.county or not event.on.is_exact:
        found.add(_UNKNOWN_FACT)
    return frozenset(found)


def _of_texts(texts: TextMarks, charge: Charge, table: Table) -> Marks:
    found = texts.marks
    if texts.is_strike and charge.level is not _FELONY and table.asks_strikes:
        found |= {_LIST}
    if texts.is_half and table.asks_strikes:
        found |= {_GANG_PAIR}
    return found


_NOT_FELONIES = (_MISDEMEANOR, _INFRACTION)


def _of_charge(charge: Charge, texts: TextMarks, table: Table) -> Marks:
    found = set()
    level_counts = texts.is_target or texts.is_strike or table.asks_strikes
    if (charge.level_text or charge.level is _NO_LEVEL) and level_counts:
        found.add(_UNKNOWN_FACT)
        if charge.level_column == "CONV_OFFENSE_TOC":
            found.add(_LATER)
    counting = [
        one
        for one in charge.relief
        if one.kind is ReliefKind.REVERSED
        or (one.kind is ReliefKind.CANNABIS_RELIEF and texts.is_target)
        or (
            one.kind is ReliefKind.REDUCED
            and level_counts
            and (charge.level not in _NOT_FELONIES or charge.level_text)
        )
        or (one.kind is ReliefKind.DISMISSED_1203_4 and table.reads_exactly)
    ]
    if counting:
        found.add(_LATER)
        if not all(one.on.is_exact or one.on.is_unknown for one in counting):
            found.add(_UNKNOWN_FACT)
    return frozenset(found)


def _of_registration(event: Event) -> Marks:
    tried = (_UNKNOWN_FACT, _SECTIONS)
    answers = {
        marks: read_registration(event, marks)
        for marks in (
            NO_MARKS,
            frozenset({_UNKNOWN_FACT}),
            frozenset({_SECTIONS}),
            frozenset(tried),
        )
    }
    return frozenset(
        mark
        for mark in tried
        for marks, answer in answers.items()
        if mark in marks and answer is not answers[marks - {mark}]
    )


def _of_cycles(cycles: Sequence[Cycle], table: Table) -> Marks:
    """The counts that were no convictions, where it matters what else the cycle holds."""
    found: Marks = NO_MARKS
    for cycle in cycles:
        for event in cycle.events:
            for charge in event.charges:
                found |= table.texts.marks_of(charge).marks
    return found


_MOST_DAYS = {"D": 1, "M": 31, "Y": 366}


def _of_sentences(history: History, found: set[Mark]) -> Marks:
    """Whether sentences can have ended by one count and not by the other."""
    as_of = history.as_of
    latest, days, is_open = date.min, 0, False
    for one in history.counts:
        latest = max(latest, one.on.latest or as_of)
        for part in one.charge.sentence:
            if part.length is None:
                is_open = True
            else:
                days += part.length * _MOST_DAYS.get(part.unit, 0)
    if is_open:
        return frozenset({_UNKNOWN_FACT, _SENTENCE})
    if not days or latest.toordinal() + days < as_of.toordinal() - 1:
        return NO_MARKS  # all have ended, however they are counted
    if found & {_UNKNOWN_FACT, _ONE_PERSON, _LATER}:
        return frozenset({_SENTENCE})
    terms = [(one.charge.at, one.on, one.charge.sentence) for one in history.counts]
    return frozenset({_SENTENCE}) if all_ended_differs(terms, as_of, days) else NO_MARKS
