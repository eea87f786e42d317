"""The program's one door: window, terminal, practice, and what it says without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.launch import NO_SCREEN, has_screen

ROOT = Path(__file__).resolve().parents[2]


def _run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    environment |= {"RELIEF_DESK_DATA": str(data), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        cwd=data,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_the_terminal_commands_are_shown(data_folder: Path) -> None:
    """A sentence to standard error, then the commands; nothing is made."""
    done = _run(data_folder)
    assert done.returncode == 0
    assert NO_SCREEN in done.stderr
    assert "import" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert list(data_folder.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_practice_without_a_screen_says_where_the_files_are(data_folder: Path) -> None:
    """The workspace, the file to try and first motions are made and named, with the passphrase."""
    done = _run(data_folder, "practice")
    assert done.returncode == 0, done.stderr
    assert "Practice county.relief" in done.stdout
    assert ".pdf" in done.stdout
    assert "passphrase" in done.stdout


def test_a_screen_is_what_qt_can_draw_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A display of the desktop, or a platform that was named."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_screen()


def test_the_terminal_and_its_workers_never_load_qt(data_folder: Path) -> None:
    """`ui.launch` alone imports no Qt: a terminal command works where Qt's libraries lack."""
    code = (
        "import sys, ui.launch; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0
