"""The practice county: made-up people, a fixed seed, PRACTICE on every page."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from app.documents.draft import Office
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.clock import now
from app.jobs.draft_papers import PapersRequest, draft_papers, save_office
from app.jobs.formats import BULK, MOTIONS
from app.jobs.import_files import import_files
from app.jobs.progress import Progress
from app.jobs.report import write_report
from app.jobs.workers import Workers
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.scratch import scratch_folder
from app.store.workspace import create_workspace

PRACTICE_PASSPHRASE = "practice"  # noqa: S105 - no secret: everyone in it is made up
WORKSPACE_FILE = "Practice county.relief"
DELIVERY_FILE = "Practice delivery.dat"
PAPERS_FOLDER = "Papers"
N_PEOPLE = 400
SEED = 64
COUNTY = "LOS ANGELES"
POLICY = "us-ca/los-angeles"
AS_OF = date(2026, 7, 1)
N_MOTIONS = 25

OFFICE = Office(
    name="Office of the District Attorney, Practice County",
    kind="District Attorney",
    attorney_name="",
    address=("100 Practice Plaza", "Practice, California 90000"),
    telephone="(555) 555-0100",
)


def make_practice_county(folder: Path, progress: Progress) -> Path:
    """Make the practice workspace in a folder, with a file to try and first motions.

    It is made aside and moved into place when complete, so that a practice county
    is whole or not there. What an earlier one left is replaced. Returns the
    workspace's path.
    """
    folder.mkdir(parents=True, exist_ok=True)
    progress.step(0, N_PEOPLE, "Making up people")
    with scratch_folder(folder) as stage:
        write_sample(
            stage / DELIVERY_FILE,
            n_people=N_PEOPLE,
            county=COUNTY,
            seed=SEED,
            is_messy=True,
            is_practice=True,
        )
        _fill(stage, progress)
        for name in (PAPERS_FOLDER, DELIVERY_FILE, WORKSPACE_FILE):
            _move(stage / name, folder / name)
    return folder / WORKSPACE_FILE


def _move(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)
    shutil.move(source, target)


def _fill(folder: Path, progress: Progress) -> None:
    policy = load_by_id(POLICY)
    request = CheckRequest(policy, settle_options(policy, {}), COUNTY, AS_OF)
    who = "Practice"
    with (
        create_workspace(
            folder / WORKSPACE_FILE, PRACTICE_PASSPHRASE, name="Practice county", county=COUNTY,
            created_at=now(), is_practice=True,
        ) as workspace,
        Workers() as workers,
    ):  # fmt: skip
        save_office(workspace, OFFICE, who)
        import_files(workspace, [folder / DELIVERY_FILE], progress, who=who, workers=workers)
        check_eligibility(workspace, request, progress, who=who, workers=workers)
        papers = PapersRequest(
            folder / PAPERS_FOLDER, frozenset({MOTIONS, BULK}), OFFICE, False, N_MOTIONS, AS_OF
        )
        draft_papers(workspace, papers, progress, who=who, workers=workers)
        write_report(workspace, folder / PAPERS_FOLDER, who=who)
