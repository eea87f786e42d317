"""What a power cut could have left on a disk, made from the log that `disk.c` keeps.

As POSIX allows it: of a file, everything up to its last fsync is there, and of what was written
since any part, torn at sectors; of a folder, every name up to its last fsync, and of the changes
since any. File systems keep more than that; a program that needs no more is safe on all.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.sampling.draw import Draw

_HEADER = struct.Struct("=IIIIQQQ")
SECTORS = (512, 4096)
_SHARED_MEMORY = "-shm"  # memory of one computer: nothing of it is on the disk


@dataclass(frozen=True, slots=True)
class Event:
    """A call that changed something, or a word of the program (kind ``A``)."""

    kind: str
    id: int
    offset: int
    length: int
    first: str
    second: str
    data: bytes


def read_log(path: Path) -> list[Event]:
    """The events in order; what was cut off at the end by a kill is left out."""
    data = path.read_bytes()
    events, at = [], 0
    while at + _HEADER.size <= len(data):
        kind, n_first, n_second, _, number, offset, length = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        first = data[at : at + n_first].decode()
        second = data[at + n_first : at + n_first + n_second].decode()
        at += n_first + n_second
        n_data = length if chr(kind) == "W" else 0
        events.append(
            Event(chr(kind), number, offset, length, first, second, data[at : at + n_data])
        )
        at += n_data
    return events


@dataclass(slots=True, eq=False)
class _File:
    """Content that is on the disk, and the changes since: (offset, data), or (length, None)."""

    content: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.since:
            _change(self.content, change)
        self.since.clear()

    def survived(self, draw: Draw | None) -> bytes:
        """With any part of the changes since; None: with none of them."""
        content = bytearray(self.content)
        for change in self.since if draw is not None else ():
            for part in _any_part(change, draw):
                _change(content, part)
        return bytes(content)


def _change(content: bytearray, change: tuple[int, bytes | None]) -> None:
    at, data = change
    if data is None:
        del content[at:]
        data = b""
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def _any_part(change: tuple[int, bytes | None], draw: Draw) -> Iterator[tuple[int, bytes | None]]:
    """Whole, not at all, or some of its sectors."""
    at, data = change
    fate = draw.unit()
    if fate < 0.4:
        yield change
    elif fate > 0.7 and data is not None:
        size = draw.pick(SECTORS)
        cuts = range(at - at % size, at + len(data), size)
        for cut in cuts:
            if draw.unit() < 0.5:
                low, high = max(cut, at), min(cut + size, at + len(data))
                yield low, data[low - at : high - at]


_FOLDER = _File()  # stands for a folder among the names


@dataclass(slots=True)
class _Naming:
    """A change of names: what goes, and what comes."""

    folders: set[str]
    gone: str = ""
    come: str = ""
    file: _File = _FOLDER


class Disk:
    """The disk after some of the events; ``root`` is the watched folder, ``base`` what it held."""

    def __init__(self, root: Path, base: Path) -> None:
        self._root = str(root)
        self._now: dict[str, _File] = {self._root: _FOLDER}
        for path in sorted(base.rglob("*")):
            name = str(root / path.relative_to(base))
            self._now[name] = _FOLDER if path.is_dir() else _File(bytearray(path.read_bytes()))
        self._kept = dict(self._now)
        self._since: list[_Naming] = []
        self._open: dict[int, tuple[str, _File]] = {}

    def take(self, event: Event) -> None:
        """Go on by one event."""
        match event.kind:
            case "O":
                self._take_open(event)
            case "W" | "T":
                data = event.data if event.kind == "W" else None
                self._open[event.id][1].since.append((event.offset, data))
            case "S":
                self._take_sync(*self._open[event.id])
            case "R":
                self._take_rename(event.first, event.second)
            case "U" | "X":
                file = self._now.pop(event.first)
                self._name(_Naming({_above(event.first)}, gone=event.first, file=file))
            case "M":
                self._now[event.first] = _FOLDER
                self._name(_Naming({_above(event.first)}, come=event.first))

    def _name(self, change: _Naming) -> None:
        self._since.append(change)

    def _take_open(self, event: Event) -> None:
        if event.offset & 1:
            file = self._now[event.first] = _File()
            self._name(_Naming({_above(event.first)}, come=event.first, file=file))
        file = self._now[event.first]
        if event.offset & 2 and not event.offset & 1:
            file.since.append((0, None))
        self._open[event.id] = (event.first, file)

    def _take_sync(self, path: str, file: _File) -> None:
        if file is not _FOLDER:
            file.sync()
            return
        rest = []
        for change in self._since:
            if path in change.folders:
                _apply(self._kept, change)
            else:
                rest.append(change)
        self._since = rest

    def _take_rename(self, before: str, after: str) -> None:
        if self._now[before] is _FOLDER:
            raise NotImplementedError("a folder was renamed")
        file = self._now[after] = self._now.pop(before)
        self._name(_Naming({_above(before), _above(after)}, gone=before, come=after, file=file))

    @property
    def n_since(self) -> int:
        """Changes that a power cut now may take."""
        files = {id(file): file for file in (*self._now.values(), *self._kept.values())}
        return len(self._since) + sum(len(file.since) for file in files.values())

    def leave(self, target: Path, draw: Draw | None) -> None:
        """Write into ``target`` what a power cut now could leave; None: what is there for sure."""
        names = dict(self._kept)
        for change in self._since:
            if draw is not None and draw.unit() < 0.5:
                _apply(names, change)
        for name in sorted(names):
            if name.endswith(_SHARED_MEMORY):
                continue
            path, file = target / Path(name).relative_to(self._root), names[name]
            if not path.parent.is_dir():  # the folder it was in is not on the disk
                continue
            if file is _FOLDER:
                path.mkdir(exist_ok=True)
            else:
                path.write_bytes(file.survived(draw))


def _apply(names: dict[str, _File], change: _Naming) -> None:
    if change.gone and names.get(change.gone) is change.file:
        del names[change.gone]
    if change.come:
        names[change.come] = change.file


def _above(path: str) -> str:
    return path.rpartition("/")[0]
