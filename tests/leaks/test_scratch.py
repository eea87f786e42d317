"""Folders for unfinished work: where they stand, who may enter, and what becomes of a crash's."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app import durable, scratch
from app.jobs.clock import now
from app.scratch import PREFIX, clean_up, scratch_folder
from app.store.workspace import create_workspace, open_workspace

CHECKOUT = Path(__file__).resolve().parents[2]
CHILD = """
import sys
from pathlib import Path
from app.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "secret.csv").write_text("LASTNAME,FIRST")
    print("ready", flush=True)
    sys.stdin.read()
"""


def start(folder: Path) -> subprocess.Popen[str]:
    """Another program that works in a scratch folder until it is told to end."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)], cwd=CHECKOUT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def kill(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PREFIX}*"))


def notes(data_folder: Path) -> list[Path]:
    return list((data_folder / scratch.NOTES).glob("*"))


def test_it_stands_in_the_folder_and_is_its_owners_alone(tmp_path: Path) -> None:
    """Inside the folder it is for, nobody else may look in, and nothing stays."""
    with scratch_folder(tmp_path) as folder:
        assert folder.is_relative_to(tmp_path)
        assert not list(folder.iterdir())
        if os.name == "posix":
            for one in (folder, folder.parent):
                assert stat.S_IMODE(one.stat().st_mode) == 0o700
        (folder / "paper.pdf").write_bytes(b"a name")
    assert not list(tmp_path.iterdir())


def test_nothing_stays_after_an_error(tmp_path: Path, data_folder: Path) -> None:
    """Neither the folder nor the note of it."""

    def fail(folder: Path) -> None:
        (folder / "rows.csv").write_text("a name")
        assert len(notes(data_folder)) == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), scratch_folder(tmp_path) as folder:
        fail(folder)
    assert not leftovers(tmp_path)
    assert not notes(data_folder)


def test_without_a_place_it_stands_in_the_data_folder(data_folder: Path) -> None:
    """Work that belongs to no folder of the user's is done in the program's own."""
    shutil.rmtree(data_folder)
    with scratch_folder() as folder:
        assert folder.is_relative_to(data_folder)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new content or the old one; an error on the way leaves the old one."""
    target = tmp_path / "report.pdf"
    durable.put(target, b"old")
    durable.put(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match=r".*"):
        durable.put(folder, b"not over a folder")
    assert not leftovers(tmp_path)


def test_what_a_killed_program_left_goes_at_the_next_opening(
    tmp_path: Path, data_folder: Path
) -> None:
    """kill -9 leaves the folder; opening the workspace beside it takes it away."""
    create_workspace(
        tmp_path / "office.relief", "p", name="Office", county="YOLO", created_at=now()
    ).close()
    kill(start(tmp_path))
    assert len(list(tmp_path.rglob("secret.csv"))) == 1
    open_workspace(tmp_path / "office.relief", "p").close()
    assert not list(tmp_path.rglob("secret.csv"))
    assert not leftovers(tmp_path)
    assert not notes(data_folder)


def test_it_goes_wherever_it_stands(tmp_path: Path, data_folder: Path) -> None:
    """An export was killed in a folder that nobody uses again: the next opening, of anything,
    takes away what it left there."""
    out, other = tmp_path / "export", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    kill(start(out))
    assert leftovers(out)
    with scratch_folder(other):
        assert not leftovers(out)
    assert not notes(data_folder)


def test_what_a_living_program_works_in_is_left_alone(tmp_path: Path) -> None:
    """A second program at the same time, in the same folder, loses nothing."""
    child = start(tmp_path)
    try:
        assert clean_up(tmp_path) == 0
        assert len(list(tmp_path.rglob("secret.csv"))) == 1
    finally:
        child.communicate("")
    assert child.returncode == 0
    assert not leftovers(tmp_path)


def test_twenty_killed_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that they left goes at once, and nothing else in the folder does."""
    (tmp_path / "kept.pdf").write_bytes(b"a paper")
    (tmp_path / ".hidden").mkdir()
    children = [start(tmp_path) for _ in range(20)]
    for child in children:
        kill(child)
    assert len(leftovers(tmp_path)) == 20
    assert clean_up(tmp_path) == 20
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "kept.pdf"]
    with capsys.disabled():
        print("\nscratch folders left by kill -9 and taken away: 20 of 20")


def test_a_stick_that_is_away_keeps_its_note(tmp_path: Path, data_folder: Path) -> None:
    """What was left on a stick is taken away when the stick is there again."""
    stick, elsewhere = tmp_path / "stick", tmp_path / "drawer"
    stick.mkdir()
    kill(start(stick))
    stick.rename(elsewhere)
    clean_up()
    assert len(notes(data_folder)) == 1
    elsewhere.rename(stick)
    assert clean_up() == 1
    assert not notes(data_folder)


def test_what_only_looks_like_ours_is_left_alone(tmp_path: Path) -> None:
    """A file of such a name, and a link to somebody's folder, are not followed or removed."""
    (tmp_path / f"{PREFIX}notes.txt").write_text("mine")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "paper.pdf").write_bytes(b"a paper")
    if os.name == "posix":
        (tmp_path / f"{PREFIX}link").symlink_to(theirs, target_is_directory=True)
    assert clean_up(tmp_path) == 0
    assert (theirs / "paper.pdf").exists()
    assert not (theirs / "held").exists()


def test_another_computers_folder_stays_for_a_day(tmp_path: Path) -> None:
    """On a shared drive a lock may say nothing of another computer: its work is safe for a day."""
    outer = tmp_path / f"{PREFIX}abc"
    outer.mkdir()
    (outer / "held").write_text("another-computer")
    assert clean_up(tmp_path) == 0
    for path in (outer / "held", outer):
        os.utime(path, (1_000_000, 1_000_000))
    assert clean_up(tmp_path) == 1


def test_a_note_that_cannot_be_kept_stops_no_work(tmp_path: Path, data_folder: Path) -> None:
    """Where the data folder cannot be written to, work goes on beside its output."""
    (data_folder / scratch.NOTES).write_text("a file where the folder should be")
    with scratch_folder(tmp_path) as folder:
        (folder / "rows.csv").write_text("x")
    assert not leftovers(tmp_path)
