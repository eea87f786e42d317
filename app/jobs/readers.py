"""Which reader reads a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.importing.reading import Kind, Reader


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
    if plan.kind is Kind.RAP_SHEET:
        from app.importing.rap_sheet import open_rap_sheet, read_rap_text  # noqa: PLC0415

        return open_rap_sheet(plan.path) if plan.text is None else read_rap_text(plan.text)
    from app.importing.layouts.loading import read_layout  # noqa: PLC0415
    from app.importing.layouts.reader import LayoutReader  # noqa: PLC0415
    from app.importing.tables.opening import open_table  # noqa: PLC0415

    layout = read_layout(plan.layout.encode(), plan.path.name)
    return LayoutReader(open_table(plan.path), layout, plan.path.name)
