"""Restore a backup into a new workspace, or prove in a drill that it could be."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app import durable
from app.errors import InputError, WorkspaceError
from app.jobs.backup.copied import COPYING, changed, check_backup, copied
from app.jobs.backup.make import COMPARING, steps_of, telling
from app.jobs.backup.place import KEYS, beside, check_folder, check_room
from app.jobs.backup.receipt import find_told_hash
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.store import audit, backups, check, records
from app.store.backup import (
    Contents,
    file_sha256,
    find_damage,
    has_key,
    open_still,
    read_contents,
    read_head,
    stoppable,
)
from app.store.backups import Backup
from app.store.key import Key, key_of, salt_of
from app.store.recovery_code import read_code, resembles_code
from app.store.workspace import SUFFIX, Workspace, open_workspace

CHECKING = "Checking what was restored"
_LEFT = ("-wal", "-shm", "-journal", KEYS)


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that a backup became. ``anchor``: the last entry of its record of the work."""

    path: Path
    name: str
    county: str
    anchor: str
    n_people: int
    n_convictions: int


@dataclass(frozen=True, slots=True)
class Drilled:
    """A backup that was restored to a place of its own, found whole, and taken away again."""

    path: Path
    number: int  # of the backup on record; 0 for one that is not
    n_rows: int
    n_people: int
    n_changes_since: int


def key_of_backup(backup: Path, passphrase: str) -> Key:
    """From the passphrase that the workspace had on that day, or its recovery sheet of then.

    Raises InputError, WorkspaceError.
    """
    check_backup(backup)
    if not resembles_code(passphrase):
        return key_of(backup, passphrase)
    try:
        return Key.of(read_code(passphrase), salt_of(backup))
    except InputError:
        key = key_of(backup, passphrase)  # a passphrase may look like a line of a sheet
        try:
            with open_still(backup, key):
                return key
        except WorkspaceError:
            pass
        raise


def restore_backup(
    backup: Path, target: Path, key: Key, *, who: str, progress: Progress
) -> Restored:
    """Make a new workspace of a backup: copied, checked whole, then given its name.

    Nothing is ever written over, and the backup stays as it is. One of an older form is brought
    up to date. Raises InputError, WorkspaceError, Cancelled; then nothing is left.
    """
    target = _target(target)
    check_backup(backup)
    _check_opens(backup, key, progress)
    name = target.name
    with copied(backup, target.parent, name, progress) as copy:
        contents = _read_whole(copy, key, progress)
        with open_workspace(copy, key) as made:
            _check(made, backup, progress)
            restored = _note(made, target, backup, contents, who)
        with telling(target.parent, 0):
            _check_free(target)
            if beside(copy, KEYS).is_file():
                beside(copy, KEYS).rename(beside(target, KEYS))
            copy.rename(target)
    durable.sync_folder(target.parent)
    return restored


def _check_opens(backup: Path, key: Key, progress: Progress) -> None:
    """A wrong passphrase is told before anything is copied; so is a file that only looks like one.

    The key that is in hand would open a file whose salt was changed; no passphrase ever would.
    """
    try:
        with open_still(backup, key):
            is_own = has_key(backup, key)
    except WorkspaceError as error:
        told = find_told_hash(backup)
        if told and file_sha256(backup, steps_of(progress, COPYING)) != told:
            raise changed(backup) from error
        raise
    if not is_own:
        raise changed(backup)


def _target(target: Path) -> Path:
    if target.suffix != SUFFIX:
        target = beside(target, SUFFIX)
    check_folder(target.parent)
    _check_free(target)
    return target.absolute()


def _check_free(target: Path) -> None:
    if target.exists():
        raise InputError(
            f"{target} exists already. Nothing is written over: give the workspace another name."
        )
    for end in _LEFT:
        if beside(target, end).exists():
            raise InputError(
                f"{beside(target, end).name} is left of another workspace of that name in "
                f"{target.parent}. Give the workspace another name."
            )


def _read_whole(copy: Path, key: Key, progress: Progress) -> Contents:
    """Raises WorkspaceError when a page or a row of it cannot be read."""
    with open_still(copy, key) as connection:
        damage = find_damage(connection, lambda: progress.step(0, 0, CHECKING))
        if damage:
            raise WorkspaceError(
                f"The backup is damaged ({damage}). Nothing was restored. Take another backup."
            )
        return read_contents(connection, steps_of(progress, COMPARING))


def _check(made: Workspace, backup: Path, progress: Progress) -> None:
    with stoppable(made.connection, lambda: progress.step(0, 0, CHECKING)):
        problems = check.find_problems(made)
    if problems:
        raise WorkspaceError(
            f"{backup.name} is not whole: {' '.join(problems[:3])} Take another backup."
        )


def _note(made: Workspace, target: Path, backup: Path, contents: Contents, who: str) -> Restored:
    anchor = contents.head.anchor
    with made.transaction():
        audit.append(
            made, at=now(), who=who, action=backups.RESTORED, subject=target.name,
            new=f"from {backup.name}, made up to entry {anchor}",
        )  # fmt: skip
    n_people, n_convictions = records.count_people(made), records.count_convictions(made)
    return Restored(
        target, contents.head.name, contents.head.county, anchor, n_people, n_convictions
    )


def drill(
    workspace: Workspace, path: Path, *, who: str, progress: Progress, key: Key | None = None
) -> Drilled:
    """Prove that a backup of this workspace can be restored, without touching the workspace.

    It is restored beside the backup (beside the workspace, where nobody can write there), checked
    like any workspace, compared with what was on record, and taken away. ``key`` is for a backup
    under an earlier passphrase. Raises InputError, WorkspaceError, Cancelled.
    """
    check_may(workspace, who, Right.REVIEW)
    check_backup(path)
    used = key or _own_key(workspace, path)
    known = _find_known(workspace, path)
    _check_own(workspace, path, used)
    place = path.parent if _is_roomy(path.parent, path) else workspace.path.parent
    name = f"{workspace.path.stem}{SUFFIX}"
    told = known.sha256 if known else ""
    with copied(path, place, name, progress, sha256=told) as copy:
        contents = _read_whole(copy, used, progress)
        _compare(known, contents)
        with open_workspace(copy, used) as made:
            _check(made, path, progress)
            n_people = records.count_people(made)
    _record(workspace, path, known, contents, who)
    return Drilled(
        path, known.id if known else 0, contents.n_rows, n_people,
        backups.count_changes_after(workspace, contents.head.audit_number),
    )  # fmt: skip


def _own_key(workspace: Workspace, path: Path) -> Key:
    if not has_key(path, workspace.key):
        raise WorkspaceError(
            f"{path.name} was made under another passphrase than today's, or is of another "
            "workspace. Give the passphrase that it was made under."
        )
    return workspace.key


def _find_known(workspace: Workspace, path: Path) -> Backup | None:
    """By name and folder; a backup that was moved is known by its name."""
    named = [one for one in backups.list_backups(workspace) if one.file_name == path.name]
    here = [one for one in named if one.path == path.absolute()]
    return next(iter(here or named), None)


def _check_own(workspace: Workspace, path: Path, key: Key) -> None:
    """The record of the work in the backup must be the beginning of this workspace's."""
    with open_still(path, key) as connection:
        head = read_head(connection)
    is_own = head.created_at == workspace.info.created_at
    if not is_own or not backups.has_entry(workspace, head.audit_number, head.audit_hash):
        raise InputError(
            f"{path.name} is a backup of another workspace (“{head.name}”): its record of the work "
            "does not lead to this one's. Open that workspace to prove it."
        )


def _is_roomy(folder: Path, path: Path) -> bool:
    try:
        check_room(folder, path.stat().st_size)
    except InputError:
        return False
    return os.access(folder, os.W_OK)


def _compare(known: Backup | None, contents: Contents) -> None:
    """With what was on record when it was made. Raises WorkspaceError."""
    if known is not None and (contents.counts, contents.sha256) != (known.counts, known.content):
        raise WorkspaceError(
            f"{known.file_name} was restored, and its rows are not those on record. Take another "
            "backup, and make a new one now."
        )


def _record(
    workspace: Workspace, path: Path, known: Backup | None, contents: Contents, who: str
) -> None:
    at = now()
    with workspace.transaction():
        if known is not None:
            backups.set_drilled(workspace, known.id, at=at, who=who)
        audit.append(
            workspace, at=at, who=who, action=backups.DRILLED,
            subject=f"backup {known.id}" if known else path.name,
            new=f"{path}; restored and found whole, {contents.n_rows:,} rows, up to entry "
            f"{contents.head.anchor}",
        )  # fmt: skip
