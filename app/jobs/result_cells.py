"""The result cells of a person's convictions, for the result files (worker's part)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.exporting.clear_my_record import result_cells
from app.model.record import RapSheet
from app.model.relief import Determination
from app.rules.profile import build_profile

ResultRow = tuple[int, int, tuple[str, ...]]  # source, row, the 18 result cells
ResultsBySource = dict[int, dict[int, tuple[str, ...]]]


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


def add_rows(results: ResultsBySource, rows: Sequence[ResultRow]) -> None:
    """Sort rows in by source and line."""
    for source, row, cells in rows:
        results.setdefault(source, {})[row] = cells
