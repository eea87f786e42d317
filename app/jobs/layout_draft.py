"""A layout while a person makes it: every column of a list with the field it is taken as."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.importing.issues import Issue
from app.importing.layouts.columns import find_column
from app.importing.layouts.guess_columns import Guess
from app.importing.layouts.layout import ROWS, Column, Layout, SheetLayout, plain
from app.importing.layouts.propose import SAMPLE_ROWS, propose_layout, sheet_cells
from app.importing.layouts.propose_column import ColumnProposal, propose_column
from app.importing.layouts.sheet_roles import SheetCells
from app.importing.layouts.table import HEADER_WITHIN, FirstRow, Line, TableSheet, first_rows
from app.importing.reading import Kind
from app.importing.tables.opening import open_table
from app.importing.tables.table import Step

CHOSEN = "You chose it."
SAVED = "The layout says so."
OWN = "office/"  # what the ids of an office's own layouts begin with


class Sample:
    """The beginning of every sheet of a file, held in memory: a table like the file itself."""

    def __init__(self, path: Path) -> None:
        """Raises InputError when the file cannot be read."""
        table = open_table(path)
        self.path = path
        self.kind: Kind = table.kind
        self.words = table.words
        self.encoding = table.encoding
        self.sheets: Sequence[TableSheet] = table.sheets
        self.issues: Sequence[Issue] = ()
        n_rows = SAMPLE_ROWS + HEADER_WITHIN
        self._rows = [first_rows(table, index, n_rows) for index in range(len(table.sheets))]

    def rows(self, sheet_index: int, _step: Step, /) -> Generator[Line | Issue]:
        yield from self._rows[sheet_index]

    def first_rows(self, sheet_index: int) -> Sequence[FirstRow]:
        return self._rows[sheet_index]


@dataclass(slots=True)
class DraftColumn:
    """A column of the file. ``column`` is None while nothing is taken from it."""

    at: int
    header: str
    column: Column | None
    why: str
    others: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        return self.column.field if self.column is not None else ""

    @property
    def title(self) -> str:
        return f"“{self.header}”" if self.header else f"Column {self.at + 1}"


@dataclass(slots=True)
class DraftSheet:
    """A sheet with its columns. ``role`` "" is a sheet that is not read; ``key`` the column that
    joins people and charges, "" while there is none."""

    cells: SheetCells
    role: str
    key: str
    columns: list[DraftColumn]

    @property
    def name(self) -> str:
        return self.cells.name


@dataclass(slots=True)
class LayoutDraft:
    """What the screen shows and changes; `layout` is what comes of it."""

    sample: Sample
    title: str
    sheets: list[DraftSheet]
    base: Layout
    constants: dict[str, str] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()  # about sheets and how they are joined

    def set_field(self, sheet: DraftSheet, at: int, name: str) -> None:
        """Take a column as a field, with what its cells then say; "" takes nothing from it."""
        one = sheet.columns[at]
        if not name:
            one.column, one.why = None, CHOSEN
            return
        section = one.column.section if one.column is not None else ""
        guess = Guess(name, 1.0, CHOSEN, one.others, section)
        made = _propose(sheet.cells, at, guess)
        one.column, one.why = made.column, made.why

    def change(self, one: DraftColumn, **changes: object) -> None:
        """How the cells of a column are read: dates, values, name_form, section, ..."""
        if one.column is not None:
            one.column = replace(one.column, **changes)  # type: ignore[arg-type]

    @property
    def read_sheets(self) -> list[DraftSheet]:
        return [sheet for sheet in self.sheets if sheet.role]

    @property
    def fields(self) -> set[str]:
        """Every field that some column is taken as."""
        return {one.field for sheet in self.read_sheets for one in sheet.columns if one.field}

    def layout(self) -> Layout:
        """The layout as it stands; it may lack something (`app.jobs.layout_questions`)."""
        first = next(iter(self.read_sheets), None)
        words = [word for word in first.cells.header if word] if first else []
        return replace(
            self.base,
            id=f"{OWN}{_id_of(self.title)}",
            title=self.title.strip(),
            header=tuple(dict.fromkeys(words)),
            n_columns=0,
            constants=tuple((name, value) for name, value in self.constants.items() if value),
            sheets=tuple(self._sheet(sheet) for sheet in self.read_sheets),
        )

    def _sheet(self, sheet: DraftSheet) -> SheetLayout:
        return SheetLayout(
            columns=tuple(one.column for one in sheet.columns if one.column is not None),
            role=sheet.role,
            names=(sheet.name,) if len(self.sample.sheets) > 1 else (),
            header_row=None if sheet.cells.header_row else 0,
            key=(sheet.key,) if sheet.key and sheet.role != ROWS else (),
        )


def draft_layout(path: Path, title: str) -> LayoutDraft:
    """A first draft from headers and cells. Raises InputError when the file cannot be read."""
    sample = Sample(path)
    proposal = propose_layout(sample, title)
    by_name = {one.names[0] if one.names else "": one for one in proposal.layout.sheets}
    proposed = {(one.sheet, one.position): one for one in proposal.columns}
    sheets = []
    for cells in _sheets_of(sample):
        layout = by_name.get(cells.name) or (by_name.get("") if len(sample.sheets) == 1 else None)
        columns = []
        for at, header in enumerate(cells.header):
            made = proposed.get((cells.name, at + 1)) or _propose(cells, at, Guess())
            columns.append(DraftColumn(at, header, made.column, made.why, made.others))
        role = layout.role if layout is not None else ""
        key = layout.key[0] if layout is not None and layout.key else ""
        sheets.append(DraftSheet(cells, role, key, columns))
    return LayoutDraft(sample, title, sheets, proposal.layout, {}, proposal.roles)


def draft_of(sample: Sample, layout: Layout) -> LayoutDraft:
    """The draft of a layout that exists, as far as its columns stand in the file."""
    sheets = []
    used: set[int] = set()
    for cells in _sheets_of(sample):
        place = _find_sheet(cells, layout, used, n_sheets=len(sample.sheets))
        if place is not None:
            used.add(place)
        own = layout.sheets[place] if place is not None else None
        header = FirstRow(cells.header_row, cells.header)
        found: dict[int, Column] = {}
        for column in own.columns if own is not None else ():
            at = find_column(column, header)
            if isinstance(at, int):
                found[at] = _as_in_file(column, cells, at)
        columns = [
            DraftColumn(at, word, found.get(at), SAVED if at in found else "")
            for at, word in enumerate(cells.header)
        ]
        key = _key_of(own, header) if own is not None else ""
        sheets.append(DraftSheet(cells, own.role if own is not None else "", key, columns))
    is_own = layout.id.startswith(OWN)
    title = layout.title if is_own else sample.path.stem  # a shipped one stays as it is
    return LayoutDraft(sample, title, sheets, layout, dict(layout.constants))


def _sheets_of(sample: Sample) -> list[SheetCells]:
    """The sheets with rows; a hidden one is not read unless there is no other."""
    shown = [index for index, sheet in enumerate(sample.sheets) if not sheet.is_hidden]
    found = [sheet_cells(sample, index, SAMPLE_ROWS) for index in shown]
    return [cells for cells in found if cells.rows]


def _propose(cells: SheetCells, at: int, guess: Guess) -> ColumnProposal:
    words = [plain(word) for word in cells.header]
    header = cells.header[at]
    is_unique = bool(plain(header)) and words.count(plain(header)) == 1
    return propose_column(cells.name, at, header, is_unique, guess, cells.looks[at])


def _find_sheet(cells: SheetCells, layout: Layout, used: set[int], *, n_sheets: int) -> int | None:
    """Which sheet of the layout it is, None when it is none of them."""
    for place, one in enumerate(layout.sheets):
        names = {plain(name) for name in one.names}
        if place not in used and (plain(cells.name) in names or not names or n_sheets == 1):
            return place
    return None


def _as_in_file(column: Column, cells: SheetCells, at: int) -> Column:
    """The column under the header of this file, with the dates of the layout as its own."""
    header = cells.header[at]
    words = [plain(word) for word in cells.header]
    is_unique = bool(plain(header)) and words.count(plain(header)) == 1
    return replace(column, header=(header,) if header else (), position=0 if is_unique else at + 1)


def _key_of(own: SheetLayout, header: FirstRow) -> str:
    at = find_column(Column("", own.key), header) if own.key else ""
    return header.cells[at] if isinstance(at, int) else ""


def _id_of(title: str) -> str:
    """A title as the last part of a layout's id: small letters, digits and hyphens."""
    parts = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in title.casefold())
    return "-".join(parts.split()) or "list"
