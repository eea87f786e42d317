"""Counts and figures of a workspace that say nothing of anybody: for the support file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.store.workspace import Workspace

_TABLE = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long an import or a check took, and over how much."""

    what: str  # "import" or "check"
    seconds: float
    n: int  # rows of an import, people of a check


def count_tables(workspace: Workspace) -> dict[str, int]:
    """Rows of each table, by its name."""
    names = workspace.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    return {
        name: int(workspace.connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
        for (name,) in names
        if _TABLE.fullmatch(name)
    }


def describe_database(workspace: Workspace) -> dict[str, str]:
    """The form of the tables and of the file, and the library that reads it."""
    pragmas = ("user_version", "page_size", "page_count", "journal_mode", "cipher_version")
    found = {name: workspace.connection.execute(f"PRAGMA {name}").fetchone() for name in pragmas}
    return {name: str(row[0]) for name, row in found.items() if row is not None}


def list_timings(workspace: Workspace) -> list[Timing]:
    """Imports, then checks, from the oldest on."""
    imports = workspace.connection.execute(
        "SELECT seconds, (SELECT sum(n_rows) FROM source WHERE batch_id = b.id) "
        "FROM import_batch b ORDER BY id"
    )
    checks = workspace.connection.execute(
        "SELECT seconds, (SELECT count(*) FROM person) FROM check_run ORDER BY id"
    )
    return [
        Timing(what, float(seconds), int(n or 0))
        for what, rows in (("import", imports), ("check", checks))
        for seconds, n in rows
    ]
