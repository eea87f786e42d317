"""Is a workspace whole? Every problem found, as a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import zstandard

from app.store import anchors, audit, chunks, kept_copies, mends, records
from app.store.packages import find_mark
from app.store.workspace import Workspace, find_trouble


def find_problems(workspace: Workspace) -> list[str]:
    """Pages, references, counts and the audit chain; an empty list means whole.

    A part that is too damaged to be looked at is a problem like the others.
    """
    problems: list[str] = []
    for look in (_pages, _references, _sources, _people, mends.find_problems, _audit):
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
    """The kept copy of every file must give the hash that the file had, or that it has since a
    purge cut rows out of it.

    A package of cases holds only the rows of its people, and so no whole file.
    """
    kept = kept_copies.all_kept(workspace)
    is_package = find_mark(workspace) is not None
    for source in records.list_sources(workspace):
        digest = hashlib.sha256()
        n_kept = 0
        try:
            for chunk in chunks.iter_chunks(workspace, source.id):
                digest.update(chunk.data)
                n_kept += len(chunk.data)
        except zstandard.ZstdError:
            yield f"A piece of the kept copy of {source.name} cannot be unpacked."
            continue
        if is_package:
            continue
        cut = kept.get(source.id)
        n_bytes, sha256 = (cut.n_bytes, cut.sha256) if cut else (source.n_bytes, source.sha256)
        if n_kept != n_bytes:
            yield (
                f"The pages of {source.name} do not add up: {n_kept:,} of {n_bytes:,} bytes are "
                "kept."
            )
        elif digest.hexdigest() != sha256:
            yield f"The kept copy of {source.name} is not what was imported: its hash differs."


def _people(workspace: Workspace) -> Iterator[str]:
    for number, n_convictions, n in workspace.connection.execute(
        "SELECT p.id, p.n_convictions, count(c.id) AS n FROM person p "
        "LEFT JOIN conviction c ON c.person_id = p.id GROUP BY p.id "
        "HAVING n <> p.n_convictions LIMIT 20"
    ):
        yield f"Person {number} has {n} convictions listed, the record says {n_convictions}."


def find_record_problems(workspace: Workspace) -> list[str]:
    """Of the record of the work alone."""
    return list(_audit(workspace))


def _audit(workspace: Workspace) -> Iterator[str]:
    """The chain itself, and whether it still holds the entries that backups remember."""
    broken = audit.find_broken_link(workspace)
    if broken is not None:
        yield broken.sentence
    for kept in anchors.list_kept(workspace):
        difference = anchors.find_difference(workspace, kept.anchor)
        if difference:
            yield f"{difference} It was noted by {kept.where}."
            return
