"""Packages and workbooks from the terminal: out, reviewed elsewhere, back, conflicts decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.terminal_user import Done, desk

OTHER = "words of the package"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "package words.txt"
    path.write_text(OTHER + "\n", encoding="utf-8")
    return path


def packages(action: str, workspace: Path, *more: object) -> Done:
    return desk("packages", action, workspace, *more)


def case_numbers(workspace: Path, *more: object) -> list[int]:
    done = desk("cases", workspace, "--answer", "dismissal", "--json", *more)
    return [row["conviction_id"] for row in done.data["convictions"]]


def test_out_reviewed_and_back(
    workspace: Path, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two shares; decided in one; merged; the same case decided here: a conflict, chosen."""
    out = tmp_path / "to send"
    words = ("--new-passphrase-file", secret)
    trial = packages("make", workspace, "--out", out, "--shares", "2", "--plan", *words)
    assert trial.status == 0, trial.err
    assert "Share 1 of 2" in trial.out
    assert not out.exists()
    made = packages("make", workspace, "--out", out, "--shares", "2", "--json", *words)
    assert made.status == 0, made.err
    first = Path(made.data["files"][0])
    assert first.exists()
    ids = case_numbers(first, "--passphrase-file", secret)
    one, two = ids[:2]
    there = ("--passphrase-file", secret, "--as", "R. Reviewer")
    assert desk("review", first, str(one), str(two), "--accept", *there).status == 0
    assert desk("review", workspace, str(two), "--park", "Later.").status == 0
    back = ("--package-passphrase-file", secret)
    looked = packages("merge", workspace, first, "--plan", "--json", *back)
    assert (looked.data["taken"], looked.data["conflicts"]) == (1, 1)
    merged = packages("merge", workspace, first, *back)
    assert merged.status == 0, merged.err
    assert "Cases taken        1" in merged.out
    listed = packages("list", workspace)
    assert "1 conflicts to decide" in listed.out
    shown = packages("conflicts", workspace)
    assert "here:  parked: Later." in shown.out
    assert "there: accepted - R. Reviewer" in shown.out
    number = packages("conflicts", workspace, "--json").data["conflicts"][0]["number"]
    chosen = packages("choose", workspace, str(number), "there")
    assert chosen.status == 0, chosen.err
    assert packages("conflicts", workspace).out.strip() == "None."
    assert set(case_numbers(workspace, "--state", "accepted")) == {one, two}
    monkeypatch.delenv("RELIEF_DESK_PASSPHRASE", raising=False)
    refused = desk(
        "check", first, "--policy", "us-ca/county-review", "--as-of", "2020-07-01", *there
    )
    assert refused.status == 3
    assert "This is a package of cases for review" in refused.err


def test_a_workbook_out_and_in(workspace: Path, tmp_path: Path) -> None:
    """Problems first, with row and column; then taken."""
    path = tmp_path / "Cases.xlsx"
    numbers = case_numbers(workspace)[:3]
    sent = packages("workbook-out", workspace, path, *map(str, numbers))
    assert sent.status == 0, sent.err
    assert "not encrypted" in sent.err
    book = load_workbook(path)
    sheet = book["Cases"]
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(2, titles.index("Decision") + 1).value = "acept"
    book.save(path)
    wrong = packages("workbook-in", workspace, path, "--reviewer", "P. Defender")
    assert wrong.status == 3
    assert "Row 2, column O (Decision): “acept” is no decision" in wrong.err
    sheet.cell(2, titles.index("Decision") + 1).value = "park"
    sheet.cell(2, titles.index("Words") + 1).value = "Ask."
    book.save(path)
    trial = packages("workbook-in", workspace, path, "--reviewer", "P. Defender", "--plan")
    assert "this was a trial" in trial.err
    done = packages("workbook-in", workspace, path, "--reviewer", "P. Defender", "--json")
    assert (done.status, done.data["parked"]) == (0, 1)
    assert len(desk("cases", workspace, "--state", "parked", "--json").data["convictions"]) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("make", "--out", "x", "--letters", "9"), "is no range of letters"),
        (("make", "1", "--out", "x", "--shares", "2"), "not both"),
        (("make", "--out", "x", "--filter", "none"), "no saved filter"),
        (("make", "--out", "x", "--shares", "2"), "No passphrase of the package"),
        (("merge", "none.relief"), "There is no file none.relief"),
        (("choose", "7", "here"), "no conflict number 7"),
        (("give-up", "7", "--why", "Lost."), "no package number 7"),
        (("workbook-out", "cases.csv"), "ends in .xlsx"),
        (("workbook-in", "none.xlsx"), "There is no file none.xlsx"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence(
    workspace: Path, arguments: tuple[str, ...], words: str
) -> None:
    """And nothing is made or changed."""
    done = packages(arguments[0], workspace, *arguments[1:])
    assert done.status in (2, 3, 4)
    assert words in done.err
    assert packages("list", workspace, "--json").data["packages"] == []
