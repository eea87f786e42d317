"""The program's one door: the window without arguments, the terminal with them."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app import machine
from app.bugs import tell_places_only
from app.errors import Cancelled, UsageError, UserError
from app.guarded import guard_process
from app.paths import DATA_VARIABLE, find_unwritable, is_frozen
from app.updates.start import hand_over
from app.version import PROGRAM

if TYPE_CHECKING:
    from ui.application import ReliefDesk

_PASSPHRASE = "RELIEF_DESK_PASSPHRASE"  # noqa: S105 - the name of a variable
DATA_OPTION = "--data"
_BOXES = (("zenity", "--error", "--text"), ("kdialog", "--error"), ("xmessage",))  # of desktops
WORKSPACE_SUFFIX = ".relief"  # `app.store.workspace.SUFFIX`, which is slow to load
NO_SCREEN = (
    "No screen was found, so the window cannot open here. The same work can be done from the "
    "terminal with these commands."
)

CHECKOUT_WAY_OUT = (
    "Start the program with “sh packaging/run.sh”, which installs it or names the command to type."
)
FROZEN_WAY_OUT = (
    "On Debian and Ubuntu type “sudo apt install libegl1 libgl1 libfontconfig1 libdbus-1-3 "
    "libxkbcommon-x11-0”, on Fedora “sudo dnf install libglvnd-egl libglvnd-glx fontconfig "
    "dbus-libs libxkbcommon-x11”. The terminal commands work without it."
)


def main(argv: list[str]) -> int:
    """Run with the arguments after the program's name; gives the exit status."""
    multiprocessing.freeze_support()  # a worker of the frozen program starts here too
    multiprocessing.set_start_method("spawn", force=True)
    guard_process()
    tell_places_only()
    _lend_streams()
    is_terminal = bool(argv) and argv[0] != DATA_OPTION
    trouble = machine.find_trouble()
    if trouble:
        return _refuse(trouble, in_window=not is_terminal)
    try:
        rest = _take_data_folder(argv)
    except UsageError as error:
        print(error.message, file=sys.stderr)  # noqa: T201 - nothing else is running yet
        return error.exit_code
    newer = hand_over(rest)
    return _run(rest) if newer is None else newer


def _run(argv: list[str]) -> int:
    if argv == ["practice"]:
        return _practice()
    path = _workspace_named(argv)
    if argv and path is None:
        return _terminal(argv)
    if not has_screen():
        print(NO_SCREEN + "\n", file=sys.stderr)  # noqa: T201 - the terminal is all there is
        _terminal(["--help"])
        return 0
    return _window(lambda program: program.window.open_workspace(path) if path else None)


def _workspace_named(argv: list[str]) -> Path | None:
    """The workspace that the system was asked to open, by a double click on its file."""
    is_file = len(argv) == 1 and argv[0].endswith(WORKSPACE_SUFFIX) and Path(argv[0]).is_file()
    return Path(argv[0]).absolute() if is_file else None


def _take_data_folder(argv: list[str]) -> list[str]:
    """``--data FOLDER`` comes first and holds for the workers too; the rest of the arguments."""
    if argv[:1] != [DATA_OPTION]:
        return argv
    if len(argv) < 2 or not argv[1] or Path(argv[1]).is_file():
        raise UsageError(f"{DATA_OPTION} needs a folder after it, for example {DATA_OPTION} Desk.")
    os.environ[DATA_VARIABLE] = str(Path(argv[1]).absolute())
    return argv[2:]


def _lend_streams() -> None:
    """A window program of Windows has no streams; what is written to them is let go."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _refuse(sentence: str, *, in_window: bool) -> int:
    """Say why the program cannot run on this computer: on the terminal, and in a box.

    The box is the system's own: on a computer that is too old, Qt itself ends the program.
    """
    print(sentence, file=sys.stderr)  # noqa: T201 - the terminal is all that is sure to work
    if in_window and has_screen():
        _show_box(sentence)
    return machine.EXIT_CODE


def _show_box(sentence: str) -> None:
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, sentence, PROGRAM, 0x10)
        return
    for command in _BOXES:
        program = shutil.which(command[0])
        if program is not None:
            variables = {
                name: text for name, text in os.environ.items() if "LIBRARY_PATH" not in name
            }
            command_line = [program, *command[1:], sentence]  # of the system, with its libraries
            subprocess.run(command_line, env=variables, check=False)  # noqa: S603
            return


def has_screen() -> bool:
    """Whether a window can be shown."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# The imports below stand where they are needed: a worker process and a terminal
# command start without loading Qt, the window without loading the terminal.


def _terminal(argv: list[str]) -> int:
    from app.cli.main import main as run_command  # noqa: PLC0415

    return run_command(argv)


def _window(then: Callable[[ReliefDesk], None]) -> int:
    os.environ.pop(_PASSPHRASE, None)  # the window asks for it; its workers get none of it
    try:
        from ui.application import run  # noqa: PLC0415
    except ImportError as error:
        way_out = FROZEN_WAY_OUT if is_frozen() else CHECKOUT_WAY_OUT
        print(  # noqa: T201
            f"The window cannot open: a system library is missing ({error}). {way_out}",
            file=sys.stderr,
        )
        return 1

    def opened(program: ReliefDesk) -> None:
        doubts = " ".join(filter(None, (machine.find_doubt(), find_unwritable())))
        if doubts:
            program.desk.say("caution", doubts)
        then(program)

    return run(opened)


def _practice() -> int:
    if has_screen():
        return _window(_open_practice)
    from app.jobs.practice import PRACTICE_PASSPHRASE  # noqa: PLC0415
    from ui.start.practice_place import make_or_find, practice_folder  # noqa: PLC0415

    try:
        path = make_or_find(practice_folder(), _Lines())
    except UserError as error:
        print(error.message, file=sys.stderr)  # noqa: T201
        return error.exit_code
    except (Cancelled, KeyboardInterrupt):
        print("Stopped.", file=sys.stderr)  # noqa: T201
        return Cancelled.exit_code
    _tell_where(path, PRACTICE_PASSPHRASE)
    return 0


def _open_practice(program: ReliefDesk) -> None:
    program.window.practice()


def _tell_where(path: Path, passphrase: str) -> None:
    print(f"No screen was found. The practice county is in {path.parent}:")  # noqa: T201
    for file in sorted(path.parent.rglob("*")):
        if file.is_file() and not file.name.endswith((".lock", "-wal", "-shm")):
            print(f"  {file.relative_to(path.parent)}")  # noqa: T201
    print(f"The passphrase of the workspace is “{passphrase}”.")  # noqa: T201


class _Lines:
    """Progress as lines on the terminal, one for each thing that is begun."""

    def __init__(self) -> None:
        self._label = ""

    def step(self, done: int, total: int, label: str) -> None:  # noqa: ARG002 - the protocol's
        if label != self._label:
            self._label = label
            print(f"{label} …", file=sys.stderr)  # noqa: T201
