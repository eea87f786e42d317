"""Where the practice county stands: made once, opened ever after. Loads no Qt."""

from __future__ import annotations

from pathlib import Path

from app.errors import UserError
from app.jobs.practice import make_practice_county
from app.jobs.progress import Progress
from app.paths import Reason, data_place
from app.store.workspace import SUFFIX

FOLDER_NAME = "Relief Desk practice"


def practice_folder() -> Path:
    """Where the practice county stands: among the person's documents, to be found again."""
    place = data_place()
    if place.reason is not Reason.PERSON:  # a stick, a folder for trying things: all in one place
        return place.folder / FOLDER_NAME
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.home()) / FOLDER_NAME


def find_practice(folder: Path) -> Path | None:
    """The workspace of a practice county that was made before."""
    return min(folder.glob(f"*{SUFFIX}"), default=None) if folder.is_dir() else None


def make_or_find(folder: Path, progress: Progress) -> Path:
    """The practice county's workspace; it takes about a minute the first time."""
    found = find_practice(folder)
    if found is not None:
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder} cannot be made ({error.strerror}). Free some space or ask for "
            "the right to write there, then try again."
        ) from error
    return make_practice_county(folder, progress)
