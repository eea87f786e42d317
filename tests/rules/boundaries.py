"""How far, in days, a case of a table stands from the days that its policy compares dates with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from app.model.dates import PartialDate, anniversary
from app.model.truth import Truth, all_of, any_of
from app.rules.checking.case_tables import PolicyCase, explain_case
from app.rules.conditions import Setting, make_question, predicates_in
from app.rules.history import Counted, History
from app.rules.lists.meanings import load_meanings
from app.rules.lists.offense_lists import load_offense_list
from app.rules.policy import (
    AllOf,
    Ask,
    Condition,
    FromOption,
    FromValue,
    Not,
    Policy,
    settle_options,
)
from app.rules.predicates import PREDICATES
from app.rules.vocabulary import ArgumentKind, Arguments, Case, day, number, word

Measure = Callable[[Case, Arguments], Iterable[tuple[PartialDate, date]]]
"""Pairs of a date on record and the day that it is compared with."""


def _own_day(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    yield case.counted.on, day(args, "day")


def _own_years(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    yield case.counted.on, anniversary(case.as_of, -number(args, "at_least"))


def _ends(on: PartialDate) -> Iterator[PartialDate]:
    """Both ends of the days that an offense is taken to lie between."""
    for end in {on.earliest, on.latest} - {None}:
        yield PartialDate(end, end)


def _offense(case: Case, args: Arguments) -> Iterator[PartialDate]:
    return _ends(case.counted.offense_on(number(args, "within_years")))


def _offense_day(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    yield from ((on, day(args, "day")) for on in _offense(case, args))


def _meaning_day(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    limits = {one.from_on for one in load_meanings().meanings if one.from_on is not None}
    yield from ((on, limit) for on in _offense(case, args) for limit in limits)


def _birthday(case: Case, args: Arguments) -> Iterator[date]:
    birthday = case.history.born.shifted(years=number(args, "years"))
    if birthday.day is not None:
        yield birthday.day


def _age_at_conviction(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    yield from ((case.counted.on, birthday) for birthday in _birthday(case, args))


def _age_at_offense(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    for birthday in _birthday(case, args):
        yield from ((on, birthday) for on in _offense(case, args))


def _age_as_of(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    for birthday in _birthday(case, args):
        yield PartialDate.exactly(case.as_of), birthday


def _mean_age(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    """The last day on which the age is not yet more than so many years of 365.25 days."""
    if case.history.born.day is not None:
        last = case.history.born.day + timedelta(days=number(args, "years") * 1461 // 4)
        yield PartialDate.exactly(case.as_of), last


def _latest(case: Case, args: Arguments) -> Iterator[PartialDate]:
    only = word(args, "level")
    counts = [one for one in case.history.counts if only in ("any", one.level.value)]
    days = [one.on.day for one in counts if one.on.day is not None]
    if days:
        yield PartialDate.exactly(max(days))


def _latest_years(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    limit = anniversary(case.as_of, -number(args, "years"))
    yield from ((on, limit) for on in _latest(case, args))


def _latest_mean_years(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    """The earliest day that is not more than so many years of 365.25 days before."""
    limit = case.as_of - timedelta(days=number(args, "years") * 1461 // 4)
    yield from ((on, limit) for on in _latest(case, args))


def _own_sentence(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    yield case.counted.sentence_ends_on(), case.as_of


def _last_sentence(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    ends = [one.sentence_ends_on().day for one in case.history.counts]
    days = [end for end in ends if end is not None]
    if days:
        yield PartialDate.exactly(max(days)), case.as_of


def _before_offense(
    case: Case, args: Arguments, others: Iterable[Counted]
) -> Iterator[tuple[PartialDate, date]]:
    for one in others:
        if one is not case.counted:
            yield from ((one.on, on.day) for on in _offense(case, args) if on.day is not None)


def _listed_before(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    listed = case.history.listed(load_offense_list(word(args, "list")))
    yield from _before_offense(case, args, (one.counted for one in listed))


def _same_before(case: Case, args: Arguments) -> Iterator[tuple[PartialDate, date]]:
    same = [one for one in case.history.counts if one.number == case.counted.number]
    yield from _before_offense(case, args, same)


MEASURES: Mapping[str, Measure] = {
    "convicted_on_or_after": _own_day,
    "years_since_conviction": _own_years,
    "offense_on_or_after": _offense_day,
    "conduct_is": _meaning_day,
    "under_age_at_conviction": _age_at_conviction,
    "under_age_at_offense": _age_at_offense,
    "age_reached": _age_as_of,
    "mean_age_at_most": _mean_age,
    "no_conviction_later_than": _latest_years,
    "latest_conviction_more_than": _latest_years,
    "latest_conviction_more_than_mean_years": _latest_mean_years,
    "own_sentence_ended": _own_sentence,
    "every_sentence_ended": _last_sentence,
    "listed_conviction_before_offense": _listed_before,
    "same_section_before_offense": _same_before,
}


def has_boundary(ask: Ask) -> bool:
    """Whether a question compares dates: by a day, a number of years, or the as-of date."""
    takes = PREDICATES[ask.predicate].arguments
    return ask.predicate in MEASURES or any(
        one.kind is ArgumentKind.DAY or "years" in one.name for one in takes
    )


def boundary_asks(policy: Policy) -> list[Ask]:
    """Every question of a policy that compares dates, each once (`_boundary_of`)."""
    rules, ways = (rule.when for rule in policy.rules), (way.when for way in policy.procedures)
    asks = (ask for when in (policy.scope, *rules, *ways) for ask in predicates_in(when))
    return list(dict.fromkeys(_boundary_of(ask) for ask in asks if has_boundary(ask)))


def _boundary_of(ask: Ask) -> Ask:
    """The question for its boundary alone: whatever the conduct, letters change meaning once."""
    kept = tuple((name, value) for name, value in ask.arguments if name != "conduct")
    return Ask(ask.predicate, kept)


def distances(policy: Policy, cases: Iterable[PolicyCase]) -> dict[Ask, set[int]]:
    """For each such question the days by which the cases stand off its boundary.

    A case counts for a question that it turns on: the row is asked, no row before it
    decides, and the row would be answered another way if the question were.
    """
    found: dict[Ask, set[int]] = defaultdict(set)
    for case in cases:
        setting = Setting.of(policy, settle_options(policy, case.options), case.as_of)
        at = case.sheet.convictions()[case.asked - 1].charge.at
        history = History(case.sheet, case.as_of)
        own = next(one for one in history.counts if one.charge.at == at)
        asked = Case(history, own)
        for when in _rows_asked(policy, case):
            for ask in predicates_in(when):
                if has_boundary(ask) and _turns_on(when, ask, asked, setting):
                    found[_boundary_of(ask)] |= set(_days_off(ask, asked, setting))
    return found


def _rows_asked(policy: Policy, case: PolicyCase) -> Iterator[Condition]:
    explanation = explain_case(policy, case)
    scope, *rows = explanation.findings
    yield policy.scope
    if scope.truth is not Truth.MET:
        return
    for findings, whens in (
        (rows, [rule.when for rule in policy.rules]),
        (explanation.procedure, [row.when for row in policy.procedures]),
    ):
        for finding, when in zip(findings, whens, strict=False):
            if finding.is_on:
                yield when
                if finding.truth is Truth.MET:
                    break


def _turns_on(when: Condition, ask: Ask, case: Case, setting: Setting) -> bool:
    def answer(assumed: Truth) -> Truth:
        def truth_of(one: Ask) -> Truth:
            return assumed if one == ask else make_question(one, setting).test(case)

        return _truth(when, truth_of)

    return answer(Truth.MET) is not answer(Truth.NOT_MET)


def _truth(condition: Condition, truth_of: Callable[[Ask], Truth]) -> Truth:
    if isinstance(condition, Ask):
        return truth_of(condition)
    if isinstance(condition, Not):
        return ~_truth(condition.condition, truth_of)
    parts = [_truth(part, truth_of) for part in condition.conditions]
    return all_of(parts) if isinstance(condition, AllOf) else any_of(parts)


def _days_off(ask: Ask, case: Case, setting: Setting) -> Iterator[int]:
    for args in _filled(ask, setting):
        for on, limit in MEASURES[ask.predicate](case, args):
            if on.day is not None:
                yield (on.day - limit).days


def _filled(ask: Ask, setting: Setting) -> list[Arguments]:
    """The arguments, once for every value that a dated one may have."""
    filled: list[dict[str, object]] = [{}]
    for name, value in ask.arguments:
        if isinstance(value, FromValue):
            possible = [entry.value for entry in setting.values[value.name].entries]
        elif isinstance(value, FromOption):
            possible = [setting.options[value.name]]
        else:
            possible = [value]
        filled = [{**one, name: choice} for one in filled for choice in possible]
    return filled  # type: ignore[return-value]
