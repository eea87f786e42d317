"""What a trial of a policy shows: rows that decide nothing, options without effect, no answer.

These are remarks, not problems: a trial shows what happened to some thousand made-up
convictions and does not prove what can never happen. Every remark says how many there were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.rules.checking.trial import Decided, Round, Set, Trial, alternatives
from app.rules.loading.lines import Place
from app.rules.policy import OptionValue, Policy, Rule, Settings, settle_options

HAND_REVIEW = "hand review for an unknown fact"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on one table of the policy: where, in words, and the place of the table."""

    where: str
    text: str
    place: Place


def trial_remarks(trial: Trial) -> Iterator[Remark]:
    """Every remark of a trial, in the order of the policy."""
    for sentence in trial.refused:
        yield Remark("the policy", f"it cannot be asked on every date it is for: {sentence}", ())
    if not trial.rounds:
        return
    yield from _unanswered(trial)
    for position, option in enumerate(trial.policy.options):
        if not _has_effect(trial, option.name):
            text = (
                f"changing it changed no answer of {trial.n_convictions:,} made-up convictions, "
                "whatever the other options: see whether it is needed"
            )
            yield Remark(f"option '{option.name}'", text, ("option", position))
    for position, rule in enumerate(trial.policy.rules):
        if said := _row_remark(trial, rule):
            yield Remark(f"rule '{rule.id}'", said, ("rule", position))
    yield from _procedures(trial)


def _row_remark(trial: Trial, rule: Rule) -> str:
    """Why a row decided nothing; "" when it decided something."""
    met_by: dict[Round, Set] = {}
    instead: Counter[str] = Counter()
    for one, settings, decided in _rounds(trial):
        if rule.id not in decided.by_row:
            continue
        if decided.by_row[rule.id]:
            return ""
        met = one.met(settings, rule.id)
        met_by[one] = met_by.get(one, 0) | met
        for row_id, people in decided.by_row.items():
            instead[f"rule '{row_id}'"] += (people & met).bit_count()
        instead[HAND_REVIEW] += (decided.hand_review & met).bit_count()
    n_met = sum(people.bit_count() for people in met_by.values())
    if not n_met:
        return (
            f"none of {trial.n_convictions:,} made-up convictions met it: see whether a "
            "conviction in the scope can"
        )
    most, _ = instead.most_common(1)[0]
    several = sum(1 for count in instead.values() if count) > 1
    others = ", and others before it," if several else ""
    return (
        f"it decided none of {trial.n_convictions:,} made-up convictions, though "
        f"{n_met:,} met it: {most}{others} decided before it"
    )


def _rounds(trial: Trial) -> Iterator[tuple[Round, Settings, Decided]]:
    for one in trial.rounds:
        for settings in trial.settings:
            yield one, settings, one.decide(settings)


def _has_effect(trial: Trial, name: str) -> bool:
    """Whether some change of an option changes some answer, under some other options."""
    for base in trial.settings:
        for change in alternatives(trial.policy)[name]:
            switch = {key: value for key, value in change.items() if key != name}
            before = _with(trial.policy, base, switch)
            after = _with(trial.policy, base, change)
            if before != after and any(_differ(one, before, after) for one in trial.rounds):
                return True
    return False


def _with(policy: Policy, base: Settings, change: dict[str, OptionValue]) -> Settings:
    return settle_options(policy, {**base.as_dict(), **change})


def _differ(one: Round, before: Settings, after: Settings) -> bool:
    return _answers(one, before) != _answers(one, after)


def _answers(one: Round, settings: Settings) -> tuple[object, ...]:
    """Who is answered how, and asks for relief how; a row that decides nobody is no answer."""
    decided = one.decide(settings)
    rows = {row_id: people for row_id, people in decided.by_row.items() if people}
    ways, _ = _ways(one, settings, decided)
    return rows, decided.hand_review, decided.no_answer, decided.in_scope, ways


def _unanswered(trial: Trial) -> Iterator[Remark]:
    """Convictions in scope that no row answers: how many, and the plainest of them."""
    found = [
        (one, settings, decided) for one, settings, decided in _rounds(trial) if decided.no_answer
    ]
    if not found:
        return
    n_changes = {settings: len(_changed(trial, settings)) for _, settings, _ in found}
    fewest = min(n_changes.values())
    one, settings, decided = max(
        (each for each in found if n_changes[each[1]] == fewest),
        key=lambda each: each[2].no_answer.bit_count(),
    )
    changed = _changed(trial, settings)
    under = " and ".join(f"{name} = {_shown(value)}" for name, value in changed.items())
    options = f" under the options {under}" if under else " under the default options"
    example = one.plainest(decided.no_answer, settings).says
    text = (
        f"no row answers {decided.no_answer.bit_count():,} of {decided.in_scope.bit_count():,} "
        f"made-up convictions in the scope{options}, for example {example} (as of {one.as_of}); "
        f"so under {len(n_changes):,} of {len(trial.settings):,} settings of the options tried"
    )
    yield Remark("the policy", text, ("rule", len(trial.policy.rules) - 1))


def _changed(trial: Trial, settings: Settings) -> dict[str, OptionValue]:
    default = trial.default.as_dict()
    return {name: value for name, value in settings.values if default[name] != value}


def _shown(value: OptionValue) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _procedures(trial: Trial) -> Iterator[Remark]:
    """Relief that no row of the procedures asks for, and rows that are never reached."""
    policy = trial.policy
    reached: Counter[str] = Counter()
    without: tuple[Round, Set] | None = None
    for one, settings, decided in _rounds(trial):
        ways, left = _ways(one, settings, decided)
        for row_id, people in ways.items():
            reached[row_id] += people.bit_count()
        if left and without is None:
            without = one, left
    if policy.procedures and without is not None:
        one, left = without
        text = (
            f"no row of the procedures is met by {left.bit_count():,} made-up convictions that "
            f"get relief, for example {one.person(left).says} (as of {one.as_of})"
        )
        yield Remark("the policy", text, ("procedure", len(policy.procedures) - 1))
    for position, row in enumerate(policy.procedures):
        if not reached[row.id]:
            text = f"it decided none of {trial.n_convictions:,} made-up convictions"
            yield Remark(f"procedure '{row.id}'", text, ("procedure", position))


def _ways(one: Round, settings: Settings, decided: Decided) -> tuple[dict[str, Set], Set]:
    """Who asks for relief by which row of the procedures, and for whom there is none."""
    left, ways = _relieved(one.policy, decided), {}
    for row in one.policy.procedures:
        met, unknown = one.sets(row.when, settings)
        ways[row.id] = met & left
        left &= ~(met | unknown)
    return ways, left


def _relieved(policy: Policy, decided: Decided) -> Set:
    """Those whose row gives relief: they need a way to ask for it."""
    found = 0
    for row_id, people in decided.by_row.items():
        rule = policy.rule(row_id)
        if rule.then.is_relief or rule.remedy is not None:
            found |= people
    return found
