"""Rows of a policy that can never decide, and days on which rows overlap: by the file alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.conditions import predicates_in
from app.rules.loading.implication import Implication, is_readable
from app.rules.policy import AllOf, Condition, Not, Policy, ProcedureRow, Rule

Days = tuple[date, date]
"""From and until, both included; no bound is the first or the last day there is."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row; ``key`` is where it stands in it."""

    row_id: str
    text: str
    key: str = "when"


def row_problems(policy: Policy) -> tuple[list[RowProblem], list[RowProblem]]:
    """Rows that never apply, never decide, or hold on days that another row holds.

    First those of the rules, then those of the procedures.
    """
    ours = Implication(policy)
    return _rule_problems(policy, ours), _procedure_problems(policy, ours)


def _rule_problems(policy: Policy, ours: Implication) -> list[RowProblem]:
    found: list[RowProblem] = []
    readable = [rule for rule in policy.rules if is_readable(rule.when)]
    for position, rule in enumerate(readable):
        problem = _contradiction(rule.id, rule.when, policy, ours)
        if not problem:
            problem = _hidden(rule, readable[:position], policy, ours)
        if problem:
            found.append(problem)
    return found


def _procedure_problems(policy: Policy, ours: Implication) -> list[RowProblem]:
    found: list[RowProblem] = []
    rows = [row for row in policy.procedures if is_readable(row.when)]
    for position, row in enumerate(rows):
        problem = _contradiction(row.id, row.when, None, ours)
        if not problem:
            problem = _hidden_procedure(row, rows[:position], ours)
        if problem:
            found.append(problem)
    return found


def days_of(from_on: date | None, until_on: date | None) -> Days:
    return from_on or date.min, until_on or date.max


def is_never_in_force(rule: Rule, policy: Policy) -> bool:
    """Whether a row's days and the policy's have none in common."""
    own = days_of(rule.from_on, rule.until_on)
    return _common(own, days_of(policy.earliest_on, policy.latest_on)) is None


def _contradiction(
    row_id: str, when: Condition, policy: Policy | None, ours: Implication
) -> RowProblem | None:
    if ours.excludes([when]):
        text = "it can never apply: two of its conditions exclude each other; mend one of them"
        return RowProblem(row_id, text)
    if policy is not None and ours.excludes([when, policy.scope]):
        text = "it can never apply: the scope leaves out every conviction that it asks for"
        return RowProblem(row_id, f"{text}; widen the scope or take the row out")
    return None


def _hidden(rule: Rule, before: list[Rule], policy: Policy, ours: Implication) -> RowProblem | None:
    """A row that others before it, on whenever it is on, always take the answer from."""
    asked = AllOf((policy.scope, rule.when))
    hiding = [
        row
        for row in before
        if set(row.if_option) <= set(rule.if_option) and ours.implies(asked, row.when)
    ]
    own = _common(
        days_of(rule.from_on, rule.until_on), days_of(policy.earliest_on, policy.latest_on)
    )
    if own is None:
        return None
    open_days = list(_without(own, [days_of(row.from_on, row.until_on) for row in hiding]))
    if not open_days:
        return RowProblem(rule.id, _hidden_text(hiding, policy, ours))
    return _overlap(rule, hiding, own, open_days)


def _hidden_text(hiding: list[Rule], policy: Policy, ours: Implication) -> str:
    for row in hiding:
        is_undated = row.from_on is None and row.until_on is None
        if is_undated and ours.implies(policy.scope, row.when):
            return (
                f"it can never decide: rule '{row.id}' before it always applies; put it before "
                "that rule, or take it out"
            )
    names = " or ".join(f"'{row.id}'" for row in hiding)
    return (
        f"it can never decide: whenever it applies, rule {names} before it decides; put the "
        "narrower row first, or take it out"
    )


def _overlap(rule: Rule, hiding: list[Rule], own: Days, open_days: list[Days]) -> RowProblem | None:
    """Dated rows of which the later one is never asked on some of its days."""
    if open_days == [own]:
        return None
    row = next(one for one in hiding if _common(days_of(one.from_on, one.until_on), own))
    common = _common(days_of(row.from_on, row.until_on), own)
    assert common is not None
    first, last = common
    until = f" to {last}" if last != date.max else ""
    text = (
        f"rule '{row.id}' before it asks the same and holds on the same days, {first}{until}: "
        "end one the day before the other begins"
    )
    return RowProblem(rule.id, text, "from" if rule.from_on else "until")


def _hidden_procedure(
    row: ProcedureRow, before: list[ProcedureRow], ours: Implication
) -> RowProblem | None:
    hiding = next((one for one in before if ours.implies(row.when, one.when)), None)
    if hiding is None:
        return None
    text = (
        f"it can never decide: whenever it applies, procedure '{hiding.id}' before it decides; "
        "put the narrower row first, or take it out"
    )
    return RowProblem(row.id, text)


def is_procedure_gap(policy: Policy) -> bool:
    """Whether the table of procedures leaves convictions without a row, for certain.

    That is when its rows ask one and the same predicate, and not for both its answers.
    Whether a wider table leaves a gap only a trial can tell.
    """
    if not policy.procedures or not all(is_readable(row.when) for row in policy.procedures):
        return False
    asked = {ask for row in policy.procedures for ask in predicates_in(row.when)}
    if len(asked) != 1 or next(iter(asked)).predicate == "otherwise":
        return False
    ours, ask = Implication(policy), next(iter(asked))
    sides: tuple[Condition, Condition] = (ask, Not(ask))
    return not all(any(ours.implies(side, row.when) for row in policy.procedures) for side in sides)


def row_gaps(policy: Policy) -> Iterator[tuple[Rule, Days]]:
    """Days between dated rows of one condition on which none of them holds."""
    ours = Implication(policy)
    done: set[str] = set()
    for rule in policy.rules:
        if rule.id in done or (rule.from_on is None and rule.until_on is None):
            continue
        alike = [one for one in policy.rules if _is_alike(rule, one, ours)]
        done |= {one.id for one in alike}
        days = sorted(days_of(one.from_on, one.until_on) for one in alike)
        whole = (days[0][0], max(last for _, last in days))
        for gap in _without(whole, days):
            after = next(one for one in alike if one.from_on == gap[1] + _DAY)
            yield after, gap


def _is_alike(one: Rule, other: Rule, ours: Implication) -> bool:
    if set(one.if_option) != set(other.if_option):
        return False
    return ours.implies(one.when, other.when) and ours.implies(other.when, one.when)


def _common(one: Days, other: Days) -> Days | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _without(whole: Days, taken: Iterable[Days]) -> Iterator[Days]:
    """The days of a span that none of the others holds, as spans in order."""
    first = whole[0]
    for begin, end in sorted(taken):
        if end < first or begin > whole[1]:
            continue
        if begin > first:
            yield first, begin - _DAY
        if end >= whole[1] or end == date.max:
            return
        first = max(first, end + _DAY)
    if first <= whole[1]:
        yield first, whole[1]
