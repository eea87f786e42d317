"""Accepting many together, after a random sample of them was looked at by hand and found right.

A set of cases is frozen and a sample of it drawn. Each drawn case is judged: "right" accepts it as
any other decision by hand, the first "wrong" stops the sample and nothing is accepted together.
When all are right, the rest is accepted in one step that can be undone.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.decide import Accept, decide
from app.jobs.rights import Right, check_may
from app.jobs.unlocked import check_not_signed
from app.model.sampling_plan import SamplingPlan, draw, in_order_of, percent, plan_sample
from app.store import audit, reviews, samples
from app.store.case_states import CaseState, get_states
from app.store.samples import (
    ASKED,
    AWAY,
    CHANGED,
    DECIDED,
    DROPPED,
    NO_ANSWER,
    OPEN,
    PASSED,
    RIGHT,
    STOPPED,
    UNSEEN,
    WRONG,
    Sample,
    SampleCase,
)
from app.store.workspace import Workspace

SEED_BYTES = 16
_WHY_LEFT = {
    NO_ANSWER: ("has no answer to accept", "have no answer to accept"),
    DECIDED: ("was decided on already", "were decided on already"),
    CHANGED: ("changed since it was decided on", "changed since they were decided on"),
    ASKED: ("waits for an attorney", "wait for an attorney"),
    AWAY: ("is at another desk", "are at another desk"),
}


@dataclass(frozen=True, slots=True)
class SetOfCases:
    """What of a list can be accepted together; ``left_out``: why -> how many cannot."""

    ids: tuple[int, ...]
    left_out: dict[str, int]

    @property
    def left_words(self) -> str:
        """``12 have no answer to accept, 1 waits for an attorney``; "" for none."""
        return ", ".join(
            f"{n:,} {_WHY_LEFT[why][n != 1]}" for why, n in sorted(self.left_out.items())
        )


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample and how far it is; ``cases`` in the order they are looked at."""

    sample: Sample
    cases: tuple[SampleCase, ...]
    n_accepted: int  # with it, and standing

    @property
    def n_judged(self) -> int:
        return sum(case.verdict != UNSEEN for case in self.cases)

    @property
    def next_case(self) -> int | None:
        """The case to look at: the first that was not judged."""
        return next((case.conviction_id for case in self.cases if not case.verdict), None)

    @property
    def n_rest(self) -> int:
        """Cases of the set that nobody looks at."""
        return self.sample.n_cases - self.sample.n_drawn

    @property
    def plan(self) -> SamplingPlan:
        """What it was drawn for."""
        return plan_sample(self.sample.n_cases, self.sample.confidence, self.sample.worst)


@dataclass(frozen=True, slots=True)
class AcceptedRest:
    """``left_out``: cases of the set that changed since it was frozen; a person decides on them."""

    n_accepted: int
    left_out: tuple[int, ...]


def find_set(workspace: Workspace, ids: Sequence[int]) -> SetOfCases:
    """The cases of a list that can be accepted together, and how many others there are."""
    fit, left_out = samples.sort_out(workspace, ids)
    return SetOfCases(tuple(fit), left_out)


def draw_sample(
    workspace: Workspace,
    ids: Sequence[int],
    *,
    filter_json: str,
    filter_words: str,
    confidence: float,
    worst: float,
    who: str,
) -> SampleView:
    """Freeze the set and draw its sample. Raises InputError when nothing of it can be accepted."""
    check_may(workspace, who, Right.REVIEW)
    check_not_signed(workspace)
    found = find_set(workspace, ids)
    if not found.ids:
        left = f": {found.left_words}" if found.left_out else ""
        raise InputError(f"No case of this set can be accepted together{left}. Choose another set.")
    plan, seed = plan_sample(len(found.ids), confidence, worst), secrets.token_hex(SEED_BYTES)
    frozen = samples.freeze(found.ids, reviews.fingerprints(workspace, found.ids))
    sample = Sample(
        0, filter_json, filter_words, plan.n_cases, plan.n_drawn, confidence, worst, seed, who,
        now(),
    )  # fmt: skip
    with workspace.transaction():
        drawn = draw(seed, found.ids, plan.n_drawn)
        number = samples.insert_sample(workspace, sample, frozen, drawn)
        left = f"; left out: {found.left_words}" if found.left_out else ""
        audit.append(
            workspace, at=sample.drawn_at, who=who, action="sample drawn",
            subject=f"sample {number}",
            new=f"{plan.n_drawn:,} of {plan.n_cases:,} ({filter_words}), certainty "
            f"{percent(confidence)} for {percent(worst)} wrong, seed {seed}{left}",
        )  # fmt: skip
    return get_view(workspace, number)


def get_view(workspace: Workspace, sample_id: int) -> SampleView:
    """Raises InputError when there is no such sample."""
    sample = samples.find_sample(workspace, sample_id)
    if sample is None:
        raise InputError(f"There is no sample {sample_id}. Look at the list of samples.")
    cases = {case.conviction_id: case for case in samples.list_cases(workspace, sample_id)}
    order = in_order_of(sample.seed, cases)
    is_accepted = sample.state == samples.ACCEPTED
    n_accepted = samples.count_accepted(workspace, sample_id) if is_accepted else 0
    return SampleView(sample, tuple(cases[number] for number in order), n_accepted)


def judge(
    workspace: Workspace, sample_id: int, conviction_id: int, verdict: str, *, who: str,
    words: str = "",
) -> SampleView:  # fmt: skip
    """Say of a drawn case whether the answer is right.

    "right" accepts the case; "wrong" needs words, stops the sample and leaves the case for an
    override. A verdict can be given again until the rest is accepted. Raises InputError.
    """
    check_may(workspace, who, Right.REVIEW)
    check_not_signed(workspace)
    sample = _running(workspace, sample_id)
    drawn = {case.conviction_id for case in samples.list_cases(workspace, sample_id)}
    if conviction_id not in drawn:
        raise InputError(f"Conviction {conviction_id} is not in sample {sample_id}.")
    if verdict not in (RIGHT, WRONG):
        raise InputError("Say right or wrong.")
    words = words.strip()
    if verdict == WRONG and not words:
        raise InputError("Say in words what is wrong; it stays on record with the sample.")
    _check_same_answer(workspace, sample_id, conviction_id)
    if verdict == RIGHT:
        _accept_one(workspace, conviction_id, who)
    _keep_verdict(workspace, sample, SampleCase(conviction_id, verdict, words, who, now()))
    return get_view(workspace, sample_id)


def _check_same_answer(workspace: Workspace, sample_id: int, conviction_id: int) -> None:
    then = samples.get_frozen(workspace, sample_id).get_answer(conviction_id)
    if reviews.fingerprints(workspace, [conviction_id]).get(conviction_id) != then:
        raise InputError(
            f"The answer to conviction {conviction_id} changed since sample {sample_id} was "
            "drawn. Drop the sample and draw another."
        )


def _accept_one(workspace: Workspace, conviction_id: int, who: str) -> None:
    """Unless somebody accepted it already."""
    state = get_states(workspace, [conviction_id])[conviction_id]
    if state.question is not None and state.question.is_open:
        raise InputError(
            f"An attorney was asked about conviction {conviction_id}. It is judged when the "
            "question is answered."
        )
    if state.review is None:
        decide(workspace, Accept(), [conviction_id], who=who)
    elif state.review.stale:
        raise InputError(
            f"Conviction {conviction_id} changed since it was decided on ({state.review.stale}). "
            "Decide on it anew first."
        )
    elif not _is_accepted(state):
        raise InputError(
            f"Conviction {conviction_id} was {state.review.decision} by {state.review.reviewer}. "
            "Judge it wrong, or take that decision back first."
        )


def _is_accepted(state: CaseState) -> bool:
    review = state.review
    return review is not None and review.is_settled and review.decision == reviews.ACCEPTED


def _keep_verdict(workspace: Workspace, sample: Sample, case: SampleCase) -> None:
    with workspace.transaction():
        samples.put_verdict(workspace, sample.id, case)
        audit.append(
            workspace, at=case.at, who=case.who, action=f"sample judged {case.verdict}",
            subject=f"sample {sample.id}, conviction {case.conviction_id}", new=case.words,
        )  # fmt: skip
        verdicts = {one.verdict for one in samples.list_cases(workspace, sample.id)}
        if case.verdict == WRONG:
            _end(workspace, sample.id, STOPPED, case.who, case.words)
        elif verdicts == {RIGHT}:
            _end(workspace, sample.id, PASSED, case.who, "")


def accept_rest(workspace: Workspace, sample_id: int, *, who: str) -> AcceptedRest:
    """Accept what nobody looked at of a set whose sample was found right, as one step to undo.

    Cases that were decided on meanwhile, are asked about, or whose answer changed are left out.
    Raises InputError when the sample was not found right, or no longer is.
    """
    check_may(workspace, who, Right.REVIEW)
    check_not_signed(workspace)
    sample = _running(workspace, sample_id)
    if sample.state != PASSED:
        n_open = sum(not one.verdict for one in samples.list_cases(workspace, sample_id))
        left = "1 case of it was" if n_open == 1 else f"{n_open:,} cases of it were"
        raise InputError(f"Sample {sample_id} is not finished: {left} not judged yet.")
    _check_still_right(workspace, sample_id)
    ready, left_out = _find_rest(workspace, sample_id)
    if ready:
        decide(workspace, Accept(sample_id), ready, who=who)
    n_accepted = samples.count_accepted(workspace, sample_id)
    with workspace.transaction():
        left = f"; {len(left_out):,} left out, for they changed" if left_out else ""
        _end(workspace, sample_id, samples.ACCEPTED, who, f"{n_accepted:,} accepted{left}")
    return AcceptedRest(n_accepted, tuple(left_out))


def _check_still_right(workspace: Workspace, sample_id: int) -> None:
    """What was judged right is accepted still: the sample stands for nothing else."""
    drawn = [one.conviction_id for one in samples.list_cases(workspace, sample_id)]
    for number, state in get_states(workspace, drawn).items():
        if not _is_accepted(state):
            raise InputError(
                f"Conviction {number} was judged right in sample {sample_id} and is no longer "
                "accepted. Judge it again first."
            )
        _check_same_answer(workspace, sample_id, number)


def _find_rest(workspace: Workspace, sample_id: int) -> tuple[list[int], list[int]]:
    """(the cases to accept, those that changed); what this sample accepted already is neither."""
    drawn = {one.conviction_id for one in samples.list_cases(workspace, sample_id)}
    then = samples.get_frozen(workspace, sample_id).answer_by_case()
    rest = [number for number in then if number not in drawn]
    fit = set(samples.sort_out(workspace, rest)[0])
    current = reviews.fingerprints(workspace, fit)
    ready = [number for number in rest if number in fit and current[number] == then[number]]
    waiting = set(rest) - set(ready)
    done = reviews.get_reviews(workspace, waiting)
    left_out = [
        number
        for number in rest
        if number in waiting and (number not in done or done[number].sample_id != sample_id)
    ]
    return ready, left_out


def drop_sample(workspace: Workspace, sample_id: int, words: str, *, who: str) -> SampleView:
    """Give a sample up; it stays on record with the reason."""
    check_may(workspace, who, Right.REVIEW)
    _running(workspace, sample_id)
    if not words.strip():
        raise InputError("Say why the sample is dropped; it stays on record.")
    with workspace.transaction():
        _end(workspace, sample_id, DROPPED, who, words.strip())
    return get_view(workspace, sample_id)


def _running(workspace: Workspace, sample_id: int) -> Sample:
    """A sample on which something can be done still."""
    sample = get_view(workspace, sample_id).sample
    if sample.state in (OPEN, PASSED):
        return sample
    how = {
        STOPPED: "stopped, for an answer was wrong", DROPPED: "dropped",
        samples.ACCEPTED: "finished, and its set accepted",
    }[sample.state]  # fmt: skip
    raise InputError(
        f"Sample {sample_id} was {how} ({sample.ended_by}, {sample.ended_at[:10]}). Draw another."
    )


def _end(workspace: Workspace, sample_id: int, state: str, who: str, words: str) -> None:
    at = now()
    samples.set_state(workspace, sample_id, state, who=who, at=at, words=words)
    audit.append(
        workspace, at=at, who=who, action=f"sample {state}", subject=f"sample {sample_id}",
        new=words,
    )  # fmt: skip


def list_views(workspace: Workspace) -> list[SampleView]:
    """The latest first."""
    return [get_view(workspace, one.id) for one in samples.list_samples(workspace)]


def open_sample(workspace: Workspace) -> Sample | None:
    """The latest one that waits for verdicts."""
    return next((one for one in samples.list_samples(workspace) if one.state == OPEN), None)
