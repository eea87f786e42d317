"""Putting a finished file in the place of another so that a power cut leaves one or the other."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


def replace_file(fresh: Path, path: Path) -> None:
    """``fresh`` becomes ``path``: its content is on the disk before its name is. Raises OSError."""
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)


def take_rights_of(path: Path, fresh: Path) -> None:
    """Whoever may read and write one file may the other: a folder may be several people's.

    As far as the system lets us; nobody gets more than they have.
    """
    there = path.stat()
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            os.chown(fresh, -1, there.st_gid)
        fresh.chmod(there.st_mode & 0o666)


def sync_file(path: Path) -> None:
    """Wait until what was written to a file is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until new names in a folder are on the disk; Windows does so by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
