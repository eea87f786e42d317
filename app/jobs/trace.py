"""Following an answer to the cell: explanations with the rows they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.importing.encodings import to_text
from app.importing.rows import TAIL_LINES, BadRow, split_rows
from app.model.doj_columns import DOJ_COLUMNS
from app.model.record import RapSheet, RowRef
from app.model.relief import Explanation
from app.rules.evaluate import Evaluator
from app.rules.explain import explanation_lines
from app.rules.loader import read_policy
from app.rules.policy import Policy, settle_options
from app.store import queue, records, runs
from app.store.records import Chunk, Source
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it stands in the file. ``cells`` keep their padding; ``text`` is the line."""

    file_name: str
    row: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]  # empty when the row could not be split
    text: str

    def cell(self, column: str) -> str:
        """The original text of a column; "" when the row has no such cell."""
        if column in self.columns:
            index = self.columns.index(column)
            if index < len(self.cells):
                return self.cells[index]
        return ""


@dataclass(frozen=True, slots=True)
class TracedExplanation:
    """An explanation, its text, and the source rows that its facts point to."""

    explanation: Explanation
    lines: list[str]
    places: dict[RowRef, SourceRow]


def get_history(workspace: Workspace, person_id: int) -> RapSheet:
    return records.get_rap_sheet(workspace, person_id)


def get_source_row(workspace: Workspace, at: RowRef) -> SourceRow:
    """The row, from the verbatim copy in the workspace. Raises LookupError when there is none."""
    return get_source_rows(workspace, [at])[at]


def get_source_rows(workspace: Workspace, wanted: Iterable[RowRef]) -> dict[RowRef, SourceRow]:
    """Several rows; a piece of a source is unpacked once for all of its rows.

    Raises LookupError when one of them does not exist.
    """
    sources = {source.id: source for source in records.list_sources(workspace)}
    missing = set(wanted)
    found: dict[RowRef, SourceRow] = {}
    while missing:
        at = min(missing, key=lambda one: (one.source, one.row))
        chunk = records.get_chunk_of_row(workspace, at)
        found |= _rows_of_chunk(sources[at.source], chunk, missing)
        if at not in found:
            raise LookupError(f"no row {at.row} in {sources[at.source].name}")
        missing -= found.keys()
    return found


def _rows_of_chunk(source: Source, chunk: Chunk, wanted: set[RowRef]) -> dict[RowRef, SourceRow]:
    """Those of the wanted rows that begin in this piece; only their lines are read."""
    text = to_text(chunk.data[source.mark_bytes if chunk.number == 0 else 0 :], source.encoding)
    lines = text.split(source.line_mark)
    found: dict[RowRef, SourceRow] = {}
    for at in wanted:
        index = at.row - chunk.first_row
        if at.source == source.id and 0 <= index < len(lines):
            row = _row_at(source, at.row, lines[index : index + TAIL_LINES])
            if row is not None:
                found[at] = row
    return found


def _row_at(source: Source, row: int, lines: list[str]) -> SourceRow | None:
    """The record that begins on the first of some lines of the file."""
    text = source.line_mark.join(lines)
    one = next(split_rows(text, row, source.line_mark), None)
    if one is None or (one.row if isinstance(one, BadRow) else one[0]) != row:
        return None
    line = lines[0].removesuffix("\r")  # as it stands: fillers keep their quotes
    if isinstance(one, BadRow):
        return SourceRow(source.name, row, DOJ_COLUMNS, (), line)
    if line.count('"') % 2:
        line = one[2]  # the record goes on below
    cells = tuple(one[1])
    return SourceRow(source.name, row, DOJ_COLUMNS, cells, line)


def explain_conviction(workspace: Workspace, conviction_id: int) -> TracedExplanation:
    """The full explanation by the policy of the latest check, computed again.

    Raises LookupError when there is no check or no such conviction.
    """
    run = runs.find_latest_run(workspace)
    if run is None:
        raise LookupError("nothing was checked yet")
    person_id, source, row = queue.get_place(workspace, conviction_id)
    policy = _policy(run.policy_text, run.policy_id)
    evaluator = Evaluator(policy, settle_options(policy, run.options), run.as_of, run.county)
    sheet = records.get_rap_sheet(workspace, person_id)
    explanation = evaluator.explain(sheet, RowRef(source, row))
    return TracedExplanation(
        explanation, explanation_lines(explanation), _places(workspace, explanation)
    )


@lru_cache(maxsize=8)
def _policy(text: str, policy_id: str) -> Policy:
    return read_policy(text.encode(), policy_id)


def _places(workspace: Workspace, explanation: Explanation) -> dict[RowRef, SourceRow]:
    wanted = {
        fact.at for finding in explanation.findings for fact in finding.facts if fact.at is not None
    }
    wanted.add(explanation.determination.at)
    return get_source_rows(workspace, wanted)
