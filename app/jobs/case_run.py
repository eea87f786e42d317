"""Finding the case table of a policy and asking every case of it, on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.errors import InputError
from app.jobs.progress import Progress
from app.rules.catalog import Editions, find_own_table, load_policy, own_folders, place_of
from app.rules.checking.case_tables import (
    CaseResult,
    CaseTable,
    find_table,
    read_table,
    try_case,
)
from app.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What a case table said of a policy; no table and no results when it has none."""

    policy_id: str
    title: str
    table: str  # the name of its file; "" for none
    results: tuple[CaseResult, ...] = ()

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        return tuple(result for result in self.results if not result.passed)

    @property
    def n_right(self) -> int:
        return len(self.results) - len(self.failed)

    @property
    def in_words(self) -> str:
        """``24 of 25 cases answer as expected``."""
        cases = "case" if len(self.results) == 1 else "cases"
        verb = "answers" if self.n_right == 1 else "answer"
        return f"{self.n_right:,} of {len(self.results):,} {cases} {verb} as expected"


def run_cases(policy_id: str, table: Path | None, progress: Progress) -> CaseRun:
    """Ask every case of the edition for its as-of date.

    ``table`` stands in for the one beside the policy file, else the one that ships. Raises
    InputError for the table of another policy, CaseTableError, PolicyError, and UsageError
    for an unknown id.
    """
    editions = Editions(policy_id, own_folders())
    newest = editions.policy_on(None)
    found = table or find_own_table(editions.all[-1].path) or find_table(policy_id)
    return _run(newest, found, editions.policy_on, progress)


def run_cases_of_file(path: Path, table: Path | None, progress: Progress) -> CaseRun:
    """The same of one policy file, which every case is asked. A shipped table is for its own."""
    policy = load_policy(path)
    found = table or find_own_table(path)
    if found is None and place_of(path) == policy.id:
        found = find_table(policy.id)
    return _run(policy, found, lambda _: policy, progress)


def _run(
    policy: Policy, path: Path | None, policy_on: Callable[[date], Policy], progress: Progress
) -> CaseRun:
    if path is None:
        return CaseRun(policy.id, policy.title, "")
    cases = _read_for(path, policy.id).cases
    results = []
    for number, case in enumerate(cases):
        progress.step(number, len(cases), "Running the cases")
        results.append(try_case(policy_on, case))
    return CaseRun(policy.id, policy.title, path.name, tuple(results))


def _read_for(path: Path, policy_id: str) -> CaseTable:
    table = read_table(path)
    if table.policy_id != policy_id:
        raise InputError(
            f"The case table {path.name} is for the policy {table.policy_id}, not for {policy_id}."
        )
    return table
