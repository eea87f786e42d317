"""Dates of lists: read only as the layout says; day and month are never guessed apart."""

from __future__ import annotations

import pytest

from app.importing.layouts.date_evidence import weigh_dates
from app.importing.layouts.date_formats import clash, find_format, read_cell_date


@pytest.mark.parametrize(
    ("text", "pattern", "pivot", "read"),
    [
        ("1/2/2001", "M/D/YYYY", None, "20010102"),
        ("01/02/2001", "M/D/YYYY", None, "20010102"),
        ("1/2/2001", "D/M/YYYY", None, "20010201"),
        ("13/2/2001", "M/D/YYYY", None, None),
        ("2/29/2000", "M/D/YYYY", None, "20000229"),
        ("2/29/2001", "M/D/YYYY", None, None),
        ("1/2/2001 12:00:00 AM", "M/D/YYYY", None, "20010102"),
        ("1-2-2001", "M/D/YYYY", None, None),
        ("3.2.99", "D.M.YY", 26, "19990203"),
        ("3.2.26", "D.M.YY", 26, "20260203"),
        ("3.2.27", "D.M.YY", 26, "19270203"),
        ("3.2.99", "D.M.YY", None, None),
        ("3.2.1999", "D.M.YY", 26, None),
        ("20010203", "YYYYMMDD", None, "20010203"),
        ("20010200", "YYYYMMDD", None, "20010200"),
        ("20010231", "YYYYMMDD", None, None),
        ("02032001", "MMDDYYYY", None, "20010203"),
        ("2001-02-03", "M/D/YYYY", None, "20010203"),
        ("2001-02-03 00:00:00", "M/D/YYYY", None, "20010203"),
        ("2001-02-03T00:00:00", "M/D/YYYY", None, "20010203"),
        ("2001-13-03", "M/D/YYYY", None, None),
        ("3-Feb-2001", "D-MON-YYYY", None, "20010203"),
        ("03-SEPT-2001", "D-MON-YYYY", None, "20010903"),
        ("3-Foo-2001", "D-MON-YYYY", None, None),
        ("February 3, 2001", "MONTH D, YYYY", None, "20010203"),
        ("2/1985", "M/YYYY", None, "19850200"),
        ("1985", "YYYY", None, "19850000"),
        ("0/0/1985", "M/D/YYYY", None, "19850000"),
        ("1/1/0001", "M/D/YYYY", None, None),
        ("١/٢/2001", "M/D/YYYY", None, None),
        ("about 1985", "YYYY", None, None),
    ],
)  # fmt: skip
def test_cells_are_read_by_the_pattern_alone(
    text: str, pattern: str, pivot: int | None, read: str | None
) -> None:
    """Only ISO dates are read whatever the pattern; what does not fit is no date."""
    assert read_cell_date(text, (pattern,), pivot) == read


@pytest.mark.parametrize("text", ["", "M/D", "YYYY/YY", "D/YYYY", "M/D/YYYY/M", "date", "MX/YYYY"])
def test_what_is_no_pattern(text: str) -> None:
    """A year has to be there, each part once, and no other letters."""
    assert find_format(text) is None


def test_patterns_that_read_one_text_as_two_days_clash() -> None:
    """Several patterns may stand side by side when no text fits two of them."""
    assert clash(("M/D/YYYY", "D/M/YYYY")) == ("M/D/YYYY", "D/M/YYYY")
    assert clash(("M/D/YY", "D/M/YY")) is not None
    assert clash(("M/D/YYYY", "YYYYMMDD", "D-MON-YYYY")) is None


def test_a_thirteenth_proves_the_order() -> None:
    """The reason names the cell that can be nothing else."""
    found = weigh_dates(["1/2/2001", "3/25/1999", "4/5/2000"])
    assert found.formats == ("M/D/YYYY",)
    assert "3/25/1999 can be nothing else" in found.why
    assert weigh_dates(["1/2/2001", "25/3/1999"]).formats == ("D/M/YYYY",)


def test_without_a_thirteenth_it_is_a_question() -> None:
    """Both orders are named; none is taken, however usual it is."""
    found = weigh_dates(["1/2/2001", "3/5/1999"])
    assert found.formats == ()
    assert found.choices == ("M/D/YYYY", "D/M/YYYY")
    assert "no cell shows which" in found.question


def test_days_and_months_together_alike_prove_nothing() -> None:
    """5/5 reads the same in both orders."""
    assert weigh_dates(["5/5/2001"]).formats == ()


def test_two_orders_in_one_column_are_a_question() -> None:
    """A column put together from two sources: the cell that does not fit is shown."""
    found = weigh_dates(["1/25/2001", "2/26/2001", "3/27/2001", "25/1/2001"])
    assert found.formats == ()
    assert "25/1/2001" in found.question


def test_some_impossible_dates_do_not_hide_the_pattern() -> None:
    """One in ten may be damaged."""
    cells = [f"{month}/25/2001" for month in range(1, 10)] + ["2/31/2001"]
    assert weigh_dates(cells).formats == ("M/D/YYYY",)
    assert weigh_dates(["soon", "later", "1/25/2001"]).question


def test_two_digit_years_need_a_century() -> None:
    """Which is never proposed."""
    found = weigh_dates(["1/25/70", "2/26/99"])
    assert (found.formats, found.needs_pivot) == (("M/D/YY",), True)


@pytest.mark.parametrize(
    ("cell", "pattern"),
    [
        ("20010125", "YYYYMMDD"), ("01252001", "MMDDYYYY"), ("25.1.2001", "D.M.YYYY"),
        ("2001-01-25", "YYYY-MM-DD"), ("25-Jan-2001", "D-MON-YYYY"), ("2001/1/25", "YYYY/M/D"),
        ("January 25, 2001", "MONTH D, YYYY"), ("1/2001", "M/YYYY"),
    ],
)  # fmt: skip
def test_patterns_are_known_by_their_cells(cell: str, pattern: str) -> None:
    """One cell that can be nothing else is enough."""
    found = weigh_dates([cell])
    assert found.formats in ((pattern,), (pattern.replace("MONTH", "MON"),))
