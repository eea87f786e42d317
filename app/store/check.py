"""Is a workspace whole? Every problem found, as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.store import audit
from app.store.workspace import Workspace, find_trouble


def find_problems(workspace: Workspace) -> list[str]:
    """Pages, references, counts and the audit chain; an empty list means whole.

    A part that is too damaged to be looked at is a problem like the others.
    """
    problems: list[str] = []
    for look in (_pages, _references, _sources, _people, _audit):
        problems += _guarded(look, workspace)
    return list(dict.fromkeys(problems))


def _guarded(look: Callable[[Workspace], Iterator[str]], workspace: Workspace) -> Iterator[str]:
    try:
        yield from look(workspace)
    except Exception as error:
        trouble = find_trouble(error)
        if trouble is None:
            raise
        yield trouble.message


def _pages(workspace: Workspace) -> Iterator[str]:
    for row in workspace.connection.execute("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield f"The database is damaged: {row[0]}."


def _references(workspace: Workspace) -> Iterator[str]:
    for row in workspace.connection.execute("PRAGMA foreign_key_check").fetchmany(20):
        yield f"A row of {row[0]} points to a missing row of {row[2]}."


def _sources(workspace: Workspace) -> Iterator[str]:
    for name, n_bytes, kept in workspace.connection.execute(
        "SELECT s.name, s.n_bytes, coalesce(sum(k.n_bytes), 0) AS kept FROM source s "
        "LEFT JOIN source_chunk k ON k.source_id = s.id GROUP BY s.id HAVING kept <> s.n_bytes"
    ):
        yield f"The pages of {name} do not add up: {kept:,} of {n_bytes:,} bytes are kept."


def _people(workspace: Workspace) -> Iterator[str]:
    for number, n_convictions, n in workspace.connection.execute(
        "SELECT p.id, p.n_convictions, count(c.id) AS n FROM person p "
        "LEFT JOIN conviction c ON c.person_id = p.id GROUP BY p.id "
        "HAVING n <> p.n_convictions LIMIT 20"
    ):
        yield f"Person {number} has {n} convictions listed, the record says {n_convictions}."


def _audit(workspace: Workspace) -> Iterator[str]:
    broken = audit.find_break(workspace)
    if broken is not None:
        yield f"The record of the work is broken at entry {broken}."
