"""Entries of the record of the work by who, what, whom and when, the newest first, page by page.

Fast however long the record is: every kind of action is a list of its own in the indexes, read from
its newest end; the lists are merged and cut off where the page is full.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.store.audit import AuditEntry, get_entries, last_entry
from app.store.workspace import Workspace

# The actions whose subject is a pair, "person 3, person 9": either may be looked for.
PAIR_ACTIONS = ("people are different", "people may be one")


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is left empty does not narrow. Days are given as instants: from, and before."""

    who: str = ""
    actions: tuple[str, ...] | None = None  # None: all; (): none
    person_id: int | None = None  # entries of the person and of the person's convictions
    conviction_id: int | None = None
    since: str = ""
    before: str = ""


def find_entries(
    workspace: Workspace, wanted: AuditFilter, *, older_than: int | None = None, limit: int
) -> list[AuditEntry]:
    """The newest first, at most ``limit``; ``older_than``: the page after the entry of that
    number."""
    if wanted.person_id is not None or wanted.conviction_id is not None:
        numbers = _numbers_of_subject(workspace, wanted)
        if older_than is not None:
            numbers = [number for number in numbers if number < older_than]
        found = (entry for entry in _in_pages(workspace, numbers) if _is_wanted(entry, wanted))
        return list(islice(found, limit))
    first, last = _bounds(workspace, wanted)
    if older_than is not None:
        last = min(last, older_than - 1)
    lists = [
        _numbers(workspace, wanted, action, first, last, limit)
        for action in _actions(workspace, wanted)
    ]
    return get_entries(workspace, islice(heapq.merge(*lists, reverse=True), limit))


def list_who(workspace: Workspace) -> list[str]:
    """Everybody who is named in the record, by name."""
    return sorted(_distinct(workspace, "who"), key=str.casefold)


def list_actions(workspace: Workspace) -> list[str]:
    """Every action that the record holds, by name."""
    return list(_distinct(workspace, "action"))


def _distinct(workspace: Workspace, column: str) -> Iterator[str]:
    """From one to the next by the index: not a look at every entry."""
    text = None
    while True:
        row = workspace.connection.execute(
            f"SELECT min({column}) FROM audit WHERE {column} > ?"
            if text is not None
            else f"SELECT min({column}) FROM audit",
            (text,) if text is not None else (),
        ).fetchone()
        if row[0] is None:
            return
        text = str(row[0])
        yield text


def _actions(workspace: Workspace, wanted: AuditFilter) -> Sequence[str]:
    return list_actions(workspace) if wanted.actions is None else wanted.actions


def _bounds(workspace: Workspace, wanted: AuditFilter) -> tuple[int, int]:
    """The first and last number of those days: numbers follow the clock, unless it was set back
    or a look was recorded later than it happened."""
    last, _ = last_entry(workspace)
    if not (wanted.since or wanted.before):
        return 1, last
    clause, values = _clock(wanted)
    row = workspace.connection.execute(
        f"SELECT min(id), max(id) FROM audit WHERE {clause}", values
    ).fetchone()
    return (int(row[0]), int(row[1])) if row[0] is not None else (1, 0)


def _clock(wanted: AuditFilter) -> tuple[str, list[str]]:
    parts = [("at >= ?", wanted.since), ("at < ?", wanted.before)]
    return (
        " AND ".join(clause for clause, value in parts if value),
        [value for _, value in parts if value],
    )


def _numbers(
    workspace: Workspace, wanted: AuditFilter, action: str, first: int, last: int, limit: int
) -> list[int]:
    """The newest numbers of one action, of the one who is asked for."""
    clause, values = "action = ? AND id BETWEEN ? AND ?", [action, first, last]
    if wanted.who:
        clause, values = f"who = ? AND {clause}", [wanted.who, *values]
    if wanted.since or wanted.before:
        clock, instants = _clock(wanted)
        clause, values = f"{clause} AND {clock}", [*values, *instants]
    # The index is named: for a long record and a rare action the other ways are slow.
    index = "audit_who" if wanted.who else "audit_action"
    rows = workspace.connection.execute(
        f"SELECT id FROM audit INDEXED BY {index} WHERE {clause} ORDER BY id DESC LIMIT ?",
        (*values, limit),
    )
    return [int(row[0]) for row in rows]


def _numbers_of_subject(workspace: Workspace, wanted: AuditFilter) -> list[int]:
    """Of a person or a conviction, the newest first; of both, what either of them has."""
    found: set[int] = set()
    if wanted.person_id is not None:
        found.update(_of_person(workspace, wanted.person_id))
    if wanted.conviction_id is not None:
        found.update(_of_convictions(workspace, [wanted.conviction_id]))
    return sorted(found, reverse=True)


def _of_person(workspace: Workspace, person_id: int) -> Iterator[int]:
    name = f"person {person_id}"
    subjects = (
        ("subject = ?", [name]),
        ("subject >= ? AND subject < ?", [f"{name},", f"{name}-"]),  # "person 3, level, …"
    )
    for clause, values in subjects:
        for row in workspace.connection.execute(
            f"SELECT id FROM audit WHERE {clause} AND subject GLOB 'person *'", values
        ):
            yield int(row[0])
    for row in workspace.connection.execute(
        "SELECT id FROM audit INDEXED BY audit_action WHERE action IN "
        "(SELECT value FROM json_each(?)) AND subject LIKE ?",
        (json.dumps(PAIR_ACTIONS), f"%, {name}"),
    ):
        yield int(row[0])
    convictions = workspace.connection.execute(
        "SELECT id FROM conviction WHERE person_id = ?", (person_id,)
    )
    yield from _of_convictions(workspace, [row[0] for row in convictions])


def _of_convictions(workspace: Workspace, numbers: Sequence[int]) -> Iterator[int]:
    for number in numbers:
        for row in workspace.connection.execute(
            "SELECT id FROM audit WHERE subject = ? AND subject GLOB 'conviction *'",
            (f"conviction {number}",),
        ):
            yield int(row[0])


def _in_pages(workspace: Workspace, numbers: Sequence[int]) -> Iterator[AuditEntry]:
    for start in range(0, len(numbers), 500):
        yield from get_entries(workspace, numbers[start : start + 500])


def _is_wanted(entry: AuditEntry, wanted: AuditFilter) -> bool:
    return (
        (not wanted.who or entry.who == wanted.who)
        and (wanted.actions is None or entry.action in wanted.actions)
        and (not wanted.since or entry.at >= wanted.since)
        and (not wanted.before or entry.at < wanted.before)
    )
