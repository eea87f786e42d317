"""Read a list by its layout: rows of the file in, rows of the reading out, in a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.importing.issues import Issue, doubt, quarantined
from app.importing.layouts.columns import FittedSheet, fit
from app.importing.layouts.fields import find_field
from app.importing.layouts.given import Given, Picker
from app.importing.layouts.layout import CHARGES, PEOPLE, Layout, plain
from app.importing.layouts.people import People, PersonRow, key_of
from app.importing.layouts.rows import RowReader
from app.importing.layouts.table import SHEET_STEP, Line, Table
from app.importing.layouts.writing import layout_text
from app.importing.reading import Kind, Origin, Part, ReadRow
from app.model.reading_columns import READING_INDEX

_PLACES = READING_INDEX["PLACES"]
_TOTALS = ("total", "grand total", "subtotal", "count", "number of")


class LayoutReader:
    """Implements `app.importing.reading.Reader` for a table and the layout that fits it.

    A row that holds several counts gives several rows of the reading with its own number.
    Raises InputError when the layout does not fit; ``name`` is what sentences call the file.
    """

    def __init__(self, table: Table, layout: Layout, name: str) -> None:
        self.sheets = fit(table, layout, name)
        self._table = table
        self._layout = layout
        self._first_rows = [1 + SHEET_STEP * index for index in range(len(table.sheets))]
        self.fields = frozenset(one.column.field for sheet in self.sheets for one in sheet.columns)
        self._origin = Origin(
            kind=table.kind,
            words=table.words,
            encoding=table.encoding,
            layout_id=layout.id,
            layout_text=layout_text(layout),
            parts=tuple(self._part(sheet) for sheet in self.sheets),
            cells=_origin_cells(self.sheets),
        )

    @property
    def origin(self) -> Origin:
        return self._origin

    @property
    def layout(self) -> Layout:
        return self._layout

    def _part(self, sheet: FittedSheet) -> Part:
        header = sheet.header or tuple(f"Column {n + 1}" for n in range(sheet.width))
        return Part(sheet.name, self._first_rows[sheet.sheet_index], header)

    def rows(self) -> Iterator[ReadRow | Issue]:
        """Every row of the sheets that the layout describes; see `Reader.rows`."""
        yield from self._table.issues
        reader = RowReader(self._layout, self.fields)
        people = self._people()
        if people is not None:
            yield from people.issues
        fitted = {sheet.sheet_index: sheet for sheet in self.sheets}
        for index, sheet in enumerate(self._table.sheets):
            if index in fitted:
                yield from self._sheet_rows(fitted[index], reader, people)
            elif sheet.n_rows != 0:
                yield self._left_out(index)
        if people is not None:
            yield from people.unused()

    def _people(self) -> People | None:
        for sheet in self.sheets:
            if sheet.layout.role == PEOPLE:
                return People(self._table, sheet, self._layout, self._first_rows[sheet.sheet_index])
        return None

    def _left_out(self, index: int) -> Issue:
        name = self._table.sheets[index].name
        return doubt(
            self._first_rows[index], "", name, "Sheet not read",
            f"The layout does not say what sheet '{name}' holds.", "The sheet was left out.",
        )  # fmt: skip

    def _sheet_rows(
        self, sheet: FittedSheet, reader: RowReader, people: People | None
    ) -> Iterator[ReadRow | Issue]:
        first_row, picker = self._first_rows[sheet.sheet_index], Picker(sheet.columns, self._layout)
        before: tuple[str, ...] = ()
        for line in self._table.rows(sheet.sheet_index):
            row = first_row + line.row - 1
            if isinstance(line, Issue):
                yield replace(line, row=row)
                continue
            if _is_heading(line, sheet) or sheet.layout.role == PEOPLE:
                yield ReadRow(row, None, line.cells)
                continue
            trouble = self._wrong_width(row, line, sheet)
            if trouble is not None:
                yield trouble
                yield ReadRow(row, None, line.cells)
                continue
            if line.cells == before:
                yield _same_again(row)
            before = line.cells
            yield from self._one(row, line, sheet, picker, reader, people)

    def _one(
        self,
        row: int,
        line: Line,
        sheet: FittedSheet,
        picker: Picker,
        reader: RowReader,
        people: People | None,
    ) -> Iterator[ReadRow | Issue]:
        given = Given(self._layout)
        if sheet.layout.role != CHARGES or people is None:
            given.add(picker.pick(line.cells))
            yield from reader.read(row, given, line.cells)
            return
        person = people.find(key_of(line.cells, sheet.key))
        if isinstance(person, str):
            text = " | ".join(cell for cell in line.cells if cell.strip())
            yield quarantined(row, "SUBJECT_ID", text, "Not joined", person)
            yield ReadRow(row, None, line.cells)
            return
        given.add(person.cells)
        given.add(picker.pick(line.cells), wins=True)
        yield from _with_places(reader.read(row, given, line.cells), person)

    def _wrong_width(self, row: int, line: Line, sheet: FittedSheet) -> Issue | None:
        """In delimited text a missing or further delimiter moves cells into other columns."""
        if self._table.kind is not Kind.DELIMITED:
            return None
        n_cells, width = len(line.cells), len(sheet.header)
        if sheet.header and n_cells > width and any(map(str.strip, line.cells[width:])):
            reason = f"The row has {n_cells} cells under a header of {width}."
        elif n_cells < sheet.width:
            reason = (
                f"The row has {n_cells} cells; the columns that are read reach to {sheet.width}."
            )
        else:
            return None
        text = " | ".join(line.cells)
        return quarantined(row, "", text, "Wrong number of cells", reason)


def _with_places(found: Iterator[ReadRow | Issue], person: PersonRow) -> Iterator[ReadRow | Issue]:
    for one in found:
        if isinstance(one, ReadRow) and one.cells is not None:
            cells = list(one.cells)
            cells[_PLACES] = person.places
            yield one._replace(cells=tuple(cells))
        else:
            yield one


def _is_heading(line: Line, sheet: FittedSheet) -> bool:
    """A title above the header, the header itself or again, or a line of totals."""
    if line.row <= sheet.header_row:
        return True
    if sheet.header and line.cells == sheet.header:
        return True
    filled = [cell for cell in line.cells if cell.strip()]
    if len(filled) > 3 or not plain(filled[0]).startswith(_TOTALS):
        return False
    return all(plain(cell).replace(" ", "").isdigit() for cell in filled[1:]) and (
        len(filled) > 1 or any(sign.isdigit() for sign in filled[0])
    )


def _same_again(row: int) -> Issue:
    return doubt(
        row, "", "", "Same row twice", "The row is the same as the row before, cell for cell.",
        "It was kept as a further count.",
    )  # fmt: skip


def _origin_cells(sheets: Sequence[FittedSheet]) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for sheet in sheets:
        for one in sheet.columns:
            field = find_field(one.column.field)
            title = one.header.strip() or f"column {one.at + 1}"
            if field is not None and title not in cells.setdefault(field.column, []):
                cells[field.column].append(title)
    return {column: " + ".join(titles) for column, titles in cells.items()}
