"""layouts in a terminal: list, show, check, propose."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from app.importing.layouts.catalog import own_folder
from tests.cli.terminal_user import desk

LIST = (
    "Docket #;Def Name;D.O.B.;Chg;Sev;Dispo;Conviction Date\n"
    "CR-1;Smith, John;1/25/1970;11357(a) HS;FEL;GUILTY;3/14/1999\n"
    "CR-2;Döe, Jane;11/30/1980;11360(a) HS;W;GUILTY;3/24/2001\n"
)


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    path = tmp_path / "Alameda, año 2026.csv"
    path.write_text(LIST, encoding="cp1252")
    return path


def test_the_layouts_at_hand_are_listed() -> None:
    """Also without an action; a broken one of the office's own is told beside."""
    own_folder().mkdir(parents=True)
    (own_folder() / "broken.toml").write_text("form = 1", encoding="utf-8")
    done = desk("layouts")
    assert done.status == 0
    assert "us-ca/sf-court-list" in done.out
    assert "broken.toml cannot be used" in done.err
    ids = [one["id"] for one in desk("layouts", "list", "--json").data["layouts"]]
    assert ids == ["us-ca/court-case-list", "us-ca/doj-reordered", "us-ca/sf-court-list"]


def test_a_layout_is_shown() -> None:
    """Which column is which, what holds for the whole list, and what will be unknown."""
    done = desk("layouts", "show", "us-ca/sf-court-list")
    assert done.status == 0
    assert "disposition is convicted" in done.out
    assert "True Name" in done.out
    assert "M = misdemeanor" in done.out
    assert "No column holds the sentence" in done.out
    assert desk("layouts", "show", "us-ca/sf-court-list", "--json").data["n_columns"] == 29
    wrong = desk("layouts", "show", "us-ca/sf-court-lst")
    assert (wrong.status, wrong.out) == (2, "")
    assert "did you mean 'us-ca/sf-court-list'" in wrong.err


def test_a_list_gets_a_proposal_that_can_be_saved(list_file: Path, tmp_path: Path) -> None:
    """Fields with reasons, questions and cautions; the file that is written can be checked."""
    out = tmp_path / "own list.toml"
    done = desk("layouts", "propose", list_file, "--out", out)
    assert done.status == 0, done.err
    assert "Case number (80%)" in done.out
    assert "'Sev': What do these words mean" in done.out
    assert "county" in done.out
    assert out.read_text(encoding="utf-8").startswith("# A proposal.")
    checked = desk("layouts", "check", out)
    assert checked.status == 0, checked.out
    assert "It can be used" in checked.out
    own_folder().joinpath("office").mkdir(parents=True)
    text = out.read_text(encoding="utf-8").replace("office/alameda-a-o-2026", "office/list")
    (own_folder() / "office/list.toml").write_text(text, encoding="utf-8")
    again = desk("layouts", "propose", list_file, "--json").data
    assert (again["known"]["id"], again["known"]["exact"]) == ("office/list", True)
    assert [one["field"] for one in again["columns"]] == [
        "case_number", "name", "birth_date", "section", "level", "disposition", "conviction_date",
    ]  # fmt: skip


def test_a_workbook_gets_a_proposal(tmp_path: Path) -> None:
    """People and charges on two sheets, with dates as dates."""
    book = Workbook()
    people, charges = book.active, book.create_sheet("Charges")
    people.title = "Persons"
    people.append(["Def ID", "Name", "DOB"])
    people.append([1, "Doe, Jane", "1/25/1970"])
    charges.append(["Def ID", "Section", "Conviction Date"])
    charges.append([1, "11359 HS", "3/14/1999"])
    path = tmp_path / "Two sheets.xlsx"
    book.save(path)
    done = desk("layouts", "propose", path)
    assert done.status == 0, done.err
    assert "Sheet 'Persons' holds people, sheet 'Charges' their charges" in done.out


def test_a_bad_layout_tells_every_problem(tmp_path: Path) -> None:
    """Status 3, with lines and near misses; for machines too."""
    path = tmp_path / "bad.toml"
    path.write_text(
        'form = 1\nid = "a"\ntitle = "b"\n[[sheet]]\n[[sheet.column]]\n'
        'field = "nmae"\nheader = "x"\n',
        encoding="utf-8",
    )
    done = desk("layouts", "check", path)
    assert done.status == 3
    assert "line 6, sheet 1, column 1: 'nmae' is not a field (did you mean 'name'?)" in done.out
    data = desk("layouts", "check", path, "--json").data
    assert data["usable"] is False
    assert data["problems"][0]["line"] > 0
    assert desk("layouts", "check", tmp_path / "none.toml").status == 3


def test_what_cannot_be_proposed_or_written_says_so(list_file: Path, tmp_path: Path) -> None:
    """No such file, no list, a file in the way, another ending; nothing is replaced."""
    missing = desk("layouts", "propose", tmp_path / "none.csv")
    assert missing.status == 3
    assert "There is no file" in missing.err
    picture = tmp_path / "list.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert desk("layouts", "propose", picture).status == 3
    taken = tmp_path / "taken.toml"
    taken.write_text("mine", encoding="utf-8")
    for out in (taken, tmp_path / "list.txt", tmp_path / "no folder" / "x.toml"):
        done = desk("layouts", "propose", list_file, "--out", out)
        assert (done.status, done.out) == (2, "")
    assert taken.read_text(encoding="utf-8") == "mine"
