"""Opening a file or folder in the system's own programs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.paths import is_frozen

_SEARCHED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def open_outside(path: Path) -> bool:
    """Show a file or folder in the program that the system has for it; whether one was found."""
    with system_libraries():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@contextlib.contextmanager
def system_libraries() -> Iterator[None]:
    """Programs that are started in it find the system's libraries.

    The frozen program's own workers need those that it brought, so its variable stays otherwise.
    """
    kept = {name: os.environ.get(name) for name in _SEARCHED} if is_frozen() else {}
    try:
        for name in kept:
            before = os.environ.get(f"{name}_ORIG")
            if before:
                os.environ[name] = before
            else:
                os.environ.pop(name, None)
        yield
    finally:
        for name, value in kept.items():
            if value is not None:
                os.environ[name] = value
