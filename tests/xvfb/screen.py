"""A screen that nobody looks at: Xvfb on a display of its own choice."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SIZE = "1366x768x24"
NEEDED = ("Xvfb", "xdotool")


def missing() -> str:
    """Why there can be no such screen here; "" when there can."""
    if not sys.platform.startswith("linux"):
        return "Xvfb runs on Linux"
    absent = [name for name in NEEDED if shutil.which(name) is None]
    return f"{', '.join(absent)} not installed" if absent else ""


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """The display's name; Xvfb itself takes the first one that is free."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def variables(display: str, data: Path) -> dict[str, str]:
    """The environment of a program on that screen."""
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    }
    return {
        **own, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "RELIEF_DESK_DATA": str(data),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
