"""Searching the help, the glossary and the sections."""

from __future__ import annotations

import pytest

from app.help.glossary import find_entries
from app.help.search import search
from app.help.sections import look_up_section, looks_like_section


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("as-of date", "policies"),
        ("date as-of", "policies"),  # any order
        ("newer deliv", "importing"),  # beginnings of words
        ("TOC", "columns"),
        ("scanned picture", "importing"),
        ("sign-off", "reviewing"),
        ("concentrated", "lists"),
        ("previous conviction", "keys"),
    ],
)
def test_words_lead_to_the_page_that_is_about_them(text: str, topic: str) -> None:
    """The best hit is the one a clerk would choose."""
    assert search(text)[0].topic == topic


def test_a_hit_shows_the_sentence_that_has_the_words() -> None:
    """So that one sees whether it is the right one before opening it."""
    first = search("unknown fact taken")[0]
    assert "never taken for the person" in first.sentence


def test_every_word_has_to_be_there() -> None:
    """One word that occurs nowhere finds nothing; no words find nothing."""
    assert search("policy zebra") == []
    assert search("") == []
    assert search(" .,- ") == []


def test_an_error_is_found_by_its_number_and_by_its_words() -> None:
    """Whoever wrote down only one of the two finds it."""
    by_number = search("E-0001")[0]
    assert (by_number.topic, by_number.heading) == ("errors", "E-0001")
    assert any(hit.heading == "E-0003" for hit in search("could not be read or written"))


@pytest.mark.parametrize("text", ["conv stat", "CONV_STAT", "conv_stat_descr"])
def test_a_column_is_found_as_it_is_written_and_by_its_parts(text: str) -> None:
    """With blanks or the signs of the file."""
    assert find_entries(text)[0].name.startswith("CONV_STAT")


def test_a_name_counts_more_than_its_mention() -> None:
    """The word itself first, then where it is spoken of."""
    assert find_entries("level")[0].name == "Level"
    assert find_entries("felony")[0].name.casefold() == "felony"


def test_an_unknown_word_finds_nothing() -> None:
    """Nothing is guessed."""
    assert find_entries("zebra") == []
    assert find_entries("") == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("11357(b)", "11357(b)"),
        ("HS 11357 b", "HS 11357(b)"),
        ("11357(B) HS", "HS 11357(b)"),
        ("11357 b 2", "11357(b)(2)"),
        ("664/11359 hs", "PC 664/HS 11359"),
        ("PC 290", "PC 290"),
        ("11357.5 HS", "HS 11357.5"),
        ("1203.4", "1203.4"),
    ],
)
def test_a_section_is_read_as_records_are_and_as_people_type_it(typed: str, title: str) -> None:
    """By the grammar of the program; blanks between subdivisions are allowed."""
    assert looks_like_section(typed)
    assert look_up_section(typed).title == title


@pytest.mark.parametrize("typed", ["", "importing", "E-0412", "as-of date", "birth", "§"])
def test_what_is_no_section_is_not_taken_for_one(typed: str) -> None:
    """Words of the help stay words."""
    assert not looks_like_section(typed)


def _part(typed: str, title: str) -> str:
    return "\n".join(
        line for part in look_up_section(typed).parts if part.title == title for line in part.lines
    )


def test_what_is_known_of_a_cannabis_section() -> None:
    """That it is one, what its letter forbade when, and which policies ask about it."""
    assert _part("HS 11357(b)", "Cannabis").startswith("Yes")
    meanings = _part("HS 11357(b)", "What it forbids")
    assert "offenses until 2016-11-08: possessing up to 28.5 grams" in meanings
    assert "from 2016-11-09" in meanings
    assert "us-ca/los-angeles" in _part("HS 11357(b)", "Policies that ask about it")


def test_look_alikes_are_other_sections() -> None:
    """11357.5 is no cannabis section of Proposition 64, nor is 11357 of another code."""
    assert _part("11357.5 HS", "Cannabis").startswith("No")
    assert _part("11357 BP", "Cannabis").startswith("No")
    assert _part("11355-11361 HS", "Cannabis").startswith("Not known")


def test_a_listed_offense_names_list_entry_and_mark() -> None:
    """With the authority and how sure it is."""
    lists = _part("PC 187", "Lists of offenses")
    assert "Super strikes (PC 667(e)(2)(C)(iv)): on the list" in lists
    assert "mark V" in lists
    assert "row 7" in _part("PC 187", "Policies that ask about it")


def test_the_level_is_never_said_of_a_section() -> None:
    """Records state it; the program does not infer it, and says so."""
    assert "never from the section" in _part("HS 11360", "Level")


def test_a_text_without_a_section_is_not_read() -> None:
    """Nothing is known of what cannot be read."""
    found = look_up_section("possession")
    assert not found.is_read
    assert found.parts == ()
