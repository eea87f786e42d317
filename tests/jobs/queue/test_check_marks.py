"""A check keeps what stands out on people's records, and their other names, for the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.queue.load import load_queue
from app.jobs.workers import Workers
from app.model.queue_filter import QueueFilter
from app.rules.catalog import load_by_id
from app.rules.flags import flag_labels
from app.rules.history import History
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.store import records
from app.store.person_flags import get_flags
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of
from tests.jobs.queue.made_list import AS_OF, COUNTY, create


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("marks")
    write_sample(folder / "LA.dat", n_people=150, county=COUNTY, seed=5, is_messy=True)
    with create(folder / "office.relief") as workspace, Workers(1) as workers:
        import_files(workspace, [folder / "LA.dat"], Silent(), who="A", workers=workers)
        check(workspace, workers)
        yield workspace


def check(workspace: Workspace, workers: Workers, as_of: date = AS_OF) -> None:
    policy = load_by_id("us-ca/los-angeles")
    request = CheckRequest(policy, settle_options(policy, {}), COUNTY, as_of)
    check_eligibility(workspace, request, Silent(), who="A", workers=workers)


def answered_people(workspace: Workspace) -> list[int]:
    return [
        int(row[0])
        for row in workspace.connection.execute(
            "SELECT DISTINCT c.person_id FROM determination d "
            "JOIN conviction c ON c.id = d.conviction_id ORDER BY 1"
        )
    ]


def test_flags_are_those_of_the_rules(checked: Workspace) -> None:
    """Of everybody with an answer; those of whom nothing stands out have none."""
    seen = set()
    for person in answered_people(checked):
        labels = flag_labels(History(records.get_rap_sheet(checked, person), AS_OF))
        assert get_flags(checked, person) == labels
        seen |= set(labels)
    assert {"super strike", "deceased", "registration"} <= seen
    facets = dict(load_queue(checked).facets(QueueFilter())["flag"])
    assert set(facets) == seen


def test_other_names_are_found(tmp_path: Path) -> None:
    """A person is in the list under every name of the record."""
    lines = [
        line_of(PRI_NAME="GARCIA,ANA"),
        line_of(PRI_NAME="LÓPEZ,ANITA", CNT_ORDER="002001001000", STP_EVENT_DATE="20010101"),
        line_of(SUBJECT_ID="2", CII_NUMBER="A2", PRI_NAME="EXAMPLE,AVERY"),
    ]
    (tmp_path / "a.dat").write_text(file_of(*lines), encoding="utf-8")
    with create(tmp_path / "office.relief") as workspace, Workers(1) as workers:
        import_files(workspace, [tmp_path / "a.dat"], Silent(), who="A", workers=workers)
        check(workspace, workers)
        index = load_queue(workspace)
        assert len(index.find_ids(QueueFilter(text="garcia"))) == 2
        assert index.find_ids(QueueFilter(text="anita lopez")) == index.find_ids(
            QueueFilter(text="garcia")
        )


def test_a_later_check_takes_the_place_of_the_flags(checked: Workspace) -> None:
    """As of a day long ago sentences ran that have ended since."""
    before = dict(load_queue(checked).facets(QueueFilter())["flag"])
    with Workers(1) as workers:
        check(checked, workers, date(2018, 1, 1))
        after = dict(load_queue(checked).facets(QueueFilter())["flag"])
        assert after.get("sentence running", 0) > before.get("sentence running", 0)
        check(checked, workers)
    assert dict(load_queue(checked).facets(QueueFilter())["flag"]) == before
