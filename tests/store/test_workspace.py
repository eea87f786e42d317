"""Opening, locking and closing: encrypted, one program at a time, never overwritten."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import WorkspaceError
from app.store.key import Key, random_key
from app.store.schema import SCHEMA, migrations
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.store.conftest import create

PASSPHRASE = "four made-up words"


def test_a_workspace_opens_with_its_passphrase_and_no_other(tmp_path: Path) -> None:
    """A wrong or an empty passphrase gives a sentence, and the right one still opens."""
    path = tmp_path / "Büro, Müller's.relief"
    with create(path, PASSPHRASE) as made:
        assert made.info.name == "Office"
    with pytest.raises(WorkspaceError, match="the passphrase is wrong"):
        open_workspace(path, "four other words")
    with pytest.raises(WorkspaceError, match="The passphrase is empty"):
        open_workspace(path, "")
    with open_workspace(path, PASSPHRASE) as again:
        assert (again.info.county, again.info.is_practice) == ("LOS ANGELES", False)
        assert PASSPHRASE not in repr(again.key)
        assert again.key.hex not in repr(again.key)


def test_its_passphrase_opens_it_in_other_programs(tmp_path: Path) -> None:
    """The file is an ordinary SQLCipher 4 database: an office is never locked in."""
    path = tmp_path / "office.relief"
    create(path, PASSPHRASE).close()
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = '{PASSPHRASE}'")
    assert connection.execute("SELECT value FROM setting WHERE name = 'name'").fetchone() == (
        "Office",
    )
    connection.close()


def test_the_file_is_nobody_elses_and_tells_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """Mode 0600 for every file; no name, number or offense in any byte of them."""
    workspace.save_setting("note", "ZEBRA,ZOË")
    with create(tmp_path / "fresh.relief", random_key()) as fresh:
        fresh.save_setting("note", "ZEBRA,ZOË")
        files = [path for path in tmp_path.iterdir() if path.name.startswith("fresh.")]
        assert len(files) >= 3
        for path in files:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    for path in tmp_path.glob("*.relief*"):
        data = path.read_bytes()
        for word in (b"ZEBRA", b"EXAMPLE", b"11359", b"SQLite format", b"LOS ANGELES"):
            assert word not in data


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A new workspace refuses a name that is taken and a folder that is not there."""
    path = tmp_path / "office.relief"
    path.write_text("mine")
    with pytest.raises(WorkspaceError, match="exists already"):
        create(path, random_key())
    assert path.read_text() == "mine"
    with pytest.raises(WorkspaceError, match="does not exist"):
        create(tmp_path / "nowhere" / "office.relief", random_key())
    with pytest.raises(WorkspaceError, match="There is no workspace at"):
        open_workspace(tmp_path / "gone.relief", PASSPHRASE)


HOLD = """
import sys
from pathlib import Path
from app.store.key import Key
from app.store.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), Key(sys.argv[2]))
workspace.connection.execute("BEGIN IMMEDIATE")
workspace.save_setting("note", "never committed")
print("open", flush=True)
sys.stdin.read()
"""


def test_one_program_at_a_time_and_a_crash_frees_the_file(tmp_path: Path) -> None:
    """Another process holds it: refused, with its number; killed: open, and nothing half done."""
    path, key = tmp_path / "office.relief", random_key()
    create(path, key).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), key.hex],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(WorkspaceError, match=rf"open in another .*process {holder.pid}\)"):
            open_workspace(path, key)
        with Workspace(path, key, None, read_only=True) as reader:
            assert reader.get_setting("note", "none") == "none"
        os.kill(holder.pid, signal.SIGKILL)
    with open_workspace(path, key) as workspace:
        assert workspace.get_setting("note", "none") == "none"


def test_a_second_opening_in_this_program_is_refused(tmp_path: Path) -> None:
    """Until it is closed; closing twice is safe."""
    path, key = tmp_path / "office.relief", random_key()
    first = create(path, key)
    with pytest.raises(WorkspaceError, match="open in another"):
        open_workspace(path, key)
    first.close()
    first.close()
    open_workspace(path, key).close()


def test_a_newer_form_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Written by a program of the future: a sentence with both numbers; the lock is free."""
    path, key = tmp_path / "office.relief", random_key()
    with create(path, key) as workspace:
        workspace.connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    for _ in range(2):
        with pytest.raises(
            WorkspaceError, match=rf"form {SCHEMA + 1}; this program knows {SCHEMA}"
        ):
            open_workspace(path, key)


def test_what_is_no_workspace_is_told(tmp_path: Path) -> None:
    """A text, a picture, a plain database, another encrypted database, a stub."""
    text = tmp_path / "text.relief"
    text.write_text("no database at all " * 300)
    plain = tmp_path / "plain.relief"
    with sqlite3.connect(plain) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    for path in (text, plain):
        with pytest.raises(WorkspaceError, match="or it is not a Relief Desk workspace"):
            open_workspace(path, PASSPHRASE)
    stub = tmp_path / "stub.relief"
    stub.write_bytes(b"short")
    with pytest.raises(WorkspaceError, match="too short"):
        open_workspace(stub, PASSPHRASE)
    other, key = tmp_path / "other.relief", random_key()
    foreign = sqlcipher.connect(str(other))
    foreign.execute(f"PRAGMA key = {key.pragma}")
    foreign.execute("CREATE TABLE t (a)")
    foreign.commit()
    foreign.close()
    with pytest.raises(WorkspaceError, match="is a database, but not a Relief Desk workspace"):
        open_workspace(other, key)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_file_is_told(share: float, filled: tuple[Path, Key], tmp_path: Path) -> None:
    """A copy that was cut off: damaged, restore a backup."""
    path = tmp_path / "office.relief"
    data = filled[0].read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(WorkspaceError, match=r"damaged.*Restore a backup"):
        open_workspace(path, filled[1])


def test_tables_come_from_migrations_and_are_strict(tmp_path: Path) -> None:
    """A fresh file has every migration, foreign keys on, and tables that refuse wrong types."""
    from sqlite_utils import Database

    with create(tmp_path / "office.relief", random_key()) as workspace:
        connection = workspace.connection
        assert not migrations.pending(Database(connection))
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        tables = connection.execute("PRAGMA table_list").fetchall()
        ours = [
            row for row in tables if row[0] == "main" and not row[1].startswith(("sqlite", "_"))
        ]
        assert len(ours) >= 12
        assert all(row[5] == 1 for row in ours if row[2] == "table")
        with pytest.raises(sqlcipher.IntegrityError):
            connection.execute("INSERT INTO conviction VALUES (1,99,1,1,'','','','','','',0)")


def test_a_transaction_is_whole_or_nothing(workspace: Workspace) -> None:
    """An error inside takes everything back."""

    def fail() -> None:
        with workspace.transaction():
            workspace.save_setting("note", "x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert workspace.get_setting("note", "none") == "none"
    with workspace.transaction():
        workspace.save_setting("note", "x")
    workspace.save_setting("note", "y")
    assert workspace.get_setting("note") == "y"


def test_a_reader_reads_and_does_not_write(workspace: Workspace) -> None:
    """It sees what was committed before, also while the writer is at work."""
    with workspace.reader() as reader:
        with workspace.transaction():
            workspace.save_setting("note", "x")
            assert reader.get_setting("note", "none") == "none"
        assert reader.get_setting("note") == "x"
        with pytest.raises(sqlcipher.OperationalError, match="readonly"):
            reader.save_setting("note", "z")


def test_a_folder_in_which_one_may_not_write_is_told(tmp_path: Path) -> None:
    """The lock cannot be made: a sentence, no stack of calls."""
    path = tmp_path / "office.relief"
    (tmp_path / "office.relief.lock").mkdir()
    with pytest.raises(WorkspaceError, match="cannot be opened for work"):
        create_workspace(path, random_key(), name="O", county="YOLO", created_at="")
