"""The results workbook: the determinations of the latest check with what was run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.exporting.workbook import WorkbookRow, write_workbook
from app.jobs.source_rows import PlaceNames
from app.model.record import RowRef
from app.model.relief import Outcome, Procedure, Remedy
from app.store import determinations
from app.store.runs import CheckRun
from app.store.workspace import Workspace

WORKBOOK_FILE = "Results.xlsx"


def write_results_workbook(workspace: Workspace, run: CheckRun, folder: Path) -> Path:
    """Write the workbook into a folder; returns its path."""
    path = folder / WORKBOOK_FILE
    write_workbook(path, run_lines(run), _workbook_rows(workspace))
    return path


def run_lines(run: CheckRun) -> list[tuple[str, str]]:
    """What was run, as pairs for a sheet or a page."""
    options = ", ".join(f"{name} = {value}" for name, value in run.options.items()) or "none"
    return [
        ("Policy", f"{run.policy_title} ({run.policy_id}, version {run.policy_version})"),
        ("Policy file (SHA-256)", run.policy_sha256),
        ("Options", options),
        ("County", run.county),
        ("As of", run.as_of.isoformat()),
        ("Program", f"Relief Desk {run.program_version}"),
        ("Result (SHA-256)", run.result_sha256),
    ]


def _workbook_rows(workspace: Workspace) -> Iterator[WorkbookRow]:
    names = PlaceNames(workspace)
    for row in determinations.iter_listed(workspace):
        file_name, line = names.name(RowRef(row.source, row.row))
        yield WorkbookRow(
            name=row.name, born=row.born, cii=row.cii, section=row.section, level=row.level,
            convicted_on=row.convicted_on, county=row.county, court=row.court,
            case_number=row.case_number, outcome=Outcome[row.outcome].value,
            remedy=Remedy[row.remedy].value.capitalize() if row.remedy else "",
            procedure=Procedure[row.procedure].value.capitalize() if row.procedure else "",
            reason=row.reason, rule_id=row.rule_id, also_applies=row.also_applies,
            missing=row.missing,
            decision=row.decision, final=Outcome[row.final].value if row.final else "",
            reason_code=row.reason_code, words=row.words, reviewer=row.reviewer,
            decided_on=row.decided_at[:10], approver=row.approver, file_name=file_name, row=line,
        )  # fmt: skip
