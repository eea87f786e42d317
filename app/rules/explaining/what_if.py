"""What each unknown fact would make of an answer, and which facts settle it.

Every statement is found by asking the policy of the record with the value put in: it is
true because it was asked, for every value that the rules could tell from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from app.model.dates import add_calendar
from app.model.record import Conviction, RapSheet
from app.model.relief import (
    Changes,
    Determination,
    Explanation,
    OpenFact,
    PossibleAnswer,
    Procedure,
)
from app.rules.evaluate import Evaluator
from app.rules.explaining.section_choices import OTHER
from app.rules.explaining.suppose import World, WorldAsker
from app.rules.explaining.turning import (
    Asker,
    distances_of,
    find_last_turn,
    find_next_turn,
    moved_days,
    record_days,
)
from app.rules.explaining.unknown_kinds import Choice, ChoiceUnknown, DayUnknown, Unknown
from app.rules.explaining.unknowns import find_unknowns

_MOST_ASKED = 800  # questions to find which facts together settle an answer
_MOST_TOGETHER = 3


def find_changes(evaluator: Evaluator, sheet: RapSheet, explanation: Explanation) -> Changes:
    """Everything that would change an explained answer: facts, and other as-of dates."""
    at = explanation.determination.at
    asker = WorldAsker(evaluator, at)
    unknowns = find_unknowns(evaluator, sheet, explanation)
    before = explanation.determination
    facts = tuple(_open_fact(asker, World(sheet), unknown, before) for unknown in unknowns)
    by_day = Asker(evaluator, at)
    return Changes(
        open_facts=facts,
        settled_by=_settled_by(asker, World(sheet), before, unknowns, facts),
        next_turn=find_next_turn(by_day, sheet),
        last_turn=find_last_turn(by_day, sheet),
        answers_until=evaluator.policy.latest_on,
    )


def is_open(answer: Determination) -> bool:
    """Whether a fact is missing: to the answer, or to how relief is asked for."""
    return bool(answer.missing) or answer.procedure is Procedure.UNKNOWN


def _is_still_open(before: Determination, answer: Determination) -> bool:
    """Whether what was open still is; how relief is asked for comes after the answer."""
    return bool(answer.missing) if before.missing else is_open(answer)


def _open_fact(
    asker: WorldAsker, world: World, unknown: Unknown, before: Determination
) -> OpenFact:
    answers = tuple(possible_answers(asker, world, unknown))
    is_enough = bool(answers) and not any(_is_still_open(before, one.answer) for one in answers)
    if isinstance(unknown, ChoiceUnknown):
        is_enough = is_enough and unknown.settles
    return OpenFact(unknown.fact, answers, is_enough)


def possible_answers(asker: WorldAsker, world: World, unknown: Unknown) -> Iterable[PossibleAnswer]:
    """The answer for every value of an unknown fact, equal answers together."""
    if isinstance(unknown, DayUnknown):
        return _answers_by_day(asker, world, unknown)
    return _answers_by_choice(asker, world, unknown)


def _same(answer: Determination) -> tuple[object, ...]:
    return (
        answer.outcome, answer.rule_id, answer.remedy, answer.procedure, answer.missing,
    )  # fmt: skip


# --- dates


@dataclass(frozen=True, slots=True)
class _Span:
    first: date | None
    last: date | None
    answer: Determination


def _answers_by_day(
    asker: WorldAsker, world: World, unknown: DayUnknown
) -> tuple[PossibleAnswer, ...]:
    spans: list[_Span] = []
    starts = _starts(asker.evaluator, world.sheet, unknown)
    for place, first in enumerate(starts):
        asked = first
        if asked is None:  # no bound: a day before the first on which anything turns
            asked = add_calendar(starts[1], days=-1) if len(starts) > 1 and starts[1] else date.min
        last = unknown.within.latest
        if place + 1 < len(starts):
            following = starts[place + 1]
            assert following is not None
            last = add_calendar(following, days=-1)
        answer = asker.ask(unknown.put(world, asked))
        if spans and _same(spans[-1].answer) == _same(answer):
            spans[-1] = replace(spans[-1], last=last)
        else:
            spans.append(_Span(first, last, answer))
    return tuple(
        PossibleAnswer(
            _range_words(unknown, span, is_last=place == len(spans) - 1),
            span.answer, span.first, span.last,
        )
        for place, span in enumerate(spans)
    )  # fmt: skip


def _starts(evaluator: Evaluator, sheet: RapSheet, unknown: DayUnknown) -> list[date | None]:
    """First days of the spans within which a date cannot make a difference."""
    first, last = unknown.within.earliest, unknown.within.latest
    distances = distances_of(evaluator.policy, evaluator.settings)
    base = record_days(sheet) | {evaluator.as_of, *distances.days, *distances.bounds}
    days = moved_days(base, distances, 1) | moved_days(base, distances, -1)
    days |= _sentences_back(sheet, evaluator.as_of)
    found = sorted(
        day for day in days if (first is None or day > first) and (last is None or day <= last)
    )
    return [first, *found]


def _sentences_back(sheet: RapSheet, as_of: date) -> set[date]:
    """Conviction dates whose sentence would end about the as-of date."""
    found: set[date] = set()
    for conviction in sheet.convictions():
        if conviction.charge.sentence and not conviction.convicted_on.is_exact:
            day = _begun(conviction, as_of)
            found.update(add_calendar(day, days=step) for step in range(-5, 6))
    return found


def _begun(conviction: Conviction, ended: date) -> date:
    years = months = days = 0
    for part in conviction.charge.sentence:
        length = part.length or 0
        years += length if part.unit == "Y" else 0
        months += length if part.unit == "M" else 0
        days += length if part.unit not in ("Y", "M") else 0
    return add_calendar(add_calendar(ended, days=-days), years=-years, months=-months)


def _range_words(unknown: DayUnknown, span: _Span, *, is_last: bool) -> str:
    first, last = span.first, span.last
    if first == unknown.within.earliest and is_last:
        return "whatever the date"
    if is_last and unknown.has_bound:
        last = None
    if first == unknown.within.earliest and unknown.has_floor:
        first = None
    if first is None:
        return f"{unknown.verb} on or before {last}"
    if last is None:
        return f"{unknown.verb} on or after {first}"
    if first == last:
        return f"{unknown.verb} on {first}"
    return f"{unknown.verb} from {first} to {last}"


# --- values to choose from


@dataclass(frozen=True, slots=True)
class _Unit:
    """Some values with one answer."""

    words: tuple[str, ...]
    values: tuple[str, ...]
    answer: Determination
    choice: Choice


def _answers_by_choice(
    asker: WorldAsker, world: World, unknown: ChoiceUnknown
) -> tuple[PossibleAnswer, ...]:
    units = _units(asker, world, unknown)
    is_all = len(units) == 1
    return tuple(
        PossibleAnswer(
            "whatever it is" if is_all else unknown.lead + _joined(unit.words),
            unit.answer,
            values=unit.values,
        )
        for unit in units
    )


def _units(asker: WorldAsker, world: World, unknown: ChoiceUnknown) -> list[_Unit]:
    asked = [
        (choice, without_own_name(asker.ask(choice.put(world)), choice.words))
        for choice in unknown.choices
    ]
    merged: dict[tuple[object, ...], _Unit] = {}
    for unit in _by_group(asked):
        same = _same(unit.answer)
        if same in merged:
            had = merged[same]
            reason = had.answer.reason if had.answer.reason == unit.answer.reason else ""
            merged[same] = _Unit(
                (*had.words, *unit.words), (*had.values, *unit.values),
                replace(had.answer, reason=reason), had.choice,
            )  # fmt: skip
        else:
            merged[same] = unit
    # "Any other section" is other than all that is named before it.
    ordered = sorted(merged.values(), key=lambda unit: OTHER in unit.words)
    return [_with_rest_together(unit) for unit in ordered]


def without_own_name(answer: Determination, words: str) -> Determination:
    """The answer with a doubt about the supposed section itself told as one about "it".

    So that sections about which the law leaves the same doubt have the same answer.
    """
    own, it = f"whether {words} comes", "whether it comes"
    if not any(name.startswith(own) for name in answer.missing):
        return answer
    missing = tuple(name.replace(own, it) for name in answer.missing)
    return replace(answer, reason=answer.reason.replace(own, it), missing=missing)


def _by_group(asked: Sequence[tuple[Choice, Determination]]) -> list[_Unit]:
    """A group whose values all give one answer by its name, another value by value."""
    groups: dict[str, list[tuple[Choice, Determination]]] = {}
    for choice, answer in asked:
        groups.setdefault(choice.group or choice.words, []).append((choice, answer))
    units = []
    for name, members in groups.items():
        if len({_same(answer) for _, answer in members}) == 1:
            choice, answer = members[0]
            values = tuple(one.words for one, _ in members)
            reasons = {one.reason for _, one in members}
            shown = answer if len(reasons) == 1 else replace(answer, reason="")
            units.append(_Unit((name,), values, shown, choice))
        else:
            units += [_Unit((c.words,), (c.words,), answer, c) for c, answer in members]
    return units


def _with_rest_together(unit: _Unit) -> _Unit:
    """With "any other section" what has the same answer need not be named one by one."""
    if OTHER not in unit.words:
        return unit
    kept = tuple(word for word in unit.words if "HS 113" in word)
    return replace(unit, words=(*kept, OTHER))


def _joined(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} or {words[-1]}"


# --- which facts settle it


class _TooManyError(Exception):
    """More questions than it is worth."""


def _settled_by(
    asker: WorldAsker,
    world: World,
    before: Determination,
    unknowns: list[Unknown],
    facts: tuple[OpenFact, ...],
) -> tuple[tuple[int, ...], ...]:
    """The smallest sets of facts, as places, that settle the answer whatever the values."""
    alone = tuple((place,) for place, fact in enumerate(facts) if fact.is_enough)
    if alone or not facts:
        return alone
    usable = [
        place
        for place, one in enumerate(unknowns)
        if isinstance(one, DayUnknown) or (one.settles and one.choices)
    ]
    asker.n_asked = 0
    try:
        for size in range(2, min(_MOST_TOGETHER, len(usable)) + 1):
            found = tuple(
                places
                for places in combinations(usable, size)
                if _settles(asker, world, before, [unknowns[place] for place in places])
            )
            if found:
                return found
    except _TooManyError:
        pass
    return ()


def _settles(
    asker: WorldAsker, world: World, before: Determination, unknowns: list[Unknown]
) -> bool:
    """Whether the answer is settled for every combination of the values.

    Choices are put in first, so that the days of the last date are taken from a record that
    holds all the others.
    """
    if asker.n_asked > _MOST_ASKED:
        raise _TooManyError
    ordered = sorted(unknowns, key=lambda one: isinstance(one, DayUnknown))
    first, rest = ordered[0], ordered[1:]
    if not rest:
        answers = possible_answers(asker, world, first)
        return not any(_is_still_open(before, one.answer) for one in answers)
    return all(_settles(asker, put, before, rest) for put in _worlds(asker, world, first))


def _worlds(asker: WorldAsker, world: World, unknown: Unknown) -> Iterable[World]:
    """The record with each value put in that may make a difference."""
    if isinstance(unknown, ChoiceUnknown):
        for unit in _units(asker, world, unknown):
            yield unit.choice.put(world)
        return
    for one in _answers_by_day(asker, world, unknown):
        ends = [one.first or one.last, one.last or one.first]
        for day in dict.fromkeys(end for end in ends if end is not None):
            yield unknown.put(world, day)
