"""Whatever a file from outside holds: it is read, or a sentence says why not. Never a crash."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserError
from tests.hostile.damage import spoiled
from tests.hostile.readers import READERS, Reader

SLOWEST = 10.0  # seconds of the processor for one file
OWN = ("lists of papers", "preferences", "notes of scratch folders")
AS_BYTES = ("rap sheets as PDF", "scanned orders, PDF", "scanned orders, PNG")
every_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
_tried: dict[str, tuple[int, int]] = {}


@pytest.fixture(scope="module", autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    """At the end, how many files were tried."""
    yield
    n = sum(tried for tried, _ in _tried.values())
    refused = sum(refused for _, refused in _tried.values())
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{n:,} bad inputs tried on {len(_tried)} readers; {refused:,} refused, none broke")


def words_of(reader: Reader, path: Path) -> str | None:
    """The sentence that says why a file is not read; None when it is."""
    try:
        found = reader.read(path)
    except UserError as error:
        return error.message
    return getattr(found, "problem", None) or None


@pytest.mark.logs_errors  # the PDF library tells of what is spoiled in its own log
@every_reader
def test_a_spoiled_file_is_read_or_refused(reader: Reader, tmp_path: Path) -> None:
    """Spoiled in every way, a file gives what can be read of it or one sentence."""
    made = tmp_path / "made"
    made.mkdir()
    good = reader.make(made)
    path = tmp_path / reader.file_name
    path.write_bytes(good)
    assert words_of(reader, path) is None or not reader.is_good
    n = refused = 0
    for data in spoiled(good, reader.n, seed=len(reader.name)):
        path.write_bytes(data)
        began = time.process_time()
        said = words_of(reader, path)
        if said is not None:
            refused += 1
            assert said.strip()
            assert "Traceback" not in said
        assert time.process_time() - began < SLOWEST
        n += 1
    _tried[reader.name] = (n, refused)


@every_reader
def test_a_folder_or_nothing_is_told(reader: Reader, tmp_path: Path) -> None:
    """A name that is a folder, or that nothing has, is a sentence too."""
    if reader.name in OWN or reader.name in AS_BYTES:
        return  # the program's own, of which there may be none; or its bytes are read elsewhere
    folder = tmp_path / f"folder {reader.file_name}"
    folder.mkdir()
    for path in (folder, tmp_path / f"nothing {reader.file_name}"):
        assert words_of(reader, path), path
