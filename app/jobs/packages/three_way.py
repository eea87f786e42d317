"""Two desks and what both knew: which state a case has after they met, or that they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from app.store.case_states import CaseState
from app.store.questions import Question
from app.store.reviews import Review

_Part = TypeVar("_Part", Review, Question)


@dataclass(frozen=True, slots=True)
class Met:
    """``here`` is the state with whatever both agree on, ``there`` the same with their side of
    what differs. Equal when nothing does."""

    here: CaseState
    there: CaseState
    is_alike: bool = False  # both decided the same since, each for themselves

    @property
    def is_conflict(self) -> bool:
        return self.here != self.there


def meet(base: CaseState, here: CaseState, there: CaseState) -> Met:
    """Decision and question each by itself: changed on one side only, that side counts.

    What a check made stale is no change: people decided nothing.
    """
    review = _meet(
        here.review, there.review, _bare(base.review), _bare(here.review), _bare(there.review)
    )
    is_alike = False
    if review[0] is not review[1] and here.review and there.review:
        is_alike = content(here.review) == content(there.review)
        if is_alike:
            review = (_fuller(here.review, there.review),) * 2
    question = _meet(here.question, there.question, base.question, here.question, there.question)
    return Met(CaseState(review[0], question[0]), CaseState(review[1], question[1]), is_alike)


def _meet(
    here: _Part | None,
    there: _Part | None,
    bare_base: _Part | None,
    bare_here: _Part | None,
    bare_there: _Part | None,
) -> tuple[_Part | None, _Part | None]:
    """(here, there) after they met: the same object where they agree."""
    if bare_there in (bare_base, bare_here):
        return here, here
    if bare_here == bare_base:
        return there, there
    return here, there


def _bare(review: Review | None) -> Review | None:
    if review is None or not review.stale:
        return review
    return replace(review, stale="", stale_by="")


def content(review: Review) -> Review:
    """What was decided of which answer, whoever did it when."""
    return replace(
        review, reviewer="", decided_at="", stale="", stale_by="", approver="", approved_at="",
        sample_id=0,
    )  # fmt: skip


def _fuller(here: Review, there: Review) -> Review:
    """Of two that say the same, ours; theirs when only it has a second person's agreement."""
    return there if there.approved_at and not here.approved_at else here


def disputed(here: CaseState, there: CaseState, now: CaseState) -> CaseState:
    """The state as it stands ``now``, with their side of what differed when the two met."""
    return CaseState(
        now.review if _bare(here.review) == _bare(there.review) else there.review,
        now.question if here.question == there.question else there.question,
    )
