"""What a file is and how it is read, before it is opened in earnest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.layouts.catalog import get_layout, known_layouts
from app.importing.layouts.layout import Layout
from app.importing.layouts.recognize import Match, find_layout
from app.importing.layouts.writing import layout_text
from app.importing.reading import Kind
from app.importing.recognize import Recognized, recognize
from app.importing.tables.opening import open_table
from app.jobs.readers import FilePlan


@dataclass(frozen=True, slots=True)
class Planned:
    """A file, what it was recognized as, and how it would be read.

    ``plan`` is None for a list or workbook whose layout is not known; ``match`` is the
    nearest layout, if one is near.
    """

    path: Path
    recognized: Recognized
    plan: FilePlan | None
    match: Match | None = None


def recognize_file(path: Path, layout: Layout | None = None) -> Planned:
    """Raises InputError, a sentence, for what cannot be read at all."""
    found = recognize(path)
    if found.kind in (Kind.DOJ_BULK, Kind.RAP_SHEET):
        return Planned(path, found, FilePlan(path, found.kind))
    if layout is not None:
        return Planned(path, found, FilePlan(path, found.kind, layout_text(layout)))
    match = find_layout(open_table(path), known_layouts())
    if match is None or not match.is_usable:
        return Planned(path, found, None, match)
    return Planned(path, found, FilePlan(path, found.kind, layout_text(match.layout)), match)


def plan_file(path: Path, layout: str = "") -> FilePlan:
    """How a file is read; ``layout`` is a layout's id or file, for lists and workbooks.

    Raises InputError with what to do when the columns of a list are not known.
    """
    planned = recognize_file(path, get_layout(layout) if layout else None)
    if planned.plan is None:
        raise InputError(
            f"{path.name} is a list or workbook ({planned.recognized.words}) whose columns are not "
            "known here. Map them under Import, or write a layout with “layouts propose” and name "
            f"it with --layout.{_near(planned.match)}"
        )
    return planned.plan


def _near(match: Match | None) -> str:
    if match is None:
        return ""
    why = " ".join(match.problems)
    return f" The nearest layout is {match.layout.id}: {why}"
