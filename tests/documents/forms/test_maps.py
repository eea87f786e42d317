"""Field maps: what they may say, and what no map may ever fill."""

from __future__ import annotations

import re

import pytest

from app.documents.forms.catalog import map_by_edition, map_by_hash, shipped_maps
from app.documents.forms.field_map import Entry, FieldMap, Never
from app.documents.forms.guard import is_always_left, map_problems
from app.documents.forms.loading import MapError, read_map
from app.documents.forms.proposing import TO_SETTLE, propose_map
from app.documents.forms.sources import SOURCES, SourceKind
from app.documents.forms.writing import map_text
from tests.documents.forms.made import REAL, blank, made_map, real_blank

GOOD = """[form]
form = "XX-900"
edition = "2024-01-01"
title = "Petition"
pages = 1

[[entry]]
label = "Defendant"
field = "Defendant"
source = "defendant.name"
"""


def refusal(text: str) -> str:
    with pytest.raises(MapError) as refused:
        read_map(text, "xx-900.toml")
    return refused.value.message


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('source = "defendant.name"', 'source = "defendant.nam"', 10, "defendant.name"),
        ('source = "defendant.name"', 'sources = "defendant.name"', 10, "there is no key"),
        ('title = "Petition"', 'titel = "Petition"', 4, "did you mean “title”"),
        ('source = "defendant.name"', 'never = "signatur"', 10, "did you mean “signature”"),
        ('"2024-01-01"', '"January 2024"', 3, "a date like"),
        ("pages = 1", "pages = 0", 5, "from 1 to 60"),
        ('field = "Defendant"\n', "", 7, "needs a field, or page"),
        ('field = "Defendant"', 'field = "Defendant"\nrow = 2', 10, "row belongs to"),
        ('source = "defendant.name"', 'source = "conviction.level"', 7, "row must be a number"),
        ('field = "Defendant"', 'field = "Defendant"\nsize = [20, 9]', 10, "[least, most]"),
        ('field = "Defendant"', 'field = "Defendant"\nnever = "oath"', 11, "one of source"),
        ('field = "Defendant"', 'field = "Defendant"\nx = 3', 9, "not both"),
        ('field = "Defendant"', 'field = "Defendant"\nalign = "middle"', 10, "no align"),
        ('field = "Defendant"', 'field = "Defendant"\nframe = 1', 10, "true or false"),
        ("pages = 1", 'pages = 1\nrelief = ["DISMIS"]', 6, "no relief “DISMIS”"),
        ("pages = 1", 'pages = 1\nsha256 = ["12"]', 6, "64 hexadecimal"),
        ("pages = 1", 'pages = 1\nsuperseded_on = "soon"', 6, "a date without quotes"),
    ],
)
def test_a_wrong_map_is_refused_with_its_line(old: str, new: str, line: int, says: str) -> None:
    """Unknown keys, sources and values are told with the line and the nearest right word."""
    message = refusal(GOOD.replace(old, new))
    assert says in message
    assert f"line {line}:" in message, message


def test_all_problems_are_told_at_once() -> None:
    """Two mistakes give two lines."""
    message = refusal(GOOD.replace("Petition", "").replace("defendant.name", "nobody"))
    assert len(message.splitlines()) == 3


@pytest.mark.parametrize("text", ["", "[form", '[form]\nform = "X"\n'])
def test_what_is_no_map_is_refused(text: str) -> None:
    """Text that is no TOML, or has no places, is no map."""
    refusal(text)


def test_writing_and_reading_give_the_same_map() -> None:
    """What is saved reads back equal, the shipped maps included."""
    for found in (*shipped_maps(), made_map(blank()), propose_map(blank())):
        assert read_map(map_text(found), found.name) == found


SWORN = re.compile(
    r"signature|\bsign\b|\bdated?\b|executed|perjury|sworn|judge|court use|waive|"
    r"\border\b|certificate|served|service|declar",
    re.IGNORECASE,
)
ASKED_DATES = {"1. Date of conviction", "Date of birth"}
# Not facts of a service: which petition the paper belongs to, in its title.
TITLES = {"Paper served: Prop 64"}


@pytest.mark.parametrize("found", shipped_maps(), ids=lambda one: one.name)
def test_nothing_sworn_has_a_source(found: FieldMap) -> None:
    """No signature, date of signing, oath, waiver, service or box of the court is filled."""
    filled = [one for one in found.entries if one.source]
    assert not [
        one.label
        for one in filled
        if SWORN.search(one.label) and one.label not in ASKED_DATES | TITLES
    ]
    assert not [one.field for one in filled if is_always_left(one.field)]


@pytest.mark.parametrize("found", shipped_maps(), ids=lambda one: one.name)
def test_a_signed_form_says_what_is_never_filled(found: FieldMap) -> None:
    """Every form that is signed lists its signature, and each map its doubts."""
    if not found.is_for_attachments:
        assert any(one.never in (Never.SIGNATURE, Never.COURT) for one in found.entries)
    assert found.notes


@pytest.mark.parametrize("path", sorted(REAL.glob("*.pdf")), ids=lambda path: path.name)
def test_every_real_blank_has_a_map_that_fits(path: object) -> None:
    """Each real blank is known by its bytes, and its map names only fields that are there."""
    real = real_blank(path.name)
    found = map_by_hash(real.sha256)
    assert found is not None
    assert map_problems(found, real) == []
    assert map_by_edition(found.form.lower(), found.edition) == found


def test_a_source_on_a_signature_is_refused() -> None:
    """A map that would fill a field by that name cannot be used, whatever else it says."""
    of = blank()
    for name in ("Signature", "Judge"):
        entries = tuple(
            Entry(one.label, field=one.field, source="defendant.name")
            if one.field == name else one
            for one in made_map(of).entries
        )  # fmt: skip
        problems = map_problems(made_map(of, entries=entries), of)
        assert any("never filled" in words for words in problems)


def test_a_place_drawn_over_a_signature_is_refused() -> None:
    """What is filled may not lie on what is never filled."""
    of = blank()
    box = next(one.box for one in of.fields if one.name == "Date signed")
    more = Entry("Sneaky", page=1, box=box, source="defendant.name")
    assert any("lies on" in words for words in map_problems(made_map(of, more), of))


def test_a_map_of_another_form_is_refused() -> None:
    """Fields that are not there, pages that are not there, text in a box to tick."""
    of = blank()
    wrong = (
        Entry("Gone", field="No such field", source="defendant.name"),
        Entry("Far", page=1, box=of.fields[0].box.__class__(600, 10, 90, 12), source="people"),
        Entry("Box", field="Box 11359", source="defendant.name"),
        Entry("Text", field="Defendant", source="convicted.11359"),
    )
    problems = " ".join(map_problems(made_map(of, *wrong, n_pages=2), of))
    for says in ("another form", "no field “No such field”", "over the edge", "a box to tick",
                 "a field for text"):  # fmt: skip
        assert says in problems


def test_sources_are_a_closed_list_of_three_kinds() -> None:
    """Each source has words for the window, and exactly the function of its kind."""
    for name, source in SOURCES.items():
        assert name == source.name
        assert source.words
        functions = (source.text, source.mark, source.cell)
        at = (SourceKind.TEXT, SourceKind.MARK, SourceKind.ROW).index(source.kind)
        assert [one is not None for one in functions] == [n == at for n in range(3)]
    assert not any(re.search("signature|oath|judge|serve|waive", name) for name in SOURCES)


def test_a_proposal_knows_the_plain_fields_and_leaves_the_sworn() -> None:
    """Names and sections are proposed; a signature is never, the rest is to be settled."""
    by_field = {one.field: one for one in propose_map(blank()).entries}
    assert by_field["Defendant"].source == "defendant.name"
    assert by_field["Case number"].source == "case.number"
    assert by_field["State bar number"].source == "filer.bar_number"
    assert by_field["Box 11359"].source == "convicted.11359"
    assert by_field["Signature"].never is Never.SIGNATURE
    assert by_field["Judge"].never is Never.COURT
    assert by_field["Date signed"].never is Never.SIGNING_DATE
    assert by_field["Waiver"].by_hand == TO_SETTLE


@pytest.mark.parametrize("path", sorted(REAL.glob("*.pdf")), ids=lambda path: path.name)
def test_a_proposal_for_a_real_blank_can_be_used_at_once(path: object) -> None:
    """What is proposed never breaks a rule of the maps."""
    real = real_blank(path.name)
    assert map_problems(propose_map(real), real) == []
