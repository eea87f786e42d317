"""people, compare, reconcile and import --replaces in the terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.jobs.workers import Workers
from app.store.workspace import create_workspace
from tests.cli.terminal_user import PASSPHRASE, desk, read_csv
from tests.importing.made_rows import file_of, line_of
from tests.jobs.made_sources import Office

SECOND = {"SUBJECT_ID": "2", "CII_NUMBER": "", "OFN": "CR7"}
OTHER = {"SUBJECT_ID": "3", "CII_NUMBER": "A3", "PRI_NAME": "MUSTER,CHRIS", "OFN": "CR9"}


@pytest.fixture(scope="session")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "Old.dat"
    path.write_text(file_of(*(line_of(**row) for row in ({}, SECOND, OTHER))), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def imported(delivery: Path) -> Path:
    path, words = delivery.with_name("Office.relief"), delivery.with_name("words.txt")
    words.write_text(PASSPHRASE, encoding="utf-8")
    done = desk("import", path, delivery, "--county", "Los Angeles", "--passphrase-file", words)
    assert done.status == 0, done.err
    return path


@pytest.fixture
def people(imported: Path, tmp_path: Path, known_passphrase: str) -> Path:
    """A workspace in which persons 1 and 2 seem to be one, and person 3 is somebody else."""
    return Path(shutil.copy(imported, tmp_path / "Office.relief"))


def newer(tmp_path: Path, *rows: dict[str, str]) -> Path:
    path = tmp_path / "New.dat"
    path.write_text(file_of(*(line_of(**row) for row in rows)), encoding="utf-8")
    return path


def test_matches_are_listed_merged_and_separated(people: Path) -> None:
    """The strongest first, with reasons; everything undone; all as JSON too."""
    found = desk("people", "matches", people, "--json").data
    assert found["open"] == {"certain": 1, "strong": 0, "possible": 0}
    (match,) = found["matches"]
    assert match["people"] == [1, 2]
    assert "same birth date" in match["reasons"]
    assert "EXAMPLE,AVERY" in desk("people", "matches", people).out
    assert desk("people", "merge", people, "1", "2", "--json").data == {"merged": 1}
    parts = desk("people", "show", people, "1", "--json").data["parts"]
    assert [(part["number"], part["merged"]) for part in parts] == [("2", 2), ("5001", None)]
    assert "was person 2" in desk("people", "show", people, "1").out
    done = desk("people", "separate", people, "1", "2", "--json")
    assert done.data == {"person": 1, "separated": 2}
    assert desk("people", "matches", people, "--json").data["matches"] == []
    listed = desk("people", "matches", people, "--state", "different", "--json").data["matches"]
    assert [one["people"] for one in listed] == [[1, 2]]
    assert desk("people", "different", people, "1", "2", "--undo").status == 0
    assert desk("people", "merge", people, "--all", "certain", "--json").data == {"merged": 1}
    assert desk("people", "merge", people, "--all", "certain").status == 3  # none is left
    assert desk("verify", people).status == 0


def test_a_part_is_made_a_person(people: Path, tmp_path: Path) -> None:
    """Whom the import joined by a CII number."""
    more = tmp_path / "More.dat"
    more.write_text(file_of(line_of(SUBJECT_ID="77", OFN="CR70")), encoding="utf-8")
    assert desk("import", people, more).status == 0
    done = desk("people", "separate", people, "1", "--part", "More.dat", "77", "--json")
    assert done.data == {"person": 1, "separated": 4}


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("merge", "1", "1"), 3, "is one person already"),
        (("merge", "1", "99"), 3, "There is no person 99"),
        (("merge", "1"), 2, "Name two people"),
        (("merge", "1", "2", "--all", "certain"), 2, "Name two people"),
        (("separate", "1", "2"), 3, "was never merged into person 1"),
        (("separate", "1", "--part", "No.dat", "5001"), 3, "No file No.dat is in this workspace"),
        (("separate", "1", "--part", "Old.dat", "5001"), 3, "nothing would be left"),
        (("separate", "1"), 2, ""),
        (("show", "99"), 3, "There is no person 99"),
        (("different", "1", "2", "--undo"), 3, "Nobody said"),
        (("choose", "5", "first"), 3, "There is no conflict 5"),
        (("choose", "5", "maybe"), 2, "invalid choice"),
        (("order", "state"), 3, "is no order of sources"),
    ],
)
def test_bad_input_is_a_sentence(
    people: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    """With the status of its kind."""
    what, *rest = arguments
    done = desk("people", what, people, *rest)
    assert done.status == status
    assert words in " ".join(done.err.split())
    assert "Traceback" not in done.err


def test_a_newer_delivery_is_compared_and_imported(people: Path, tmp_path: Path) -> None:
    """What compare tells is what the import does."""
    path = newer(tmp_path, OTHER, {"CONV_STAT_DESCR": "MISDEMEANOR"})
    out = tmp_path / "out"
    done = desk("compare", people, path, "--out", out, "--json")
    assert done.status == 0, done.err
    assert "Compared with Old.dat" in done.err
    told = done.data
    assert (told["changed"], told["removed"], told["added"], told["unchanged"]) == (1, 1, 0, 1)
    rows = read_csv(out / "Newer delivery.csv", "utf-8-sig")
    assert [row["Change"] for row in rows] == ["changed", "removed"]
    assert (out / "Newer delivery.xlsx").is_file()
    assert "People no longer in it" in desk("compare", people, path, "--with", "Old.dat").out
    done = desk("import", people, path, "--replaces", "Old.dat", "--json")
    assert done.status == 0, done.err
    assert done.data["difference"]["changed"] == 1
    assert {**told, "files": []} == {**done.data["difference"], "files": []}
    assert "replaced" not in desk("verify", people).err
    assert desk("verify", people).status == 0


def test_what_is_no_newer_delivery(people: Path, delivery: Path, tmp_path: Path) -> None:
    """Other people, the same file, an unknown name, more names than files."""
    strangers = newer(tmp_path, {"SUBJECT_ID": "8", "CII_NUMBER": "A8"})
    done = desk("compare", people, strangers)
    assert done.status == 3
    assert "shares most of its people with no file" in done.err
    done = desk("compare", people, strangers, "--with", "Old.dat")
    assert "shares no people with Old.dat" in done.err
    assert "was imported before" in desk("compare", people, delivery, "--with", "Old.dat").err
    done = desk("import", people, strangers, "--replaces", "Nothing.dat")
    assert "No file Nothing.dat is in this workspace. Imported: Old.dat." in done.err
    done = desk("import", people, strangers, "--replaces", "Old.dat", "--replaces", "Old.dat")
    assert done.status == 2
    done = desk("compare", people, tmp_path / "gone.dat")
    assert "There is no file" in done.err


def test_a_court_list_is_reconciled(people: Path, tmp_path: Path) -> None:
    """Counts on the screen, tables in the folder."""
    path = newer(tmp_path, {}, {"OFN": "CR12345"}, {**OTHER, "PRI_NAME": "Chris Muster"})
    out = tmp_path / "out"
    done = desk("reconcile", people, path, "--out", out, "--json")
    assert done.status == 0, done.err
    counts = done.data["counts"]
    assert (counts["found"], counts["found with a different spelling"], counts["not found"]) == (
        1, 1, 1,
    )  # fmt: skip
    assert [one["result"] for one in done.data["cases"]] == [
        "found", "not found", "found with a different spelling",
    ]  # fmt: skip
    shown = desk("reconcile", people, path, "--out", out)
    assert "Relief not on the list" in shown.out
    assert (out / "Court list.xlsx").is_file()
    done = desk("reconcile", people, path, "--out", out, "--county", "Kern")
    assert done.status == 3
    assert "Nothing of Kern is on record" in done.err
    text = tmp_path / "letter.txt"
    text.write_text("Dear all,\n", encoding="utf-8")
    assert desk("reconcile", people, text, "--out", out).status == 3
    assert desk("reconcile", people, text, "--out", out, "--layout", tmp_path).status == 2


def test_conflicts_are_listed_and_decided(
    tmp_path: Path, known_passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both values side by side; a choice is told by whom."""
    path = tmp_path / "Office.relief"
    with (
        create_workspace(
            path, PASSPHRASE, name="Office", county="LOS ANGELES",
            created_at="2026-11-01T00:00:00+00:00",
        ) as workspace,
        Workers(1) as workers,
    ):  # fmt: skip
        office = Office(workspace, workers, tmp_path, monkeypatch)
        office.take_state("State.dat", {})
        office.take_list("Court.csv", {"CONV_STAT_DESCR": "MISDEMEANOR"})
    (found,) = desk("people", "conflicts", path, "--json").data["conflicts"]
    assert found["fact"] == "level"
    assert found["first"] == {"file": "State.dat", "row": 2, "value": "felony"}
    assert found["counts"] == "felony"
    shown = desk("people", "conflicts", path).out
    assert "Order of sources: the state's file, then rap sheets, then court lists." in shown
    assert "misdemeanor  (Court.csv, row 2)" in shown
    assert (
        desk("people", "choose", path, str(found["conflict"]), "second", "--json").data["open"] == 0
    )
    assert desk("people", "conflicts", path, "--open", "--json").data["conflicts"] == []
    assert "newest delivery first" in desk("people", "order", path, "newest").out
    assert desk("people", "order", path, "--json").data["order"] == ["newest"]
