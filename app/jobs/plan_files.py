"""What a file is and how it is read, before it is opened in earnest."""

from __future__ import annotations

from pathlib import Path

from app.importing.reading import Kind
from app.jobs.readers import FilePlan


def plan_file(path: Path, layout: str = "") -> FilePlan:
    if path.suffix == ".txt":
        return FilePlan(path, Kind.RAP_SHEET)
    return FilePlan(path, Kind.DOJ_BULK, layout)
