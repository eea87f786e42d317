"""Is this computer enough: each need, judged and said in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import machine
from app.machine import Machine, judge
from ui import launch

from .conftest import CHECKOUT  # noqa: TID252 - the folder is no package of the house

GOOD_LINUX = Machine(
    is_64_bit=True, system="linux", processor="x86_64", glibc=(2, 36), memory_gb=8.2
)
GOOD_WINDOWS = Machine(
    is_64_bit=True, system="win32", processor="AMD64", windows=(10, 0, 19045), memory_gb=8.2
)
GOOD_MAC = Machine(is_64_bit=True, system="darwin", processor="arm64", memory_gb=8.6)


@pytest.mark.parametrize("good", [GOOD_LINUX, GOOD_WINDOWS, GOOD_MAC], ids=lambda m: m.system)
def test_a_computer_that_is_enough(good: Machine) -> None:
    """Nothing is missing, and what is there is named."""
    needs = judge(good)
    assert all(need.is_met for need in needs)
    assert "8." in needs[-1].found


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (GOOD_LINUX._replace(is_64_bit=False), "a 64-bit system, and here is a 32-bit system"),
        (GOOD_LINUX._replace(glibc=(2, 31)), "glibc 2.34 or later, and here is glibc 2.31"),
        (
            GOOD_LINUX._replace(missing_features=("SSE4.2", "POPCNT")),
            "SSE4.2 (made since about 2011), and here is one without SSE4.2, POPCNT",
        ),
        (
            GOOD_WINDOWS._replace(windows=(6, 3, 9600)),
            "Windows 10 version 1809 or later, and here is Windows 6.3.9600",
        ),
        (GOOD_WINDOWS._replace(windows=(10, 0, 14393)), "here is Windows 10.0.14393"),
    ],
)
def test_a_computer_that_is_too_old_is_told_in_a_sentence(found: Machine, words: str) -> None:
    """What is needed, what is there, and what to do."""
    (need,) = [need for need in judge(found) if not need.is_met]
    assert need.stops
    assert words in need.sentence
    assert need.sentence.startswith("This computer is too old for Relief Desk")
    assert need.sentence.endswith("Use a newer computer or system.")


@pytest.mark.parametrize(
    ("windows", "is_met"), [((10, 0, 17762), False), ((10, 0, 17763), True), ((10, 0, 22631), True)]
)
def test_the_boundary_of_windows(windows: tuple[int, ...], is_met: bool) -> None:
    """Version 1809 is enough; what came before is not."""
    (need,) = [
        one for one in judge(GOOD_WINDOWS._replace(windows=windows)) if one.name == "Windows"
    ]
    assert need.is_met is is_met


@pytest.mark.parametrize(
    ("memory", "is_met"), [(2.0, False), (3.2, False), (3.8, True), (4.1, True)]
)
def test_little_memory_is_a_doubt_and_no_refusal(memory: float, is_met: bool) -> None:
    """A computer sold with 4 GB reports a little less and is enough; one with 2 GB may try."""
    need = judge(GOOD_LINUX._replace(memory_gb=memory))[-1]
    assert (need.is_met, need.stops) == (is_met, False)
    assert "Small files will do" in need.sentence


def test_what_a_system_does_not_say_is_no_trouble() -> None:
    """Another C library, an unknown memory: nothing is judged that was not found."""
    bare = Machine(is_64_bit=True, system="linux", processor="aarch64")
    assert [need.name for need in judge(bare)] == ["System"]


def test_this_computer_is_enough() -> None:
    """The tests run, so the look at the real computer must find no trouble."""
    assert machine.find_trouble() == ""
    assert machine.read_machine().missing_features == ()


def test_a_build_names_its_own_glibc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The frozen program asks for what it was built for; a list that is lost for the least."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert machine.needed_glibc() == machine.OLDEST_GLIBC
    (tmp_path / "needs.json").write_text('{"glibc": [2, 99], "libraries": []}', "utf-8")
    assert machine.needed_glibc() == (2, 99)
    if sys.platform == "linux":
        assert "glibc 2.99 or later" in machine.find_trouble()


def test_a_computer_that_is_too_old_is_refused_at_the_door(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal command says the sentence on standard error and ends with status 5."""
    old = GOOD_LINUX._replace(missing_features=("SSE4.2",))
    monkeypatch.setattr(machine, "read_machine", lambda: old)
    assert launch.main(["self-check"]) == 5
    out, err = capsys.readouterr()
    assert out == ""
    assert "SSE4.2" in err


@pytest.mark.skipif(sys.platform != "linux", reason="Windows has a box of its own")
def test_where_the_window_was_wanted_a_box_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever clicks on the program sees the sentence too, in a box of the desktop's."""
    old = GOOD_LINUX._replace(glibc=(2, 31))
    monkeypatch.setattr(machine, "read_machine", lambda: old)
    box = tmp_path / "zenity"
    box.write_text(f'#!/bin/sh\nprintf "%s" "$3" > "{tmp_path}/said"\n')
    box.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    assert launch.main([]) == 5
    assert "glibc 2.34 or later" in (tmp_path / "said").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_the_look_comes_before_anything_heavy() -> None:
    """Neither Qt nor NumPy nor the database is loaded when the computer is judged."""
    code = (
        "import sys; from ui import launch; from app import machine; machine.find_trouble();"
        "print(sorted({'PySide6', 'numpy', 'sqlcipher3', 'pikepdf', 'app.cli.main'} "
        "& sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True,
        env=dict(os.environ) | {"PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
