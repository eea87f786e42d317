"""Cases that were decided at two desks, otherwise: both sides, and a person's choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.packages.guard import check_not_package
from app.jobs.packages.three_way import disputed
from app.jobs.rights import Right, check_may
from app.store import audit, packages, queue, signing
from app.store.case_states import (
    CaseState,
    get_states,
    put_states,
    read_state,
    state_json,
    state_words,
)
from app.store.packages import HERE, THERE, Conflict, Package
from app.store.queue import QueueRow
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """``here`` is how the case stands now, of one that was decided how it stood then."""

    conflict: Conflict
    package: Package
    row: QueueRow | None  # None when the case is no longer on the list
    base: CaseState
    here: CaseState
    there: CaseState


def list_conflicts(workspace: Workspace, *, only_open: bool = True) -> list[ShownConflict]:
    """In the order in which they were met."""
    found = packages.list_conflicts(workspace, only_open=only_open)
    made = {one.package.id: one.package for one in packages.list_packages(workspace)}
    numbers = [one.conviction_id for one in found]
    rows = {row.conviction_id: row for row in _rows(workspace, numbers)}
    standing = get_states(workspace, numbers)
    return [
        ShownConflict(
            one, made[one.package_id], rows.get(one.conviction_id), read_state(one.base),
            read_state(one.here) if one.choice else standing[one.conviction_id],
            read_state(one.there),
        )
        for one in found
    ]  # fmt: skip


def _rows(workspace: Workspace, numbers: Sequence[int]) -> list[QueueRow]:
    found: list[QueueRow] = []
    for start in range(0, len(numbers), 500):
        found += queue.get_rows(workspace, numbers[start : start + 500])
    return found


def choose(
    workspace: Workspace, number: int, choice: str, *, who: str, why_late: str = ""
) -> ShownConflict:
    """Decide a conflict: HERE leaves the case as it is, THERE gives it the state from the package.

    A decision on record like any other, and undone like any other. Raises InputError.
    """
    check_not_package(workspace, "Deciding conflicts of packages")
    check_may(workspace, who, Right.REVIEW)
    shown = next(
        (one for one in list_conflicts(workspace, only_open=False) if one.conflict.id == number),
        None,
    )
    if shown is None:
        raise InputError(f"There is no conflict number {number}; 'packages conflicts' lists them.")
    if shown.conflict.choice:
        raise InputError(
            f"Conflict {number} was decided by {shown.conflict.who} on {shown.conflict.at[:10]}. "
            "To change the case, decide on it anew."
        )
    if shown.row is None:
        raise InputError(
            f"Conviction {shown.conflict.conviction_id} is no longer on the list here, so there "
            "is nothing to decide on."
        )
    if choice not in (HERE, THERE):
        raise InputError(f"“{choice}” is no choice. Say {HERE} or {THERE}.")
    _keep(workspace, shown, choice, who=who, why_late=why_late)
    return shown


def _keep(
    workspace: Workspace, shown: ShownConflict, choice: str, *, who: str, why_late: str
) -> None:
    at, conviction = now(), shown.conflict.conviction_id
    signed = signing.find_sign_off(workspace)
    if choice == THERE and signed is not None and not why_late.strip():
        raise InputError(
            f"The results were signed off by {signed.who} on {signed.at[:10]}. Say why this is "
            "changed all the same; it will show as a change."
        )
    what = f"conflict with “{shown.package.name}”: {choice}"
    with workspace.transaction():
        if choice == THERE:
            met = read_state(shown.conflict.here)
            wanted = disputed(met, shown.there, shown.here)
            put_states(
                workspace, {conviction: wanted}, what=what, who=who, at=at,
                why_late=why_late.strip(),
            )  # fmt: skip
        else:
            audit.append(
                workspace, at=at, who=who, action=what, subject=f"conviction {conviction}",
                old=state_words(shown.there), new=state_words(shown.here),
            )  # fmt: skip
        packages.set_choice(
            workspace, shown.conflict.id, here=state_json(shown.here), choice=choice, who=who,
            at=at,
        )  # fmt: skip
