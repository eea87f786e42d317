"""What a row gives: the cells of the mapped columns by field, emptied and translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from app.importing.layouts.columns import Bound
from app.importing.layouts.date_formats import find_format, read_cell_date
from app.importing.layouts.layout import Column, Layout, Pairs, same_word
from app.importing.values import clean
from app.model.dates import read_compact_date


class Cell(NamedTuple):
    """A cell that is not empty. ``raw`` has its line breaks, ``text`` is trimmed.

    ``meaning`` is what the value map says of the text; "" when it says nothing.
    """

    column: Column
    text: str
    raw: str
    meaning: str

    @property
    def translated(self) -> str:
        """The meaning, else the list's own text."""
        return self.meaning or self.text


@lru_cache(maxsize=16)
def _constants_of(constants: Pairs) -> Mapping[str, str]:
    return MappingProxyType(dict(constants))


class Given:
    """The cells of one row by field; of a person's row and a charge's row together."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._constants = _constants_of(layout.constants)
        self._cells: dict[str, list[Cell]] = {}

    def add(self, cells: Iterable[Cell], *, wins: bool = False) -> None:
        """``wins``: the fields of these cells stand for those given before."""
        fresh: set[str] = set()
        for cell in cells:
            name = cell.column.field
            if wins and name not in fresh:
                self._cells[name] = []
                fresh.add(name)
            self._cells.setdefault(name, []).append(cell)

    def all(self, field: str) -> Sequence[Cell]:
        return self._cells.get(field, ())

    def one(self, field: str) -> Cell | None:
        cells = self._cells.get(field)
        return cells[0] if cells else None

    def text(self, field: str) -> str:
        """The translated text, else what holds for the whole list, else ""."""
        cell = self.one(field)
        return cell.translated if cell is not None else self._constants.get(field, "")

    def date(self, field: str) -> str:
        """YYYYMMDD and its like; the list's own text where no pattern reads it."""
        cell = self.one(field)
        return "" if cell is None else date_of(cell, self._layout)

    def name_form(self, cell: Cell) -> str:
        return cell.column.name_form or self._layout.name_form

    def has_short_year(self, field: str) -> bool:
        """Whether the year of the field may have been read from two digits."""
        cell = self.one(field)
        patterns = (cell.column.dates or self._layout.dates) if cell is not None else ()
        forms = [form for form in map(find_format, patterns) if form is not None]
        return any(form.has_short_year for form in forms)


def date_of(cell: Cell, layout: Layout) -> str:
    """The date of a cell; text that is none stays, so that it cannot be taken for another."""
    column = cell.column
    pivot = layout.pivot if column.pivot is None else column.pivot
    found = read_cell_date(cell.text, column.dates or layout.dates, pivot)
    return unreadable(cell.text) if found is None else found


def unreadable(text: str) -> str:
    """The text as it stands, with a mark where it would be read as a compact date."""
    return text if read_compact_date(text) is None else f"{text} ?"


class Picker:
    """Takes the cells of the mapped columns out of the rows of one sheet."""

    def __init__(self, columns: Sequence[Bound], layout: Layout) -> None:
        everywhere = {same_word(text) for text in layout.empty}
        self._columns = [
            (
                one.at,
                one.column,
                frozenset(everywhere.union(map(same_word, one.column.empty))),
                {same_word(word): meaning for word, meaning in one.column.values},
            )
            for one in columns
        ]

    def pick(self, cells: Sequence[str]) -> list[Cell]:
        """The cells that are not empty, in the order of the layout's columns."""
        n_cells, found = len(cells), []
        for at, column, empty, meanings in self._columns:
            raw = cells[at] if at < n_cells else ""
            text = clean(raw) if raw else ""
            if not text:
                continue
            word = text.upper()
            if word not in empty:
                found.append(Cell(column, text, raw, meanings.get(word, "")))
        return found
