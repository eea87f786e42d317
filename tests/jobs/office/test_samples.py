"""A set is accepted together when every case of its sample was found right, and else not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.decide import Accept, Park, ask_attorney, decide, undo
from app.jobs.progress import Silent
from app.jobs.samples import (
    SampleView,
    accept_rest,
    draw_sample,
    drop_sample,
    find_set,
    get_view,
    judge,
    list_views,
    open_sample,
)
from app.jobs.sign_off import sign_off
from app.jobs.workers import Workers
from app.model.relief import Outcome
from app.model.sampling_plan import draw, plan_sample
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store import audit, reviews, samples
from app.store.samples import ACCEPTED, DROPPED, OPEN, PASSED, RIGHT, STOPPED, WRONG
from app.store.workspace import Workspace, open_workspace
from tests.jobs.made_check import AS_OF
from tests.jobs.office.deciding import (
    CLERK,
    accept,
    cases,
    dismissals,
    in_scope,
    override,
)


def drawn_of(
    store: Workspace, ids: Sequence[int], confidence: float = 0.8, worst: float = 0.2
) -> SampleView:
    return draw_sample(
        store, ids, filter_json='{"answer": "dismissal"}', filter_words="Answer: dismissal",
        confidence=confidence, worst=worst, who=CLERK,
    )  # fmt: skip


def judge_all(store: Workspace, view: SampleView) -> SampleView:
    """Every drawn case found right."""
    while view.next_case is not None:
        view = judge(store, view.sample.id, view.next_case, RIGHT, who=CLERK)
    return view


def test_a_set_is_accepted_after_its_sample(store: Workspace) -> None:
    """The drawn ones by hand, the rest in one step that carries the sample and can be undone."""
    ids = dismissals(store)
    assert len(ids) > 12
    view = drawn_of(store, ids)
    plan = plan_sample(len(ids), 0.8, 0.2)
    assert (view.sample.n_cases, view.sample.n_drawn) == (len(ids), plan.n_drawn)
    assert 0 < view.n_rest < len(ids)
    assert [case.conviction_id for case in view.cases] == draw(view.sample.seed, ids, plan.n_drawn)
    with pytest.raises(InputError, match=f"is not finished: {plan.n_drawn} cases of it were"):
        accept_rest(store, view.sample.id, who=CLERK)
    view = judge_all(store, view)
    assert view.sample.state == PASSED
    looked_at = [case.conviction_id for case in view.cases]
    assert set(reviews.get_reviews(store, ids)) == set(looked_at)
    assert {one.sample_id for one in reviews.get_reviews(store, ids).values()} == {0}
    done = accept_rest(store, view.sample.id, who=CLERK)
    assert (done.n_accepted, done.left_out) == (view.n_rest, ())
    decided = reviews.get_reviews(store, ids)
    assert len(decided) == len(ids)
    rest = {number for number, one in decided.items() if one.sample_id == view.sample.id}
    assert rest == set(ids) - set(looked_at)
    assert get_view(store, view.sample.id).sample.state == ACCEPTED
    undo(store, who=CLERK)
    assert set(reviews.get_reviews(store, ids)) == set(looked_at)
    assert get_view(store, view.sample.id).n_accepted == 0


def test_one_wrong_answer_stops_it(store: Workspace) -> None:
    """The case is left for an override; nothing more can be done with the sample."""
    view = drawn_of(store, dismissals(store))
    first, second = (case.conviction_id for case in view.cases[:2])
    judge(store, view.sample.id, first, RIGHT, who=CLERK)
    with pytest.raises(InputError, match="Say in words what is wrong"):
        judge(store, view.sample.id, second, WRONG, who=CLERK, words="  ")
    stopped = judge(store, view.sample.id, second, WRONG, who=CLERK, words="A felony since")
    assert stopped.sample.state == STOPPED
    assert (stopped.sample.ended_by, stopped.sample.ended_words) == (CLERK, "A felony since")
    assert reviews.find_review(store, second) is None
    for further in (
        lambda: judge(store, view.sample.id, second, RIGHT, who=CLERK),
        lambda: accept_rest(store, view.sample.id, who=CLERK),
        lambda: drop_sample(store, view.sample.id, "No more", who=CLERK),
    ):
        with pytest.raises(InputError, match="was stopped, for an answer was wrong"):
            further()
    assert len(reviews.get_reviews(store, dismissals(store))) == 1
    override(store, second)


def test_what_cannot_be_accepted_is_no_part_of_a_set(store: Workspace) -> None:
    """Hand review, decided, parked and asked about: counted and told."""
    everything = in_scope(store)
    by_hand = cases(store, Outcome.HAND_REVIEW)
    done, parked, asked, *_ = dismissals(store)
    accept(store, [done])
    decide(store, Park("Later"), [parked], who=CLERK)
    ask_attorney(store, [asked], "Is it?", who=CLERK)
    found = find_set(store, everything)
    assert by_hand
    assert not {done, parked, asked, *by_hand} & set(found.ids)
    assert found.left_out == {"no answer": len(by_hand), "decided": 2, "asked": 1}
    assert found.left_words == (
        f"1 waits for an attorney, 2 were decided on already, {len(by_hand)} have no answer to "
        "accept"
    )
    assert len(found.ids) == len(everything) - len(by_hand) - 3
    with pytest.raises(InputError, match="No case of this set can be accepted together: 1 was"):
        drawn_of(store, [done])
    with pytest.raises(InputError, match="No case of this set can be accepted together"):
        drawn_of(store, [])


def test_an_interrupted_sample_goes_on_where_it_was(store: Workspace) -> None:
    """The file closed and opened again: the same cases, the same verdicts, the next one."""
    view = drawn_of(store, dismissals(store))
    view = judge(store, view.sample.id, view.cases[0].conviction_id, RIGHT, who=CLERK)
    path: Path = store.path
    store.close()
    with open_workspace(path, store.key) as again:
        waiting = open_sample(again)
        assert waiting is not None
        assert get_view(again, waiting.id) == view
        assert view.next_case == view.cases[1].conviction_id
        assert judge_all(again, view).sample.state == PASSED
        assert open_sample(again) is None


def test_a_case_accepted_meanwhile_counts_when_it_is_judged(store: Workspace) -> None:
    """Accepted with the key of the page, then judged right: one decision, its own."""
    view = drawn_of(store, dismissals(store))
    first = view.cases[0].conviction_id
    accept(store, [first], who="D. Clerk")
    judge(store, view.sample.id, first, RIGHT, who=CLERK)
    found = reviews.find_review(store, first)
    assert found is not None
    assert found.reviewer == "D. Clerk"


def test_a_case_decided_otherwise_cannot_be_judged_right(store: Workspace) -> None:
    """Overridden, parked or asked about: a sentence says what to do."""
    view = drawn_of(store, dismissals(store))
    first, second = (case.conviction_id for case in view.cases[:2])
    override(store, first)
    ask_attorney(store, [second], "Is it?", who=CLERK)
    with pytest.raises(InputError, match=f"Conviction {first} was overridden by {CLERK}"):
        judge(store, view.sample.id, first, RIGHT, who=CLERK)
    with pytest.raises(InputError, match=f"An attorney was asked about conviction {second}"):
        judge(store, view.sample.id, second, RIGHT, who=CLERK)
    undrawn = next(one for one in dismissals(store) if one not in {first, second} | {
        case.conviction_id for case in view.cases
    })  # fmt: skip
    with pytest.raises(InputError, match=f"Conviction {undrawn} is not in sample"):
        judge(store, view.sample.id, undrawn, RIGHT, who=CLERK)
    with pytest.raises(InputError, match="Say right or wrong"):
        judge(store, view.sample.id, first, "perhaps", who=CLERK)


def test_what_changed_meanwhile_is_left_out(store: Workspace) -> None:
    """Decided by somebody else or asked about: not touched, and told."""
    view = judge_all(store, drawn_of(store, dismissals(store)))
    looked_at = {case.conviction_id for case in view.cases}
    decided, asked, *others = [one for one in dismissals(store) if one not in looked_at]
    override(store, decided, who="D. Clerk")
    ask_attorney(store, [asked], "Is it?", who="D. Clerk")
    done = accept_rest(store, view.sample.id, who=CLERK)
    assert done.left_out == (decided, asked)
    assert done.n_accepted == len(others)
    assert reviews.get_reviews(store, [asked]) == {}
    assert get_view(store, view.sample.id).sample.ended_words == (
        f"{len(others)} accepted; 2 left out, for they changed"
    )


def test_the_sample_stands_for_nothing_when_a_case_of_it_is_open_again(store: Workspace) -> None:
    """A verdict whose decision was undone has to be given again; it may turn out wrong."""
    view = judge_all(store, drawn_of(store, dismissals(store)))
    undo(store, who=CLERK)
    last = view.cases[-1].conviction_id
    with pytest.raises(InputError, match=f"Conviction {last} was judged right .* no longer"):
        accept_rest(store, view.sample.id, who=CLERK)
    stopped = judge(store, view.sample.id, last, WRONG, who=CLERK, words="Seen again")
    assert stopped.sample.state == STOPPED


def test_answers_of_another_check_are_not_those_that_were_drawn(
    store: Workspace, workers: Workers
) -> None:
    """A drawn case with another answer ends the sample; the rest with another answer is left."""
    ids = dismissals(store)
    view, passed = drawn_of(store, ids[:10]), drawn_of(store, ids[10:])
    passed = judge_all(store, passed)
    policy = load_by_id("us-ca/county-review")
    request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", AS_OF)
    check_eligibility(store, request, Silent(), who=CLERK, workers=workers)
    with pytest.raises(InputError, match="changed since sample 1 was drawn"):
        judge(store, view.sample.id, view.cases[0].conviction_id, RIGHT, who=CLERK)
    dropped = drop_sample(store, view.sample.id, "Checked again", who=CLERK)
    assert (dropped.sample.state, dropped.sample.ended_words) == (DROPPED, "Checked again")
    with pytest.raises(InputError, match="was judged right in sample 2 and is no longer accepted"):
        accept_rest(store, passed.sample.id, who=CLERK)


def test_a_small_set_is_looked_at_whole(store: Workspace) -> None:
    """Nothing is left to accept together, and the sample ends all the same."""
    view = judge_all(store, drawn_of(store, dismissals(store)[:3], 0.95, 0.01))
    assert (view.sample.n_drawn, view.n_rest) == (3, 0)
    assert accept_rest(store, view.sample.id, who=CLERK).n_accepted == 0
    assert get_view(store, view.sample.id).sample.state == ACCEPTED


def test_samples_stay_on_record(store: Workspace) -> None:
    """Each with seed, size and result; the record of the work names what was left out."""
    first = drawn_of(store, [*dismissals(store), *cases(store, Outcome.HAND_REVIEW)])
    drop_sample(store, first.sample.id, "Too many", who=CLERK)
    second = drawn_of(store, dismissals(store))
    assert [one.sample.id for one in list_views(store)] == [second.sample.id, first.sample.id]
    assert first.sample.seed != second.sample.seed
    assert len(first.sample.seed) == 32
    told = next(one for one in audit.entries(store) if one.action == "sample drawn")
    assert f"seed {first.sample.seed}" in told.new
    assert "have no answer to accept" in told.new
    assert samples.get_frozen(store, second.sample.id).ids == dismissals(store)
    with pytest.raises(InputError, match="There is no sample 99"):
        get_view(store, 99)
    with pytest.raises(InputError, match="Say why the sample is dropped"):
        drop_sample(store, second.sample.id, " ", who=CLERK)
    assert get_view(store, second.sample.id).sample.state == OPEN


def test_signed_off_results_are_not_sampled(store: Workspace) -> None:
    """Neither a new sample nor a verdict; the sentence says who signed."""
    view = drawn_of(store, dismissals(store))
    sign_off(store, "B. Attorney", "For the court's date")
    with pytest.raises(InputError, match=r"signed off by B\. Attorney"):
        drawn_of(store, dismissals(store))
    with pytest.raises(InputError, match=r"signed off by B\. Attorney"):
        judge(store, view.sample.id, view.cases[0].conviction_id, RIGHT, who=CLERK)


def test_cases_at_another_desk_are_not_accepted_here(store: Workspace) -> None:
    """As long as their package has not come back."""
    ids = dismissals(store)
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO package VALUES (1, 'u', 'file', 'North', 'by court', 'A. Clerk', '2026', "
            "1, 1, 2, 'North.package', '', '', '')"
        )
        connection.executemany(
            "INSERT INTO package_case VALUES (1, ?, '')", [(number,) for number in ids[:2]]
        )
    found = find_set(store, ids)
    assert found.left_words == "2 are at another desk"
    assert not set(ids[:2]) & set(found.ids)
    store.connection.execute("UPDATE package SET returned_at = '2026-11-20'")
    assert find_set(store, ids).left_out == {}


def test_an_interrupted_acceptance_is_finished(store: Workspace) -> None:
    """Killed after the cases were accepted and before the sample was closed: asked again, it is
    closed with the same count, and nothing is accepted twice."""
    view = judge_all(store, drawn_of(store, dismissals(store)))
    looked_at = {case.conviction_id for case in view.cases}
    rest = [number for number in dismissals(store) if number not in looked_at]
    decide(store, Accept(view.sample.id), rest, who=CLERK)
    done = accept_rest(store, view.sample.id, who=CLERK)
    assert (done.n_accepted, done.left_out) == (len(rest), ())
    assert get_view(store, view.sample.id).sample.state == ACCEPTED


def test_a_verdict_is_given_again_when_its_decision_was_undone(store: Workspace) -> None:
    """Right once more accepts the case once more, and the rest can be accepted."""
    view = judge_all(store, drawn_of(store, dismissals(store)))
    undo(store, who=CLERK)
    again = judge(store, view.sample.id, view.cases[-1].conviction_id, RIGHT, who=CLERK)
    assert again.sample.state == PASSED
    assert accept_rest(store, view.sample.id, who=CLERK).n_accepted == view.n_rest
