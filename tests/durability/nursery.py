"""A process that has loaded the program and does each work in a child of its own.

Started by `Nursery` with `disk.c` before the C library. A line of JSON in, a line out.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = "RELIEF_DESK_TEST_DISK"
MOST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A work in a folder, and what befalls it.

    ``kill_at``: at this call that changes the disk (0: none), with ``torn`` in the middle of it.
    ``seconds``: after so long. ``fail_from``: from this call on the disk answers ``error``.
    """

    work: str
    folder: str
    key: str
    kill_at: int = 0
    torn: bool = False
    seconds: float = 0.0
    fail_from: int = 0
    error: int = 0
    no_locks: bool = False
    log: str = ""
    is_warming: bool = False  # done in the nursery itself, so that its children begin sooner


@dataclass(frozen=True, slots=True)
class Outcome:
    """``said`` before the end; ``status``: exit status, or minus the signal."""

    said: tuple[str, ...]
    status: int
    n_calls: int
    seconds: float
    message: str  # what a user would have been told


class Nursery:
    """Use as a context manager."""

    def __init__(self, library: Path, data: Path) -> None:
        variables = {
            **os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(library),
            LIBRARY: str(library), "RELIEF_DESK_DATA": str(data), "TMPDIR": str(data),
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.nursery"], cwd=ROOT, env=variables,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def attempt(self, attempt: Attempt) -> Outcome:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(attempt)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the nursery ended"
        outcome = json.loads(line)
        return Outcome(tuple(outcome.pop("said")), **outcome)


def main() -> None:
    """Serve until nothing more comes."""
    from tests.durability import works  # noqa: F401 - loaded once, for all children

    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_serve(Attempt(**json.loads(line)))), flush=True)


def _serve(attempt: Attempt) -> dict[str, Any]:
    if attempt.is_warming:
        return _warm(attempt)
    ours, theirs = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _be_child(attempt, theirs)
    os.close(theirs)
    end = began + (attempt.seconds or MOST_SECONDS)
    received = b""
    while True:
        ready, _, _ = select.select([ours], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            os.kill(child, signal.SIGKILL)
            end = time.monotonic() + MOST_SECONDS
            continue
        part = os.read(ours, 1 << 16)
        if not part:
            break
        received += part
    os.close(ours)
    _, status = os.waitpid(child, 0)
    outcome: dict[str, Any] = {
        "said": [], "status": os.waitstatus_to_exitcode(status), "n_calls": 0,
        "seconds": time.monotonic() - began, "message": "",
    }  # fmt: skip
    for line in received.decode().splitlines():
        kind, _, text = line.partition(" ")
        if kind == "said":
            outcome["said"].append(text)
        elif kind == "calls":
            outcome["n_calls"] = int(text)
        elif kind == "message":
            outcome["message"] = json.loads(text)
    return outcome


def _warm(attempt: Attempt) -> dict[str, Any]:
    from app.store.key import Key
    from tests.durability.works import WORKS

    said: list[str] = []
    WORKS[attempt.work](Path(attempt.folder), Key(attempt.key), said.append)
    gc.collect()
    gc.freeze()
    return {"said": said, "status": 0, "n_calls": 0, "seconds": 0.0, "message": ""}


def _be_child(attempt: Attempt, pipe: int) -> None:
    from app.jobs.trouble import in_words
    from app.store.key import Key
    from tests.durability.works import WORKS

    disk = ctypes.CDLL(os.environ[LIBRARY])

    def tell(kind: str, text: str) -> None:
        os.write(pipe, f"{kind} {text}\n".encode())

    def say(text: str) -> None:
        disk.disk_said(text.encode())
        tell("said", text)

    status = 0
    try:
        disk.disk_begin(
            attempt.folder.encode(), attempt.log.encode(), ctypes.c_long(attempt.kill_at),
            int(attempt.torn),
        )  # fmt: skip
        disk.disk_without_locks(int(attempt.no_locks))
        if attempt.error:
            disk.disk_fail(ctypes.c_long(attempt.fail_from), attempt.error)
        WORKS[attempt.work](Path(attempt.folder), Key(attempt.key), say)
    except Exception as error:  # noqa: BLE001 - told to the test
        # As the terminal does: what a user can mend is a sentence, anything else a bug.
        trouble = in_words(error)
        status = 3 if trouble else 1
        tell("message", json.dumps(trouble.message if trouble else traceback.format_exc()))
    finally:
        tell("calls", str(disk.disk_count()))
        os._exit(status)


if __name__ == "__main__":
    main()
