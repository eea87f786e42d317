"""Puts what a lock file names into an environment, by hash, from wheels only.

Three ways, the next where one fails: a uv that is on the computer; the locked uv,
installed into the environment with pip; pip alone. Every way checks every hash.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import system_packages
from messages import SetupError, say

SAY_EVERY_SECONDS = 15
LINES_SHOWN = 6


class _Failed(Exception):  # noqa: N818 - one way of three did not work
    """A command ended badly; the text is what it said last."""


@dataclass(frozen=True, slots=True)
class _Target:
    python: Path
    lock: Path
    uv_lock: Path
    variables: Mapping[str, str]
    exact: bool
    again: bool

    @property
    def uv(self) -> Path:
        """Where pip puts the locked uv."""
        return self.python.with_name("uv" + self.python.suffix)

    @property
    def log(self) -> Path:
        """Everything the installers said, for whoever has to find out."""
        return self.python.parent.parent / "set-up.log"


def install(
    python: Path,
    lock: Path,
    uv_lock: Path,
    *,
    variables: Mapping[str, str],
    exact: bool,
    again: bool,
) -> None:
    """Install a lock file into the environment of ``python``.

    ``exact`` also removes what the lock does not name; ``again`` installs anew
    what is there already. Raises SetupError when none of the three ways worked.
    """
    target = _Target(python, lock, uv_lock, variables, exact, again)
    target.log.unlink(missing_ok=True)
    told: list[str] = []
    for way in (_with_uv_at_hand, _with_locked_uv, _with_pip):
        try:
            way(target)
        except _Failed as failure:
            told.append(str(failure))
        else:
            return
    raise SetupError(
        "The program's packages could not be installed. Is this computer connected to the "
        "network, and is there a gigabyte of free space? The installer said:\n"
        f"{told[-1]}\nAll it said is in {target.log}. Start again when that is mended."
    )


def _with_uv_at_hand(target: _Target) -> None:
    uv = target.uv if target.uv.exists() else shutil.which("uv")
    if uv is None:
        raise _Failed("There is no uv on this computer.")
    _run_uv(str(uv), target)


def _with_locked_uv(target: _Target) -> None:
    pip = _pip(target)
    _run([*pip, "install", *_PIP_OPTIONS, "-r", str(target.uv_lock)], target)
    _run_uv(str(target.uv), target)


def _with_pip(target: _Target) -> None:
    again = ["--force-reinstall"] if target.again else []
    _run([*_pip(target), "install", *_PIP_OPTIONS, *again, "-r", str(target.lock)], target)


_PIP_OPTIONS = (
    "--require-hashes",
    "--only-binary=:all:",
    "--no-input",
    "--quiet",
    "--disable-pip-version-check",
)


def _run_uv(uv: str, target: _Target) -> None:
    command = [uv, "pip", "sync" if target.exact else "install"]
    command += ["--quiet", "--require-hashes", "--only-binary", ":all:"]
    command += ["--python", str(target.python)]
    command += ["--reinstall"] if target.again else []
    command += [str(target.lock)] if target.exact else ["-r", str(target.lock)]
    try:
        _run(command, target)
    except _Failed as failure:
        if "certificate" not in str(failure):
            raise
        # An office whose network looks into connections has a certificate of its own,
        # which the system knows and uv's own list does not.
        system = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
        _run(command, replace(target, variables={**target.variables, **system}))


def _pip(target: _Target) -> list[str]:
    """The words that start a pip which works on the environment.

    Some systems split Python's own pip off (Debian: python3-venv); then a pip of
    the system serves, else that package is installed where allowed.
    """
    inside = [str(target.python), "-I", "-m", "pip"]
    outside = [sys.executable, "-E", "-P", "-m", "pip", "--python", str(target.python)]
    if _works([*inside, "--version"], target):
        return inside
    ensure = [str(target.python), "-I", "-m", "ensurepip", "--default-pip"]
    if _has_ensurepip() and _works(ensure, target):
        return inside
    if _works([*outside, "--version"], target):
        return outside
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if system_packages.provide_debian_package(package) and _works(ensure, target):
        return inside
    command = system_packages.command_for([package], ["python3-pip"])
    raise SetupError(
        "This Python lacks its installer, pip. "
        + (f"To add it, type:  {command}\n" if command else "Install Python with pip, ")
        + "then start again."
    )


def _has_ensurepip() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def _works(command: Sequence[str], target: _Target) -> bool:
    try:
        _run(command, target)
    except _Failed:
        return False
    return True


def _run(command: Sequence[str], target: _Target) -> None:
    """Run a command of the set-up quietly; now and then say that it still works.

    It runs in the checkout's ``packaging`` folder, so that no settings file of the
    folder the user stands in takes part.
    """
    with target.log.open("a+b") as output:
        begins = output.tell()
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(target.variables),
                cwd=target.lock.parent,
                close_fds=os.name == "nt",  # the guard of the environment goes along
            )
        except OSError as error:
            raise _Failed(str(error)) from error
        status = _wait(child)
        if status != 0:
            output.seek(begins)
            raise _Failed(_gist(output.read()) or f"exit status {status}")


def _gist(output: bytes) -> str:
    """The last lines that say something; retries and other warnings are left to the log."""
    lines = output.decode("utf-8", "replace").strip().splitlines()
    telling = [line for line in lines if not line.startswith("WARNING")]
    return "\n".join((telling or lines)[-LINES_SHOWN:])


def _wait(child: subprocess.Popen[bytes], clock: Callable[[], float] = time.monotonic) -> int:
    started = clock()
    try:
        while True:
            try:
                return child.wait(SAY_EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                say(f"Still working ({clock() - started:.0f} s).")
    except BaseException:
        child.terminate()
        child.wait()
        raise
