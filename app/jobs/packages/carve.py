"""Of a piece of a file only the lines of some people: nobody else's rows leave the office.

Every line that is not theirs is blank, so that a row keeps its number and is found as before.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import zstandard

from app.importing.encodings import is_two_byte, to_bytes, to_signs
from app.importing.reading import LINE_STEP
from app.importing.rows import TAIL_LINES, BadRow, split_rows
from app.jobs.kept_rows import numbered_lines
from app.jobs.origins import find_origin
from app.jobs.source_rows import lines_of_reading
from app.store import chunks
from app.store.chunks import FILE, ORIGINAL, READING, Chunk
from app.store.records import Source
from app.store.workspace import Workspace

Run = tuple[int, int]  # first row, rows


@dataclass(frozen=True, slots=True)
class OwnRows:
    """The rows of a source that are some people's, in order; ``issues`` are rows that an issue
    of theirs is about."""

    runs: Sequence[Run]
    issues: Collection[int] = ()

    def within(self, first: int, n: int) -> list[Run]:
        """The parts of the runs that lie within some rows."""
        last = first + n - 1
        begin = max(bisect_right(self.runs, (first, 0)) - 1, 0)
        found = []
        for start, length in self.runs[begin : bisect_left(self.runs, (last + 1, 0))]:
            low, high = max(start, first), min(start + length - 1, last)
            if low <= high:
                found.append((low, high - low + 1))
        return found

    def has(self, row: int) -> bool:
        return bool(self.within(row, 1))

    def is_in(self, first: int, n: int) -> bool:
        """Whether anything of theirs stands within some rows."""
        return bool(self.within(first, n)) or any(first <= row < first + n for row in self.issues)


Target = tuple[Workspace, OwnRows]  # a package, and its people's rows of the source


def carve_source(
    home: Workspace, source: Source, targets: Sequence[Target], step: Callable[[], None]
) -> None:
    """Copy into each package what of a file is its people's; ``step`` is called for each piece.

    A piece is unpacked once for all of them.
    """
    if source.is_state_file:
        for chunk, own in _pieces(home, source, targets, FILE, step):
            lines = Lines(source, chunk)
            for package, rows in own:
                _put(package, chunk, lines.only(rows), FILE)
        return
    origin = find_origin(source)
    needed: dict[int, set[int]] = {}  # by package: lines of running text
    for chunk, own in _pieces(home, source, targets, READING, step):
        readings = numbered_lines(chunk.data.decode().split("\n"))
        for package, rows in own:
            kept = {row: line for row, line in readings.items() if rows.has(row)}
            lines_needed = needed.setdefault(id(package), set())
            for row, line in kept.items():
                lines_needed |= {row // LINE_STEP, *lines_of_reading(line).values()}
            _put(package, chunk, _text(kept.values()), READING)
    is_text = origin is not None and origin.is_text
    for chunk, own in _pieces(home, source, targets, ORIGINAL, step):
        originals = [json.loads(line) for line in chunk.data.decode().split("\n") if line]
        for package, rows in own:
            if is_text:
                of_issues = {row // LINE_STEP for row in rows.issues}
                found = text_rows(originals, needed.get(id(package), set()) | of_issues)
            else:
                found = (row for row in originals if rows.has(int(row[0])))
            _put(package, chunk, _text(map(_json, found)), ORIGINAL)


def _pieces(
    home: Workspace, source: Source, targets: Sequence[Target], role: str, step: Callable[[], None]
) -> Iterator[tuple[Chunk, list[Target]]]:
    """Each piece with the packages whose people have rows in it; of others nothing is read."""
    for number, first_row, n_rows, _ in chunks.list_chunks(home, source.id, role):
        step()
        own = [one for one in targets if one[1].is_in(first_row, n_rows)]
        if own:
            packed = chunks.get_packed_chunk(home, source.id, number, role)
            yield chunks.unpacked(packed), own


def _put(package: Workspace, chunk: Chunk, data: bytes, role: str) -> None:
    packed = zstandard.compress(data, 3)
    one = Chunk(chunk.source_id, chunk.number, chunk.first_row, chunk.n_rows, packed)
    chunks.insert_chunk(package, one, len(data), role)


class Lines:
    """The lines of a piece of the state's file."""

    def __init__(self, source: Source, chunk: Chunk) -> None:
        self._source, self._chunk = source, chunk
        mark = source.mark_bytes if chunk.number == 0 else 0
        self._mark = chunk.data[:mark]  # it stays, for it is counted on
        signs = to_signs(chunk.data[mark:], source.encoding)
        self._lines = signs.split(source.line_mark)
        # Where a record may go on in the lines below.
        self._odd = [i for i, line in enumerate(self._lines) if line.count('"') % 2]

    def only(self, own: OwnRows) -> bytes:
        """The piece with every other line blank."""
        kept = [""] * len(self._lines)
        self._copy(own, self._lines, kept)
        return self._data_of(kept)

    def without(self, gone: OwnRows) -> bytes:
        """The piece with these lines blank."""
        kept = list(self._lines)
        self._copy(gone, [""] * len(kept), kept)
        return self._data_of(kept)

    def _copy(self, own: OwnRows, lines: list[str], kept: list[str]) -> None:
        """The lines of some rows, also where a record goes on below its first one."""
        first_row = self._chunk.first_row
        for first, n in own.within(first_row, self._chunk.n_rows):
            begin, end = first - first_row, first - first_row + n
            kept[begin:end] = lines[begin:end]
            for index in self._odd[bisect_left(self._odd, begin) : bisect_left(self._odd, end)]:
                after = index + _length(self._lines, index, self._source.line_mark)
                kept[index:after] = lines[index:after]

    def _data_of(self, kept: list[str]) -> bytes:
        text, encoding = self._source.line_mark.join(kept), self._source.encoding
        is_wide = is_two_byte(encoding)
        return self._mark + (to_bytes(text, encoding) if is_wide else text.encode("latin-1"))


def _length(lines: list[str], index: int, line_mark: str) -> int:
    """How many lines a record with an odd number of quotes has; one that could not be split has
    its own."""
    text = line_mark.join(lines[index : index + TAIL_LINES])
    one = next(split_rows(text, 1, line_mark), None)
    if one is None or isinstance(one, BadRow):
        return 1
    return 1 + one[2].count(line_mark)


def text_rows(rows: list[list[str | int]], needed: set[int]) -> Iterator[list[str | int]]:
    """Of running text only the lines that a count of theirs was read from."""
    for number, *texts in rows:
        first = int(number) // LINE_STEP
        own = [first + i in needed for i in range(len(texts))]
        if any(own):
            pairs = zip(texts, own, strict=True)
            yield [number, *(text if is_own else "" for text, is_own in pairs)]


def _json(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _text(lines: Iterator[str] | Collection[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
