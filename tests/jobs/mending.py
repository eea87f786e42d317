"""A messy delivery to mend, and what a workspace holds, for comparing before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.sampling.writer import write_sample
from app.store import issue_lists
from app.store.issue_lists import IssueFilter, ListedIssue
from app.store.workspace import Workspace
from tests.jobs.test_reassemble import everything

COUNTY = "LOS ANGELES"
WHO = "A. Clerk"


def import_messy(
    workspace: Workspace, folder: Path, workers: Workers, *, n_people: int = 60, seed: int = 11,
    piece_bytes: int = 1 << 21, name: str = "Messy.dat",
) -> None:  # fmt: skip
    """A made-up delivery with every trouble real files have."""
    path = folder / name
    write_sample(path, n_people=n_people, county=COUNTY, seed=seed, is_messy=True)
    import_files(workspace, [path], Silent(), who=WHO, workers=workers, piece_bytes=piece_bytes)


def all_of(workspace: Workspace) -> list[Any]:
    """Everything, with the states of issues, the rows set aside, subjects and reviews."""
    return [
        *everything(workspace),
        [
            (one.number, one.state, one.issue)
            for one in issue_lists.iter_issues(workspace, IssueFilter())
        ],
        workspace.connection.execute("SELECT id, n_rows, n_quarantined FROM source").fetchall(),
        workspace.connection.execute("SELECT * FROM subject ORDER BY 1, 2").fetchall(),
        workspace.connection.execute("SELECT * FROM review ORDER BY 1").fetchall(),
    ]


def issues(workspace: Workspace, **wanted: Any) -> list[ListedIssue]:
    return list(issue_lists.iter_issues(workspace, IssueFilter(**wanted)))
