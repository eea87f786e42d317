"""Ctrl-C while a command works."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from app import interrupts
from app.cli.terminal import LineProgress
from app.errors import Cancelled
from app.sampling.writer import write_sample
from app.store.workspace import Workspace, create_workspace
from tests.cli.terminal_user import (
    COUNTY,
    PASSPHRASE,
    VARIABLE,
    desk,
    files_in,
    run_arguments,
    start_desk,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal to a group")

LABELS = ("Checking Long.dat", "Checking people", "Writing the results")


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large enough that every step lasts a moment."""
    path = tmp_path_factory.mktemp("long") / "Long.dat"
    write_sample(path, n_people=250, n_rows=12_000, county=COUNTY, seed=5)
    return path


def stop_at(label: str, *arguments: str | Path) -> tuple[int, str, str, list[psutil.Process]]:
    """Ctrl-C when the command says ``label``; status, what it said, and who lives on."""
    process = start_desk(*arguments, variables={VARIABLE: PASSPHRASE})
    said = ""
    assert process.stderr is not None
    for line in process.stderr:
        said += line
        if label in line:
            break
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    out, rest = process.communicate(timeout=60)
    _, alive = psutil.wait_procs(family, timeout=10)
    return process.returncode, out, said + rest, alive


@pytest.mark.parametrize("label", LABELS)
def test_stopped_run_leaves_nothing(long_file: Path, tmp_path: Path, label: str) -> None:
    """Status 130, one sentence, no result, no workspace, no process."""
    out = tmp_path / "out"
    arguments = run_arguments([long_file], out, "--formats", "clear-my-record")
    status, shown, said, alive = stop_at(label, *arguments)
    assert (status, shown) == (130, ""), said
    assert "Stopped." in said
    assert "Traceback" not in said
    assert not out.exists()
    assert alive == []


def test_stopped_run_keeps_no_new_workspace(long_file: Path, tmp_path: Path) -> None:
    """The workspace that it was to make is not there."""
    place = tmp_path / "place"
    place.mkdir()
    arguments = run_arguments([long_file], tmp_path / "out", "--workspace", place / "w.relief")
    status, _, said, _ = stop_at("Checking people", *arguments)
    assert status == 130, said
    assert list(place.iterdir()) == []


def test_stopped_check_keeps_the_answers_of_before(
    long_file: Path, tmp_path: Path, known_passphrase: str
) -> None:
    """A check is whole or not at all: the workspace opens and is as it was."""
    path = tmp_path / "w.relief"
    assert desk("import", path, long_file, "--county", COUNTY).status == 0
    asked = ("check", path, "--policy", "us-ca/los-angeles", "--as-of")
    assert desk(*asked, "2026-07-01").status == 0
    before = desk("cases", path, "--json").data
    status, _, said, _ = stop_at("Checking people", *asked, "2020-01-01")
    assert status == 130, said
    assert desk("cases", path, "--json").data == before
    assert desk("verify", path).status == 0


def _stop_while_naming(workspace: Workspace, name: str) -> None:
    with workspace.transaction():
        workspace.save_setting("name", name)
        signal.raise_signal(signal.SIGINT)


def test_too_late_to_stop(tmp_path: Path) -> None:
    """Once a transaction was kept Ctrl-C waits for the next step: nobody is told it was not."""
    with (
        create_workspace(
            tmp_path / "w.relief", PASSPHRASE, name="w", county=COUNTY, created_at="2026-07-01"
        ) as workspace,
        interrupts.listening(),
    ):
        with pytest.raises(KeyboardInterrupt):
            _stop_while_naming(workspace, "stopped")
        assert workspace.info.name == "w"
        with workspace.transaction():
            workspace.save_setting("name", "kept")
        signal.raise_signal(signal.SIGINT)
        assert workspace.info.name == "kept"
        progress = LineProgress()
        with pytest.raises(Cancelled):
            progress.step(0, 1, "Checking people")
        progress.step(1, 1, "Checking people")
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_stopped_papers_are_gone_on_with(
    long_file: Path, tmp_path: Path, known_passphrase: str
) -> None:
    """What was made before Ctrl-C is whole and stays; --resume makes the others."""
    path, out = tmp_path / "w.relief", tmp_path / "papers"
    assert desk("import", path, long_file, "--county", COUNTY).status == 0
    assert desk("check", path, "--policy", "us-ca/los-angeles", "--as-of", "2026-07-01").status == 0
    status, shown, said, alive = stop_at(
        "Drafting motions", "papers", path, "--out", out, "--kinds", "motions"
    )
    assert (status, shown, alive) == (130, "", []), said
    assert "papers are made and whole" in said
    assert "Traceback" not in said
    made = [name for name in files_in(out) if name.endswith(".pdf")]
    done = desk("papers", path, "--resume", "--json")
    assert done.status == 0, done.err
    assert done.data["madeBefore"] == len(made) > 0
    assert done.data["motions"] > len(made)
