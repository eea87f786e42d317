"""A file that is not the state's, as it stands now: its bytes and their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from app.importing.pieces import check_same, unreadable

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class OtherFile:
    path: Path
    n_bytes: int
    modified_ns: int
    sha256: str

    def packed_blocks(self) -> Iterator[tuple[bytes, int]]:
        """The file byte for byte, in compressed blocks with their size before."""
        for block in _blocks(self.path):
            yield zstandard.compress(block, 1), len(block)

    def check_unchanged(self) -> None:
        """Raise InputError when the file changed since it was looked at."""
        check_same(self.path, self.n_bytes, self.modified_ns)


def look_over(path: Path, step: Callable[[int, int], None]) -> OtherFile:
    """Read the file once; ``step(bytes done, bytes in all)`` is called as it goes."""
    digest, done = hashlib.sha256(), 0
    try:
        stat = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    for block in _blocks(path):
        digest.update(block)
        done += len(block)
        step(done, stat.st_size)
    return OtherFile(path, stat.st_size, stat.st_mtime_ns, digest.hexdigest())


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                yield block
    except OSError as error:
        raise unreadable(path, error) from error
