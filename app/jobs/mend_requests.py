"""From what a clerk says to the rows that it changes: every mistake found before anything is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.errors import InputError
from app.importing.doj_bulk import subject_of
from app.importing.reading import LINE_STEP
from app.importing.rows import BadRow, split_rows
from app.importing.values import clean
from app.jobs.kept_rows import KeptRows
from app.jobs.mended_rows import cells_that_count, columns_of, in_the_form_of, usable
from app.jobs.origins import find_origin
from app.jobs.source_rows import PlaceNames, row_number
from app.model.reading_columns import PLACES, READING_INDEX
from app.model.record import RowRef
from app.store import issue_lists, mends, records
from app.store.mends import ALIKE, CELL, ROW, Change, Mend, MendRow
from app.store.records import Source
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CellMend:
    """One cell. ``at`` and ``column`` may be those of an issue, or of the state's form.

    ``form_column`` names the column of the state's form where the issue's is none.
    """

    at: RowRef
    column: str
    value: str
    form_column: str = ""


@dataclass(frozen=True, slots=True)
class AlikeMend:
    """Every cell whose issue has this column and text, in one file or (None) in all."""

    column: str
    text: str
    value: str
    source_id: int | None = None
    form_column: str = ""


@dataclass(frozen=True, slots=True)
class RowMend:
    """A row that was set aside, by all its cells (`Resolver.cells_of_line`)."""

    at: RowRef
    cells: tuple[str, ...]


Request = CellMend | AlikeMend | RowMend


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mend that can be kept; its number, name and time are not given yet."""

    mend: Mend
    rows: tuple[MendRow, ...]


@dataclass
class Resolver:
    """Finds the rows of requests. Raises InputError, a sentence naming file and row."""

    workspace: Workspace
    _changes: dict[RowRef, tuple[Change, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.sources = {source.id: source for source in records.list_sources(self.workspace)}
        self.names = PlaceNames(self.workspace)
        self.kept = KeptRows(self.workspace, self.sources)
        self._changes = mends.all_changes(self.workspace)

    def resolve(self, request: Request) -> Resolved:
        if isinstance(request, RowMend):
            return self._row(request)
        if isinstance(request, AlikeMend):
            return self._alike(request)
        return self._cell(request)

    def cells_of_line(self, at: RowRef, line: str) -> tuple[str, ...]:
        """The cells of a corrected line. Raises InputError when it cannot be split."""
        found = list(split_rows(line.strip("\r\n"), 1))
        if not found:
            raise InputError(f"{self.place(at)}: the correction is empty. Type the whole line.")
        one = found[0]
        if len(found) > 1 or isinstance(one, BadRow):
            why = one.reason if isinstance(one, BadRow) else "It is more than one line."
            raise InputError(
                f"{self.place(at)}: the corrected line cannot be split into cells. {why}"
            )
        return tuple(one[1])

    def cells_of_columns(self, at: RowRef, cells: Mapping[str, str]) -> tuple[str, ...]:
        """The cells of a corrected row by their columns; those not named are empty."""
        columns = columns_of(self._source(at))
        unknown = [name for name in cells if name not in columns]
        if unknown:
            raise InputError(
                f"{self.place(at)}: {unknown[0]} is no column of the state's form. The row's "
                "columns are called such as SUBJECT_ID, PRI_NAME, STP_EVENT_DATE."
            )
        return tuple(
            str(at.row) if name == "RECORD_ID" else in_the_form_of(name, cells.get(name, ""))
            for name in columns
        )

    def find_cells(self, at: RowRef) -> list[str] | None:
        """A row as it counts; None when it is set aside or no row stands there."""
        source = self.sources[at.source]
        cells = self.kept.find_cells(at)
        return cells_that_count(cells, self._changes.get(at, ()), len(columns_of(source)))

    def is_nobodys(self, at: RowRef) -> bool:
        """Whether the row, as it stands in the file, was set aside whole."""
        width = len(columns_of(self.sources[at.source]))
        return usable(self.kept.find_cells(at), width) is None

    def place(self, at: RowRef) -> str:
        """``LA.dat, row 12``, ``Sheet.txt, line 48``: the row of an issue as a person finds it."""
        if at.source not in self.sources:
            return f"file number {at.source}, row {at.row}"
        name, row = self.names.name(at)
        origin = find_origin(self.sources[at.source])
        return f"{name}, {'line' if origin and origin.is_text else 'row'} {row:,}"

    def at(self, source_id: int, row: int) -> RowRef:
        """A row by the number that the program that made the file shows."""
        return RowRef(source_id, row_number(find_origin(self.sources[source_id]), row))

    def _cell(self, request: CellMend) -> Resolved:
        source = self._source(request.at)
        column = self._column(source, request.form_column or request.column)
        value = _value(column, request.value)
        rows = self._rows(request.at, column)
        if not rows:
            raise InputError(self._why_no_row(request.at))
        old = self._old(rows[0].at, column)
        if all(self._old(one.at, column) == value for one in rows):
            raise InputError(
                f"{self.place(request.at)}, {column}: {value!r} is what counts there already. "
                "Nothing was changed."
            )
        self._check_subject(rows, column, value)
        mend = Mend(
            0, CELL, source.id, column, request.column, old, value, len(rows), "", ""
        )  # fmt: skip
        return Resolved(mend, rows)

    def _alike(self, request: AlikeMend) -> Resolved:
        column, value = "", ""
        rows: list[MendRow] = []
        places = issue_lists.places_alike(
            self.workspace, request.column, request.text, request.source_id
        )
        for at in places:
            column = self._column(self.sources[at.source], request.form_column or request.column)
            value = _value(column, request.value)
            rows += self._rows(at, column)
        if not rows:
            where = "" if request.source_id is None else f" of {self._name(request.source_id)}"
            why = (
                "the rows were set aside and are mended one by one"
                if places
                else "no issue says so, or it was confirmed"
            )
            raise InputError(
                f"No cell {request.column or '(no column)'}{where} with the text "
                f"{request.text!r} can be mended: {why}. Look at the list of issues."
            )
        self._check_subject(tuple(rows), column, value)
        mend = Mend(
            0, ALIKE, request.source_id, column, request.column, request.text, value, len(rows),
            "", "",
        )  # fmt: skip
        return Resolved(mend, tuple(rows))

    def _row(self, request: RowMend) -> Resolved:
        at, source = request.at, self._source(request.at)
        asides = [
            one.issue
            for one in issue_lists.issues_at(self.workspace, at)
            if one.issue.is_quarantined
        ]
        if not asides:
            raise InputError(
                f"{self.place(at)} was not set aside. Mend its cells one by one, by their column."
            )
        width = len(columns_of(source))
        cells = list(request.cells)
        if len(cells) != width:
            raise InputError(
                f"{self.place(at)}: the corrected row has {len(cells)} cells; a row of this file "
                f"has {width}. Nothing was changed."
            )
        if usable(cells, width) is None:
            raise InputError(
                f"{self.place(at)}: the corrected row does not say whose it is. Give it a "
                "SUBJECT_ID or a CII_NUMBER."
            )
        before = None if self.is_nobodys(at) else self.kept.find_cells(at)
        if before is not None and subject_of(before) != subject_of(cells):
            raise InputError(self._other_person(at))
        new = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
        mend = Mend(0, ROW, source.id, "", "", asides[0].text, new, 1, "", "")
        return Resolved(mend, (MendRow(at, at.row),))

    def _source(self, at: RowRef) -> Source:
        source = self.sources.get(at.source)
        if source is None:
            raise InputError(f"There is no file number {at.source} in this workspace.")
        return source

    def _name(self, source_id: int) -> str:
        return self.sources[source_id].name if source_id in self.sources else "that file"

    def _column(self, source: Source, column: str) -> str:
        """The column of the rows from which people are assembled."""
        known = columns_of(source)
        if column in known:
            return column
        origin = find_origin(source)
        taken = [name for name, own in origin.cells.items() if own == column] if origin else []
        if len(taken) == 1:
            return taken[0]
        if not column:
            raise InputError(
                f"The issue in {source.name} names no column. Say which one is wrong, such as "
                "OFFENSE_DESCR."
            )
        raise InputError(
            f"{column} is no column of the state's form, into which {source.name} was read. Name "
            f"one of its columns, such as {', '.join(taken) or 'CONV_STAT_DESCR, STP_EVENT_DATE'}."
        )

    def _rows(self, at: RowRef, column: str) -> tuple[MendRow, ...]:
        """The row itself; for a line of running text, the counts whose cell it gave."""
        origin = find_origin(self.sources[at.source])
        if self.find_cells(at) is not None and not (origin and origin.is_text):
            return (MendRow(at, at.row),)
        if origin is None or not origin.is_text:
            return ()
        found = tuple(MendRow(one, at.row) for one in self._counts_from_line(at, column))
        if not found and self.find_cells(at) is not None:
            return (MendRow(at, at.row),)
        return found

    def _counts_from_line(self, at: RowRef, column: str) -> Iterator[RowRef]:
        wanted = f"{column}={at.row // LINE_STEP}"
        for row in self.kept.rows_near(at):
            cells = self.find_cells(RowRef(at.source, row))
            if cells is not None and wanted in cells[READING_INDEX[PLACES]].split():
                yield RowRef(at.source, row)

    def _old(self, at: RowRef, column: str) -> str:
        cells = self.find_cells(at)
        return "" if cells is None else clean(cells[READING_INDEX[column]])

    def _why_no_row(self, at: RowRef) -> str:
        if any(one.issue.is_quarantined for one in issue_lists.issues_at(self.workspace, at)):
            return f"{self.place(at)} was set aside whole. Mend it by its whole line."
        return f"{self.place(at)} is no row that was read. Check file and row."

    def _check_subject(self, rows: tuple[MendRow, ...], column: str, value: str) -> None:
        """A mend never moves a row from one person to another."""
        if column not in ("SUBJECT_ID", "CII_NUMBER"):
            return
        for one in rows:
            cells = self.find_cells(one.at)
            assert cells is not None
            changed = list(cells)
            changed[READING_INDEX[column]] = value
            if subject_of(changed) != subject_of(cells):
                raise InputError(self._other_person(one.at))

    def _other_person(self, at: RowRef) -> str:
        return (
            f"{self.place(at)}: the mend would give the row to another person. That is done by "
            "merging or separating people, not by mending a cell."
        )


def _value(column: str, text: str) -> str:
    value = in_the_form_of(column, text)
    if not value:
        raise InputError(
            f"The correction of {column} is empty. Type what should stand there, or - for a cell "
            "that should be empty."
        )
    return value
