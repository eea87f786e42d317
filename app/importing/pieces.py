"""One pass over a file before it is read: its hash, encoding, and where to cut it.

A piece is some megabytes of the file, cut between records, that a worker
process reads by itself. Lines are counted here, so that every worker knows the
line numbers of its records.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.encodings import CP1252, UTF8, is_two_byte, line_end, mark_of

PIECE_BYTES = 1 << 22
TAIL_LINES = 20  # a record may span so many lines (line breaks inside quotes)
LONGEST_LINE = 16 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes ``start`` to ``start + length`` of a file; its first line is ``first_row``."""

    number: int
    start: int
    length: int
    first_row: int
    n_lines: int


@dataclass(frozen=True, slots=True)
class FileMap:
    """A file as it stands now. ``line_mark`` is the byte that ends a line (LF, or CR alone)."""

    path: Path
    n_bytes: int
    modified_ns: int
    sha256: str
    encoding: str
    mark_bytes: int  # length of the byte-order mark
    line_mark: bytes
    pieces: tuple[Piece, ...]

    def check_unchanged(self) -> None:
        """Raise InputError when the file changed since it was mapped."""
        try:
            now = self.path.stat()
        except OSError as error:
            raise _unreadable(self.path, error) from error
        if (now.st_size, now.st_mtime_ns) != (self.n_bytes, self.modified_ns):
            raise InputError(
                f"{self.path.name} changed while it was being read. Nothing was imported. "
                "Wait until the copy is complete, then import it again."
            )


def map_file(
    path: Path, step: Callable[[int, int], None], piece_bytes: int = PIECE_BYTES
) -> FileMap:
    """Read the file once; ``step(bytes done, bytes in all)`` is called as it goes."""
    try:
        with path.open("rb") as file:
            stat = path.stat()
            start = file.read(4096)
            marked = mark_of(start)
            encoding, mark_bytes = marked or (UTF8, 0)
            line_mark = _line_mark(start)
            file.seek(0)
            mapper = _Mapper(encoding, line_mark)
            pieces = []
            for block in _blocks(file.read, piece_bytes, encoding, line_mark):
                pieces.append(mapper.add(block))
                step(mapper.n_bytes, stat.st_size)
    except OSError as error:
        raise _unreadable(path, error) from error
    return FileMap(
        path, stat.st_size, stat.st_mtime_ns, mapper.sha256, mapper.encoding, mark_bytes,
        line_mark, tuple(pieces),
    )  # fmt: skip


def read_piece(path: Path, piece: Piece) -> bytes:
    with path.open("rb") as file:
        file.seek(piece.start)
        return file.read(piece.length)


def _unreadable(path: Path, error: OSError) -> InputError:
    reason = (error.strerror or "unknown reason").lower()
    return InputError(
        f"{path.name} cannot be read ({reason}). Check that it is there and open to you."
    )


def _line_mark(start: bytes) -> bytes:
    """LF, unless the beginning of the file has CR and no LF at all."""
    return b"\r" if b"\r" in start and b"\n" not in start else b"\n"


class _Mapper:
    """Takes the blocks of a file in order."""

    def __init__(self, encoding: str, line_mark: bytes) -> None:
        self.n_bytes = 0
        self._row = 1
        self._number = 0
        self._encoding = encoding
        self._end = line_end(encoding, line_mark)
        self._hash = hashlib.sha256()
        self._utf8 = codecs.getincrementaldecoder("utf-8")("strict")
        self._is_utf8 = True

    def add(self, block: bytes) -> Piece:
        self._hash.update(block)
        if self._encoding == UTF8 and self._is_utf8 and not block.isascii():
            self._is_utf8 = _is_utf8(block)
        n_lines = _count_lines(block, self._end, self._encoding)
        piece = Piece(self._number, self.n_bytes, len(block), self._row, n_lines)
        self.n_bytes += len(block)
        self._number += 1
        self._row += n_lines
        return piece

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    @property
    def encoding(self) -> str:
        return self._encoding if self._is_utf8 else CP1252


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _count_lines(block: bytes, end: bytes, encoding: str) -> int:
    """Lines of a block, a last one without a line end included."""
    if is_two_byte(encoding):
        n = sum(1 for _ in _aligned(block, end))
        return n if block.endswith(end) else n + 1
    return block.count(end) + (not block.endswith(end))


def _aligned(block: bytes, end: bytes) -> Iterator[int]:
    at = block.find(end)
    while at >= 0:
        if at % 2 == 0:
            yield at
        at = block.find(end, at + 1)


def _blocks(
    read: Callable[[int], bytes], size: int, encoding: str, line_mark: bytes
) -> Iterator[bytes]:
    """The file in blocks of about ``size`` bytes, cut between records."""
    end = line_end(encoding, line_mark)
    rest = b""
    while fresh := read(size):
        data = rest + fresh
        cut = _cut(data, end, encoding)
        if cut == 0:
            if len(data) > LONGEST_LINE:
                raise InputError(
                    "The file has a line of more than 16 MB. It is not a California DOJ bulk file."
                )
            rest = data
            continue
        yield data[:cut]
        rest = data[cut:]
    if rest:
        yield rest


def _cut(data: bytes, end: bytes, encoding: str) -> int:
    """Where to cut: after a line end, and not inside a quoted cell that spans lines."""
    cut = _last_end(data, end, len(data), encoding)
    if cut == 0:
        return 0
    starts, at = [], cut
    for _ in range(TAIL_LINES):
        before = _last_end(data, end, at - len(end), encoding)
        starts.append((before, data[before:at].count(b'"') % 2 == 1))
        at = before
        if at == 0:
            break
    odd = [start for start, is_odd in starts if is_odd]
    if len(odd) % 2 == 1 and odd[0] > 0:
        return odd[0]  # the nearest odd line may begin a record that goes on
    return cut


def _last_end(data: bytes, end: bytes, before: int, encoding: str) -> int:
    """Offset just after the last line end in ``data[:before]``; 0 when there is none."""
    at = data.rfind(end, 0, max(before, 0))
    while at >= 0 and is_two_byte(encoding) and at % 2:
        at = data.rfind(end, 0, at + len(end) - 1)
    return at + len(end) if at >= 0 else 0
