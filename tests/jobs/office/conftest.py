"""A small county that was imported and checked once; each test works on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.jobs.workers import Workers
from app.sampling.writer import write_sample
from app.store.key import Key, random_key
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.jobs.made_check import import_and_check


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> tuple[Path, Key]:
    folder, key = tmp_path_factory.mktemp("checked"), random_key()
    write_sample(folder / "LA.dat", n_people=60, county="Los Angeles", seed=11, is_messy=True)
    path = folder / "Office.relief"
    with create_workspace(
        path, key, name="Office", county="LOS ANGELES", created_at="2026-11-01T00:00:00+00:00"
    ) as workspace:
        import_and_check(workspace, [folder / "LA.dat"], workers, policy_id="us-ca/los-angeles")
    return path, key


@pytest.fixture
def store(checked: tuple[Path, Key], tmp_path: Path) -> Iterator[Workspace]:
    """The checked county, open for work."""
    path, key = checked
    own = tmp_path / "Office.relief"
    shutil.copy(path, own)
    with open_workspace(own, key) as workspace:
        yield workspace
