"""The sheet of people: what holds for every row of another sheet with the same key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.importing.issues import CHECK, Issue, doubt, quarantined
from app.importing.layouts.columns import FittedSheet
from app.importing.layouts.given import Cell, Given, Picker
from app.importing.layouts.layout import Layout, same_word
from app.importing.layouts.order import short_hash
from app.importing.layouts.person_cells import fill_person
from app.importing.layouts.table import Step, Table
from app.importing.reading import LINE_STEP
from app.model.reading_columns import N_READING_COLUMNS

_MARK = "\x1f"


class PersonRow(NamedTuple):
    """A row of the people sheet; ``row`` is its number in the source."""

    row: int
    cells: list[Cell]
    original: tuple[str, ...]


class People:
    """All rows of the sheet by a hash of their key, each as one text."""

    def __init__(
        self, table: Table, sheet: FittedSheet, layout: Layout, first_row: int, step: Step
    ) -> None:
        self.issues: list[Issue] = []
        self._picker = Picker(sheet.columns, layout)
        self._layout = layout
        self._name = sheet.name
        self._width = sheet.width
        self._rows: dict[int, str] = {}
        self._unclear: set[int] = set()
        self._used: set[int] = set()
        for line in table.rows(sheet.sheet_index, step):
            if isinstance(line, Issue) or line.row <= sheet.header_row:
                continue
            self._add(
                first_row + (line.row - 1) * LINE_STEP, line.cells, key_of(line.cells, sheet.key)
            )

    def _add(self, row: int, cells: Sequence[str], key: str) -> None:
        if not key:
            text = " | ".join(cell for cell in cells if cell.strip())
            reason = f"The row of sheet '{self._name}' has no key that would join it to charges."
            self.issues.append(quarantined(row, "SUBJECT_ID", text, "No key", reason))
            return
        at = short_hash(key)
        packed = _MARK.join(
            (str(row), *(cell.replace(_MARK, " ") for cell in cells[: self._width]))
        )
        before = self._rows.setdefault(at, packed)
        if before is packed or before.partition(_MARK)[2] == packed.partition(_MARK)[2]:
            return
        if self._subject(before) != self._subject(packed):
            self._unclear.add(at)
            kind, done = "Two people for one key", "Charges with this key were set aside."
            reason = f"Sheet '{self._name}' has the key {key} for more than one person."
            self.issues.append(Issue(row, "SUBJECT_ID", key, kind, reason, done, CHECK))
        else:
            reason = f"Sheet '{self._name}' has the key {key} twice, with different cells."
            done = "The first row was used."
            self.issues.append(doubt(row, "SUBJECT_ID", key, "Key twice", reason, done))

    def _subject(self, packed: str) -> str:
        given = Given(self._layout)
        given.add(self._cells(packed).cells)
        return fill_person(given, [""] * N_READING_COLUMNS)

    def _cells(self, packed: str) -> PersonRow:
        row, *cells = packed.split(_MARK)
        return PersonRow(int(row), self._picker.pick(cells), tuple(cells))

    def find(self, key: str) -> PersonRow | str:
        """The person's row, or why there is none that could be used."""
        if not key:
            return f"The row has no key that would join it to sheet '{self._name}'."
        at = short_hash(key)
        if at in self._unclear:
            return f"Sheet '{self._name}' has the key {key} for more than one person."
        packed = self._rows.get(at)
        if packed is None:
            return f"Sheet '{self._name}' has no row with the key {key}."
        self._used.add(at)
        return self._cells(packed)

    def unused(self) -> Iterator[Issue]:
        """People to whom no charge was joined."""
        for at, packed in self._rows.items():
            if at not in self._used and at not in self._unclear:
                row = int(packed.partition(_MARK)[0])
                yield doubt(
                    row, "SUBJECT_ID", packed.partition(_MARK)[2].replace(_MARK, " | "),
                    "Person without charges", "No row of the other sheets has this person's key.",
                    "Nothing is known to have happened; the person was left out.",
                )  # fmt: skip


def key_of(cells: Sequence[str], index: int) -> str:
    """The joining cell; a number that a workbook shows as 12.0 is 12."""
    text = same_word(cells[index]) if 0 <= index < len(cells) else ""
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
