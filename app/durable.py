"""Files that are there whole or not at all, also when the power fails.

A file is written under a passing name, its content is brought to the disk, it gets its name, and
the folder is brought to the disk. Without the first an entry may come back with an empty file,
without the second the file may be gone, though somebody was told that it is there. When a function
returns, its work outlives a power cut; an entry in a workspace that tells of it comes after.

Sources: POSIX on ``fsync`` (a file's content, not its name), rename(2), and for macOS fcntl(2) on
F_FULLFSYNC. Windows has no call for a folder: NTFS writes renames to its journal in order.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from app.scratch import scratch_folder

if sys.platform == "darwin":
    import fcntl

    def _flush(fd: int) -> None:
        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)

else:

    def _flush(fd: int) -> None:
        os.fsync(fd)


PART = ".part"
# What file systems answer that have nothing to flush for a folder.
_NOTHING_TO_DO = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)


def part_of(target: Path) -> Path:
    """The passing name of an encrypted file, beside it; what a crash leaves is written over."""
    return target.with_name(f".{target.name}{PART}")


def sync_file(path: Path) -> None:
    """Bring a file's content to the disk. Raises OSError."""
    fd = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        _flush(fd)
    except OSError as error:
        error.filename = str(path)  # the call knows a number only
        raise
    finally:
        os.close(fd)


def sync_folder(folder: Path) -> None:
    """Bring to the disk which files a folder holds, where the system can."""
    if sys.platform == "win32":
        return
    try:
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        if error.errno not in _NOTHING_TO_DO:
            error.filename = str(folder)
            raise


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing. Raises OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in reversed(missing):
        sync_folder(one.parent)


def take_rights_of(path: Path, fresh: Path) -> None:
    """Whoever may read and write one file may the other: a folder may be several people's.

    As far as the system lets us; nobody gets more than they have.
    """
    there = path.stat()
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            os.chown(fresh, -1, there.st_gid)
        fresh.chmod(there.st_mode & 0o666)


def replace(made: Path, target: Path) -> None:
    """Give a finished file its name, in place of a file of that name. Raises OSError."""
    replace_all([(made, target)])


def replace_all(moves: Iterable[tuple[Path, Path]]) -> None:
    """Give finished files their names: each whole, and nothing of it before all content is there.

    Names are given one by one: a crash may leave some of them. Raises OSError.
    """
    pairs = list(moves)
    for made, _ in pairs:
        sync_file(made)
    for made, target in pairs:
        os.replace(made, target)  # noqa: PTH105 - the one call that replaces on every system
    # Where files arrive first: a file in two places is better than one in none.
    for folder in dict.fromkeys(
        [to.parent for _, to in pairs] + [made.parent for made, _ in pairs]
    ):
        sync_folder(folder)


def put(target: Path, data: bytes, *, is_private: bool = False) -> None:
    """Write a file whole, in place of a file of that name. Raises OSError.

    ``is_private``: for its owner alone to read.
    """
    put_all([(target, data)], is_private=is_private)


def put_all(files: Iterable[tuple[Path, bytes]], *, is_private: bool = False) -> None:
    """Write files whole, each in place of a file of its name; nothing half done is kept.

    What a crash leaves stands in a scratch folder and goes with it. Raises OSError.
    """
    target = None
    moves: list[tuple[Path, Path]] = []
    stages: dict[Path, Path] = {}
    try:
        with contextlib.ExitStack() as stack:
            for number, (target, data) in enumerate(files):
                if target.parent not in stages:
                    stages[target.parent] = stack.enter_context(scratch_folder(target.parent))
                part = stages[target.parent] / str(number)
                _write(part, data)
                if is_private:
                    part.chmod(0o600)
                moves.append((part, target))
            replace_all(moves)
    except OSError as error:
        if target is not None:  # not the passing name, of which nobody has heard
            error.filename = str(target)
        raise


def _write(part: Path, data: bytes) -> None:
    part.write_bytes(data)
