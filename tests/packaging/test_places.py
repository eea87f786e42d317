"""Where settings stand: named, beside a portable program, or the person's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import paths
from app.errors import UsageError
from app.paths import Reason, data_place, program_folder
from ui import launch
from ui.preferences import Preferences
from ui.start.practice_place import practice_folder

from .conftest import CHECKOUT  # noqa: TID252 - the folder is no package of the house


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a frozen program on a stick; no folder is named."""
    folder = tmp_path / "USB stick" / "relief-desk"
    (folder / "_internal").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(folder / "_internal"), raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "relief-desk"))
    monkeypatch.delenv(paths.DATA_VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return folder


def test_an_installed_program_uses_the_persons_own_folder(program: Path) -> None:
    """Nothing beside it: the settings are where the system keeps a person's settings."""
    place = data_place()
    assert place.reason is Reason.PERSON
    assert not place.folder.is_relative_to(program.parent)


@pytest.mark.parametrize("marker", ["portable", "portable.txt"])
def test_a_file_makes_it_portable(program: Path, marker: str) -> None:
    """The data folder stands beside the program's folder, which a newer one can replace."""
    (program / marker).touch()
    place = data_place()
    assert place.reason is Reason.PORTABLE
    assert place.folder == program.parent / "Relief Desk Data"
    assert "portable" in str(place)


@pytest.mark.parametrize("where", [".", ".."])
def test_the_folder_itself_makes_it_portable(program: Path, where: str) -> None:
    """A folder of this name in the program's folder or beside it is used."""
    folder = (program / where / "Relief Desk Data").resolve()
    folder.mkdir()
    assert data_place() == paths.DataPlace(folder, Reason.PORTABLE)
    assert practice_folder().is_relative_to(folder)


def test_a_file_of_that_name_does_not(program: Path) -> None:
    """Only a folder can hold settings."""
    (program / "Relief Desk Data").touch()
    assert data_place().reason is Reason.PERSON


def test_what_is_named_comes_first(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's choice is stronger than what lies beside the program."""
    (program / "portable").touch()
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "chosen"))
    assert data_place() == paths.DataPlace(tmp_path / "chosen", Reason.NAMED)


def test_on_macos_beside_means_beside_the_bundle(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody puts a folder into a bundle."""
    inside = program.parent / "Relief Desk.app" / "Contents" / "MacOS"
    inside.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(inside / "relief-desk"))
    assert program_folder() == program.parent
    (program.parent / "Relief Desk Data").mkdir()
    assert data_place().folder == program.parent / "Relief Desk Data"


@pytest.mark.skipif(sys.platform == "win32", reason="links need an administrator there")
def test_a_link_in_the_path_leads_to_the_program(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Started by a link, the program knows its own folder, not the link's."""
    (program / "relief-desk").touch()
    link = tmp_path / "bin" / "relief-desk"
    link.parent.mkdir()
    link.symlink_to(program / "relief-desk")
    monkeypatch.setattr(sys, "executable", str(link))
    assert program_folder() == program


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write-protected stick: a sentence with what to do; a folder still to be made is fine."""
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "made later" / "data"))
    assert paths.find_unwritable() == ""
    (tmp_path / "made later").touch()  # a file where a folder should be
    assert "--data and another folder" in paths.find_unwritable()
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "cannot be written to" in paths.find_unwritable()


def test_preferences_hold_where_they_cannot_be_kept(tmp_path: Path) -> None:
    """On a write-protected stick the window works; what was chosen holds until it closes."""
    (tmp_path / "data").touch()
    preferences = Preferences(tmp_path / "data")
    preferences.scale = 1.5
    assert preferences.scale == 1.5


def test_a_checkout_is_never_portable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder beside a checkout is somebody else's."""
    monkeypatch.delenv(paths.DATA_VARIABLE)
    monkeypatch.setattr(Path, "is_dir", lambda _: True)
    assert data_place().reason is Reason.PERSON


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments], cwd=CHECKOUT, capture_output=True, text=True,
        check=False, env=dict(os.environ) | {"PYTHONPATH": str(CHECKOUT)}, timeout=120,
    )  # fmt: skip


def test_the_data_folder_can_be_named_at_the_start(tmp_path: Path) -> None:
    """``--data FOLDER`` comes before the command; the version says where settings are."""
    done = run("--data", str(tmp_path / "Año nuevo"), "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1].startswith(f"Settings: {tmp_path / 'Año nuevo'} (named")
    assert not (tmp_path / "Año nuevo").exists()


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    """Nothing after the option, or a file: a sentence and the status of wrong usage."""
    (tmp_path / "file").touch()
    for arguments in ([launch.DATA_OPTION], [launch.DATA_OPTION, str(tmp_path / "file"), "x"]):
        with pytest.raises(UsageError, match="needs a folder"):
            launch._take_data_folder(arguments)
    assert run("--data").returncode == 2


def test_a_workspace_file_is_opened_in_the_window(tmp_path: Path) -> None:
    """A double click gives the file's path alone; a command stays a command."""
    path = tmp_path / "Condado Ñ.relief"
    assert launch._workspace_named([str(path)]) is None  # no such file: the terminal says so
    path.touch()
    assert launch._workspace_named([str(path)]) == path
    assert launch._workspace_named(["verify", str(path)]) is None
