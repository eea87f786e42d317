"""A messy delivery and a court's list with words nobody knows, in the program."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.plan_files import plan_file
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.store.workspace import create_workspace
from tests.ui_people.conftest import PASSPHRASE, program, shown_page  # noqa: F401 - a fixture
from tests.ui_people.world import WHO, court_list
from tests.window import press, settle  # noqa: F401 - fixtures
from ui.application import ReliefDesk
from ui.issues.pane import IssuesPane


@pytest.fixture(scope="session")
def messy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up people with every trouble that files have, imported and checked."""
    folder = tmp_path_factory.mktemp("messy")
    path = folder / "Messy.relief"
    write_sample(folder / "LA.dat", n_people=60, county="Los Angeles", seed=11, is_messy=True)
    policy = load_by_id("us-ca/los-angeles")
    asked = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", date(2026, 11, 1))
    with (
        create_workspace(
            path, PASSPHRASE, name="Messy", county="LOS ANGELES", created_at="2026-11-01T00:00:00"
        ) as workspace,
        Workers(2) as workers,
    ):
        import_files(workspace, [folder / "LA.dat"], Silent(), who=WHO, workers=workers)
        plan = plan_file(court_list(folder))
        import_files(workspace, [plan], Silent(), who=WHO, workers=workers)
        check_eligibility(workspace, asked, Silent(), who=WHO, workers=workers)
    return path


@pytest.fixture
def own_file(messy_file: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    path = tmp_path / "Messy.relief"
    shutil.copy(messy_file, path)
    return path


@pytest.fixture
def pane(
    program: ReliefDesk,  # noqa: F811
    qtbot: QtBot,
    own_file: Path,
    settle: Callable[[], None],  # noqa: F811
) -> IssuesPane:
    """The issues of the delivery, in sight."""
    page = shown_page(program, qtbot, own_file)
    page.open_with("issues")
    settle()
    return page.issues
