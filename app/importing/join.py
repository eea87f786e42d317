"""Joining what belongs together: rows of a count, portions of a person, files of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce

from app.model.record import Charge, Cycle, Event, Person, RapSheet, Relief, SentencePart


def join_charges(first: Charge, second: Charge) -> Charge:
    """Two rows of the same count order: the first convicted row is the conviction.

    Further convicted rows add their sentence parts; a row that states relief
    adds that; other case numbers are kept. A row that is surely a conviction goes before
    one whose disposition could not be read.
    """
    is_surer = first.is_doubtful and not second.is_doubtful
    if second.is_conviction and (is_surer or not first.is_conviction):
        return _with_rest(second, first, second.sentence, is_first=False)
    return _with_rest(first, second, first.sentence + second.sentence, is_first=True)


def _with_rest(
    kept: Charge, other: Charge, sentence: tuple[SentencePart, ...], *, is_first: bool
) -> Charge:
    """``kept`` with what the other row adds; ``is_first`` when it stands before that row."""
    numbers = dict.fromkeys(
        number
        for charge in ((kept, other) if is_first else (other, kept))
        for number in (charge.case_number, *charge.more_case_numbers)
        if number and number != kept.case_number
    )
    return kept._replace(
        sentence=sentence,
        relief=_once(kept.relief + other.relief),
        more_case_numbers=tuple(numbers),
        also_at=tuple(dict.fromkeys((*kept.also_at, *other.also_at))),
    )


def _once(relief: Sequence[Relief]) -> tuple[Relief, ...]:
    """Each statement of relief once, by the row that makes it; the earliest row first."""
    by_place = {(item.at, item.kind): item for item in relief}
    return tuple(sorted(by_place.values(), key=lambda item: (item.at.source, item.at.row)))


def place_relief(cycle: Cycle) -> Cycle:
    """Give each conviction the relief that later rows of its cycle state.

    Such a row names the count (digits 7 to 9 of CNT_ORDER) again; where no
    conviction has that number and the cycle has a single one, it is meant.
    """
    stated = [
        (event, charge)
        for event in cycle.events
        for charge in event.charges
        if charge.relief and not charge.is_conviction
    ]
    if not stated:
        return cycle
    convictions = [
        charge for event in cycle.events for charge in event.charges if charge.is_conviction
    ]
    added: dict[str, list[Relief]] = {}
    for event, charge in stated:
        same = [c for c in convictions if c.count_order[6:9] == charge.count_order[6:9]]
        meant = same or (convictions if len(convictions) == 1 else [])
        for conviction in meant:
            dated = [item._replace(on=event.on, is_placed=True) for item in charge.relief]
            added.setdefault(conviction.count_order, []).extend(dated)
    if not added:
        return cycle
    events = tuple(
        event._replace(charges=tuple(_relieved(charge, added) for charge in event.charges))
        for event in cycle.events
    )
    return cycle._replace(events=events)


def _without_placed(cycle: Cycle) -> Cycle:
    if not any(
        item.is_placed
        for event in cycle.events
        for charge in event.charges
        for item in charge.relief
    ):
        return cycle
    events = tuple(
        event._replace(charges=tuple(_with_own_relief(charge) for charge in event.charges))
        for event in cycle.events
    )
    return cycle._replace(events=events)


def _with_own_relief(charge: Charge) -> Charge:
    return charge._replace(relief=tuple(item for item in charge.relief if not item.is_placed))


def _relieved(charge: Charge, added: dict[str, list[Relief]]) -> Charge:
    more = added.get(charge.count_order)
    if not more or not charge.is_conviction:
        return charge
    return charge._replace(relief=_once(charge.relief + tuple(more)))


def join_sheets(sheets: Sequence[RapSheet], groups: Mapping[int, int] | None = None) -> RapSheet:
    """One rap sheet of one person from portions and files, in the order given.

    Portions of one numbering (the same `Cycle.sheet`) are joined cycle by cycle
    and count by count. A cycle of another numbering is added, without the
    counts that already stand in the record word for word. ``groups`` (source -> group): only
    sources of one group are compared so, else all.
    """
    person = _join_people([sheet.person for sheet in sheets])
    cycles: dict[tuple[str, str], Cycle] = {}
    for sheet in sheets:
        for cycle in sheet.cycles:
            key = (cycle.sheet, cycle.order)
            if key in cycles:
                cycles[key] = _join_cycles(cycles[key], cycle)
            else:
                cycles[key] = cycle
    return RapSheet(person, tuple(_without_repeats(list(cycles.values()), groups or {})))


def births_that_differ(sheets: Sequence[RapSheet]) -> list[Person]:
    """The people among the portions whose birth date lies outside of those stated before."""
    differing, first, last = [], None, None
    for person in (sheet.person for sheet in sheets):
        earliest, latest = person.born.earliest, person.born.latest
        if earliest is None or latest is None:
            continue
        if first is None or last is None:
            first, last = earliest, latest
        elif earliest < first or latest > last:
            differing.append(person)
            first, last = min(first, earliest), max(last, latest)
    return differing


def _join_people(people: Sequence[Person]) -> Person:
    first = people[0]
    names = dict.fromkeys(
        name for person in people for name in (person.name, *person.aliases) if name
    )
    ends = [
        day for person in people for day in (person.born.earliest, person.born.latest)
        if day is not None
    ]  # fmt: skip
    born = replace(first.born, earliest=min(ends), latest=max(ends)) if ends else first.born
    born_first = first.born if first.born_first is None else first.born_first
    return replace(
        first,
        cii=next((person.cii for person in people if person.cii), ""),
        name=next(iter(names), ""),
        aliases=tuple(names)[1:],
        sex=next((person.sex for person in people if person.sex), ""),
        race=next((person.race for person in people if person.race), ""),
        born=born,
        born_first=None if born_first == born else born_first,
    )


def _join_cycles(first: Cycle, second: Cycle) -> Cycle:
    events = {event.order: event for event in first.events}
    for event in second.events:
        before = events.get(event.order)
        events[event.order] = event if before is None else _join_events(before, event)
    # Relief is placed anew: only the whole cycle shows which count was meant.
    return place_relief(_without_placed(first._replace(events=tuple(events.values()))))


def _join_events(first: Event, second: Event) -> Event:
    charges = {charge.count_order: charge for charge in first.charges}
    for charge in second.charges:
        before = charges.get(charge.count_order)
        charges[charge.count_order] = charge if before is None else join_charges(before, charge)
    return first._replace(charges=tuple(charges.values()))


def _without_repeats(cycles: Sequence[Cycle], groups: Mapping[int, int]) -> list[Cycle]:
    """Leave out counts that another numbering has already, word for word.

    The one that stays notes where else it stands (`Charge.also_at`), and takes over
    the relief and the sentence parts that only the other states: a later file knows
    more of the same conviction.
    """
    first_sheet: dict[_Words, str] = {}
    repeats: dict[_Words, list[Charge]] = {}
    for cycle in cycles:
        for event in cycle.events:
            for charge in event.charges:
                key = _words(event, charge, groups)
                if first_sheet.setdefault(key, cycle.sheet) != cycle.sheet:
                    repeats.setdefault(key, []).append(charge)
    if not repeats:
        return list(cycles)
    return [
        kept for cycle in cycles if (kept := _without(cycle, first_sheet, repeats, groups)).events
    ]


_Words = tuple[object, ...]


def _words(event: Event, charge: Charge, groups: Mapping[int, int]) -> _Words:
    return (
        groups.get(charge.at.source, 0), event.kind, event.on, event.agency, charge.section_text,
        charge.disposition, charge.level, charge.case_number, charge.count_order,
    )  # fmt: skip


def _without(
    cycle: Cycle, first_sheet: dict[_Words, str], repeats: dict[_Words, list[Charge]],
    groups: Mapping[int, int],
) -> Cycle:  # fmt: skip
    events = []
    for event in cycle.events:
        charges = []
        for charge in event.charges:
            key = _words(event, charge, groups)
            if first_sheet[key] != cycle.sheet:
                continue
            charges.append(reduce(_with_repeat, repeats.get(key, ()), charge))
        if charges:
            events.append(event._replace(charges=tuple(charges)))
    return cycle._replace(events=tuple(events))


def _with_repeat(charge: Charge, repeat: Charge) -> Charge:
    """A charge with its place in another file, and what only that file states of it."""
    stated = {(item.kind, item.text) for item in charge.relief}
    relief = [
        item._replace(is_placed=False)
        for item in repeat.relief
        if (item.kind, item.text) not in stated
    ]
    own = Counter(map(_part_words, charge.sentence))
    sentence = []
    for part in repeat.sentence:
        if own[_part_words(part)]:
            own[_part_words(part)] -= 1
        else:
            sentence.append(part)
    numbers = dict.fromkeys((*charge.more_case_numbers, *repeat.more_case_numbers))
    return charge._replace(
        relief=_once((*charge.relief, *relief)),
        sentence=(*charge.sentence, *sentence),
        more_case_numbers=tuple(numbers),
        also_at=tuple(dict.fromkeys((*charge.also_at, repeat.at, *repeat.also_at))),
    )


def _part_words(part: SentencePart) -> tuple[str, int | None, str]:
    return part.place, part.length, part.unit
