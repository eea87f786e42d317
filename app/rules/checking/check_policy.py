"""Everything that can be said of a policy file before anybody relies on it.

Problems refuse the file. Remarks do not: they tell what its author should look at, by the
file alone and by a trial on made-up convictions (`app.rules.checking.trial`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.rules.catalog import (
    Edition,
    editions_beside,
    find_editions,
    id_problem,
    load_policy,
    own_folders,
    place_below_policies,
    place_of,
)
from app.rules.checking.trial import N_PEOPLE, hold_trial
from app.rules.checking.trial_remarks import Remark, trial_remarks
from app.rules.loading.lines import Lines
from app.rules.loading.loader import PolicyError
from app.rules.loading.problems import Problem
from app.rules.loading.reach import is_never_in_force, row_gaps
from app.rules.policy import ChosenBy, Policy, SourceMark

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """What a check found, each from the top of the file down.

    ``policy`` is None when the file cannot be read; ``n_tried`` counts the made-up
    convictions of the trial, 0 when there was none because of problems.
    """

    source: str
    policy: Policy | None
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()
    n_tried: int = 0

    @property
    def is_usable(self) -> bool:
        return not self.problems


def check_policy(
    path: Path, folders: Sequence[Path] | None = None, n_people: int = N_PEOPLE
) -> PolicyCheck:
    """Check a policy file: by itself, its place among the others, and by a trial.

    ``folders`` are the office's own folders of policies, its usual one when None.
    """
    own = own_folders() if folders is None else tuple(folders)
    try:
        policy = load_policy(path)
    except PolicyError as error:
        return PolicyCheck(path.name, None, error.problems)
    problems = _place_problems(path, policy, own)
    if problems:
        return PolicyCheck(path.name, policy, problems)
    trial = hold_trial(policy, n_people)
    remarks = [*_own_remarks(path, policy, own), *trial_remarks(trial)]
    return PolicyCheck(path.name, policy, (), _listed(policy, remarks), trial.n_convictions)


def _listed(policy: Policy, remarks: Sequence[Remark]) -> tuple[Problem, ...]:
    lines = Lines.read(policy.text)
    listed = [Problem(lines.at(one.place), one.where, one.text) for one in remarks]
    return tuple(sorted(listed, key=lambda one: one.line))


def _place_problems(path: Path, policy: Policy, own: Sequence[Path]) -> tuple[Problem, ...]:
    """An id that is not the file's place, and days that two editions or none are for."""
    found: list[Problem] = []
    place = place_of(path, own) or place_below_policies(path)
    problem = id_problem(policy, place) if place else None
    if problem is not None:
        found.append(problem)
    found += _edition_problems(path, policy)
    return tuple(sorted(found, key=lambda one: one.line))


def _edition_problems(path: Path, policy: Policy) -> Iterator[Problem]:
    editions = editions_beside(path)
    position = [one.path.name for one in editions].index(path.name)
    lines = Lines.read(policy.text)
    if position > 0:
        text = _between(editions[position - 1], editions[position], editions[position - 1])
        if text:
            yield Problem(lines.at(("earliest_on",)), "the policy", text)
    if position + 1 < len(editions):
        text = _between(editions[position], editions[position + 1], editions[position + 1])
        if text:
            yield Problem(lines.at(("latest_on",)), "the policy", text)


def _between(before: Edition, after: Edition, other: Edition) -> str:
    """What is wrong with the days between two editions; "" when they adjoin."""
    named = f"the edition {other.path.name}"
    if after.earliest_on is None or before.latest_on is None:
        wanted = f"earliest_on in {after.path.name}" if after.earliest_on is None else ""
        wanted = wanted or f"latest_on = {_day_before(after)} in {before.path.name}"
        return f"it and {named} are for the same as-of dates: write {wanted}"
    if before.latest_on >= after.earliest_on:
        return (
            f"it and {named} are both for {after.earliest_on} to {before.latest_on}: end "
            f"{before.path.name} with latest_on = {_day_before(after)}"
        )
    if before.latest_on + _DAY < after.earliest_on:
        return (
            f"no edition is for {before.latest_on + _DAY} to {_day_before(after)}, between it and "
            f"{named}: mend earliest_on or latest_on"
        )
    return ""


def _day_before(edition: Edition) -> date | None:
    return edition.earliest_on - _DAY if edition.earliest_on else None


def _own_remarks(path: Path, policy: Policy, own: Sequence[Path]) -> Iterator[Remark]:
    """What the file alone tells."""
    place = place_of(path, own)
    if place and path.resolve() not in [
        one.path.resolve() for one in find_editions(place, own)
    ]:  # fmt: skip
        text = "a shipped policy has this id, so that this file is not used: give it another id"
        yield Remark("the policy", text, ("id",))
    yield from _source_remarks(policy)
    for position, rule in enumerate(policy.rules):
        if is_never_in_force(rule, policy):
            text = "it is in force on no day between 'earliest_on' and 'latest_on' of the policy"
            yield Remark(f"rule '{rule.id}'", text, ("rule", position))
    for rule, (first, last) in row_gaps(policy):
        position = policy.rules.index(rule)
        text = f"no row of this condition holds from {first} to {last}"
        yield Remark(f"rule '{rule.id}'", text, ("rule", position))
    for position, value in enumerate(policy.values):
        if value.by is ChosenBy.AS_OF:
            continue
        first_on, last_on = value.entries[0].from_on, value.entries[-1].until_on
        for bound, side in ((first_on, "before"), (last_on, "after")):
            if bound is not None:
                text = (
                    f"it has no entry {side} {bound}: a conviction that depends on it there goes "
                    "to hand review"
                )
                yield Remark(f"value '{value.name}'", text, ("value", position))


def _source_remarks(policy: Policy) -> Iterator[Remark]:
    cited = {*policy.authority}
    cited |= {cite for rule in policy.rules for cite in rule.cite}
    cited |= {cite for row in policy.procedures for cite in row.cite}
    cited |= {entry.cite for value in policy.values for entry in value.entries}
    for position, source in enumerate(policy.sources):
        if source.cite not in cited:
            text = "no row cites it: take it out, or cite it where it belongs"
            yield Remark(f"source '{source.cite}'", text, ("source", position))
        elif source.mark is SourceMark.G:
            text = "what it says is general knowledge and not verified: have an attorney read it"
            yield Remark(f"source '{source.cite}'", text, ("source", position, "mark"))
