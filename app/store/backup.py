"""A whole copy of an open workspace as one file that stands alone, and what is in such a file.

The copy is made by the database's own means from one moment of the workspace, under the same key.
It keeps no journal, so that it can be looked at on media that nobody can write to.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlcipher

from app import durable
from app.errors import Cancelled, WorkspaceError
from app.store.key import SALT_BYTES, Key
from app.store.schema import SCHEMA
from app.store.workspace import APPLICATION_ID, Workspace

BACKUP_SUFFIX = ".relief-backup"
DATABASE_ERRORS = (sqlcipher.DatabaseError, sqlite3.DatabaseError)
_PAGES_AT_ONCE = 1024  # 4 MB: a stop is heard several times a second on a slow stick
_LOOK_EVERY = 50_000  # steps of the database between two looks at whether to stop
_ROWS_AT_ONCE = 2_000

Step = Callable[[int, int], None]
"""(done, in all); may raise `Cancelled`."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose file it is, and the last entry of its record of the work."""

    name: str
    county: str
    created_at: str
    form: int
    audit_number: int
    audit_hash: str

    @property
    def anchor(self) -> str:
        return f"{self.audit_number}:{self.audit_hash}"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a workspace file holds. ``sha256`` is of every row of every table, and the tables."""

    head: Head
    counts: dict[str, int]
    sha256: str

    @property
    def n_rows(self) -> int:
        return sum(self.counts.values())


@contextlib.contextmanager
def one_moment(workspace: Workspace) -> Iterator[Workspace]:
    """A view that sees the workspace as it is now, whatever is written meanwhile."""
    with workspace.reader() as reader:
        reader.connection.execute("BEGIN")
        reader.connection.execute("SELECT 1 FROM setting LIMIT 1").fetchone()
        yield reader


def size_of(connection: Any) -> int:
    """How many bytes a copy will have."""
    return _pragma(connection, "page_count") * _pragma(connection, "page_size")


def write_copy(connection: Any, path: Path, key: Key, step: Step) -> None:
    """Copy everything into a file that must be empty (mode 0600) and bring it to the disk.

    Raises what the database and the system raise: no room, no medium.
    """
    page = _pragma(connection, "page_size")
    target = sqlcipher.connect(str(path), isolation_level=None)
    try:
        target.execute("PRAGMA cipher_log_level = NONE")
        target.execute(f"PRAGMA key = {key.pragma}")
        target.execute("PRAGMA journal_mode = OFF")  # an unfinished copy is thrown away
        target.execute("PRAGMA synchronous = FULL")
        connection.backup(
            target,
            pages=_PAGES_AT_ONCE,
            progress=lambda _, left, total: step((total - left) * page, total * page),
        )
        target.execute("PRAGMA journal_mode = DELETE")  # the workspace's own needs files beside it
    finally:
        target.close()
    bring_to_disk(path)


def bring_to_disk(path: Path) -> None:
    """A file on the disk itself; what is read next comes from there where the system can do it."""
    durable.sync_file(path)
    if hasattr(os, "posix_fadvise"):
        number = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(number)


@contextlib.contextmanager
def open_still(path: Path, key: Key) -> Iterator[Any]:
    """A connection that reads a file nobody writes to; nothing is put beside it.

    Raises WorkspaceError: another passphrase, damaged, no workspace, of a newer program.
    """
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = {key.pragma}")
        connection.execute("PRAGMA temp_store = MEMORY")
        try:
            _check_kind(connection, path)
        except DATABASE_ERRORS as error:
            raise WorkspaceError(
                f"{path.name} did not open: the passphrase is another one, or the file is damaged "
                "or not a backup of Relief Desk. A backup opens with the passphrase that the "
                "workspace had on that day. Type it again, or take another backup."
            ) from error
        yield connection
    finally:
        connection.close()


def _check_kind(connection: Any, path: Path) -> None:
    form, kind = form_of(connection), _pragma(connection, "application_id")
    if kind != APPLICATION_ID:
        raise WorkspaceError(f"{path.name} is a database, but not a Relief Desk workspace.")
    if form > SCHEMA:
        raise WorkspaceError(
            f"{path.name} was written by a newer Relief Desk (form {form}; this program knows "
            f"{SCHEMA}). Restore it with the newer program. Nothing was changed."
        )


def form_of(connection: Any) -> int:
    """Which schema a file has."""
    return _pragma(connection, "user_version")


def _pragma(connection: Any, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextlib.contextmanager
def stoppable(connection: Any, look: Callable[[], None]) -> Iterator[None]:
    """``look`` is called at once, and while the database works on a statement inside; it may raise
    `Cancelled`."""
    look()
    stops: list[BaseException] = []

    def is_over() -> int:
        try:
            look()
        except (Cancelled, KeyboardInterrupt) as stop:
            stops.append(stop)
        return len(stops)

    connection.set_progress_handler(is_over, _LOOK_EVERY)
    try:
        yield
    except DATABASE_ERRORS as error:
        if stops:
            raise stops[0] from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


def find_damage(connection: Any, look: Callable[[], None]) -> str:
    """What the database finds wrong with its pages first; "" when they are whole."""
    try:
        with stoppable(connection, look):
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except DATABASE_ERRORS as error:
        found = str(error)
    return "" if found == "ok" else found


def read_contents(connection: Any, step: Step) -> Contents:
    """Count and hash every row, table by table, in the order of their keys.

    Raises what the database raises when a page cannot be read.
    """
    tables = list_tables(connection)
    counts = {name: _count(connection, name) for name in tables}
    total, done = sum(counts.values()), 0
    whole = hashlib.sha256()
    for row in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    ):
        whole.update(msgspec.msgpack.encode(row))
    for name in tables:
        whole.update(name.encode())
        rows = connection.execute(f'SELECT * FROM "{name}" {key_order(connection, name)}')
        for n, row in enumerate(rows):
            whole.update(msgspec.msgpack.encode(row))
            if n % _ROWS_AT_ONCE == 0:
                step(done + n, total)
        done += counts[name]
    step(total, total)
    return Contents(read_head(connection), counts, whole.hexdigest())


def read_head(connection: Any) -> Head:
    """What a file says of itself, without reading it through."""
    setting = dict(connection.execute("SELECT name, value FROM setting").fetchall())
    last = connection.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    return Head(
        setting.get("name", ""), setting.get("county", ""), setting.get("created_at", ""),
        form_of(connection), int(last[0]) if last else 0, str(last[1]) if last else "",
    )  # fmt: skip


def list_tables(connection: Any) -> list[str]:
    """By name, without those of the database itself."""
    return [
        str(name)
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
            "ESCAPE '\\' ORDER BY name"
        )
    ]


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def key_order(connection: Any, table: str) -> str:
    """The order of the key, which is the order on disk: nothing is sorted."""
    keys = [
        str(name)
        for _, name, _, _, _, place in sorted(
            connection.execute(f'PRAGMA table_info("{table}")').fetchall(), key=lambda one: one[5]
        )
        if place
    ]
    return f"ORDER BY {', '.join(keys)}" if keys else "ORDER BY rowid"


def file_sha256(path: Path, step: Step) -> str:
    """Of a file as it stands on the disk."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        total = os.fstat(file.fileno()).st_size
        while piece := file.read(1 << 20):
            digest.update(piece)
            done += len(piece)
            step(done, total)
    return digest.hexdigest()


def has_key(path: Path, key: Key) -> bool:
    """Whether a file was written under this very key: its salt stands in clear at its beginning."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES).hex() == key.hex[-2 * SALT_BYTES :]
