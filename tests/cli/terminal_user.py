"""How the tests use the terminal: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli.main import main

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "Ünder the oak, 7 times"
VARIABLE = "RELIEF_DESK_PASSPHRASE"
COUNTY = "LOS ANGELES"
AS_OF = "2026-07-01"
POLICY = "us-ca/los-angeles"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON; anything else there fails the test."""
        return json.loads(self.out)


def desk(*arguments: str | Path) -> Done:
    """A command, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return Done(status, out.getvalue(), err.getvalue())


def start_desk(
    *arguments: str | Path, variables: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """A command in a process (and process group) of its own, as a terminal starts it."""
    given = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", *map(str, arguments)],
        cwd=ROOT, env={**given, **(variables or {})}, start_new_session=True, text=True,
        encoding="utf-8", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def terminal(*arguments: str | Path, variables: Mapping[str, str] | None = None) -> Done:
    """A command in a process of its own, to its end."""
    with start_desk(*arguments, variables=variables) as process:
        out, err = process.communicate(timeout=120)
    return Done(process.returncode, out, err)


def run_arguments(files: Sequence[Path], out: Path, *more: str | Path) -> list[str | Path]:
    """``run`` with what it cannot do without; ``more`` comes later and wins."""
    return [
        "run", *files, "--county", COUNTY, "--policy", POLICY, "--as-of", AS_OF, "--out", out,
        *more,
    ]  # fmt: skip


def read_csv(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, strict=True))


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
