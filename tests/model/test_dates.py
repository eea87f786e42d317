"""Partial dates, anniversaries and ages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.dates import (
    UNKNOWN_DATE,
    PartialDate,
    add_calendar,
    age_on,
    anniversary,
    read_compact_date,
)
from app.model.truth import Truth

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
partial_dates = st.one_of(
    st.just(UNKNOWN_DATE),
    days.map(PartialDate.exactly),
    st.tuples(days, days).map(lambda pair: PartialDate(min(pair), max(pair))),
    days.map(lambda day: PartialDate(None, day)),
    days.map(lambda day: PartialDate(day, None)),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19990301", "1999-03-01"),
        (" 19990301 ", "1999-03-01"),
        ("19990300", "1999-03"),
        ("19990000", "1999"),
        ("20000200", "2000-02"),
        ("", "unknown"),
        ("   ", "unknown"),
        ("  -  ", "unknown"),
        ("00000000", "unknown"),
    ],
)
def test_compact_dates_are_read(text: str, expected: str) -> None:
    """A full date is a day, a partial one a range, filler nothing."""
    assert str(read_compact_date(text)) == expected


@pytest.mark.parametrize(
    "text", ["20190231", "20191301", "1999", "1999-03-01", "abc1", "20190015", "00010101"]
)
def test_impossible_dates_are_refused(text: str) -> None:
    """A day that does not exist is no date, and not a neighboring one."""
    assert read_compact_date(text) is None


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2000, 2, 29), 1, date(2001, 3, 1)),
        (date(2000, 2, 29), 4, date(2004, 2, 29)),
        (date(2020, 2, 29), -5, date(2015, 3, 1)),
        (date(2020, 7, 1), -10, date(2010, 7, 1)),
        (date(1999, 12, 31), 1, date(2000, 12, 31)),
    ],
)
def test_anniversaries(day: date, years: int, expected: date) -> None:
    """The same month and day; 29 February falls on 1 March of a common year."""
    assert anniversary(day, years) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2001, 1, 31), 1, date(2001, 3, 1)),
        (date(2001, 1, 28), 1, date(2001, 2, 28)),
        (date(2001, 11, 30), 3, date(2002, 3, 1)),
        (date(2001, 8, 31), 1, date(2001, 10, 1)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, expected: date) -> None:
    """A day the target month lacks becomes the first of the next."""
    assert add_calendar(day, months=months) == expected


def test_additions_stay_within_the_calendar() -> None:
    """An absurd sentence ends at the calendar's edge, not in an error."""
    assert add_calendar(date(2000, 1, 1), years=99999) == date.max
    assert add_calendar(date(2000, 1, 1), days=99999999) == date.max
    assert add_calendar(date(2000, 1, 1), years=-99999) == date.min


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2021, 2, 28), 20), (date(2021, 3, 1), 21), (date(2024, 2, 29), 24)],
)
def test_age_of_someone_born_on_29_february(day: date, age: int) -> None:
    """The birthday of a common year is 1 March."""
    assert age_on(date(2000, 2, 29), day) == age


@given(partial_dates, days, st.data())
def test_comparison_holds_for_every_day_of_the_range(
    on: PartialDate, other: date, data: st.DataObject
) -> None:
    """Met means every possible day, not met means no possible day."""
    first = on.earliest or date(1890, 1, 1)
    last = on.latest or date(2110, 1, 1)
    day = data.draw(st.dates(first, last))
    for asked, truth in (
        (on.is_before(other), day < other),
        (on.is_after(other), day > other),
        (on.is_on_or_before(other), day <= other),
        (on.is_on_or_after(other), day >= other),
        (on.is_before_date(PartialDate.exactly(other)), day < other),
    ):
        assert asked is Truth.UNKNOWN or asked is Truth.of(truth)


@given(days, days)
def test_exact_dates_are_never_unknown(one: date, other: date) -> None:
    """Two days always compare."""
    on = PartialDate.exactly(one)
    assert on.is_before(other) is Truth.of(one < other)
    assert on.is_before_date(PartialDate.exactly(other)) is Truth.of(one < other)


@given(days, st.integers(0, 90))
def test_birthdays_come_in_order(born: date, years: int) -> None:
    """A person is n years old on the n-th birthday and n - 1 the day before."""
    birthday = anniversary(born, years)
    assert age_on(born, birthday) == years
    if years:
        assert age_on(born, birthday - timedelta(days=1)) == years - 1
