"""Which points can touch a person's record at all: quick, for most records none does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.model.dates import PartialDate
from app.model.record import Charge, Event, EventKind, Level, RapSheet, ReliefKind
from app.model.relief import Determination
from app.rules.earlier.marks import NO_MARKS, Mark, Marks
from app.rules.earlier.reading import read_registration
from app.rules.earlier.sentences import Term, all_ended_differs
from app.rules.earlier.tables import Table
from app.rules.earlier.texts import TextMarks

# Looking a member up in its class costs more than the comparison, millions of times.
_FELONY, _NO_LEVEL, _MISDEMEANOR, _INFRACTION = (
    Level.FELONY,
    Level.UNKNOWN,
    Level.MISDEMEANOR,
    Level.INFRACTION,
)
_REGISTRATION = EventKind.REGISTRATION
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
    sheet: RapSheet, determinations: Sequence[Determination], table: Table, as_of: date, *,
    asks_age: bool,
) -> Marks:  # fmt: skip
    """The points that could change any cell of a person's convictions.

    May name one too many, never one too few: only these are tried.
    """
    found: set[Mark] = set()
    keys: set[Mark] = set()
    terms: list[Term] = []
    related = _add_events(sheet, table, found, keys, terms)
    if len(terms) > _FEWEST_FOR_PRIORS:
        found |= keys
    if asks_age and _is_age_open(sheet.person.born, terms, as_of):
        found.add(_UNKNOWN_FACT)
    if related and table.asks_cycle:
        found |= _of_cycles(sheet, related, table)
    if table.late_rules and (found or _reaches_sentences(determinations, table)):
        found |= _of_sentences(terms, found, as_of)
    return frozenset(found) - table.mended if found else NO_MARKS


_FEWEST_FOR_PRIORS = 2  # a conviction and two before it


def _reaches_sentences(determinations: Sequence[Determination], table: Table) -> bool:
    """Whether our answer depends on a sentence; where nothing else is in play, so did theirs."""
    return any(one.missing or one.rule_id in table.late_rules for one in determinations)


def _add_events(
    sheet: RapSheet, table: Table, found: set[Mark], keys: set[Mark], terms: list[Term]
) -> set[int]:
    """The cycles of which a conviction asks what else they hold, by their places."""
    related: set[int] = set()
    for place, cycle in enumerate(sheet.cycles):
        if cycle.sheet != sheet.cycles[0].sheet:
            found.add(_ONE_PERSON)
        for event in cycle.events:
            convicted = [charge for charge in event.charges if charge.is_conviction]
            if convicted:
                if _add_convictions(event, convicted, table, found, keys, terms):
                    related.add(place)
            elif event.kind is _REGISTRATION:
                found |= _of_registration(event)
    return related


def _add_convictions(
    event: Event, convicted: list[Charge], table: Table, found: set[Mark], keys: set[Mark],
    terms: list[Term],
) -> bool:  # fmt: skip
    """Whether what else stands in the cycle matters to a conviction of this event."""
    on, is_related = event.on, False
    if event.county_text or not event.county or on.earliest != on.latest or not on.latest:
        found |= _of_event(event)
    for charge in convicted:
        texts = table.texts.marks_of(charge)
        if not texts.is_plain:
            found |= _of_texts(texts, charge, table)
            keys |= texts.key_marks
            is_related |= texts.is_related
        if charge.level_text or charge.relief or charge.level is _NO_LEVEL:
            found |= _of_charge(charge, texts, table)
        if charge.also_at:
            found.add(_ONE_PERSON)
        terms.append((charge.at, on, charge.sentence))
    return is_related


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


def _of_cycles(sheet: RapSheet, places: set[int], table: Table) -> Marks:
    """The counts that were no convictions, where it matters what else the cycle holds."""
    found: Marks = NO_MARKS
    for place in places:
        for event in sheet.cycles[place].events:
            for charge in event.charges:
                found |= table.texts.marks_of(charge).marks
    return found


def _is_age_open(born: PartialDate, terms: list[Term], as_of: date) -> bool:
    if born.earliest is None or born.earliest != born.latest:
        return True
    if born.earliest > as_of:
        return True
    return any(on.latest is not None and born.earliest >= on.latest for _, on, _ in terms)


_MOST_DAYS = {"D": 1, "M": 31, "Y": 366}


def _of_sentences(terms: list[Term], found: set[Mark], as_of: date) -> Marks:
    """Whether sentences can have ended by one count and not by the other."""
    latest = days = 0
    is_open = False
    for _, on, parts in terms:
        day = as_of if on.latest is None else on.latest
        latest = max(latest, day.toordinal())
        for part in parts:
            if part.length is None:
                is_open = True
            else:
                days += part.length * _MOST_DAYS.get(part.unit, 0)
    if is_open:
        return frozenset({_UNKNOWN_FACT, _SENTENCE})
    if not days or latest + days < as_of.toordinal() - 1:
        return NO_MARKS  # all have ended, however they are counted
    if found & {_UNKNOWN_FACT, _ONE_PERSON, _LATER} or all_ended_differs(terms, as_of, days):
        return frozenset({_SENTENCE})
    return NO_MARKS
