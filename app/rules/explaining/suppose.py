"""A record as it would be if an unknown fact were known: supposed worlds, and asking them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.model.record import Charge, Event, RapSheet, RowRef
from app.model.relief import Determination
from app.model.truth import Truth
from app.rules.evaluate import Evaluator
from app.rules.explaining.turning import ask_history
from app.rules.history import History, Listed
from app.rules.lists.offense_lists import Listing, OffenseList


@dataclass(frozen=True, slots=True)
class World:
    """A record, with what is supposed beside it.

    ``listings``: whether the conviction at a row is on an offense list (row, list, yes or
    no). ``rows``: the answers of rows of the policy, for facts that cannot be put into a
    record.
    """

    sheet: RapSheet
    listings: tuple[tuple[RowRef, str, bool], ...] = ()
    rows: tuple[tuple[str, Truth], ...] = ()


Put = Callable[[World], World]


class _SupposedHistory(History):
    """A history in which some convictions that are maybe on a list are, or are not."""

    def __init__(self, world: World, evaluator: Evaluator) -> None:
        super().__init__(world.sheet, evaluator.as_of)
        self._supposed = {(at, of): is_listed for at, of, is_listed in world.listings}

    def listed(self, offenses: OffenseList) -> tuple[Listed, ...]:
        found = []
        for one in super().listed(offenses):
            is_listed = self._supposed.get((one.counted.charge.at, offenses.id))
            if is_listed is None or one.listing is Listing.SURE:
                found.append(one)
            elif is_listed:
                found.append(Listed(one.counted, Listing.SURE))
        return tuple(found)


class WorldAsker:
    """Asks the conviction at a row in supposed worlds, as of the evaluator's date."""

    def __init__(self, evaluator: Evaluator, at: RowRef) -> None:
        self.evaluator = evaluator
        self.at = at
        self.n_asked = 0
        self._supposing: dict[tuple[tuple[str, Truth], ...], Evaluator] = {(): evaluator}

    def ask(self, world: World) -> Determination:
        self.n_asked += 1
        evaluator = self._supposing.get(world.rows)
        if evaluator is None:
            evaluator = self.evaluator
            for row, truth in world.rows:
                evaluator = evaluator.supposing(row, truth)
            self._supposing[world.rows] = evaluator
        if world.listings:
            history: History = _SupposedHistory(world, evaluator)
        else:
            history = History(world.sheet, evaluator.as_of)
        return ask_history(evaluator, history, self.at)


def change_charge(sheet: RapSheet, at: RowRef, change: Callable[[Charge], Charge]) -> RapSheet:
    """The record with the first count that stands at a row changed."""

    def changed(event: Event) -> Event:
        counts = list(event.charges)
        place = next(place for place, one in enumerate(counts) if one.at == at)
        counts[place] = change(counts[place])
        return event._replace(charges=tuple(counts))

    return change_event(sheet, lambda event: any(one.at == at for one in event.charges), changed)


def change_event(
    sheet: RapSheet, is_it: Callable[[Event], bool], change: Callable[[Event], Event]
) -> RapSheet:
    """The record with the first such event changed."""
    for cycle_place, cycle in enumerate(sheet.cycles):
        for place, event in enumerate(cycle.events):
            if not is_it(event):
                continue
            events = (*cycle.events[:place], change(event), *cycle.events[place + 1 :])
            cycles = list(sheet.cycles)
            cycles[cycle_place] = cycle._replace(events=events)
            return replace(sheet, cycles=tuple(cycles))
    return sheet


def find_charge(sheet: RapSheet, at: RowRef | None) -> tuple[Charge, Event] | None:
    """The first count that stands at a row, with its event; convictions first."""
    found = [(charge, event) for event in sheet.events() for charge in event.charges]
    here = [pair for pair in found if pair[0].at == at]
    return next(iter(here), None)
