"""The program's one door: the window without arguments, the terminal with them."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from app.errors import Cancelled, UserError
from app.guarded import guard_process
from app.updates.start import hand_over

_PASSPHRASE = "RELIEF_DESK_PASSPHRASE"  # noqa: S105 - the name of a variable
NO_SCREEN = (
    "No screen was found, so the window cannot open here. The same work can be done from the "
    "terminal with these commands."
)


def main(argv: list[str]) -> int:
    """Run with the arguments after the program's name; gives the exit status."""
    multiprocessing.freeze_support()  # a worker of the frozen program starts here too
    newer = hand_over(argv)
    if newer is not None:
        return newer
    multiprocessing.set_start_method("spawn", force=True)
    guard_process()
    if argv == ["practice"]:
        return _practice()
    if argv:
        return _terminal(argv)
    if not has_screen():
        print(NO_SCREEN + "\n", file=sys.stderr)  # noqa: T201 - the terminal is all there is
        _terminal(["--help"])
        return 0
    return _window(is_practice=False)


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


def _window(*, is_practice: bool) -> int:
    os.environ.pop(_PASSPHRASE, None)  # the window asks for it; its workers get none of it
    try:
        from ui.application import run  # noqa: PLC0415
        from ui.start.practice import open_practice  # noqa: PLC0415
    except ImportError as error:
        print(  # noqa: T201
            f"The window cannot open: a system library is missing ({error}). Start the program "
            "with “sh packaging/run.sh”, which installs it or names the command to type.",
            file=sys.stderr,
        )
        return 1
    if is_practice:
        return run(lambda program: open_practice(program.desk))
    return run()


def _practice() -> int:
    if has_screen():
        return _window(is_practice=True)
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
