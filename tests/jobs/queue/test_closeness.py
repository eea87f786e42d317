"""How many days lie between what the record says and a boundary of the policy."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from app.jobs.queue.closeness import (
    FAR,
    NOT_KNOWN_DAYS,
    Boundary,
    From,
    list_boundaries,
    measure_closeness,
)
from app.jobs.queue.columns import Column
from app.jobs.queue.shown_dates import read_shown_date, year_of
from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.queue_filter import nearness_band
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options

AS_OF = date(2026, 7, 1)
DAY = date(2016, 11, 9)


def days(boundary: Boundary, born: str = "", convicted: str = "", latest: str = "") -> int:
    one = [Column(np.zeros(1, np.int32), [text]) for text in (born, convicted, latest)]
    return int(measure_closeness([boundary], one[0], one[1], lambda _: one[2])[0])


@pytest.mark.parametrize(
    ("boundary", "dates", "expected"),
    [
        # 50 on the as-of date, the day before, the day after, and a month either way.
        (Boundary(From.BIRTH, AS_OF, 50), {"born": "1976-07-01"}, 0),
        (Boundary(From.BIRTH, AS_OF, 50), {"born": "1976-06-30"}, 1),
        (Boundary(From.BIRTH, AS_OF, 50), {"born": "1976-07-02"}, 1),
        (Boundary(From.BIRTH, AS_OF, 50), {"born": "1976-08-01"}, 31),
        # Any day of the year may be the birthday: the boundary may lie on it.
        (Boundary(From.BIRTH, AS_OF, 50), {"born": "1976"}, 0),
        (Boundary(From.BIRTH, AS_OF, 50), {"born": "1976-09"}, 62),
        (Boundary(From.BIRTH, AS_OF, 50), {"born": ""}, NOT_KNOWN_DAYS),
        (Boundary(From.BIRTH, AS_OF, 50), {"born": "on or before 1950-01-01"}, NOT_KNOWN_DAYS),
        # 29 February has its birthday on 1 March.
        (Boundary(From.BIRTH, date(2025, 3, 1), 21), {"born": "2004-02-29"}, 0),
        # 21 mean years are 7670.25 days.
        (Boundary(From.BIRTH, AS_OF, 21, is_mean=True), {"born": "2005-07-01"}, 0),
        # 21 on the conviction date.
        (Boundary(From.BIRTH, None, 21), {"born": "1980-01-10", "convicted": "2001-01-03"}, 7),
        (Boundary(From.BIRTH, None, 21), {"born": "1980-01-10", "convicted": ""}, NOT_KNOWN_DAYS),
        (Boundary(From.CONVICTION, DAY), {"convicted": "2016-11-08"}, 1),
        (Boundary(From.CONVICTION, AS_OF, 5), {"convicted": "2021-07-11"}, 10),
        (Boundary(From.LATEST, AS_OF, 10), {"latest": "2016-06-21"}, 10),
        (Boundary(From.LATEST, AS_OF, 10), {"convicted": "2016-06-21"}, NOT_KNOWN_DAYS),
    ],
)
def test_days_to_a_boundary(boundary: Boundary, dates: dict[str, str], expected: int) -> None:
    """Counted by the calendar; a date that is known in part is as near as it may be."""
    assert days(boundary, **dates) == expected


def test_the_nearest_boundary_counts_and_none_is_far() -> None:
    """What is not known does not hide what is."""
    born = Column(np.array([0, 1]), ["1976-07-31", ""])
    convicted = Column(np.array([0, 0]), ["2016-11-12"])
    boundaries = [Boundary(From.BIRTH, AS_OF, 50), Boundary(From.CONVICTION, DAY)]
    none = Column(np.zeros(2, np.int32), [""])
    assert measure_closeness(boundaries, born, convicted, lambda _: none).tolist() == [3, 3]
    assert measure_closeness(boundaries[:1], born, convicted, lambda _: none).tolist() == [
        30, NOT_KNOWN_DAYS,
    ]  # fmt: skip
    assert measure_closeness([], born, convicted, lambda _: none).tolist() == [FAR, FAR]


def test_bands() -> None:
    """Each ends where it says."""
    assert [nearness_band(n) for n in (-1, 0, 30, 31, 90, 91, 365, 366, FAR)] == [
        "not known", "within 30 days", "within 30 days", "within 90 days", "within 90 days",
        "within a year", "within a year", "further", "further",
    ]  # fmt: skip


def test_only_rows_that_are_switched_on_have_boundaries() -> None:
    """With the values that the office gave its options."""
    policy = load_by_id("us-ca/los-angeles")

    def found(**options: str | int) -> tuple[Boundary, ...]:
        return list_boundaries(policy, settle_options(policy, options), AS_OF)

    assert found() == (
        Boundary(From.CONVICTION, DAY), Boundary(From.BIRTH, AS_OF, 50),
        Boundary(From.BIRTH, AS_OF, 21, is_mean=True), Boundary(From.LATEST, AS_OF, 10),
    )  # fmt: skip
    felony = found(conviction_free_of="felony", years_conviction_free=7, young="conviction")
    assert Boundary(From.LATEST, AS_OF, 7, level="felony") in felony
    assert Boundary(From.BIRTH, None, 21) in felony
    assert Boundary(From.BIRTH, AS_OF, 21, is_mean=True) not in felony


@pytest.mark.parametrize(
    "on",
    [
        UNKNOWN_DATE, PartialDate.exactly(date(1999, 3, 1)),
        PartialDate(date(1999, 3, 1), date(1999, 3, 31)),
        PartialDate(date(1999, 1, 1), date(1999, 12, 31)), PartialDate(None, date(1950, 1, 2)),
        PartialDate(date(1950, 1, 2), None), PartialDate(date(1999, 3, 1), date(2001, 3, 2)),
    ],
    ids=str,
)  # fmt: skip
def test_dates_of_the_list_are_read_back(on: PartialDate) -> None:
    """Every form in which a date is kept; anything else is unknown."""
    assert read_shown_date("" if on.is_unknown else str(on)) == on
    assert read_shown_date("yesterday") == UNKNOWN_DATE
    assert read_shown_date("between x and y") == UNKNOWN_DATE
    year = "1999" if on.earliest and on.latest and on.latest.year == 1999 else ""
    assert year_of(str(on)) == year
