"""Made-up files that are not the state's, for jobs: their rows are given as cells.

They are imported as every other file is; only the reader that would make these rows out of a
court's list or a rap sheet stands in, in this process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from app.importing.issues import Issue
from app.importing.reading import Kind, Origin, Part, ReadRow
from app.jobs import delivery, reading_pieces
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.readers import FilePlan
from app.jobs.workers import Workers
from app.model.reading_columns import EXTRA_COLUMNS
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of, row_of

Cells = dict[str, str]
COUNTY = "LOS ANGELES"


class MadeReader:
    """A reader whose rows are known."""

    def __init__(self, kind: Kind, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        self.share = 1.0
        self.origin = Origin(
            kind, "Made up", "utf-8", "made", "", (Part("", 1, ("Case", "Name")),), {}
        )

    def rows(self) -> Iterator[ReadRow | Issue]:
        for row, cells in enumerate(self._rows, 2):
            yield ReadRow(row, tuple(cells), tuple(cells[:2]))


class Office:
    """A workspace into which made-up files are taken."""

    def __init__(
        self, workspace: Workspace, workers: Workers, folder: Path, patch: pytest.MonkeyPatch
    ) -> None:
        self.workspace = workspace
        self.workers = workers
        self.folder = folder
        self.readers: dict[str, MadeReader] = {}
        patch.setattr(reading_pieces, "open_reader", lambda plan: self.readers[plan.path.name])
        patch.setattr(delivery, "stream", _here)

    def state_file(self, name: str, *rows: Cells) -> Path:
        path = self.folder / name
        path.write_text(file_of(*(line_of(**cells) for cells in rows)), encoding="utf-8")
        return path

    def other_file(self, name: str, *rows: Cells, kind: Kind = Kind.DELIMITED) -> FilePlan:
        path = self.folder / name
        path.write_text(f"{name}\n{rows}\n", encoding="utf-8")
        self.readers[name] = MadeReader(kind, [reading_row(**cells) for cells in rows])
        return FilePlan(path, kind)

    def take(self, *files: Path | FilePlan) -> None:
        import_files(self.workspace, files, Silent(), who="A. Clerk", workers=self.workers)

    def take_state(self, name: str, *rows: Cells) -> None:
        self.take(self.state_file(name, *rows))

    def take_list(self, name: str, *rows: Cells) -> None:
        self.take(self.other_file(name, *rows))

    def take_rap_sheet(self, name: str, *rows: Cells) -> None:
        self.take(self.other_file(name, *rows, kind=Kind.RAP_SHEET))


def reading_row(**cells: str) -> list[str]:
    """A conviction like that of `row_of`, as a reader gives it."""
    extra = {name: cells.pop(name, "") for name in EXTRA_COLUMNS}
    return [*row_of(**cells), *extra.values()]


def _here(function, task):  # type: ignore[no-untyped-def]
    yield from function(task)


def everything(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """All that the people of a workspace are, without what only tells when it was done."""
    connection = workspace.connection
    tables: Iterable[tuple[str, str]] = (
        ("person", "*"),
        ("conviction", "*"),
        ("review", "*"),
        ("subject", "*"),
        ("paper", "*"),
        ("conflict", "person_id, fact, source_id, row, other_source_id, other_row, value"),
        ("past_conviction", "*"),
        ("row_issue", "source_id, row, column_name, text, kind, reason, done, person_id"),
    )  # fmt: skip
    found = {
        table: sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall())
        for table, columns in tables
    }
    found["person_rows"] = sorted(
        (person, source, row)
        for person, source, first, n in connection.execute("SELECT * FROM person_rows")
        for row in range(first, first + n)
    )
    return found
