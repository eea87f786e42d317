"""What a file is and how it would be read, before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.layouts.columns import fit
from app.importing.layouts.loading import read_layout
from app.importing.layouts.propose import sheet_cells
from app.importing.rap_sheet import open_rap_sheet
from app.importing.reading import Kind
from app.importing.tables.opening import open_table
from app.jobs.plan_files import Planned, recognize_file
from app.jobs.readers import FilePlan

N_SHOWN = 20  # first rows


@dataclass(frozen=True, slots=True)
class FileLook:
    """What the beginning of a file shows; ``problem`` says why it cannot be used.

    ``layout_title`` is the layout by which a list is read, "" where none is needed or known;
    ``near`` says of an unknown list which known one is near and what is different.
    """

    path: Path
    n_bytes: int
    recognized: str = ""
    problem: str = ""
    plan: FilePlan | None = None
    is_list: bool = False  # its columns can be read one way or another
    layout_title: str = ""
    near: str = ""
    columns: tuple[str, ...] = ()
    first_rows: tuple[tuple[str, ...], ...] = ()

    @property
    def needs_layout(self) -> bool:
        """Whether somebody has to say first what its columns hold."""
        return self.is_list and self.plan is None


def look_at_file(path: Path, layout: str = "") -> FileLook:
    """Reads the beginning of a file. Never raises for a bad one.

    ``layout`` is the text of the layout by which a list is to be read.
    """
    n_bytes = path.stat().st_size if path.is_file() else 0
    try:
        given = read_layout(layout.encode(), path.name) if layout else None
        planned = recognize_file(path, given)
        return _look(planned, n_bytes)
    except InputError as error:
        return FileLook(path, n_bytes, problem=error.message)


def _look(planned: Planned, n_bytes: int) -> FileLook:
    path, words = planned.path, planned.recognized.words
    if planned.recognized.kind is Kind.DOJ_BULK:
        start = look_at_start(path)
        return FileLook(
            path, n_bytes, words, plan=planned.plan, columns=start.columns,
            first_rows=start.first_rows[:N_SHOWN],
        )  # fmt: skip
    if planned.recognized.kind is Kind.RAP_SHEET:
        reader = open_rap_sheet(path)
        rows = tuple((line,) for line in islice(reader.lines, N_SHOWN))
        return FileLook(
            path, n_bytes, reader.origin.words, plan=planned.plan, columns=("Text",),
            first_rows=rows,
        )  # fmt: skip
    return _look_at_list(planned, n_bytes)


def _look_at_list(planned: Planned, n_bytes: int) -> FileLook:
    """The first sheet that is read; of an unknown list the first there is."""
    path, plan = planned.path, planned.plan
    table = open_table(path)
    title, sheet, near = "", 0, ""
    if plan is not None:
        layout = read_layout(plan.layout.encode(), path.name)
        title, sheet = layout.title, fit(table, layout, path.name)[0].sheet_index
    elif planned.match is not None:
        why = " ".join(planned.match.problems)
        near = f"It is near to “{planned.match.layout.title}”. {why}"
    seen = sheet_cells(table, sheet, N_SHOWN)
    columns = tuple(word or f"Column {n}" for n, word in enumerate(seen.header, start=1))
    return FileLook(
        path, n_bytes, planned.recognized.words, "", plan, True, title, near, columns,
        tuple(seen.rows[:N_SHOWN]),
    )  # fmt: skip
