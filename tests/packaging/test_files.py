"""The files of the set-up: scripts that parse, locks with hashes and without addresses."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "packaging"
SHELL_SCRIPTS = sorted(FOLDER.glob("*.sh"))
WINDOWS_SCRIPTS = sorted(FOLDER.glob("*.cmd"))
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")


def locked(name: str) -> dict[str, tuple[Requirement, int]]:
    """Requirement and number of hashes of every entry of a lock file, by package."""
    text = (FOLDER / name).read_text("utf-8")
    text = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found: dict[str, tuple[Requirement, int]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}", line)
        requirement = Requirement(line.split("--hash")[0].strip())
        found[canonicalize_name(requirement.name)] = (requirement, len(hashes))
    return found


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_parse(script: Path) -> None:
    """Each script is read by the system's plain shell without complaint."""
    subprocess.run(["sh", "-n", str(script)], check=True)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shell_scripts_are_sound() -> None:
    """A linter for shell scripts has nothing to say."""
    scripts = [*map(str, SHELL_SCRIPTS), str(CHECKOUT / ".ci" / "run")]
    done = subprocess.run(
        ["shellcheck", "--external-sources", *scripts],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
    )
    assert done.stdout == ""


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_have_plain_line_ends(script: Path) -> None:
    """A carriage return would break the first line of a shell script."""
    assert b"\r" not in script.read_bytes()


@pytest.mark.parametrize("script", WINDOWS_SCRIPTS, ids=lambda path: path.name)
def test_windows_scripts_have_windows_line_ends(script: Path) -> None:
    """Labels of a batch file are found reliably only with CRLF; the text is plain ASCII."""
    data = script.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 0
    assert data.isascii()


def test_windows_has_the_same_commands() -> None:
    """What is started with sh on Linux and macOS has its batch file for Windows."""
    shell = {path.stem for path in SHELL_SCRIPTS} - {"lock"}
    assert shell == {path.stem for path in WINDOWS_SCRIPTS}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_pinned_with_hashes(name: str) -> None:
    """Each entry is one exact version with at least one SHA-256."""
    entries = locked(name)
    assert entries
    for requirement, n_hashes in entries.values():
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert n_hashes > 0, requirement


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_no_address(name: str) -> None:
    """No index, no link, no path: an office may install from its own mirror."""
    text = (FOLDER / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|-e|--index-url|--extra-index-url|--find-links|file:)", text)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """pyproject.toml and the locks agree; `sh packaging/lock.sh` makes them agree."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    runtime = project["project"]["dependencies"]
    wanted = {
        "requirements.txt": runtime,
        "requirements-dev.txt": runtime + project["dependency-groups"]["dev"],
    }
    for name, entries in wanted.items():
        lock = locked(name)
        for requirement in map(Requirement, entries):
            pinned = lock[canonicalize_name(requirement.name)][0]
            version = str(pinned.specifier).removeprefix("==")
            assert requirement.specifier.contains(version), f"{name}: {pinned}"


def test_the_development_lock_contains_the_programs_own() -> None:
    """Tests run on the very versions the program runs on."""
    development = locked("requirements-dev.txt")
    for package, (requirement, _) in locked("requirements.txt").items():
        assert development[package][0].specifier == requirement.specifier
