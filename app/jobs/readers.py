"""Which reader reads a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.importing.issues import Issue
from app.importing.reading import LINE_STEP, Kind, Reader


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file and how it is to be read.

    ``layout`` is the text of the layout (TOML) of a table, "" for a rap sheet. ``text`` is a rap
    sheet that was typed or pasted: ``path`` is then only its name.
    """

    path: Path
    kind: Kind
    layout: str = ""
    text: str | None = None


def open_reader(plan: FilePlan) -> Reader:
    """Raises InputError, a sentence, when the file cannot be read that way."""
    # Readers are loaded when they are asked for: the state's own file needs none of them.
    from app.importing.rap_sheet import open_rap_sheet, read_rap_text  # noqa: PLC0415

    if plan.text is not None:
        return read_rap_text(plan.text)
    if plan.kind is Kind.RAP_SHEET:
        return open_rap_sheet(plan.path)
    return _open_list(plan)


def _open_list(plan: FilePlan) -> Reader:
    from app.importing.layouts.loading import read_layout  # noqa: PLC0415
    from app.importing.layouts.reader import LayoutReader  # noqa: PLC0415
    from app.importing.tables.opening import open_table  # noqa: PLC0415

    layout = read_layout(plan.layout.encode(), "layout")
    return _ListReader(LayoutReader(open_table(plan.path), layout, plan.path.name))


class _ListReader:
    """A list with the row numbers of a reading."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.share = 0.0

    @property
    def origin(self) -> Any:
        origin = self._reader.origin
        parts = tuple(
            part._replace(first_row=(part.first_row - 1) * LINE_STEP + LINE_STEP)
            for part in origin.parts
        )
        return replace(origin, parts=parts)

    def rows(self) -> Any:
        last, more = 0, 0
        for one in self._reader.rows():
            if isinstance(one, Issue):
                yield replace(one, row=one.row * LINE_STEP)
                continue
            more = more + 1 if one.row == last else 0
            last = one.row
            yield one._replace(row=one.row * LINE_STEP + more)
        self.share = 1.0
