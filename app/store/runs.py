"""Checks and their determinations. A check replaces the determinations of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One check: what was asked, of whom, with which law, and the figures."""

    id: int
    policy_id: str
    policy_title: str
    policy_version: str
    policy_sha256: str
    policy_text: str  # the policy file as it was used
    options: dict[str, Any]
    county: str
    as_of: date
    program_version: str
    started_at: str
    seconds: float
    n_people: int  # people with a determination
    n_determinations: int
    summary: dict[str, Any]  # the figures, as in summary.json
    result_sha256: str  # over every determination in order: equal input, equal hash


_RUN = (
    "id, policy_id, policy_title, policy_version, policy_sha256, policy_text, options, county, "
    "as_of, program_version, started_at, seconds, n_people, n_determinations, summary, "
    "result_sha256"
)

DeterminationRow = tuple[int, int, str, str, str, str, str, str, str]


def list_runs(workspace: Workspace) -> list[CheckRun]:
    """Newest first."""
    rows = workspace.connection.execute(f"SELECT {_RUN} FROM check_run ORDER BY id DESC")
    return [_run(row) for row in rows]


def find_latest_run(workspace: Workspace) -> CheckRun | None:
    row = workspace.connection.execute(
        f"SELECT {_RUN} FROM check_run ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return _run(row) if row else None


def _run(row: tuple[Any, ...]) -> CheckRun:
    values = [*row]
    values[6] = json.loads(row[6])  # options
    values[8] = date.fromisoformat(row[8])
    values[14] = json.loads(row[14])  # summary
    return CheckRun(*values)


def next_run_id(workspace: Workspace) -> int:
    return int(
        workspace.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM check_run").fetchone()[0]
    )


def insert_run(workspace: Workspace, run: CheckRun) -> None:
    """Begin a run under its own number; `finish_run` completes it."""
    workspace.connection.execute(
        f"INSERT INTO check_run ({_RUN}) VALUES ({','.join('?' * 16)})",
        (
            run.id, run.policy_id, run.policy_title, run.policy_version, run.policy_sha256,
            run.policy_text, json.dumps(run.options, sort_keys=True), run.county,
            run.as_of.isoformat(), run.program_version, run.started_at, run.seconds, run.n_people,
            run.n_determinations, json.dumps(run.summary), run.result_sha256,
        ),
    )  # fmt: skip


def finish_run(workspace: Workspace, run: CheckRun) -> None:
    """Fill in what is known only at the end."""
    workspace.connection.execute(
        "UPDATE check_run SET seconds = ?, n_people = ?, n_determinations = ?, summary = ?, "
        "result_sha256 = ? WHERE id = ?",
        (
            run.seconds, run.n_people, run.n_determinations, json.dumps(run.summary),
            run.result_sha256, run.id,
        ),
    )  # fmt: skip


def clear_determinations(workspace: Workspace) -> None:
    workspace.connection.execute("DELETE FROM determination")


def insert_determinations(workspace: Workspace, rows: Iterable[DeterminationRow]) -> None:
    """(conviction id, run id, outcome, reason, rule id, also applies, missing, remedy, procedure).

    Outcome, remedy and procedure are the names of the members, "" where there is none;
    lists are joined with a line end.
    """
    workspace.connection.executemany(
        "INSERT INTO determination (conviction_id, run_id, outcome, reason, rule_id, also_applies, "
        "missing, remedy, procedure) VALUES (?,?,?,?,?,?,?,?,?)",
        rows,
    )


CHANGED_SETTING = "people_changed_at"


def note_change(workspace: Workspace, at: str) -> None:
    """People were made anew; call it inside the transaction that did."""
    workspace.save_setting(CHANGED_SETTING, at)


def is_stale(workspace: Workspace) -> bool:
    """Whether anything was imported, mended, merged or decided after the latest check."""
    row = workspace.connection.execute(
        "SELECT max(coalesce((SELECT max(finished_at) FROM import_batch), ''), "
        "coalesce((SELECT max(made_at) FROM mend), ''), "
        "coalesce((SELECT max(undone_at) FROM mend), ''), "
        "coalesce((SELECT value FROM setting WHERE name = ?), '')) > "
        "(SELECT started_at FROM check_run ORDER BY id DESC LIMIT 1)",
        (CHANGED_SETTING,),
    ).fetchone()
    return bool(row[0])
