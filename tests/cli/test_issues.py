"""Issues from the terminal, as a clerk works through them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.model.issue_sheet import COLUMNS
from app.sampling.rows import csv_line
from tests.cli.terminal_user import AS_OF, PASSPHRASE, POLICY, Done, desk
from tests.importing.made_rows import HEADER, line_of, row_of


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two levels that are spelled alike, an impossible date, a row of 94 cells; checked."""
    folder = tmp_path_factory.mktemp("issues")
    lines = [
        line_of(CONV_STAT_DESCR="FELNY"),
        line_of(SUBJECT_ID="2", CII_NUMBER="A2", CONV_STAT_DESCR="FELNY"),
        line_of(SUBJECT_ID="3", CII_NUMBER="A3", STP_EVENT_DATE="19991301"),
        csv_line(row_of(SUBJECT_ID="4", CII_NUMBER="A4")[:94]),
    ]
    file, words = folder / "Court's file.dat", folder / "words.txt"
    file.write_text("\n".join([HEADER, *lines]) + "\n")
    words.write_text(PASSPHRASE)
    path = folder / "Office.relief"
    secret = ("--passphrase-file", words)
    assert desk("import", path, file, "--county", "Los Angeles", *secret).status == 0
    check = ("check", path, "--policy", POLICY, "--as-of", AS_OF, *secret)
    assert desk(*check).status == 0
    return path


@pytest.fixture
def office(delivered: Path, tmp_path: Path, known_passphrase: str) -> Path:
    del known_passphrase
    path = tmp_path / "Own copy.relief"
    shutil.copy(delivered, path)
    return path


def number_of(office: Path, kind: str) -> str:
    return str(desk("issues", "list", office, "--kind", kind, "--json").data["issues"][0]["issue"])


def done(*arguments: str | Path) -> Done:
    ended = desk(*arguments)
    assert ended.status == 0, ended.err
    return ended


def test_issues_are_listed_counted_and_shown(office: Path) -> None:
    """Rows set aside first; each says whether it matters and why."""
    listed = done("issues", "list", office, "--json").data
    assert listed["count"] == 4
    assert listed["kinds"] == {"Level unknown": 2, "Impossible date": 1, "Wrong number of cells": 1}
    assert listed["issues"][0]["isSetAside"]
    assert {"column": "CONV_STAT_DESCR", "text": "FELNY", "count": 2} in listed["texts"]
    text = done("issues", "list", office, "--limit", "1")
    assert "Court's file.dat, row 5" in text.out
    assert "1 of 4 issues shown" in text.err
    assert "FELNY" in done("issues", "list", office, "--counts").out
    assert done("issues", "list", office, "--for-information", "--json").data["count"] == 0
    assert done("issues", "list", office, "--state", "mended", "--json").data["issues"] == []
    shown = done("issues", "show", office, number_of(office, "Level unknown"))
    assert "of consequence" in shown.out
    assert "Rules that ask for felony or misdemeanor cannot be answered." in shown.out


def test_a_level_for_all_alike_a_row_and_both_undone(office: Path) -> None:
    """The list, the workspace's check and the answers follow."""
    level, aside = (number_of(office, kind) for kind in ("Level unknown", "Wrong number of cells"))
    mended = done(
        "issues", "mend", office, level, "--value", "Felony", "--alike", "file", "--json"
    )  # fmt: skip
    assert (mended.data["rows"], mended.data["people"], mended.data["stillOpen"]) == (2, 2, [])
    assert "Check again" in mended.err
    line = line_of(SUBJECT_ID="4", CII_NUMBER="A4")
    done("issues", "mend", office, aside, "--line", line)
    assert done("issues", "list", office, "--state", "open", "--json").data["count"] == 1
    listed = done("issues", "mends", office, "--json").data["mends"]
    assert [one["mend"] for one in listed] == [2, 1]
    assert (
        "Mend 1: CONV_STAT_DESCR 'FELNY' to 'Felony', 2 rows"
        in done("issues", "show", office, level).out
    )
    undone = done("issues", "undo", office, "1", "2", "--json").data
    assert all(one["undoneBy"] for one in undone["mends"])
    assert done("issues", "list", office, "--state", "open", "--json").data["count"] == 4
    assert done("verify", office).status == 0


def test_a_row_set_aside_by_its_columns_and_any_cell(office: Path) -> None:
    """Named by file and row; what does not help is told."""
    name = "Court's file.dat"
    cells = {
        "SUBJECT_ID": "4", "PRI_NAME": "EXAMPLE,AVERY", "CNT_ORDER": "001001001000",
        "STP_EVENT_DATE": "1999-03-01", "STP_TYPE_DESCR": "COURT ACTION",
    }  # fmt: skip
    arguments = [part for one in cells.items() for part in ("--cell", "=".join(one))]
    done("issues", "mend", office, "--file", name, "--row", "5", *arguments)
    done(
        "issues", "mend", office, "--file", name, "--row", "2", "--column", "OFN", "--value", "CR7"
    )
    date = number_of(office, "Impossible date")
    told = done("issues", "mend", office, date, "--value", "1999-02-30")
    assert "is open still: Impossible date" in told.err


def test_an_issue_is_confirmed_and_opened_again(office: Path) -> None:
    number = number_of(office, "Impossible date")
    done("issues", "confirm", office, number, "--note", "so on the docket")
    shown = done("issues", "show", office, number, "--json").data
    assert (shown["state"], shown["note"]) == ("confirmed", "so on the docket")
    assert "so on the docket" in done("issues", "show", office, number).out
    assert done("issues", "confirm", office, number, "--withdraw", "--json").data["withdrawn"] == 1
    assert done("issues", "show", office, number, "--json").data["state"] == "open"


def test_out_to_excel_and_back(office: Path, tmp_path: Path) -> None:
    """A trial changes nothing; then all of it is done."""
    path = tmp_path / "Zum Ausfüllen.xlsx"
    out = done("issues", "export", office, "--kind", "Level unknown", "--out", path, "--json")
    assert out.data["issues"] == 2
    book = load_workbook(path)
    sheet = book["Issues"]
    sheet.cell(2, COLUMNS.index("Correction") + 1).value = "FELONY"
    sheet.cell(3, COLUMNS.index("Decision") + 1).value = "ok"
    book.save(path)
    tried = done("issues", "read", office, path, "--dry-run", "--json")
    assert (tried.data["corrections"], tried.data["confirmations"]) == (1, 1)
    assert "Nothing was changed" in tried.err
    assert done("issues", "mends", office, "--json").data["mends"] == []
    done("issues", "read", office, path)
    states = done("issues", "list", office, "--kind", "Level unknown", "--json").data["states"]
    assert states == {"confirmed": 1, "mended": 1}
    again = desk("issues", "read", office, path)
    assert again.status == 3
    assert "mended already" in again.err


def test_final_and_its_sign_off(office: Path) -> None:
    """Told by the command, the report and summary.json."""
    says = "Not final: 1 row is set aside and 3 issues of consequence are open."
    assert done("final", office).out.strip() == says
    refused = desk("final", office, "--sign-off", "B. Attorney")
    assert refused.status == 3
    assert "sign off with the reason" in refused.err
    signed = done("final", office, "--sign-off", "B. Attorney", "--why", "agreed", "--json").data
    assert (signed["isFinal"], signed["calledBy"]) == (True, "B. Attorney")
    assert "because agreed" in done("final", office).out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("show", "OFFICE", "999"), 3, "no issue number 999"),
        (("show", "OFFICE", "0"), 2, "not above zero"),
        (("list", "OFFICE", "--file", "other.dat"), 2, "No file other.dat was imported"),
        (("mend", "OFFICE", "999", "--value", "x"), 3, "no issue number 999"),
        (("mend", "OFFICE", "--value", "x"), 2, "Name the issue by its number"),
        (("mend", "OFFICE", "1", "--row", "3", "--value", "x"), 2, "not both"),
        (("mend", "OFFICE", "LEVEL", "--value", " "), 3, "is empty"),
        (("mend", "OFFICE", "LEVEL", "--value", "", "--alike", "all"), 3, "is empty"),
        (("mend", "OFFICE", "LEVEL", "--column", "COLOR", "--value", "x"), 3, "no column of"),
        (("mend", "OFFICE", "LEVEL", "--line", "a,b"), 3, "was not set aside"),
        (("mend", "OFFICE", "ASIDE", "--line", "a,b"), 3, "has 2 cells"),
        (("mend", "OFFICE", "ASIDE", "--value", "x"), 3, "set aside whole|names no column"),
        (("mend", "OFFICE", "ASIDE", "--cell", "SUBJECT_ID"), 2, "write COLUMN=TEXT"),
        (("mend", "OFFICE", "ASIDE", "--cell", "NAME=x"), 3, "NAME is no column"),
        (("mend", "OFFICE", "--file", "Court's file.dat", "--row", "99", "--column", "OFN",
          "--value", "x"), 3, "row 99 is no row"),
        (("mend", "OFFICE", "--file", "Court's file.dat", "--row", "2", "--column", "OFN",
          "--value", "x", "--alike", "all"), 2, "goes with an issue"),
        (("confirm", "OFFICE", "999"), 3, "no issue number 999"),
        (("undo", "OFFICE", "7"), 3, "no mend number 7"),
        (("export", "OFFICE", "--out", "issues.csv"), 2, "ends in .xlsx"),
        (("export", "OFFICE", "--out", "/nowhere/i.xlsx"), 3, "does not exist"),
        (("read", "OFFICE", "nothing.xlsx"), 3, "There is no file"),
    ],
)  # fmt: skip
def test_bad_input_is_a_sentence(
    office: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    """With the status of its kind; nothing is mended."""
    named = {
        "OFFICE": str(office), "LEVEL": number_of(office, "Level unknown"),
        "ASIDE": number_of(office, "Wrong number of cells"),
    }  # fmt: skip
    ended = desk("issues", *(named.get(one, one) for one in arguments))
    assert ended.status == status, ended.err
    assert re.search(words, ended.err)
    assert done("issues", "mends", office, "--json").data["mends"] == []


def test_the_reason_goes_with_the_name(office: Path) -> None:
    ended = desk("final", office, "--why", "because")
    assert ended.status == 2
    assert "--sign-off NAME" in ended.err
