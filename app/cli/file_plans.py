"""Which reader a file named on the command line gets."""

from __future__ import annotations

from pathlib import Path

from app.errors import InputError
from app.importing.reading import Kind
from app.jobs.readers import FilePlan
from app.store import records
from app.store.records import Source
from app.store.workspace import Workspace

_ARCHIVE = b"PK\x03\x04"


def plan_of(path: Path, layout: Path | None) -> FilePlan:
    """The state's file, or with a layout a table: a workbook or delimited text."""
    if layout is None:
        return FilePlan(path, Kind.DOJ_BULK)
    try:
        text = layout.read_text(encoding="utf-8")
        with path.open("rb") as file:
            is_workbook = file.read(len(_ARCHIVE)) == _ARCHIVE
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The layout {layout.name} or the file {path.name} cannot be read. Check both."
        ) from error
    return FilePlan(path, Kind.WORKBOOK if is_workbook else Kind.DELIMITED, text)


def source_named(workspace: Workspace, name: str) -> Source:
    """The imported file of a name, the newest of several. Raises InputError when there is none."""
    sources = records.list_counting_sources(workspace)
    found = [source for source in sources if source.name == name]
    if not found:
        names = ", ".join(source.name for source in sources) or "none"
        raise InputError(f"No file {name} is in this workspace. Imported: {names}.")
    return found[-1]
