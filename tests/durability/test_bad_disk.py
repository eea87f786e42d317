"""A disk that is full, gone, read-only or on the network: a sentence, and nothing is broken."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import WorkspaceError
from app.sampling.draw import Draw
from app.store import place
from app.store.key import Key, random_key
from app.store.workspace import create_workspace, open_workspace
from tests.durability import looks
from tests.durability.conftest import FORMS, IS_FULL, Figures, Stage, Stages
from tests.durability.nursery import ROOT, Nursery
from tests.durability.test_many_kills import LOOKS, Look
from tests.durability.works import NAME

DISKS = {"full": errno.ENOSPC, "gone": errno.EIO}
TRIALS = {"import": (6, 40), "check": (6, 40), "review": (6, 40), "print": (4, 24),
          "letters": (3, 16), "create": (4, 20), "backup": (3, 20), "rekey": (3, 12)}  # fmt: skip
TRIALS_A_FORM = (3, 20)


def trials(
    nursery: Nursery, stage: Stage, look: Look, folder: Path, disk: str, n: int
) -> tuple[str, set[str]]:
    """From a random call on the disk fails; when it is back, what is there is looked at."""
    draw, n_told, sentences = Draw(50), 0, set()
    for _ in range(n):
        call = draw.between(0, stage.dry.n_calls - 1)
        outcome = nursery.attempt(stage.attempt(folder, fail_from=call, error=DISKS[disk]))
        where = f"{disk} from call {call} of {stage.dry.n_calls}, after {list(outcome.said)}"
        assert outcome.status in (0, 3), f"{where}: {outcome.message}"
        n_told += outcome.status == 3
        if outcome.message:
            sentences.add(outcome.message)
        try:
            look(folder, stage.key, outcome.said, stage.wanted)
        except BaseException as error:
            error.add_note(where)
            raise
    return f"{stage.work}: disk {disk} {n} times, {n_told} told in a sentence, all whole", sentences


@pytest.mark.slow
@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize("work", sorted(TRIALS))
def test_the_disk_fails_at_work(
    work: str, disk: str, stages: Stages, steps: list[dict[str, str]], nursery: Nursery,
    tmp_path: Path, figures: Figures,
) -> None:  # fmt: skip
    """No bug report, nothing half done; what was said to be done is there when the disk is back."""
    look = LOOKS.get(work) or looks.look_step_by_step(steps)
    stage, n = stages.get(work), TRIALS[work][IS_FULL]
    said, sentences = trials(nursery, stage, look, tmp_path / "attempt", disk, n)
    figures.say(said)
    assert all(one.endswith(".") for one in sentences), sorted(sentences)


@pytest.mark.slow
@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize("form", FORMS)
def test_the_disk_fails_while_it_is_brought_up_to_date(
    form: int, disk: str, stages: Stages, nursery: Nursery, tmp_path: Path, figures: Figures
) -> None:
    """The old form wholly, or the new with its backup."""
    stage, n = stages.get("migrate", form), TRIALS_A_FORM[IS_FULL]
    said, _ = trials(nursery, stage, looks.look_migrated, tmp_path / "attempt", disk, n)
    figures.say(f"form {form}, {said}")


@pytest.mark.slow
def test_where_files_cannot_be_locked_nothing_is_opened(
    stages: Stages, nursery: Nursery, tmp_path: Path
) -> None:
    """A network share without locks: said, for two programs could write at once."""
    stage = stages.get("review")
    outcome = nursery.attempt(stage.attempt(tmp_path / "attempt", no_locks=True))
    assert outcome.status == 3
    assert "cannot be locked (No locks available)" in outcome.message
    assert "Move it to a disk of this computer." in outcome.message
    assert outcome.said == ()


# --- disks of the system itself


def in_own_mounts(script: str, *values: str | Path) -> subprocess.CompletedProcess[str]:
    """A shell script where mounting changes nothing for others; skipped where that cannot be."""
    command = ["unshare", "--mount", "--propagation", "private"]
    may = shutil.which("unshare") and subprocess.run(
        [*command, "true"], capture_output=True, check=False
    )
    if not may or may.returncode:
        pytest.skip("mounting a small disk needs root (unshare --mount)")
    return subprocess.run(
        [*command, "sh", "-eu", "-c", script, "sh", *map(str, values)], cwd=ROOT,
        env={**os.environ, "RELIEF_DESK_PASSPHRASE": "made-up words", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


_FULL = """
mount -t tmpfs -o size=1800k none "$1"
"$2" -m app.cli import "$1/Office.relief" "$3/First.dat" --county "LOS ANGELES"
"$2" -m app.cli import "$1/Office.relief" "$3/Second.dat" "$3/Third.dat" && exit 9
"$2" -m app.cli verify "$1/Office.relief"
"""


@pytest.mark.slow
def test_a_small_disk_fills_up(checked: tuple[Path, Key], tmp_path: Path) -> None:
    """The import that does not fit is refused in a sentence, and the workspace stays whole."""
    from app.sampling.writer import write_sample

    folder = checked[0]
    if not (folder / "Third.dat").exists():
        write_sample(folder / "Third.dat", n_people=700, county="Los Angeles", seed=9)
    done = in_own_mounts(_FULL, tmp_path, sys.executable, folder)
    assert done.returncode == 0, done.stderr
    assert "The disk is full. Make room, then try again. Nothing was changed." in done.stderr
    assert "Office.relief is whole." in done.stderr


_READ_ONLY = """
mount -t tmpfs none "$1"
cp "$3" "$1/Office.relief"
mount -o remount,ro "$1"
"$2" -m app.cli verify "$1/Office.relief"
"""


@pytest.mark.slow
def test_a_read_only_disk_is_said(tmp_path: Path) -> None:
    """A workspace on a disc or a locked stick: what to do, and no bug report."""
    path = tmp_path / "Made.relief"
    create_workspace(
        path, "made-up words", name="O", county="", created_at="2026-11-01T08:00:00"
    ).close()
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    done = in_own_mounts(_READ_ONLY, mounted, sys.executable, path)
    assert done.returncode == 4, done.stderr
    assert "cannot be opened for work" in done.stderr
    assert "read-only file system" in done.stderr
    assert "Move it to a folder in which you may write." in done.stderr


# --- network shares

_MOUNTS = """\
/dev/sda2 / ext4 rw,relatime 0 0
server:/office /srv/office\\040files nfs4 rw,vers=4.2 0 0
/dev/sdb1 /srv/office\\040files/local ext4 rw 0 0
//server/share /mnt/share cifs rw 0 0
user@server: /mnt/away fuse.sshfs rw 0 0
/dev/sdc1 /media/stick vfat rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data/office/O.relief", None),
        ("/srv/office files/O.relief", "nfs4"),
        ("/srv/office files/local/O.relief", None),
        ("/mnt/share/deep/O.relief", "cifs"),
        ("/mnt/shared/O.relief", None),
        ("/mnt/away/O.relief", "fuse.sshfs"),
        ("/media/stick/O.relief", None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no list of mounts")
def test_a_network_share_is_told_from_a_disk(
    path: str, kind: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the list of mounts: the nearest that holds the path, also with blanks in its name."""
    mounts = tmp_path / "mounts"
    mounts.write_text(_MOUNTS)
    monkeypatch.setattr(place, "_MOUNTS", mounts)
    assert place.find_network(Path(path)) == kind


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no list of mounts")
def test_a_workspace_on_a_network_share_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made or opened there: a sentence with what to do; nothing is written."""
    key, path = random_key(), tmp_path / NAME
    create_workspace(path, key, name="O", county="", created_at="2026-11-01T08:00:00").close()
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    mounts = tmp_path.parent / f"{tmp_path.name} mounts"
    escaped = str(tmp_path).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {escaped} nfs rw 0 0\n")
    monkeypatch.setattr(place, "_MOUNTS", mounts)
    with pytest.raises(WorkspaceError, match=r"on a network share \(nfs\).*copy backups of it"):
        open_workspace(path, key)
    with pytest.raises(WorkspaceError, match=r"New.relief is on a network share"):
        create_workspace(tmp_path / "New.relief", key, name="N", county="", created_at="2026-11-01")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before
