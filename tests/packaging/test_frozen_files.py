"""The lists of the frozen program's files, and the smaller data of ICU."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import CHECKOUT  # noqa: TID252 - the folder is no package of the house

sys.path.append(str(CHECKOUT / "packaging"))
import freezing  # type: ignore[import-not-found]
import frozen_files  # type: ignore[import-not-found]
import smaller_icu  # type: ignore[import-not-found]

from app import program_files


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program folder of a few files."""
    folder = tmp_path / "relief-desk"
    (folder / "_internal" / "resources").mkdir(parents=True)
    (folder / "relief-desk").write_bytes(b"program")
    (folder / "_internal" / "resources" / "ñ.toml").write_text("a", "utf-8")
    (folder / "_internal" / "libQt6Core.so.6").write_bytes(b"x" * 1000)
    frozen_files.write_list(folder)
    return folder


def test_the_list_names_every_file_but_itself(program: Path) -> None:
    """Each file once, with its hash, places with slashes; a list made twice is the same."""
    lines = (program / "files.sha256").read_text("utf-8").splitlines()
    assert [line.split("  ")[1] for line in lines] == [
        "_internal/libQt6Core.so.6",
        "_internal/resources/ñ.toml",
        "relief-desk",
    ]
    before = (program / "files.sha256").read_bytes()
    frozen_files.write_list(program)
    assert (program / "files.sha256").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="sha256sum is a program of other systems")
def test_anybody_can_check_the_list_without_the_program(program: Path) -> None:
    """It is in the form that sha256sum reads."""
    command = ["sha256sum", "--check", "--quiet", "files.sha256"]
    assert subprocess.run(command, cwd=program, check=False).returncode == 0
    (program / "relief-desk").write_bytes(b"other")
    assert subprocess.run(command, cwd=program, check=False, capture_output=True).returncode != 0


def test_the_self_check_finds_what_is_damaged(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that a stick has damaged or lost is named; a whole program is whole."""
    monkeypatch.setattr(sys, "_MEIPASS", str(program / "_internal"), raising=False)
    monkeypatch.setattr(sys, "executable", str(program / "relief-desk"))
    assert program_files.find_changed_files() == (3, [])
    (program / "_internal" / "libQt6Core.so.6").write_bytes(b"y" * 1000)
    (program / "_internal" / "resources" / "ñ.toml").unlink()
    assert program_files.find_changed_files() == (
        3,
        ["_internal/libQt6Core.so.6", "_internal/resources/ñ.toml"],
    )


def test_the_table_says_what_takes_the_room(program: Path) -> None:
    """Parts in words, largest first, and the sum; a program that is too large is called so."""
    lines = frozen_files.table(program).splitlines()
    assert len(lines) == 4
    assert lines[-1].endswith("in all")
    assert "within the budget of 200 MB" in frozen_files.budget_sentence(program)
    with (program / "large").open("wb") as file:
        file.truncate(freezing.MOST_MEGABYTES * 1_000_000)
    assert "OVER the budget" in frozen_files.budget_sentence(program)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is of Linux")
def test_needs_name_the_newest_glibc_that_is_asked_for(program: Path) -> None:
    """The highest of all files counts, also where versions have two digits."""
    inside = program / "_internal"
    (inside / "a.so").write_bytes(b"\x7fELF GLIBC_2.9\0 GLIBC_2.35\0")
    (inside / "b.so").write_bytes(b"\x7fELF GLIBC_2.4\0")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frozen_files, "linked_to", lambda _: ["libGL.so.1", "libc.so.6", "b.so"])
        frozen_files.write_needs(inside)
    needs = json.loads((inside / "needs.json").read_text("utf-8"))
    assert needs == {"glibc": [2, 35], "libraries": ["libGL.so.1"]}


def table_of(entries: dict[str, bytes]) -> bytes:
    """A table in ICU's form."""
    header = struct.pack("<HH", 32, 0x27DA) + b"CmnD".rjust(28)
    names = b"".join(name.encode() + b"\0" for name in entries)
    at_names = 4 + 8 * len(entries)
    at = at_names + len(names) + (-(at_names + len(names)) % 16)
    pairs, contents = b"", b""
    for name, content in entries.items():
        pairs += struct.pack("<II", at_names + names.index(name.encode() + b"\0"), at)
        contents += content
        at += len(content)
    body = struct.pack("<I", len(entries)) + pairs + names
    return header + body + b"\xaa" * (-len(body) % 16) + contents


def test_icu_keeps_what_qt_asks_for_unchanged() -> None:
    """Sorting, encodings and time zones stay byte for byte; currencies and measures go."""
    entries = {
        "icudt73l/coll/es.res": b"c" * 48,
        "icudt73l/curr/es.res": b"m" * 160,
        "icudt73l/gb18030.cnv": b"g" * 16,
        "icudt73l/root.res": b"r" * 32,
        "icudt73l/unit/es.res": b"u" * 64,
        "icudt73l/zone/es.res": b"z" * 16,
    }
    table = table_of(entries)
    assert dict(smaller_icu.read_entries(table)) == entries
    smaller = smaller_icu.smaller(table)
    kept = {name: data for name, data in entries.items() if "/curr/" not in name}
    kept = {name: data for name, data in kept.items() if "/unit/" not in name}
    assert dict(smaller_icu.read_entries(smaller)) == kept
    assert smaller[:32] == table[:32]
    assert len(smaller) < len(table)


def test_another_file_is_not_taken_for_icu() -> None:
    """A table that does not begin as it should is refused, not cut."""
    with pytest.raises(ValueError, match="does not begin"):
        smaller_icu.smaller(b"\0" * 64)
