"""The state of a case: what was decided and asked of it; written with journal and record.

Every decision goes through `put_states`, whoever made it and however: a key, a sample, a package
from another desk. It keeps what undo needs, the entry in the record of the work, and, once
results are signed off, the change with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import msgspec

from app.store import audit, questions, reviews, signing, steps
from app.store.questions import Note, Question
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED, Review
from app.store.steps import Change
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CaseState:
    """Everything that is decided or asked of one conviction; both None for an open case."""

    review: Review | None = None
    question: Question | None = None


OPEN = CaseState()

# How `state_words` begins.
STATE_WORDS = (ACCEPTED, OVERRIDDEN, PARKED, "asked an attorney", "open")


def state_json(state: CaseState) -> str:
    """Equal states give equal text."""
    return msgspec.json.encode(state).decode()


def read_state(text: str) -> CaseState:
    """Of text that `state_json` wrote; "" is an open case."""
    return msgspec.json.decode(text, type=CaseState) if text else OPEN


def state_words(state: CaseState) -> str:
    """``overridden to Not eligible (RECORD: the level is wrong)`` for the record of the work."""
    parts = []
    if state.review is not None:
        parts.append(_review_words(state.review))
    if state.question is not None:
        asked = state.question
        answered = f"; answered by {asked.answered_by}: {asked.answer}" if asked.answer else ""
        parts.append(f"asked an attorney: {asked.words}{answered}")
    return "; ".join(parts) or "open"


def _review_words(review: Review) -> str:
    said = review.decision
    if review.decision == OVERRIDDEN:
        said += f" to {review.new_outcome.replace('_', ' ')} ({review.reason_code}: {review.words})"
    elif review.decision == PARKED:
        until = f" until {review.remind_on}" if review.remind_on else ""
        said += f"{until}: {review.words}"
    if review.sample_id:
        said += f" with sample {review.sample_id}"
    if review.approver:
        said += f", approved by {review.approver}"
    return said + (f" [stale: {review.stale}]" if review.stale else "")


def get_states(workspace: Workspace, ids: Iterable[int]) -> dict[int, CaseState]:
    """The state of each of the convictions, decided or not."""
    wanted = list(ids)
    decided = reviews.get_reviews(workspace, wanted)
    asked = questions.get_questions(workspace, wanted)
    return {one: CaseState(decided.get(one), asked.get(one)) for one in wanted}


def put_states(
    workspace: Workspace,
    states: Mapping[int, CaseState],
    *,
    what: str,
    who: str,
    at: str,
    why_late: str = "",
) -> int:
    """Give cases new states, inside the caller's transaction; the number of the step.

    ``what`` names the step for undo and for the record: "accepted". Cases whose state is what
    it was are left alone; 0 when all are.
    """
    changes = write_states(workspace, states, what=what, who=who, at=at, why_late=why_late)
    if not changes:
        return 0
    return steps.insert_step(workspace, who=who, at=at, what=what, changes=changes)


def write_states(
    workspace: Workspace,
    states: Mapping[int, CaseState],
    *,
    what: str,
    who: str,
    at: str,
    why_late: str = "",
) -> list[Change]:
    """The same without a step to undo: what an undo itself does. Gives what was changed."""
    before = get_states(workspace, states)
    answers = reviews.fingerprints(workspace, states)
    signed = signing.find_sign_off(workspace)
    changes = []
    for number, wanted in states.items():
        state, old = _beside(wanted, answers.get(number)), before[number]
        if state == old:
            continue
        _write(workspace, number, state)
        change = Change(number, steps.CASE, state_json(old), state_json(state))
        changes.append(change)
        audit.append(
            workspace, at=at, who=who, action=what, subject=f"conviction {number}",
            old=state_words(old), new=state_words(state) + (f" ({why_late})" if why_late else ""),
        )  # fmt: skip
        if signed is not None:
            signing.insert_late_change(
                workspace, signed.id, number, who=who, at=at, why=why_late,
                before=change.before, after=change.after,
            )  # fmt: skip
    return changes


def _beside(state: CaseState, fingerprint: str | None) -> CaseState:
    """The state held against the answer of the latest check: it may be stale already."""
    if state.review is None or fingerprint is None:
        return state
    return replace(state, review=reviews.held_against(state.review, fingerprint))


def _write(workspace: Workspace, number: int, state: CaseState) -> None:
    if state.review is None:
        reviews.delete_review(workspace, number)
    else:
        reviews.put_review(workspace, state.review)
    if state.question is None:
        questions.delete_question(workspace, number)
    else:
        questions.put_question(workspace, state.question)


def put_notes(workspace: Workspace, notes: Iterable[Note], *, who: str, at: str) -> int:
    """Add notes, inside the caller's transaction, as one step; how many were new."""
    changes = []
    for note in notes:
        if not questions.insert_note(workspace, note):
            continue
        changes.append(Change(note.conviction_id, steps.NOTE, "", note_json(note)))
        audit.append(
            workspace, at=at, who=who, action="note", subject=f"conviction {note.conviction_id}",
            new=note.words,
        )  # fmt: skip
    if changes:
        steps.insert_step(workspace, who=who, at=at, what="note", changes=changes)
    return len(changes)


def note_json(note: Note) -> str:
    return msgspec.json.encode(note).decode()


def read_note(text: str) -> Note:
    return msgspec.json.decode(text, type=Note)


def is_same(one: CaseState, other: CaseState) -> bool:
    """Whether people decided the same; what a check or a mend made stale does not count."""
    return _as_decided(one) == _as_decided(other)


def _as_decided(state: CaseState) -> CaseState:
    if state.review is None or not state.review.stale:
        return state
    return replace(state, review=replace(state.review, stale="", stale_by=""))
