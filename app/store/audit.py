"""The record of the work: who did what when, as a hash chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from app.store.workspace import Workspace

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    number: int
    at: str  # ISO instant, UTC
    who: str
    action: str
    subject: str
    old: str
    new: str
    previous: str
    hash: str


def append(
    workspace: Workspace,
    *,
    at: str,
    who: str,
    action: str,
    subject: str = "",
    old: str = "",
    new: str = "",
) -> None:
    """Add an entry; call it inside the transaction of what it records."""
    last = workspace.connection.execute(
        "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
    ).fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    entry = (number, at, who, action, subject, old, new, previous)
    workspace.connection.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*entry, _hash(entry))
    )


def entries(
    workspace: Workspace, *, newest_first: bool = False, limit: int = -1
) -> Iterator[AuditEntry]:
    """The entries in order, or the newest first; ``limit`` -1 gives all."""
    order = "DESC" if newest_first else "ASC"
    rows = workspace.connection.execute(
        f"SELECT * FROM audit ORDER BY id {order} LIMIT ?",
        (limit,),
    )
    for row in rows:
        yield AuditEntry(*row)


def entries_of_conviction(workspace: Workspace, conviction_id: int) -> list[AuditEntry]:
    """Everything that was recorded of one conviction, the oldest first."""
    rows = workspace.connection.execute(
        "SELECT * FROM audit WHERE subject = ? AND subject GLOB 'conviction *' ORDER BY id",
        (f"conviction {conviction_id}",),
    )
    return [AuditEntry(*row) for row in rows]


def find_break(workspace: Workspace) -> int | None:
    """The number of the first entry that does not follow from those before it."""
    previous = GENESIS
    for number, entry in enumerate(entries(workspace), start=1):
        content = (
            entry.number, entry.at, entry.who, entry.action, entry.subject, entry.old, entry.new,
            entry.previous,
        )  # fmt: skip
        if entry.number != number or entry.previous != previous or entry.hash != _hash(content):
            return number
        previous = entry.hash
    return None


def _hash(content: tuple[object, ...]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
