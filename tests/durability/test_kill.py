"""Killed at any moment of an import or a check, a workspace is whole: all of it, or nothing."""

from __future__ import annotations

import csv
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.sampling.draw import Draw
from app.sampling.writer import write_sample
from app.store import check, queue, records, runs
from app.store.workspace import Workspace, open_workspace
from tests.durability.conftest import IS_FULL
from tests.durability.victims import PASSPHRASE, Scene, kill_after, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals"),
]

N_KILLS = 20 if IS_FULL else 4  # by the terminal, with real workers: seconds each
SEED = 20
COUNTY = "LOS ANGELES"
POLICY = ("--policy", "us-ca/los-angeles", "--as-of")
BEFORE, AFTER = "2020-07-01", "2026-07-01"


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small first file, and a second one whose import and check last a second or two."""
    folder = tmp_path_factory.mktemp("deliveries")
    first, second = folder / "First.dat", folder / "Second.dat"
    write_sample(first, n_people=40, county=COUNTY, seed=1, is_messy=True)
    write_sample(second, n_people=900, n_rows=50_000, county=COUNTY, seed=2)
    return first, second


@pytest.fixture(scope="module")
def names(deliveries: tuple[Path, Path]) -> list[bytes]:
    """Family names of the people, as they would stand in a file that is not encrypted."""
    found = set()
    for path in deliveries:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["PRI_NAME"]]
        found |= {row["PRI_NAME"].partition(",")[0].strip() for row in rows[::50]}
    long_ones = sorted(name.encode() for name in found if len(name) > 5)
    assert len(long_ones) > 5
    return long_ones


def made(folder: Path, *commands: tuple[str | Path, ...]) -> Path:
    """A workspace after some commands, to be copied for every attempt."""
    folder.mkdir()
    scene = Scene(folder)
    for command in commands:
        process = scene.start(command[0], scene.workspace, *command[1:])
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said.decode()
    return scene.workspace


def attempts(
    tmp_path: Path,
    base: Path,
    command: tuple[str | Path, ...],
    label: str,
    look: Callable[[Workspace], bool],
    names: list[bytes],
) -> str:
    """Kills at work, at random moments; ``look`` says whether all of it is there."""
    lasts = _calibrate(Scene(_fresh(tmp_path / "calibration", base)), command, label)
    draw = Draw(SEED)
    n_at_work = n_all = n_tried = 0
    while n_at_work < N_KILLS:
        n_tried += 1
        assert n_tried <= 3 * N_KILLS, "the work is over before it can be killed"
        scene = Scene(_fresh(tmp_path / f"attempt {n_tried}", base))
        process = scene.start(command[0], scene.workspace, *command[1:])
        began = wait_for(process, label)
        moment, with_workers = draw.unit() * lasts, n_tried % 2 == 0
        was_at_work, orphans = kill_after(process, began, moment, with_workers=with_workers)
        n_at_work += was_at_work
        assert orphans == [], f"attempt {n_tried}: workers live on"
        assert scene.names_in_plain(names) == [], f"attempt {n_tried}"
        assert scene.leftovers() == set(), f"attempt {n_tried}"
        with open_workspace(scene.workspace, PASSPHRASE) as workspace:
            assert check.find_problems(workspace) == [], f"attempt {n_tried}"
            n_all += look(workspace)
        assert scene.names_in_plain(names) == []
        shutil.rmtree(scene.folder)
    return (
        f"{n_tried} attempts over {lasts:.1f} s, {n_at_work} killed at work: all {n_tried} "
        f"workspaces whole, {n_all} with all of it, {n_tried - n_all} with nothing of it"
    )


def _fresh(folder: Path, base: Path) -> Path:
    folder.mkdir()
    shutil.copy(base, Scene(folder).workspace)
    return folder


def _calibrate(scene: Scene, command: tuple[str | Path, ...], label: str) -> float:
    """Seconds from the first word to the end, undisturbed."""
    process = scene.start(command[0], scene.workspace, *command[1:])
    began = wait_for(process, label)
    process.communicate(timeout=300)
    assert process.returncode == 0
    lasts = time.monotonic() - began
    shutil.rmtree(scene.folder)
    return lasts


def test_killed_import(
    tmp_path: Path,
    deliveries: tuple[Path, Path],
    names: list[bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of the second delivery there is every row or none; the first stays as it was."""
    first, second = deliveries
    base = made(tmp_path / "base", ("import", first, "--county", COUNTY))
    with open_workspace(base, PASSPHRASE) as workspace:
        people = records.count_people(workspace)
        (n_first,) = (source.n_rows for source in records.list_sources(workspace))
    n_second = len(second.read_text(encoding="utf-8").splitlines()) - 1

    def all_is_there(workspace: Workspace) -> bool:
        rows = [source.n_rows for source in records.list_sources(workspace)]
        assert rows in ([n_first], [n_first, n_second])
        assert (records.count_people(workspace) > people) == (len(rows) == 2)
        return len(rows) == 2

    said = attempts(tmp_path, base, ("import", second), "Checking Second.dat", all_is_there, names)
    with capsys.disabled():
        print(f"\nimport: {said}")


def test_killed_check(
    tmp_path: Path,
    deliveries: tuple[Path, Path],
    names: list[bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every answer is of the check before, or every one of the new check."""
    many = tmp_path / "Many.dat"  # a check takes less time than an import: more people
    write_sample(many, n_people=6_000, n_rows=100_000, county=COUNTY, seed=3)
    base = made(
        tmp_path / "base",
        ("import", *deliveries, many, "--county", COUNTY),
        ("check", *POLICY, BEFORE),
    )

    def all_is_there(workspace: Workspace) -> bool:
        run = runs.find_latest_run(workspace)
        assert run is not None
        assert run.as_of.isoformat() in (BEFORE, AFTER)
        assert len(runs.list_runs(workspace)) == (2 if run.as_of.isoformat() == AFTER else 1)
        answered = workspace.connection.execute(
            "SELECT run_id, count(*) FROM determination GROUP BY run_id"
        ).fetchall()
        assert answered == [(run.id, run.n_determinations)]
        assert len(queue.list_by_date(workspace, in_scope_only=True)) == run.n_determinations
        return run.as_of.isoformat() == AFTER

    said = attempts(
        tmp_path, base, ("check", *POLICY, AFTER), "Checking people", all_is_there, names
    )
    with capsys.disabled():
        print(f"\ncheck: {said}")
