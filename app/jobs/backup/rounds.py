"""A round of backups: one into every folder that is wanted; of the plan's, what is spare goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError, UserError
from app.jobs.backup.make import MadeBackup, make_backup
from app.jobs.backup.plan import load_plan
from app.jobs.backup.rotate import rotate
from app.jobs.backup.standing import due_folders, find_absent, read_standing
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.store.backups import SCHEDULE, Backup
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


def back_up_when_due(
    workspace: Workspace, *, who: str, progress: Progress, is_closing: bool = False
) -> Round | None:
    """A backup into each folder of the plan that one is due in; None when there is none, or when
    who is there may make none: it waits for somebody who may.

    Raises InputError when none could be made; at closing also when the last one is overdue and no
    folder is connected, for then somebody is there to connect it.
    """
    try:
        check_may(workspace, who, Right.REVIEW)
    except InputError:
        return None
    folders = due_folders(workspace, is_closing=is_closing)
    if folders:
        return back_up(workspace, folders, who=who, cause=SCHEDULE, progress=progress)
    absent, standing = find_absent(workspace), read_standing(workspace)
    if is_closing and absent and standing.is_stale:
        away = " ".join(f"{path} is not connected." for path in absent)
        raise InputError(f"{away} {standing.sentence} Connect it and try again.")
    return None


def _absent_words(path: str) -> str:
    return f"{path} is not connected: no backup was made there."
