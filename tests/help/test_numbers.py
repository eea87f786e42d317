"""Every refusal of the program has a number that stays, and says what to do."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.help.advice import tells_what_to_do
from app.help.errors import (
    BUG,
    FILE_TROUBLE,
    USAGE,
    load_catalogue,
    number_of,
    pieces_of,
    read_number,
)
from app.model.consequences import FOR_INFORMATION, OF_CONSEQUENCE

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))
import number_errors  # noqa: E402 - a script of the checkout, no package
from error_sentences import (  # noqa: E402
    Sentence,
    find_issue_kinds,
    find_sentences,
)

FILLED = ("X1", "Some words: more. And (this)", "")
ERRORS = [
    one for one in load_catalogue().entries if one.number.startswith("E") and not one.is_retired
]


@pytest.fixture(scope="module")
def kept() -> list[dict[str, Any]]:
    """The entries of the catalogue."""
    data = tomllib.loads(number_errors.CATALOGUE.read_text(encoding="utf-8"))
    return list(data["error"])


def test_every_refusal_in_the_source_has_a_number(kept: list[dict[str, Any]]) -> None:
    """Who adds a refusal, or changes its words, is told which command gives it a number."""
    lacking = number_errors.unnumbered(kept, find_sentences(ROOT), "E")
    lacking += number_errors.unnumbered(kept, find_issue_kinds(ROOT), "D")
    listed = "\n".join(f"  {one.module}:{one.line}  {one.template}" for one in lacking)
    assert not lacking, f"These have no number. Run:  {number_errors.COMMAND}\n{listed}"


def test_no_number_stands_for_a_sentence_that_is_gone(kept: list[dict[str, Any]]) -> None:
    """What the source no longer says is marked as retired, and its number is kept."""
    said = {one.template for one in (*find_sentences(ROOT), *find_issue_kinds(ROOT))}
    gone = [
        one["number"]
        for one in kept
        if int(one["number"][2:]) >= number_errors.FIRST
        and not one.get("retired")
        and one["says"] not in said
    ]
    assert not gone, f"No longer said: {gone}. Run:  {number_errors.COMMAND}"


def test_a_number_is_given_once() -> None:
    """No two sentences share a number, no two numbers a sentence."""
    entries = load_catalogue().entries
    assert len({one.number for one in entries}) == len(entries)
    assert len({(one.number[0], one.says) for one in entries}) == len(entries)


@pytest.mark.parametrize("filler", FILLED)
def test_every_sentence_is_found_by_itself_and_no_other_takes_it(filler: str) -> None:
    """Whatever fills its places: words, words with signs, nothing."""
    taken = {}
    for entry in ERRORS:
        found = load_catalogue().find(filler.join(pieces_of(entry.says)))
        if found is not entry:
            taken[entry.number] = found.number if found is not None else None
    assert not taken


def test_every_sentence_or_its_entry_says_what_to_do() -> None:
    """A reader is never left with a refusal alone."""
    silent = [
        f"{one.number} {one.says}"
        for one in ERRORS
        if not tells_what_to_do(one.says) and not tells_what_to_do(one.do) and not one.do
    ]
    assert not silent, f"Write 'do' for these in {number_errors.CATALOGUE.name}: {silent}"


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("There is no workspace at {}. Check the name and the folder.", True),
        ("{} is no date; write YYYY-MM-DD.", True),
        ("Unknown format {}. Known: {}.", True),
        ("{} cannot be read.", False),
        ("There is no letter to make.", False),
        ("Nothing was changed.", False),
    ],
)
def test_what_counts_as_saying_what_to_do(sentence: str, tells: bool) -> None:
    """An order, or the choices there are; that something failed is none."""
    assert tells_what_to_do(sentence) is tells


def test_every_area_has_a_title_an_advice_and_a_topic() -> None:
    """The help groups the numbers by area and leads on from there."""
    catalogue = load_catalogue()
    assert {one.area for one in catalogue.entries} <= catalogue.areas.keys()
    assert all(area.title and area.do and area.topic for area in catalogue.areas.values())


def test_every_kind_of_issue_has_a_number() -> None:
    """Also those of which the program says what they mean for an answer."""
    known = {one.says for one in load_catalogue().entries if one.number.startswith("D")}
    assert known >= OF_CONSEQUENCE.keys() | FOR_INFORMATION.keys()


def test_a_sentence_of_a_person_has_no_number() -> None:
    """Only the program's own sentences are found."""
    assert number_of("The hearing was moved. Call the court.") == ""
    assert number_of("") == ""
    assert number_of("There is no workspace at /a/b.relief. Check the name and the folder.")


def test_the_numbers_that_are_no_sentences_of_the_source() -> None:
    """A bug, a command typed wrong, a full disk."""
    catalogue = load_catalogue()
    for number in (BUG, USAGE, FILE_TROUBLE):
        entry = catalogue.entry(number)
        assert entry is not None
        assert catalogue.advice(entry)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("E-0412", "E-0412"), ("e412", "E-0412"), (" E 0412 ", "E-0412"), ("d-100", "D-0100"),
        ("0412", ""), ("E-04121", ""), ("error", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_number_is_understood_as_people_type_it(typed: str, meant: str) -> None:
    """With or without the dash, the zeros and the capital."""
    assert read_number(typed) == meant


def _sentence(template: str) -> Sentence:
    return Sentence(template, "app.store.made_up", 1)


def test_numbers_stay_when_sentences_come_and_go() -> None:
    """A new one gets the next number, one that is gone is retired, one that is back is itself."""
    first = number_errors.renumber([], [_sentence("One."), _sentence("Two {}.")], [])
    assert [(one["number"], one["says"]) for one in first] == [
        ("E-0100", "One."), ("E-0101", "Two {}."),
    ]  # fmt: skip
    second = number_errors.renumber(first, [_sentence("Three."), _sentence("Two {}.")], [])
    assert [(one["number"], one.get("retired", False)) for one in second] == [
        ("E-0100", True), ("E-0101", False), ("E-0102", False),
    ]  # fmt: skip
    third = number_errors.renumber(second, [_sentence("One.")], [])
    assert [(one["number"], one.get("retired", False)) for one in third] == [
        ("E-0100", False), ("E-0101", True), ("E-0102", True),
    ]  # fmt: skip


def test_what_a_person_wrote_into_the_catalogue_stays() -> None:
    """Advice survives a new numbering, and the file reads as it was written."""
    entries = [{"number": "E-0100", "area": "files", "says": 'A "b" {}.', "do": "Mend it."}]
    again = number_errors.renumber(entries, [_sentence('A "b" {}.')], [])
    assert again == entries
    areas = {"files": {"title": "Files", "do": "Look.", "topic": "importing"}}
    assert tomllib.loads(number_errors.written(areas, again)) == {"area": areas, "error": entries}


_SOURCE = """
class UserError(Exception): ...
class MadeError(UserError):
    def __init__(self, name):
        super().__init__(f"The thing {name} cannot be used: mend it.")
HINT = "Choose another."
def refuse(what, path):
    raise UserError(f"{path}: {what}. Nothing was changed.")
def plain(): raise UserError("Plain words.")
def joined(n): raise UserError(f"{n} of " f"many. {HINT}")
def chosen(bad): raise UserError("It is bad." if bad else "It is worse.")
def local(n):
    words = f"{n} rows are wrong"
    raise UserError(f"{words}. Check them.")
def passed(path): refuse("it has no rows", path)
def again(path): refuse("it is too long", path)
def made(): raise MadeError("x")
def told(banner, error):
    banner.show_message("stop", "It went wrong. Try again.")
    banner.show_message("good", "It went well.")
    banner.show_message("stop", error.message)
"""


def test_sentences_are_found_in_the_ways_the_source_writes_them(tmp_path: Path) -> None:
    """As they stand, put together, chosen, from a variable, through a helper, in a banner."""
    (tmp_path / "app").mkdir()
    (tmp_path / "ui").mkdir()
    (tmp_path / "app" / "made.py").write_text(_SOURCE, encoding="utf-8")
    assert {one.template for one in find_sentences(tmp_path)} == {
        "Plain words.",
        "{} of many. Choose another.",
        "It is bad.",
        "It is worse.",
        "{} rows are wrong. Check them.",
        "{}: {}. Nothing was changed.",
        "{}: it has no rows. Nothing was changed.",
        "{}: it is too long. Nothing was changed.",
        "The thing {} cannot be used: mend it.",
        "It went wrong. Try again.",
    }
