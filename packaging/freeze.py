"""Freezes the program into ``dist/``: one folder that runs without Python, without installing.

``sh packaging/freeze.sh`` calls it in the development environment. What comes out:

    dist/relief-desk/                the program folder (Linux, Windows; macOS: for the terminal)
        relief-desk[.exe]            terminal; without a command it opens the window
        Relief Desk.exe              Windows: the window without a console
        files.sha256                 every other file with its SHA-256, for the self-check
        _internal/                   everything else; nothing of it is ever written to
    dist/Relief Desk.app             macOS

The same commit, environment and system give the same bytes: the time in the files is that
of the commit, hashing is not salted, rights do not follow the umask. The folder is complete or
not there: it is built aside and moved into place. Exit status 1: larger than the budget.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import freezing
import frozen_files
import list_parts
import smaller_icu
import system_packages
from messages import SetupError, say

sys.path.insert(0, str(freezing.CHECKOUT))
from app.version import VERSION

BUILD = freezing.CHECKOUT / "build"
DIST = freezing.CHECKOUT / "dist"
NO_HISTORY = "1767225600"  # without git: the beginning of 2026


def main() -> int:
    """Build, shrink, list, measure."""
    try:
        provide_tools()
        built = build(commit_time())
        finish(built / freezing.FOLDER)
        put_in_place(built)
    except SetupError as error:
        say(str(error))
        return error.exit_code
    folder = DIST / freezing.FOLDER
    print(frozen_files.table(folder))
    print(frozen_files.budget_sentence(folder))
    say(f"The program is in {folder}.")
    return 0 if frozen_files.size_of(folder) <= freezing.MOST_MEGABYTES * 1_000_000 else 1


def provide_tools() -> None:
    """The system's own tools for libraries, and the libraries that Qt brings into the program."""
    if not sys.platform.startswith("linux"):
        return
    system_packages.provide_for_window()
    missing = [name for name in ("ld", "objcopy", "objdump", "strip") if not shutil.which(name)]
    if missing and not system_packages.provide_debian_package("binutils"):
        command = system_packages.command_for(["binutils"], ["binutils"])
        raise SetupError(
            f"Freezing needs {', '.join(missing)}. To install them, type:  {command}"
            if command
            else f"Freezing needs {', '.join(missing)}: install the binutils of your system."
        )


def commit_time() -> str:
    """When the commit was made, in seconds, so that two builds of it are equal."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"],
        cwd=freezing.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() if told.returncode == 0 else NO_HISTORY


def build(epoch: str) -> Path:
    """Run PyInstaller; gives the folder that holds what it made."""
    target = BUILD / "frozen"
    shutil.rmtree(BUILD, ignore_errors=True)  # nothing of an earlier build comes along
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--workpath", str(BUILD / "work"), "--distpath", str(target)]
    command += [str(freezing.CHECKOUT / "packaging" / "relief-desk.spec")]
    variables = os.environ | {
        "SOURCE_DATE_EPOCH": epoch,
        "PYTHONHASHSEED": "0",
        # Compiled code that is lying about from before may be packed in other bytes.
        "PYTHONPYCACHEPREFIX": str(BUILD / "compiled"),
        "PYINSTALLER_CONFIG_DIR": str(BUILD / "cache"),
        "LC_ALL": "C.UTF-8",
    }
    log = BUILD / "pyinstaller.log"
    log.parent.mkdir(parents=True)
    say("Freezing takes about a minute.")
    with log.open("wb") as output:
        done = subprocess.run(
            command, env=variables, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode != 0:
        last = log.read_text("utf-8", "replace").strip().splitlines()[-8:]
        raise SetupError("PyInstaller failed. It said:\n" + "\n".join(last) + f"\nAll is in {log}.")
    return target


def finish(folder: Path) -> None:
    """What PyInstaller leaves to do: smaller libraries, equal rights, the lists."""
    inside = folder / "_internal"
    if sys.platform.startswith("linux"):
        smaller_icu.trim(inside / "PySide6" / "Qt" / "lib")
        frozen_files.strip(inside)
        frozen_files.write_needs(inside)
    list_parts.write_lists(inside, VERSION)
    frozen_files.set_rights(folder)
    frozen_files.write_list(folder)


def put_in_place(built: Path) -> None:
    """Move what was built to dist/, in place of what an earlier build left."""
    DIST.mkdir(exist_ok=True)
    for made in sorted(built.iterdir()):
        target = DIST / made.name
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)


if __name__ == "__main__":
    sys.exit(main())
