"""Does the program work here: a small run of everything, in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.check import check_paper
from app.errors import UserError
from app.jobs.check_eligibility import CheckRequest
from app.jobs.draft_papers import BULK_FILE
from app.jobs.formats import RUN_FORMATS
from app.jobs.progress import Silent
from app.jobs.run_all import run_all, temporary_workspace
from app.rules.catalog import find_policies, load_by_id
from app.rules.checking.case_tables import find_table, run_table
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.scratch import scratch_folder
from app.store import check

_COUNTY = "LOS ANGELES"
_POLICY = "us-ca/los-angeles"
_AS_OF = date(2026, 7, 1)


@dataclass(frozen=True, slots=True)
class CheckResult:
    name: str
    passed: bool
    detail: str


def run_self_check() -> list[CheckResult]:
    """Every check, each with what it found; a failing one does not stop the others."""
    with scratch_folder() as folder:
        return [
            _guarded("Policies load", _policies),
            _guarded("Case tables", _case_tables),
            _guarded("From a file to motions", lambda: _whole_run(folder)),
        ]


def _guarded(name: str, work: Callable[[], tuple[bool, str]]) -> CheckResult:
    try:
        passed, detail = work()
    except UserError as error:
        passed, detail = False, error.message
    except Exception as error:  # noqa: BLE001 - a check reports whatever went wrong
        passed, detail = False, type(error).__name__
    return CheckResult(name, passed, detail)


def _policies() -> tuple[bool, str]:
    ids = list(find_policies())
    for policy_id in ids:
        load_by_id(policy_id)
    return bool(ids), f"{len(ids)} policies"


def _case_tables() -> tuple[bool, str]:
    tables = [table for table in map(find_table, find_policies()) if table is not None]
    cases = [case for table in tables for case in run_table(table)]
    n_right = sum(1 for case in cases if case.passed)
    return bool(cases) and n_right == len(cases), f"{n_right} of {len(cases)} cases as expected"


def _whole_run(folder: Path) -> tuple[bool, str]:
    delivery, out = folder / "sample.dat", folder / "out"
    write_sample(delivery, n_people=25, county=_COUNTY, seed=7, is_messy=True)
    policy = load_by_id(_POLICY)
    request = CheckRequest(policy, settle_options(policy, {}), _COUNTY, _AS_OF)
    with temporary_workspace(out, "self-check", _COUNTY) as workspace:
        summary = run_all(
            workspace, [delivery], request, out, frozenset(RUN_FORMATS), Silent(), who="self-check"
        )
        problems = check.find_problems(workspace)
    pdf = (out / "papers" / BULK_FILE).read_bytes()
    problems += check_paper(pdf, ["11361.9"])
    if problems:
        return False, " ".join(problems)
    return (
        True,
        f"{summary.imported.n_people} people, {len(summary.files)} files made and re-opened",
    )
