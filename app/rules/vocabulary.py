"""What a predicate is: a typed question about one conviction, as of a date.

A predicate has two functions of the same `Case` and the same arguments. ``test`` gives
the `Truth` and is all that a bulk check runs; ``facts`` gives what was looked at, and is
run when somebody asks why, or to name what is unknown. When ``test`` is unknown at least
one of the facts is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.model.dates import PartialDate
from app.model.record import ReliefKind, RowRef
from app.model.relief import Fact
from app.model.truth import Truth
from app.rules.history import Counted, History, Listed
from app.rules.lists.offense_lists import OffenseList
from app.rules.policy import ArgumentValue

Arguments = Mapping[str, ArgumentValue]


@dataclass(frozen=True, slots=True)
class Case:
    """One conviction within its person's history."""

    history: History
    counted: Counted

    @property
    def as_of(self) -> date:
        return self.history.as_of


class ArgumentKind(Enum):
    """The type of an argument in a policy file."""

    WHOLE_NUMBER = "a whole number"
    DAY = "a date without quotes, 2016-11-09"
    WORD = "a word"
    WORDS = "a list of words"
    SECTION = "a section number in quotes"
    CITED_SECTIONS = 'a list of sections in citation style, "HS 11357(a)"'
    OFFENSE_LIST = "the id of an offense list"


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument a predicate takes; ``words`` are the allowed ones, if limited."""

    name: str
    kind: ArgumentKind
    words: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 150
    is_required: bool = True


Test = Callable[[Case, Arguments], Truth]
FactsOf = Callable[[Case, Arguments], tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class Predicate:
    """One word of the closed vocabulary.

    ``about_person`` means that the answer is the same for every conviction of the
    person, so that a check asks it once.
    """

    name: str
    meaning: str
    arguments: tuple[Argument, ...]
    about_person: bool
    test: Test
    facts: FactsOf


def number(args: Arguments, name: str) -> int:
    value = args[name]
    if not isinstance(value, int):
        raise TypeError(f"{name} is no number")
    return value


def day(args: Arguments, name: str) -> date:
    value = args[name]
    if not isinstance(value, date):
        raise TypeError(f"{name} is no date")
    return value


def word(args: Arguments, name: str) -> str:
    return str(args[name])


def words(args: Arguments, name: str) -> tuple[str, ...]:
    value = args.get(name, ())
    return value if isinstance(value, tuple) else (str(value),)


def date_fact(name: str, on: PartialDate, column: str, at: RowRef, truth: Truth) -> Fact:
    """A date that was looked at; not known when it left the answer open."""
    if truth is not Truth.UNKNOWN or on.is_exact:
        return Fact(name, str(on), column, at)
    value = "not on record" if on.is_unknown else f"not on record exactly, only {on}"
    return Fact(name, value, column, at, is_known=False)


def dated(on: PartialDate) -> str:
    """A date beside what it is the date of: "date not on record" where there is none."""
    return "date not on record" if on.is_unknown else str(on)


def of_date(on: PartialDate) -> str:
    """`` of 1999-03-01`` after a noun; ``, date not on record,`` where there is none."""
    return ", date not on record," if on.is_unknown else f" of {on}"


def date_name(counted: Counted, case: Case) -> str:
    """What the date of a conviction is called; counts of the case's own event share its date."""
    if counted.event is case.counted.event:
        return "conviction date"
    return f"date of the conviction for {counted.printed}"


def conviction_date_fact(counted: Counted, truth: Truth, name: str = "conviction date") -> Fact:
    return date_fact(name, counted.on, "STP_EVENT_DATE", counted.charge.at, truth)


def offense_date_fact(counted: Counted, taken: PartialDate, truth: Truth) -> Fact:
    """The offense date, or the days it is taken to lie between where it is not on record."""
    own, at = counted.charge.offense_on, counted.charge.at
    if not own.is_unknown:
        return date_fact("offense date", own, "", at, truth)
    value = "not on record"
    if not taken.is_unknown:
        value += f", taken to be {taken}"
    is_known = truth is not Truth.UNKNOWN
    return Fact("offense date", value, "CYC_DATE", at, is_known=is_known)


def birth_date_fact(case: Case, truth: Truth) -> Fact:
    """The birth date as a fact, unknown when the record contradicts it."""
    history, at = case.history, case.history.sheet.person.at
    if history.birth_contradiction:
        value = f"{history.born} {history.birth_contradiction}"
        return Fact("birth date", value, "PRI_DOB", at, is_known=False)
    return date_fact("birth date", history.born, "PRI_DOB", at, truth)


def section_fact(counted: Counted, name: str = "code section") -> Fact:
    """The code section of a conviction as a fact, unknown when it may or may not be cannabis."""
    column, at, reading = counted.charge.section_column, counted.charge.at, counted.reading
    if counted.is_cannabis is not Truth.UNKNOWN:
        return Fact(name, counted.printed, column, at)
    value = f"cannot be read: {reading.text}" if reading.text else "not on record"
    if reading.unread and reading.sections:
        value = f"{reading.text}: a part cannot be read, {reading.unread}"
    elif reading.has_cannabis_range:
        value = f"{reading.text}: a range of sections, which of them is not said"
    return Fact(name, value, column, at, is_known=False)


def listing_doubt(one: Listed, offenses: OffenseList, role: str) -> Fact:
    """What leaves it open whether a conviction is on a list; ``role`` is what it is to the case."""
    counted = one.counted
    printed, at = counted.printed, counted.charge.at
    if counted.is_cannabis is Truth.UNKNOWN:
        return section_fact(counted, f"code section of {role}")
    if one.lacks_level:
        name, column = f"level of the conviction for {printed}", counted.charge.level_column
        column = column or "CONV_STAT_DESCR"
        return Fact(name, "not on record", column, at, is_known=False)
    name = f"whether {printed} comes under {offenses.citation}"
    value = f"the record{of_date(counted.on)} does not say"
    return Fact(name, value, counted.charge.section_column, at, is_known=False)


def standing_fact(counted: Counted) -> Fact:
    """Why a conviction of the history may not count: reversed, or perhaps none at all."""
    charge = counted.charge
    if charge.is_doubtful:
        return Fact(
            "disposition of another count",
            f"{counted.printed}{of_date(counted.on)}: cannot be read: {charge.disposition}",
            "DISP_DESCR",
            charge.at,
            is_known=False,
        )
    reliefs = counted.charge.relief
    reversal = next((one.at for one in reliefs if one.kind is ReliefKind.REVERSED), None)
    return Fact(
        "whether a reversed conviction counts",
        f"{counted.printed}{of_date(counted.on)} is on record as reversed or vacated",
        "DISP_DESCR",
        reversal or counted.charge.at,
        is_known=False,
    )


def as_of_fact(case: Case) -> Fact:
    return Fact("as-of date", case.as_of.isoformat())
