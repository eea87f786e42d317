"""A backup copied to a place of its own, to be opened there: how a restore and a drill begin."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from app.errors import InputError, WorkspaceError
from app.jobs.backup.make import copy_keys, telling
from app.jobs.backup.place import beside, check_room, make_empty
from app.jobs.backup.receipt import find_told_hash
from app.jobs.progress import Progress
from app.scratch import scratch_folder
from app.store.backup import bring_to_disk
from app.store.key import SALT_BYTES

COPYING = "Copying the backup"


@contextlib.contextmanager
def copied(
    backup: Path, folder: Path, name: str, progress: Progress, *, sha256: str = ""
) -> Iterator[Path]:
    """A copy called ``name`` in a new folder inside of ``folder``, which goes at the end with
    whatever is still in it.

    The file must have the hash that is told of it: ``sha256``, else the one in the receipt beside
    it, if there is any. Raises InputError, WorkspaceError, Cancelled.
    """
    check_backup(backup)
    size = backup.stat().st_size
    check_room(folder, size)
    with contextlib.ExitStack() as stack:
        with telling(folder, size):
            place = stack.enter_context(scratch_folder(folder))
        copy = place / name
        found = _copy(backup, copy, progress)
        told = sha256 or find_told_hash(backup)
        if told and told != found:
            raise changed(backup)
        yield copy


def changed(backup: Path) -> WorkspaceError:
    """What is said of a file that has another hash than is told of it."""
    return WorkspaceError(
        f"{backup.name} is not the file that was made: its SHA-256 is not the one on record. It "
        "was changed or is damaged. Take another backup."
    )


def check_backup(backup: Path) -> None:
    """Raises InputError for what cannot be a whole backup: missing, a folder, too short, in use."""
    if not backup.is_file():
        raise InputError(
            f"There is no backup at {backup}. Check the name; if it is on a stick, connect it."
        )
    if backup.stat().st_size <= SALT_BYTES:
        raise InputError(f"{backup.name} is too short to be a backup. Take another one.")
    waiting = beside(backup, "-wal")
    if waiting.is_file() and waiting.stat().st_size:
        raise InputError(
            f"{backup.name} is a workspace that is open or was not closed. Open it and close it, "
            "or take a backup of it."
        )


def _copy(backup: Path, copy: Path, progress: Progress) -> str:
    """The SHA-256 of what was read."""
    digest, done, total = hashlib.sha256(), 0, backup.stat().st_size
    with telling(copy.parent, total):
        make_empty(copy)
    with copy.open("r+b") as target:
        for piece in _pieces(backup):
            with telling(copy.parent, total):
                target.write(piece)
            digest.update(piece)
            done += len(piece)
            progress.step(done, total, COPYING)
        with telling(copy.parent, total):
            target.flush()
    with telling(copy.parent, total):
        bring_to_disk(copy)
        copy_keys(backup, copy)
    return digest.hexdigest()


def _pieces(backup: Path) -> Iterator[bytes]:
    try:
        with backup.open("rb") as source:
            while piece := source.read(1 << 20):
                yield piece
    except OSError as error:
        raise InputError(
            f"{backup} could not be read to its end ({error.strerror}). Connect the stick again, "
            "or take another backup."
        ) from error
