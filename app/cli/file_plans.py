"""Which files a command is given and how they are read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.importing.reading import Kind
from app.jobs.readers import FilePlan


def add_layout(parser: argparse.ArgumentParser) -> None:
    """``--layout``: how the columns of lists and workbooks are to be read."""
    parser.add_argument(
        "--layout",
        type=Path,
        metavar="FILE",
        help="the layout of lists and workbooks (else a known one that fits their header)",
    )


def plans_of(paths: Sequence[Path], layout: Path | None) -> list[FilePlan]:
    return [FilePlan(path, Kind.DOJ_BULK) for path in paths]
