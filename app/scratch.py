"""The one way to write something that is not finished: folders of our own, and what a crash left.

A scratch folder stands beside what it is for (in the workspace's folder, in the folder of an
export), so that no other disk and no folder of the whole computer ever holds a record. Only its
owner may enter it. Who works in it holds a lock, which the system drops when the process ends: what
nobody holds was left by a crash, and goes at the next opening, wherever it stands. For that, a note
in the data folder names the place as long as there is one.
"""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from app.file_lock import take
from app.paths import data_folder

PREFIX = ".relief-desk-"
NOTES = "scratch"  # the folder of the notes, in the data folder
_HELD = "held"
_WORK = "inside"
_FOREIGN_SECONDS = 86_400  # whose holder cannot be asked counts as left after a day


@contextlib.contextmanager
def scratch_folder(beside: Path | None = None) -> Iterator[Path]:
    """An empty folder inside ``beside``, gone afterwards; None: in the data folder.

    What crashes left is taken away first. Raises OSError when the place cannot be written to.
    """
    home = beside or data_folder()
    if beside is None:
        home.mkdir(parents=True, exist_ok=True)
    clean_up(home)
    outer, held = _make(home.absolute())
    note = _write_note(outer)
    try:
        yield outer / _WORK
    finally:
        os.close(held)  # an open file cannot be removed everywhere
        _remove(outer)
        if note is not None and not outer.exists():
            note.unlink(missing_ok=True)


def clean_up(folder: Path | None = None) -> int:
    """Remove what a dead process of ours left, in a folder and where the notes say.

    What a living program works in is left alone. Returns how many folders went.
    """
    found = list(_in(folder)) if folder is not None else []
    notes = {_noted(note): note for note in _in_order(data_folder() / NOTES, "*")}
    n = sum(_sweep(outer) for outer in dict.fromkeys((*found, *notes)))
    for outer, note in notes.items():
        if outer.parent.is_dir() and not outer.exists():  # not: on a stick that is not here
            with contextlib.suppress(OSError):
                note.unlink()
    return n


def _in(folder: Path) -> list[Path]:
    return _in_order(folder.absolute(), f"{PREFIX}*")


def _in_order(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:  # not ours to read: then nothing of ours is in it
        return []


# made and held


def _make(home: Path) -> tuple[Path, int]:
    """A folder and the open file that holds it.

    Another program may take it for a left one in the moment before it is held: then another is
    made.
    """
    while True:
        outer = home / f"{PREFIX}{secrets.token_hex(6)}"
        outer.mkdir(mode=0o700)
        try:
            held = os.open(outer / _HELD, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except (FileExistsError, FileNotFoundError):
            continue
        if _take_own(held) and (outer / _HELD).exists():
            _sign(held, outer)
            (outer / _WORK).mkdir(mode=0o700)
            return outer, held
        os.close(held)


def _sign(held: int, outer: Path) -> None:
    try:
        os.write(held, platform.node().encode())
    except OSError as error:
        error.filename = str(outer.parent)  # the call knows a number only
        raise


def _take_own(held: int) -> bool:
    try:
        take(held)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a drive without locks: the day decides (`_is_left`)
    return True


def _write_note(outer: Path) -> Path | None:
    note = data_folder() / NOTES / outer.name.removeprefix(PREFIX)
    try:
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        note.write_bytes(os.fsencode(outer.parent))
    except OSError:  # then it is found in its own folder only
        return None
    return note


def _noted(note: Path) -> Path:
    try:
        home = os.fsdecode(note.read_bytes())
    except OSError:
        home = ""
    return Path(home) / f"{PREFIX}{note.name}"


# left by the dead


def _sweep(outer: Path) -> bool:
    if not _is_ours(outer):
        return False
    try:
        held = os.open(outer / _HELD, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError:
        return False
    try:
        is_left = _is_left(outer, held)
    finally:
        os.close(held)
    if is_left:
        _remove(outer)
    return is_left and not outer.exists()


def _is_ours(outer: Path) -> bool:
    """A folder, not a link to one, and of this user where the system tells."""
    try:
        found = outer.lstat()
    except (OSError, ValueError):  # the latter: a note that is no name of a folder
        return False
    is_folder = outer.is_dir() and not outer.is_symlink()
    return is_folder and (not hasattr(os, "getuid") or found.st_uid == os.getuid())


def _is_left(outer: Path, held: int) -> bool:
    """Whether nobody works in it. A lock says nothing of another computer, nor where none work."""
    try:
        take(held)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return _is_old(outer)
    host = os.read(held, 300).decode("utf-8", "replace")
    return host in ("", platform.node()) or _is_old(outer)


def _is_old(outer: Path) -> bool:
    last = max((path.lstat().st_mtime for path in (outer, *outer.rglob("*"))), default=0.0)
    return time.time() - last > _FOREIGN_SECONDS


def _remove(outer: Path) -> None:
    """What a virus scanner or a viewer still holds open goes at the next opening."""
    shutil.rmtree(outer, ignore_errors=True)
