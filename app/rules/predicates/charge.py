"""Predicates about the conviction itself: level, section, date, age then, relief."""


# ruff: noqa: ARG001 - every predicate has the one signature

from __future__ import annotations

from functools import lru_cache

from app.model.dates import PartialDate, anniversary
from app.model.record import Level, Relief, ReliefKind
from app.model.relief import Fact
from app.model.standing import is_granted_by, relief_granted
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth
from app.rules.history import Counted
from app.rules.vocabulary import (
    Argument,
    ArgumentKind,
    Arguments,
    Case,
    Predicate,
    as_of_fact,
    birth_date_fact,
    conviction_date_fact,
    dated,
    day,
    number,
    section_fact,
    word,
    words,
)

LEVEL_WORDS = ("felony", "misdemeanor", "infraction")
RELIEF_WORDS = {
    "dismissed-1203.4": ReliefKind.DISMISSED_1203_4,
    "reduced": ReliefKind.REDUCED,
    "cannabis-relief": ReliefKind.CANNABIS_RELIEF,
    "reversed": ReliefKind.REVERSED,
    "other": ReliefKind.OTHER,
}

shift_years = lru_cache(maxsize=4096)(anniversary)  # the same few days in a run, again and again


def _otherwise(case: Case, args: Arguments) -> Truth:
    return MET


def _no_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return ()


def _level_is(case: Case, args: Arguments) -> Truth:
    level = case.counted.level
    return UNKNOWN if level is Level.UNKNOWN else Truth.of(level.value == args["level"])


def _level_is_not(case: Case, args: Arguments) -> Truth:
    level = case.counted.level
    return UNKNOWN if level is Level.UNKNOWN else Truth.of(level.value != args["level"])


def _convicted_level_is_not(case: Case, args: Arguments) -> Truth:
    level = case.counted.charge.level
    return UNKNOWN if level is Level.UNKNOWN else Truth.of(level.value != args["level"])


def _convicted_level_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    charge = case.counted.charge
    name, column = "level as convicted", charge.level_column or "CONV_STAT_DESCR"
    if charge.level is Level.UNKNOWN:
        # The same fact that leaves the level of today open.
        return (Fact("level of offense", "not on record", column, charge.at, is_known=False),)
    return (Fact(name, charge.level.value, column, charge.at),)


def _level_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    charge = case.counted.charge
    name, column = "level of offense", charge.level_column or "CONV_STAT_DESCR"
    level = case.counted.level
    if level is charge.level and level is not Level.UNKNOWN:
        return (Fact(name, level.value, column, charge.at),)
    reduced = next((one for one in charge.relief if one.kind is ReliefKind.REDUCED), None)
    if reduced is None:
        return (Fact(name, "not on record", column, charge.at, is_known=False),)
    if level is Level.UNKNOWN:
        value = f"{charge.level.value} on record; reduction {_dated_only(reduced.on)}"
        return (Fact(name, value, "DISP_DESCR", reduced.at, is_known=False),)
    value = f"{level.value}, reduced: {reduced.text} ({dated(reduced.on)})"
    return (Fact(name, value, "DISP_DESCR", reduced.at),)


def _relief_on_record(case: Case, args: Arguments) -> Truth:
    if not case.counted.charge.relief:
        return NOT_MET
    return relief_granted(case.counted.charge, _kinds(args), case.as_of)


def _kinds(args: Arguments) -> tuple[ReliefKind, ...]:
    return tuple(RELIEF_WORDS[name] for name in words(args, "kinds"))


def relief_in_words(relief: Relief) -> str:
    """``reduced: 17 PC (2015-03-01)``."""
    return f"{relief.kind.value}: {relief.text} ({dated(relief.on)})"


def _dated_only(on: PartialDate) -> str:
    return "without a date on record" if on.is_unknown else f"dated only {on}"


def _relief_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    is_open = _relief_on_record(case, args) is UNKNOWN
    facts = [
        Fact(
            "relief on record",
            relief_in_words(one),
            "DISP_DESCR",
            one.at,
            is_known=not (is_open and is_granted_by(one, case.as_of) is UNKNOWN),
        )
        for one in case.counted.charge.relief
        if one.kind in _kinds(args)
    ]
    if not facts:
        return (Fact("relief on record", "none", "DISP_DESCR", case.counted.charge.at),)
    return (*facts, as_of_fact(case))


def _section_is(case: Case, args: Arguments) -> Truth:
    """The first cannabis section of the count decides."""
    counted = case.counted
    if counted.cannabis is None:
        return NOT_MET if counted.reading.is_read else UNKNOWN
    if counted.number != args["section"]:
        return NOT_MET
    wanted = words(args, "subdivisions")
    return Truth.of(not wanted or (counted.cannabis.subdivision or "none") in wanted)


def _section_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return (section_fact(case.counted),)


def _convicted_on_or_after(case: Case, args: Arguments) -> Truth:
    return case.counted.on.is_on_or_after(day(args, "day"))


def _convicted_on_or_after_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth = _convicted_on_or_after(case, args)
    return (
        conviction_date_fact(case.counted, truth),
        Fact("date to compare with", day(args, "day").isoformat()),
    )


def _years_since_conviction(case: Case, args: Arguments) -> Truth:
    return case.counted.on.is_on_or_before(shift_years(case.as_of, -number(args, "at_least")))


def _years_since_conviction_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    years = number(args, "at_least")
    limit = shift_years(case.as_of, -years)
    return (
        conviction_date_fact(case.counted, _years_since_conviction(case, args)),
        as_of_fact(case),
        Fact(f"{years} years before the as-of date", limit.isoformat()),
    )


def _under_age_at_conviction(case: Case, args: Arguments) -> Truth:
    """The birthday of that age lies after the conviction date."""
    if case.history.birth_contradiction:
        return UNKNOWN
    return case.counted.on.is_before_date(case.history.born.shifted(years=number(args, "years")))


def _under_age_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    years = number(args, "years")
    born, counted = case.history.born, case.counted
    truth = _under_age_at_conviction(case, args)
    facts = [birth_date_fact(case, truth), conviction_date_fact(counted, truth)]
    if not born.is_unknown:
        facts.append(Fact(f"age {years} reached on", str(born.shifted(years=years))))
    return tuple(facts)


def counted_name(counted: Counted) -> str:
    """A conviction in words, for a fact's value."""
    return f"{counted.printed}, {dated(counted.on)}"


_LEVEL = Argument("level", ArgumentKind.WORD, LEVEL_WORDS)
_YEARS = Argument("years", ArgumentKind.WHOLE_NUMBER, minimum=1)

CHARGE_PREDICATES = (
    Predicate("otherwise", "Always.", (), True, _otherwise, _no_facts),
    Predicate(
        "level_is", "The conviction is of that level.", (_LEVEL,), False, _level_is, _level_facts
    ),
    Predicate(
        "level_is_not",
        "The conviction is of another level.",
        (_LEVEL,),
        False,
        _level_is_not,
        _level_facts,
    ),
    Predicate(
        "convicted_level_is_not",
        "The conviction was of another level when it was made, whatever reduced it later.",
        (_LEVEL,),
        False,
        _convicted_level_is_not,
        _convicted_level_facts,
    ),
    Predicate(
        "relief_on_record",
        "The record itself says that such relief was granted by the as-of date.",
        (Argument("kinds", ArgumentKind.WORDS, tuple(RELIEF_WORDS)),),
        False,
        _relief_on_record,
        _relief_facts,
    ),
    Predicate(
        "section_is",
        "The first cannabis section of the conviction has that number and, where "
        "subdivisions are given, one of them first (none: it is printed without one).",
        (
            Argument("section", ArgumentKind.SECTION),
            Argument("subdivisions", ArgumentKind.WORDS, is_required=False),
        ),
        False,
        _section_is,
        _section_facts,
    ),
    Predicate(
        "convicted_on_or_after",
        "The conviction is of that day or later.",
        (Argument("day", ArgumentKind.DAY),),
        False,
        _convicted_on_or_after,
        _convicted_on_or_after_facts,
    ),
    Predicate(
        "years_since_conviction",
        "The conviction is of the day that many calendar years before the as-of date, or earlier.",
        (Argument("at_least", ArgumentKind.WHOLE_NUMBER, minimum=1),),
        False,
        _years_since_conviction,
        _years_since_conviction_facts,
    ),
    Predicate(
        "under_age_at_conviction",
        "The birthday of that age lies after the conviction date.",
        (_YEARS,),
        False,
        _under_age_at_conviction,
        _under_age_facts,
    ),
)

__all__ = ["CHARGE_PREDICATES", "LEVEL_WORDS", "counted_name", "shift_years", "word"]
