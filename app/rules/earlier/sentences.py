"""When sentences end: by the calendar and each its own parts, or as the earlier tools counted.

They gave a year 366 days and a month a twelfth of that, and added a further part to
the last conviction that they had read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from app.model.dates import PartialDate, add_calendar
from app.model.record import RowRef, SentencePart

Term = tuple[RowRef, PartialDate, tuple[SentencePart, ...]]  # a conviction's row, date, parts

_YEAR = timedelta(days=366)
_LENGTHS = {"D": timedelta(days=1), "M": _YEAR / 12, "Y": _YEAR}


def own_parts(terms: Sequence[Term]) -> Mapping[RowRef, list[SentencePart]]:
    """Each part with its own conviction."""
    return {at: [*parts] for at, _, parts in terms}


def parts_as_read(terms: Sequence[Term]) -> Mapping[RowRef, list[SentencePart]]:
    """Each part with the conviction whose row was the last read when it came."""
    given: dict[RowRef, list[SentencePart]] = defaultdict(list)
    rows = sorted(at for at, _, _ in terms)
    for at, _, parts in terms:
        for part in parts:
            last = at
            if part.at != at and part.at.source == at.source:
                place = bisect_right(rows, part.at)
                if place and rows[place - 1].source == part.at.source:
                    last = rows[place - 1]
            given[last].append(part)
    return given


def end_by_calendar(day: date, parts: Sequence[SentencePart]) -> date:
    """The day moved by every part; one of unknown length adds nothing."""
    for part in parts:
        length = part.length or 0
        if part.unit == "Y":
            day = add_calendar(day, years=length)
        elif part.unit == "M":
            day = add_calendar(day, months=length)
        else:
            day = add_calendar(day, days=length)
    return day


def end_as_counted(day: date, parts: Sequence[SentencePart]) -> date:
    """An end within a day counts as the next: it is after the day before, and not on it."""
    total = sum(
        (_LENGTHS.get(part.unit, timedelta()) * (part.length or 0) for part in parts), timedelta()
    )
    return add_calendar(day, days=-(-total // timedelta(days=1)))


def all_ended_differs(terms: Sequence[Term], as_of: date, most_days: int) -> bool:
    """Whether the two ways differ in whether any sentence runs on the as-of date or after.

    ``most_days`` are all parts together: a conviction older than that has been served.
    """
    given = parts_as_read(terms)
    long_ago = as_of.toordinal() - most_days - 1
    for at, on, parts in terms:
        if on.latest is None:
            return True
        if on.latest.toordinal() < long_ago:
            continue
        own, counted = (
            end_by_calendar(on.latest, parts),
            end_as_counted(on.latest, given.get(at, ())),
        )
        if (own > as_of, own < as_of) != (counted > as_of, counted < as_of):
            return True
    return False
