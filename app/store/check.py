"""Is a workspace whole? Every problem found, as a sentence."""

from __future__ import annotations

from app.store import audit
from app.store.workspace import Workspace


def find_problems(workspace: Workspace) -> list[str]:
    """Pages, references, counts and the audit chain; an empty list means whole."""
    connection = workspace.connection
    problems = [
        f"The database is damaged: {row[0]}."
        for row in connection.execute("PRAGMA integrity_check(20)")
        if row[0] != "ok"
    ]
    problems += [
        f"A row of {row[0]} points to a missing row of {row[2]}."
        for row in connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    ]
    problems += [
        f"The pages of {row[0]} do not add up: {row[2]:,} of {row[1]:,} bytes are kept."
        for row in connection.execute(
            "SELECT s.name, s.n_bytes, coalesce(sum(k.n_bytes), 0) AS kept FROM source s "
            "LEFT JOIN source_chunk k ON k.source_id = s.id GROUP BY s.id HAVING kept <> s.n_bytes"
        )
    ]
    problems += [
        f"Person {row[0]} has {row[2]} convictions listed, the record says {row[1]}."
        for row in connection.execute(
            "SELECT p.id, p.n_convictions, count(c.id) AS n FROM person p "
            "LEFT JOIN conviction c ON c.person_id = p.id GROUP BY p.id "
            "HAVING n <> p.n_convictions LIMIT 20"
        )
    ]
    broken = audit.find_break(workspace)
    if broken is not None:
        problems.append(f"The record of the work is broken at entry {broken}.")
    return problems
