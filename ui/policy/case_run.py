"""Running the case table of a policy on this machine."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import InputError
from app.jobs.progress import Progress
from app.rules.catalog import Editions, find_own_table, own_folders
from app.rules.checking.case_tables import CaseResult, find_table, read_table, run_case
from ui.widgets import plural


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What a case table said of a policy."""

    title: str
    table: str  # the name of its file
    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        return tuple(result for result in self.results if not result.passed)

    @property
    def in_words(self) -> str:
        n_right = len(self.results) - len(self.failed)
        verb = "answers" if n_right == 1 else "answer"
        return f"{n_right:,} of {plural(len(self.results), 'case')} {verb} as expected"


def run_cases(policy_id: str, progress: Progress) -> CaseRun:
    """Ask every case of the edition for its as-of date.

    Raises InputError when the policy has no case table or that of another policy.
    """
    editions = Editions(policy_id, own_folders())
    newest = editions.policy_on(None)
    path = find_own_table(editions.all[-1].path) or find_table(policy_id)
    if path is None:
        name = f"{policy_id.rpartition('/')[2]}.cases.toml"
        raise InputError(
            f"{newest.title} has no case table. Write one and put it beside the policy file as "
            f"{name}."
        )
    table = read_table(path)
    if table.policy_id != policy_id:
        raise InputError(f"The case table {path.name} is for {table.policy_id}, not {policy_id}.")
    results = []
    for number, case in enumerate(table.cases):
        progress.step(number, len(table.cases), "Running the cases")
        results.append(run_case(editions.policy_on(case.as_of), case))
    return CaseRun(newest.title, path.name, tuple(results))
