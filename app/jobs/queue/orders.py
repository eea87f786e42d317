"""The orders in which the list is worked through, each as the rows from first to last.

``risk``: by person, those where a person is needed most first. A person with a conviction that
the policy leaves to a human (hand review, maybe, the city attorneys, no answer) comes first, then
one with open data issues that matter, then those whose facts lie within a year of a boundary of
the policy, the nearest first, then the rest. Decisions change no order, so that a case keeps its
place while it is worked on; the facet of states shows what is open.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from app.jobs.queue.columns import Column, Mask, Numbers
from app.jobs.queue.search import Lines
from app.model.consequences import matters
from app.model.queue_filter import NEARNESS
from app.model.relief import Outcome

Order = npt.NDArray[np.int32]

_CLOSE = NEARNESS[-1][0]  # days
# Answers that leave the question to a person.
_TO_A_PERSON = frozenset(
    one.name
    for one in (Outcome.HAND_REVIEW, Outcome.MAYBE, Outcome.CITY_ATTORNEYS, Outcome.NO_ANSWER)
)


class Facts:
    """What the orders are made of; ``person`` is the place of each row's person."""

    def __init__(
        self,
        *,
        person: Numbers,
        place: tuple[Numbers, Numbers],
        columns: Mapping[str, Column],
        issues: Column,
        nearest: Numbers,
        people: Lines,
        cases: Lines,
    ) -> None:
        self.person = person
        self.source, self.line = place
        self.columns = columns
        self.issues = issues
        self.nearest = nearest
        self.people = people
        self.cases = cases


def make_orders(facts: Facts) -> dict[str, Order]:
    """One for each key of `app.model.queue_filter.SORTS`."""
    by_file = _sorted(facts.line, facts.source)
    in_file = _places(by_file)
    columns = facts.columns
    person_first = _least(facts.person, in_file, len(facts.people))[facts.person]
    by_name = _places(_sorted(*facts.people.sort_keys()))
    return {
        "risk": _risk(facts, in_file, person_first),
        "name": _sorted(in_file, by_name[facts.person]),
        "case number": _sorted(
            in_file, facts.person, *facts.cases.sort_keys(24), columns["court"].ranks(str.casefold)
        ),
        "conviction date": _sorted(in_file, person_first, columns["convicted_on"].ranks()),
        "section": _sorted(in_file, person_first, columns["section"].ranks(str.casefold)),
        "file order": by_file,
    }


def _risk(facts: Facts, in_file: Numbers, person_first: Numbers) -> Order:
    n = len(facts.people)
    is_left = facts.columns["outcome"].where(lambda outcome: outcome in _TO_A_PERSON)
    is_doubtful = facts.issues.where(
        lambda kinds: any(matters(kind) for kind in kinds.split("\n") if kind)
    )
    is_close = (facts.nearest >= 0) & (facts.nearest <= _CLOSE)
    rank = np.select([is_left, is_doubtful, is_close], [0, 1, 2], 3)
    of_person = _least(facts.person, rank, n)[facts.person]
    days = np.where(is_close, facts.nearest, _CLOSE + 1)
    nearest = _least(facts.person, days, n)[facts.person]
    nearest[of_person != 2] = 0
    return _sorted(in_file, person_first, nearest, of_person)


def _least(person: Numbers, values: Numbers, n: int) -> Numbers:
    """The least value of each person's rows."""
    least = np.full(n, np.iinfo(np.int64).max, np.int64)
    np.minimum.at(least, person, values)
    return least


def _sorted(*keys: npt.NDArray[np.generic]) -> Order:
    """Rows from first to last; the last key counts most."""
    return np.lexsort(keys).astype(np.int32)


def _places(order: Order) -> Numbers:
    """Of each row its place in an order."""
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places


def in_order(order: Order, passes: Mask | None) -> Order:
    """The rows that pass, in an order."""
    return order if passes is None else order[passes[order]]
