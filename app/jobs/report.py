"""The summary report of the latest check: two pages as PDF, and the same figures as JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from app import durable
from app.errors import InputError
from app.jobs.check_eligibility import run_facts
from app.jobs.final import finality
from app.jobs.given_out import GivenOut, on_record
from app.jobs.kept_policy import policy_of
from app.reports.summary import summary_json
from app.store import runs
from app.store.runs import CheckRun
from app.store.workspace import Workspace

REPORT_FILE = "Summary report.pdf"
SUMMARY_FILE = "summary.json"


def report_bytes(workspace: Workspace) -> bytes:
    """The report as PDF. Raises InputError when nothing was checked yet."""
    # Loaded when asked for: it brings fonts and pages that most commands do not need.
    from app.reports.summary_report import (  # noqa: PLC0415
        ReportFacts,
        render_summary_report,
    )

    run = _latest(workspace)
    facts = replace(
        run_facts(workspace, run, policy_of(run), seconds=run.seconds),
        final=finality(workspace).sentence,
    )
    return render_summary_report(ReportFacts(facts, run.summary))


def summary_data(workspace: Workspace) -> dict[str, Any]:
    """The figures of the latest check, and whether they are final.

    Raises InputError when nothing was checked yet.
    """
    return {**_latest(workspace).summary, "final": finality(workspace).as_data()}


def summary_text(workspace: Workspace) -> str:
    """The same as the content of ``summary.json``."""
    return summary_json(summary_data(workspace))


def write_report(workspace: Workspace, folder: Path, *, who: str) -> tuple[Path, ...]:
    """Write the report and ``summary.json`` into a folder, each whole or not at all.

    Figures only, of nobody in particular; on record all the same.
    """
    report, figures = report_bytes(workspace), summary_text(workspace).encode()
    durable.make_folder(folder)
    with on_record(workspace, GivenOut("summary report", folder), who=who):
        return _write(folder / REPORT_FILE, report), _write(folder / SUMMARY_FILE, figures)


def write_summary(workspace: Workspace, folder: Path, *, who: str) -> Path:
    figures = summary_text(workspace).encode()
    durable.make_folder(folder)
    with on_record(workspace, GivenOut("summary figures", folder), who=who):
        return _write(folder / SUMMARY_FILE, figures)


def _write(path: Path, data: bytes) -> Path:
    durable.put(path, data)
    return path


def _latest(workspace: Workspace) -> CheckRun:
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    return run
