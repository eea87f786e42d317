"""The result cells of a person's convictions, for the result files (worker's part)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.exporting.clear_my_record import result_cells
from app.model.record import Conviction, RapSheet
from app.model.relief import Determination
from app.rules.earlier.points import Difference, EarlierTool, find_differences
from app.rules.history import History
from app.rules.profile import profile_of
from app.store.codec import decode_sheet

Cells = tuple[str, ...]
ResultRow = tuple[int, int, Cells]  # source, row, the 18 result cells


@dataclass(slots=True)
class Results:
    """What the result files need of a check: cells by source and line, and the differences."""

    cells: dict[int, dict[int, Cells]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def add(self, found: FoundResults) -> None:
        for source, row, cells in found.rows:
            self.cells.setdefault(source, {})[row] = cells
        self.differences += found.differences


@dataclass(slots=True)
class FoundResults:
    """The same of some people, as a worker sends it."""

    rows: list[ResultRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def add_person(
        self, history: History, determinations: Sequence[Determination], tool: EarlierTool | None
    ) -> None:
        """``history`` is as of the check's date; ``tool`` is the earlier tool to compare with,
        where the policy follows one.
        """
        rows = result_rows(history, determinations)
        self.rows += rows
        if tool is not None:
            self.differences += find_differences(
                history.sheet, determinations, rows, tool, history=history
            )


@dataclass(frozen=True, slots=True)
class PersonTask:
    record: bytes
    determinations: tuple[Determination, ...]


@dataclass(frozen=True, slots=True)
class ResultsTask:
    as_of: date
    tool: EarlierTool | None
    people: list[PersonTask]
    other_sources: frozenset[int] = frozenset()  # files that are not the state's


def find_results(task: ResultsTask) -> FoundResults:
    """Runs in a worker: the result cells of every conviction with a determination."""
    found = FoundResults()
    for person in task.people:
        sheet = decode_sheet(person.record)
        history = History(sheet, task.as_of)
        tool = tool_for(sheet, task.tool, task.other_sources)
        found.add_person(history, person.determinations, tool)
    return found


def tool_for(
    sheet: RapSheet, tool: EarlierTool | None, other_sources: frozenset[int]
) -> EarlierTool | None:
    """The earlier tools read the state's files alone: with more on record nothing compares."""
    if not other_sources or tool is None:
        return tool
    sources = {int(cycle.sheet.partition(":")[0]) for cycle in sheet.cycles}
    return None if sources & other_sources else tool


def result_rows(history: History, determinations: Sequence[Determination]) -> list[ResultRow]:
    """For every determination, at every place where its conviction stands."""
    if not determinations:
        return []
    profile = profile_of(history)
    counts = {one.charge.at: one for one in history.counts}
    rows: list[ResultRow] = []
    for determination in determinations:
        one = counts[determination.at]
        conviction = Conviction(one.charge, one.event, one.cycle)
        cells = result_cells(conviction, determination, profile, history.as_of)
        places = (determination.at, *one.charge.also_at)
        rows += [(place.source, place.row, cells) for place in places]
    return rows
