"""A file that is not the state's, as it stands now: its bytes and their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from app.importing.files import Standing, unreadable
from app.jobs.readers import FilePlan

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class OtherFile:
    path: Path
    n_bytes: int
    modified_ns: int
    sha256: str
    pasted: bytes | None = None  # what was typed instead

    def packed_blocks(self) -> Iterator[tuple[bytes, int]]:
        """The file byte for byte, in compressed blocks with their size before."""
        blocks = _blocks(self.path) if self.pasted is None else iter((self.pasted,))
        for block in blocks:
            yield zstandard.compress(block, 1), len(block)

    def check_unchanged(self) -> None:
        """Raise InputError when the file changed since it was looked at."""
        if self.pasted is None:
            Standing(self.path, self.n_bytes, self.modified_ns).check_unchanged()


def look_over(plan: FilePlan, step: Callable[[int, int], None]) -> OtherFile:
    """Read the file once; ``step(bytes done, bytes in all)`` is called as it goes."""
    path = plan.path
    if plan.text is not None:
        pasted = plan.text.encode()
        return OtherFile(path, len(pasted), 0, hashlib.sha256(pasted).hexdigest(), pasted)
    digest, done = hashlib.sha256(), 0
    standing = Standing.of(path)
    for block in _blocks(path):
        digest.update(block)
        done += len(block)
        step(done, standing.n_bytes)
    return OtherFile(path, standing.n_bytes, standing.modified_ns, digest.hexdigest())


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                yield block
    except OSError as error:
        raise unreadable(path, error) from error
