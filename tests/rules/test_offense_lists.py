"""Offense lists: sure, maybe, never; whole sections, never parts of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.statute import read_section
from app.rules.offense_lists import (
    Listing,
    OffenseListError,
    load_offense_list,
    offense_list_ids,
    read_offense_list,
)

STRIKES = load_offense_list("us-ca/super-strikes")
REGISTRABLE = load_offense_list("us-ca/registrable")
RELATED = load_offense_list("us-ca/related-charges")
SURE, MAYBE, NEVER = Listing.SURE, Listing.MAYBE, Listing.NEVER


@pytest.mark.parametrize(
    ("text", "listing"),
    [
        ("187 PC", SURE),
        ("187(A) PC-MURDER", SURE),
        ("664/187(A) PC", SURE),
        ("191.5(A) PC", SURE),
        ("190.2(A)(1) PC", SURE),
        ("192(A) PC", NEVER),
        ("37 PC", SURE),
        ("137 PC", NEVER),
        ("237 PC", NEVER),
        ("128 PC", SURE),
        ("1128 PC", NEVER),
        ("12220 PC", NEVER),
        ("288(A) PC", SURE),
        ("288(B)(1) PC", SURE),
        ("288(B)(2) PC", MAYBE),
        ("288(C)(1) PC", MAYBE),
        ("288 PC", MAYBE),
        ("288A PC", MAYBE),
        ("288.7 PC", SURE),
        ("245(D)(3) PC", SURE),
        ("245(D) PC", MAYBE),
        ("245(A)(1) PC", NEVER),
        ("245 PC", NEVER),
        ("653F(B) PC", SURE),
        ("653F PC", MAYBE),
        ("653F(A) PC", NEVER),
        ("653(F) PC", NEVER),
        ("207 PC", MAYBE),
        ("261(A)(2) PC", MAYBE),
        ("220(B) PC", SURE),
        ("220 PC", MAYBE),
        ("664/211 PC", NEVER),
        ("182/187 PC", MAYBE),
        ("664/205 PC", MAYBE),
        ("1672(A) MV", SURE),
        ("1672(B) MV", NEVER),
        ("187", MAYBE),
        ("187 VC", NEVER),
        ("186.22(B)(4) PC", NEVER),
        ("246 PC", NEVER),
        ("186.22(B)(4)/246 PC", SURE),
        ("136.1/186.22(B)(4) PC", SURE),
        ("186.22(B)/246 PC", MAYBE),
        ("11359 HS", NEVER),
        ("ILLEGIBLE", MAYBE),
        ("", MAYBE),
    ],
)
def test_super_strikes(text: str, listing: Listing) -> None:
    """PC 667(e)(2)(C)(iv): the section as printed against the list."""
    assert STRIKES.listing_of(read_section(text)) is listing
    assert STRIKES.listing_of_text(text) is listing


@pytest.mark.parametrize(
    ("text", "listing"),
    [
        ("647.6(A) PC", SURE),
        ("664/647.6 PC", SURE),
        ("288(A) PC", SURE),
        ("288A PC", SURE),
        ("314(1) PC", SURE),
        ("314.1 PC", SURE),
        ("314 PC", MAYBE),
        ("266H(B) PC", SURE),
        ("266H PC", MAYBE),
        ("311.2(A) PC", NEVER),
        ("311.2(C) PC", SURE),
        ("236.1(A) PC", NEVER),
        ("261.5(C) PC", NEVER),
        ("286(B)(1) PC", MAYBE),
        ("187(A) PC", MAYBE),
        ("272 PC", MAYBE),
        ("647(F) PC", NEVER),
        ("451.5 PC", NEVER),
        ("653F(C) PC", SURE),
    ],
)
def test_registrable(text: str, listing: Listing) -> None:
    """PC 290(c): the section as printed against the list."""
    assert REGISTRABLE.listing_of(read_section(text)) is listing


@pytest.mark.parametrize(
    ("text", "listing"),
    [
        ("647(F) PC-DISORDERLY", SURE),
        ("647(B) PC", NEVER),
        ("148 PC", SURE),
        ("148.9 PC", SURE),
        ("148.5 PC", NEVER),
        ("4060 BP", SURE),
        ("1320(A) PC", SURE),
        ("1320.5 PC", NEVER),
        ("11364 HS", SURE),
        ("11364.1 HS", NEVER),
    ],
)
def test_related_charges(text: str, listing: Listing) -> None:
    """Any suffix but a decimal."""
    assert RELATED.listing_of(read_section(text)) is listing


@pytest.mark.parametrize("list_id", offense_list_ids())
def test_shipped_lists_are_sound(list_id: str) -> None:
    """Each list carries its own id; each entry has a citation; no section stands twice."""
    offenses = load_offense_list(list_id)
    assert offenses.id == list_id
    assert all(one.citation for one in offenses.offenses)
    sections = [one.section for one in offenses.offenses]
    assert len(set(sections)) == len(sections)


_HEAD = 'id = "x"\ntitle = "X"\ncitation = "C"\nfelony_only = false\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "cannot be read"),
        (_HEAD, "lacks 'offense'"),
        (_HEAD + '[[offense]]\nclass = "sure"\nsections = ["187 PC"]\ncitation = "C"', "187 PC"),
        (_HEAD + '[[offense]]\nclass = "sur"\nsections = ["PC 187"]\ncitation = "C"', "a class"),
        (
            _HEAD + '[[offense]]\nclass = "sure"\nsections = ["PC 187"]\ncitation = ""',
            "no citation",
        ),
    ],
)
def test_a_bad_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The message names the entry."""
    path = tmp_path / "list.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OffenseListError, match=message):
        read_offense_list(path)


def test_an_unknown_list_is_refused() -> None:
    """A list that is not shipped is no empty list."""
    with pytest.raises(OffenseListError, match="no offense list"):
        load_offense_list("us-ca/nothing")
