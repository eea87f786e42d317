"""Putting a finished file in the place of another so that a power cut leaves one or the other."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def replace_file(fresh: Path, path: Path) -> None:
    """``fresh`` becomes ``path``: its content is on the disk before its name is. Raises OSError."""
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)


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
