"""Where our answers differ from the earlier tools', and which point it was.

The earlier reading is tried with its points mended, one after the other, then two
together and so on: the first set with which it says what we say is the explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from app.model.county import normalize_county
from app.model.record import Charge, RapSheet, RowRef
from app.model.relief import Determination
from app.model.statute import possible_other_cannabis
from app.rules.earlier.all_tables import TABLES
from app.rules.earlier.cells import (
    COLUMNS,
    DETERMINATION,
    OPEN_REASON,
    OTHER_CHARGES,
    REASON,
    Cells,
    PersonCells,
)
from app.rules.earlier.marks import NO_MARKS, Mark, Marks, marks_text
from app.rules.earlier.reading import Lens, Record, read_records
from app.rules.earlier.screen import points_in_play
from app.rules.earlier.tables import Options, Table, answer
from app.rules.earlier.why import Cell, reason_why
from app.rules.history import History

NOTHING = "(no determination)"
UNEXPLAINED = "No known point explains this. Please report it."


@dataclass(frozen=True, slots=True)
class Difference:
    """One result cell in which an earlier tool would have said something else."""

    at: RowRef
    column: str
    earlier: str
    ours: str
    point: str  # as `marks_text` writes it
    why: str


@dataclass(frozen=True)
class EarlierTool:
    """The table of an earlier tool with an office's options, ready to be compared with."""

    policy_id: str
    options: Options
    county: str  # normalised, as the tool was given it
    as_of: date

    @property
    def table(self) -> Table:
        return TABLES[self.policy_id]

    @cached_property
    def asks_age(self) -> bool:
        switches = ("use_age", "use_under_21")
        return self.table.asks_age or any(bool(self.options.get(name)) for name in switches)


def find_earlier_tool(
    policy_id: str, options: Options, county: str, as_of: date
) -> EarlierTool | None:
    """The earlier tool that a policy follows; None when there was none."""
    if policy_id not in TABLES:
        return None
    own = dict(options)
    return EarlierTool(policy_id, own, normalize_county(county), as_of)


Places = Mapping[RowRef, Cells]


def find_differences(
    sheet: RapSheet,
    determinations: Sequence[Determination],
    ours: Sequence[tuple[int, int, Cells]],
    tool: EarlierTool,
    *,
    in_play: Marks | None = None,
    history: History | None = None,
) -> list[Difference]:
    """Every result cell of a person that differs, in the order of rows and columns.

    ``ours`` are the 18 cells at every place (source, row) where a determination stands.
    ``in_play`` are the points to be tried; left out, those that the record shows to be
    possible. ``history`` is the person's as of the tool's date, where it is at hand.
    """
    if in_play is None:
        history = history or History(sheet, tool.as_of)
        in_play = points_in_play(history, determinations, tool.table, asks_age=tool.asks_age)
        if not in_play:
            return []
    places = {RowRef(source, row): cells for source, row, cells in ours}
    return _Comparison(sheet, determinations, places, tool).differences(in_play)


class _Comparison:
    def __init__(
        self, sheet: RapSheet, determinations: Sequence[Determination], ours: Places,
        tool: EarlierTool,
    ) -> None:  # fmt: skip
        self._sheet = sheet
        self._tool = tool
        open_ones = {one.at for one in determinations if one.missing}
        self._records: dict[Marks, list[Record]] = {}
        self._ours: dict[RowRef, Cells] = {}
        self._keys: dict[RowRef, Cells] = {}
        for event in sheet.events():
            for charge in event.charges:
                if charge.is_conviction:
                    self._take(charge, ours, is_open=charge.at in open_ones)

    def _take(self, charge: Charge, ours: Places, *, is_open: bool) -> None:
        for place in (charge.at, *charge.also_at):
            own = ours.get(place)
            if own is not None:
                own = self._ours[place] = _with_other_charges(own, charge)
                self._keys[place] = (*own[:REASON], OPEN_REASON) if is_open else own

    def differences(self, in_play: Marks) -> list[Difference]:
        earlier = self._places(self._read(NO_MARKS))
        if earlier == self._keys:
            return []
        open_cells = {
            (place, column)
            for place in {**self._keys, **earlier}
            for column in self._columns(place, earlier)
            if _cell(self._keys, place, column) != _cell(earlier, place, column)
        }
        if not open_cells:
            return []
        found: dict[tuple[RowRef, int], Marks] = {}
        for marks in _sets_of(in_play):
            if len(found) == len(open_cells):
                break
            tried = self._places(self._read(marks))
            for place, column in open_cells - found.keys():
                if _cell(tried, place, column) == _cell(self._keys, place, column):
                    found[place, column] = marks
        return [
            self._difference(place, column, earlier, found.get((place, column)))
            for place, column in sorted(open_cells)
        ]

    def _columns(self, place: RowRef, earlier: Places) -> Iterator[int]:
        """All columns where both answer; only the answer where one of them does not."""
        if place in earlier and place in self._keys and self._tool.table.fills_all_columns:
            yield from range(len(COLUMNS))
        else:
            yield from (DETERMINATION, REASON)

    def _read(self, marks: Marks) -> list[Record]:
        records = self._records.get(marks)
        if records is None:
            table = self._tool.table
            lens = Lens(marks | table.mended, self._tool.as_of, table.reads_exactly)
            records = self._records[marks] = read_records(self._sheet, lens)
        return records

    def _places(self, records: list[Record]) -> dict[RowRef, Cells]:
        tool, found = self._tool, {}
        for record in records:
            person: PersonCells | None = None
            for seen in record.counts:
                said = answer(tool.table, record, seen, tool.county, tool.options)
                if said is not None:
                    person = person or PersonCells(record)
                    found.update(dict.fromkeys(seen.places, person.cells_of(seen, said)))
        return found

    def _difference(
        self, place: RowRef, column: int, earlier: Places, marks: Marks | None
    ) -> Difference:
        why = UNEXPLAINED
        missing = (
            "" if self._keys.get(place) == self._ours.get(place) else self._ours[place][REASON]
        )
        if marks is not None:
            mended = self._read(marks)
            cell = Cell(place, COLUMNS[column], missing, self._tool.table.texts.fields)
            why = " ".join(
                reason_why(mark, cell, self._read(marks - {mark}), mended)
                for mark in Mark
                if mark in marks
            )
        return Difference(
            place,
            COLUMNS[column],
            _shown(earlier, place, column),
            _shown(self._ours, place, column),
            marks_text(marks or NO_MARKS),
            why,
        )


def _with_other_charges(cells: Cells, charge: Charge) -> Cells:
    """The third cell, which an export fills from the row itself."""
    comment = charge.comment
    if "113" not in comment or not possible_other_cannabis(charge.offense, comment):
        return cells
    return (*cells[:OTHER_CHARGES], comment, *cells[OTHER_CHARGES + 1 :])


def _cell(cells: Places, place: RowRef, column: int) -> str | None:
    """None where there is no determination; its reason is not compared then."""
    own = cells.get(place)
    return None if own is None else own[column]


def _shown(cells: Places, place: RowRef, column: int) -> str:
    own = cells.get(place)
    if own is None:
        return NOTHING if column == DETERMINATION else ""
    return own[column] or (NOTHING if column == DETERMINATION else "")


def _sets_of(marks: Marks) -> Iterator[Marks]:
    """Every set of the points, the small ones first, each size in the order of the points."""
    ordered = [mark for mark in Mark if mark in marks]
    for size in range(1, len(ordered) + 1):
        for chosen in combinations(ordered, size):
            yield frozenset(chosen)
