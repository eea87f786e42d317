"""What a file is and how it would be read, before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.errors import InputError
from app.importing.detect import look_at_start
from app.importing.reading import Kind
from app.jobs.plan_files import plan_file
from app.jobs.readers import FilePlan

N_SHOWN = 20  # first rows


@dataclass(frozen=True, slots=True)
class FileLook:
    """What the beginning of a file shows; ``problem`` says why it cannot be used.

    ``layout_title`` is the layout by which a list is read, "" where none is needed or known.
    """

    path: Path
    n_bytes: int
    plan: FilePlan | None
    recognized: str
    problem: str
    layout_title: str = ""
    columns: tuple[str, ...] = ()
    first_rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether its columns can be read one way or another."""
        return self.plan is not None and self.plan.kind in (Kind.DELIMITED, Kind.WORKBOOK)

    @property
    def needs_layout(self) -> bool:
        """Whether somebody has to say first what its columns hold."""
        return self.is_list and self.plan is not None and not self.plan.layout

    @property
    def is_usable(self) -> bool:
        return self.plan is not None and not self.needs_layout


def look_at_file(path: Path, layout: str = "") -> FileLook:
    """Reads the beginning of a file. Never raises for a bad one.

    ``layout`` is the text of the layout by which a list is to be read.
    """
    n_bytes = path.stat().st_size if path.is_file() else 0
    try:
        plan = plan_file(path, layout)
        return _look(plan, n_bytes)
    except InputError as error:
        return FileLook(path, n_bytes, None, "", error.message)


def _look(plan: FilePlan, n_bytes: int) -> FileLook:
    path = plan.path
    if plan.kind is Kind.DOJ_BULK:
        start = look_at_start(path)
        return FileLook(
            path, n_bytes, plan, start.layout, "", "", start.columns, start.first_rows[:N_SHOWN]
        )
    if plan.kind is Kind.RAP_SHEET:
        from app.importing.rap_sheet import open_rap_sheet  # noqa: PLC0415 - reads PDF files

        reader = open_rap_sheet(path)
        rows = tuple((line,) for line in islice(reader.lines, N_SHOWN))
        return FileLook(path, n_bytes, plan, reader.origin.words, "", "", ("Text",), rows)
    return _look_at_list(plan, n_bytes)


def _look_at_list(plan: FilePlan, n_bytes: int) -> FileLook:
    """The first sheet that is read; of an unknown list the first there is."""
    from app.importing.layouts.columns import fit  # noqa: PLC0415 - a state file needs none
    from app.importing.layouts.loading import read_layout  # noqa: PLC0415
    from app.importing.layouts.propose import sheet_cells  # noqa: PLC0415
    from app.importing.tables.opening import open_table  # noqa: PLC0415

    table = open_table(plan.path)
    title, sheet = "", 0
    if plan.layout:
        layout = read_layout(plan.layout.encode(), plan.path.name)
        title, sheet = layout.title, fit(table, layout, plan.path.name)[0].sheet_index
    seen = sheet_cells(table, sheet, N_SHOWN)
    columns = tuple(word or f"Column {n}" for n, word in enumerate(seen.header, start=1))
    rows = tuple(seen.rows[:N_SHOWN])
    return FileLook(plan.path, n_bytes, plan, table.words, "", title, columns, rows)
