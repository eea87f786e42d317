"""Backups from a terminal: made, listed, proved, restored, and every way in which that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store.backup import write_copy
from app.store.key import new_key
from app.store.workspace import open_workspace
from tests.cli.terminal_user import PASSPHRASE, desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Stick, März's"
    made.mkdir()
    return made


def test_from_backup_to_restored(workspace: Path, folder: Path, tmp_path: Path) -> None:
    """Made with a receipt, listed, proved by a drill, restored; the new workspace is whole."""
    sheet = tmp_path / "receipt.pdf"
    made = desk("backup", workspace, "--to", folder, "--receipt", sheet, "--as", "C", "--json")
    assert made.status == 0, made.err
    assert sheet.read_bytes().startswith(b"%PDF")
    (one,) = made.data["made"]
    assert Path(one["file"]).is_file()
    assert "on the same disk as the workspace" in made.err
    drilled = desk("drill", workspace, "--json")
    assert (drilled.status, drilled.data["number"]) == (0, 1), drilled.err
    listed = desk("backups", "list", workspace, "--json").data["backups"]
    assert [(entry["number"], entry["state"], entry["who"]) for entry in listed] == [
        (1, "in place", "C")
    ]
    assert listed[0]["drilledAt"]
    new = tmp_path / "Neu.relief"
    back = desk("restore", one["file"], "--to", new, "--json")
    assert back.status == 0, back.err
    assert back.data["anchor"] == one["anchor"]
    verified = desk("verify", new, "--json")
    assert verified.data["problems"] == 0
    assert verified.data["people"] == back.data["people"]


def test_figures_for_people(workspace: Path, folder: Path) -> None:
    """Without --json: lines that say what was compared, and where the file is."""
    made = desk("backup", workspace, "--to", folder)
    assert "Rows compared" in made.out
    assert str(folder) in made.out
    drilled = desk("drill", workspace, "1")
    assert "restored, found whole, and taken away again" in drilled.err
    listed = desk("backups", "list", workspace)
    assert "in place, proved 20" in listed.out
    assert "nothing was changed since" in listed.err


def test_the_plan_and_what_is_due(workspace: Path, folder: Path, tmp_path: Path) -> None:
    """A task of the system makes backups when they are due; a stick that is away is named."""
    other = tmp_path / "other"
    other.mkdir()
    said = desk(
        "backups", "plan", workspace, "--folder", folder, "--folder", other, "--every-days", "3",
        "--at-closing", "no", "--keep", "1", "--months", "0", "--json",
    )  # fmt: skip
    assert said.data == {
        "folders": [{"path": str(one), "isConnected": True} for one in (folder, other)],
        "everyDays": 3, "atClosing": False, "keep": 1, "months": 0,
    }  # fmt: skip
    other.rmdir()
    assert "(not connected)" in desk("backups", "plan", workspace).out
    assert len(desk("backup", workspace, "--if-due", "--json").data["made"]) == 1
    again = desk("backup", workspace, "--if-due")
    assert again.status == 0
    assert f"No backup is due. {other} is not connected." in again.err
    by_hand = desk("backup", workspace)
    assert by_hand.status == 3
    assert f"{other} is not connected: no backup was made there." in by_hand.err
    assert "Rotated out" in by_hand.err
    kept = desk("backups", "plan", workspace, "--every-days", "9", "--json").data
    assert (kept["everyDays"], len(kept["folders"])) == (9, 2)


def test_receipt_remove_and_give_up(workspace: Path, folder: Path, tmp_path: Path) -> None:
    """By number; what cannot be is a sentence and a status."""
    for _ in range(2):
        assert desk("backup", workspace, "--to", folder).status == 0
    paper = tmp_path / "one.pdf"
    assert desk("backups", "receipt", workspace, "1", "--out", paper).status == 0
    assert paper.read_bytes().startswith(b"%PDF")
    unknown = desk("backups", "receipt", workspace, "7", "--out", paper)
    assert unknown.status == 3
    assert unknown.err.startswith("There is no backup number 7.")
    assert "removed" in desk("backups", "remove", workspace, "1").out
    last = desk("backups", "remove", workspace, "2")
    assert last.status == 3
    assert "is the last backup that is in its place" in last.err
    for path in folder.glob("*.relief-backup"):
        path.unlink()
    assert "given up" in desk("backups", "give-up", workspace, "2", "The stick broke").out
    assert desk("drill", workspace).err.startswith("No backup is in its place.")
    assert "There is no backup number 8" in desk("drill", workspace, "8").err


def test_wrong_usage(workspace: Path, folder: Path, tmp_path: Path) -> None:
    """Each with its status and its sentence; nothing is made."""
    for status, words, arguments in (
        (2, "leave --to out", ["backup", workspace, "--if-due", "--to", folder]),
        (2, "a number or a file", ["drill", workspace, "1", "--file", folder]),
        (3, "No folder for backups was chosen", ["backup", workspace]),
        (3, "is not there", ["backup", workspace, "--to", folder / "gone"]),
        (3, "There is no backup at", ["drill", workspace, "--file", folder / "gone"]),
        (3, "There is no backup at", ["restore", folder / "gone", "--to", tmp_path / "n.relief"]),
        (3, "is not between 0 and 365", ["backups", "plan", workspace, "--every-days", "999"]),
        (4, "There is no workspace at", ["backup", tmp_path / "gone.relief", "--to", folder]),
    ):
        done = desk(*arguments)
        assert (done.status, words in done.err) == (status, True), done.err
    assert list(folder.iterdir()) == []


def test_a_wrong_passphrase(
    workspace: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, status 4, no workspace; then the right one."""
    made = desk("backup", workspace, "--to", folder, "--json").data["made"][0]["file"]
    words = tmp_path / "words.txt"
    words.write_text("other words\n")
    new = tmp_path / "New.relief"
    wrong = desk("restore", made, "--to", new, "--passphrase-file", words)
    assert wrong.status == 4
    assert "the passphrase is another one" in wrong.err
    assert not new.exists()
    words.write_text(PASSPHRASE + "\n")
    assert desk("restore", made, "--to", new, "--passphrase-file", words).status == 0


def test_a_drill_under_an_earlier_passphrase(
    workspace: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of the passphrase a backup is proved with the one of its day, from a file."""
    assert desk("backup", workspace, "--to", folder).status == 0
    anew = tmp_path / "anew"
    anew.touch()
    with open_workspace(workspace, PASSPHRASE) as before:
        write_copy(before.connection, anew, new_key("the newer passphrase"), lambda *_: None)
    anew.rename(workspace)
    monkeypatch.setenv("RELIEF_DESK_PASSPHRASE", "the newer passphrase")
    assert "opens with an earlier passphrase" in desk("backups", "list", workspace).out
    refused = desk("drill", workspace)
    assert (refused.status, "Give the passphrase that it was made under" in refused.err) == (
        4,
        True,
    )
    words = tmp_path / "words.txt"
    words.write_text(PASSPHRASE + "\n", encoding="utf-8")
    done = desk("drill", workspace, "--earlier-passphrase-file", words)
    assert done.status == 0, done.err
    words.write_text("\n")
    empty = desk("drill", workspace, "--earlier-passphrase-file", words)
    assert (empty.status, "is empty" in empty.err) == (2, True)
