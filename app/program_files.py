"""The files of the program itself: whole, as they were built, and without network code."""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path

from app.paths import is_frozen, program_folder

LIST = "files.sha256"  # written when the program is frozen
# One module of every way out: Python's own, Qt's, and the kind that other libraries like.
NETWORK_MODULES = (
    "socket", "_socket", "ssl", "_ssl", "http.client", "http.server", "urllib.request", "ftplib",
    "smtplib", "imaplib", "poplib", "asyncio", "xmlrpc.client", "socketserver", "webbrowser",
    "requests", "urllib3", "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebSockets",
    "PySide6.QtWebEngineCore", "PySide6.QtHttpServer",
)  # fmt: skip


def find_changed_files() -> tuple[int, list[str]]:
    """How many files the program was built with, and which are missing or changed.

    Reads all of them. (0, []) in a checkout and on macOS, which keep no list: there git and
    the bundle's seal do this.
    """
    folder = program_folder()
    path = folder / LIST
    if not is_frozen() or not path.is_file():
        return 0, []
    lines = path.read_text("utf-8").splitlines()
    listed = [line.partition("  ")[::2] for line in lines]
    return len(listed), [name for wanted, name in listed if _hash_of(folder / name) != wanted]


def find_network_modules() -> list[str]:
    """The network modules that can be imported here; one that is left out does not count."""
    return [name for name in NETWORK_MODULES if _is_there(name)]


def _is_there(name: str) -> bool:
    try:
        module = importlib.import_module(name)
    except ImportError:
        return False
    return not getattr(module, "is_left_out", False)


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
