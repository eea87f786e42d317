"""Running the case table of a policy on this machine, for the page of policies."""

from __future__ import annotations

from app.errors import InputError
from app.jobs import case_run
from app.jobs.case_run import CaseRun
from app.jobs.progress import Progress

__all__ = ["CaseRun", "run_cases"]


def run_cases(policy_id: str, progress: Progress) -> CaseRun:
    """Ask every case of the edition for its as-of date.

    Raises InputError when the policy has no case table or that of another policy.
    """
    run = case_run.run_cases(policy_id, None, progress)
    if not run.table:
        name = f"{policy_id.rpartition('/')[2]}.cases.toml"
        raise InputError(
            f"{run.title} has no case table. Write one and put it beside the policy file as {name}."
        )
    return run
