"""Cutting somebody's rows out of the kept copies of the files.

Of the state's file a row becomes a blank line, so that every other row keeps its number. Of any
other file the rows that were read of it are cut out, and the copy of the file itself, of which no
part can be cut out, is destroyed as a whole. A file whose place a newer one took belongs to nobody
any more: there everything is cut out of whoever is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from app.importing.doj_bulk import runs_of, subject_of
from app.importing.encodings import to_text
from app.importing.reading import LINE_STEP
from app.importing.rows import BadRow, split_rows
from app.jobs.kept_rows import numbered_lines
from app.jobs.origins import find_origin
from app.jobs.packages.carve import Lines, OwnRows, text_rows
from app.jobs.progress import Progress
from app.jobs.retention.prints import prints_of
from app.jobs.source_rows import lines_of_reading
from app.store import chunks, kept_copies, records
from app.store.chunks import FILE, ORIGINAL, READING, Chunk, rows_of
from app.store.records import Source
from app.store.workspace import Workspace

Pattern = re.Pattern[str]


@dataclass(slots=True)
class CutOut:
    """What was cut out. ``files_destroyed`` are sources whose own copy went as a whole; by the
    ``prints`` the packed pieces that went are known."""

    rows: dict[int, set[int]] = field(default_factory=dict)  # source -> rows
    files_destroyed: list[int] = field(default_factory=list)
    prints: set[bytes] = field(default_factory=set)

    @property
    def n_rows(self) -> int:
        return sum(map(len, self.rows.values()))


@dataclass(frozen=True, slots=True)
class Names:
    """``gone`` finds whoever goes, wherever; ``changed`` finds also those who stay without some of
    their rows, and is looked for only in files that were replaced. None finds nobody."""

    gone: Pattern | None
    changed: Pattern | None


def find_rows(
    workspace: Workspace, own: dict[int, set[int]], names: Names, progress: Progress
) -> dict[int, set[int]]:
    """Source -> rows that go: ``own`` and, of rows that are nobody's, those that name them.

    Reads every piece of every file; ``progress`` counts pieces.
    """
    found = {source: set(rows) for source, rows in own.items()}
    sources = records.list_sources(workspace)
    total = sum(len(chunks.list_chunks(workspace, one.id, rows_of(one))) for one in sources)
    done = 0
    for source in sources:
        pattern = names.gone if source.replaced_by is None else names.changed
        subjects: set[str] = set()
        for chunk in chunks.iter_chunks(workspace, source.id, rows_of(source)):
            progress.step(done, total, "Looking through the kept files")
            done += 1
            if pattern is not None:
                hits = _rows_that_name(source, chunk, pattern)
                free = hits.keys() - kept_copies.owned_rows(workspace, source.id, hits).keys()
                found.setdefault(source.id, set()).update(free)
                subjects |= {hits[row] for row in free if hits[row]}
        if source.replaced_by is not None and subjects:
            for chunk in chunks.iter_chunks(workspace, source.id, rows_of(source)):
                found[source.id] |= _rows_of_subjects(source, chunk, subjects)
    return {source: rows for source, rows in found.items() if rows}


def _cells(source: Source, chunk: Chunk) -> Iterator[tuple[int, str, list[str]]]:
    """(row, its text, cells) of a piece; rows that cannot be split have no cells."""
    text = _text_of(source, chunk)
    if not source.is_state_file:
        for row, line in numbered_lines(text.split("\n")).items():
            one = next(split_rows(line, row, "\n"), None)
            yield row, line, [] if one is None or isinstance(one, BadRow) else list(one[1])
        return
    for one in split_rows(text, chunk.first_row, source.line_mark):
        if isinstance(one, BadRow):
            yield one.row, one.text, []
        else:
            yield one[0], one[2], list(one[1])


def _text_of(source: Source, chunk: Chunk) -> str:
    mark = source.mark_bytes if chunk.number == 0 and source.is_state_file else 0
    return to_text(chunk.data[mark:], source.encoding)


def _rows_that_name(source: Source, chunk: Chunk, pattern: Pattern) -> dict[int, str]:
    """Row -> its person number ("" unknown), of rows in which somebody is named."""
    if pattern.search(_text_of(source, chunk)) is None:
        return {}
    return {
        row: _subject(cells)
        for row, text, cells in _cells(source, chunk)
        if pattern.search(text) is not None
    }


def _subject(cells: list[str]) -> str:
    return subject_of(cells) if len(cells) > 1 else ""


def _rows_of_subjects(source: Source, chunk: Chunk, subjects: Collection[str]) -> set[int]:
    return {row for row, _, cells in _cells(source, chunk) if _subject(cells) in subjects}


def cut_out(
    workspace: Workspace, purge_id: int, rows: dict[int, set[int]], progress: Progress
) -> CutOut:
    """Cut rows out of the copies, inside the caller's transaction; ``progress`` counts files."""
    done = CutOut(rows)
    sources = {source.id: source for source in records.list_sources(workspace)}
    for place, (number, gone) in enumerate(sorted(rows.items())):
        progress.step(place, len(rows), "Cutting rows out of the kept files")
        source = sources[number]
        own = OwnRows(runs_of(sorted(gone)))
        if source.is_state_file:
            for packed in _pieces(workspace, number, FILE, own):
                lines = Lines(source, chunks.unpacked(packed))
                _put(workspace, done, packed, lines.without(own), FILE)
        else:
            _cut_reading(workspace, source, own, done)
            for packed in _pieces(workspace, number, FILE):
                done.prints |= prints_of(packed.data)
            kept_copies.drop_file(workspace, number)
            done.files_destroyed.append(number)
        kept_copies.hash_again(workspace, number)
        kept_copies.insert_purged_rows(workspace, purge_id, number, own.runs)
    return done


def _pieces(
    workspace: Workspace, source: int, role: str, own: OwnRows | None = None
) -> Iterator[Chunk]:
    """Those with some rows, or all, packed; listed first, for they are changed one by one."""
    for number, first_row, n_rows, _ in chunks.list_chunks(workspace, source, role):
        if own is None or own.is_in(first_row, n_rows):
            yield chunks.get_packed_chunk(workspace, source, number, role)


def _put(workspace: Workspace, done: CutOut, packed: Chunk, data: bytes, role: str) -> None:
    done.prints |= prints_of(packed.data, kept_copies.put_piece(workspace, packed, data, role))


def _cut_reading(workspace: Workspace, source: Source, own: OwnRows, done: CutOut) -> None:
    """The rows that were read, and what stood in the file for them.

    Of running text only the lines stay that a row of somebody else was read from.
    """
    needed: set[int] = set()
    for packed in _pieces(workspace, source.id, READING):
        readings = numbered_lines(chunks.unpacked(packed).data.decode().split("\n"))
        kept = {row: line for row, line in readings.items() if not own.has(row)}
        for row, line in kept.items():
            needed |= {row // LINE_STEP, *lines_of_reading(line).values()}
        if len(kept) < len(readings):
            _put(workspace, done, packed, _joined(kept.values()), READING)
    origin = find_origin(source)
    is_text = origin is not None and origin.is_text
    for packed in _pieces(workspace, source.id, ORIGINAL):
        text = chunks.unpacked(packed).data.decode()
        originals = [json.loads(line) for line in text.split("\n") if line]
        if is_text:
            stays = list(text_rows(originals, needed))
        else:
            stays = [row for row in originals if not own.has(int(row[0]))]
        _put(workspace, done, packed, _joined(map(_json, stays)), ORIGINAL)


def _json(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
