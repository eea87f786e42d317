"""What stands ready before a stage is measured: the file, and workspaces with it."""

from __future__ import annotations

import shutil

from app.jobs.check_eligibility import check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.sampling.writer import write_sample
from app.store.workspace import create_workspace, open_workspace
from tests.bench import many
from tests.bench.place import COUNTY, KEY, SEED, Place, request

WHO = "bench"


def people_of(n_rows: int) -> int:
    """Long histories: a hundred rows a person."""
    return max(1, n_rows // 100)


def make_delivery(place: Place, n_rows: int) -> None:
    write_sample(
        place.delivery, n_people=people_of(n_rows), county=COUNTY, seed=SEED, n_rows=n_rows
    )


def make_imported(place: Place, n_rows: int) -> None:
    with create_workspace(
        place.imported, KEY, name="Bench", county=COUNTY, created_at="2026-07-01"
    ) as workspace:
        import_files(workspace, [place.delivery], Silent(), who=WHO)


def make_many(place: Place, n_rows: int) -> None:
    many.make_many(place.many, n_rows)


def make_checked(place: Place, n_rows: int) -> None:
    shutil.copy(place.imported, place.checked)
    with open_workspace(place.checked, KEY) as workspace:
        check_eligibility(workspace, request(), Silent(), who=WHO)
