"""Purges: what was destroyed by which order of whom, in numbers; who must not come back unseen."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.store import marks
from app.store.workspace import Workspace, find_form_backups

UNFINISHED = "purge-unfinished"  # the setting: a purge whose pages were not written anew yet


@dataclass(frozen=True, slots=True)
class Purge:
    """``certificate`` is what its certificate says, as JSON."""

    id: int
    at: str
    who: str
    why: str
    n_people: int
    n_convictions: int
    n_rows: int
    certificate: str


_COLUMNS = "id, at, who, why, n_people, n_convictions, n_rows, certificate"


def list_purges(workspace: Workspace) -> list[Purge]:
    """The latest first."""
    rows = workspace.connection.execute(f"SELECT {_COLUMNS} FROM purge ORDER BY id DESC")
    return [Purge(*row) for row in rows]


def find_purge(workspace: Workspace, number: int) -> Purge | None:
    row = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM purge WHERE id = ?", (number,)
    ).fetchone()
    return Purge(*row) if row else None


def insert_purge(workspace: Workspace, *, at: str, who: str, why: str) -> int:
    """Begin one, inside its transaction; `finish_purge` fills in what it did."""
    return int(
        workspace.connection.execute(
            "INSERT INTO purge (at, who, why, n_people, n_convictions, n_rows, certificate) "
            "VALUES (?, ?, ?, 0, 0, 0, '')",
            (at, who, why),
        ).lastrowid
    )


def finish_purge(
    workspace: Workspace, number: int, *, n_people: int, n_convictions: int, n_rows: int,
    certificate: str,
) -> None:  # fmt: skip
    """What a purge did, inside its transaction."""
    workspace.connection.execute(
        "UPDATE purge SET n_people = ?, n_convictions = ?, n_rows = ?, certificate = ? "
        "WHERE id = ?",
        (n_people, n_convictions, n_rows, certificate, number),
    )


def set_certificate(workspace: Workspace, number: int, certificate: str) -> None:
    workspace.connection.execute(
        "UPDATE purge SET certificate = ? WHERE id = ?", (certificate, number)
    )


def insert_tombstones(workspace: Workspace, purge_id: int, what: str, found: Iterable[str]) -> None:
    """``what``: person or conviction."""
    workspace.connection.executemany(
        "INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)",
        ((one, what, purge_id) for one in found),
    )


def count_tombstones(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM tombstone").fetchone()[0])


def find_purge_of_person(workspace: Workspace, cii: str, name: str, born: str) -> Purge | None:
    """The purge that took somebody who is known by one of these."""
    for mark in marks.person_marks(workspace, cii, name, born):
        row = workspace.connection.execute(
            "SELECT purge_id FROM tombstone WHERE mark = ? AND what = 'person'", (mark,)
        ).fetchone()
        if row is not None:
            return find_purge(workspace, row[0])
    return None


def people_of_sources(workspace: Workspace, sources: Collection[int]) -> list[int]:
    """Whose rows stand in some files."""
    marks_ = ",".join(str(int(one)) for one in sources)
    return [
        int(row[0])
        for row in workspace.connection.execute(
            f"SELECT DISTINCT person_id FROM subject WHERE source_id IN ({marks_}) ORDER BY 1"
        )
    ]


def keep_numbers(workspace: Workspace, people: Iterable[int], convictions: Iterable[int]) -> None:
    """Numbers that nobody may get again: the record of the work speaks of them."""
    workspace.connection.execute(
        "INSERT INTO retention_number VALUES (?, ?)",
        (max(people, default=0), max(convictions, default=0)),
    )


def list_copies(
    workspace: Workspace, *, before_entry: int | None = None
) -> list[tuple[str, str, str]]:
    """(folder, file, when) of the backups that are known; only those made before an entry of the
    record of the work, when given. "" is when the workspace was brought up to date, of which
    nothing is on record but the file."""
    found = [
        (str(folder), str(name), str(at))
        for folder, name, at in workspace.connection.execute(
            "SELECT folder, file_name, at FROM backup WHERE state IN ('kept', 'missing') "
            "AND (?1 IS NULL OR audit_number < ?1) ORDER BY at",
            (before_entry,),
        )
    ]
    return [
        *found,
        *((str(path.parent), path.name, "") for path in find_form_backups(workspace.path)),
    ]


def list_older_copies(workspace: Workspace) -> list[tuple[str, str, str]]:
    """The same of those that hold what the latest purge destroyed; [] before there was one."""
    latest = next(iter(list_purges(workspace)), None)
    if latest is None:
        return []
    return list_copies(workspace, before_entry=int(json.loads(latest.certificate)["entry"]))
