"""The record of the work: who did what when, as a hash chain.

Each entry's hash covers the one before it. What a purge has to take out of an entry (`blank`) goes
with the entry's salt, so that its hash, which stays, tells nothing of it; the purge's own entry
counts what was emptied, and an entry emptied otherwise breaks the chain.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import WorkspaceError
from app.store.workspace import Workspace

GENESIS = "0" * 64
PURGE = "purge"  # the action of the entries that account for emptied ones
_SALT_BYTES = 16
_COLUMNS = "id, at, who, action, subject, old, new, previous, hash, salt"


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
    salt: str = ""


def append(
    workspace: Workspace,
    *,
    at: str,
    who: str,
    action: str,
    subject: str = "",
    old: str = "",
    new: str = "",
) -> int:
    """Add an entry; call it inside the transaction of what it records. Returns its number."""
    last = workspace.connection.execute(
        "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
    ).fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    salt = secrets.token_hex(_SALT_BYTES)
    entry = (number, at, who, action, subject, old, new, previous)
    workspace.connection.execute(
        f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*entry, _hash(entry, salt), salt),
    )
    return number


def try_append(
    workspace: Workspace, *, at: str, who: str, action: str, subject: str, new: str
) -> None:
    """Add an entry in a transaction of its own about what failed; the failure itself is told,
    also where this cannot be written either."""
    with contextlib.suppress(WorkspaceError, sqlcipher.DatabaseError), workspace.transaction():
        append(workspace, at=at, who=who, action=action, subject=subject, new=new)


def blank(
    workspace: Workspace, numbers: Iterable[int], *, at: str, who: str, subject: str, words: str
) -> int:
    """Empty the values of entries, inside the caller's transaction; their hashes stay.

    Adds the entry that accounts for them, whose number is returned.
    """
    emptied = sorted(set(numbers))
    new = json.dumps(
        {"words": words, "emptied": len(emptied), "sha256": _digest(emptied)}, ensure_ascii=False
    )
    by_entry = append(workspace, at=at, who=who, action=PURGE, subject=subject, new=new)
    workspace.connection.executemany(
        "INSERT INTO audit_blank VALUES (?, ?)", ((number, by_entry) for number in emptied)
    )
    workspace.connection.executemany(
        "UPDATE audit SET old = '', new = '', salt = '' WHERE id = ?",
        ((number,) for number in emptied),
    )
    return by_entry


def entries(
    workspace: Workspace, *, newest_first: bool = False, limit: int = -1
) -> Iterator[AuditEntry]:
    """The entries in order, or the newest first; ``limit`` -1 gives all."""
    order = "DESC" if newest_first else "ASC"
    rows = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM audit ORDER BY id {order} LIMIT ?",
        (limit,),
    )
    for row in rows:
        yield AuditEntry(*row)


def entries_of_conviction(workspace: Workspace, conviction_id: int) -> list[AuditEntry]:
    """Everything that was recorded of one conviction, the oldest first."""
    rows = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM audit WHERE subject = ? AND subject GLOB 'conviction *' "
        "ORDER BY id",
        (f"conviction {conviction_id}",),
    )
    return [AuditEntry(*row) for row in rows]


def get_entries(workspace: Workspace, numbers: Iterable[int]) -> list[AuditEntry]:
    """Those of these numbers that there are, in the order of the numbers given."""
    rows = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM audit WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted := list(numbers)),),
    )
    found = {row[0]: AuditEntry(*row) for row in rows}
    return [found[number] for number in wanted if number in found]


def last_entry(workspace: Workspace) -> tuple[int, str]:
    """(number, hash) of the last entry; (0, "") for none."""
    row = workspace.connection.execute(
        "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def hash_of_entry(workspace: Workspace, number: int) -> str:
    """ "" when there is none of that number."""
    row = workspace.connection.execute("SELECT hash FROM audit WHERE id = ?", (number,)).fetchone()
    return str(row[0]) if row else ""


def emptied_by(workspace: Workspace) -> dict[int, int]:
    """Entries that a purge emptied -> the number of the purge's own entry."""
    return dict(workspace.connection.execute("SELECT entry_id, by_entry_id FROM audit_blank"))


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry that does not follow from those before it, and the last that does."""

    number: int
    what: str  # what is wrong with it, as the end of a sentence
    last_good: AuditEntry | None

    @property
    def sentence(self) -> str:
        told = f"The record of the work is broken at entry {self.number}: {self.what}."
        good = self.last_good
        if good is None:
            return f"{told} No entry before it can be relied on."
        return (
            f"{told} The last entry that holds is {good.number}, of {good.at[:19]} UTC "
            f"({good.action} by {good.who})."
        )


def find_broken_link(workspace: Workspace) -> BrokenLink | None:
    """Goes through the whole chain; None when every entry follows from those before it."""
    blanks = _accounted_blanks(workspace)
    last: AuditEntry | None = None
    for number, entry in enumerate(entries(workspace), start=1):
        what = _what_is_wrong(entry, number, last, blanks)
        if what:
            return BrokenLink(number, what, last)
        last = entry
    return None


def find_break(workspace: Workspace) -> int | None:
    """The number of the first entry that does not follow from those before it."""
    broken = find_broken_link(workspace)
    return broken.number if broken is not None else None


def _what_is_wrong(
    entry: AuditEntry, number: int, last: AuditEntry | None, blanks: set[int]
) -> str:
    """ "" for an entry that holds."""
    if entry.number != number:
        return f"it is missing; entry {entry.number} comes next"
    if entry.previous != (last.hash if last else GENESIS):
        return "it was sealed to another entry than the one before it"
    if _is_as_written(entry) or _is_blank(entry, blanks):
        return ""
    if not (entry.old or entry.new or entry.salt):
        return "it was emptied, and no purge accounts for that"
    return "what it says is not what was sealed"


def content_text(entry: AuditEntry) -> str:
    """The very text whose SHA-256 is the entry's hash; on one line."""
    content = (
        entry.number, entry.at, entry.who, entry.action, entry.subject, entry.old, entry.new,
        entry.previous,
    )  # fmt: skip
    return _text(content, entry.salt)


def _is_as_written(entry: AuditEntry) -> bool:
    return entry.hash == hashlib.sha256(content_text(entry).encode()).hexdigest()


def _is_blank(entry: AuditEntry, blanks: set[int]) -> bool:
    return entry.number in blanks and not (entry.old or entry.new or entry.salt)


def _accounted_blanks(workspace: Workspace) -> set[int]:
    """The emptied entries whose purge counts just them, and came later."""
    by_purge: dict[int, list[int]] = {}
    for number, by_entry in workspace.connection.execute(
        "SELECT entry_id, by_entry_id FROM audit_blank ORDER BY entry_id"
    ):
        by_purge.setdefault(by_entry, []).append(number)
    found: set[int] = set()
    for by_entry, emptied in by_purge.items():
        row = workspace.connection.execute(
            "SELECT new FROM audit WHERE id = ? AND action = ?", (by_entry, PURGE)
        ).fetchone()
        if row and _stated_digest(str(row[0])) == _digest(emptied) and emptied[-1] < by_entry:
            found.update(emptied)
    return found


def _stated_digest(text: str) -> str:
    try:
        stated = json.loads(text)
    except ValueError:
        return ""
    return str(stated.get("sha256", "")) if isinstance(stated, dict) else ""


def _digest(numbers: list[int]) -> str:
    return hashlib.sha256(",".join(map(str, numbers)).encode()).hexdigest()


def _hash(content: tuple[object, ...], salt: str) -> str:
    return hashlib.sha256(_text(content, salt).encode()).hexdigest()


def _text(content: tuple[object, ...], salt: str) -> str:
    """Entries of earlier forms have no salt."""
    salted = (*content, salt) if salt else content
    return json.dumps(salted, ensure_ascii=False, separators=(",", ":"))
