"""A workspace under another key: a whole copy, looked through, takes the place of the file.

At every moment the file is the old one or the new one, whole. SQLCipher could encrypt the file
anew in its place; a power cut in the midst of that would leave a file of two keys.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from app.durable import sync_file, sync_folder, take_rights_of
from app.errors import WorkspaceError
from app.store.key import Key
from app.store.workspace import REWRITING, Workspace

PAGES_A_STEP = 2_000
Step = Callable[[int, int], None]  # pages done, of


def write_copy(
    workspace: Workspace, key: Key, fill: Callable[[Workspace], None], step: Step
) -> Path:
    """A copy under another key beside the workspace, with what ``fill`` changes in it.

    Raises WorkspaceError when none can be made; what ``step`` raises ends it. Either leaves
    nothing behind.
    """
    file = workspace.path.resolve()  # beside the file itself, if this is a link to it
    part = file.with_name(file.name + REWRITING)
    _remove(part)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with Workspace(part, key, None, read_only=False) as copy:
            workspace.connection.backup(
                copy.connection, pages=PAGES_A_STEP,
                progress=lambda _, left, total: step(total - left, total),
            )  # fmt: skip
            _check(workspace, copy)
            with copy.transaction():
                fill(copy)
            copy.connection.execute("PRAGMA journal_mode = DELETE")
    except (OSError, sqlcipher.DatabaseError) as error:
        _remove(part)
        raise WorkspaceError(
            f"No copy under the new passphrase could be written in {part.parent} "
            f"({error}). Make room and try again. Nothing was changed."
        ) from error
    except BaseException:
        _remove(part)
        raise
    return part


def put_in_place(workspace: Workspace, part: Path, key: Key) -> None:
    """The copy becomes the workspace, which goes on with it under its key.

    Raises WorkspaceError, the old file standing, when another reader has it open.
    """

    def replace() -> None:
        if _log_of(workspace.path).exists():
            raise WorkspaceError(
                f"{workspace.path.name} is still being read. Try again in a moment. Nothing was "
                "changed."
            )
        try:
            file = workspace.path.resolve()
            take_rights_of(file, part)
            sync_file(part)
            part.replace(file)
        except OSError as error:
            raise WorkspaceError(
                f"{workspace.path} could not be replaced ({error.strerror}). Nothing was changed."
            ) from error
        with contextlib.suppress(OSError):  # it is the new file already
            sync_folder(part.parent)

    try:
        _end_log(workspace)
        workspace.go_over_to(replace, key)
    finally:
        _remove(part)


def _end_log(workspace: Workspace) -> None:
    """Nothing of the old key may wait in a log beside the new file: it would be written into it."""
    try:
        mode = workspace.connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlcipher.OperationalError as error:
        if "locked" not in str(error):
            raise
        mode = "wal"
    if mode != "delete":
        raise WorkspaceError(
            f"{workspace.path.name} is still being read. Try again in a moment. Nothing was "
            "changed."
        )


def _check(workspace: Workspace, copy: Workspace) -> None:
    """Raises OSError when the copy is not, to the last row, what was copied."""
    for look in ("PRAGMA integrity_check(1)", "PRAGMA cipher_integrity_check"):
        found = [row[0] for row in copy.connection.execute(look) if row[0] != "ok"]
        if found:
            raise OSError("the copy is not whole")
    if _counts(copy) != _counts(workspace):
        raise OSError("the copy is not what was copied")


def _counts(workspace: Workspace) -> dict[str, int]:
    names = workspace.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    return {
        str(name): workspace.connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names
    }


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _remove(part: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            part.with_name(part.name + end).unlink()
