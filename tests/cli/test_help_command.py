"""help, glossary, section, support, and the numbers of errors in a terminal."""

from __future__ import annotations

import zipfile
from pathlib import Path

from app.met_errors import list_met
from tests.cli.terminal_user import desk


def test_help_alone_lists_its_topics() -> None:
    """With how to go on."""
    done = desk("help")
    assert done.status == 0
    assert "importing" in done.out
    assert "relief-desk help TOPIC" in done.out
    assert {"name": "policies", "title": "Policies"} in desk("help", "--json").data["topics"]


def test_a_topic_is_printed_by_name_or_title() -> None:
    """As plain lines."""
    by_name = desk("help", "one-person")
    assert by_name.out.startswith("One person\n")
    assert desk("help", "One", "person").out == by_name.out


def test_a_number_says_what_to_do() -> None:
    """However it is typed."""
    done = desk("help", "e3")
    assert done.status == 0
    assert done.out.startswith("E-0003\n")
    assert "What to do: Look whether the disk" in done.out
    assert desk("help", "E-0003", "--json").data["number"] == "E-0003"


def test_words_find_places_with_their_sentences() -> None:
    """And say how each is shown whole."""
    done = desk("help", "newer", "delivery")
    assert "Importing, A newer delivery" in done.out
    assert "relief-desk help importing" in done.out
    assert desk("help", "newer", "delivery", "--json").data["hits"][0]["topic"] == "importing"


def test_words_that_find_nothing_say_so() -> None:
    """As wrong usage, with what to do."""
    done = desk("help", "zebra")
    assert (done.status, done.out) == (2, "")
    assert "has nothing on “zebra”" in done.err


def test_the_glossary_explains_a_column() -> None:
    """And refuses what it does not know."""
    done = desk("glossary", "conv", "stat")
    assert "CONV_STAT_DESCR (column)" in done.out
    assert desk("glossary", "zebra").status == 2
    assert desk("glossary", "toc", "--json").data["entries"][0]["name"] == "OFFENSE_TOC"


def test_a_section_is_looked_up() -> None:
    """With all that is known; what is no section is refused with how to write one."""
    done = desk("section", "HS", "11357", "b")
    assert done.out.startswith("HS 11357(b)\n")
    assert "Policies that ask about it" in done.out
    assert desk("section", "PC 187", "--json").data["title"] == "PC 187"
    refused = desk("section", "possession")
    assert refused.status == 2
    assert "Write the number with the letters of its code" in refused.err


def test_a_refusal_ends_with_its_number(tmp_path: Path) -> None:
    """The sentence first, unchanged; the number and the way to the help below it."""
    done = desk("verify", tmp_path / "none.relief")
    sentence, number = done.err.strip().splitlines()
    assert sentence.endswith("Check the name and the folder.")
    shown = number.removeprefix("Error ").partition(";")[0]
    assert number == f"Error {shown}; what to do: relief-desk help {shown}"
    assert "There is no workspace at" in desk("help", shown).out


def test_a_command_typed_wrong_has_a_number_too() -> None:
    """And asking for a command's help has none."""
    assert "Error E-0002" in desk("cases").err
    assert "Error" not in desk("cases", "--help").err


def test_only_numbers_and_days_are_kept_of_errors(tmp_path: Path, data_folder: Path) -> None:
    """What was met lately is known without what it was about."""
    desk("verify", tmp_path / "MARTINEZ.relief")
    desk("verify", tmp_path / "MARTINEZ.relief")
    met = list_met()
    assert [one.n_times for one in met] == [2]
    kept = "".join(path.read_text() for path in data_folder.rglob("*") if path.is_file())
    assert met[0].number in kept
    assert "MARTINEZ" not in kept


def test_the_support_file_is_shown_and_saved(tmp_path: Path) -> None:
    """The same texts on the screen as in the zip; another name or an existing file is refused."""
    out = tmp_path / "support.zip"
    done = desk("support", "--out", out)
    assert done.status == 0, done.err
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            assert archive.read(name).decode() in done.out
    assert "Name another file" in desk("support", "--out", out).err
    assert desk("support", "--out", tmp_path / "support.txt").status == 2


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The support file is not half written."""
    done = desk("support", "--out", tmp_path / "none" / "support.zip")
    assert done.status == 3
    assert "Choose another folder" in done.err
