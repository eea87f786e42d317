"""One pass over a file before it is read: its hash, encoding, and where to cut it.

A piece is some megabytes of the file, cut between records, that a worker
process reads by itself. Lines are counted here, so that every worker knows the
line numbers of its records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.encodings import (
    CP1252,
    UTF8,
    is_two_byte,
    line_end,
    line_mark_of,
    mark_of,
    to_text,
)
from app.importing.files import Standing, unreadable
from app.importing.rows import TAIL_LINES, BadRow, split_rows

PIECE_BYTES = 1 << 21
START_BYTES = 1 << 20  # what is looked at to know a file
_CHECKED_BYTES = 1 << 15
LONGEST_LINE = 16 << 20
MOST_LINES_BACK = 2000


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
        Standing(self.path, self.n_bytes, self.modified_ns).check_unchanged()


def map_file(
    path: Path, step: Callable[[int, int], None], piece_bytes: int = PIECE_BYTES
) -> FileMap:
    """Read the file once; ``step(bytes done, bytes in all)`` is called as it goes."""
    try:
        with path.open("rb") as file:
            stat = path.stat()
            start = file.read(START_BYTES)
            encoding, mark_bytes = mark_of(start) or (UTF8, 0)
            line_mark = line_mark_of(to_text(start[mark_bytes:], encoding)).encode("ascii")
            file.seek(0)
            mapper = _Mapper(encoding, line_mark)
            pieces = []
            for block in _blocks(file.read, piece_bytes, encoding, line_mark):
                pieces.append(mapper.add(block))
                step(mapper.n_bytes, stat.st_size)
    except OSError as error:
        raise unreadable(path, error) from error
    return FileMap(
        path, stat.st_size, stat.st_mtime_ns, mapper.sha256(), mapper.encoding, mark_bytes,
        line_mark, tuple(pieces),
    )  # fmt: skip


def read_piece(path: Path, piece: Piece) -> bytes:
    """The bytes of a piece. Raises InputError when the file has gone."""
    try:
        with path.open("rb") as file:
            file.seek(piece.start)
            return file.read(piece.length)
    except OSError as error:
        raise unreadable(path, error) from error


class _Mapper:
    """Takes the blocks of a file in order."""

    def __init__(self, encoding: str, line_mark: bytes) -> None:
        self.n_bytes = 0
        self._row = 1
        self._number = 0
        self._encoding = encoding
        self._end = line_end(encoding, line_mark)
        self._hash = hashlib.sha256()
        self._hashing = ThreadPoolExecutor(1)  # hashing needs no Python: it takes the other core
        self._hashed: Future[None] | None = None
        self._is_utf8 = True

    def add(self, block: bytes) -> Piece:
        if self._hashed is not None:
            self._hashed.result()
        self._hashed = self._hashing.submit(self._hash.update, block)
        if self._encoding == UTF8 and self._is_utf8 and not block.isascii():
            self._is_utf8 = _is_utf8(block)
        n_lines = _count_lines(block, self._end, self._encoding)
        piece = Piece(self._number, self.n_bytes, len(block), self._row, n_lines)
        self.n_bytes += len(block)
        self._number += 1
        self._row += n_lines
        return piece

    def sha256(self) -> str:
        """The hash of all blocks; nothing can be added afterwards."""
        self._hashing.shutdown(wait=True)
        return self._hash.hexdigest()

    @property
    def encoding(self) -> str:
        return self._encoding if self._is_utf8 else CP1252


def _is_utf8(block: bytes) -> bool:
    """Whether a block of whole lines is UTF-8; the parts that are ASCII are not decoded."""
    start = 0
    while start < len(block):
        stop = start + _CHECKED_BYTES
        while stop < len(block) and block[stop] & 0xC0 == 0x80:  # inside a character
            stop += 1
        part = block[start:stop]
        start = stop
        if part.isascii():
            continue
        try:
            part.decode("utf-8")
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
    rest = b""
    while fresh := read(size):
        data = rest + fresh
        cut = _cut(data, encoding, line_mark)
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


def _cut(data: bytes, encoding: str, line_mark: bytes) -> int:
    """Where to cut data that begins with a record; 0 when more of the file is needed.

    After a line end before which no record can have begun that goes on: the lines
    before it, as many as a record may span, all have their quotes in pairs.
    """
    end = line_end(encoding, line_mark)
    cut = at = _last_end(data, end, len(data), encoding)
    n_even = 0
    for _ in range(MOST_LINES_BACK):
        if at == 0 or n_even == TAIL_LINES - 1:
            break
        before = _last_end(data, end, at - len(end), encoding)
        if data[before:at].count(b'"') % 2:
            cut, n_even = before, 0
        else:
            n_even += 1
        at = before
    else:
        return _cut_by_reading(data, encoding, line_mark)
    return cut or _cut_by_reading(data, encoding, line_mark)


def _cut_by_reading(data: bytes, encoding: str, line_mark: bytes) -> int:
    """The same for data full of stray quotes: read it, and cut after the last sure record."""
    end = line_end(encoding, line_mark)
    whole = _last_end(data, end, len(data), encoding)
    ends = list(_line_ends(data[:whole], end, encoding))
    last_sure = len(ends) - TAIL_LINES  # a record that begins later may go on
    start = 0
    for found in split_rows(to_text(data[:whole], encoding), 0, line_mark.decode("ascii")):
        start = found.row if isinstance(found, BadRow) else found[0]
        if start > last_sure:
            break
    return ends[start - 1] if 0 < start <= len(ends) else 0


def _line_ends(data: bytes, end: bytes, encoding: str) -> Iterator[int]:
    """The offset just after each line end."""
    if is_two_byte(encoding):
        for at in _aligned(data, end):
            yield at + len(end)
        return
    at = data.find(end)
    while at >= 0:
        yield at + len(end)
        at = data.find(end, at + len(end))


def _last_end(data: bytes, end: bytes, before: int, encoding: str) -> int:
    """Offset just after the last line end in ``data[:before]``; 0 when there is none."""
    at = data.rfind(end, 0, max(before, 0))
    while at >= 0 and is_two_byte(encoding) and at % 2:
        at = data.rfind(end, 0, at + len(end) - 1)
    return at + len(end) if at >= 0 else 0
