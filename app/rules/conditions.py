"""Conditions of a rule made ready to ask: options filled in, all / any / not combined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.model.relief import Fact
from app.model.truth import Truth
from app.rules.policy import AllOf, AnyOf, Ask, Condition, FromOption, Not, Settings
from app.rules.predicates import PREDICATES
from app.rules.vocabulary import Arguments, Case


@dataclass(frozen=True, slots=True)
class Question:
    """A condition ready to ask.

    ``facts`` gives what decided: of an all-of that is not met only the parts that are
    not met, of an any-of that is met only the parts that are.
    """

    about_person: bool
    test: Callable[[Case], Truth]
    facts: Callable[[Case], tuple[Fact, ...]]


def make_question(condition: Condition, settings: Settings) -> Question:
    """A condition with its options filled in."""
    if isinstance(condition, Ask):
        return _ask_predicate(condition, settings)
    if isinstance(condition, Not):
        inner = make_question(condition.condition, settings)
        return Question(inner.about_person, lambda case: ~inner.test(case), inner.facts)
    parts = tuple(make_question(part, settings) for part in condition.conditions)
    if isinstance(condition, AllOf):
        return _combine(parts, stops_at=Truth.NOT_MET, else_is=Truth.MET)
    return _combine(parts, stops_at=Truth.MET, else_is=Truth.NOT_MET)


def _ask_predicate(ask: Ask, settings: Settings) -> Question:
    predicate = PREDICATES[ask.predicate]
    test, facts = predicate.test, predicate.facts
    args = _fill_arguments(ask, settings)
    return Question(
        predicate.about_person, lambda case: test(case, args), lambda case: facts(case, args)
    )


def _fill_arguments(ask: Ask, settings: Settings) -> Arguments:
    return {
        name: settings[value.name] if isinstance(value, FromOption) else value
        for name, value in ask.arguments
    }


def _combine(parts: tuple[Question, ...], stops_at: Truth, else_is: Truth) -> Question:
    def test(case: Case) -> Truth:
        result = else_is
        for part in parts:
            answer = part.test(case)
            if answer is stops_at:
                return answer
            if answer is Truth.UNKNOWN:
                result = answer
        return result

    def facts(case: Case) -> tuple[Fact, ...]:
        answer = test(case)
        deciding = [part for part in parts if part.test(case) is answer or answer is else_is]
        return tuple(fact for part in deciding for fact in part.facts(case))

    return Question(all(part.about_person for part in parts), test, facts)


def predicates_in(condition: Condition) -> tuple[Ask, ...]:
    """Every predicate that a condition asks, in its order."""
    if isinstance(condition, Ask):
        return (condition,)
    if isinstance(condition, Not):
        return predicates_in(condition.condition)
    assert isinstance(condition, AllOf | AnyOf)
    return tuple(ask for part in condition.conditions for ask in predicates_in(part))
