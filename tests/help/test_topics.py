"""The help's pages: each loads, each link leads somewhere, each can be reached."""

from __future__ import annotations

import re

import pytest

from app.cli.main import parser
from app.help.glossary import list_answers, list_codes, list_segments, list_terms
from app.help.keys import PAGE_TITLES
from app.help.markup import Heading, Items, Paragraph, Table, Typed, plain_text
from app.help.plain import WIDTH, plain_lines
from app.help.topics import (
    find_topic,
    is_known,
    links,
    load_topics,
    read_topic,
    topic_of_page,
)
from app.model.reading_columns import READING_COLUMNS
from app.model.relief import Outcome
from app.paths import resources
from ui.registry import PAGES


def test_every_file_of_the_folder_is_a_topic() -> None:
    """A file that is dropped there appears by itself, with a title and text."""
    names = {topic.name for topic in load_topics()}
    files = {path.stem for path in (resources() / "help").glob("*.md")}
    assert files <= names
    assert all(topic.title and len(topic.blocks) > 1 for topic in load_topics())


def test_every_link_leads_to_a_page_and_a_heading() -> None:
    """A clerk without a network never meets a dead end."""
    assert [link for link in links(load_topics()) if not is_known(link[1], link[0])] == []


def test_no_page_points_out_of_the_help() -> None:
    """There is no network, so an address helps nobody."""
    for topic in load_topics():
        for block in topic.blocks:
            assert not re.search(r"https?://|www\.", plain_text(block)), topic.name


def test_titles_and_anchors_are_plain() -> None:
    """No two pages have one title, no two headings of a page one anchor."""
    titles = [topic.title for topic in load_topics()]
    assert len(titles) == len(set(titles))
    for topic in load_topics():
        anchors = [block.anchor for block in topic.blocks if isinstance(block, Heading)]
        assert len(anchors) == len(set(anchors)), topic.name


def test_every_page_of_the_window_has_its_help() -> None:
    """F1 finds something everywhere, on the start page and with one person as well."""
    for page in (*(entry.name for entry in PAGES), "start", "person"):
        assert topic_of_page(page) is not None, page


def test_the_titles_of_the_keyboard_map_are_those_of_the_rail() -> None:
    """The help and the window call the pages the same."""
    assert tuple(entry.title for entry in PAGES) == PAGE_TITLES


def test_every_command_is_on_the_page_of_the_terminal() -> None:
    """Who adds a command writes where its help stands: resources/help/commands.md."""
    commands = find_topic("commands")
    assert commands is not None
    told = set(re.findall(r"[a-z][a-z-]+", "\n".join(map(plain_text, commands.blocks))))
    subparsers = next(one for one in parser()._actions if one.dest == "command")
    assert set(subparsers.choices or ()) <= told


def test_every_column_of_the_file_has_its_meaning() -> None:
    """The 95 of the state and those of a reading, each once and in order."""
    told = [one for segment in list_segments() for one in segment.columns]
    assert tuple(one.name for one in told) == READING_COLUMNS
    assert all(one.means.endswith(".") for one in told)


def test_a_code_means_what_the_program_takes_it_for() -> None:
    """The reader of the file is asked, so that help and answers never differ."""
    codes = {(one.column, one.name): one.means for one in list_codes()}
    assert codes["OFFENSE_TOC", "F"] == "Counts as: felony."
    assert codes["OFFENSE_TOC", "N"] == "Counts as: unknown."
    assert codes["STP_TYPE_DESCR", "COURT ACTION"] == "Counts as: court."
    assert codes["DISP_DESCR", "DISMISSED"] == "Counts as no conviction."


def test_every_answer_is_explained() -> None:
    """Also the ones that are neither yes nor no."""
    assert {one.name for one in list_answers()} == {one.value for one in Outcome}


def test_words_stand_in_the_order_of_the_alphabet() -> None:
    """So that they can be found by eye."""
    names = [entry.name.casefold() for entry in list_terms()]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("text", "title", "order", "part"),
    [
        ("# A page\n\nText.", "A page", 900, "More"),
        ("---\norder: 5\npart: Begin\n---\n# A page\n", "A page", 5, "Begin"),
        ("---\ntitle: Named\n---\nText.", "Named", 900, "More"),
        ("Text alone.", "Made up", 900, "More"),
        ("---\norder: many\n---\n# A page", "A page", 900, "More"),
    ],
)
def test_a_page_may_say_little_about_itself(text: str, title: str, order: int, part: str) -> None:
    """A heading is enough; without one the name of the file is the title."""
    topic = read_topic("made-up", text)
    assert (topic.title, topic.order, topic.part) == (title, order, part)


def test_a_text_is_read_into_its_parts() -> None:
    """Headings, paragraphs over several lines, lists, steps, tables and typed lines."""
    topic = read_topic(
        "made-up",
        "# Title\nFirst line\nsecond **strong** line.\n\n- one\n  goes on\n- two\n\n"
        "1. do\n2. then\n\n| A | B |\n|---|---|\n| a | [b](other.md#c) |\n\n    typed `as is`\n",
    )
    heading, paragraph, items, steps, table, typed = topic.blocks
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert plain_text(paragraph) == "First line second strong line."
    assert isinstance(items, Items)
    assert (plain_text(items), items.is_steps) == ("one goes on\ntwo", False)
    assert isinstance(steps, Items)
    assert steps.is_steps
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert isinstance(typed, Typed)
    assert typed.text == "typed `as is`"
    assert links([topic]) == [("made-up", "other.md#c")]


def test_a_part_of_a_page_ends_where_the_next_begins() -> None:
    """A heading with what belongs to it, deeper headings included."""
    topic = read_topic("made-up", "# T\n## A\none\n### A a\ntwo\n## B\nthree\n")
    said = [plain_text(block) for block in topic.section("a")]
    assert said == ["A", "one", "A a", "two"]
    assert topic.section("nothing") == ()


def test_pages_fit_a_terminal() -> None:
    """No line is longer than the screen, but for what is typed."""
    for topic in load_topics():
        for line in plain_lines(topic.blocks):
            assert len(line) <= WIDTH or line.startswith("    "), (topic.name, line)
