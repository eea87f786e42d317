"""Showing a personal number: only after the log says who asked for it."""

from __future__ import annotations

from app.errors import InputError, WorkspaceError
from app.jobs.clock import now
from app.jobs.person_numbers import kind_of, read_numbers
from app.jobs.rights import Right, check_may
from app.jobs.source_rows import SourceRow
from app.store import audit
from app.store.workspace import Workspace

ACTION = "number shown"


def reveal_number(workspace: Workspace, person_id: int, kind: str, *, who: str) -> tuple[str, ...]:
    """The person's numbers of a kind (`app.jobs.person_numbers.NAMES`), the counting one first.

    That they are shown is on record before they are given: who, when, which kind, of whom, and
    never the number. Raises InputError, and gives nothing, when there is no such number or when
    that cannot be recorded; LookupError when there is no such person or kind.
    """
    wanted = kind_of(kind)
    _check_can_record(workspace, who)
    numbers = dict(read_numbers(workspace, person_id)).get(wanted, ())
    if not numbers:
        raise InputError(f"Person {person_id} has no {wanted.words} number on record.")
    _record(workspace, f"person {person_id}", wanted.name, who)
    return numbers


def reveal_row(
    workspace: Workspace, row: SourceRow, *, who: str, person_id: int | None = None
) -> None:
    """Record that somebody looks at the numbers of a source row, which is somebody's or was set
    aside. Raises like `reveal_number`."""
    _check_can_record(workspace, who)
    subject = row.title if person_id is None else f"person {person_id}, {row.title}"
    _record(workspace, subject, "source row", who)


def _check_can_record(workspace: Workspace, who: str) -> None:
    """Raises InputError when it could not be recorded who looks, or they may not."""
    if workspace.is_read_only:
        raise InputError(
            "The number is not shown: the workspace is open for reading only, so that nobody could "
            "see later who looked at it. Open it for work."
        )
    check_may(workspace, who, Right.REVIEW)


def _record(workspace: Workspace, subject: str, what: str, who: str) -> None:
    try:
        with workspace.transaction():
            audit.append(workspace, at=now(), who=who, action=ACTION, subject=subject, new=what)
    except WorkspaceError as error:
        raise InputError(
            "The number is not shown, for it could not be recorded who looked at it. "
            + error.message
        ) from error
