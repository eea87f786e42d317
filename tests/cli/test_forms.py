"""forms: from a blank to a filled form in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.documents.check import page_texts
from app.documents.forms.writing import map_text
from app.store import audit
from app.store.workspace import open_workspace
from tests.cli.terminal_user import PASSPHRASE, desk
from tests.documents.forms.made import blank, form_pdf, made_map, scanned_pdf


@pytest.fixture
def blank_file(tmp_path: Path) -> Path:
    path = tmp_path / "the blank, of 2024.pdf"
    path.write_bytes(form_pdf())
    return path


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    path = tmp_path / "xx-900.toml"
    path.write_text(map_text(made_map(blank())), encoding="utf-8")
    return path


@pytest.fixture
def ready(workspace: Path, blank_file: Path, map_file: Path) -> Path:
    """The made-up form put in, with a map."""
    for words in (("add", blank_file), ("keep", map_file)):
        done = desk("forms", workspace, *words)
        assert done.status == 0, done.err
    return workspace


def first_case(workspace: Path) -> str:
    done = desk("cases", workspace, "--answer", "dismissal", "--limit", "50", "--json")
    found = [row["case_number"] for row in done.data["convictions"] if row["case_number"]]
    return str(found[0]).split("; ")[0]


def test_a_blank_is_added_listed_and_removed(workspace: Path, blank_file: Path) -> None:
    """Its state is told at each step, with what to do next."""
    done = desk("forms", workspace, "add", blank_file, "--json")
    assert done.status == 0, done.err
    assert done.data["forms"][0]["state"] == "Needs a map"
    assert "make one by clicking" in done.err
    listed = desk("forms", workspace, "list")
    assert "XX-900" in listed.out
    assert "No blank put in" in listed.out  # the shipped maps
    assert desk("forms", workspace, "remove", "xx-900").status == 0
    assert "XX-900" not in desk("forms", workspace, "list").out


def test_fields_are_told_without_a_workspace_being_opened(blank_file: Path) -> None:
    """Name, kind and place of each; number, edition and hash."""
    done = desk("forms", "none.relief", "fields", blank_file, "--json")
    assert done.status == 0, done.err
    assert done.data["form"] == "XX-900"
    assert done.data["edition"] == "2024-01-01"
    assert {"name", "kind", "page", "x", "y", "width", "height"} <= set(done.data["fields"][0])
    plain = desk("forms", "none.relief", "fields", blank_file)
    assert "Case number" in plain.out


def test_sources_are_listed() -> None:
    """What a map may fill in, with its kind and words."""
    done = desk("forms", "none.relief", "sources", "--json")
    names = {one["name"]: one["kind"] for one in done.data["sources"]}
    assert names["defendant.name"] == "text"
    assert names["convicted.11359"] == "mark"
    assert names["conviction.section"] == "table row"
    assert "defendant.name" in desk("forms", "none.relief", "sources").out


def test_a_map_is_proposed_checked_and_kept(
    workspace: Path, blank_file: Path, tmp_path: Path
) -> None:
    """The proposal can be checked against its blank and kept as it is."""
    assert desk("forms", workspace, "add", blank_file).status == 0
    out = tmp_path / "proposed.toml"
    assert desk("forms", workspace, "map", blank_file, "--out", out).status == 0
    assert desk("forms", workspace, "map", blank_file).out == out.read_text(encoding="utf-8")
    checked = desk("forms", workspace, "check", out, "--blank", blank_file)
    assert checked.status == 0, checked.err
    assert "nothing wrong" in checked.out
    assert desk("forms", workspace, "keep", out).status == 0
    assert json.loads(desk("forms", workspace, "list", "--json").out)["forms"][0]["ownMap"]


def test_a_wrong_map_is_told_with_its_line(map_file: Path, blank_file: Path) -> None:
    """Status 3, the line, the nearest right word; and what is not in the blank."""
    text = map_file.read_text(encoding="utf-8")
    map_file.write_text(text.replace("defendant.name", "defendant.nam"), encoding="utf-8")
    done = desk("forms", "none.relief", "check", map_file)
    assert done.status == 3
    assert "did you mean “defendant.name”" in done.err
    assert "line " in done.err
    map_file.write_text(text.replace('"Case number"', '"Gone"'), encoding="utf-8")
    done = desk("forms", "none.relief", "check", map_file, "--blank", blank_file)
    assert done.status == 3
    assert "no field “Gone”" in done.err


def test_a_form_is_filled_for_a_case(ready: Path, tmp_path: Path) -> None:
    """The file is in the folder with the case's number on it; what is blank is told."""
    number = first_case(ready)
    out = tmp_path / "forms, filled"
    done = desk(
        "forms", ready, "fill", number, "--form", "XX-900", "--out", out, "--live", "--json"
    )
    assert done.status == 0, done.err
    assert (done.data["forms"], len(done.data["files"])) == (1, 2)
    assert number in page_texts(Path(done.data["files"][0]).read_bytes())[0]
    assert any("not on file" in words for words in done.data["unfilled"])


def test_all_cases_of_the_office(ready: Path, tmp_path: Path) -> None:
    """``all`` fills the form for every case with relief."""
    done = desk("forms", ready, "fill", "all", "--form", "XX-900", "--out", tmp_path / "all",
                "--json")  # fmt: skip
    assert done.status == 0, done.err
    assert done.data["forms"] > 1
    assert len(list((tmp_path / "all").iterdir())) == done.data["forms"]


def test_an_override_is_asked_for_and_logged(
    workspace: Path, blank_file: Path, map_file: Path, tmp_path: Path
) -> None:
    """An edition that was replaced: refused, then filled with a reason that is in the log."""
    text = map_file.read_text(encoding="utf-8")
    map_file.write_text(
        text.replace("pages = 1", "pages = 1\nsuperseded_on = 2025-01-01"), encoding="utf-8"
    )
    for words in (("add", blank_file), ("keep", map_file)):
        assert desk("forms", workspace, *words).status == 0
    fill = ("forms", workspace, "fill", first_case(workspace), "--form", "XX-900", "--out",
            tmp_path / "out")  # fmt: skip
    refused = desk(*fill)
    assert refused.status == 3
    assert "--override" in refused.err
    done = desk(*fill, "--override", "the clerk takes it")
    assert done.status == 0, done.err
    with open_workspace(workspace, PASSPHRASE) as opened:
        entry = next(
            one for one in audit.entries(opened, newest_first=True)
            if one.action == "form override"
        )  # fmt: skip
    assert entry.new == "the clerk takes it"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("fill", "NOPE-1", "--form", "XX-900", "--out", "out"), "No relief is asked in a case"),
        (("fill", "1", "--form", "QQ-1", "--out", "out"), "There is no form QQ-1"),
        (("fill", "1", "--form", "CR-180", "--out", "out"), "is not in the workspace"),
        (("remove", "CR-180"), "is not in the workspace"),
        (("check", "no such.toml"), "no such.toml cannot be read"),
        (("add", "no such.pdf"), "cannot be read"),
    ],
)
def test_what_is_not_there_is_told(ready: Path, words: tuple[str, ...], says: str) -> None:
    """Status 3 and a sentence."""
    done = desk("forms", ready, *words)
    assert done.status == 3
    assert says in done.err


def test_a_scan_is_refused(workspace: Path, tmp_path: Path) -> None:
    """A picture of a form is no form."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned_pdf())
    done = desk("forms", workspace, "add", path)
    assert done.status == 3
    assert "is a scan" in done.err
