"""Who looked at a person, and what about the person was given out."""

from __future__ import annotations

import csv
from pathlib import Path

import pypdfium2
import pytest

from app.errors import InputError
from app.jobs.access_log import CASE, ISSUE, View, record_views
from app.jobs.access_report import COLUMNS, access_report, save_access_report
from app.jobs.draft_papers import draft_papers
from app.jobs.explain_sheet import explain_person_sheet
from app.jobs.given_out import GivenOut, on_record, record_printed
from app.jobs.merge_people import merge_people
from app.jobs.progress import Silent
from app.jobs.reveal import reveal_number
from app.jobs.workers import Workers
from app.store import register
from app.store.person_papers import people_of_papers
from app.store.register import RegisterFilter, RegisterRow
from app.store.workspace import Workspace
from tests.papers.conftest import Asked

WHO = "A. Clerk"


@pytest.fixture
def drafted(store: Workspace, asked: Asked, workers: Workers) -> tuple[Workspace, int, int]:
    """A county with papers; two people who have one each."""
    draft_papers(store, asked(), Silent(), who=WHO, workers=workers)
    one, other = list(dict.fromkeys(row.person_id for row in _rows(store) if row.person_id))[:2]
    return store, one, other


def _rows(store: Workspace) -> list[RegisterRow]:
    return register.get_rows(store, register.find_ids(store, RegisterFilter()))


def test_everything_about_a_person_and_nothing_of_others(
    drafted: tuple[Workspace, int, int], tmp_path: Path
) -> None:
    """Looks, numbers shown, papers, files of the person and of everybody; what failed is told."""
    store, one, other = drafted
    (tmp_path / "out").mkdir()
    record_views(store, [
        View(one, CASE, "Ana", "2026-11-20T10:00:00.000000+00:00"),
        View(other, ISSUE, "Ben", "2026-11-20T11:00:00.000000+00:00"),
    ])  # fmt: skip
    reveal_number(store, one, "cii", who="Ana")
    explain_person_sheet(store, one, tmp_path / "out" / "sheet.pdf", who=WHO)
    explain_person_sheet(store, other, tmp_path / "out" / "sheet.pdf", who=WHO)
    with on_record(store, GivenOut("result files", "/everything", None), who=WHO):
        pass
    paper = next(row.id for row in _rows(store) if row.person_id == one)
    record_printed(store, [paper], [], "Laser 2", who="Ben")
    report = access_report(store, one)
    assert [(look.who, look.what) for look in report.looks] == [
        ("Ana", "case"), ("Ana", "cii: numbers shown in full"),
    ]  # fmt: skip
    told = [(one.who, one.what, one.where, one.of_all) for one in report.handed]
    assert (WHO, "explanation sheet", str(tmp_path / "out"), False) in told
    assert (WHO, "result files", "/everything", True) in told
    assert ("Ben", "Sent to a printer: 1 papers of the register", "Laser 2", False) in told
    papers = [line for line in told if ", paper " in line[1]]
    assert papers
    assert {line[0] for line in papers} == {WHO}
    assert all(line[2].startswith("register: drafted since ") for line in papers)
    assert len([line for line in told if line[1] == "explanation sheet"]) == 1
    assert people_of_papers(store, [paper]) == {one}


def test_what_failed_is_told_as_that(drafted: tuple[Workspace, int, int]) -> None:
    """It did not leave, or not whole."""
    store, one, _ = drafted

    def give() -> None:
        with on_record(store, GivenOut("list", "/x", [one]), who=WHO):
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the one above
        give()
    (handed,) = [line for line in access_report(store, one).handed if line.what == "list"]
    assert handed.is_failed


def test_what_left_before_the_person_came_is_not_theirs(store: Workspace) -> None:
    """A file with everybody held those who were on record then."""
    person = store.connection.execute("SELECT id FROM person LIMIT 1").fetchone()[0]
    with on_record(store, GivenOut("result files", "/x", None), who=WHO):
        pass
    assert [one.what for one in access_report(store, person).handed] == ["result files"]
    store.connection.execute("UPDATE import_batch SET started_at = '2999-01-01'")
    assert access_report(store, person).handed == ()


def test_the_looks_at_both_of_two_who_are_one(drafted: tuple[Workspace, int, int]) -> None:
    """After a merge; the number of before is named."""
    store, one, other = drafted
    record_views(store, [View(number, CASE, "Ana", "2026-11-20") for number in (one, other)])
    merge_people(store, one, other, who=WHO)
    report = access_report(store, one)
    assert len(report.looks) == 2
    assert report.earlier_numbers == (other,)


def test_it_is_saved_as_pdf_and_as_csv(drafted: tuple[Workspace, int, int], tmp_path: Path) -> None:
    """The same lines in both; the anchor is on every page; it is on record itself."""
    store, one, _ = drafted
    views = [View(one, CASE, f"User {n:02}", f"2026-11-20T10:00:{n % 60:02}") for n in range(70)]
    record_views(store, views)
    report = save_access_report(store, one, tmp_path / "x.csv", who=WHO)
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + len(report.looks) + len(report.handed)
    saved = save_access_report(store, one, tmp_path / "x.PDF", who=WHO)
    document = pypdfium2.PdfDocument(tmp_path / "x.PDF")
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert len(pages) > 1
    assert saved.name in pages[0].replace("\r\n", " ")
    assert all(saved.anchor in page for page in pages)
    whole = " ".join(pages)
    assert all(look.who in whole for look in report.looks)
    assert "70 users looked at it in 70 sittings" in whole.replace("\r\n", " ")
    assert [one.what for one in access_report(store, one).handed][-2:] == ["access report"] * 2


def test_what_cannot_be_reported(store: Workspace, tmp_path: Path) -> None:
    """A number nobody has, another ending, a folder that is not there."""
    with pytest.raises(InputError, match="There is no person 99999"):
        access_report(store, 99_999)
    with pytest.raises(InputError, match="ends in neither"):
        save_access_report(store, 1, tmp_path / "x.txt", who=WHO)
    with pytest.raises(InputError, match="cannot be written"):
        save_access_report(store, 1, tmp_path / "none" / "x.csv", who=WHO)
