"""Following an answer to the cell: explanations with the rows they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.errors import InputError
from app.jobs.kept_policy import policy_of
from app.jobs.source_rows import SourceRow, get_source_rows
from app.jobs.source_statements import elsewhere, source_sentences
from app.model.record import RapSheet, RowRef
from app.model.relief import Determination, Explanation
from app.model.statements import Kind as StatementKind
from app.model.statements import Place, Statement
from app.rules.evaluate import Evaluator
from app.rules.explaining.explain import explain_fully, explanation_data, statement_lines
from app.rules.explaining.statements import make_statements
from app.rules.policy import settle_options
from app.store import determinations, queue, records, runs, sealed
from app.store.workspace import Workspace
from app.version import VERSION


@dataclass(frozen=True, slots=True)
class TracedExplanation:
    """An explanation, its words, and the source rows that its facts point to.

    ``statements`` are the words as every view shows them, ``lines`` the same as plain text;
    both name file, row, column and the cell's own text of every fact.
    """

    explanation: Explanation
    lines: list[str]
    places: dict[RowRef, SourceRow]
    statements: tuple[Statement, ...] = ()
    sources: tuple[str, ...] = ()  # of a conviction that stands in several files: which counts
    elsewhere: Elsewhere = field(default_factory=dict)  # facts that another file states

    def place_of(self, at: RowRef, column: str) -> Place | None:
        """The cell of a fact as it stands in the file; None for a row that was not looked up."""
        return _place_in(self.places, self.elsewhere, at, column)

    def as_data(self) -> dict[str, object]:
        """As JSON (`app.rules.explaining.explain`), with file and cell text for every fact."""
        data = explanation_data(self.explanation, self.place_of)
        return {**data, "several_files": list(self.sources)} if self.sources else data


Elsewhere = dict[tuple[RowRef, str], RowRef]


def _place_in(
    places: dict[RowRef, SourceRow], other_rows: Elsewhere, at: RowRef, column: str
) -> Place | None:
    row = places.get(other_rows.get((at, column), at))
    return None if row is None else row.place_of(column)


def get_history(workspace: Workspace, person_id: int) -> RapSheet:
    return records.get_rap_sheet(workspace, person_id)


def explain_conviction(workspace: Workspace, conviction_id: int) -> TracedExplanation:
    """The full explanation by the policy of the latest check, computed again.

    Raises LookupError when there is no check or no such conviction, InputError when the
    policy of the check is of a form that can no longer be asked, or when this program would
    answer otherwise than the one that checked.
    """
    evaluator = latest_evaluator(workspace)
    person_id, source, row = queue.get_place(workspace, conviction_id)
    sheet = records.get_rap_sheet(workspace, person_id)
    explanation = explain_fully(evaluator, sheet, RowRef(source, row))
    check_it_is_the_answer_on_file(workspace, conviction_id, explanation.determination)
    return trace_explanation(workspace, explanation, sheet)


def check_it_is_the_answer_on_file(
    workspace: Workspace, conviction_id: int, now: Determination
) -> None:
    """Another program version may answer otherwise than the one that checked, and so may a record
    without what is sealed: never pass the explanation of one answer off as that of the other.
    Raises InputError."""
    then = determinations.find_determination(workspace, conviction_id)
    run = runs.find_latest_run(workspace)
    if then is None or run is None or _answer(then) == _answer(now):
        return
    person_id, _, _ = queue.get_place(workspace, conviction_id)
    if sealed.has_sealed(workspace, person_id):
        raise InputError(
            f"The check answered “{then.outcome.value}: {then.reason}”. That answer rests on a "
            "record that is sealed, and is not explained here."
        )
    raise InputError(
        f"The check of {run.started_at[:10]} by Relief Desk {run.program_version} answered "
        f"“{then.outcome.value}: {then.reason}”. This program (Relief Desk {VERSION}) would answer "
        f"“{now.outcome.value}: {now.reason}”, so it cannot explain the answer on file. Check "
        "again, and look at what changes."
    )


def _answer(one: Determination) -> tuple[object, ...]:
    return one.outcome, one.reason, one.rule_id, one.remedy, one.procedure


def latest_evaluator(workspace: Workspace) -> Evaluator:
    """The policy, options, county and as-of date of the latest check, ready to answer.

    Raises LookupError and InputError like `explain_conviction`.
    """
    run = runs.find_latest_run(workspace)
    if run is None:
        raise LookupError("nothing was checked yet")
    policy = policy_of(run)
    return Evaluator(policy, settle_options(policy, run.options), run.as_of, run.county)


def trace_explanation(
    workspace: Workspace, explanation: Explanation, sheet: RapSheet
) -> TracedExplanation:
    """An explanation with its words and the rows that it points to."""
    other_rows = elsewhere(sheet)
    places = _places(workspace, explanation, other_rows)
    statements = make_statements(
        explanation, lambda at, column: _place_in(places, other_rows, at, column)
    )
    sources = source_sentences(workspace, sheet, explanation.determination.at)
    n_before = next(
        index for index, one in enumerate(statements) if one.kind is StatementKind.POLICY
    )
    statements[n_before:n_before] = [
        Statement(StatementKind.DETAIL, text, bare=text) for text in sources
    ]
    return TracedExplanation(
        explanation, statement_lines(statements), places, tuple(statements), tuple(sources),
        other_rows,
    )  # fmt: skip


def _places(
    workspace: Workspace, explanation: Explanation, other_rows: Elsewhere
) -> dict[RowRef, SourceRow]:
    findings = (*explanation.findings, *explanation.procedure)
    facts = [fact for finding in findings for fact in finding.facts]
    wanted = {
        other_rows.get((fact.at, fact.column), fact.at) for fact in facts if fact.at is not None
    }
    wanted |= {fact.at for fact in facts if fact.at is not None}
    wanted.add(explanation.determination.at)
    return get_source_rows(workspace, wanted)
