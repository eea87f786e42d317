"""The CI script believes exit statuses, not what a runner printed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    os.name == "nt" or shutil.which("bash") is None, reason="the CI script needs bash"
)


def run_ci(
    folder: Path, *, tests: int = 0, slow: int = 0, frozen: int = 0, packed: int = 0, tool: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script around a test runner and tools that end as told."""
    (folder / ".ci").mkdir()
    (folder / "packaging").mkdir()
    shutil.copy(CHECKOUT / ".ci" / "run", folder / ".ci" / "run")
    runner = f'echo "== 12 passed in 0.01s =="\n[ "$1" = -m ] && exit {slow}\nexit {tests}\n'
    (folder / "packaging" / "test.sh").write_text("#!/bin/sh\n" + runner)
    (folder / "packaging" / "test-frozen.sh").write_text(f"#!/bin/sh\nexit {frozen}\n")
    (folder / "packaging" / "test-installers.bash").write_text(f"exit {packed}\n")
    (folder / "packaging" / "tool.sh").write_text(f"#!/bin/sh\nexit {tool}\n")
    return subprocess.run(
        ["bash", str(folder / ".ci" / "run")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_all_well(tmp_path: Path) -> None:
    """Every stage well: status 0 and a line for each stage."""
    done = run_ci(tmp_path)
    assert done.returncode == 0
    assert "All 9 stages passed." in done.stdout


@pytest.mark.parametrize("status", [1, 2, 3, 4, 5, 134, 139])
def test_a_runner_that_ends_badly_fails_whatever_it_printed(tmp_path: Path, status: int) -> None:
    """A runner that crashes after its line "12 passed" fails the run, and so does "no tests"."""
    done = run_ci(tmp_path, tests=status)
    assert "12 passed" in done.stdout
    assert done.returncode != 0
    assert f"exit status {status}" in done.stdout


def test_slow_tests_count_too(tmp_path: Path) -> None:
    """A slow test that fails or crashes fails the run."""
    assert run_ci(tmp_path, slow=134).returncode != 0


def test_a_frozen_program_that_fails_counts(tmp_path: Path) -> None:
    """The program as offices get it belongs to what must pass."""
    done = run_ci(tmp_path, frozen=1)
    assert done.returncode != 0
    assert "frozen program" in done.stdout


def test_an_installer_that_fails_counts(tmp_path: Path) -> None:
    """So does what people download."""
    done = run_ci(tmp_path, packed=1)
    assert done.returncode != 0
    assert "installers" in done.stdout


def test_no_slow_tests_is_no_failure(tmp_path: Path) -> None:
    """Pytest's status for an empty selection passes in the slow stage only."""
    assert run_ci(tmp_path, slow=5).returncode == 0


def test_a_linter_fails_the_run(tmp_path: Path) -> None:
    """A complaint of any tool fails the run; the other stages still run."""
    done = run_ci(tmp_path, tool=1)
    assert done.returncode != 0
    assert "FAILED: 5 of 9 stages." in done.stdout
