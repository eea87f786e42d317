"""How a workspace stands with its backups: what is there, what is due, what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.jobs.backup.plan import BackupPlan, load_plan
from app.jobs.clock import now
from app.store import backups, records
from app.store.backup import has_key
from app.store.backups import KEPT, MISSING, REMOVED, ROTATED, Backup
from app.store.workspace import Workspace

REMIND_DAYS = 7  # where the plan makes none by itself

IN_PLACE, AWAY, LOST, CHANGED = "in place", "folder not there", "not in its folder", "changed"
_STATE_WORDS = {ROTATED: "rotated out", REMOVED: "removed", MISSING: "given up"}


@dataclass(frozen=True, slots=True)
class ListedBackup:
    """``state`` in words; ``is_older_key``: it opens with an earlier passphrase."""

    backup: Backup
    state: str
    is_older_key: bool

    @property
    def is_in_place(self) -> bool:
        return self.state == IN_PLACE


@dataclass(frozen=True, slots=True)
class Standing:
    """``sentence`` says how it stands, ``is_stale`` whether somebody should do something."""

    newest: Backup | None
    n_changes: int
    is_stale: bool
    sentence: str
    has_plan: bool


def list_with_state(workspace: Workspace) -> list[ListedBackup]:
    """Every backup on record, the newest first, and where it is now. Files are not read."""
    return [_listed(workspace, one) for one in backups.list_backups(workspace)]


def _listed(workspace: Workspace, backup: Backup) -> ListedBackup:
    if backup.state != KEPT:
        return ListedBackup(backup, _STATE_WORDS[backup.state], False)
    try:
        size = backup.path.stat().st_size
        is_older = size == backup.n_bytes and not has_key(backup.path, workspace.key)
    except OSError:
        is_there = Path(backup.folder).is_dir()
        return ListedBackup(backup, LOST if is_there else AWAY, False)
    return ListedBackup(backup, IN_PLACE if size == backup.n_bytes else CHANGED, is_older)


def read_standing(workspace: Workspace) -> Standing:
    """For the overview and ``backups``. A practice county is never overdue."""
    plan = load_plan(workspace)
    kept = [one for one in backups.list_backups(workspace) if one.state == KEPT]
    newest = kept[0] if kept else None
    has_plan = bool(plan.folders)
    if newest is None:
        is_stale = not workspace.info.is_practice and records.count_people(workspace) > 0
        n = backups.count_changes_after(workspace, 0)
        return Standing(None, n, is_stale, "No backup of this workspace was made yet.", has_plan)
    n = backups.count_changes_after(workspace, newest.audit_number)
    days = _days_since(newest)
    is_old = n > 0 and not 0 <= days < (plan.every_days or REMIND_DAYS)
    sentence = f"The last backup was made {_ago(days)}; {_changes(n)} since."
    return Standing(newest, n, is_old and not workspace.info.is_practice, sentence, has_plan)


def due_folders(workspace: Workspace, *, is_closing: bool = False) -> list[Path]:
    """The connected folders of the plan that a backup belongs into now.

    At closing: where anything changed since the last one there, if the plan says so; else where
    the last one with changes after it is older than the plan's days. A clock that was set back
    makes it due.
    """
    plan = load_plan(workspace)
    if is_closing and plan.at_closing:
        return [folder for folder in _connected(workspace, plan) if _has_changes(workspace, folder)]
    if not plan.every_days:
        return []
    return [
        folder
        for folder in _connected(workspace, plan)
        if _has_changes(workspace, folder) and _is_older(workspace, folder, plan.every_days)
    ]


def is_wanted_at_closing(workspace: Workspace) -> bool:
    """Whether the plan may want a backup when this workspace is closed: by what is on record,
    without a look at any folder, which may take long."""
    plan = load_plan(workspace)
    if not plan.at_closing:
        return False
    kept = [one for one in backups.list_backups(workspace) if one.state == KEPT]
    last = {one.folder: one for one in reversed(kept)}
    return any(
        folder.path not in last
        or backups.count_changes_after(workspace, last[folder.path].audit_number) > 0
        for folder in plan.folders
    )


def find_absent(workspace: Workspace) -> list[str]:
    """The folders of the plan that are not connected."""
    return [
        one.path for one in load_plan(workspace).folders if not one.is_connected(workspace.path)
    ]


def _connected(workspace: Workspace, plan: BackupPlan) -> list[Path]:
    return [Path(one.path) for one in plan.folders if one.is_connected(workspace.path)]


def _last_in(workspace: Workspace, folder: Path) -> Backup | None:
    """The newest in this folder that is still there."""
    return next(
        (
            one
            for one in backups.list_backups(workspace)
            if one.state == KEPT and one.folder == str(folder) and one.path.is_file()
        ),
        None,
    )


def _has_changes(workspace: Workspace, folder: Path) -> bool:
    last = _last_in(workspace, folder)
    return last is None or backups.count_changes_after(workspace, last.audit_number) > 0


def _is_older(workspace: Workspace, folder: Path, days: int) -> bool:
    last = _last_in(workspace, folder)
    return last is None or not 0 <= _days_since(last) < days


def _days_since(backup: Backup) -> float:
    """Below zero when the clock was set back."""
    passed = datetime.fromisoformat(now()) - datetime.fromisoformat(backup.at)
    return passed.total_seconds() / 86_400


def _ago(days: float) -> str:
    if days < 0:
        return "at a time that is still to come by this computer's clock"
    whole = int(days)
    if whole:
        return f"{whole:,} day{'' if whole == 1 else 's'} ago"
    return "today" if days < 0.5 else "less than a day ago"


def _changes(n: int) -> str:
    if not n:
        return "nothing was changed"
    return f"{n:,} change{' was' if n == 1 else 's were'} made"
