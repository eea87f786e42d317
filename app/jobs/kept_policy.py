"""The policy that a run used: its text is kept with the run, whatever became of the file."""

from __future__ import annotations

from functools import lru_cache

from app.errors import InputError
from app.rules.loading.loader import PolicyError, read_policy
from app.rules.policy import Policy
from app.store.runs import CheckRun


def policy_of(run: CheckRun) -> Policy:
    """The policy as the run used it.

    Raises InputError when this program can no longer ask a text of that form; the
    answers of the run stand as they were stored.
    """
    try:
        return _read(run.policy_text, run.policy_id)
    except PolicyError as error:
        raise InputError(
            f"The check of {run.started_at[:10]} used {run.policy_id}, version "
            f"{run.policy_version}, in a form that this program can no longer ask "
            f"({error.problems[0]}). Its answers stand as they were stored. Check again to have "
            "them explained."
        ) from error


@lru_cache(maxsize=8)
def _read(text: str, policy_id: str) -> Policy:
    return read_policy(text.encode(), policy_id, kept=True)
