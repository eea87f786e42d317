"""What the register asks the store from its reader thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.store import attachments, register
from app.store.attachments import Attachment
from app.store.register import PaperEvent, RegisterFilter, RegisterRow
from app.store.workspace import Workspace

ROWS_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The papers in their order, the first of them as rows, and the counts of the filters."""

    ids: tuple[int, ...]
    rows: list[RegisterRow]
    states: list[tuple[str, int]]
    courts: list[tuple[str, int]]
    kinds: list[tuple[str, int]]
    n_overdue: int


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper with its history and what is attached."""

    row: RegisterRow
    events: list[PaperEvent]
    attachments: list[Attachment]


def ask_register(
    workspace: Workspace, wanted: RegisterFilter, order: str, today: date
) -> RegisterView:
    """Each filter counts what it would show beside the others."""
    ids = tuple(register.find_ids(workspace, wanted, order))
    overdue = replace(wanted, overdue_on=today.isoformat(), due_until="")
    return RegisterView(
        ids=ids,
        rows=register.get_rows(workspace, ids[:ROWS_AT_ONCE]),
        states=register.count_by(workspace, "state", replace(wanted, state="")),
        courts=register.count_by(workspace, "court", replace(wanted, court="")),
        kinds=register.count_by(workspace, "kind", replace(wanted, kind="")),
        n_overdue=len(register.find_ids(workspace, overdue)),
    )


def ask_rows(workspace: Workspace, ids: Sequence[int]) -> list[RegisterRow]:
    return register.get_rows(workspace, ids)


def ask_paper(workspace: Workspace, paper_id: int) -> PaperView | None:
    rows = register.get_rows(workspace, [paper_id])
    if not rows:
        return None
    return PaperView(
        rows[0],
        register.list_events(workspace, paper_id),
        attachments.list_attachments(workspace, paper_id),
    )
