"""Starts the program, its tests, its benches or a development tool.

Called by the scripts beside it with a Python 3.11 or later of the system and
nothing but the standard library: ``start.py COMMAND ARGUMENTS``. Sees
to the environment (`environment`) and to the system libraries (`system_packages`),
then becomes the program. Exit status: the program's own; 5 when the set-up cannot
be completed; 130 when it was interrupted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import environment
import system_packages
from messages import SetupError, say

CHECKOUT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands; see the module."""
    command, rest = arguments[0], list(arguments[1:])
    try:
        return COMMANDS[command](rest)
    except SetupError as error:
        say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("Stopped. The next start takes up the set-up from here.")
        return 130


def run(arguments: list[str]) -> int:
    """The program. It says itself what it does where there is no screen."""
    python = environment.prepare(CHECKOUT, "runtime")
    if opens_window(arguments) and has_screen():
        system_packages.provide_for_window()
    return become([str(python), "-m", "ui", *arguments], {"PYTHONSAFEPATH": "1"})


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments lead to the window: none, or the practice county."""
    return not arguments or arguments == ["practice"]


def has_screen() -> bool:
    """Whether a window can appear. Qt's own variable counts: somebody chose a platform."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def test(arguments: list[str]) -> int:
    """The tests, two processes, each file's tests in one of them. Later options win."""
    python = environment.prepare(CHECKOUT, "dev")
    system_packages.provide_for_tests()
    os.chdir(CHECKOUT)
    pytest = [str(python), "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]
    # Hundreds of short processes: what is compiled is kept, but not beside the sources.
    compiled = {
        "PYTHONPYCACHEPREFIX": str(python.parent.parent / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    return become(pytest, {"QT_QPA_PLATFORM": "offscreen"} | compiled)


def bench(arguments: list[str]) -> int:
    """The benches; files named by the arguments are seen from where the user stands."""
    python = environment.prepare(CHECKOUT, "dev")
    return become([str(python), "-m", "tests.bench", *arguments], {"QT_QPA_PLATFORM": "offscreen"})


def freeze(arguments: list[str]) -> int:
    """The frozen program, into dist/."""
    python = environment.prepare(CHECKOUT, "dev")
    script = str(CHECKOUT / "packaging" / "freeze.py")
    return become([str(python), "-B", script, *arguments], {})


def pack(arguments: list[str]) -> int:
    """What people download, into dist/packed/."""
    python = environment.prepare(CHECKOUT, "dev")
    script = str(CHECKOUT / "packaging" / "installers.py")
    return become([str(python), "-B", script, *arguments], {})


def test_frozen(arguments: list[str]) -> int:
    """The frozen program, tried as an office would meet it."""
    python = environment.prepare(CHECKOUT, "dev")
    script = str(CHECKOUT / "packaging" / "test_frozen.py")
    return become([str(python), "-B", script, *arguments], {})


def tool(arguments: list[str]) -> int:
    """A program of the development environment, by its name."""
    if not arguments:
        raise SetupError("Name the tool to run, for example:  sh packaging/tool.sh ruff check")
    python = environment.prepare(CHECKOUT, "dev")
    program = shutil.which(arguments[0], path=str(python.parent))
    if program is None:
        raise SetupError(f"The development environment has no tool named {arguments[0]}.")
    os.chdir(CHECKOUT)
    return become([program, *arguments[1:]], {})


def become(command: list[str], extra: dict[str, str]) -> int:
    """Replace this process by the command, which finds the house first on its path.

    Windows knows no replacing: there the command runs as a child and its status
    is returned.
    """
    variables = environment.clean_variables() | {"PYTHONPATH": str(CHECKOUT)} | extra
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, variables)
    child = subprocess.Popen(command, env=variables)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child got it too and ends in its own way
            continue


COMMANDS = {
    "run": run,
    "test": test,
    "bench": bench,
    "freeze": freeze,
    "pack": pack,
    "test-frozen": test_frozen,
    "tool": tool,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
