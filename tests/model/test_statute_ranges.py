"""Ranges of sections, and prints that cannot be read: in doubt, neither counted nor skipped."""

from __future__ import annotations

import pytest

from app.model.statute import (
    CodeSection,
    SectionRange,
    cannabis_sections_named,
    possible_other_cannabis,
    read_section,
)
from app.model.truth import Truth

RANGES = [
    ("484-487 (A) PC", "PC 484 to PC 487(a)"),
    ("484-488 PC-PETTY THEFT", "PC 484 to PC 488"),
    ("459-460(B) PC", "PC 459 to PC 460(b)"),
    ("594(A)-(B) (2) (A) PC", "PC 594(a) to PC 594(b)(2)(a)"),
    ("11360(A)(1)-(3) HS", "HS 11360(a)(1) to HS 11360(a)(3)"),
    ("187 to 191.5 inclusive", "187 to 191.5"),
    ("187 TO 191.5, INCLUSIVE PC", "PC 187 to PC 191.5"),
    ("187 PC TO 191.5 PC", "PC 187 to PC 191.5"),
    ("11357-11360 HS", "HS 11357 to HS 11360"),
    ("11357 - 11360 HS-VARIOUS", "HS 11357 to HS 11360"),
    ("11357 THRU 11360 HS", "HS 11357 to HS 11360"),
    ("11357 through 11360 hs", "HS 11357 to HS 11360"),
    ("HS 11357-11360", "HS 11357 to HS 11360"),
    ("11357-60 HS", "HS 11357 to HS 11360"),
    ("11357-60", "11357 to 11360"),
    ("664/484-487(A) PC", "PC 664/PC 484 to PC 664/PC 487(a)"),
]


@pytest.mark.parametrize(("text", "printed"), RANGES)
def test_a_range_is_read_as_one(text: str, printed: str) -> None:
    """From one section to another: both ends are kept, and said to be the ends of a range."""
    reading = read_section(text)
    assert [str(one) for one in reading.ranges] == [printed]
    assert "a range of sections is named" in reading.warnings
    (only,) = reading.ranges
    assert reading.sections == (only.first, only.last)


@pytest.mark.parametrize(
    "text",
    [
        "12345-11358",  # the second does not come after the first
        "12345/11359(a)",
        "211-12022(A) PC",  # two offences, far apart
        "664-487(A) PC",
        "487(A)-664 PC",
        "11358 HS-6 PLANTS",
        "11360 HS TO 2 MINORS",
        "11357(C)-28.5 GRAMS",
    ],
)
def test_what_is_no_range(text: str) -> None:
    """A list, an attempt and a description after a dash are no ranges."""
    assert not read_section(text).ranges


@pytest.mark.parametrize(
    "text",
    [
        "11357-11360 HS",
        "11357 THRU 11360 HS",
        "11357 TO 11360",
        "11358-11359 HS",
        "11357-60 HS",
        "11350-11359 HS",
        "11350 HS-11359 HS",
        "11350-11379 HS",  # passes over all four
        "11350-11550 HS",  # the same, ends far apart
        "664/11357-11360 HS",
    ],
)
def test_a_range_over_cannabis_sections_is_unknown(text: str) -> None:
    """It may be a cannabis section and may be another: 11357.5 lies there too."""
    reading = read_section(text)
    assert reading.cannabis is None
    assert not reading.is_read
    assert reading.is_cannabis is Truth.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["484-487(A) PC", "11350-11352 HS", "11361-11365 HS", "11150-11400 PC", "11350-11360.5 BP"],
)
def test_another_range_is_certainly_no_cannabis_offense(text: str) -> None:
    """A range that passes by the four sections, or of another code, leaves no doubt."""
    assert read_section(text).is_cannabis is Truth.NOT_MET


def test_a_range_within_one_section_is_that_section() -> None:
    """11357(a) to (b) is 11357 for certain, and no subdivision is."""
    reading = read_section("11357(A)-(B) HS")
    assert reading.cannabis == CodeSection("HS", "11357")
    assert reading.is_cannabis is Truth.MET
    assert read_section("11360(A)(1)-(3) HS").cannabis == CodeSection("HS", "11360", ("a",))


def test_a_section_beside_a_range_counts() -> None:
    """What stands beside a range is certain, whatever the range is."""
    reading = read_section("11359 HS, 11350-11352 HS")
    assert reading.cannabis == CodeSection("HS", "11359")
    assert read_section("459 PC, 11357-11360 HS").is_cannabis is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("11350 HS/113?9 HS", "113?9 HS"),
        ("11350 HS/113?9 HS-POSS", "113?9 HS"),
        ("11350 HS, 1135* HS", "1135* HS"),
        ("11350 HS & 113?9", "113?9"),
        ("11350 HS AND HS 113?9", "HS 113?9"),
        ("11350 HS 113?9(A) HS-SALE", "113?9(A) HS"),
        ("11350 HS-113?9 HS", "113?9 HS"),
        ("11350 HS-113?9", "113?9"),
        ("11350 HS/???", "???"),
        ("11350 HS/???? HS", "???? HS"),
        ("11350 HS/1L357 HS", "1L357 HS"),
        ("11350 HS/113S9 HS", "113S9 HS"),
        ("11350 HS-11359 SALE", "11359 SALE"),
        ("11350 HS (11359 HS)", "11359 HS"),
        ("11350 HS AND/OR 11359 HS", "11359 HS"),
    ],
)
def test_a_part_that_looks_like_a_section_is_not_passed_over(text: str, unread: str) -> None:
    """What follows a section and looks like another one is unread: nobody knows what it is."""
    reading = read_section(text)
    assert reading.unread == unread
    assert CodeSection("HS", "11350") in reading.sections
    assert reading.is_cannabis is Truth.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "113?9 HS",
        "1L357 HS",
        "113S9 HS",
        "1136O HS",
        "11357.? HS",
        "1135? HS",
        "?1359 HS",
        "11377? HS",
    ],
)
def test_a_damaged_section_is_not_read(text: str) -> None:
    """A digit that nobody can read, or a letter for a digit, makes no other offence of it."""
    reading = read_section(text)
    assert not reading.sections
    assert reading.is_cannabis is Truth.UNKNOWN


def test_a_certain_section_counts_beside_an_unread_one() -> None:
    """11359 stays 11359, whatever the unread part is."""
    reading = read_section("11359 HS/113?9 HS")
    assert reading.is_cannabis is Truth.MET
    assert reading.unread == "113?9 HS"


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("11358 HS-6 PLANTS", "HS 11358"),
        ("11358 HS 6 PLANTS", "HS 11358"),
        ("11358 HS-100 PLANTS", "HS 11358"),
        ("11358 HS-100+ PLANTS", "HS 11358"),
        ("11358 HS/OVER 100 PLANTS", "HS 11358"),
        ("11358 HS, 25 PLANTS", "HS 11358"),
        ("11359(B) HS-POSS FOR SALE 2ND", "HS 11359(b)"),
        ("11360(A) HS-GIVE/ETC MARIJ OVER 1 OZ/28.5 GRM", "HS 11360(a)"),
        ("11357 HS #2", "HS 11357"),
        ("459 PC 2ND DEGREE", "PC 459"),
        ("459 PC/2ND", "PC 459"),
        ("459 PC/2003", "PC 459"),
        ("459 PC-?", "PC 459"),
        ("459 PC-BURGLARY ???", "PC 459"),
        ("459 PC ***", "PC 459"),
        ("243E1 PC-BATTERY SPOUSE", "PC 243(e)(1)"),
        ("32 PC-ACCESSORY TO 11359 HS", "PC 32"),
        ("148(A)(1) PC-OBSTRUCT/ETC 4-6 1999", "PC 148(a)(1)"),
        ("12500(A) VC-NO LIC/4000(A) VC", "VC 12500(a)"),
        ("417(A)(1) PC-EXHIBIT DEADLY WEAPON:NOT FIREARM", "PC 417(a)(1)"),
    ],
)
def test_a_description_raises_no_doubt(text: str, cited: str) -> None:
    """Counts, grams, plants, degrees and years are descriptions."""
    reading = read_section(text)
    assert [str(one) for one in reading.sections] == [cited]
    assert not reading.unread
    assert reading.is_read


@pytest.mark.parametrize(
    ("section", "inside"),
    [
        (CodeSection("PC", "484"), True),
        (CodeSection("PC", "484", ("e",)), True),
        (CodeSection("PC", "485"), True),
        (CodeSection("PC", "486.5"), True),
        (CodeSection("PC", "487"), True),  # a part of it
        (CodeSection("PC", "487", ("a",)), True),
        (CodeSection("PC", "487", ("a", "1")), True),
        (CodeSection("", "485"), True),
        (CodeSection("PC", "487", ("b",)), False),
        (CodeSection("PC", "488"), False),
        (CodeSection("PC", "483.9"), False),
        (CodeSection("HS", "485"), False),
    ],
)
def test_what_a_range_includes(section: CodeSection, inside: bool) -> None:
    """PC 484 to 487(a): both ends, what lies between, and no other code."""
    between = SectionRange(CodeSection("PC", "484"), CodeSection("PC", "487", ("a",)))
    assert between.includes(section) is inside


def test_decimals_and_letters_stand_in_the_order_of_the_code() -> None:
    """190.05 before 190.2 before 190.25; 288a after 288.7 and before 289."""
    homicide = SectionRange(CodeSection("PC", "190.05"), CodeSection("PC", "190.25"))
    assert homicide.includes(CodeSection("PC", "190.2"))
    assert not homicide.includes(CodeSection("PC", "190.3"))
    assert not homicide.includes(CodeSection("PC", "190.03"))
    lewd = SectionRange(CodeSection("PC", "288.7"), CodeSection("PC", "289"))
    assert lewd.includes(CodeSection("PC", "288a"))
    assert not lewd.includes(CodeSection("PC", "288.5"))


def test_the_ends_of_a_range_in_a_comment_are_named() -> None:
    """A comment with a range is worth a look, whatever the range turns out to mean."""
    named = [str(one) for one in cannabis_sections_named("ALSO 11357-11360 HS")]
    assert named == ["HS 11357", "HS 11360"]
    assert possible_other_cannabis("459 PC-BURGLARY", "ALSO 11357-11360 HS")
    assert not possible_other_cannabis("11359 HS-SALE", "11350-11352 HS")


def test_a_long_cell_is_read_at_once() -> None:
    """Blanks, brackets and signs without end do not keep the reader busy."""
    for filler in (" ", "(A)", "(", "/", "?", "-", "AND ", "11359 HS,", "/(B)", ". "):
        text = "11359 HS" + filler * 2000 + "X"
        assert read_section(text).is_cannabis is Truth.MET
