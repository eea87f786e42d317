"""Which backups of a folder are no longer needed, and taking them away.

Only a file that this program made, that is on record and still has its hash, goes; never the one
that was just made and proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.jobs.backup.make import steps_of
from app.jobs.backup.place import KEYS, beside, receipt_of
from app.jobs.backup.plan import BackupPlan
from app.jobs.backup.receipt import find_told_hash
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.store import audit, backups
from app.store.backup import file_sha256
from app.store.backups import KEPT, MISSING, REMOVED, ROTATED, Backup
from app.store.workspace import Workspace

LOOKING = "Looking at older backups"


@dataclass(frozen=True, slots=True)
class Rotation:
    """``left``: sentences about files that should have gone and did not."""

    gone: tuple[Backup, ...]
    left: tuple[str, ...]


def choose_spare(kept: Sequence[Backup], plan: BackupPlan) -> list[Backup]:
    """Of one folder's backups, the newest first: those that the plan does not keep."""
    wanted = {one.id for one in kept[: max(1, plan.keep_newest)]}
    months: dict[str, int] = {}
    for one in kept:
        months.setdefault(one.at[:7], one.id)
    wanted |= {months[month] for month in sorted(months, reverse=True)[: plan.keep_months]}
    return [one for one in kept if one.id not in wanted]


def rotate(
    workspace: Workspace, fresh: Backup, plan: BackupPlan, *, who: str, progress: Progress
) -> Rotation:
    """Take away what the plan does not keep of the folder in which ``fresh`` was just proved."""
    check_may(workspace, who, Right.REVIEW)
    kept = [
        one
        for one in backups.list_backups(workspace)
        if one.state == KEPT and one.folder == fresh.folder and one.path.is_file()
    ]
    gone, left = [], []
    for one in choose_spare(kept, plan):
        if one.id == fresh.id:
            continue
        reason = _take_away(workspace, one, ROTATED, backups.ROTATED_OUT, "", who, progress)
        if reason:
            left.append(reason)
        else:
            gone.append(one)
    return Rotation(tuple(gone), tuple(left))


def remove_backup(workspace: Workspace, number: int, *, who: str, progress: Progress) -> Backup:
    """Take a backup away for good. Raises InputError: not there, not the file that was made, or
    the last one that is in its place."""
    check_may(workspace, who, Right.MANAGE)
    backup = _kept(workspace, number)
    if not backup.path.is_file():
        raise InputError(
            f"{backup.path} is not there. Connect its folder first; if it is lost or destroyed, "
            "give the backup up instead."
        )
    if not _has_other(workspace, backup, progress):
        raise InputError(
            f"{backup.file_name} is the last backup that is in its place and as it was made. Make "
            "another one first."
        )
    reason = _take_away(workspace, backup, REMOVED, backups.REMOVED_BY_HAND, "", who, progress)
    if reason:
        raise InputError(reason)
    return backup


def _has_other(workspace: Workspace, backup: Backup, progress: Progress) -> bool:
    """Whether another backup is there and whole; files are read until one is found."""
    return any(
        _is_whole(one, progress)
        for one in backups.list_backups(workspace)
        if one.state == KEPT and one.id != backup.id
    )


def _is_whole(backup: Backup, progress: Progress) -> bool:
    try:
        return file_sha256(backup.path, steps_of(progress, LOOKING)) == backup.sha256
    except OSError:
        return False


def give_up_backup(workspace: Workspace, number: int, words: str, *, who: str) -> Backup:
    """Note that a backup is lost or was destroyed; no file is touched. ``words`` say why."""
    check_may(workspace, who, Right.MANAGE)
    backup = _kept(workspace, number)
    said = " ".join(words.split())
    if not said:
        raise InputError("Say what became of the backup: lost, broken, destroyed, by whom.")
    if backup.path.is_file():
        raise InputError(f"{backup.path} is there. Remove it instead of giving it up.")
    _note(workspace, backup, MISSING, backups.GONE, said, who)
    return backup


def _kept(workspace: Workspace, number: int) -> Backup:
    backup = backups.find_backup(workspace, number)
    if backup is None:
        raise InputError(f"There is no backup number {number}. See the list of backups.")
    if backup.state != KEPT:
        raise InputError(f"Backup {number} is no longer kept ({backup.state}).")
    return backup


def _take_away(
    workspace: Workspace, backup: Backup, state: str, action: str, words: str, who: str,
    progress: Progress,
) -> str:  # fmt: skip
    """Remove the file, its keys and receipt; why not as a sentence, "" when it is gone."""
    path = backup.path
    try:
        if path.is_symlink() or file_sha256(path, steps_of(progress, LOOKING)) != backup.sha256:
            return f"{path} was left: it is no longer the file that was made."
        receipt = receipt_of(path)
        is_own = find_told_hash(path) == backup.sha256
        path.unlink()
        beside(path, KEYS).unlink(missing_ok=True)
        if is_own:
            receipt.unlink(missing_ok=True)
    except OSError as error:
        return f"{path} could not be removed ({error.strerror})."
    _note(workspace, backup, state, action, words, who)
    return ""


def _note(
    workspace: Workspace, backup: Backup, state: str, action: str, words: str, who: str
) -> None:
    with workspace.transaction():
        backups.set_state(workspace, backup.id, state)
        audit.append(
            workspace, at=now(), who=who, action=action, subject=f"backup {backup.id}",
            old=KEPT, new=f"{backup.path}; {words}" if words else str(backup.path),
        )  # fmt: skip
