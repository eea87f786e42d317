"""The end of a sentence."""

from __future__ import annotations

import pytest

from app.rules.checking.case_people import make_person


@pytest.mark.parametrize(
    ("conviction", "ends"),
    [
        ("2014-07-01; 11359 HS; felony", "2014-07-01"),
        ("2014-07-01; 11359 HS; felony; 90 days jail", "2014-09-29"),
        ("2014-07-01; 11359 HS; felony; 16 months prison", "2015-11-01"),
        ("2014-07-01; 11359 HS; felony; 3 years prison; 3 years probation", "2020-07-01"),
        ("2012-02-29; 11359 HS; felony; 3 years prison", "2015-03-01"),
        ("2011-03-01; 11359 HS; felony; 1 year jail", "2012-03-01"),
        ("2014; 11359 HS; felony; 1 year jail", "2015"),
        ("unknown; 11359 HS; felony; 1 year jail", "unknown"),
        ("2014-07-01; 11359 HS; felony; unstated term prison", "on or after 2014-07-01"),
        (
            "2014-07-01; 11359 HS; felony; 1 year jail; unstated term probation",
            "on or after 2015-07-01",
        ),
    ],
)
def test_a_sentence_ends_by_the_calendar(conviction: str, ends: str) -> None:
    """Parts are added by calendar years, months and days; an unstated one leaves the end open."""
    (made,) = make_person("", [conviction]).convictions()
    assert str(made.sentence_ends_on) == ends
