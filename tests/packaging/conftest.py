"""A toy checkout: the real scripts around a program that only tells how it was called."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

TELLS = """
import json, os, sys
print(json.dumps({
    "module": "ui",
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "python": sys.prefix,
    "variables": {name: value for name, value in os.environ.items()},
}))
sys.exit(int(os.environ.get("TOY_STATUS", "0")))
"""

# Stands in for the installer: notes how it was called, takes its time, succeeds.
TOY_UV = """#!/bin/sh
echo "$@" >> "$TOY_UV_LOG"
sleep "${TOY_UV_SECONDS:-0}"
exit "${TOY_UV_STATUS:-0}"
"""


@dataclass(frozen=True)
class Toy:
    """A checkout whose path has a blank, and a computer with a Python, a uv and no screen."""

    checkout: Path
    elsewhere: Path  # where the user stands
    programs: Path
    uv_log: Path

    @property
    def environment(self) -> Path:
        return self.checkout / ".venv"

    @property
    def uv_calls(self) -> list[str]:
        return self.uv_log.read_text().splitlines() if self.uv_log.exists() else []

    def variables(self, extra: Mapping[str, str] = {}) -> dict[str, str]:
        return {
            "HOME": str(self.elsewhere),
            "PATH": str(self.programs),
            "RELIEF_DESK_PYTHON": sys.executable,
            "TOY_UV_LOG": str(self.uv_log),
            **extra,
        }

    def begin(self, *arguments: str, **extra: str) -> subprocess.Popen[str]:
        script = str(self.checkout / "packaging" / "run.sh")
        return subprocess.Popen(
            ["/bin/sh", script, *arguments],
            cwd=self.elsewhere,
            env=self.variables(extra),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        child = self.begin(*arguments, **extra)
        out, err = child.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, child.returncode, out, err)

    def state(self) -> dict[str, object]:
        found = json.loads((self.environment / "relief-desk.json").read_text("utf-8"))
        assert isinstance(found, dict)
        return found


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    """A toy checkout that was never started."""
    if os.name == "nt":
        pytest.skip("the shell scripts are for Linux and macOS")
    checkout = tmp_path / "the checkout"
    shutil.copytree(
        CHECKOUT / "packaging",
        checkout / "packaging",
        ignore=shutil.ignore_patterns("__pycache__", "*_cache"),
    )
    main = checkout / "ui" / "__main__.py"
    main.parent.mkdir()
    main.write_text(TELLS)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("dirname", "sleep", "sh", "env"):
        (programs / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    (programs / "uv").write_text(TOY_UV)
    (programs / "uv").chmod(0o755)
    elsewhere = tmp_path / "where the user stands"
    elsewhere.mkdir()
    return Toy(checkout, elsewhere, programs, tmp_path / "uv-calls.txt")
