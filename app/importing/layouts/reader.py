"""Read a list by its layout: rows of the file in, rows of the reading out, in a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.importing.issues import Issue, doubt, quarantined
from app.importing.layouts.checks import cautions
from app.importing.layouts.columns import FittedSheet, fit
from app.importing.layouts.fields import find_field
from app.importing.layouts.given import Given, Picker
from app.importing.layouts.layout import CHARGES, PEOPLE, Layout, plain
from app.importing.layouts.people import People, key_of
from app.importing.layouts.rows import RowReader
from app.importing.layouts.table import SHEET_STEP, Line, Table
from app.importing.layouts.writing import layout_text
from app.importing.reading import LINE_STEP, Kind, Origin, Part, ReadRow
from app.importing.values import clean

_TOTALS = ("total", "grand total", "subtotal", "count", "number of")


class LayoutReader:
    """Implements `app.importing.reading.Reader` for a table and the layout that fits it.

    Raises InputError when the layout does not fit; ``name`` is what sentences call the file.
    """

    def __init__(self, table: Table, layout: Layout, name: str) -> None:
        self._sheets = fit(table, layout, name)
        self._table = table
        self._layout = layout
        self._people_sheet = next((s for s in self._sheets if s.layout.role == PEOPLE), None)
        self._fields = frozenset(one.column.field for s in self._sheets for one in s.columns)
        self._n_passes = len(self._sheets) + (self._people_sheet is not None)
        self._n_passed = 0
        self._share_of_pass = 0.0
        self._origin = Origin(
            kind=table.kind,
            words=table.words,
            encoding=table.encoding,
            layout_id=layout.id,
            layout_text=layout_text(layout),
            parts=tuple(self._part(sheet) for sheet in self._sheets),
            cells=_origin_cells(self._sheets),
        )

    @property
    def origin(self) -> Origin:
        return self._origin

    @property
    def share(self) -> float:
        return min((self._n_passed + self._share_of_pass) / self._n_passes, 1.0)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What will be unknown for every row because no column of the file says it."""
        return tuple(cautions(set(self._fields), dict(self._layout.constants)))

    @property
    def unread_columns(self) -> tuple[str, ...]:
        """Columns of the file that no field takes."""
        return tuple(
            clean(header)
            for sheet in self._sheets
            for at, header in enumerate(sheet.header)
            if clean(header) and at != sheet.key and at not in {one.at for one in sheet.columns}
        )

    def rows(self) -> Iterator[ReadRow | Issue]:
        """Every row of the sheets that the layout describes; see `Reader.rows`."""
        self._n_passed, self._share_of_pass = 0, 0.0
        for issue in self._table.issues:
            yield replace(issue, row=_number(0, max(issue.row, 1)))
        reader = RowReader(self._layout, self._fields)
        people = self._people()
        if people is not None:
            yield from people.issues
        fitted = {sheet.sheet_index: sheet for sheet in self._sheets}
        for index, sheet in enumerate(self._table.sheets):
            if index in fitted:
                yield from self._sheet_rows(fitted[index], reader, people)
                self._end_pass()
            elif sheet.n_rows != 0:
                yield self._left_out(index)
        if people is not None:
            yield from people.unused()

    def _step(self, done: int, total: int) -> None:
        self._share_of_pass = done / total if total else 0.0

    def _end_pass(self) -> None:
        self._n_passed, self._share_of_pass = self._n_passed + 1, 0.0

    def _part(self, sheet: FittedSheet) -> Part:
        header = _titles(sheet)
        if sheet.layout.role == CHARGES and self._people_sheet is not None:
            header += tuple(_of_people(title) for title in _titles(self._people_sheet))
        return Part(sheet.name, _number(sheet.sheet_index, 1), header)

    def _people(self) -> People | None:
        sheet = self._people_sheet
        if sheet is None:
            return None
        first_row = _number(sheet.sheet_index, 1)
        people = People(self._table, sheet, self._layout, first_row, self._step)
        self._end_pass()
        return people

    def _left_out(self, index: int) -> Issue:
        name = self._table.sheets[index].name
        return doubt(
            _number(index, 1), "", name, "Sheet not read",
            f"The layout does not say what sheet '{name}' holds.", "The sheet was left out.",
        )  # fmt: skip

    def _sheet_rows(
        self, sheet: FittedSheet, reader: RowReader, people: People | None
    ) -> Iterator[ReadRow | Issue]:
        picker = Picker(sheet.columns, self._layout)
        before: tuple[str, ...] = ()
        for line in self._table.rows(sheet.sheet_index, self._step):
            row = _number(sheet.sheet_index, max(line.row, 1))
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
            if sheet.layout.role == CHARGES and people is not None:
                yield from self._joined(row, line.cells, sheet, picker, reader, people)
            else:
                given = Given(self._layout)
                given.add(picker.pick(line.cells))
                yield from reader.read(row, given, line.cells)

    def _joined(
        self,
        row: int,
        cells: tuple[str, ...],
        sheet: FittedSheet,
        picker: Picker,
        reader: RowReader,
        people: People,
    ) -> Iterator[ReadRow | Issue]:
        """A charge with the cells of its person, which stand after its own."""
        person = people.find(key_of(cells, sheet.key))
        if isinstance(person, str):
            text = " | ".join(cell for cell in cells if cell.strip())
            yield quarantined(row, "SUBJECT_ID", text, "Not joined", person)
            yield ReadRow(row, None, cells)
            return
        given = Given(self._layout)
        given.add(person.cells)
        given.add(picker.pick(cells), wins=True)
        width = len(_titles(sheet))
        own = (*cells[:width], *[""] * (width - len(cells)))
        yield from reader.read(row, given, (*own, *person.original))

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


def _number(sheet_index: int, row: int) -> int:
    """The number of a row in the source; those of every sheet begin where no other's reach."""
    return (SHEET_STEP * sheet_index + row) * LINE_STEP


def _titles(sheet: FittedSheet) -> tuple[str, ...]:
    """The header words, else the columns by their number."""
    if not sheet.header:
        return tuple(f"Column {number + 1}" for number in range(sheet.width))
    return tuple(clean(word) or f"Column {number}" for number, word in enumerate(sheet.header, 1))


def _of_people(title: str) -> str:
    return f"{title} (person)"


def _is_heading(line: Line, sheet: FittedSheet) -> bool:
    """A title above the header, the header itself or again, or a line of totals."""
    if line.row <= sheet.header_row:
        return True
    if sheet.header and line.cells == sheet.header:
        return True
    filled = [cell for cell in line.cells if cell.strip()]
    if not filled:
        return True
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
    """Which columns of the file each column of the reading is made of."""
    cells: dict[str, dict[str, None]] = {}
    for sheet in sheets:
        titles = _titles(sheet)
        for one in sheet.columns:
            field = find_field(one.column.field)
            if field is not None:
                title = titles[one.at]
                title = _of_people(title) if sheet.layout.role == PEOPLE else title
                cells.setdefault(field.column, {})[title] = None
    return {column: " + ".join(titles) for column, titles in cells.items()}
