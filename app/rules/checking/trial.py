"""A policy asked about some thousand made-up convictions: what its rows and options do to them.

Every question is asked of everyone once and kept as two sets, met and unknown, a bit for a
person; what the rows decide under any options then follows from the sets alone, by the
same steps as `app.rules.evaluate` takes for one person (a test holds the two together).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from app.errors import UsageError
from app.model.relief import Outcome, Remedy
from app.model.truth import Truth
from app.rules.checking.trial_people import MadeUp, Recipe, Workshop
from app.rules.checking.trial_traits import option_values
from app.rules.conditions import Setting, make_question, predicates_in
from app.rules.history import History
from app.rules.policy import (
    ChosenBy,
    Condition,
    FromOption,
    OptionValue,
    Policy,
    Settings,
    holds_on,
    settle_options,
)
from app.rules.vocabulary import Case

USUAL_AS_OF = date(2026, 7, 1)
"""The as-of date of a trial whose policy names none."""

N_PEOPLE = 3000
_MAX_DATES = 6
_MAX_SEARCHED = 5  # rows that decided nobody for which more people are made
_N_GENERATIONS = 3  # of relatives
_N_NEAR = 4  # of those who met such a row, whose relatives are made
_MAX_FOR_PAIRS = 40  # changes of options that are also tried two by two
_DAY = timedelta(days=1)

Set = int
"""A set of people, a bit for each."""

_Answer = tuple[Outcome, Remedy | None]


@dataclass(frozen=True, slots=True)
class Decided:
    """What the rows do under one setting of the options: who is decided by which row."""

    in_scope: Set
    by_row: Mapping[str, Set]
    hand_review: Set
    no_answer: Set


class Round:
    """The made-up people of one as-of date and their answers to every question."""

    def __init__(
        self, policy: Policy, as_of: date, workshop: Workshop, people: Sequence[MadeUp]
    ) -> None:
        self.policy = policy
        self.as_of = as_of
        self.workshop = workshop
        self.people = tuple(people)
        self._sets: dict[object, tuple[Set, Set]] = {}
        self._decided: dict[Settings, Decided] = {}

    @cached_property
    def _cases(self) -> tuple[Case, ...]:
        histories = [History(one.sheet, self.as_of) for one in self.people]
        return tuple(Case(history, history.counts[0]) for history in histories)

    def sets(self, condition: Condition, settings: Settings) -> tuple[Set, Set]:
        """Of whom a condition is met, and of whom it is unknown.

        Raises UsageError when a dated value has no entry for the as-of date.
        """
        values = (value for ask in predicates_in(condition) for _, value in ask.arguments)
        chosen = tuple(settings[one.name] for one in values if isinstance(one, FromOption))
        known = self._sets.get((condition, chosen))
        if known is None:
            question = make_question(condition, Setting.of(self.policy, settings, self.as_of))
            truths = [question.test(case) for case in self._cases]
            known = _set_of(truths, Truth.MET), _set_of(truths, Truth.UNKNOWN)
            self._sets[(condition, chosen)] = known
        return known

    def decide(self, settings: Settings) -> Decided:
        if settings not in self._decided:
            self._decided[settings] = self._decide(settings)
        return self._decided[settings]

    def _decide(self, settings: Settings) -> Decided:
        """First row met decides; unknown rows before it must not be able to change it."""
        in_scope, _ = self.sets(self.policy.scope, settings)
        undecided, hand_review = in_scope, 0
        open_for: dict[_Answer, Set] = {}
        by_row: dict[str, Set] = {}
        for rule in self.policy.rules:
            if not (rule.is_switched_on(settings) and rule.is_in_force(self.as_of)):
                continue
            met, unknown = self.sets(rule.when, settings)
            answer = (rule.then, rule.remedy)
            reached = met & undecided
            doubted = reached & _others(open_for, answer)
            by_row[rule.id] = reached & ~doubted
            hand_review |= doubted
            undecided &= ~met
            open_for[answer] = open_for.get(answer, 0) | (unknown & undecided)
        doubted = undecided & _others(open_for, (Outcome.NO_ANSWER, None))
        return Decided(in_scope, by_row, hand_review | doubted, undecided & ~doubted)

    def met(self, settings: Settings, row_id: str) -> Set:
        """Of whom in scope a row is met, whoever decides."""
        met, _ = self.sets(self.policy.rule(row_id).when, settings)
        return met & self.decide(settings).in_scope

    def met_if_on(self, settings: Settings, row_id: str) -> Set:
        """The same; nobody when the row is not asked."""
        return self.met(settings, row_id) if row_id in self.decide(settings).by_row else 0

    def person(self, people: Set) -> MadeUp:
        """The plainest of some people."""
        return min(self.members(people), key=lambda one: (one.size, len(one.says), one.says))

    def members(self, people: Set) -> Iterator[MadeUp]:
        for index, one in enumerate(self.people):
            if people >> index & 1:
                yield one

    def plainest(self, people: Set, settings: Settings) -> MadeUp:
        """The plainest person without an answer that can be made from the plainest of these."""
        found = self.person(people)
        is_smaller = True
        while is_smaller:
            is_smaller = False
            for recipe in self.workshop.plainer(found.recipe):
                if self._is_without_answer(recipe, settings):
                    found, is_smaller = self.workshop.make(recipe), True
                    break
        return found

    def _is_without_answer(self, recipe: Recipe, settings: Settings) -> bool:
        alone = Round(self.policy, self.as_of, self.workshop, [self.workshop.make(recipe)])
        return bool(alone.decide(settings).no_answer)


def _set_of(truths: Sequence[Truth], wanted: Truth) -> Set:
    bits = "".join("1" if truth is wanted else "0" for truth in reversed(truths))
    return int(bits or "0", 2)


def _others(open_for: Mapping[_Answer, Set], answer: _Answer) -> Set:
    found = 0
    for other, people in open_for.items():
        if other != answer:
            found |= people
    return found


@dataclass(frozen=True, slots=True)
class Trial:
    """The rounds of a trial, one an as-of date, and the settings tried in each.

    ``refused`` are as-of dates on which the policy cannot be asked, with the sentence why.
    """

    policy: Policy
    rounds: tuple[Round, ...]
    settings: tuple[Settings, ...]
    refused: tuple[str, ...]

    @property
    def n_convictions(self) -> int:
        return sum(len(one.people) for one in self.rounds)

    @property
    def default(self) -> Settings:
        return self.settings[0]


def hold_trial(policy: Policy, n_people: int = N_PEOPLE) -> Trial:
    """Ask a policy about made-up convictions, under its defaults and every alternative."""
    days = as_of_days(policy)
    settings = settings_to_try(policy)
    rounds, refused = [], []
    for day in days:
        workshop = Workshop(policy, day)
        one = Round(policy, day, workshop, tuple(workshop.people(max(n_people // len(days), 800))))
        try:
            for chosen in settings:
                one.decide(chosen)
        except UsageError as error:
            refused.append(error.message)
            continue
        rounds.append(one)
    rounds += list(_search(policy, rounds, settings))
    return Trial(policy, tuple(rounds), settings, tuple(dict.fromkeys(refused)))


def _search(
    policy: Policy, rounds: Sequence[Round], settings: Sequence[Settings]
) -> Iterator[Round]:
    """More people for rows that decided nobody: the relatives of those who met them."""
    silent = [
        rule.id
        for rule in policy.rules
        if not any(one.decide(chosen).by_row.get(rule.id) for one in rounds for chosen in settings)
    ]
    for row_id in silent[:_MAX_SEARCHED]:
        for one in rounds:
            chosen = max(settings, key=lambda some: one.met_if_on(some, row_id).bit_count())
            latest = one
            for _ in range(_N_GENERATIONS):
                people = _relatives(latest, _nearest(latest, chosen, row_id))
                if not people or latest.decide(chosen).by_row[row_id]:
                    break
                latest = Round(policy, one.as_of, one.workshop, people)
                yield latest


def _nearest(one: Round, settings: Settings, row_id: str) -> list[MadeUp]:
    """Of those who meet a row the ones whom the latest of the other rows decides."""
    found: list[MadeUp] = []
    met = one.met_if_on(settings, row_id)
    for people in reversed(tuple(one.decide(settings).by_row.values())):
        found += one.members(people & met)
        if len(found) >= _N_NEAR:
            break
    return found[:_N_NEAR]


def _relatives(one: Round, people: Sequence[MadeUp]) -> list[MadeUp]:
    recipes = {
        tuple(recipe.values()): recipe
        for made in people
        for recipe in one.workshop.relatives(made.recipe)
    }
    return [one.workshop.make(recipe) for recipe in recipes.values()]


def as_of_days(policy: Policy) -> tuple[date, ...]:
    """A day of every span of as-of dates in which the same rows and values hold."""
    bounds: set[date] = set()
    spans = [(rule.from_on, rule.until_on) for rule in policy.rules]
    spans += [
        (entry.from_on, entry.until_on)
        for value in policy.values
        if value.by is ChosenBy.AS_OF
        for entry in value.entries
    ]
    for first, last in spans:
        bounds |= {first} if first else set()
        bounds |= {last + _DAY} if last and last < date.max else set()
    days = {*bounds, *((min(bounds) - _DAY,) if bounds and min(bounds) > date.min else ())}
    days.add(_within(USUAL_AS_OF, policy))
    fitting = sorted(day for day in days if holds_on(policy.earliest_on, policy.latest_on, day))
    return tuple(fitting[-_MAX_DATES:])


def _within(day: date, policy: Policy) -> date:
    if policy.latest_on is not None and policy.latest_on < day:
        return policy.latest_on
    if policy.earliest_on is not None and policy.earliest_on > day:
        return policy.earliest_on
    return day


def settings_to_try(policy: Policy) -> tuple[Settings, ...]:
    """The defaults first, every alternative of an option, every row switched on, mixtures."""
    ways = alternatives(policy)
    changes: list[dict[str, OptionValue]] = [{}]
    changes += [change for some in ways.values() for change in some]
    changes += [dict(rule.if_option) for rule in policy.rules if rule.if_option]
    if len(changes) <= _MAX_FOR_PAIRS:
        changes += [{**one, **other} for one, other in combinations(changes[1:], 2)]
    for position in range(3):
        mixture: dict[str, OptionValue] = {}
        for some in ways.values():
            mixture |= some[min(position, len(some) - 1)] if some else {}
        changes.append(mixture)
    return tuple(dict.fromkeys(settle_options(policy, change) for change in changes))


def alternatives(policy: Policy) -> dict[str, list[dict[str, OptionValue]]]:
    """For every option what else it may be, with the option that switches it turned on."""
    found: dict[str, list[dict[str, OptionValue]]] = {}
    for option in policy.options:
        switch: dict[str, OptionValue] = {option.enabled_by: True} if option.enabled_by else {}
        found[option.name] = [{**switch, option.name: value} for value in option_values(option)[1:]]
    return found
