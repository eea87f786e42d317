"""How near the facts of a conviction are to a boundary of the policy, in days.

A boundary is a day on which an answer may turn: the birthday of an age that a rule asks for, so
many years after a conviction, a day that a rule names. What lies near one is worth a second look
at the dates, for a wrong digit there changes the answer. It orders the work, it decides nothing:
ends of sentences and offense dates, which the list does not hold, are left out, and the conviction
date stands for that of the offense.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

import numpy as np

from app.jobs.queue.columns import Column, Numbers
from app.jobs.queue.shown_dates import read_shown_date
from app.model.dates import PartialDate, anniversary
from app.rules.conditions import predicates_in
from app.rules.policy import ArgumentValue, Ask, FromOption, FromValue, Policy, Settings

FAR = 1_000_000
"""More days than lie between any two dates."""
NOT_KNOWN_DAYS = -1
_MEAN_YEAR = 365.25


class From(Enum):
    """What a boundary is counted from."""

    BIRTH = "the birth date"
    CONVICTION = "the conviction date"
    LATEST = "the latest conviction"


@dataclass(frozen=True, slots=True)
class Boundary:
    """So many years after a date, against ``day`` (None: against the conviction date)."""

    counted_from: From
    day: date | None
    years: int = 0
    is_mean: bool = False  # years of 365.25 days
    level: str = ""  # of the latest conviction; "" for any

    def moved(self, on: PartialDate) -> tuple[int, int] | None:
        """The first and last day on which the years may be over; None when nobody knows."""
        if on.earliest is None or on.latest is None:
            return None
        first, last = (self._moved_day(day) for day in (on.earliest, on.latest))
        return first.toordinal(), last.toordinal()

    def _moved_day(self, day: date) -> date:
        if not self.is_mean:
            return anniversary(day, self.years)
        try:
            return day + timedelta(days=int(self.years * _MEAN_YEAR))
        except OverflowError:
            return date.max


_Make = Callable[[Mapping[str, ArgumentValue], date], Boundary]


def _years_from(
    counted_from: From, argument: str = "years", *, is_mean: bool = False, is_own: bool = False
) -> _Make:
    """A predicate that compares a date and years with the as-of date or the conviction date."""

    def make(values: Mapping[str, ArgumentValue], as_of: date) -> Boundary:
        level = str(values.get("level", ""))
        return Boundary(
            counted_from, None if is_own else as_of, int(str(values[argument])), is_mean,
            "" if level == "any" else level,
        )  # fmt: skip

    return make


def _named_day(values: Mapping[str, ArgumentValue], _as_of: date) -> Boundary:
    day = values["day"]
    assert isinstance(day, date)
    return Boundary(From.CONVICTION, day)


_BOUNDARIES: dict[str, _Make] = {
    "age_reached": _years_from(From.BIRTH),
    "mean_age_at_most": _years_from(From.BIRTH, is_mean=True),
    "under_age_at_conviction": _years_from(From.BIRTH, is_own=True),
    "under_age_at_offense": _years_from(From.BIRTH, is_own=True),
    "years_since_conviction": _years_from(From.CONVICTION, "at_least"),
    "no_conviction_later_than": _years_from(From.LATEST),
    "latest_conviction_more_than": _years_from(From.LATEST),
    "latest_conviction_more_than_mean_years": _years_from(From.LATEST, is_mean=True),
    "convicted_on_or_after": _named_day,
    "offense_on_or_after": _named_day,
}


def list_boundaries(policy: Policy, settings: Settings, as_of: date) -> tuple[Boundary, ...]:
    """The boundaries of the rows that the office has switched on, each once."""
    asks = [
        ask
        for rule in policy.rules
        if rule.is_switched_on(settings) and rule.is_in_force(as_of)
        for ask in predicates_in(rule.when)
    ]
    found = (
        _BOUNDARIES[ask.predicate](values, as_of)
        for ask in (*predicates_in(policy.scope), *asks)
        if ask.predicate in _BOUNDARIES
        for values in _arguments(ask, policy, settings)
    )
    return tuple(dict.fromkeys(found))


def _arguments(ask: Ask, policy: Policy, settings: Settings) -> Iterator[dict[str, ArgumentValue]]:
    """The arguments filled in; once for each value of the law that changes by date."""
    ways: list[dict[str, ArgumentValue]] = [{}]
    for name, value in ask.arguments:
        if isinstance(value, FromOption):
            choices: Iterable[ArgumentValue] = (settings[value.name],)
        elif isinstance(value, FromValue):
            choices = [entry.value for entry in policy.value(value.name).entries]
        else:
            choices = (value,)
        ways = [{**way, name: choice} for way in ways for choice in choices]
    yield from ways


def measure_closeness(
    boundaries: Iterable[Boundary],
    born: Column,
    convicted: Column,
    latest: Callable[[str], Column],
) -> Numbers:
    """Days to the nearest boundary for each row; NOT_KNOWN_DAYS where no date is known enough.

    ``latest`` gives the column of the person's latest conviction of a level.
    """
    nearest = np.full(len(convicted.codes), FAR, np.int64)
    is_known = np.zeros(len(convicted.codes), np.bool_)
    asked = tuple(boundaries)
    for one in asked:
        dates = {From.BIRTH: born, From.CONVICTION: convicted}.get(one.counted_from)
        days = _distances(one, latest(one.level) if dates is None else dates, convicted)
        is_known |= days < FAR
        np.minimum(nearest, days, out=nearest)
    if asked:
        nearest[~is_known] = NOT_KNOWN_DAYS
    return nearest


def _distances(one: Boundary, dates: Column, convicted: Column) -> Numbers:
    """Days between the boundary and what it is held against; FAR where not known."""
    first, last = _ends(dates, one.moved)
    if one.day is not None:  # worked out once a date, not once a row
        day = one.day.toordinal()
        return _apart(first, last, np.int64(day), np.int64(day))[dates.codes]
    own_first, own_last = _ends(convicted, Boundary(From.CONVICTION, None).moved)
    return _apart(
        first[dates.codes], last[dates.codes],
        own_first[convicted.codes], own_last[convicted.codes],
    )  # fmt: skip


def _apart(
    first: Numbers, last: Numbers, other_first: Numbers | np.int64, other_last: Numbers | np.int64
) -> Numbers:
    days = np.maximum(np.maximum(first - other_last, other_first - last), 0)
    is_unknown = (first == _UNKNOWN) | (np.asarray(other_first) == _UNKNOWN)
    return np.where(is_unknown, FAR, np.minimum(days, FAR))


_UNKNOWN = -FAR * 10


def _ends(
    dates: Column, moved: Callable[[PartialDate], tuple[int, int] | None]
) -> tuple[Numbers, Numbers]:
    """First and last day of each distinct date."""
    found = [moved(read_shown_date(text)) or (_UNKNOWN, _UNKNOWN) for text in dates.values]
    ends = np.array(found or [(_UNKNOWN, _UNKNOWN)], np.int64)
    return ends[:, 0], ends[:, 1]
