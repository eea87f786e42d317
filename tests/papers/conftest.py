"""A small county that was imported and checked, and a batch of its papers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app.documents.draft import Office
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.draft_papers import PapersRequest
from app.jobs.formats import MOTIONS
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.store.workspace import Workspace, create_workspace, open_workspace

PASSPHRASE = "made-up words"
COUNTY = "LOS ANGELES"
AS_OF = date(2026, 11, 1)
DAY = date(2026, 11, 2)
OFFICE = Office(
    name="Office of the Made-up Attorney",
    attorney_name="Ana Example",
    bar_number="000000",
    address=("1 Example Street", "Los Angeles, CA 90000"),
    telephone="213-555-0100",
    fax="213-555-0101",
    email="office@example.org",
)


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    with Workers(2) as made:
        yield made


@pytest.fixture(scope="session")
def county_file(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> Path:
    """A workspace of made-up people, the hand-made troubles among them, checked."""
    folder = tmp_path_factory.mktemp("county")
    write_sample(folder / "LA.dat", n_people=90, county="Los Angeles", seed=11, is_messy=True)
    path = folder / "County.relief"
    policy = load_by_id("us-ca/los-angeles")
    request = CheckRequest(policy, settle_options(policy, {}), COUNTY, AS_OF)
    with create_workspace(
        path, PASSPHRASE, name="County", county=COUNTY, created_at="2026-11-01T00:00:00"
    ) as workspace:
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


Asked = Callable[..., PapersRequest]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """A request for motions into the folder ``papers``, with what a test says otherwise."""

    def make(**changes: object) -> PapersRequest:
        given: dict[str, object] = {
            "folder": tmp_path / "papers", "kinds": frozenset({MOTIONS}), "office": OFFICE,
            "only_accepted": False, "limit": 12, "paper_date": DAY,
        }  # fmt: skip
        return PapersRequest(**{**given, **changes})  # type: ignore[arg-type]

    return make
