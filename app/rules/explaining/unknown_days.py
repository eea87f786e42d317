"""Unknown dates: of birth, of a conviction, of the offense, of relief, the end of a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.model.dates import PartialDate, add_calendar
from app.model.record import Charge, Event, SentencePart
from app.model.relief import Fact
from app.model.standing import is_granted_by
from app.model.truth import Truth
from app.rules.explaining.suppose import World, change_charge, change_event, find_charge
from app.rules.explaining.unknown_kinds import Asked, DayUnknown, Unknown
from app.rules.predicates.charge import relief_in_words


def birth_date(asked: Asked, fact: Fact) -> Unknown:
    """Before every conviction and not after the as-of date: else the record contradicts it."""
    born = asked.sheet.person.born
    days = [asked.evaluator.as_of]
    days += [
        add_calendar(one.convicted_on.latest, days=-1)
        for one in asked.sheet.convictions()
        if one.convicted_on.latest is not None
    ]
    last, is_contradicted = min(days), _is_contradicted(born, min(days))
    has_bound = is_contradicted or born.latest is None or born.latest > last
    within = PartialDate(
        None if is_contradicted else born.earliest, last if has_bound else born.latest
    )

    def put(world: World, day: date) -> World:
        person = replace(world.sheet.person, born=PartialDate.exactly(day))
        return replace(world, sheet=replace(world.sheet, person=person))

    return DayUnknown(("born",), fact, "born", within, put, has_bound=has_bound)


def _is_contradicted(born: PartialDate, last: date) -> bool:
    return born.earliest is not None and born.earliest > last


def conviction_date(asked: Asked, fact: Fact) -> Unknown | None:
    """Of the whole event: its counts share the date. After the birth."""
    found = find_charge(asked.sheet, fact.at)
    if found is None or found[1].on.is_exact:
        return None
    event = found[1]
    born, first = asked.sheet.person.born.earliest, event.on.earliest
    if born is not None and (first is None or first <= born):
        first = add_calendar(born, days=1)
    if first is not None and event.on.latest is not None and first > event.on.latest:
        return None

    def put(world: World, day: date) -> World:
        def is_it(one: Event) -> bool:
            return any(charge.at == fact.at for charge in one.charges)

        def dated(one: Event) -> Event:
            return one._replace(on=PartialDate.exactly(day))

        return replace(world, sheet=change_event(world.sheet, is_it, dated))

    within = PartialDate(first, event.on.latest)
    key, has_floor = ("event", event.charges[0].at), first != event.on.earliest
    return DayUnknown(key, fact, "convicted", within, put, has_floor)


def offense_date(asked: Asked, fact: Fact) -> Unknown | None:
    """Up to the conviction, where the record does not bound it more closely."""
    own = asked.charge.offense_on
    if own.is_exact:
        return None
    last = own.latest or asked.event.on.latest
    if own.earliest is not None and last is not None and own.earliest > last:
        return None

    def put(world: World, day: date) -> World:
        def dated(charge: Charge) -> Charge:
            return charge._replace(offense_on=PartialDate.exactly(day))

        return replace(world, sheet=change_charge(world.sheet, asked.charge.at, dated))

    within = PartialDate(own.earliest, last)
    return DayUnknown(("offense",), fact, "committed", within, put, has_bound=own.latest is None)


def sentence_end(asked: Asked, fact: Fact) -> Unknown | None:
    """Where the conviction date is known: the end from the parts that are stated on."""
    for conviction in asked.sheet.convictions():
        charge = conviction.charge
        stands_at = {charge.at, *(part.at for part in charge.sentence)}
        on, ends_on = conviction.convicted_on.day, conviction.sentence_ends_on
        is_open = not charge.sentence or ends_on.latest is None
        if fact.at not in stands_at or on is None or not is_open:
            continue
        return _sentence_of(charge, on, ends_on, fact)
    return None


def _sentence_of(charge: Charge, on: date, ends_on: PartialDate, fact: Fact) -> DayUnknown:
    at = charge.at

    def put(world: World, day: date) -> World:
        part = SentencePart("", (day - on).days, "D", at)
        ended = change_charge(world.sheet, at, lambda one: one._replace(sentence=(part,)))
        return replace(world, sheet=ended)

    within = PartialDate(ends_on.earliest or on, None)
    return DayUnknown(("sentence", at), fact, "the sentence ended", within, put, has_floor=True)


def relief_date(asked: Asked, fact: Fact) -> Unknown | None:
    """Relief of this conviction that the record dates only in part."""
    for place, one in enumerate(asked.charge.relief):
        words = relief_in_words(one)
        is_open = is_granted_by(one, asked.evaluator.as_of) is Truth.UNKNOWN
        if one.at == fact.at and is_open and fact.value == words:
            return relief_at(asked.charge, place, fact)
    return None


def relief_at(charge: Charge, place: int, fact: Fact) -> DayUnknown:
    """The date of one entry of a charge's relief, within what the record says of it."""
    at, one = charge.at, charge.relief[place]

    def put(world: World, day: date) -> World:
        def dated(own: Charge) -> Charge:
            granted = own.relief[place]._replace(on=PartialDate.exactly(day))
            return own._replace(relief=(*own.relief[:place], granted, *own.relief[place + 1 :]))

        return replace(world, sheet=change_charge(world.sheet, at, dated))

    return DayUnknown(("relief", at, place), fact, "granted", one.on, put)
