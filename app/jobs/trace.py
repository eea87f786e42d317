"""Following an answer to the cell: explanations with the rows they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.importing.encodings import to_text
from app.importing.rows import BadRow, split_rows
from app.model.doj_columns import DOJ_COLUMNS
from app.model.record import RapSheet, RowRef
from app.model.relief import Explanation
from app.rules.evaluate import Evaluator
from app.rules.explain import explanation_lines
from app.rules.loader import read_policy
from app.rules.policy import settle_options
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
    """Those of the wanted rows that begin in this piece."""
    rows = {at.row for at in wanted if at.source == source.id}
    last = max((row for row in rows if row < chunk.first_row + chunk.n_rows), default=0)
    text = to_text(chunk.data[source.mark_bytes if chunk.number == 0 else 0 :], source.encoding)
    lines = text.split(source.line_mark)
    found: dict[RowRef, SourceRow] = {}
    for one in split_rows(text, chunk.first_row, source.line_mark):
        if isinstance(one, BadRow):
            row, cells, line = one.row, tuple[str, ...](), one.text
        else:
            row, cells, line = one[0], tuple(one[1]), one[2]
        if row in rows:
            first = row - chunk.first_row  # from the file itself: fillers keep their quotes
            own = lines[first : first + 1 + line.count(source.line_mark)]
            line = source.line_mark.join(own).removesuffix("\r")
            found[RowRef(source.id, row)] = SourceRow(source.name, row, DOJ_COLUMNS, cells, line)
        if row >= last:
            break
    return found


def explain_conviction(workspace: Workspace, conviction_id: int) -> TracedExplanation:
    """The full explanation by the policy of the latest check, computed again.

    Raises LookupError when there is no check or no such conviction.
    """
    run = runs.find_latest_run(workspace)
    if run is None:
        raise LookupError("nothing was checked yet")
    person_id, source, row = queue.get_place(workspace, conviction_id)
    policy = read_policy(run.policy_text.encode(), run.policy_id)
    evaluator = Evaluator(policy, settle_options(policy, run.options), run.as_of, run.county)
    sheet = records.get_rap_sheet(workspace, person_id)
    explanation = evaluator.explain(sheet, RowRef(source, row))
    return TracedExplanation(
        explanation, explanation_lines(explanation), _places(workspace, explanation)
    )


def _places(workspace: Workspace, explanation: Explanation) -> dict[RowRef, SourceRow]:
    wanted = {
        fact.at for finding in explanation.findings for fact in finding.facts if fact.at is not None
    }
    wanted.add(explanation.determination.at)
    return get_source_rows(workspace, wanted)
