"""Look before an import: what is counted is what the import would find, and nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.importing.reading import Kind
from app.jobs.import_files import import_files
from app.jobs.look_files import FileReport, ReadAs, look_at_files
from app.jobs.progress import Silent
from app.jobs.readers import FilePlan
from app.jobs.workers import Workers
from app.sampling.writer import write_sample
from app.store import records
from app.store.workspace import Workspace
from tests.importing.made_rows import file_of, line_of

COUNTY = "LOS ANGELES"


def look(path: Path, workers: Workers) -> FileReport:
    (report,) = look_at_files([FilePlan(path, Kind.DOJ_BULK)], Silent(), workers=workers)
    return report


def by_words(found: tuple[ReadAs, ...]) -> dict[str, dict[str, int]]:
    return {one.words: {text.text: text.n for text in one.texts} for one in found}


def test_it_counts_what_the_import_finds(
    workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """A messy file: rows, convictions, rows set aside and doubts are those of the import."""
    path = tmp_path / "Messy.dat"
    write_sample(path, n_people=80, county=COUNTY, seed=3, is_messy=True)
    report = look(path, workers)
    summary = import_files(workspace, [path], Silent(), who="A. Clerk", workers=workers)
    assert report.n_rows == summary.n_rows
    assert report.n_set_aside == summary.n_quarantined
    found = {(kind, aside): n for kind, aside, n in records.count_issues(workspace)}
    assert {(kind, aside): n for kind, aside, n in report.issues} == found
    assert report.n_people >= records.count_people(workspace)  # numbers of one CII are joined later
    assert sum(one.n for one in report.sections) == report.n_convictions


def test_spelling_variants_stand_beside_what_they_are_read_as(
    workers: Workers, tmp_path: Path
) -> None:
    """Levels, counties, sections, results and dates; what is not known comes first."""
    path = tmp_path / "Spelled.dat"
    rows = [
        {"CONV_STAT_DESCR": "Felony", "STP_ORI_CNTY_NAME": "Los  Angeles "},
        {"CONV_STAT_DESCR": "FELNY", "STP_ORI_CNTY_NAME": "LOS ANG"},
        {"OFFENSE_DESCR": "11359(a)HS", "STP_EVENT_DATE": "19990000"},
        {"OFFENSE_DESCR": "HS 11359(A)", "STP_EVENT_DATE": "19990231"},
        {"DISP_DESCR": "DISMISSED", "STP_EVENT_DATE": ""},
        {"DISP_DESCR": "CONV SET ASIDE & DISM PER 1203.4 PC"},
    ]
    lines = [line_of(**row, CNT_ORDER=f"00{number}001001000") for number, row in enumerate(rows, 1)]
    path.write_text(file_of(*lines))
    report = look(path, workers)
    assert by_words(report.levels) == {
        "not known": {"FELNY": 1},
        "felony": {"FELONY": 2, "Felony": 1},
    }
    assert not report.levels[0].is_known
    assert by_words(report.counties) == {
        "LOS ANG": {"LOS ANG": 1},
        "LOS ANGELES": {"LOS ANGELES": 4, "Los Angeles": 1},
    }
    assert by_words(report.sections) == {
        "HS 11359": {"11359 HS": 2},
        "HS 11359(a)": {"11359(a)HS": 1, "HS 11359(A)": 1},
    }
    assert set(by_words(report.dispositions)) == {
        "conviction",
        "no conviction",
        "relief after a conviction",
    }
    dates = {one.column: one for one in report.dates}["STP_EVENT_DATE"]
    assert (dates.n_exact, dates.n_in_part, dates.n_blank, dates.n_unreadable) == (3, 1, 1, 1)
    assert dates.unreadable[0].text == "19990231"


def test_looking_can_be_stopped(workers: Workers, tmp_path: Path) -> None:
    """The step that asks to stop ends it."""
    path = tmp_path / "Some.dat"
    write_sample(path, n_people=5, county=COUNTY, seed=3)

    class Stop:
        def step(self, done: int, total: int, label: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        look_at_files([FilePlan(path, Kind.DOJ_BULK)], Stop(), workers=workers)


def test_a_file_that_is_nothing_gets_its_sentence(workers: Workers, tmp_path: Path) -> None:
    """The same one as at the import."""
    path = tmp_path / "Photo.dat"
    path.write_bytes(b"\x89PNG\r\n" + bytes(100))
    with pytest.raises(InputError, match="picture"):
        look(path, workers)
