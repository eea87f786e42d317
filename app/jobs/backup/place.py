"""Where a backup goes: is there a folder, is there room, is it another disk, what is it called."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from app.errors import InputError
from app.store.backup import BACKUP_SUFFIX

PART = ".part"
KEYS = ".keys"  # beside a workspace whose users have passphrases of their own
RECEIPT = ".receipt.txt"
_BESIDE = ("", "-journal", "-wal", "-shm", ".lock", KEYS)
_WHEN = r" \d{4}-\d\d-\d\d \d{6}( \(\d+\))?"  # as `free_path` names a backup
_SPARE = 1 << 20  # for the receipt and what the disk itself needs


def check_folder(folder: Path) -> None:
    """Raises InputError when there is no such folder now."""
    if folder.is_dir():
        return
    if folder.exists():
        raise InputError(f"{folder} is a file. Choose a folder for the backups.")
    raise InputError(
        f"The folder {folder} is not there. If it is on a stick or another computer, connect that "
        "first; else make the folder or choose another."
    )


def check_room(folder: Path, n_bytes: int) -> None:
    """Raises InputError when a file of this size has no room in the folder."""
    free = shutil.disk_usage(folder).free
    if free < n_bytes + _SPARE:
        raise InputError(
            f"There is no room in {folder}: {in_megabytes(n_bytes)} are needed and "
            f"{in_megabytes(free)} are free. Make room, or choose another folder."
        )


def in_megabytes(n_bytes: int) -> str:
    """``12.3 MB``"""
    return f"{n_bytes / 1e6:,.1f} MB"


def is_same_disk(folder: Path, workspace: Path) -> bool:
    """Whether a disk that fails would take both."""
    try:
        return folder.stat().st_dev == workspace.stat().st_dev
    except OSError:
        return False


def warn_of_place(folder: Path, workspace: Path) -> str:
    """What a backup there does not protect against; "" for another disk."""
    if not is_same_disk(folder, workspace):
        return ""
    if folder.resolve() == workspace.parent.resolve():
        where = "The backup lies in the same folder as the workspace"
    else:
        where = f"{folder} is on the same disk as the workspace"
    return (
        f"{where}: if that disk fails or the computer is stolen, both are gone. Keep another "
        "backup on a stick or another computer."
    )


def free_path(folder: Path, stem: str, at: str) -> Path:
    """A name that nothing in the folder has: the workspace's, and the desk's own time."""
    moment = datetime.fromisoformat(at).astimezone()
    name = f"{stem} {moment:%Y-%m-%d %H%M%S}"
    marks = chain([""], (f" ({n})" for n in count(2)))
    paths = (folder / f"{name}{mark}{BACKUP_SUFFIX}" for mark in marks)
    return next(path for path in paths if not path.exists())


def beside(path: Path, end: str) -> Path:
    """What belongs to a file and stands beside it: its name and an ending."""
    return path.with_name(path.name + end)


def receipt_of(path: Path) -> Path:
    """The receipt in words that is written beside a backup."""
    return path.with_name(path.name.removesuffix(BACKUP_SUFFIX) + RECEIPT)


def make_empty(path: Path) -> None:
    """A new file that is nobody else's. Raises FileExistsError and the like."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def remove_all(path: Path) -> None:
    """A file and what the database may have put beside it; what is not there is no matter."""
    for end in _BESIDE:
        with contextlib.suppress(OSError):
            beside(path, end).unlink(missing_ok=True)


def clear_parts(folder: Path, stem: str) -> None:
    """Take away what backups of this workspace left that were ended hard. Nobody makes one now:
    one program at a time has the workspace."""
    own = re.compile(re.escape(stem) + _WHEN + re.escape(BACKUP_SUFFIX + PART))
    for part in folder.glob(f"*{PART}"):
        if own.fullmatch(part.name):  # "Office 2" is another workspace than "Office"
            remove_all(part)
