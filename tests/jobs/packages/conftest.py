"""An office with a file of the state, a court's list and rap sheets, checked; a copy a test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.jobs.import_files import import_files
from app.jobs.plan_files import plan_file
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.sampling.rap_text import make_rap_samples
from app.sampling.writer import write_sample
from app.store.key import Key, random_key
from app.store.workspace import Workspace, create_workspace, open_workspace
from tests.jobs.made_check import import_and_check
from tests.ui_people.world import court_list


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key]:
    """A closed workspace of some sixty people, checked."""
    folder = tmp_path_factory.mktemp("office")
    state, sheets = folder / "LA delivery.dat", folder / "Rap sheets.txt"
    write_sample(state, n_people=30, county="Los Angeles", seed=11, is_messy=True)
    made = make_rap_samples(n_people=4, county="Los Angeles", seed=5)
    sheets.write_text("\n".join(one.text for one in made), encoding="utf-8")
    key, path = random_key(), folder / "Office.relief"
    with (
        create_workspace(
            path, key, name="Office of Los Angeles", county="LOS ANGELES",
            created_at="2026-11-01T00:00:00+00:00",
        ) as workspace,
        Workers(1) as workers,
    ):  # fmt: skip
        for other in (court_list(folder), sheets):
            import_files(workspace, [plan_file(other)], Silent(), who="A. Clerk", workers=workers)
        import_and_check(workspace, [state], workers, piece_bytes=15_000)
    return path, key


@pytest.fixture
def office(office_file: tuple[Path, Key], tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the office's workspace, open for work."""
    path = tmp_path / "Office.relief"
    shutil.copy(office_file[0], path)
    with open_workspace(path, office_file[1]) as opened:
        yield opened
