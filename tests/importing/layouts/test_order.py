"""CNT_ORDER for lists: cases, days and counts of a person, numbered as they appear."""

from __future__ import annotations

import pytest

from app.importing.layouts.order import CountOrders, TooMany


def test_cases_days_and_counts_are_numbered() -> None:
    """Also when the rows of people and cases are mixed."""
    orders = CountOrders(has_numbers=False)
    assert orders.next("A", "1", "d1") == "001001001000"
    assert orders.next("B", "1", "d1") == "001001001000"
    assert orders.next("A", "2", "d1") == "002001001000"
    assert orders.next("A", "1", "d1") == "001001002000"
    assert orders.next("A", "1", "d2") == "001002001000"
    assert orders.next("A", "1", "d2") == "001002002000"
    assert orders.next("A", "1", "d3") == "001003001000"
    assert orders.next("A", "1", "d1") == "001001003000"
    assert orders.next("A", "1", "d2") == "001002003000"


def test_a_numbered_count_keeps_its_number() -> None:
    """A further line of the same count has the same order, whatever the order of the rows."""
    orders = CountOrders(has_numbers=True)
    assert orders.next("A", "1", "d", 2, "x") == "001001002000"
    assert orders.next("A", "1", "d", 1, "y") == "001001001000"
    assert orders.next("A", "1", "d", 2, "x") == "001001002000"


def test_one_number_for_different_counts_joins_nothing() -> None:
    """The second section is a count of its own: a conviction is never lost."""
    orders = CountOrders(has_numbers=True)
    assert orders.next("A", "1", "d", 1, "11357") == "001001001000"
    other = orders.next("A", "1", "d", 1, "11359")
    unnumbered = orders.next("A", "1", "d", 0, "11360")
    assert len({"001001001000", other, unnumbered}) == 3
    assert orders.next("A", "1", "e", 1, "11357") == "001002001000"


def test_what_twelve_digits_cannot_hold_is_said() -> None:
    """999 cases of a person, 999 days of a case, 999 counts of a day."""
    orders = CountOrders(has_numbers=False)
    for number in range(999):
        orders.next("A", str(number), "d")
        orders.next("B", "1", str(number))
        orders.next("C", "1", "d")
    with pytest.raises(TooMany, match="cases of one person"):
        orders.next("A", "999", "d")
    for _ in range(2):
        with pytest.raises(TooMany, match="days in one case"):
            orders.next("B", "1", "999")
        with pytest.raises(TooMany, match="counts on one day"):
            orders.next("C", "1", "d")
