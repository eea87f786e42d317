"""The words that go with a hand-out: a README, and a description that programs read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from app.jobs.open_export.files import FileJob
from app.jobs.open_export.plain_record import describe_record
from app.jobs.open_export.sinks import Written
from app.jobs.open_export.tables import WITHHELD, WrittenTable, is_in_csv, out_name
from app.jobs.open_export.words import about_column, about_table
from app.paths import resources
from app.store.dump import ColumnShape, TableShape
from app.store.workspace import WorkspaceInfo
from app.version import PROGRAM, VERSION

README, DESCRIPTION, SCHEMA_FILE, SUMS = (
    "README.txt", "description.json", "schema.sql", "SHA256SUMS",
)  # fmt: skip
_COUNTED = {
    "people": "person", "convictions": "conviction", "determinations": "determination",
    "reviews": "review", "sources": "source", "attachments": "attachment", "papers": "paper",
    "audit": "audit",
}  # fmt: skip


def readme_text(info: WorkspaceInfo, shapes: Sequence[TableShape], *, made: str, who: str) -> str:
    """For whoever has nothing but the hand-out."""
    counts = {shape.name: shape.n_rows for shape in shapes}
    n_sealed = counts["sealed"]
    sealed = (
        f"\nTable sealed names {n_sealed:,} convictions that a court sealed; they are in here.\n"
        if n_sealed
        else ""
    )
    practice = " (PRACTICE: made-up people)" if info.is_practice else ""
    title = f"{info.name}: everything in plain files{practice}"
    text = (resources() / "hand-out" / README).read_text(encoding="utf-8")
    return text.format(
        title=title, line="=" * len(title), program=PROGRAM, version=VERSION, name=info.name,
        county=info.county, made=made, who=who, sealed=sealed,
        **{name: counts[table] for name, table in _COUNTED.items()},
    )  # fmt: skip


def description_text(
    info: WorkspaceInfo,
    tables: Sequence[WrittenTable],
    files: Sequence[FileJob],
    written: Sequence[Written],
    *,
    form: int,
    made: str,
    who: str,
) -> str:
    """As JSON: tables, columns, rows, files."""
    of_path = {one.name: one for one in written}
    data = {
        "program": f"{PROGRAM} {VERSION}",
        "made": made,
        "by": who,
        "workspace": {"name": info.name, "county": info.county, "createdAt": info.created_at,
                      "isPractice": info.is_practice, "form": form},
        "tables": [_table(one) for one in tables],
        "record": describe_record(),
        "files": [
            {"path": job.path, "about": job.what, "bytes": of_path[job.path].n_bytes,
             "sha256": of_path[job.path].sha256}
            for job in files
        ],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _table(one: WrittenTable) -> dict[str, Any]:
    shape = one.shape
    return {
        "name": shape.name,
        "about": about_table(shape.name),
        "csv": one.csv,
        "json": one.json,
        "rows": shape.n_rows,
        "key": [column.name for column in shape.columns if column.is_key],
        "columns": [_column(shape, column) for column in shape.columns],
    }


def _column(shape: TableShape, column: ColumnShape) -> dict[str, Any]:
    name = out_name(column)
    kind = {"INTEGER": "whole number", "REAL": "number", "TEXT": "text"}.get(column.kind, "object")
    described: dict[str, Any] = {
        "name": name,
        "about": about_column(shape.name, name),
        "kind": "text" if name == "file" else kind,
    }
    if column.points_to:
        described["pointsTo"] = column.points_to
    if not is_in_csv(shape, column):
        described["onlyInJson"] = True
    if (shape.name, column.name) in WITHHELD:
        described["withheld"] = True
    return described


def sums_text(written: Sequence[Written]) -> str:
    """What ``sha256sum -c`` reads."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in written)
