"""Starting a command that will be killed, and looking at what it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "seven made-up words"
ENDS_WITHIN = 10.0  # seconds that a worker may outlive its parent


@dataclass(frozen=True, slots=True)
class Scene:
    """A folder for one attempt: the workspace in it, and the temporary folder beside."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "Office.relief"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """A command of the terminal in a session of its own."""
        self.temporary.mkdir(exist_ok=True)
        variables = {
            **os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.temporary),
            "RELIEF_DESK_PASSPHRASE": PASSPHRASE,
        }  # fmt: skip
        return subprocess.Popen(
            [sys.executable, "-m", "app.cli", *map(str, arguments)], cwd=self.folder,
            env=variables, start_new_session=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    def names_in_plain(self, names: Iterable[bytes]) -> list[str]:
        """Files of the scene in which one of the names can be read."""
        wanted = list(names)
        return [
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and any(name in path.read_bytes() for name in wanted)
        ]

    def leftovers(self) -> set[str]:
        """What stands in the folders beside the workspace's own files."""
        own = {self.workspace.name + end for end in ("", "-wal", "-shm", ".lock")}
        found = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")}
        return found - own - {"tmp"}


def wait_for(process: subprocess.Popen[bytes], label: str) -> float:
    """When the command says ``label``; the work begins there."""
    assert process.stderr is not None
    for line in process.stderr:
        if label.encode() in line:
            return time.monotonic()
    raise AssertionError(f"the command ended before it said {label!r}")


def kill_after(
    process: subprocess.Popen[bytes], began: float, seconds: float, *, with_workers: bool
) -> tuple[bool, list[psutil.Process]]:
    """Kill -9 at a moment after ``began``: the process alone, or all of its group.

    (whether it was still at work, processes that live on after ten seconds).
    """
    try:
        process.wait(max(0.0, began + seconds - time.monotonic()))
    except subprocess.TimeoutExpired:
        pass
    was_at_work = process.poll() is None
    family = psutil.Process(process.pid).children(recursive=True) if was_at_work else []
    if was_at_work and with_workers:
        os.killpg(process.pid, signal.SIGKILL)
    elif was_at_work:
        process.kill()
    process.wait(30)
    assert process.stderr is not None
    process.stderr.close()
    _, alive = psutil.wait_procs(family, timeout=ENDS_WITHIN)
    for orphan in alive:
        orphan.kill()
    return was_at_work, alive
