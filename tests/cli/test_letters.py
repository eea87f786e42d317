"""letters, lists, texts, contacts in the terminal."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.documents.check import page_texts
from tests.cli.terminal_user import desk, read_csv


def test_letters_with_labels_and_envelopes(workspace: Path, tmp_path: Path) -> None:
    """Figures as lines and as JSON; who has no address is counted; bad rows are told."""
    addresses = tmp_path / "addresses.csv"
    addresses.write_text("Name,Address,City,State,ZIP\nNOBODY,1 St,Town,CA,90000\n", "utf-8")
    out = tmp_path / "out"
    done = desk(
        "letters", workspace, "--out", out, "--language", "both", "--addresses", addresses,
        "--labels", "--envelopes", "--paper-date", "2026-11-28", "--json",
    )  # fmt: skip
    assert done.status == 0, done.err
    assert done.data["letters"] == done.data["withoutAddress"] > 10
    assert done.data["badRows"] == ["Row 2: nobody a letter goes to is named “NOBODY”"]
    assert "Row 2: nobody a letter goes to is named “NOBODY”" in done.err
    listed = read_csv(out / "Letters.csv", "utf-8-sig")
    assert len(listed) == done.data["letters"]
    assert all((out / row["File"]).is_file() for row in listed)
    if shutil.which("qpdf"):
        for row in listed[:3]:
            subprocess.run(["qpdf", "--check", out / row["File"]], check=True, capture_output=True)
    plain = desk("letters", workspace, "--out", tmp_path / "one", "--merged", "--order", "name")
    assert "Without an address" in plain.out
    assert (tmp_path / "one" / "Letters.pdf").is_file()


@pytest.mark.parametrize("to", ["court", "state", "defender", "agencies"])
def test_lists_to_each_receiver(workspace: Path, tmp_path: Path, to: str) -> None:
    """PDF, CSV and workbook; what to look at goes to standard error."""
    done = desk("lists", workspace, "--to", to, "--out", tmp_path, "--json")
    assert done.status == 0, done.err
    assert done.data["lines"] > 10
    assert {Path(name).suffix for name in done.data["files"]} == {".pdf", ".csv", ".xlsx"}
    assert "address book has no entry" in done.err
    assert desk("lists", workspace, "--to", "press", "--out", tmp_path).status == 2


def test_a_text_is_copied_changed_checked_kept_and_taken_back(
    workspace: Path, tmp_path: Path
) -> None:
    """The road of an office that words a letter otherwise, with a slip on the way."""
    listing = desk("texts", "list", workspace, "--json").data["texts"]
    assert {"motion", "letter-en", "letter-es"} <= {one["name"] for one in listing}
    file = tmp_path / "mine.toml"
    assert desk("texts", "copy", workspace, "letter-en", file).status == 0
    assert desk("texts", "copy", workspace, "letter-en", file).status == 3
    shipped = file.read_text("utf-8")
    file.write_text(shipped.replace("Dear {name}:", "Hello {nmae}:"), "utf-8")
    bad = desk("texts", "check", "letter-en", file)
    assert bad.status == 3
    assert "did you mean “name”" in bad.err
    assert desk("texts", "put", workspace, "letter-en", file).status == 3
    file.write_text(shipped.replace("Dear {name}:", "Hello {name}:"), "utf-8")
    assert desk("texts", "check", "letter-en", file).status == 0
    assert "version 1 is used" in desk("texts", "put", workspace, "letter-en", file).err
    assert "Hello {name}:" in desk("texts", "show", workspace, "letter-en").out
    assert "Dear" in desk("texts", "show", workspace, "letter-en", "--version", "shipped").out
    difference = desk("texts", "show", workspace, "letter-en", "--difference").out
    assert '+text = "Hello {name}:"' in difference
    assert "again" in desk("texts", "back", workspace, "letter-en").err
    assert "already" in desk("texts", "back", workspace, "letter-en").err
    history = desk("texts", "show", workspace, "letter-en", "--history").out.splitlines()
    assert [line.split()[0] for line in history] == ["1", "shipped"]
    assert desk("texts", "show", workspace, "nothing").status == 3
    assert desk("texts", "show", workspace, "letter-en", "--version", "7").status == 3


def test_the_address_book_from_a_terminal(workspace: Path, tmp_path: Path) -> None:
    """Added, changed, checked, given out, taken in, taken out."""
    added = desk(
        "contacts", "add", workspace, "--role", "court", "--name", "Superior Court", "--county",
        "Los Angeles", "--address", "1 Example Street|Los Angeles, CA 90000",
    )  # fmt: skip
    assert added.status == 0, added.err
    assert desk("contacts", "set", workspace, "1", "--phone", "+1 555 0100").status == 0
    (entry,) = desk("contacts", "list", workspace, "--json").data["contacts"]
    assert entry["address"] == ["1 Example Street", "Los Angeles, CA 90000"]
    assert (entry["phone"], entry["isOld"]) == ("+1 555 0100", True)
    assert "1 of 1 were not checked" in desk("contacts", "list", workspace).err
    assert desk("contacts", "checked", workspace, "1", "--on", "2999-01-01").status == 0
    assert desk("contacts", "list", workspace).err == ""
    book = tmp_path / "book.csv"
    assert desk("contacts", "export", workspace, book).status == 0
    taken = desk("contacts", "import", workspace, book, "--json").data
    assert taken == {"new": 0, "changed": 0, "same": 1, "badRows": []}
    assert desk("contacts", "remove", workspace, "1").status == 0
    assert desk("contacts", "list", workspace, "--role", "court").out == ""
    assert desk("contacts", "remove", workspace, "9").status == 2
    wrong = desk("contacts", "add", workspace, "--role", "curt", "--name", "X")
    assert wrong.status == 3
    assert "did you mean “court”" in wrong.err


def test_who_is_served_is_looked_up_in_the_address_book(workspace: Path, tmp_path: Path) -> None:
    """A name alone stands on the proof of service with the address of its entry."""
    desk(
        "contacts", "add", workspace, "--role", "public defender", "--name", "Made-up Defender",
        "--county", "Los Angeles", "--address", "77 Example Street|Los Angeles, CA 90000",
    )  # fmt: skip
    done = desk(
        "papers", workspace, "--kinds", "services", "--limit", "1", "--serve", "made-up defender",
        "--out", tmp_path,
    )  # fmt: skip
    assert done.status == 0, done.err
    (paper,) = tmp_path.rglob("*.pdf")
    text = " ".join(" ".join(page_texts(paper.read_bytes())).split())
    assert "Made-up Defender" in text
    assert "77 Example Street" in text
