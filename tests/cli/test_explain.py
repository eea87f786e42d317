"""explain: text, JSON and paper of one answer, from a terminal."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from tests.cli.terminal_user import desk


def _first(workspace: Path) -> str:
    done = desk("cases", workspace, "--limit", "1", "--json")
    return str(done.data["convictions"][0]["conviction_id"])


def test_the_answer_comes_first_and_what_would_change_it(workspace: Path) -> None:
    """The text begins with the answer; every part has its heading; facts name their cell."""
    done = desk("explain", workspace, _first(workspace))
    assert done.status == 0, done.err
    data = desk("explain", workspace, _first(workspace), "--json").data
    lines = done.out.splitlines()
    assert lines[0] == data["outcome"]
    assert "What would change this answer:" in lines
    assert "Every rule in its order:" in lines
    assert "Sources:" in lines


def test_the_data_has_the_words_and_the_cells(workspace: Path, clean_file: Path) -> None:
    """JSON: the statements, the changes, and file and text of every fact that stands in a cell."""
    data = desk("explain", workspace, _first(workspace), "--json").data
    assert data["statements"][0]["text"] == data["outcome"]
    assert {"open_facts", "settled_by", "next_turn", "last_turn"} <= data["changes"].keys()
    facts = [fact for finding in data["findings"] for fact in finding["facts"] if fact["at"]]
    assert {fact["file"] for fact in facts} == {clean_file.name}
    code = next(fact for fact in facts if fact["name"] == "code section")
    assert code["value"] in code["text"]
    assert all(source["how_sure"] for source in data["sources"])


def test_the_person_on_paper(workspace: Path, tmp_path: Path) -> None:
    """--pdf writes the sheet as well; the text stays on standard output."""
    path = tmp_path / "Why, für Akte.pdf"
    done = desk("explain", workspace, _first(workspace), "--pdf", path)
    assert done.status == 0, done.err
    assert str(path) in done.err
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert done.out.splitlines()[0] in text
    assert "Rests on" in text


def test_paper_that_cannot_be_written_is_told(workspace: Path, tmp_path: Path) -> None:
    """Status 3 and the path; a number that does not exist is wrong usage."""
    done = desk("explain", workspace, _first(workspace), "--pdf", tmp_path / "none" / "a.pdf")
    assert done.status == 3
    assert "cannot be written" in done.err
    assert desk("explain", workspace, "999999").status == 2
