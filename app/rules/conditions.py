"""Conditions of a rule made ready to ask: options and dated values filled in, all / any / not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.errors import UsageError
from app.model.dates import PartialDate
from app.model.relief import Fact
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth
from app.rules.policy import (
    AllOf,
    AnyOf,
    ArgumentValue,
    Ask,
    ChosenBy,
    Condition,
    DatedValue,
    FromOption,
    FromValue,
    Not,
    Policy,
    Settings,
    ValueEntry,
)
from app.rules.predicates import PREDICATES
from app.rules.vocabulary import Arguments, Case, conviction_date_fact, offense_date_fact


@dataclass(frozen=True, slots=True)
class Question:
    """A condition ready to ask.

    ``facts`` gives what decided: of an all-of that is not met only the parts that are
    not met, of an any-of that is met only the parts that are.
    """

    about_person: bool
    test: Callable[[Case], Truth]
    facts: Callable[[Case], tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What fills the places in conditions: the options, the dated values, the as-of date."""

    options: Settings
    values: Mapping[str, DatedValue]
    as_of: date

    @staticmethod
    def of(policy: Policy, options: Settings, as_of: date) -> Setting:
        return Setting(options, {value.name: value for value in policy.values}, as_of)


def make_question(condition: Condition, setting: Setting) -> Question:
    """A condition with its places filled in.

    Raises UsageError when a value of the law has no entry for the as-of date.
    """
    if isinstance(condition, Ask):
        return _ask_predicate(condition, setting)
    if isinstance(condition, Not):
        inner = make_question(condition.condition, setting)
        return Question(inner.about_person, lambda case: ~inner.test(case), inner.facts)
    parts = tuple(make_question(part, setting) for part in condition.conditions)
    if isinstance(condition, AllOf):
        return _combine(parts, stops_at=NOT_MET, else_is=MET)
    return _combine(parts, stops_at=MET, else_is=NOT_MET)


def _ask_predicate(ask: Ask, setting: Setting) -> Question:
    """A predicate; one whose argument depends on the case's own date is asked with each value."""
    by_case = next(
        (
            setting.values[value.name]
            for _, value in ask.arguments
            if isinstance(value, FromValue) and setting.values[value.name].by is not ChosenBy.AS_OF
        ),
        None,
    )
    if by_case is not None:
        return _ask_by_date(ask, by_case, setting)
    return _ask_with(ask, _fill_arguments(ask, setting, {}))


def _ask_with(ask: Ask, args: Arguments) -> Question:
    predicate = PREDICATES[ask.predicate]
    test, facts = predicate.test, predicate.facts
    return Question(
        predicate.about_person, lambda case: test(case, args), lambda case: facts(case, args)
    )


def _fill_arguments(ask: Ask, setting: Setting, own: Mapping[str, ValueEntry]) -> Arguments:
    filled: dict[str, ArgumentValue] = {}
    for name, value in ask.arguments:
        if isinstance(value, FromOption):
            filled[name] = setting.options[value.name]
        elif isinstance(value, FromValue):
            entry = own.get(value.name) or _entry_as_of(setting.values[value.name], setting.as_of)
            filled[name] = entry.value
        else:
            filled[name] = value
    return filled


def _entry_as_of(value: DatedValue, as_of: date) -> ValueEntry:
    entry = value.entry_on(as_of)
    if entry is None:
        raise UsageError(
            f"The policy gives no value for '{value.name}' on {as_of}: choose an as-of date at "
            "which it does, or a newer policy."
        )
    return entry


def _ask_by_date(ask: Ask, value: DatedValue, setting: Setting) -> Question:
    """The value that holds on the offense or conviction date of the case.

    A date that leaves open which of two values holds leaves the answer open when the
    values would answer differently; so does a date that has no value.
    """
    asked = tuple(
        (entry, _ask_with(ask, _fill_arguments(ask, setting, {value.name: entry})))
        for entry in value.entries
    )

    def questions(case: Case) -> list[Question]:
        on = _date_of(case, value.by)
        return [question for entry, question in asked if _may_hold(entry, on)]

    def test(case: Case) -> Truth:
        answers = {question.test(case) for question in questions(case)}
        return answers.pop() if len(answers) == 1 else UNKNOWN

    def facts(case: Case) -> tuple[Fact, ...]:
        truth = test(case)
        possible = questions(case)
        found = [fact for question in possible for fact in question.facts(case)]
        is_open = truth is UNKNOWN and not any(not fact.is_known for fact in found)
        own = _date_fact_of(case, value.by, UNKNOWN if is_open else MET)
        return (*dict.fromkeys(found), own)

    return Question(False, test, facts)


def _date_of(case: Case, by: ChosenBy) -> PartialDate:
    if by is ChosenBy.CONVICTION or case.counted.on.is_unknown:
        return case.counted.on
    own = case.counted.charge.offense_on
    return own if not own.is_unknown else PartialDate(None, case.counted.offense_on(0).latest)


def _date_fact_of(case: Case, by: ChosenBy, truth: Truth) -> Fact:
    if by is ChosenBy.CONVICTION:
        return conviction_date_fact(case.counted, truth)
    return offense_date_fact(case.counted, _date_of(case, by), truth)


def _may_hold(entry: ValueEntry, on: PartialDate) -> bool:
    starts_late = entry.from_on and on.latest and on.latest < entry.from_on
    ends_early = entry.until_on and on.earliest and on.earliest > entry.until_on
    return not (starts_late or ends_early)


def _combine(parts: tuple[Question, ...], stops_at: Truth, else_is: Truth) -> Question:
    tests = tuple(part.test for part in parts)

    def test(case: Case) -> Truth:
        result = else_is
        for ask in tests:
            answer = ask(case)
            if answer is stops_at:
                return answer
            if answer is UNKNOWN:
                result = answer
        return result

    def facts(case: Case) -> tuple[Fact, ...]:
        answer = test(case)
        deciding = [part for part in parts if part.test(case) is answer or answer is else_is]
        found = [fact for part in deciding for fact in part.facts(case)]
        return tuple(dict.fromkeys(found))

    return Question(all(part.about_person for part in parts), test, facts)


def predicates_in(condition: Condition) -> tuple[Ask, ...]:
    """Every predicate that a condition asks, in its order."""
    if isinstance(condition, Ask):
        return (condition,)
    if isinstance(condition, Not):
        return predicates_in(condition.condition)
    assert isinstance(condition, AllOf | AnyOf)
    return tuple(ask for part in condition.conditions for ask in predicates_in(part))
