"""What an unknown fact is that a value can be put in for: a date, or one of some values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.model.dates import PartialDate
from app.model.record import Charge, Event, RapSheet
from app.model.relief import Fact
from app.rules.evaluate import Evaluator
from app.rules.explaining.suppose import Put, World
from app.rules.history import Counted, History

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: in words, the group of values it belongs to, and how it is put in."""

    words: str
    group: str
    put: Put


@dataclass(frozen=True, slots=True)
class ChoiceUnknown:
    """A fact that has one of some values. ``settles``: knowing it leaves it no longer open.

    ``lead`` stands before the words of the values: "it is " before "a felony".
    """

    key: Key
    fact: Fact
    choices: tuple[Choice, ...]
    settles: bool = True
    lead: str = "it is "


@dataclass(frozen=True, slots=True)
class DayUnknown:
    """A date. ``verb`` begins its words ("born"); ``within`` bounds the days it may be.

    ``has_floor``, ``has_bound``: the first or the last day follows from the record being in
    order, not from a partial date, so that "on or before", "on or after" is enough to say.
    """

    key: Key
    fact: Fact
    verb: str
    within: PartialDate
    put: Callable[[World, date], World]
    has_floor: bool = False
    has_bound: bool = False


Unknown = ChoiceUnknown | DayUnknown


@dataclass(frozen=True, slots=True)
class Asked:
    """The conviction asked about, in its record."""

    evaluator: Evaluator
    sheet: RapSheet
    charge: Charge
    event: Event

    @property
    def counts(self) -> list[Counted]:
        """Every conviction of the record, as rules ask about it."""
        return History(self.sheet, self.evaluator.as_of).counts


Maker = Callable[[Asked, Fact], Unknown | None]
"""Makes the unknown of a fact; None when no value can be put into the record for it."""
