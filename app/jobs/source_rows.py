"""Rows as they stood in the file, whatever kind of file it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.importing.encodings import to_text
from app.importing.reading import LINE_STEP, Origin, Part
from app.importing.rows import TAIL_LINES, BadRow, split_rows
from app.importing.values import clean
from app.jobs.kept_rows import numbered_lines
from app.jobs.origins import find_origin
from app.model.doj_columns import DOJ_COLUMNS
from app.model.reading_columns import PLACES, READING_COLUMNS, READING_INDEX
from app.model.record import RowRef
from app.model.statements import Place
from app.store import chunks, mends, records, sealed
from app.store.chunks import FILE, ORIGINAL, READING, Chunk
from app.store.mends import Change
from app.store.records import Source
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it stands in the file. ``cells`` keep their padding; ``text`` is the line.

    ``file_name`` names the sheet of a workbook too; ``row`` is the row or the line as the
    program that made the file shows it. ``taken_from`` says from which of ``columns`` a column
    of the state's form was taken, where the file has other ones; of running text ``columns``
    are its lines. ``changes`` are the mends of the row that count, the last one last.
    """

    file_name: str
    row: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]  # empty when the row could not be split
    text: str
    taken_from: Mapping[str, str] = field(default_factory=dict)
    is_text: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def title(self) -> str:
        """``LA.dat, row 12``, ``Sheet.txt, line 48``."""
        return f"{self.file_name}, {'line' if self.is_text else 'row'} {self.row:,}"

    def cell(self, column: str) -> str:
        """The original text of a column; "" when the row has no such cell."""
        name = self.taken_from.get(column, column)
        if name in self.columns:
            index = self.columns.index(name)
            if index < len(self.cells):
                return self.cells[index]
        return ""

    def place_of(self, column: str) -> Place:
        """Where a column of the state's form stands in the file, and what counts instead."""
        name = self.taken_from.get(column, column)
        text = self.cell(column).strip()
        mended, by, is_whole = self._mended(column)
        if is_whole and not self.is_text:
            text = ""  # which of its cells it was cannot be told: the row did not fit the columns
        if self.is_text:
            line = int(name.removeprefix(LINE)) if name.startswith(LINE) else self.row
            return Place(self.file_name, line, "", text, True, mended, by)
        shown = name if name in self.columns else ""
        return Place(self.file_name, self.row, shown, text, False, mended, by)

    def _mended(self, column: str) -> tuple[str | None, str, bool]:
        """(what counts or None, by whom and when, whether the whole row was mended)."""
        mended, by, is_whole = None, "", False
        for change in self.changes:
            if change.column in ("", column) and column in READING_INDEX:
                cells = change.cells if not change.column else ()
                mended = cells[READING_INDEX[column]] if cells else change.new
                mended = clean(mended)
                by = f"{change.who} on {change.made_at[:10]}"
                is_whole = is_whole or not change.column
        return mended, by, is_whole


LINE = "Line "
SEALED = "This row is sealed."


def get_source_row(workspace: Workspace, at: RowRef) -> SourceRow:
    """The row, from the verbatim copy in the workspace. Raises LookupError when there is none."""
    return get_source_rows(workspace, [at])[at]


def get_source_rows(workspace: Workspace, wanted: Iterable[RowRef]) -> dict[RowRef, SourceRow]:
    """Several rows; a piece of a source is unpacked once for all of its rows.

    Of a sealed row only that is told. Raises LookupError when one of them does not exist.
    """
    sources = {source.id: source for source in records.list_sources(workspace)}
    missing = set(wanted)
    found: dict[RowRef, SourceRow] = {}
    while missing:
        at = min(missing, key=lambda one: (one.source, one.row))
        source = sources.get(at.source)
        if source is None:
            raise LookupError(f"no source row {at}")
        if source.is_state_file:
            chunk = chunks.get_chunk_of_row(workspace, at, FILE)
            found |= _rows_of_chunk(source, chunk, missing)
        else:
            found |= _rows_of_reading(workspace, source, at, missing)
        if at not in found:
            raise LookupError(f"no row {at.row} in {source.name}")
        missing -= found.keys()
    for at, row in found.items():
        if sealed.is_sealed_row(workspace, at):
            found[at] = replace(row, cells=(), text=SEALED, taken_from={})
            continue
        changes = mends.changes_at(workspace, at)
        if changes:
            found[at] = replace(row, changes=changes)
    return found


def _rows_of_chunk(source: Source, chunk: Chunk, wanted: set[RowRef]) -> dict[RowRef, SourceRow]:
    """Those of the wanted rows that begin in this piece; only their lines are read."""
    text = to_text(chunk.data[source.mark_bytes if chunk.number == 0 else 0 :], source.encoding)
    lines = text.split(source.line_mark)
    found: dict[RowRef, SourceRow] = {}
    for at in _in_chunk(source, chunk, wanted):
        index = at.row - chunk.first_row
        row = _row_at(source, at.row, lines[index : index + TAIL_LINES])
        if row is not None:
            found[at] = row
    return found


def _in_chunk(source: Source, chunk: Chunk, wanted: set[RowRef]) -> list[RowRef]:
    after = chunk.first_row + chunk.n_rows
    return [at for at in wanted if at.source == source.id and chunk.first_row <= at.row < after]


def _row_at(source: Source, row: int, lines: list[str]) -> SourceRow | None:
    """The record that begins on the first of some lines of the file."""
    text = source.line_mark.join(lines)
    one = next(split_rows(text, row, source.line_mark), None)
    if one is None or (one.row if isinstance(one, BadRow) else one[0]) != row:
        return None
    line = lines[0].removesuffix("\r")  # as it stands: fillers keep their quotes
    if isinstance(one, BadRow):
        return SourceRow(source.name, row, DOJ_COLUMNS, (), line)
    if line.count('"') % 2:
        line = one[2]  # the record goes on below
    cells = tuple(one[1])
    return SourceRow(source.name, row, DOJ_COLUMNS, cells, line)


def _rows_of_reading(
    workspace: Workspace, source: Source, at: RowRef, wanted: set[RowRef]
) -> dict[RowRef, SourceRow]:
    """The same of a file that is not the state's: what stood in it, and what was taken of it."""
    origin = find_origin(source)
    if origin is None:
        raise LookupError(f"no row {at.row} in {source.name}")
    chunk = chunks.get_chunk_of_row(workspace, at, ORIGINAL)
    kept = (json.loads(line) for line in chunk.data.decode().split("\n") if line)
    originals = {int(row): tuple(cells) for row, *cells in kept}
    here = [one for one in _in_chunk(source, chunk, wanted) if one.row in originals]
    if not origin.is_text:
        return {one: _table_row(source, origin, one.row, originals[one.row]) for one in here}
    piece = chunks.get_chunk_of_row(workspace, at, READING)
    readings = numbered_lines(piece.data.decode().split("\n"))
    text = _text_lines(originals)
    return {one: _text_row(source, one.row, text, readings.get(one.row, "")) for one in here}


def _table_row(source: Source, origin: Origin, row: int, cells: tuple[str, ...]) -> SourceRow:
    columns = part_of(origin, row).columns
    columns += tuple(f"Column {number}" for number in range(len(columns) + 1, len(cells) + 1))
    name, line = place_name(source, origin, row)
    return SourceRow(name, line, columns, cells, "\t".join(cells), origin.cells)


def _text_lines(originals: Mapping[int, tuple[str, ...]]) -> dict[int, str]:
    """The lines of running text by their numbers: each row holds its own and those below it."""
    lines: dict[int, str] = {}
    for row, texts in originals.items():
        lines.update(enumerate(texts, start=row // LINE_STEP))
    return lines


def _text_row(source: Source, row: int, text: Mapping[int, str], reading: str) -> SourceRow:
    """The lines that a count was read from; each cell of its reading knows its line."""
    taken = lines_of_reading(reading)
    numbers = sorted({row // LINE_STEP, *taken.values()} & text.keys())
    return SourceRow(
        source.name,
        row // LINE_STEP,
        tuple(f"{LINE}{number}" for number in numbers),
        tuple(text[number] for number in numbers),
        "\n".join(text[number] for number in numbers),
        {column: f"{LINE}{number}" for column, number in taken.items()},
        is_text=True,
    )


def lines_of_reading(reading: str) -> dict[str, int]:
    """The line of each cell of a reading's row."""
    one = next(split_rows(reading, 1, "\n"), None)
    if one is None or isinstance(one, BadRow) or len(one[1]) != len(READING_COLUMNS):
        return {}
    places = (place.partition("=") for place in one[1][READING_INDEX[PLACES]].split())
    return {column: int(line) for column, _, line in places}


def part_of(origin: Origin, row: int) -> Part:
    """The sheet in which a row stands."""
    return max(
        (part for part in origin.parts if part.first_row <= row), key=lambda part: part.first_row
    )


def place_name(source: Source, origin: Origin | None, row: int) -> tuple[str, int]:
    """File (and sheet) and line or row, as the program that made the file shows them."""
    if origin is None:
        return source.name, row
    if origin.is_text:
        return source.name, row // LINE_STEP
    part = part_of(origin, row)
    name = f"{source.name}, sheet {part.name}" if part.name else source.name
    return name, (row - part.first_row) // LINE_STEP + 1


def row_number(origin: Origin | None, row: int) -> int:
    """The number, in the source, of a line or row of a file as it is shown; of a workbook, of
    its first sheet."""
    if origin is None:
        return row
    if origin.is_text:
        return row * LINE_STEP
    return origin.parts[0].first_row + (row - 1) * LINE_STEP


class PlaceNames:
    """Names of places for lists: (file and sheet, row or line) as a person finds them."""

    def __init__(self, workspace: Workspace) -> None:
        self._sources = {
            source.id: (source, find_origin(source)) for source in records.list_sources(workspace)
        }

    def name(self, at: RowRef) -> tuple[str, int]:
        source, origin = self._sources[at.source]
        return place_name(source, origin, at.row)

    def column(self, at: RowRef, column: str) -> str:
        """What the file calls a column of the state's form; more than one are joined."""
        origin = self._sources[at.source][1]
        return column if origin is None else origin.cells.get(column, column)
