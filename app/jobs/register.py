"""The register of papers: moving them on, correcting, what is due, how long each waits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.retention.seal import seal_by_rule
from app.jobs.rights import Right, check_may
from app.model.paper_state import (
    AFTER_DECISION,
    DENIED,
    DRAFTED,
    ENDED,
    GRANTED,
    MOVES,
    PRINTED,
    SET,
    STATES,
    Standing,
    reason_against,
)
from app.store import audit, register
from app.store.register import RegisterFilter, RegisterRow
from app.store.workspace import Workspace

_DAYS_SETTING = "register-days"
HEARING = "hearing"
LONGEST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Move:
    """One step of one paper, as it was when it was planned."""

    row: RegisterRow
    state: str
    on_day: date
    due_on: date | None
    due_what: str
    words: str


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What would be entered, and what cannot be, a sentence each."""

    moves: tuple[Move, ...]
    refused: tuple[str, ...]


def plan_move(
    workspace: Workspace,
    ids: Sequence[int],
    state: str,
    on_day: date,
    today: date,
    *,
    due_on: date | None = None,
    due_what: str = "",
    words: str = "",
) -> MovePlan:
    """Look whether papers can go to a state on a day; nothing is changed.

    Without ``due_on`` what is due comes from the office's own days (`find_waiting_days`).
    """
    rows = register.get_rows(workspace, ids)
    known = {row.id for row in rows}
    refused = [f"There is no paper {number} in the register." for number in ids
               if number not in known]  # fmt: skip
    days = find_waiting_days(workspace)
    moves = []
    for row in rows:
        reason = reason_against(standing_of(workspace, row), state, on_day, today)
        if reason:
            refused.append(f"{paper_words(row)}: {reason}.")
            continue
        due, what = _due(state, on_day, due_on, due_what, days)
        moves.append(Move(row, state, on_day, due, what, words.strip()[:LONGEST_WORDS]))
    return MovePlan(tuple(moves), tuple(refused))


def carry_out(workspace: Workspace, moves: Iterable[Move], *, who: str) -> int:
    """Enter planned moves, all or none; how many. Raises InputError when a paper moved meanwhile.

    What was due before is settled by a move; what is due now comes with it. Where the office has
    a rule, what the court granted is sealed (`app.jobs.retention`).
    """
    check_may(workspace, who, Right.REGISTER)
    moves = list(moves)
    if not moves:
        return 0
    at = now()
    with workspace.transaction():
        there = {row.id: row for row in register.get_rows(workspace, [m.row.id for m in moves])}
        for move in moves:
            row = there.get(move.row.id)
            if row is None or (row.state, row.state_on) != (move.row.state, move.row.state_on):
                raise InputError(
                    f"{paper_words(move.row)} was changed meanwhile. Look again; nothing was "
                    "entered."
                )
            _enter(workspace, move)
        register.insert_events(
            workspace,
            ((m.row.id, m.state, m.on_day.isoformat(), _event_words(m)) for m in moves),
            who=who,
            at=at,
        )
        numbers = ", ".join(str(move.row.id) for move in moves)
        states = ", ".join(sorted({f"{m.state} on {m.on_day}" for m in moves}))
        audit.append(workspace, at=at, who=who, action="register", subject=f"papers {numbers}",
                     old=", ".join(sorted({m.row.state for m in moves})), new=states)  # fmt: skip
        seal_by_rule(workspace, who=who)
    return len(moves)


def _enter(workspace: Workspace, move: Move) -> None:
    due = move.due_on.isoformat() if move.due_on else ""
    day = move.on_day.isoformat()
    register.set_state(workspace, move.row.id, state=move.state, on_day=day, due_on=due,
                       due_what=move.due_what if due else "")  # fmt: skip


def _event_words(move: Move) -> str:
    due = f"{move.due_what} {move.due_on}" if move.due_on else ""
    return "; ".join(part for part in (due, move.words) if part)


def _due(
    state: str, on_day: date, due_on: date | None, due_what: str, days: Mapping[str, WaitingDays]
) -> tuple[date | None, str]:
    if due_on is not None:
        return due_on, due_what or (HEARING if state == SET else "due")
    own = days.get(state)
    return (on_day + timedelta(own.days), own.what) if own else (None, "")


def standing_of(workspace: Workspace, row: RegisterRow) -> Standing:
    """Where a paper is, as its moves depend on it."""
    granted: bool | None = None
    if row.state in AFTER_DECISION:
        last = register.last_state_of(workspace, row.id, (GRANTED, DENIED))
        granted = last == GRANTED if last else None
    return Standing(row.state, register.day_of(row.state_on), bool(row.replaced_by), granted)


def paper_words(row: RegisterRow) -> str:
    """How sentences name a paper."""
    about = row.case_number or row.name or (f"{row.n_cases:,} convictions" if row.n_cases else "")
    return f"Paper {row.id} ({row.kind}{', ' + about if about else ''})"


def correct_paper(
    workspace: Workspace,
    paper_id: int,
    state: str,
    on_day: date,
    reason: str,
    *,
    who: str,
    today: date,
    due_on: date | None = None,
    due_what: str = "",
) -> None:
    """Enter another state or date than what stands there, whatever way that is, with a reason.

    The history keeps what was entered before. Raises InputError without a reason, and for a day
    that is still to come.
    """
    check_may(workspace, who, Right.REGISTER)
    row = get_paper(workspace, paper_id)
    if state not in STATES:
        raise InputError(f"There is no state “{state}”. The states are {', '.join(STATES)}.")
    if not reason.strip():
        raise InputError("A correction needs a reason: say what was wrong.")
    if on_day > today:
        raise InputError(f"{on_day} is still to come. Enter the day on which it happened.")
    due = due_on.isoformat() if due_on else ""
    what = (due_what or (HEARING if state == SET else "due")) if due else ""
    at = now()
    words = f"Correction: {reason.strip()[:LONGEST_WORDS]} (before: {row.state}, {row.state_on})"
    with workspace.transaction():
        register.set_state(
            workspace, row.id, state=state, on_day=on_day.isoformat(), due_on=due, due_what=what
        )
        if row.replaced_by and state not in (DRAFTED, PRINTED):
            register.stand_again(workspace, row.id)  # the older draft is the one that was filed
        register.insert_events(
            workspace, [(row.id, state, on_day.isoformat(), words)], who=who, at=at
        )
        audit.append(
            workspace, at=at, who=who, action="register correction", subject=f"paper {row.id}",
            old=f"{row.state} on {row.state_on}, due {row.due_on or 'nothing'}",
            new=f"{state} on {on_day}, due {due or 'nothing'}: {reason.strip()[:LONGEST_WORDS]}",
        )  # fmt: skip


def set_due(
    workspace: Workspace, ids: Sequence[int], due_on: date | None, due_what: str, *, who: str
) -> int:
    """Say what is due and when, or (None) that nothing is; how many papers."""
    check_may(workspace, who, Right.REGISTER)
    rows = register.get_rows(workspace, ids)
    due, what = (due_on.isoformat(), due_what.strip() or "due") if due_on else ("", "")
    at = now()
    with workspace.transaction():
        for row in rows:
            register.set_due(workspace, row.id, due, what)
        words = f"Due: {what} {due}" if due else "Nothing is due"
        register.insert_events(
            workspace, [(row.id, row.state, row.state_on, words) for row in rows], who=who, at=at
        )
        numbers = ", ".join(str(row.id) for row in rows)
        audit.append(
            workspace, at=at, who=who, action="register due", subject=f"papers {numbers}", new=words
        )
    return len(rows)


def get_paper(workspace: Workspace, paper_id: int) -> RegisterRow:
    """Raises InputError when there is none of this number."""
    rows = register.get_rows(workspace, [paper_id])
    if not rows:
        raise InputError(f"There is no paper {paper_id} in the register. The register lists them.")
    return rows[0]


@dataclass(frozen=True, slots=True)
class WaitingDays:
    """After so many days in a state something is due."""

    days: int
    what: str


def find_waiting_days(workspace: Workspace) -> dict[str, WaitingDays]:
    """The office's own days by state. No law on file gives days for these papers."""
    text = workspace.get_setting(_DAYS_SETTING)
    found = json.loads(text) if text else {}
    return {state: WaitingDays(int(days), str(what)) for state, (days, what) in found.items()}


def save_waiting_days(workspace: Workspace, days: Mapping[str, WaitingDays], *, who: str) -> None:
    """Keep them for what is entered from now on. Raises InputError for what makes no sense."""
    check_may(workspace, who, Right.MANAGE)
    for state, one in days.items():
        if state not in STATES or not MOVES[state]:
            raise InputError(f"Nothing is waited for after “{state}”.")
        if not 1 <= one.days <= 3650 or not one.what.strip():
            raise InputError(
                f"After “{state}”: give 1 to 3,650 days, and say in words what is due then."
            )
    before = workspace.get_setting(_DAYS_SETTING)
    kept = {state: [one.days, one.what.strip()] for state, one in sorted(days.items())}
    text = json.dumps(kept, ensure_ascii=False)
    with workspace.transaction():
        workspace.save_setting(_DAYS_SETTING, text)
        audit.append(workspace, at=now(), who=who, action="setting", subject=_DAYS_SETTING,
                     old=before, new=text)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aged:
    """A paper that still waits: for how many days, and how many it is overdue (0: it is not)."""

    row: RegisterRow
    days: int
    n_overdue: int


@dataclass(frozen=True, slots=True)
class StateAge:
    """The papers of one state that still wait."""

    state: str
    n: int
    n_overdue: int
    longest: int  # days
    median: int


@dataclass(frozen=True, slots=True)
class Ageing:
    papers: tuple[Aged, ...]  # overdue first, the longest overdue first; then the oldest
    states: tuple[StateAge, ...]


def ageing(workspace: Workspace, today: date, wanted: RegisterFilter | None = None) -> Ageing:
    """How long the papers stand where they stand."""
    ids = register.find_ids(workspace, wanted or RegisterFilter(), "oldest")
    rows = [row for row in register.get_rows(workspace, ids) if row.state not in ENDED]
    aged = sorted(
        (Aged(row, _days(row.state_on, today), max(0, _days(row.due_on, today))) for row in rows),
        key=lambda one: (-one.n_overdue, -one.days, one.row.id),
    )
    states = []
    for state in STATES:
        own = sorted(one.days for one in aged if one.row.state == state)
        if own:
            n_overdue = sum(one.n_overdue > 0 for one in aged if one.row.state == state)
            states.append(StateAge(state, len(own), n_overdue, own[-1], own[len(own) // 2]))
    return Ageing(tuple(aged), tuple(states))


def _days(since: str, today: date) -> int:
    """Days since a day of the store; 0 when there is none."""
    return (today - date.fromisoformat(since)).days if since else 0
