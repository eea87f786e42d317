"""A workspace with made-up files imported and checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.result_cells import Results
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store.workspace import Workspace

AS_OF = date(2020, 7, 1)
POLICY = "us-ca/county-review"


def import_and_check(
    workspace: Workspace, paths: Sequence[Path], workers: Workers, *, piece_bytes: int = 20_000,
    policy_id: str = POLICY, results: Results | None = None,
) -> None:  # fmt: skip
    """By a policy with its defaults, for Los Angeles, as of 1 July 2020."""
    import_files(
        workspace, paths, Silent(), who="A clerk", workers=workers, piece_bytes=piece_bytes
    )
    policy = load_by_id(policy_id)
    request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", AS_OF)
    check_eligibility(workspace, request, Silent(), who="A clerk", workers=workers, results=results)
