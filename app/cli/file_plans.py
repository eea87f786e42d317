"""Which files a command is given and how they are read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.errors import InputError
from app.jobs.readers import FilePlan
from app.store import records
from app.store.records import Source
from app.store.workspace import Workspace


def add_layout(parser: argparse.ArgumentParser) -> None:
    """``--layout``: how the columns of lists and workbooks are to be read."""
    parser.add_argument(
        "--layout",
        default="",
        metavar="ID|FILE",
        help="the layout of lists and workbooks (else a known one that fits their header)",
    )


def plans_of(paths: Sequence[Path], layout: str) -> list[FilePlan]:
    """Raises InputError for the first file that cannot be read."""
    # Loaded when asked for: it brings the readers of every kind of file.
    from app.jobs.plan_files import plan_file  # noqa: PLC0415

    return [plan_file(path, layout) for path in paths]


def source_named(workspace: Workspace, name: str) -> Source:
    """The imported file of a name, the newest of several. Raises InputError when there is none."""
    sources = records.list_counting_sources(workspace)
    found = [source for source in sources if source.name == name]
    if not found:
        names = ", ".join(source.name for source in sources) or "none"
        raise InputError(f"No file {name} is in this workspace. Imported: {names}.")
    return found[-1]
