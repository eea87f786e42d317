"""Runs a program under a trace of the files it opens for writing and the sockets it makes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
_CALLS = "open,openat,creat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,socket,"
_TRACE = f"trace={_CALLS}connect,bind,sendto,execve"
_LINE = re.compile(r"\d+\s+(\w+)\((.*)")
_AT = re.compile(r'^[^"]*?<([^>]*)>,\s')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITES = re.compile(r"O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)")
_MAKES = ("creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat",
          "symlink")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trace:
    """What a program and all that it started did."""

    data: Any  # what it printed, as JSON
    errors: str
    written: frozenset[Path]  # opened for writing, made, or given a new name
    opened: frozenset[str]  # everything that was opened, as it was named
    sockets: tuple[str, ...]
    started: tuple[str, ...]  # programs, with their arguments
    had_network: bool


@lru_cache(maxsize=1)
def network_can_be_taken() -> bool:
    """Whether a program may be run here where no network exists."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    command = ["unshare", "-rn", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def can_trace() -> bool:
    return sys.platform == "linux" and shutil.which("strace") is not None


def run_traced(module: str, folder: Path, data_folder: Path) -> Trace:
    """``python -m module folder`` to its end, without a network where that can be had."""
    log, home = folder.parent / "trace", folder.parent / "home"
    home.mkdir()
    away = ["unshare", "-rn"] if network_can_be_taken() else []
    strace = ["strace", "--seccomp-bpf", "-f", "-qq", "-y", "-s", "4096", "-e", _TRACE,
              "-o", str(log)] if can_trace() else []  # fmt: skip
    variables = {
        **os.environ, "RELIEF_DESK_DATA": str(data_folder), "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "", "XDG_DATA_HOME": "",
    }  # fmt: skip
    done = subprocess.run(
        [*away, *strace, sys.executable, "-m", module, str(folder)], cwd=CHECKOUT, text=True,
        env=variables, capture_output=True, check=False, timeout=1200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return _read(lines, json.loads(done.stdout), done.stderr, had_network=not away)


def _read(lines: list[str], data: Any, errors: str, *, had_network: bool) -> Trace:
    written: set[Path] = set()
    opened: set[str] = set()
    sockets: list[str] = []
    started: list[str] = []
    for line in lines:
        found = _LINE.match(line)
        if not found:
            continue
        call, rest = found[1], found[2]
        if call in ("socket", "connect", "bind", "sendto"):
            sockets.append(f"{call}({rest}")
        elif call == "execve":
            started.append(rest)
        elif "= -1 " not in rest or call in _MAKES:
            names = [_path(rest, name) for name in _QUOTED.findall(rest)]
            opened.update(str(name) for name in names)
            if call in _MAKES or _WRITES.search(rest):
                written.update(names)
    return Trace(
        data, errors, frozenset(written), frozenset(opened), tuple(sockets), tuple(started),
        had_network,
    )  # fmt: skip


def _path(rest: str, name: str) -> Path:
    """A name that is not from the root stands in the folder that the call was given."""
    plain = name.encode("latin-1", "replace").decode("unicode_escape")
    text = plain.encode("latin-1", "replace").decode("utf-8", "replace")
    at = _AT.match(rest)
    return Path(at[1] if at else CHECKOUT) / text
