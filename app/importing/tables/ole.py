"""The old container of Office files: which streams it holds, and their bytes.

Only as much of the format as tells an old workbook from a protected one and gives its records.
Every chain of sectors is bounded by the size of the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA
_MOST_ENTRIES = 10_000
_MOST_SECTORS = 1 << 20  # half a gigabyte


class ContainerError(Exception):
    """The container breaks its own rules."""


class Container:
    """An open container; raises `ContainerError`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        header = self._read(0, 512)
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ContainerError
        self._size = 1 << shift
        self._n_sectors = file.seek(0, 2) // self._size
        if self._n_sectors > _MOST_SECTORS:
            raise ContainerError
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", header, 48)
        more, n_more = struct.unpack_from("<II", header, 68)
        self._table = self._allocation(header, more, n_more)
        self._streams: dict[str, tuple[int, int]] = {}
        self._root = (0, 0)
        self._read_directory(directory)
        self._mini_table = _numbers(b"".join(self._sectors(mini_fat)))

    def _read(self, at: int, n: int) -> bytes:
        self._file.seek(at)
        data = self._file.read(n)
        if len(data) < n:
            raise ContainerError
        return data

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._size)
        return self._file.read(self._size)

    def _allocation(self, header: bytes, more: int, n_more: int) -> tuple[int, ...]:
        """The table that says which sector follows which."""
        parts = list(_numbers(header[76:512]))
        for _ in range(min(n_more, self._n_sectors)):
            if more >= _LAST_SECTOR:
                break
            *numbers, more = _numbers(self._sector(more)) or (more,)
            parts += numbers
        known = [number for number in parts if number < self._n_sectors]
        return _numbers(b"".join(map(self._sector, known[: self._n_sectors])))

    def _sectors(self, first: int) -> Iterator[bytes]:
        number = first
        for _ in range(self._n_sectors + 1):
            if number >= _LAST_SECTOR:
                return
            if number >= len(self._table):
                raise ContainerError
            yield self._sector(number)
            number = self._table[number]
        raise ContainerError

    def _read_directory(self, first: int) -> None:
        n = 0
        for sector in self._sectors(first):
            for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                entry = sector[at : at + _ENTRY]
                n_name, kind = struct.unpack_from("<HB", entry, 64)
                name = entry[: max(0, min(n_name, 64) - 2)].decode("utf-16-le", "replace")
                start, n_bytes = struct.unpack_from("<II", entry, 116)
                n += 1
                if kind == 5:
                    self._root = (start, n_bytes)
                elif kind == 2:
                    self._streams.setdefault(name, (start, n_bytes))
            if n > _MOST_ENTRIES:
                raise ContainerError

    def names(self) -> frozenset[str]:
        return frozenset(self._streams)

    def n_bytes(self, name: str) -> int:
        return self._streams[name][1]

    def read(self, name: str) -> bytes:
        """The bytes of a stream."""
        start, n_bytes = self._streams[name]
        if n_bytes >= self._cutoff:
            data = b"".join(self._sectors(start))
        else:
            data = self._read_small(start, n_bytes)
        if len(data) < n_bytes:
            raise ContainerError
        return data[:n_bytes]

    def _read_small(self, number: int, n_bytes: int) -> bytes:
        """A stream that is kept in the root's stream, in pieces of 64 bytes."""
        store = b"".join(self._sectors(self._root[0]))
        parts = []
        for _ in range(n_bytes // 64 + 1):
            if number >= len(self._mini_table):
                break
            parts.append(store[number * 64 : number * 64 + 64])
            number = self._mini_table[number]
        return b"".join(parts)


def _numbers(data: bytes) -> tuple[int, ...]:
    n = len(data) // 4
    return struct.unpack_from(f"<{n}I", data)
