"""What the page asks the store about the cases that are chosen, and about the desk itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.jobs.clock import today
from app.jobs.decide import NO_ANSWERS
from app.jobs.rights import Right, may
from app.model.relief import Determination
from app.store import office, reviews, signing, steps
from app.store.case_states import CaseState, get_states
from app.store.determinations import get_determinations
from app.store.office import OverrideReason
from app.store.signing import SignOff
from app.store.workspace import Workspace
from ui.cases.decision_bar import BarState


@dataclass(frozen=True, slots=True)
class DeskState:
    """Who may do what here, and what goes for every case."""

    who: str
    may_review: bool
    may_approve: bool
    reasons: tuple[OverrideReason, ...]
    sign_off: SignOff | None
    n_undo: int
    n_redo: int
    n_due: int  # parked cases whose reminder is reached


@dataclass(frozen=True, slots=True)
class Chosen:
    """Cases with their answers and states; the first is the one in sight."""

    ids: tuple[int, ...]
    answers: dict[int, Determination]
    states: dict[int, CaseState]

    @property
    def first_answer(self) -> Determination | None:
        return self.answers.get(self.ids[0]) if self.ids else None


def ask_desk(workspace: Workspace, who: str) -> DeskState:
    n_undo, n_redo = steps.count_steps(workspace, who)
    return DeskState(
        who=who,
        may_review=may(workspace, who, Right.REVIEW),
        may_approve=may(workspace, who, Right.APPROVE),
        reasons=tuple(office.list_reasons(workspace, only_used=True)),
        sign_off=signing.find_sign_off(workspace),
        n_undo=n_undo,
        n_redo=n_redo,
        n_due=reviews.count_due(workspace, today()),
    )


def ask_chosen(workspace: Workspace, ids: Sequence[int]) -> Chosen:
    return Chosen(tuple(ids), get_determinations(workspace, ids), get_states(workspace, ids))


def bar_state(chosen: Chosen | None, desk: DeskState | None, *, can_preview: bool) -> BarState:
    """What the buttons offer; nothing while it is not known what is chosen."""
    if desk is None:
        return BarState()
    undo, redo = desk.n_undo > 0 and desk.may_review, desk.n_redo > 0 and desk.may_review
    if chosen is None or not chosen.ids:
        return BarState(can_undo=undo, can_redo=redo)
    has_answers = len(chosen.answers) == len(chosen.ids)
    can_decide = has_answers and desk.may_review
    decided = [state.review for state in chosen.states.values() if state.review is not None]
    asked = [state.question for state in chosen.states.values() if state.question is not None]
    return BarState(
        n=len(chosen.ids),
        can_decide=can_decide,
        can_accept=can_decide
        and not any(one.outcome in NO_ANSWERS for one in chosen.answers.values()),
        can_open=can_decide and bool(decided),
        can_preview=can_preview and len(chosen.ids) == 1,
        can_approve=desk.may_approve
        and len(decided) == len(chosen.ids)
        and all(
            one.is_settled and not one.approved_at and one.reviewer != desk.who for one in decided
        ),
        can_answer=desk.may_approve and len(chosen.ids) == 1 and any(one.is_open for one in asked),
        can_undo=undo,
        can_redo=redo,
    )
