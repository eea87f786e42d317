"""A file that is not the state's, on its whole road: kept, asked, explained, exported."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.importing.reading import Kind
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.delivery import ImportSummary
from app.jobs.export_results import export_results
from app.jobs.formats import CLEAR_MY_RECORD, WORKBOOK
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.jobs.readers import FilePlan
from app.jobs.reassemble import reassemble_people
from app.jobs.source_rows import get_source_row
from app.jobs.trace import explain_conviction
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.rap_text import make_rap_samples
from app.sampling.writer import write_sample
from app.store import check, chunks, queue, records
from app.store.workspace import Workspace, find_trouble
from tests.cli.terminal_user import read_csv

COUNTY = "LOS ANGELES"
SHEET = """CII/A01234557
DOB/19681122  SEX/M  RAC/WHITE
NAM/01 EXAMPLE,AVERY JAMES
* * * *
ARR/DET/CITE:         NAM:01
19990215  CAPD LOS ANGELES

CNT:01     #123456
  11359 HS-POSSESS MARIJUANA FOR SALE
- - - -
COURT:                NAM:01
19990301  CASC LOS ANGELES

CNT:01-02     #BA700001
  11359 HS-POSSESS MARIJUANA FOR SALE    TOC:F
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 003 YEARS PROBATION, 045 DAYS JAIL, FINE
* * * END OF MESSAGE * * *
"""


def take(workspace: Workspace, workers: Workers, *paths: Path) -> ImportSummary:
    plans = [FilePlan(path, Kind.RAP_SHEET) for path in paths]
    return import_files(workspace, plans, Silent(), who="A. Clerk", workers=workers)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "Sheet.txt"
    path.write_text(SHEET)
    return path


def ask(workspace: Workspace, workers: Workers) -> None:
    policy = load_by_id("us-ca/los-angeles")
    request = CheckRequest(policy, settle_options(policy, {}), COUNTY, date(2026, 7, 1))
    check_eligibility(workspace, request, Silent(), who="A. Clerk", workers=workers)


def test_the_file_is_kept_byte_for_byte(
    workspace: Workspace, workers: Workers, sheet: Path
) -> None:
    """With its hash; the workspace is whole, and the source says what it is."""
    summary = take(workspace, workers, sheet)
    (source,) = summary.sources
    assert source.kind == "rap-sheet"
    assert source.sha256 == hashlib.sha256(SHEET.encode()).hexdigest()
    kept = b"".join(chunk.data for chunk in chunks.iter_chunks(workspace, source.id))
    assert kept == SHEET.encode()
    assert check.find_problems(workspace) == []
    assert records.list_subjects(workspace, 1) == [(source.id, "A01234557")]


def test_an_answer_is_followed_to_its_line(
    workspace: Workspace, workers: Workers, sheet: Path
) -> None:
    """Each fact names the line it was read from and shows all of it."""
    take(workspace, workers, sheet)
    ask(workspace, workers)
    ids = queue.list_by_date(workspace, in_scope_only=True)
    assert len(ids) == 2
    text = "\n".join(explain_conviction(workspace, ids[0]).lines)
    assert "Sheet.txt, line 2: 'DOB/19681122  SEX/M  RAC/WHITE'" in text
    assert "Sheet.txt, line 12: '19990301  CASC LOS ANGELES'" in text
    row = get_source_row(workspace, RowRef(1, 141))  # the second count of line 14
    assert row.title == "Sheet.txt, line 14"
    assert "  11359 HS-POSSESS MARIJUANA FOR SALE    TOC:F" in row.cells


def test_its_rows_stand_in_the_result_files(
    workspace: Workspace, workers: Workers, sheet: Path, tmp_path: Path
) -> None:
    """In the state's columns, with the answer on the first row of each conviction."""
    take(workspace, workers, sheet)
    ask(workspace, workers)
    export_results(
        workspace, tmp_path / "out", frozenset({CLEAR_MY_RECORD, WORKBOOK}), Silent(),
        workers=workers, who="ZOË",
    )  # fmt: skip
    found = read_csv(tmp_path / "out" / "Prop64_Results.csv")
    assert [row["Eligibility Determination"] for row in found] == ["Eligible for Dismissal"] * 2
    assert [row["OFN"] for row in found] == ["BA700001"] * 2
    assert not (tmp_path / "out" / "Differences.csv").read_text().splitlines()[1:]


def test_a_record_made_again_from_its_reading_is_the_record(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Many sheets in one text: every person made again from the kept rows is the same."""
    path = tmp_path / "Sheets.txt"
    samples = make_rap_samples(n_people=30, county=COUNTY, seed=8)
    path.write_text("".join(sample.text for sample in samples))
    take(workspace, workers, path)
    before = [one for batch in records.iter_coded_people(workspace) for one in batch]
    assert len(before) == 30
    with workspace.transaction():
        reassemble_people(workspace, [number for number, _ in before])
    assert [one for batch in records.iter_coded_people(workspace) for one in batch] == before


def test_a_sheet_and_the_states_file_make_one_person(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Joined by the CII number."""
    bulk, text = tmp_path / "Bulk.dat", tmp_path / "Sheets.txt"
    write_sample(bulk, n_people=3, county=COUNTY, seed=8)
    import_files(workspace, [bulk], Silent(), who="A. Clerk", workers=workers)
    cii = workspace.connection.execute("SELECT cii FROM person WHERE id = 2").fetchone()[0]
    text.write_text(SHEET.replace("A01234557", cii))
    take(workspace, workers, text)
    assert records.count_people(workspace) == 3
    assert len(records.list_subjects(workspace, 2)) == 2
    assert check.find_problems(workspace) == []


def test_pasted_text_is_kept_like_a_file(workspace: Workspace, workers: Workers) -> None:
    """Under the name it is given; the same text twice is recognized."""
    plan = FilePlan(Path("Pasted text"), Kind.RAP_SHEET, text=SHEET)
    import_files(workspace, [plan], Silent(), who="A. Clerk", workers=workers)
    assert records.list_sources(workspace)[0].name == "Pasted text"
    with pytest.raises(InputError, match="imported before"):
        import_files(workspace, [plan], Silent(), who="A. Clerk", workers=workers)


class _Changing:
    """Changes the file while it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def step(self, done: int, total: int, label: str) -> None:
        if label.startswith("Reading"):
            self._path.write_text(SHEET + "\n")
            os.utime(self._path, ns=(1, 1))


def test_a_file_that_changes_meanwhile_is_refused(
    workspace: Workspace, workers: Workers, sheet: Path
) -> None:
    """Nothing is kept of it."""
    plan = FilePlan(sheet, Kind.RAP_SHEET)
    with pytest.raises(InputError, match="changed while it was being read"):
        import_files(workspace, [plan], _Changing(sheet), who="A. Clerk", workers=workers)
    assert records.list_sources(workspace) == []
    assert records.count_people(workspace) == 0


def test_stopping_leaves_nothing(workspace: Workspace, workers: Workers, sheet: Path) -> None:
    """Neither source nor person."""

    class Stop:
        def step(self, done: int, total: int, label: str) -> None:
            if label.startswith("Reading"):
                raise Cancelled

    plan = FilePlan(sheet, Kind.RAP_SHEET)
    with pytest.raises(Cancelled):
        import_files(workspace, [plan], Stop(), who="A. Clerk", workers=workers)
    assert records.list_sources(workspace) == []


@pytest.mark.parametrize("kind", [Kind.DOJ_BULK, Kind.RAP_SHEET])
def test_a_full_disk_loses_nothing(
    workspace: Workspace, workers: Workers, tmp_path: Path, kind: Kind
) -> None:
    """The database may not grow: a sentence, and the workspace is what it was."""
    first = tmp_path / "First.dat"
    write_sample(first, n_people=3, county=COUNTY, seed=8)
    import_files(workspace, [first], Silent(), who="A. Clerk", workers=workers)
    path = tmp_path / "Large.dat"
    if kind is Kind.DOJ_BULK:
        write_sample(path, n_people=300, county=COUNTY, seed=9)
    else:
        samples = make_rap_samples(n_people=300, county=COUNTY, seed=9)
        path.write_text("".join(sample.text for sample in samples))
    n_pages = workspace.connection.execute("PRAGMA page_count").fetchone()[0]
    workspace.connection.execute(f"PRAGMA max_page_count = {n_pages + 20}")
    with pytest.raises(Exception, match="disk is full") as caught:
        import_files(workspace, [FilePlan(path, kind)], Silent(), who="A. Clerk", workers=workers)
    trouble = find_trouble(caught.value)
    assert trouble is not None
    assert trouble.message.startswith("The disk is full.")
    assert [source.name for source in records.list_sources(workspace)] == ["First.dat"]
    assert check.find_problems(workspace) == []
