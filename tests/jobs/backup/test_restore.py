"""Restoring into a new workspace, the drill, and every backup that cannot be one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError, WorkspaceError
from app.jobs.backup import restore as restoring
from app.jobs.backup.copied import COPYING
from app.jobs.backup.restore import CHECKING, drill, key_of_backup, restore_backup
from app.jobs.progress import Silent
from app.store import audit, backups, check, records
from app.store.backup import one_moment, open_still, read_contents
from app.store.key import Key, key_of, random_key
from app.store.recovery_code import code_of
from app.store.schema import SCHEMA
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.jobs.backup.conftest import WHO, StopsAt, backed_up
from tests.store.conftest import filled  # noqa: F401 - fixture
from tests.store.test_upgrade import first_form  # noqa: F401 - fixture


def restored(workspace: Workspace, backup: Path, target: Path) -> restoring.Restored:
    return restore_backup(backup, target, workspace.key, who=WHO, progress=Silent())


def rows_of(path: Path, workspace: Workspace) -> dict[str, int]:
    with open_still(path, workspace.key) as found:
        return read_contents(found, lambda *_: None).counts


@contextlib.contextmanager
def nothing_new(folder: Path) -> Iterator[None]:
    before = sorted(folder.rglob("*"))
    yield
    assert sorted(folder.rglob("*")) == before


def test_a_restored_workspace_is_what_was_backed_up(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """Every row of every table, and one more entry in the record of the work, which holds."""
    with one_moment(workspace) as source:
        wanted = read_contents(source.connection, lambda *_: None)
    made = backed_up(workspace, folder).backup
    done = restored(workspace, made.path, tmp_path / "New office")
    assert done.path == tmp_path / "New office.relief"
    assert (done.name, done.county) == ("Office", "LOS ANGELES")
    assert (done.n_people, done.n_convictions, done.anchor) == (5, 10, made.anchor)
    found = rows_of(done.path, workspace)
    assert found.pop("audit") == wanted.counts["audit"] + 1
    assert found.items() <= wanted.counts.items()
    with open_workspace(done.path, workspace.key) as opened:
        assert check.find_problems(opened) == []
        entry = next(audit.entries(opened, newest_first=True))
        assert (entry.action, entry.who) == ("restore", WHO)
        assert made.anchor in entry.new
    assert made.path.is_file()


def test_nothing_is_written_over(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    """A name that is taken, also by what is left of another workspace, is refused."""
    made = backed_up(workspace, folder).backup
    with nothing_new(tmp_path), pytest.raises(InputError, match=r"exists already\. Nothing is"):
        restored(workspace, made.path, workspace.path)
    (tmp_path / "Old.relief-wal").write_bytes(b"left")
    with nothing_new(tmp_path), pytest.raises(InputError, match=r"Old.relief-wal is left of"):
        restored(workspace, made.path, tmp_path / "Old.relief")
    with nothing_new(tmp_path), pytest.raises(InputError, match="is not there"):
        restored(workspace, made.path, tmp_path / "no folder" / "New.relief")


def test_the_passphrase_of_that_day_opens_it(tmp_path: Path, folder: Path) -> None:
    """It is the backup's own; a wrong one is told before anything is copied."""
    with create_workspace(
        tmp_path / "a.relief", "words of that day", name="A", county="LOS ANGELES",
        created_at="2026-11-01",
    ) as made:  # fmt: skip
        backup = backed_up(made, folder).backup
    with nothing_new(tmp_path), pytest.raises(WorkspaceError, match="passphrase is another one"):
        restore_backup(
            backup.path, tmp_path / "b.relief", key_of(backup.path, "other words"), who=WHO,
            progress=Silent(),
        )  # fmt: skip
    key = key_of(backup.path, "words of that day")
    done = restore_backup(backup.path, tmp_path / "b.relief", key, who=WHO, progress=Silent())
    open_workspace(done.path, "words of that day").close()


@pytest.mark.parametrize("label", [COPYING, CHECKING])
def test_a_stopped_restore_leaves_nothing(
    workspace: Workspace, folder: Path, tmp_path: Path, label: str
) -> None:
    """No workspace and no folder of its own."""
    made = backed_up(workspace, folder).backup
    with nothing_new(tmp_path), pytest.raises(Cancelled):
        restore_backup(
            made.path, tmp_path / "New.relief", workspace.key, who=WHO, progress=StopsAt(label)
        )
    with nothing_new(tmp_path), pytest.raises(Cancelled):
        drill(workspace, made.path, who=WHO, progress=StopsAt(label))


def bad_backups(path: Path) -> Iterator[tuple[bytes | None, str, str]]:
    """Ways in which a backup can be bad: its bytes, what is said, and without its receipt."""
    data = path.read_bytes()
    middle = len(data) // 2
    made, opens = "is not the file that was made", "is another one, or the file is damaged"
    yield None, "There is no backup at", "There is no backup at"  # gone
    yield b"", "is too short to be a backup", "is too short to be a backup"
    yield data[:100], made, opens
    yield data[: middle // 4096 * 4096], made, opens  # cut between two pages
    yield data[: middle + 5], made, opens  # cut in the midst of one
    yield data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :], made, "is damaged"
    yield bytes(16) + data[16:], made, made  # its beginning
    yield data[: 4096 * 2] + bytes(4096) + data[4096 * 3 :], made, "is damaged"  # a page
    yield b"%PDF-1.7" + bytes(9000), made, opens


@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("with_receipt", [True, False])
def test_a_bad_backup_is_refused(
    workspace: Workspace, folder: Path, tmp_path: Path, place: int, *, with_receipt: bool
) -> None:
    """Cut, changed, empty, something else: a sentence, and no workspace is made of it; also where
    the receipt is lost, by what the pages themselves prove."""
    made = backed_up(workspace, folder).backup
    data, *words = list(bad_backups(made.path))[place]
    made.path.unlink()
    if data is not None:
        made.path.write_bytes(data)
    if not with_receipt:
        next(folder.glob("*.receipt.txt")).unlink()
    said = pytest.raises((InputError, WorkspaceError), match=words[not with_receipt])
    with nothing_new(tmp_path), said:
        restored(workspace, made.path, tmp_path / "New.relief")


def test_a_backup_of_a_newer_program(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    """Refused politely, at a restore and at a drill."""
    workspace.connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    made = backed_up_raw(workspace, folder)
    workspace.connection.execute(f"PRAGMA user_version = {SCHEMA}")
    with nothing_new(tmp_path), pytest.raises(WorkspaceError, match="by a newer Relief Desk"):
        restored(workspace, made, tmp_path / "New.relief")
    with nothing_new(tmp_path), pytest.raises(WorkspaceError, match="by a newer Relief Desk"):
        drill(workspace, made, who=WHO, progress=Silent())


def backed_up_raw(workspace: Workspace, folder: Path) -> Path:
    """The file alone, as copied by hand while nothing has it open."""
    workspace.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "by hand.relief"
    path.write_bytes(workspace.path.read_bytes())
    return path


def test_a_workspace_that_is_open_is_no_backup(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """What is not written into its file yet would be missing."""
    with workspace.transaction():
        audit.append(workspace, at="2026-11-02", who=WHO, action="setting")
    with pytest.raises(InputError, match="is a workspace that is open or was not closed"):
        restored(workspace, workspace.path, tmp_path / "New.relief")


def test_a_copy_made_by_hand_is_restored(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """A closed workspace that somebody copied is as good as a backup, after the same checks."""
    path = backed_up_raw(workspace, folder)
    assert restored(workspace, path, tmp_path / "New.relief").n_people == 5


def test_a_drill_proves_a_backup(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    """Restored, checked, compared, taken away; the workspace has an entry of it and the list a
    day."""
    made = backed_up(workspace, folder).backup
    with nothing_new(tmp_path):
        done = drill(workspace, made.path, who="B. Attorney", progress=Silent())
    assert (done.number, done.n_people, done.n_changes_since) == (made.id, 5, 0)
    assert done.n_rows == sum(made.counts.values())
    found = backups.find_backup(workspace, made.id)
    assert found is not None
    assert found.drilled_by == "B. Attorney"
    entry = next(audit.entries(workspace, newest_first=True))
    assert (entry.action, entry.subject) == ("backup drill", f"backup {made.id}")
    assert check.find_problems(workspace) == []


def test_a_drill_of_a_backup_that_was_moved(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """It is known by its name; one under another name is proved all the same."""
    made = backed_up(workspace, folder).backup
    moved = made.path.rename(tmp_path / made.file_name)
    assert drill(workspace, moved, who=WHO, progress=Silent()).number == made.id
    other = moved.rename(tmp_path / "copy.relief-backup")
    assert drill(workspace, other, who=WHO, progress=Silent()).number == 0


def test_a_drill_of_another_workspaces_backup(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """Under another passphrase it does not open; under the same, its record does not lead here."""
    with create_workspace(
        tmp_path / "b.relief", random_key(), name="Beta", county="LOS ANGELES",
        created_at="2026-01-01",
    ) as other:  # fmt: skip
        made = backed_up(other, folder).backup
        key = other.key
    with nothing_new(tmp_path), pytest.raises(WorkspaceError, match="under another passphrase"):
        drill(workspace, made.path, who=WHO, progress=Silent())
    with nothing_new(tmp_path), pytest.raises(InputError, match="of another workspace"):
        drill(workspace, made.path, who=WHO, progress=Silent(), key=key)


def test_a_drill_of_what_a_restored_twin_made(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    """Two workspaces from one backup go their own ways: the twin's backup is not this one's."""
    made = backed_up(workspace, folder).backup
    twin = restored(workspace, made.path, tmp_path / "Twin.relief").path
    with open_workspace(twin, workspace.key) as opened:
        theirs = backed_up(opened, folder).backup
    with pytest.raises(InputError, match="of another workspace"):
        drill(workspace, theirs.path, who=WHO, progress=Silent())


def test_a_damaged_backup_fails_its_drill(workspace: Workspace, folder: Path) -> None:
    """A sentence, no day of a drill in the list, no entry."""
    made = backed_up(workspace, folder).backup
    data = bytearray(made.path.read_bytes())
    data[-50] ^= 1
    made.path.write_bytes(data)
    n = sum(1 for _ in audit.entries(workspace))
    with pytest.raises(WorkspaceError, match="is not the file that was made"):
        drill(workspace, made.path, who=WHO, progress=Silent())
    assert backups.list_backups(workspace)[0].drilled_at == ""
    assert sum(1 for _ in audit.entries(workspace)) == n


def test_a_drill_where_nobody_can_write(
    workspace: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A locked stick or a disc: it is restored beside the workspace and taken away there."""
    made = backed_up(workspace, folder).backup
    real = os.access
    monkeypatch.setattr(
        restoring.os, "access", lambda path, mode: path != folder and real(path, mode)
    )
    folder.chmod(0o500)
    try:
        with nothing_new(tmp_path):
            assert drill(workspace, made.path, who=WHO, progress=Silent()).number == made.id
    finally:
        folder.chmod(0o700)


def test_a_backup_of_the_earlier_form_is_brought_up_to_date(
    first_form: tuple[Path, Key],  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    """The backup that an update made is restored too; it becomes a workspace of today's form."""
    path, key = first_form
    done = restore_backup(path, tmp_path / "New.relief", key, who=WHO, progress=Silent())
    assert sorted(one.name for one in tmp_path.glob("New*.relief")) == ["New.relief"]
    with open_workspace(done.path, key) as opened:
        assert records.count_people(opened) == done.n_people == 5
        assert opened.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_a_recovery_sheet_opens_it(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    """The sheet that was printed before the backup was made restores it; a mistyped line is
    named."""
    made = backed_up(workspace, folder).backup
    lines = list(code_of(workspace.key).lines)
    key = key_of_backup(made.path, "\n".join(lines))
    assert key == workspace.key
    restore_backup(made.path, tmp_path / "New.relief", key, who=WHO, progress=Silent())
    last = "A" if lines[2][-1] != "A" else "B"
    lines[2] = lines[2][:-1] + last
    with pytest.raises(InputError, match="Line 3 is mistyped"):
        key_of_backup(made.path, "\n".join(lines))
