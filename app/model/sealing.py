"""A record without the convictions that a court sealed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.model.record import Cycle, Event, RapSheet, RowRef


def without_convictions(sheet: RapSheet, places: Collection[RowRef]) -> RapSheet:
    """The record as it may be seen: the counts at ``places`` are left out.

    An arrest all of whose convictions are left out goes whole, with the arrest itself; where
    others stand, only the counts go.
    """
    if not places:
        return sheet
    cycles = (_cycle_without(cycle, places) for cycle in sheet.cycles)
    return replace(sheet, cycles=tuple(cycle for cycle in cycles if cycle is not None))


def is_hidden_whole(cycle: Cycle, places: Collection[RowRef]) -> bool:
    """Whether an arrest goes with all of its steps."""
    convictions = [
        charge.at for event in cycle.events for charge in event.charges if charge.is_conviction
    ]
    return bool(convictions) and all(at in places for at in convictions)


def _cycle_without(cycle: Cycle, places: Collection[RowRef]) -> Cycle | None:
    if is_hidden_whole(cycle, places):
        return None
    events = (_event_without(event, places) for event in cycle.events)
    return cycle._replace(events=tuple(event for event in events if event is not None))


def _event_without(event: Event, places: Collection[RowRef]) -> Event | None:
    kept = tuple(charge for charge in event.charges if charge.at not in places)
    if len(kept) == len(event.charges):
        return event
    return event._replace(charges=kept) if kept else None
