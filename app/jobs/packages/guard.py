"""What belongs to the office alone is refused in the workspace of a package."""

from __future__ import annotations

from app.errors import InputError
from app.store.packages import find_mark
from app.store.workspace import Workspace


def check_not_package(workspace: Workspace, what: str) -> None:
    """Raises InputError in a package. ``what`` begins a sentence: "Importing files"."""
    mark = find_mark(workspace)
    if mark is not None:
        raise InputError(
            f"This is a package of cases for review (“{mark.name}” of {mark.office}). {what} "
            "is done at the office. Review the cases here, then bring the file back."
        )
