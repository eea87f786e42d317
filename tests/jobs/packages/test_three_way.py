"""Two desks and what both knew: every combination of a few decisions and questions."""

from __future__ import annotations

from itertools import product

import pytest

from app.jobs.packages.three_way import disputed, meet
from app.store.case_states import CaseState
from app.store.questions import Question
from app.store.reviews import ACCEPTED, PARKED, Review


def review(decision: str, who: str, *, words: str = "", approver: str = "") -> Review:
    return Review(
        1, decision, "DISMISSAL", "So.", "[]", words=words, reviewer=who, decided_at=f"at {who}",
        approver=approver, approved_at="then" if approver else "",
    )  # fmt: skip


REVIEWS = {
    "open": None,
    "accepted by Ana": review(ACCEPTED, "Ana"),
    "accepted by Bo": review(ACCEPTED, "Bo"),
    "parked by Bo": review(PARKED, "Bo", words="Later."),
    "parked otherwise": review(PARKED, "Bo", words="Next year."),
}
QUESTIONS = {
    "none": None,
    "asked": Question(1, "Ours?", "Ana", "then"),
    "answered": Question(1, "Ours?", "Ana", "then", "Yes.", "Al", "later"),
}
ALIKE = {"accepted by Ana": "accepted", "accepted by Bo": "accepted"}


@pytest.mark.parametrize(("base", "here", "there"), list(product(REVIEWS, repeat=3)))
def test_each_side_counts_where_it_alone_changed(base: str, here: str, there: str) -> None:
    """Both changed and not alike: a conflict, and nothing is chosen by itself."""
    met = meet(*(CaseState(REVIEWS[one]) for one in (base, here, there)))
    if there in (base, here):
        expected = (here, here)
    elif here == base:
        expected = (there, there)
    elif ALIKE.get(here, here) == ALIKE.get(there, there):
        expected = (here, here)
    else:
        expected = (here, there)
    assert (met.here.review, met.there.review) == tuple(REVIEWS[one] for one in expected)
    assert met.is_conflict is (expected[0] != expected[1])


@pytest.mark.parametrize(("base", "here", "there"), list(product(QUESTIONS, repeat=3)))
def test_questions_meet_by_themselves(base: str, here: str, there: str) -> None:
    """Whatever was decided: what is asked follows the same rule."""
    decided = REVIEWS["accepted by Ana"], REVIEWS["accepted by Ana"], REVIEWS["parked by Bo"]
    asked = (QUESTIONS[base], QUESTIONS[here], QUESTIONS[there])
    met = meet(*map(CaseState, decided, asked))
    assert met.here.review == met.there.review == REVIEWS["parked by Bo"]
    if there in (base, here):
        expected = (here, here)
    elif here == base:
        expected = (there, there)
    else:
        expected = (here, there)
    assert (met.here.question, met.there.question) == tuple(QUESTIONS[one] for one in expected)


def test_a_second_persons_word_is_not_lost_where_both_decided_alike() -> None:
    """The side that was approved counts, whichever it is."""
    plain, approved = review(ACCEPTED, "Ana"), review(ACCEPTED, "Bo", approver="Al")
    for here, there in ((plain, approved), (approved, plain)):
        met = meet(CaseState(), CaseState(here), CaseState(there))
        assert met.is_alike
        assert met.here.review == met.there.review == approved


def test_what_a_check_made_stale_is_no_change_of_a_persons() -> None:
    """A check here, a decision there: the decision counts."""
    left = review(ACCEPTED, "Ana")
    stale = Review(**{
        **{name: getattr(left, name) for name in left.__slots__},
        "stale": "answer: other", "stale_by": "check",
    })  # fmt: skip
    parked = REVIEWS["parked by Bo"]
    met = meet(CaseState(left), CaseState(stale), CaseState(parked))
    assert met.here.review == met.there.review == parked
    assert meet(CaseState(left), CaseState(stale), CaseState(left)).here.review == stale


def test_choosing_there_takes_only_what_was_disputed() -> None:
    """A question asked meanwhile stays as it stands."""
    here, there = REVIEWS["accepted by Ana"], REVIEWS["parked by Bo"]
    now = CaseState(here, QUESTIONS["asked"])
    assert disputed(CaseState(here), CaseState(there), now) == CaseState(there, QUESTIONS["asked"])
