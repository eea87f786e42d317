"""Making a backup: read again before it counts, or nothing of it is left."""

from __future__ import annotations

import hashlib
import os
import resource
import stat
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from app.errors import Cancelled, InputError, WorkspaceError
from app.jobs.backup.make import (
    CHECKING,
    COMPARING,
    HASHING,
    READING,
    WRITING,
    make_backup,
    prove_copy,
)
from app.jobs.backup.place import PART, clear_parts
from app.jobs.backup.receipt import save_pdf
from app.jobs.progress import Silent
from app.store import audit, backups
from app.store.backup import one_moment, open_still, read_contents
from app.store.backups import BUTTON
from app.store.key import random_key
from app.store.office import User, put_user
from app.store.workspace import Workspace
from tests.jobs.backup.conftest import WHO, StopsAt, backed_up


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_holds_every_row_and_is_on_record(workspace: Workspace, folder: Path) -> None:
    """Every count and hash is the workspace's; the file's own hash and the anchor are told."""
    with one_moment(workspace) as source:
        wanted = read_contents(source.connection, lambda *_: None)
    made = backed_up(workspace, folder).backup
    assert made.path.parent == folder
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert (made.counts["person"], made.counts["conviction"]) == (5, 10)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    with open_still(made.path, workspace.key) as copy:
        assert read_contents(copy, lambda *_: None) == wanted
    assert backups.list_backups(workspace) == [made]
    entry = next(audit.entries(workspace, newest_first=True))
    assert (entry.action, entry.who, entry.subject) == ("backup", WHO, f"backup {made.id}")
    assert made.sha256 in entry.new
    assert made.anchor in entry.new
    assert audit.find_break(workspace) is None
    assert backups.has_entry(workspace, made.audit_number, made.audit_hash)


def test_a_backup_stands_alone_and_tells_nothing(workspace: Workspace, folder: Path) -> None:
    """One file and its receipt; no journal, no name of anybody in either; no key beside it."""
    made = backed_up(workspace, folder).backup
    assert names_in(folder) == sorted(
        [made.file_name, made.file_name.replace(".relief-backup", ".receipt.txt")]
    )
    for path in folder.iterdir():
        data = path.read_bytes()
        for word in (b"ZEBRA", b"EXAMPLE", b"11359", workspace.key.hex[:64].encode()):
            assert word not in data


def test_the_receipt_is_checked_by_a_common_tool(workspace: Workspace, folder: Path) -> None:
    """``sha256sum`` reads the receipt and finds the file whole; then finds it changed."""
    made = backed_up(workspace, folder).backup
    receipt = next(folder.glob("*.receipt.txt"))
    text = receipt.read_text(encoding="utf-8")
    for words in (made.sha256, made.content, made.anchor, "5  people", "10  convictions", WHO):
        assert words in text
    asked = ["sha256sum", "--check", "--quiet", receipt.name]
    assert subprocess.run(asked, cwd=folder, capture_output=True, check=False).returncode == 0
    made.path.write_bytes(made.path.read_bytes()[:-1] + b"x")
    assert subprocess.run(asked, cwd=folder, capture_output=True, check=False).returncode == 1


def test_the_receipt_can_be_printed(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    """One page with file, hashes in groups, anchor and counts; equal bytes each time."""
    made = backed_up(workspace, folder).backup
    one, two = (save_pdf(made, workspace.info, tmp_path / name) for name in ("1.pdf", "2.pdf"))
    assert one.read_bytes() == two.read_bytes()
    with pypdfium2.PdfDocument(one) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
    assert made.file_name in text
    assert " ".join(made.sha256[n : n + 8] for n in range(0, 64, 8)) in text
    assert f"{made.audit_number}: {made.audit_hash[:8]}" in text


def test_two_of_one_second_have_two_names(workspace: Workspace, folder: Path) -> None:
    """A name that is taken is not written over."""
    made = [backed_up(workspace, folder).backup for _ in range(3)]
    assert len({one.file_name for one in made}) == 3
    assert all(hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256 for one in made)


def test_the_same_disk_is_told(workspace: Workspace, folder: Path) -> None:
    """A backup beside the workspace is made, with a warning; also in its own folder."""
    assert "on the same disk as the workspace" in backed_up(workspace, folder).warnings[0]
    inside = backed_up(workspace, workspace.path.parent)
    assert "in the same folder as the workspace" in inside.warnings[0]


@pytest.mark.parametrize("how", [Cancelled, KeyboardInterrupt])
@pytest.mark.parametrize("label", [READING, WRITING, CHECKING, COMPARING, HASHING])
def test_stopped_it_leaves_nothing(
    workspace: Workspace, folder: Path, label: str, how: type[BaseException]
) -> None:
    """Wherever it is stopped, in the window or by Ctrl-C, no file and no entry stay; the next one
    is made as usual."""
    workspace.connection.execute("CREATE TABLE big (a INTEGER PRIMARY KEY, b BLOB)")
    workspace.connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
        "INSERT INTO big SELECT i, randomblob(400) FROM n"
    )
    before = [one.number for one in audit.entries(workspace)]
    with pytest.raises(how):
        make_backup(workspace, folder, who=WHO, cause=BUTTON, progress=StopsAt(label, how))
    assert names_in(folder) == []
    assert backups.list_backups(workspace) == []
    assert [one.number for one in audit.entries(workspace)] == before
    watched = StopsAt()
    make_backup(workspace, folder, who=WHO, cause=BUTTON, progress=watched)
    assert {label for _, _, label in watched.told} == {
        READING, WRITING, CHECKING, COMPARING, HASHING,
    }  # fmt: skip
    assert all(0 <= done <= total for done, total, _ in watched.told)


def test_a_folder_that_is_not_there(workspace: Workspace, folder: Path) -> None:
    """A stick that is not plugged in, or a file in the folder's place, is a sentence."""
    with pytest.raises(InputError, match=r"is not there\. If it is on a stick"):
        backed_up(workspace, folder / "gone")
    (folder / "file").write_text("mine")
    with pytest.raises(InputError, match=r"is a file\. Choose a folder"):
        backed_up(workspace, folder / "file")
    assert names_in(folder) == ["file"]


@pytest.mark.skipif(os.getuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_cannot_be_written_to(workspace: Workspace, folder: Path) -> None:
    """A stick that is locked is a sentence."""
    folder.chmod(0o500)
    try:
        with pytest.raises(InputError, match="You may not write in"):
            backed_up(workspace, folder)
    finally:
        folder.chmod(0o700)


def test_a_disk_that_runs_full(workspace: Workspace, folder: Path) -> None:
    """Half of it has room: a sentence, nothing of it is left, nothing is on record."""
    size = workspace.path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, before[1]))
    try:
        with pytest.raises(InputError, match="Nothing unfinished was kept"):
            backed_up(workspace, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names_in(folder) == []
    assert backups.list_backups(workspace) == []
    assert backed_up(workspace, folder).backup.path.is_file()


def test_too_little_room_is_told_before(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is needed and what is free stand in the sentence."""
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("app.jobs.backup.place.shutil.disk_usage", lambda _: usage)
    with pytest.raises(InputError, match=r"There is no room in .* are needed and 0.0 MB are free"):
        backed_up(workspace, folder)
    assert names_in(folder) == []


def test_a_copy_that_differs_does_not_count(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that gives back something else: thrown away, with a sentence, not on record."""
    made = backed_up(workspace, folder).backup
    with one_moment(workspace) as source:
        wanted = read_contents(source.connection, lambda *_: None)
    with pytest.raises(WorkspaceError, match="its rows are not those of the workspace"):
        prove_copy(made.path, workspace.key, wanted, Silent())  # the entry of the backup itself
    data = bytearray(made.path.read_bytes())
    data[len(data) // 2] ^= 1
    made.path.write_bytes(data)
    with pytest.raises(WorkspaceError, match="was read again and is not whole"):
        prove_copy(made.path, workspace.key, wanted, Silent())


def test_a_damaged_workspace_is_not_backed_up(workspace: Workspace, folder: Path) -> None:
    """A page that cannot be read: a sentence, and no backup that looks like a good one."""
    path = workspace.path
    workspace.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = workspace.connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'person'"
    ).fetchone()[0]
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 + 7] ^= 1
    path.write_bytes(data)
    with pytest.raises(WorkspaceError, match="is damaged"):
        backed_up(workspace, folder)
    assert names_in(folder) == []


def test_what_a_hard_end_left_is_cleared(workspace: Workspace, folder: Path) -> None:
    """Parts of this workspace's go with the next backup; what another one left stays."""
    mine = folder / f"{workspace.path.stem} 2026-01-01 000000.relief-backup{PART}"
    other = folder / f"Other 2026-01-01 000000.relief-backup{PART}"
    longer = folder / f"{workspace.path.stem} 2 2026-01-01 000000.relief-backup{PART}"
    for path in (mine, other, longer):
        path.write_bytes(b"half")
    backed_up(workspace, folder)
    assert not mine.exists()
    assert other.exists()
    assert longer.exists()
    clear_parts(folder, workspace.path.stem)


def test_a_stranger_makes_none(workspace: Workspace, folder: Path) -> None:
    """In an office with users only a user makes backups; a clerk may."""
    with workspace.transaction():
        for name, role in (("A. Head", "administrator"), (WHO, "clerk")):
            put_user(workspace, User(name, role, True, "A. Head", "2026-11-01"))
    with pytest.raises(InputError, match="is not a user of this workspace"):
        make_backup(workspace, folder, who="Nobody", cause=BUTTON, progress=Silent())
    assert backed_up(workspace, folder).backup.who == WHO


def test_the_users_keys_go_with_it(workspace: Workspace, folder: Path) -> None:
    """The file that users sign in with stands beside the backup, for whoever restores it."""
    keys = workspace.path.with_name(workspace.path.name + ".keys")
    keys.write_text('{"sealed": "made up"}')
    made = backed_up(workspace, folder).backup
    copied = made.path.with_name(made.file_name + ".keys")
    assert copied.read_text() == keys.read_text()
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600


def test_only_its_own_key_opens_it(workspace: Workspace, folder: Path) -> None:
    """Another key gives a sentence that names what it may be."""
    made = backed_up(workspace, folder).backup
    with (
        pytest.raises(WorkspaceError, match="the passphrase is another one, or the file is"),
        open_still(made.path, random_key()),
    ):
        pass
