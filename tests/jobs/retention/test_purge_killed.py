"""kill -9 in a purge: all of it or nothing, never a half; and nothing plain on the disk."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.jobs.progress import Silent
from app.jobs.retention.purge import find_unfinished, finish_purge
from app.store import purges
from app.store.check import find_problems
from app.store.key import Key
from app.store.workspace import Workspace, open_workspace
from tests.jobs.retention.looking import found_in_pages, found_in_texts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills with a POSIX signal")

OF_BLAKE = ("OAKWOODLY", "A10000002", "QX700444")
OTHERS = ("QUILLFEATHER", "MUSTERMARK")
CHECKOUT = Path(__file__).parents[3]


def run_purge(path: Path, key: Key, at: int) -> subprocess.CompletedProcess[str]:
    """In a process of its own, which is killed at an instruction of the engine."""
    return subprocess.run(
        [sys.executable, "-m", "tests.jobs.retention.killed_purge", str(path), key.hex, str(at)],
        cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def office(desk: Workspace, tmp_path: Path) -> tuple[Path, Key]:
    """The office's file, closed, in a folder of its own."""
    folder = tmp_path / "office"
    folder.mkdir()
    path, key = desk.path, desk.key
    desk.close()
    return Path(shutil.copy(path, folder / "Office.relief")), key


def killed_at(source: Path, key: Key, at: int, folder: Path) -> str:
    """What a purge that was killed left: before, unfinished or done; all of it looked at."""
    folder.mkdir()
    path = Path(shutil.copy(source, folder / source.name))
    told = run_purge(path, key, at)
    assert told.returncode == -signal.SIGKILL, told.stderr
    for left in folder.iterdir():
        data = left.read_bytes()
        assert left.name.startswith(source.name), f"{left.name} was left behind"
        assert not any(word.encode() in data for word in (*OF_BLAKE, *OTHERS))
    with open_workspace(path, key) as workspace:
        assert find_problems(workspace) == []
        assert found_in_texts(workspace, *OTHERS) == list(OTHERS)
        if not purges.list_purges(workspace):
            assert found_in_texts(workspace, *OF_BLAKE) == list(OF_BLAKE)
            return "before"
        assert found_in_texts(workspace, *OF_BLAKE) == []
        if not find_unfinished(workspace):
            assert found_in_pages(workspace, *OF_BLAKE) == []
            return "done"
        finish_purge(workspace, Silent(), who="A. Head")
        assert found_in_pages(workspace, *OF_BLAKE) == []
        assert find_problems(workspace) == []
        return "unfinished"


def told_by(path: Path, key: Key) -> list[int]:
    """Moments before the point of no return and in all, bytes of temporary files, names in them."""
    told = run_purge(path, key, 0)
    assert told.returncode == 0, told.stderr
    return [int(word) for word in told.stdout.split()]


@pytest.mark.slow
def test_a_purge_leaves_nothing_plain_in_temporary_files(office: tuple[Path, Key]) -> None:
    """Writing a large file anew takes a temporary one, which is encrypted and gone afterwards."""
    path, key = office
    with open_workspace(path, key) as workspace, workspace.transaction():
        for number in range(20_000):
            workspace.save_setting(f"large {number}", "MUSTERMARK " * 200)
    _, _, n_bytes, n_plain = told_by(path, key)
    assert n_bytes > 1_000_000
    assert n_plain == 0
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "Office.relief", "Office.relief.lock",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_purge_that_is_killed_is_done_whole_or_not_at_all(
    office: tuple[Path, Key], tmp_path: Path
) -> None:
    """Ten times before the point of no return, five times after it."""
    path, key = office
    until, total, *_ = told_by(Path(shutil.copy(path, tmp_path / "Whole.relief")), key)
    before = [max(1, until * part // 10) for part in range(1, 11)]
    after = [until + 1 + (total - until - 1) * part // 4 for part in range(5)]
    found = [killed_at(path, key, at, tmp_path / f"killed {at}") for at in (*before, *after)]
    print(f"{len(found)} kills in {total * 10:,} instructions: {found}")
    assert found == sorted(found, key=("before", "unfinished", "done").index)
    assert found.count("before") >= 9
    assert found.count("unfinished") >= 4
