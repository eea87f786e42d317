"""One set of worker processes for all tests of jobs, and empty workspaces under a quick key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.jobs.workers import Workers
from app.store.key import random_key
from app.store.workspace import Workspace, create_workspace
from tests.jobs.made_sources import Office


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Two processes, started once."""
    with Workers(2) as made:
        yield made


@pytest.fixture
def new_workspace(tmp_path: Path) -> Iterator[Callable[[], Workspace]]:
    """Makes empty workspaces; they are closed at the end."""
    made: list[Workspace] = []

    def make() -> Workspace:
        path = tmp_path / f"office {len(made)}.relief"
        made.append(
            create_workspace(
                path, random_key(), name="Office", county="LOS ANGELES",
                created_at="2026-11-01T00:00:00+00:00",
            )
        )  # fmt: skip
        return made[-1]

    yield make
    for workspace in made:
        workspace.close()


@pytest.fixture
def workspace(new_workspace: Callable[[], Workspace]) -> Workspace:
    return new_workspace()


@pytest.fixture
def office(
    workspace: Workspace, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Office:
    """A workspace into which made-up files of every kind are taken."""
    return Office(workspace, workers, tmp_path, monkeypatch)
