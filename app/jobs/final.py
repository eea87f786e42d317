"""Is the latest check final? Only when nothing is open, or a named person says why it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.packages.guard import check_not_package
from app.jobs.rights import Right, check_may
from app.jobs.unlocked import check_not_signed
from app.store import audit, final, issue_lists, runs
from app.store.final import FinalCall
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Finality:
    """``sentence`` says it for a screen, a report, a terminal. ``call`` is the one that holds."""

    is_final: bool
    sentence: str
    n_set_aside: int
    n_open: int  # issues of consequence, rows set aside not counted again
    call: FinalCall | None = None
    can_be_called: bool = False  # somebody may call it final now

    def as_data(self) -> dict[str, Any]:
        """For ``summary.json``."""
        call = self.call
        return {
            "isFinal": self.is_final,
            "sentence": self.sentence,
            "rowsSetAside": self.n_set_aside,
            "issuesOpen": self.n_open,
            "calledBy": call.who if call else None,
            "calledAt": call.at if call else None,
            "why": call.why or None if call else None,
        }


def finality(workspace: Workspace) -> Finality:
    """How it stands with the latest check.

    An import, a mend, another check, or an issue that is opened again makes it not final.
    """
    n_set_aside, n_open = issue_lists.count_open(workspace)
    run = runs.find_latest_run(workspace)
    if run is None:
        return Finality(False, "Not final: nothing was checked yet.", n_set_aside, n_open)
    if runs.is_stale(workspace):
        says = "Not final: files or mends came after the check. Check again."
        return Finality(False, says, n_set_aside, n_open)
    call = final.find_call(workspace, run.id)
    if call and n_set_aside <= call.n_set_aside and n_open <= call.n_open:
        return Finality(True, _final_words(call), n_set_aside, n_open, call)
    if n_set_aside or n_open:
        says = f"Not final: {_open_words(n_set_aside, n_open)}."
        return Finality(False, says, n_set_aside, n_open, can_be_called=True)
    says = "Not final yet: nothing is open, and nobody called it final."
    return Finality(False, says, 0, 0, can_be_called=True)


def call_final(workspace: Workspace, who: str, why: str = "") -> Finality:
    """Call the latest check final; ``why`` is needed while something is open.

    Raises InputError when it may not be.
    """
    check_not_package(workspace, "Calling a check final")
    check_may(workspace, who, Right.SIGN_OFF)
    check_not_signed(workspace)
    with workspace.transaction():
        keep_call(workspace, who, why)
    return finality(workspace)


def keep_call(workspace: Workspace, who: str, why: str) -> None:
    """The same inside the caller's transaction."""
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    if runs.is_stale(workspace):
        raise InputError(
            "Files or mends came after the latest check. Check again, then call it final."
        )
    n_set_aside, n_open = issue_lists.count_open(workspace)
    why = " ".join(why.split())
    if (n_set_aside or n_open) and not why:
        raise InputError(
            f"It cannot be called final: {_open_words(n_set_aside, n_open)}. Mend or confirm "
            "them, or sign off with the reason why it may be final all the same."
        )
    who = who.strip()
    call = FinalCall(run.id, who, now(), why, n_set_aside, n_open, run.result_sha256)
    final.insert_call(workspace, call)
    audit.append(
        workspace, at=call.at, who=who, action="final", subject=f"run {run.id}",
        old=_open_words(n_set_aside, n_open) if n_set_aside or n_open else "",
        new=f"{why} result {run.result_sha256}".strip(),
    )  # fmt: skip


def _open_words(n_set_aside: int, n_open: int) -> str:
    """``12 rows are set aside and 340 issues of consequence are open``."""
    parts = []
    if n_set_aside:
        rows = "1 row is" if n_set_aside == 1 else f"{n_set_aside:,} rows are"
        parts.append(f"{rows} set aside")
    if n_open:
        is_one = n_open == 1
        issues = "1 issue of consequence is" if is_one else f"{n_open:,} issues of consequence are"
        parts.append(f"{issues} open")
    return " and ".join(parts)


def _final_words(call: FinalCall) -> str:
    day = call.at[:10]
    if not call.why:
        return f"Final, called by {call.who} on {day}."
    left = _open_words(call.n_set_aside, call.n_open)
    told = f" ({left})" if left else ""
    return f"Final, signed off by {call.who} on {day} because {call.why.rstrip('.')}{told}."
