"""Open, create, lock and close a workspace file.

One connection writes; `Workspace.reader` gives a further one, read-only, for
another thread or process (a connection belongs to the thread that made it).
"""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from app import durable, interrupts
from app.errors import WorkspaceError, WrongPassphraseError
from app.scratch import clean_up
from app.store.access import UNPROVEN, Access
from app.store.key import Key, key_of, new_key
from app.store.lock import WorkspaceLock
from app.store.place import check_place
from app.store.schema import SCHEMA, migrations

SUFFIX = ".relief"
REWRITING = ".new-key.part"  # ends the name of a copy on its way (`app.store.new_key`)
APPLICATION_ID = 0x52444B31  # "RDK1"
_DATABASE_ERRORS = (sqlcipher.DatabaseError, sqlite3.DatabaseError)
_DAMAGE = ("malformed", "not a database")
_GONE = ("disk I/O error", "unable to open database file")


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """What a workspace says of itself."""

    name: str
    county: str
    is_practice: bool
    created_at: str


class Workspace:
    """An open workspace. Use `create_workspace`, `open_workspace` or `reader`."""

    def __init__(
        self, path: Path, key: Key, lock: WorkspaceLock | None, *, read_only: bool
    ) -> None:
        self.path = path
        self.key = key
        self.is_read_only = read_only
        self.access: Access = UNPROVEN  # who signed in, once `app.jobs.sign_in` knows
        self._refusal = ""
        self._lock = lock
        self.connection = _connect(path, key, read_only=read_only)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and give it free; safe to call twice."""
        self.connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def reader(self) -> Workspace:
        """A read-only view with a connection of its own, for another thread."""
        made = Workspace(self.path, self.key, None, read_only=True)
        made.access = self.access
        return made

    @property
    def refusal(self) -> str:
        """Why nothing may be changed by whoever opened it, "" when it may."""
        return self._refusal

    def refuse_changes(self, sentence: str) -> None:
        """From now on every change is refused with this sentence; "" allows them again."""
        self._refusal = sentence
        self.connection.execute(f"PRAGMA query_only = {'ON' if sentence else 'OFF'}")

    def go_over_to(self, path_is_ready: Callable[[], None], key: Key) -> None:
        """Close the file, let it be replaced, and open what stands there under another key.

        The lock is held all the while. When the replacing fails, the old file is open again.
        """
        self.connection.close()
        try:
            path_is_ready()
        except BaseException:
            self.connection = _connect(self.path, self.key, read_only=False)
            raise
        self.key = key
        self.connection = _connect(self.path, key, read_only=False)

    @property
    def info(self) -> WorkspaceInfo:
        found = dict(self.connection.execute("SELECT name, value FROM setting").fetchall())
        return WorkspaceInfo(
            name=found.get("name", self.path.stem),
            county=found.get("county", ""),
            is_practice=found.get("is_practice") == "1",
            created_at=found.get("created_at", ""),
        )

    def get_setting(self, name: str, default: str = "") -> str:
        found = self.connection.execute(
            "SELECT value FROM setting WHERE name = ?", (name,)
        ).fetchone()
        return str(found[0]) if found else default

    def save_setting(self, name: str, value: str) -> None:
        self.connection.execute(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = ?",
            (name, value, value),
        )

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Any]:
        """All of the statements inside, or none of them. Yields the connection.

        Raises WorkspaceError when another program holds the file, or whoever opened it may
        change nothing.
        """
        if self._refusal:
            raise WorkspaceError(self._refusal)
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except _DATABASE_ERRORS as error:
            if _is_busy(error):
                raise _explain(self.path, error) from error
            raise
        try:
            yield self.connection
            interrupts.hold()
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # SQLite has undone it itself when a disk is full
                self.connection.execute("ROLLBACK")
            raise


def create_workspace(
    path: Path,
    passphrase: str | Key,
    *,
    name: str,
    county: str,
    created_at: str,
    is_practice: bool = False,
) -> Workspace:
    """Make a new workspace file (mode 0600). Refuses to overwrite anything.

    It is made under a passing name, and is there whole or not at all.
    """
    if path.exists():
        raise WorkspaceError(f"{path} exists already. Choose another name or open it.")
    if not path.parent.is_dir():
        raise WorkspaceError(f"The folder {path.parent} does not exist. Make it or choose another.")
    check_place(path)
    key = passphrase if isinstance(passphrase, Key) else new_key(passphrase)
    settings = {
        "name": name, "county": county, "is_practice": "1" if is_practice else "0",
        "created_at": created_at,
    }  # fmt: skip
    lock = WorkspaceLock(path)
    part = durable.part_of(path)
    try:
        _fill_new(part, key, settings)
        durable.replace(part, path)
        return Workspace(path, key, lock, read_only=False)
    except BaseException as error:
        with contextlib.suppress(OSError):  # the disk may be gone
            _remove(part)
        lock.release()
        if isinstance(error, OSError):
            raise WorkspaceError(f"{path} cannot be written: {error.strerror}.") from error
        raise


def _fill_new(part: Path, key: Key, settings: dict[str, str]) -> None:
    _remove(part)  # of a program that was killed
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with Workspace(part, key, None, read_only=False) as workspace, workspace.transaction():
        _migrate(workspace)
        for setting, value in settings.items():
            workspace.save_setting(setting, value)


def _remove(part: Path) -> None:
    """Take away an unfinished file, and what SQLite left beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            part.with_name(part.name + end).unlink()


def open_workspace(path: Path, passphrase: str | Key | Callable[[], Key]) -> Workspace:
    """Open an existing workspace for work; checks passphrase, kind and version first.

    A key that has to be found first is found while the file is locked, so that nobody tries
    passphrases in several programs at a time.

    A workspace of an older form is brought up to this program's after a backup of it was
    written beside it (`find_form_backups`) and read again: wholly, or it stays as it was. What a
    crash left of unfinished work is taken away (`app.scratch`).
    """
    if not path.is_file():
        raise WorkspaceError(f"There is no workspace at {path}. Check the name and the folder.")
    check_place(path)
    lock = WorkspaceLock(path)
    try:
        if isinstance(passphrase, str):
            key = key_of(path, passphrase)
        else:
            key = passphrase if isinstance(passphrase, Key) else passphrase()
        clean_up(path.parent)
        _remove_unfinished(path)
        workspace = Workspace(path, key, lock, read_only=False)
        try:
            _check_version(workspace)
            if migrations.pending(Database(workspace.connection)):
                _back_up_form(workspace)
                _bring_up_to_date(workspace)
        except BaseException:
            workspace.connection.close()
            raise
    except BaseException:
        lock.release()
        raise
    return workspace


def _remove_unfinished(path: Path) -> None:
    """A copy under another key that a crash left behind: the file itself was not replaced."""
    file = path.resolve()
    for rest in file.parent.glob(glob.escape(file.name + REWRITING) + "*"):
        with contextlib.suppress(OSError):
            rest.unlink()


def find_form_backups(path: Path) -> list[Path]:
    """The backups that were made of a workspace before its form was brought up to date."""
    return sorted(path.parent.glob(f"{glob.escape(path.stem)} of form *{glob.escape(path.suffix)}"))


def _back_up_form(workspace: Workspace) -> None:
    """A whole copy under the same passphrase, checked before it counts.

    Raises WorkspaceError, leaving the workspace as it is, when none can be made.
    """
    path = workspace.path
    form = _form_of(workspace)
    copy = _free_name(path, f"{path.stem} of form {form}")
    part = copy.with_name(copy.name + ".part")
    try:
        _remove(part)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        target = _connect(part, workspace.key, read_only=False)
        try:
            workspace.connection.backup(target)
        finally:
            target.close()
        _check_copy(part, workspace, form)
        durable.replace(part, copy)
    except (OSError, *_DATABASE_ERRORS) as error:
        with contextlib.suppress(OSError):
            _remove(part)
        raise WorkspaceError(
            f"{path.name} is of an older form (form {form}) and was not brought up to date: no "
            f"backup could be written in {path.parent} ({error}). Make room or move it to a "
            "folder in which you may write. Nothing was changed."
        ) from error


def _check_copy(part: Path, workspace: Workspace, form: int) -> None:
    with Workspace(part, workspace.key, None, read_only=True) as copy:
        is_whole = copy.connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        if not is_whole or _form_of(copy) != form or copy.info != workspace.info:
            raise OSError("the copy is not what was copied")


def _free_name(path: Path, stem: str) -> Path:
    """A name beside the workspace that nothing has."""
    marks = chain([""], (f" ({n})" for n in count(2)))
    names = (path.with_name(f"{stem}{mark}{path.suffix}") for mark in marks)
    return next(name for name in names if not name.exists())


def _form_of(workspace: Workspace) -> int:
    return int(workspace.connection.execute("PRAGMA user_version").fetchone()[0])


def _connect(path: Path, key: Key, *, read_only: bool) -> Any:
    connection = sqlcipher.connect(
        str(path), isolation_level=None, timeout=10, check_same_thread=True
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
        connection.execute(f"PRAGMA key = {key.pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -32000")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA fullfsync = ON")  # macOS: past the cache of the disk
            connection.execute("PRAGMA checkpoint_fullfsync = ON")
    except _DATABASE_ERRORS as error:
        connection.close()
        raise _explain(path, error) from error
    return connection


def find_trouble(error: BaseException) -> WorkspaceError | None:
    """What an error met at work says of the workspace: damaged, no room. None: a bug of ours."""
    if not isinstance(error, _DATABASE_ERRORS):
        return None
    text = str(error)
    if "disk is full" in text:
        return WorkspaceError("The disk is full. Make room, then try again. Nothing was changed.")
    if any(words in text for words in _GONE):
        return WorkspaceError(
            f"The disk of the workspace does not answer ({text}). If it is a stick that was taken "
            "out, put it in again and open the workspace; what was saved before is in it. If the "
            "disk has failed, restore a backup."
        )
    if any(words in text for words in _DAMAGE):
        return WorkspaceError(f"The workspace is damaged ({text}). Restore a backup of it.")
    return None


def _is_busy(error: Exception) -> bool:
    return any(word in str(error) for word in ("locked", "busy"))


def _explain(path: Path, error: Exception) -> WorkspaceError:
    text = str(error)
    if "not a database" in text:
        return WrongPassphraseError(
            f"{path.name} did not open: the passphrase is wrong, or it is not a Relief Desk "
            "workspace. Type the passphrase again."
        )
    if _is_busy(error):
        return WorkspaceError(f"{path.name} is busy in another program. Try again in a moment.")
    return WorkspaceError(
        f"{path.name} is damaged or cannot be read ({text}). Restore a backup of it."
    )


def _check_version(workspace: Workspace) -> None:
    version = _form_of(workspace)
    application = int(workspace.connection.execute("PRAGMA application_id").fetchone()[0])
    if application != APPLICATION_ID:
        workspace.close()
        raise WorkspaceError(
            f"{workspace.path.name} is a database, but not a Relief Desk workspace."
        )
    if version > SCHEMA:
        workspace.close()
        raise WorkspaceError(
            f"{workspace.path.name} was written by a newer Relief Desk (form {version}; this "
            f"program knows {SCHEMA}). Open it with the newer program. Nothing was changed."
        )


def _bring_up_to_date(workspace: Workspace) -> None:
    """All that is missing in one transaction."""
    form = _form_of(workspace)
    try:
        with workspace.transaction():
            _migrate(workspace)
    except _DATABASE_ERRORS as error:
        raise WorkspaceError(
            f"{workspace.path.name} could not be brought up to date ({error}). It is of form "
            f"{form} as before, and nothing in it was changed; a backup stands beside it. Make "
            "room on the disk, then open it again."
        ) from error


def _migrate(workspace: Workspace) -> None:
    """Inside the caller's transaction."""
    migrations.apply(Database(workspace.connection))
    workspace.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
