"""Everything in a workspace as it stands: tables, their columns, every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.store.backup import key_order, list_tables
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """``kind`` is TEXT, INTEGER, REAL or BLOB; ``points_to`` a table's column, "" for none."""

    name: str
    kind: str
    is_key: bool
    points_to: str


@dataclass(frozen=True, slots=True)
class TableShape:
    name: str
    columns: tuple[ColumnShape, ...]
    n_rows: int


def list_shapes(workspace: Workspace) -> list[TableShape]:
    """Every table by name, without those of the database itself."""
    return [_shape(workspace, name) for name in list_tables(workspace.connection)]


def _shape(workspace: Workspace, table: str) -> TableShape:
    connection = workspace.connection
    targets = {
        str(row[3]): f"{row[2]}.{row[4] or 'id'}"
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')
    }
    columns = tuple(
        ColumnShape(str(name), str(kind), place > 0, targets.get(str(name), ""))
        for _, name, kind, _, _, place in connection.execute(f'PRAGMA table_info("{table}")')
    )
    n = int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
    return TableShape(table, columns, n)


def iter_rows(workspace: Workspace, shape: TableShape) -> Iterator[tuple[object, ...]]:
    """Every row in the order of its key, its columns in the order of the shape."""
    table = shape.name
    rows = workspace.connection.execute(
        f'SELECT * FROM "{table}" {key_order(workspace.connection, table)}'
    )
    for row in rows:  # noqa: UP028 - given up halfway, it closes nothing that is closed already
        yield row


def schema_text(workspace: Workspace) -> str:
    """The statements that make the tables, indexes and triggers."""
    rows = workspace.connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY type <> 'table', name"
    )
    return "".join(f"{sql};\n\n" for (sql,) in rows)


def kept_hashes(workspace: Workspace) -> dict[int, tuple[str, int]]:
    """Source -> (SHA-256, bytes) of its kept copy, where a purge took rows out of it."""
    rows = workspace.connection.execute("SELECT source_id, sha256, n_bytes FROM kept_copy")
    return {int(source): (str(digest), int(n)) for source, digest, n in rows}
