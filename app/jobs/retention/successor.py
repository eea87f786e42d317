"""The backup that takes the place of those from before a purge."""

from __future__ import annotations

from pathlib import Path

from app.errors import Cancelled, UserError
from app.jobs.backup.rounds import back_up
from app.jobs.progress import Progress
from app.store.backups import PURGE
from app.store.workspace import Workspace

_STOPPED = "The new backup was stopped. Make one under Backups."


def back_up_after_purge(
    workspace: Workspace, folder: Path | None, *, who: str, progress: Progress
) -> str:
    """Make and prove a backup of what is left, in a folder or those of the office's plan.

    The purge is done whatever becomes of it, so what went wrong is told and not raised: a sentence
    for the screen.
    """
    try:
        made = back_up(
            workspace, [folder] if folder else (), who=who, cause=PURGE, progress=progress
        )
    except Cancelled:
        return _STOPPED
    except UserError as error:
        return f"No new backup was made. {error.message}"
    return made.sentence
