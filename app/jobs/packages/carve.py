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


def carve_source(
    home: Workspace, package: Workspace, source: Source, own: OwnRows, step: Callable[[], None]
) -> None:
    """Copy the pieces of a file in which some people's rows stand; ``step`` is called for each."""
    if source.is_state_file:
        for chunk in _pieces(home, source, own, FILE):
            step()
            _put(package, chunk, _lines(source, chunk, own), FILE)
        return
    origin = find_origin(source)
    needed: set[int] = set()  # lines of running text
    for chunk in _pieces(home, source, own, READING):
        lines = numbered_lines(chunk.data.decode().split("\n"))
        kept = {row: line for row, line in lines.items() if own.has(row)}
        for row, line in kept.items():
            needed |= {row // LINE_STEP, *lines_of_reading(line).values()}
        step()
        _put(package, chunk, _text(kept.values()), READING)
    needed |= {row // LINE_STEP for row in own.issues}
    is_text = origin is not None and origin.is_text
    for chunk in _pieces(home, source, own, ORIGINAL):
        rows = [json.loads(line) for line in chunk.data.decode().split("\n") if line]
        kept_rows = _text_rows(rows, needed) if is_text else _rows(rows, own)
        step()
        _put(package, chunk, _text(map(_json, kept_rows)), ORIGINAL)


def _pieces(home: Workspace, source: Source, own: OwnRows, role: str) -> Iterator[Chunk]:
    """Those in which a row of theirs stands; of others nothing is read."""
    for number, first_row, n_rows, _ in chunks.list_chunks(home, source.id, role):
        if own.within(first_row, n_rows) or any(
            first_row <= row < first_row + n_rows for row in own.issues
        ):
            yield chunks.unpacked(chunks.get_packed_chunk(home, source.id, number, role))


def _put(package: Workspace, chunk: Chunk, data: bytes, role: str) -> None:
    packed = zstandard.compress(data, 3)
    one = Chunk(chunk.source_id, chunk.number, chunk.first_row, chunk.n_rows, packed)
    chunks.insert_chunk(package, one, len(data), role)


def _lines(source: Source, chunk: Chunk, own: OwnRows) -> bytes:
    """A piece of the state's file; its byte-order mark stays, for it is counted on."""
    mark = source.mark_bytes if chunk.number == 0 else 0
    signs = to_signs(chunk.data[mark:], source.encoding)
    lines = signs.split(source.line_mark)
    kept = [""] * len(lines)
    for first, n in own.within(chunk.first_row, chunk.n_rows):
        for row in range(first, first + n):
            index = row - chunk.first_row
            end = index + _length(lines, index, source.line_mark)
            kept[index:end] = lines[index:end]
    text = source.line_mark.join(kept)
    two_byte = is_two_byte(source.encoding)
    data = to_bytes(text, source.encoding) if two_byte else text.encode("latin-1")
    return chunk.data[:mark] + data


def _length(lines: list[str], index: int, line_mark: str) -> int:
    """How many lines a record has; one that could not be split has its own."""
    if index >= len(lines):
        return 0
    if lines[index].count('"') % 2 == 0:
        return 1
    text = line_mark.join(lines[index : index + TAIL_LINES])
    one = next(split_rows(text, 1, line_mark), None)
    if one is None or isinstance(one, BadRow):
        return 1
    return 1 + one[2].count(line_mark)


def _rows(rows: list[list[str | int]], own: OwnRows) -> Iterator[list[str | int]]:
    """Rows of a table; of a header row nothing is needed, its words stand with the file."""
    for row in rows:
        if own.has(int(row[0])):
            yield row


def _text_rows(rows: list[list[str | int]], needed: set[int]) -> Iterator[list[str | int]]:
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
