"""The result cells of a person's convictions, for the result files (worker's part)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.exporting.clear_my_record import result_cells
from app.model.record import RapSheet
from app.model.relief import Determination
from app.rules.earlier.points import Difference, EarlierTool, find_differences
from app.rules.profile import build_profile

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
        self, sheet: RapSheet, determinations: Sequence[Determination], as_of: date,
        tool: EarlierTool | None,
    ) -> None:  # fmt: skip
        """``tool`` is the earlier tool to compare with, where the policy follows one."""
        rows = result_rows(sheet, determinations, as_of)
        self.rows += rows
        if tool is not None:
            self.differences += find_differences(sheet, determinations, rows, tool)


def result_rows(
    sheet: RapSheet, determinations: Sequence[Determination], as_of: date
) -> list[ResultRow]:
    """For every determination, at every place where its conviction stands."""
    if not determinations:
        return []
    profile = build_profile(sheet)
    convictions = {conviction.charge.at: conviction for conviction in sheet.convictions()}
    rows: list[ResultRow] = []
    for determination in determinations:
        conviction = convictions[determination.at]
        cells = result_cells(conviction, determination, profile, as_of)
        places = (determination.at, *conviction.charge.also_at)
        rows += [(place.source, place.row, cells) for place in places]
    return rows
