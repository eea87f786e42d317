"""A newer program from a stick: tried before it is used, started in the older one's place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs import updates
from app.jobs.progress import Silent
from app.updates import hand_over, start
from app.updates.keys import key_line, public_of
from app.updates.place import program_in_use
from app.version import VERSION
from tests.updates.conftest import Signer

pytestmark = [
    pytest.mark.usefixtures("data"),
    pytest.mark.skipif(os.name != "posix", reason="the made-up program is a shell script"),
]


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """This process takes itself for the frozen program."""
    program = tmp_path / "Relief Desk" / "relief-desk"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


@pytest.fixture
def newer(tmp_path: Path) -> Callable[..., Path]:
    """A program folder of another version: a script, a library, a link to it."""

    def make(version: str, *, says: str = "") -> Path:
        folder = tmp_path / f"built {version}"
        (folder / "_internal").mkdir(parents=True)
        program = folder / "relief-desk"
        program.write_text(
            f'#!/bin/sh\necho "Relief Desk {says or version}" "$@" "$RELIEF_DESK_HANDED_OVER"\n',
            encoding="utf-8",
        )
        program.chmod(0o755)
        (folder / "_internal" / "lib.so.1").write_bytes(b"library")
        (folder / "_internal" / "lib.so").symlink_to("lib.so.1")
        return folder

    return make


def _bundle(signer: Signer, folder: Path, version: str, **facts: str) -> Path:
    known = {"kind": "program", "name": "relief-desk", "system": updates.system_name()}
    return signer.bundle(folder, **{**known, "version": version, **facts})


def _install(path: Path) -> updates.Installed:
    return updates.install(path, Silent(), who="A. Head")


def test_a_newer_program_is_used_and_rolled_back(
    signer: Signer, newer: Callable[..., Path], frozen: Path
) -> None:
    """Its files stand with their rights and links; the version before comes back."""
    made = _install(_bundle(signer, newer("7.1"), "7.1"))
    assert (made.version, made.before, made.state) == ("7.1", VERSION, "whole")
    folder = program_in_use()
    assert folder is not None
    assert os.access(folder / "files" / "relief-desk", os.X_OK)
    assert (folder / "files" / "_internal" / "lib.so").readlink() == Path("lib.so.1")
    assert updates.roll_back("program", "relief-desk", who="A. Head") == VERSION
    assert program_in_use() is None


def test_the_older_program_gives_way_to_the_newer_one(
    signer: Signer, newer: Callable[..., Path], frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same arguments; and not again from within it."""
    _install(_bundle(signer, newer("7.1"), "7.1"))
    started: list[tuple[str, list[str], str]] = []
    monkeypatch.setattr(
        os, "execve",
        lambda path, arguments, variables: started.append(
            (Path(path).name, arguments[1:], variables[start.HANDED_OVER])
        ),
    )  # fmt: skip
    monkeypatch.setattr(hand_over.subprocess, "run", lambda *_, **__: _Ended())
    start.hand_over(["verify", "Office.relief"])
    assert started == [("relief-desk", ["verify", "Office.relief"], "1")]
    monkeypatch.setenv(start.HANDED_OVER, "1")
    assert start.hand_over([]) is None


class _Ended:
    returncode = 0


@pytest.mark.parametrize("harm", ["changed", "missing", "unsigned"])
def test_a_newer_program_that_was_changed_is_not_started(
    signer: Signer, newer: Callable[..., Path], frozen: Path, harm: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The one that is installed goes on, and says why."""
    _install(_bundle(signer, newer("7.1"), "7.1"))
    folder = program_in_use()
    assert folder is not None
    library = folder / "files" / "_internal" / "lib.so.1"
    if harm == "changed":
        library.write_bytes(b"malice!")
    elif harm == "missing":
        library.unlink()
    else:
        (folder / "manifest.sig").write_bytes(bytes(64))
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("started"))
    assert start.hand_over([]) is None
    assert "is not what was signed" in capsys.readouterr().err


def test_programs_that_are_not_for_here_are_refused(
    signer: Signer, stranger: Signer, newer: Callable[..., Path], frozen: Path, shipped_keys: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Another system, another program, an older one, one that an office's own key signed."""
    folder = newer("7.1")
    key = public_of(stranger.key, "Association")
    file = tmp_path / "association.pub"
    file.write_text(key_line(key), encoding="utf-8")
    updates.trust_key(file, key.fingerprint, who="A. Head")
    for by, facts, said in (
        (signer, {"system": "windows-amd64"}, "another kind of computer"),
        (signer, {"name": "other"}, "another program"),
        (signer, {"version": VERSION}, "is here already"),
        (stranger, {}, "may sign policies here and no programs"),
    ):
        with pytest.raises(InputError, match=said):
            _install(_bundle(by, folder, **{"version": "7.1", **facts}))
    assert program_in_use() is None


def test_a_program_that_does_not_start_here_is_not_used(
    signer: Signer, newer: Callable[..., Path], frozen: Path, data: Path
) -> None:
    """It is started once before it counts: wrong version, no program, an error."""
    wrong = newer("7.1", says="6.0")
    bare = newer("7.2")
    (bare / "relief-desk").unlink()
    failing = newer("7.3")
    (failing / "relief-desk").write_text("#!/bin/sh\necho Relief Desk 7.3; exit 3\n")
    for folder, version in ((wrong, "7.1"), (bare, "7.2"), (failing, "7.3")):
        with pytest.raises(InputError, match="does not start on this computer"):
            _install(_bundle(signer, folder, version))
    assert program_in_use() is None
    assert not list((data / "updates").rglob("*.part"))


def test_a_program_from_its_sources_is_not_updated(
    signer: Signer, newer: Callable[..., Path]
) -> None:
    """It has no folder that could be replaced."""
    with pytest.raises(InputError, match="runs from its sources"):
        _install(_bundle(signer, newer("7.1"), "7.1"))


def test_the_key_is_kept_under_its_passphrase(signer: Signer, tmp_path: Path) -> None:
    """Readable by its owner alone, opened by the passphrase and nothing else."""
    secret, public = signer.script.new_key("Releases", tmp_path / "keys", "twelve or more")
    assert secret.stat().st_mode & 0o777 == 0o600
    opened = signer.script.load_key(secret, "twelve or more")
    assert key_line(public_of(opened, "Releases")) == public.read_text(encoding="utf-8")
    for refused in (
        lambda: signer.script.load_key(secret, "another"),
        lambda: signer.script.new_key("R", tmp_path / "other", "short"),
    ):
        with pytest.raises(SystemExit, match="passphrase"):
            refused()
