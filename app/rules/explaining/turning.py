"""On which as-of dates an answer changes: exact, by trying every day on which it can.

Rules compare days of the record, moved by whole years (or by years of 365.25 days), with
the as-of date. Between two such days nothing can change, so that asking on each of them
finds every change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.errors import UsageError
from app.model.dates import PartialDate, add_calendar, anniversary
from app.model.record import Conviction, RapSheet, RowRef
from app.model.relief import Determination, Outcome, Turn
from app.rules.conditions import predicates_in
from app.rules.evaluate import Evaluator
from app.rules.history import History
from app.rules.policy import Ask, DatedValue, FromOption, FromValue, Policy, Settings

WITHIN = "within_years"
"""The argument that says how long before the arrest an offense may lie."""


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart two days may be that the rules of a policy compare, and its own days.

    ``years`` and ``mean_years`` (of 365.25 days) hold 0 too when it occurs; ``within`` are
    the years up to an arrest. ``days`` are dates that a condition names, ``bounds`` the
    first days on which the policy itself is another (a value, a row, its edition).
    """

    years: tuple[int, ...]
    mean_years: tuple[int, ...]
    within: tuple[int, ...]
    days: tuple[date, ...]
    bounds: tuple[date, ...]


@lru_cache(maxsize=64)
def distances_of(policy: Policy, settings: Settings) -> Distances:
    """The distances in the rows that are switched on, options and dated values filled in."""
    rules = [rule for rule in policy.rules if rule.is_switched_on(settings)]
    asks = [ask for rule in rules for ask in predicates_in(rule.when)]
    asks += predicates_in(policy.scope)
    asks += [ask for row in policy.procedures for ask in predicates_in(row.when)]
    years, mean, within, days = {0}, set[int](), {0}, set[date]()
    for ask in asks:
        for name, value in _settled(ask, policy, settings):
            if isinstance(value, date):
                days.add(value)
            elif isinstance(value, int) and not isinstance(value, bool):
                into = within if name == WITHIN else mean if "mean" in ask.predicate else years
                into.add(value)
    bounds = [(one.from_on, one.until_on) for one in rules]
    bounds += [(e.from_on, e.until_on) for value in policy.values for e in value.entries]
    bounds.append((policy.earliest_on, policy.latest_on))
    firsts = {first for first, _ in bounds if first is not None}
    firsts |= {add_calendar(last, days=1) for _, last in bounds if last is not None}
    return Distances(
        tuple(sorted(years)), tuple(sorted(mean)), tuple(sorted(within)), tuple(sorted(days)),
        tuple(sorted(firsts)),
    )  # fmt: skip


def _settled(ask: Ask, policy: Policy, settings: Settings) -> Iterator[tuple[str, object]]:
    for name, value in ask.arguments:
        if isinstance(value, FromOption):
            yield name, settings[value.name]
        elif isinstance(value, FromValue):
            dated: DatedValue = policy.value(value.name)
            for entry in dated.entries:
                yield name, entry.value
        else:
            yield name, value


def record_days(sheet: RapSheet) -> set[date]:
    """Every day that the record states or that follows from it: both ends of partial dates."""
    found = [sheet.person.born]
    for cycle in sheet.cycles:
        found.append(cycle.on)
        for event in cycle.events:
            found.append(event.on)
            for charge in event.charges:
                found.append(charge.offense_on)
                found += [relief.on for relief in charge.relief]
                if charge.is_conviction and charge.sentence:
                    found.append(Conviction(charge, event, cycle).sentence_ends_on)
    return _ends(found)


def _ends(found: Iterable[PartialDate]) -> set[date]:
    days = {on.earliest for on in found} | {on.latest for on in found}
    return {day for day in days if day is not None}


def moved_days(days: Iterable[date], distances: Distances, sign: int) -> set[date]:
    """Days moved by every distance, forward (1) or back (-1), each with the day on either side.

    By the years up to an arrest and by other years one after the other, in both orders: from
    29 February the two together are a day off.
    """
    found: set[date] = set()
    for day in days:
        for within in distances.within:
            near = anniversary(day, sign * within)
            for year in distances.years:
                found.add(anniversary(near, sign * year))
                if within:
                    found.add(anniversary(anniversary(day, sign * year), sign * within))
        found.update(
            add_calendar(day, days=sign * (year * 1461 // 4)) for year in distances.mean_years
        )
    return {add_calendar(day, days=step) for day in found for step in (-1, 0, 1)}


class Asker:
    """Asks one conviction of a record, or of one like it, as of any day."""

    def __init__(self, evaluator: Evaluator, at: RowRef) -> None:
        self.evaluator = evaluator
        self.at = at
        self.distances = distances_of(evaluator.policy, evaluator.settings)
        self._of_epoch: dict[int, Evaluator | None] = {self._epoch(evaluator.as_of): evaluator}
        self._history: History | None = None  # of the record that was asked last

    def _epoch(self, day: date) -> int:
        return bisect_right(self.distances.bounds, day)

    def ask(self, sheet: RapSheet, day: date | None = None) -> Determination | None:
        """The answer as of a day; None when the policy gives none on that day at all."""
        day = day or self.evaluator.as_of
        epoch = self._epoch(day)
        if epoch not in self._of_epoch:
            self._of_epoch[epoch] = _evaluator_on(self.evaluator, day)
        evaluator = self._of_epoch[epoch]
        if evaluator is None:
            return None
        if self._history is None or self._history.sheet is not sheet:
            self._history = History(sheet, day)
        return ask_history(evaluator, self._history.moved_to(day), self.at)


def ask_history(evaluator: Evaluator, history: History, at: RowRef) -> Determination:
    """The answer for the conviction at a row; NO_ANSWER when none stands there."""
    for counted in history.counts:
        if counted.charge.at == at:
            return evaluator.answer(history, counted)
    return Determination(at, Outcome.NO_ANSWER, "No conviction stands there", "", (), ())


def _evaluator_on(like: Evaluator, day: date) -> Evaluator | None:
    try:
        return Evaluator(like.policy, like.settings, day, like.county)
    except UsageError:
        return None  # outside the policy's edition, or a value without an entry


def _turning_days(sheet: RapSheet, distances: Distances) -> list[date]:
    return sorted(moved_days(record_days(sheet), distances, 1) | set(distances.bounds))


def _is_other(one: Determination, other: Determination) -> bool:
    return (one.outcome, one.remedy, one.procedure) != (
        other.outcome,
        other.remedy,
        other.procedure,
    )


def find_next_turn(asker: Asker, sheet: RapSheet) -> Turn | None:
    """The first as-of date after the evaluator's on which the answer is another."""
    as_of = asker.evaluator.as_of
    before = asker.ask(sheet)
    for day in _turning_days(sheet, asker.distances):
        after = asker.ask(sheet, day) if day > as_of else before
        if before is None or after is None:
            return None
        if _is_other(before, after):
            return Turn(day, before, after)
    return None


def find_last_turn(asker: Asker, sheet: RapSheet) -> Turn | None:
    """The as-of date since when the answer is as it is; None when no day since the conviction.

    By this record: what was entered later counts on the earlier days too.
    """
    as_of, after = asker.evaluator.as_of, asker.ask(sheet)
    first = _convicted_on(sheet, asker.at) or date.min
    days = [day for day in _turning_days(sheet, asker.distances) if first < day <= as_of]
    if after is None or not days:
        return None
    starts = [max(first, add_calendar(days[0], days=-1)), *days]
    for place in range(len(starts) - 1, -1, -1):
        before = asker.ask(sheet, starts[place])
        if before is None:
            return None
        if _is_other(before, after):
            return Turn(starts[place + 1], before, after) if place + 1 < len(starts) else None
    return None


def _convicted_on(sheet: RapSheet, at: RowRef) -> date | None:
    """The earliest day on which the conviction may have been."""
    for conviction in sheet.convictions():
        if conviction.charge.at == at:
            on = conviction.convicted_on
            return on.earliest or on.latest
    return None


def eligible_from(evaluator: Evaluator, sheet: RapSheet, at: RowRef) -> date | None:
    """The first as-of date, from the evaluator's on, on which the answer is relief.

    None when no later date makes it so, nothing being added to the record.
    """
    asker = Asker(evaluator, at)
    days = [day for day in _turning_days(sheet, asker.distances) if day > evaluator.as_of]
    for day in [evaluator.as_of, *days]:
        found = asker.ask(sheet, day)
        if found is not None and found.outcome.is_relief:
            return day
    return None
