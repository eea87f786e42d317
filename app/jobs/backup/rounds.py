"""A round of backups: one into every folder that is wanted; of the plan's, what is spare goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError, UserError
from app.jobs.backup.make import MadeBackup, make_backup
from app.jobs.backup.plan import load_plan
from app.jobs.backup.rotate import rotate
from app.jobs.backup.standing import find_absent
from app.jobs.progress import Progress
from app.store.backups import Backup
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Round:
    """What was made, what could not be (a sentence a folder), what went, what to know."""

    made: tuple[MadeBackup, ...]
    failed: tuple[str, ...]
    gone: tuple[Backup, ...]
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """For the banner: all of it, the trouble last."""
        files = ", ".join(str(one.backup.path) for one in self.made)
        n = len(self.gone)
        went = f"{n:,} older one{'' if n == 1 else 's'} went by the plan." if n else ""
        said = f"Backed up and read again: {files}." if self.made else ""
        return " ".join(part for part in (said, went, *self.notes, *self.failed) if part)


def back_up(
    workspace: Workspace,
    folders: Sequence[Path] = (),
    *,
    who: str,
    cause: str,
    progress: Progress,
) -> Round:
    """A backup into each folder; without any, into those of the plan that are connected.

    One that fails does not keep the others from being made. Raises InputError when there is no
    folder, or when none could be made.
    """
    plan = load_plan(workspace)
    absent = [] if folders else find_absent(workspace)
    wanted = list(folders) or [Path(one.path) for one in plan.folders if one.path not in absent]
    failed = [_absent_words(path) for path in absent]
    if not wanted:
        raise InputError(" ".join(failed) or "No folder for backups was chosen yet. Choose one.")
    made: list[MadeBackup] = []
    gone: list[Backup] = []
    notes: list[str] = []
    for folder in wanted:
        try:
            one = make_backup(workspace, folder, who=who, cause=cause, progress=progress)
        except UserError as error:
            if len(wanted) == 1 and not failed:
                raise
            failed.append(error.message)
            continue
        made.append(one)
        notes += one.warnings
        if any(folder.path == one.backup.folder for folder in plan.folders):
            rotation = rotate(workspace, one.backup, plan, who=who, progress=progress)
            gone += rotation.gone
            notes += rotation.left
    if not made:
        raise InputError(" ".join(failed))
    return Round(tuple(made), tuple(failed), tuple(gone), tuple(notes))


def _absent_words(path: str) -> str:
    return f"{path} is not connected: no backup was made there."
