"""Deciding on cases: accept, override, park, ask an attorney, note, approve; undo and redo.

Each function is one transaction: on disk when it returns, or nothing. Whatever is given is checked
first, and refused in a sentence that says what to do.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.model.relief import Determination, Outcome, Procedure, Remedy
from app.store import audit, office, questions, reviews, runs, signing, steps
from app.store.case_states import (
    CaseState,
    get_states,
    is_same,
    put_notes,
    put_states,
    read_note,
    read_state,
    write_states,
)
from app.store.determinations import get_determinations
from app.store.questions import Note, Question
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED, Review
from app.store.workspace import Workspace

LONGEST = 4000  # letters of a note, a question, a reason

# What a person may answer in place of the program.
ANSWERS = (Outcome.DISMISSAL, Outcome.REDUCTION, Outcome.NOT_ELIGIBLE, Outcome.CITY_ATTORNEYS)
# Answers that leave the question open: there is nothing to agree with.
NO_ANSWERS = (Outcome.HAND_REVIEW, Outcome.MAYBE, Outcome.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Accept:
    """The answer of the program is right. ``sample_id``: with the set of that sample."""

    sample_id: int = 0


@dataclass(frozen=True, slots=True)
class Override:
    """Another answer. ``remedy`` and ``procedure`` say what the court is asked and how, where
    the answer is relief and the policy does not say it of this case."""

    outcome: Outcome
    reason_code: str
    words: str
    remedy: Remedy | None = None
    procedure: Procedure | None = None


@dataclass(frozen=True, slots=True)
class Park:
    """Not now. ``remind_on`` None: without a reminder."""

    words: str
    remind_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenAgain:
    """The decision is taken back."""


Decision = Accept | Override | Park | OpenAgain


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed, for the window and the terminal."""

    what: str
    ids: tuple[int, ...]


def decide(
    workspace: Workspace, decision: Decision, ids: Sequence[int], *, who: str, why_late: str = ""
) -> Done:
    """Decide on one case or several together, as one step to undo.

    ``why_late`` is needed once the results are signed off. Raises InputError.
    """
    check_may(workspace, who, Right.REVIEW)
    answers = _answers(workspace, ids)
    _check_late(workspace, why_late)
    seen = reviews.fingerprints(workspace, answers)
    make = state_maker(workspace, decision, answers, seen, who=who, at=now())
    return _put(workspace, ids, make, _WHAT[type(decision)], who=who, why_late=why_late)


_WHAT: dict[type, str] = {
    Accept: "accept", Override: "override", Park: "park", OpenAgain: "open again",
}  # fmt: skip


def state_maker(
    workspace: Workspace,
    decision: Decision,
    answers: dict[int, Determination],
    seen: dict[int, str],
    *,
    who: str,
    at: str,
) -> Callable[[int, CaseState], CaseState]:
    """What becomes of a case's state; nothing is written. Raises InputError for a decision that
    ``answers`` do not allow.

    ``seen`` are the fingerprints of these answers, which need not be those of the latest check:
    what comes back from another desk was decided on the answers that went out.
    """
    if isinstance(decision, OpenAgain):
        return lambda _number, state: replace(state, review=None)
    base = {
        number: Review(
            number, ACCEPTED, one.outcome.name, one.reason, seen[number], reviewer=who,
            decided_at=at,
        )
        for number, one in answers.items()
    }  # fmt: skip
    if isinstance(decision, Accept):
        _check_acceptable(answers)
        return lambda number, state: replace(
            state, review=replace(base[number], sample_id=decision.sample_id)
        )
    words = _words(decision.words, "Say why in words.")
    if isinstance(decision, Park):
        day = decision.remind_on.isoformat() if decision.remind_on else ""
        return lambda number, state: replace(
            state,
            review=replace(base[number], decision=PARKED, words=words, remind_on=day),
        )
    _check_override(workspace, decision, answers)
    return lambda number, state: replace(
        state, review=_overridden(base[number], answers[number], decision, words)
    )


def _overridden(base: Review, answer: Determination, decision: Override, words: str) -> Review:
    """Remedy and procedure: as told, else as the policy has them where relief stays relief."""
    remedy = decision.remedy
    if remedy is None and decision.outcome is answer.outcome:
        remedy = answer.remedy
    procedure = decision.procedure or answer.procedure
    is_relief = decision.outcome.is_relief
    return replace(
        base, decision=OVERRIDDEN, new_outcome=decision.outcome.name,
        new_remedy=remedy.name if remedy and is_relief else "",
        new_procedure=procedure.name if procedure and is_relief else "",
        reason_code=decision.reason_code, words=words,
    )  # fmt: skip


def _check_acceptable(answers: dict[int, Determination]) -> None:
    left = [number for number, one in answers.items() if one.outcome in NO_ANSWERS]
    if not left:
        return
    if len(answers) == 1:
        raise InputError(
            f"The program has no answer here to accept ({answers[left[0]].reason}). Give the "
            "answer yourself (override), park the case, or ask an attorney."
        )
    raise InputError(
        f"{len(left):,} of the {len(answers):,} cases have no answer to accept; they need hand "
        "review. Take them out, then accept the others."
    )


def _check_override(
    workspace: Workspace, decision: Override, answers: dict[int, Determination]
) -> None:
    codes = {one.code for one in office.list_reasons(workspace, only_used=True)}
    if decision.reason_code not in codes:
        raise InputError(
            f"{decision.reason_code or 'No code'} is not a reason on the office's list. Reasons: "
            f"{', '.join(sorted(codes)) or 'none yet; an administrator adds them'}."
        )
    if decision.outcome not in ANSWERS:
        raise InputError(f"“{decision.outcome.value}” decides nothing. Choose another answer.")
    for number, answer in answers.items():
        is_same_ask = decision.remedy in (None, answer.remedy) and (
            decision.procedure in (None, answer.procedure)
        )
        if decision.outcome is answer.outcome and is_same_ask:
            raise InputError(
                f"“{decision.outcome.value}” is what the program answers for conviction {number}. "
                "Accept it, or choose another answer."
            )


def ask_attorney(
    workspace: Workspace, ids: Sequence[int], words: str, *, who: str, why_late: str = ""
) -> Done:
    """Flag cases for an attorney; no paper is made for them until there is an answer."""
    check_may(workspace, who, Right.REVIEW)
    _answers(workspace, ids)
    _check_late(workspace, why_late)
    asked, at = _words(words, "Say what the attorney is asked."), now()

    def make(number: int, state: CaseState) -> CaseState:
        return replace(state, question=Question(number, asked, who, at))

    return _put(workspace, ids, make, "ask an attorney", who=who, why_late=why_late)


def answer_question(
    workspace: Workspace, conviction_id: int, words: str, *, who: str, why_late: str = ""
) -> Done:
    """An attorney's answer; the case is decided on afterwards, as any other."""
    check_may(workspace, who, Right.APPROVE)
    _check_late(workspace, why_late)
    found = questions.get_questions(workspace, [conviction_id]).get(conviction_id)
    if found is None or not found.is_open:
        raise InputError(f"Nothing is asked about conviction {conviction_id}.")
    answered = replace(
        found, answer=_words(words, "Write the answer."), answered_by=who, answered_at=now()
    )

    def make(_number: int, state: CaseState) -> CaseState:
        return replace(state, question=answered)

    return _put(workspace, [conviction_id], make, "answer a question", who=who, why_late=why_late)


def approve(workspace: Workspace, ids: Sequence[int], *, who: str, why_late: str = "") -> Done:
    """A second person agrees with decisions. Raises InputError when it is the same person."""
    check_may(workspace, who, Right.APPROVE)
    _check_late(workspace, why_late)
    at, states = now(), get_states(workspace, ids)
    for number, state in states.items():
        if state.review is None or not state.review.is_settled:
            raise InputError(
                f"Conviction {number} has no decision that holds. It is decided on first, then "
                "approved."
            )
        if state.review.reviewer == who:
            raise InputError(
                f"Conviction {number} was decided by {who}. A second person approves it."
            )

    def make(_number: int, state: CaseState) -> CaseState:
        if state.review is None or state.review.approved_at:
            return state
        return replace(state, review=replace(state.review, approver=who, approved_at=at))

    return _put(workspace, ids, make, "approve", who=who, why_late=why_late)


def add_note(workspace: Workspace, ids: Sequence[int], words: str, *, who: str) -> Done:
    """Write a note on one case or several; it changes no decision."""
    check_may(workspace, who, Right.REVIEW)
    _check_known(workspace, ids)
    text, at = _words(words, "Write the note."), now()
    notes = [Note(secrets.token_hex(8), number, text, who, at) for number in ids]
    with workspace.transaction():
        put_notes(workspace, notes, who=who, at=at)
    return Done("note", tuple(ids))


def undo(workspace: Workspace, *, who: str, why_late: str = "") -> Done:
    """Take back the person's latest step that stands; as often as there are steps."""
    check_may(workspace, who, Right.REVIEW)
    step = steps.find_last(workspace, who, steps.DONE)
    if step is None:
        raise InputError("There is nothing to undo.")
    return _replay(workspace, step.id, step.what, is_undo=True, who=who, why_late=why_late)


def redo(workspace: Workspace, *, who: str, why_late: str = "") -> Done:
    """Do again what was undone last; until the person decides something else."""
    check_may(workspace, who, Right.REVIEW)
    step = steps.find_last(workspace, who, steps.UNDONE)
    if step is None:
        raise InputError("There is nothing to do again.")
    return _replay(workspace, step.id, step.what, is_undo=False, who=who, why_late=why_late)


def _replay(
    workspace: Workspace, step_id: int, what: str, *, is_undo: bool, who: str, why_late: str
) -> Done:
    changes = steps.get_changes(workspace, step_id)
    cases = [one for one in changes if one.part == steps.CASE]
    if cases:
        _check_late(workspace, why_late)
    sides = [(one.after, one.before) if is_undo else (one.before, one.after) for one in cases]
    standing = get_states(workspace, [one.conviction_id for one in cases])
    wanted = {}
    for one, (leaves, becomes) in zip(cases, sides, strict=True):
        if not is_same(standing[one.conviction_id], read_state(leaves)):
            raise InputError(
                f"Conviction {one.conviction_id} was decided on since, by somebody else or at "
                "another desk. Decide it anew instead."
            )
        wanted[one.conviction_id] = read_state(becomes)
    name, at = ("undo: " if is_undo else "redo: ") + what, now()
    _check_known(workspace, list(wanted))
    with workspace.transaction():
        write_states(workspace, wanted, what=name, who=who, at=at, why_late=why_late)
        for one in changes:
            if one.part == steps.NOTE:
                note = read_note(one.after)
                if is_undo:
                    questions.delete_note(workspace, note.uid)
                else:
                    questions.insert_note(workspace, note)
                audit.append(
                    workspace, at=at, who=who, action=name,
                    subject=f"conviction {note.conviction_id}",
                    old=note.words if is_undo else "", new="" if is_undo else note.words,
                )  # fmt: skip
        steps.set_state(workspace, step_id, steps.UNDONE if is_undo else steps.DONE)
    return Done(name, tuple(dict.fromkeys(one.conviction_id for one in changes)))


def _put(
    workspace: Workspace,
    ids: Iterable[int],
    make: Callable[[int, CaseState], CaseState],
    what: str,
    *,
    who: str,
    why_late: str,
) -> Done:
    with workspace.transaction():
        states = get_states(workspace, ids)
        made = {number: make(number, state) for number, state in states.items()}
        put_states(workspace, made, what=what, who=who, at=now(), why_late=why_late.strip())
    return Done(what, tuple(made))


def _answers(workspace: Workspace, ids: Sequence[int]) -> dict[int, Determination]:
    """The answers of the latest check. Raises InputError for a case without one."""
    if not ids:
        raise InputError("No case was chosen. Choose one or several first.")
    if runs.find_latest_run(workspace) is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    _check_known(workspace, ids)
    found = get_determinations(workspace, ids)
    for number in ids:
        if number not in found:
            raise InputError(
                f"Conviction {number} has no answer to decide on: the policy does not ask about "
                "it, or its record changed since the check. Check again."
            )
    return found


def _check_known(workspace: Workspace, ids: Sequence[int]) -> None:
    known = reviews.known_convictions(workspace, ids)
    for number in ids:
        if number not in known:
            raise InputError(f"There is no conviction number {number}; 'cases' lists them.")


def _check_late(workspace: Workspace, why_late: str) -> None:
    signed = signing.find_sign_off(workspace)
    if signed is not None and not why_late.strip():
        raise InputError(
            f"The results were signed off by {signed.who} on {signed.at[:10]}. Say why this is "
            "changed all the same; it will show as a change."
        )


def _words(text: str, advice: str) -> str:
    """Words as they are kept: lines stay, blanks at the ends go."""
    kept = text.strip()
    if not kept:
        raise InputError(advice)
    if len(kept) > LONGEST:
        raise InputError(f"That is {len(kept):,} letters; {LONGEST:,} are kept. Say it shorter.")
    return kept
