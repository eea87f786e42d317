"""What is written is on the disk before it has its name, and its name before anything else."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from app import durable


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the system, in order."""
    asked: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def fsync(fd: int) -> None:
        asked.append(f"sync {Path(f'/proc/self/fd/{fd}').readlink().name}")
        real_sync(fd)

    def replace(made: Path, target: Path) -> None:
        asked.append(f"name {target.name}")
        real_replace(made, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    return asked


@pytest.mark.skipif(sys.platform != "linux", reason="looks at open files by /proc")
def test_content_then_names_then_folders(tmp_path: Path, calls: list[str]) -> None:
    """Of several files the content of all first; where they arrive before where they left."""
    stage, target = tmp_path / "stage", tmp_path / "target"
    stage.mkdir()
    target.mkdir()
    for name in ("a", "b"):
        (stage / name).write_text(name)
    durable.replace_all((stage / name, target / f"{name}.pdf") for name in ("a", "b"))
    assert calls == ["sync a", "sync b", "name a.pdf", "name b.pdf", "sync target", "sync stage"]
    assert (target / "b.pdf").read_text() == "b"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at open files by /proc")
def test_new_folders_are_brought_to_the_disk_with_those_above(
    tmp_path: Path, calls: list[str]
) -> None:
    """A folder that was not there stands in the one above it, and that one in its own."""
    durable.make_folder(tmp_path / "one" / "two")
    assert calls == [f"sync {tmp_path.name}", "sync one"]
    durable.make_folder(tmp_path / "one" / "two")
    assert len(calls) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not flushed there")
@pytest.mark.parametrize(("number", "is_told"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_file_system_without_flushing_of_folders_is_no_error(
    number: int, is_told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick may answer that there is nothing to flush; a disk that fails is told."""

    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    if is_told:
        with pytest.raises(OSError, match="Input/output"):
            durable.sync_folder(tmp_path)
    else:
        durable.sync_folder(tmp_path)
