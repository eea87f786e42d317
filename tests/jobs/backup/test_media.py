"""A stick as it fails in real life: full, locked, pulled out. Needs the right to mount one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs.backup import make
from app.jobs.backup.make import WRITING, make_backup
from app.jobs.backup.place import is_same_disk
from app.jobs.backup.restore import drill, restore_backup
from app.jobs.backup.standing import list_with_state
from app.jobs.open_export.hand_out import TABLES, hand_out
from app.jobs.progress import Silent
from app.store import audit, backups
from app.store.backups import BUTTON
from app.store.workspace import Workspace
from tests.jobs.backup.conftest import WHO, backed_up


def mount(*arguments: str) -> bool:
    return subprocess.run(arguments, check=False, capture_output=True).returncode == 0


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("mounts a disk in memory, as Linux does")
    made = tmp_path / "Stick"
    made.mkdir()
    if not mount("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(made)):
        pytest.skip("whoever runs the tests may not mount")
    yield made
    mount("umount", "-l", str(made))


class PullsOut:
    """A progress during which the stick is pulled out."""

    def __init__(self, stick: Path, label: str) -> None:
        self.stick, self.label = stick, label

    def step(self, done: int, total: int, label: str) -> None:
        if label == self.label:
            mount("umount", "-l", str(self.stick))


def n_entries(workspace: Workspace) -> int:
    return sum(1 for _ in audit.entries(workspace))


def test_on_another_disk_nothing_is_warned_of(workspace: Workspace, stick: Path) -> None:
    """A stick is another disk than the workspace's."""
    assert not is_same_disk(stick, workspace.path)
    assert backed_up(workspace, stick).warnings == ()


def test_full(workspace: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fills while it is written to: a sentence, nothing is left of it, nothing on record."""
    monkeypatch.setattr(make, "check_room", lambda *_: None)
    filler = stick / "photos"
    filler.write_bytes(bytes((4 << 20) - workspace.path.stat().st_size // 2))
    n = n_entries(workspace)
    with pytest.raises(InputError, match="There was not enough room in"):
        backed_up(workspace, stick)
    with pytest.raises(InputError, match="There was not enough room in"):
        hand_out(workspace, stick, who=WHO, progress=Silent())
    assert list(stick.iterdir()) == [filler]
    assert (backups.list_backups(workspace), n_entries(workspace)) == ([], n)


def test_locked(workspace: Workspace, stick: Path, tmp_path: Path) -> None:
    """Nothing is written on it; what is on it can be proved and restored."""
    made = backed_up(workspace, stick).backup
    assert mount("mount", "-o", "remount,ro", str(stick))
    with pytest.raises(InputError, match="You may not write in"):
        backed_up(workspace, stick)
    with pytest.raises(InputError, match="You may not write in"):
        hand_out(workspace, stick, who=WHO, progress=Silent())
    assert drill(workspace, made.path, who=WHO, progress=Silent()).number == made.id
    new = tmp_path / "New.relief"
    restore_backup(made.path, new, workspace.key, who=WHO, progress=Silent())
    assert new.is_file()
    with pytest.raises(InputError, match="You may not write in"):
        restore_backup(made.path, stick / "New.relief", workspace.key, who=WHO, progress=Silent())
    assert [one.id for one in backups.list_backups(workspace)] == [made.id]


def test_pulled_out(workspace: Workspace, stick: Path) -> None:
    """In the midst of writing: a sentence; its empty place gets nothing; the one before is told to
    be away, and stands in the list."""
    backed_up(workspace, stick)
    n = n_entries(workspace)
    with pytest.raises(InputError, match="Nothing unfinished was kept"):
        make_backup(workspace, stick, who=WHO, cause=BUTTON, progress=PullsOut(stick, WRITING))
    assert list(stick.iterdir()) == []
    assert n_entries(workspace) == n
    assert [one.state for one in list_with_state(workspace)] == ["not in its folder"]


def test_pulled_out_while_handing_out(workspace: Workspace, stick: Path) -> None:
    """The same for everything in plain files."""
    n = n_entries(workspace)
    with pytest.raises(InputError, match="Nothing unfinished was kept"):
        hand_out(workspace, stick, who=WHO, progress=PullsOut(stick, TABLES))
    assert list(stick.iterdir()) == []
    assert n_entries(workspace) == n
