"""A small county that was really imported and checked, and a desk with it open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.store.workspace import Workspace, create_workspace, open_workspace
from ui.cases.page import CasesPage
from ui.desk import Desk
from ui.preferences import Preferences
from ui.theme import apply_theme, load_fonts

PASSPHRASE = "made-up words"

# Desks of past tests stay alive: the cycle collector may run on a background thread, and
# there it would free an object and its parent, both of which belong to the window thread.
_PAST: list[Desk] = []
AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="session")
def county_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of some 200 made-up people, the hand-made troubles among them, checked."""
    folder = tmp_path_factory.mktemp("county")
    write_sample(folder / "LA.dat", n_people=90, county="Los Angeles", seed=11, is_messy=True)
    path = folder / "County.relief"
    policy = load_by_id("us-ca/los-angeles")
    request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", AS_OF)
    with (
        create_workspace(
            path, PASSPHRASE, name="County", county="LOS ANGELES", created_at="2026-11-01T00:00:00"
        ) as workspace,
        Workers(2) as workers,
    ):
        import_files(workspace, [folder / "LA.dat"], Silent(), who="A. Clerk", workers=workers)
        check_eligibility(workspace, request, Silent(), who="A. Clerk", workers=workers)
    return path


@pytest.fixture
def own_file(county_file: Path, tmp_path: Path) -> Path:
    """A copy of the county that a test may change."""
    path = tmp_path / "County.relief"
    shutil.copy(county_file, path)
    return path


@pytest.fixture
def store(own_file: Path) -> Iterator[Workspace]:
    with open_workspace(own_file, PASSPHRASE) as workspace:
        yield workspace


@pytest.fixture
def dress(qapp: object) -> Callable[[str, float], None]:
    """The look of the program, as a person sees it."""
    load_fonts()

    def apply(colors: str = "light", scale: float = 1.0) -> None:
        apply_theme(qapp, colors, scale)  # type: ignore[arg-type]

    apply()
    return apply


@pytest.fixture
def open_desk(
    qtbot: QtBot, tmp_path: Path, dress: object
) -> Iterator[Callable[[Callable[[], Workspace]], Desk]]:
    """Opens a workspace on a desk; closed and joined at the end."""
    desks: list[Desk] = []

    def open_one(opener: Callable[[], Workspace]) -> Desk:
        desk = Desk(Preferences(tmp_path))
        desk.set_user("A. Clerk")
        desks.append(desk)
        with qtbot.waitSignal(desk.workspace_opened, timeout=20_000):
            desk.open(opener)
        return desk

    yield open_one
    for desk in desks:
        desk.close_reader()
        desk.tasks.join()
    _PAST.extend(desks)


@pytest.fixture
def desk(open_desk: Callable[[Callable[[], Workspace]], Desk], own_file: Path) -> Desk:
    """The checked county, open."""
    return open_desk(lambda: open_workspace(own_file, PASSPHRASE))


@pytest.fixture
def empty_desk(open_desk: Callable[[Callable[[], Workspace]], Desk], tmp_path: Path) -> Desk:
    """A new workspace, open."""
    return open_desk(
        lambda: create_workspace(
            tmp_path / "New.relief", PASSPHRASE, name="New", county="YOLO", created_at="2026-11-01"
        )
    )


def settle(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    """Wait until nothing is asked and nothing is being saved."""
    qtbot.waitUntil(lambda: page.is_settled and not desk.tasks.is_busy, timeout=20_000)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CasesPage:
    """The review page over the county, as the window shows it."""
    made = CasesPage(desk)
    qtbot.addWidget(made)
    desk.data_changed.connect(made.refresh)
    made.resize(1280, 760)
    made.show()
    made.refresh({"import", "check"})
    settle(qtbot, made, desk)
    return made
