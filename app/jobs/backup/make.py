"""Make a backup: copy, bring to the disk, open again, compare; only then it has its name."""

from __future__ import annotations

import contextlib
import errno
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app import durable
from app.errors import InputError, WorkspaceError
from app.jobs.backup.place import (
    KEYS,
    PART,
    beside,
    check_folder,
    check_room,
    clear_parts,
    free_path,
    in_megabytes,
    make_empty,
    receipt_of,
    remove_all,
    warn_of_place,
)
from app.jobs.backup.receipt import save_text
from app.jobs.clock import now
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.store import audit, backups
from app.store.backup import (
    DATABASE_ERRORS,
    Contents,
    Step,
    bring_to_disk,
    file_sha256,
    find_damage,
    one_moment,
    open_still,
    read_contents,
    size_of,
    write_copy,
)
from app.store.backups import Backup
from app.store.key import Key
from app.store.workspace import Workspace, find_trouble

READING, WRITING = "Reading the workspace", "Writing the backup"
CHECKING, COMPARING = "Checking the backup", "Comparing the backup"
HASHING = "Hashing the backup"


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """``warnings``: what this backup does not protect against."""

    backup: Backup
    warnings: tuple[str, ...]
    seconds: float


def make_backup(
    workspace: Workspace, folder: Path, *, who: str, cause: str, progress: Progress
) -> MadeBackup:
    """Write a copy of everything that is committed into ``folder``, and prove it.

    ``cause`` is one of `backups.CAUSES`. It counts once it was opened again and every row of it
    compared, and is on record then. Raises InputError, WorkspaceError, Cancelled; then nothing of
    it is left. Call it outside of a transaction.
    """
    check_may(workspace, who, Right.REVIEW)
    check_folder(folder)
    began, at = time.monotonic(), now()
    folder = folder.absolute()
    clear_parts(folder, workspace.path.stem)
    path = free_path(folder, workspace.path.stem, at)
    part = beside(path, PART)
    with one_moment(workspace) as moment:
        source = moment.connection
        wanted = _read_source(source, progress)
        check_room(folder, size_of(source))
        try:
            with telling(folder, size_of(source)):
                make_empty(part)
                write_copy(source, part, workspace.key, steps_of(progress, WRITING))
                sha256 = prove_copy(part, workspace.key, wanted, progress)
                n_bytes = part.stat().st_size
                copy_keys(workspace.path, path)
                part.rename(path)
        except BaseException:
            with contextlib.suppress(OSError):  # the stick may be gone
                remove_all(part)
            with contextlib.suppress(OSError):
                beside(path, KEYS).unlink(missing_ok=True)
            raise
    backup = Backup(
        0, at, who, cause, str(folder), path.name, sha256, n_bytes, wanted.counts, wanted.sha256,
        wanted.head.audit_number, wanted.head.audit_hash,
    )  # fmt: skip
    try:
        kept = _keep(workspace, backup)
    except BaseException:
        with contextlib.suppress(OSError):
            remove_all(path)
            receipt_of(path).unlink(missing_ok=True)
        raise
    warning = warn_of_place(folder, workspace.path)
    return MadeBackup(kept, (warning,) if warning else (), time.monotonic() - began)


def steps_of(progress: Progress, label: str) -> Step:
    """Progress under one label, as the store tells it."""

    def step(done: int, total: int) -> None:
        progress.step(done, total, label)

    return step


def _read_source(source: object, progress: Progress) -> Contents:
    """Raises WorkspaceError when the workspace itself cannot be read whole."""
    try:
        return read_contents(source, steps_of(progress, READING))
    except DATABASE_ERRORS as error:
        trouble = find_trouble(error)
        if trouble is None:
            raise
        raise WorkspaceError(
            f"{trouble.message} No backup was made of it, so that the ones before stay as they are."
        ) from error


@contextlib.contextmanager
def telling(folder: Path, n_bytes: int) -> Iterator[None]:
    """What goes wrong with a disk while something of that size is written to it, as a sentence."""
    try:
        yield
    except (OSError, *DATABASE_ERRORS) as error:
        raise InputError(f"{_why(folder, n_bytes, error)} Nothing unfinished was kept.") from error


def _why(folder: Path, n_bytes: int, error: Exception) -> str:
    if not folder.is_dir():
        return f"The folder {folder} is no longer there. Connect it again and start once more."
    number = getattr(error, "errno", None)
    if isinstance(error, PermissionError) or number == errno.EROFS:
        return f"You may not write in {folder}. Choose another folder, or unlock the stick."
    free = shutil.disk_usage(folder).free
    if n_bytes and ("full" in str(error) or free < n_bytes):
        return (
            f"There was not enough room in {folder}: {in_megabytes(n_bytes)} are needed and "
            f"{in_megabytes(free)} are free. Make room, or choose another folder."
        )
    if number in (errno.ENOSPC, errno.EDQUOT):
        return f"There was not enough room in {folder}. Make room, or choose another folder."
    if number == errno.EFBIG:
        return (
            f"{folder} takes no file of this size (a stick in the FAT format: 4 GB at most). "
            "Choose another one, or format it as exFAT."
        )
    reason = getattr(error, "strerror", None) or str(error)
    return f"{folder} could not be written to ({reason}). Choose another folder or stick."


def prove_copy(path: Path, key: Key, wanted: Contents, progress: Progress) -> str:
    """Open a copy, check its pages, compare its rows; the SHA-256 of the file.

    Raises WorkspaceError when anything is not as wanted.
    """
    with open_still(path, key) as copy:
        damage = find_damage(copy, lambda: progress.step(0, 0, CHECKING))
        found = None if damage else read_contents(copy, steps_of(progress, COMPARING))
    if found != wanted:
        reason = damage or "its rows are not those of the workspace"
        raise WorkspaceError(
            f"The copy in {path.parent} was read again and is not whole ({reason}). It was thrown "
            "away. The stick or disk may be failing: take another one."
        )
    return file_sha256(path, steps_of(progress, HASHING))


def copy_keys(workspace: Path, copy: Path) -> None:
    """The users' sealed keys, where there are any, so that they can open what is restored."""
    keys = beside(workspace, KEYS)
    if keys.is_file():
        target = beside(copy, KEYS)
        make_empty(target)
        target.write_bytes(keys.read_bytes())
        bring_to_disk(target)


def _keep(workspace: Workspace, backup: Backup) -> Backup:
    """On record, with the receipt beside it and everything on the disk."""
    with workspace.transaction():
        kept = replace(backup, id=backups.insert_backup(workspace, backup))
        words = (
            f"{backup.path}; {backup.n_bytes:,} bytes, {sum(backup.counts.values()):,} rows; "
            f"SHA-256 {backup.sha256}; up to entry {backup.anchor}"
        )
        audit.append(
            workspace, at=backup.at, who=backup.who, action=backups.BACKED_UP,
            subject=f"backup {kept.id}", new=words,
        )  # fmt: skip
        with telling(backup.path.parent, 0):
            bring_to_disk(save_text(kept, workspace.info))
        durable.sync_folder(backup.path.parent)
    return kept
