"""Code sections are read as records print them, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.statute import (
    cannabis_sections_named,
    is_see_comment,
    possible_other_cannabis,
    read_section,
)

NOTATIONS = [
    ("11357 HS-POSSESSION OF MARIJUANA", "11357 HS", "HS 11357"),
    ("11357(A) HS-POSSESS CONCENTRATED CANNABIS", "11357(A) HS", "HS 11357(a)"),
    ("11357(C)HS-POSSESS MARIJUANA", "11357(C)HS", "HS 11357(c)"),
    ("11357(b)HS-POSSESS MARIJUANA", "11357(b)HS", "HS 11357(b)"),
    ("11357A HS-X", "11357A HS", "HS 11357(a)"),
    ("11357AHS", "11357AHS", "HS 11357(a)"),
    ("11357 A HS-X", "11357 A HS", "HS 11357(a)"),
    ("11357B2 HS-X", "11357B2 HS", "HS 11357(b)(2)"),
    ("11358(C) HS-CULTIVATE MARIJUANA 6+ PLANTS", "11358(C) HS", "HS 11358(c)"),
    ("11358(C) HS-6 PLANTS", "11358(C) HS", "HS 11358(c)"),
    ("11358-HS-CULTIVATE", "11358-HS", "HS 11358"),
    ("11359HS-INTENT SELL CANNABIS", "11359HS", "HS 11359"),
    ("11359  HS-SALE", "11359  HS", "HS 11359"),
    ("11360A2 HS-X", "11360A2 HS", "HS 11360(a)(2)"),
    ("11360(A) HS-GIVE/ETC MARIJ OVER 1 OZ/28.5 GRM", "11360(A) HS", "HS 11360(a)"),
    ("11360(B) SELL/FURNISH/ETC MARIJUANA/HASH", "11360(B)", "11360(b)"),
    ("11357(C)-28.5 GRAMS", "11357(C)", "11357(c)"),
    ("/11357 HS", "11357 HS", "HS 11357"),
    ("CHRG 11358 HS", "11358 HS", "HS 11358"),
    (":CHRG 11358 HS-CULT", "11358 HS", "HS 11358"),
    ("HS 11359(D)", "HS 11359(D)", "HS 11359(d)"),
    ("HS11357(A)", "HS11357(A)", "HS 11357(a)"),
    ("11357 H&S", "11357 H&S", "HS 11357"),
    ("11360b", "11360b", "11360(b)"),
    ("11357©", "11357©", "11357(c)"),
    ("11360(a)(3)(C)", "11360(a)(3)(C)", "11360(a)(3)(c)"),
    ("664.11357(c) HS", "664.11357(c) HS", "PC 664/HS 11357(c)"),
    ("66411357(c) HS", "66411357(c) HS", "PC 664/HS 11357(c)"),
    ("664-11357(c) HS-X", "664-11357(c) HS", "PC 664/HS 11357(c)"),
    ("664/11357(c) HS", "664/11357(c) HS", "PC 664/HS 11357(c)"),
    ("664 11359 HS", "664 11359 HS", "PC 664/HS 11359"),
    ("11359/664", "11359/664", "PC 664/11359"),
    ("11359 HS/664 PC-ATT", "11359 HS/664 PC", "PC 664/HS 11359"),
    ("182-11360 HS", "182-11360 HS", "PC 182/HS 11360"),
    ("182(A)(1)/11360 HS", "182(A)(1)/11360 HS", "PC 182/HS 11360"),
    ("664/187(A) PC", "664/187(A) PC", "PC 664/PC 187(a)"),
    ("664487(A) PC", "664487(A) PC", "PC 664/PC 487(a)"),
    ("490,2 PC", "490,2 PC", "PC 490.2"),
    (".496. PC", "496. PC", "PC 496"),
    ("190.2(A)(1) PC", "190.2(A)(1) PC", "PC 190.2(a)(1)"),
    ("653F(B) PC-SOLICIT", "653F(B) PC", "PC 653f(b)"),
    ("288A PC", "288A PC", "PC 288a"),
    ("288(A) PC", "288(A) PC", "PC 288(a)"),
    ("273AB PC", "273AB PC", "PC 273ab"),
    ("1672(A) MV", "1672(A) MV", "MV 1672(a)"),
    ("11357(D) HS", "11357(D) HS", "HS 11357(d)"),
    ("11357 HS-NO SPECIFIED SUBSECTION", "11357 HS", "HS 11357"),
    ("11357 HS-BLAH", "11357 HS", "HS 11357"),
    ("11358 HS-CULTIVATE CANNABIS", "11358 HS", "HS 11358"),
    ("11358 HS-PLANT/CULTIVATE/ETC MARIJUANA/HASH", "11358 HS", "HS 11358"),
    ("11359 HS-MARIJUANA POSSESION FOR SALE", "11359 HS", "HS 11359"),
    ("11359(A) HS-X", "11359(A) HS", "HS 11359(a)"),
    ("11359(B) HS-POSS FOR SALE 2ND", "11359(B) HS", "HS 11359(b)"),
    ("11359B HS-X", "11359B HS", "HS 11359(b)"),
    ("11359(C) HS-CULTIVATE CANNABIS", "11359(C) HS", "HS 11359(c)"),
    ("11359(b) HS", "11359(b) HS", "HS 11359(b)"),
    ("11359(c)(3)", "11359(c)(3)", "11359(c)(3)"),
    ("11359(D) HS-EMPLOY MINOR WITH INTENT TO SELL", "11359(D) HS", "HS 11359(d)"),
    ("11359(a)(b)", "11359(a)(b)", "11359(a)(b)"),
    ("11360 HS-SELL/TRANSPORT/ETC MARIJUANA/HASH", "11360 HS", "HS 11360"),
    ("11360A HS-X", "11360A HS", "HS 11360(a)"),
    ("11357(A)PC", "11357(A)PC", "PC 11357(a)"),
    ("11358 PC", "11358 PC", "PC 11358"),
    ("11360 PC", "11360 PC", "PC 11360"),
    ("11357a", "11357a", "11357(a)"),
    ("11357b", "11357b", "11357(b)"),
    ("11357c", "11357c", "11357(c)"),
    ("66411357(A) HS", "66411357(A) HS", "PC 664/HS 11357(a)"),
    ("664-11359 HS", "664-11359 HS", "PC 664/HS 11359"),
    ("664/11359", "664/11359", "PC 664/11359"),
    ("182-11359", "182-11359", "PC 182/11359"),
    ("487(A)-664 PC", "487(A)-664 PC", "PC 664/PC 487(a)"),
    ("487(A)/664 PC", "487(A)/664 PC", "PC 664/PC 487(a)"),
    ("664/487(A) PC", "664/487(A) PC", "PC 664/PC 487(a)"),
    ("664.487(A) PC", "664.487(A) PC", "PC 664/PC 487(a)"),
    ("664-487(A) PC", "664-487(A) PC", "PC 664/PC 487(a)"),
    ("496,3(A)(2)", "496,3(A)(2)", "496.3(a)(2)"),
    ("496 (A) (2)", "496 (A) (2)", "496(a)(2)"),
    ("647(F) PC", "647(F) PC", "PC 647(f)"),
    ("220 PC", "220 PC", "PC 220"),
    ("290 PC", "290 PC", "PC 290"),
    ("4060 BP", "4060 BP", "BP 4060"),
    ("40508 VC", "40508 VC", "VC 40508"),
    ("HSC 11357(a)", "HSC 11357(a)", "HS 11357(a)"),
    ("HS § 11357(c)", "HS § 11357(c)", "HS 11357(c)"),
]


@pytest.mark.parametrize(("text", "printed", "cited"), NOTATIONS)
def test_a_printed_notation_is_read(text: str, printed: str, cited: str) -> None:
    """Every notation seen in a DOJ file gives its section and the text as printed."""
    reading = read_section(text)
    assert [str(section) for section in reading.sections] == [cited]
    assert reading.text == printed


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("12345/11359(a)", ["12345", "11359(a)"]),
        ("123/11359(a)(2)/12345", ["123", "11359(a)(2)", "12345"]),
        ("12345-11358", ["12345", "11358"]),
        ("11359(a)/12345", ["11359(a)", "12345"]),
        ("186.22(B)(4)/136.1 PC", ["PC 186.22(b)(4)", "PC 136.1"]),
        ("211-12022(A) PC", ["PC 211", "PC 12022(a)"]),
        ("11350 HS/11377", ["HS 11350", "HS 11377"]),
        ("11350 HS, 11359 HS", ["HS 11350", "HS 11359"]),
        ("11350 HS;11359 HS-SALE", ["HS 11350", "HS 11359"]),
        ("11350 HS & 11359 HS", ["HS 11350", "HS 11359"]),
        ("11350 HS AND 11359 HS", ["HS 11350", "HS 11359"]),
        ("11350 HS 11359 HS-SALE", ["HS 11350", "HS 11359"]),
        ("11350 HS+11359 HS", ["HS 11350", "HS 11359"]),
        ("11350 HS/11359 SALE OF MARIJUANA", ["HS 11350", "HS 11359"]),
        ("11357(A)/(B)/(C) HS", ["HS 11357(a)", "HS 11357(b)", "HS 11357(c)"]),
        ("11360(A)(1)/(2) HS", ["HS 11360(a)(1)", "HS 11360(a)(2)"]),
        ("459 PC/187", ["PC 459", "PC 187"]),
        ("182 PC, 11359 HS", ["PC 182", "HS 11359"]),
        ("HS 11360(a), 664-11359 HS", ["HS 11360(a)", "PC 664/HS 11359"]),
    ],
)
def test_several_sections_are_all_read(text: str, cited: list[str]) -> None:
    """Sections that stand joined are all kept, in their order, with a warning."""
    reading = read_section(text)
    assert [str(section) for section in reading.sections] == cited
    assert "more than one section is named" in reading.warnings


@pytest.mark.parametrize(
    "text",
    ["11357.5 HS", "11357.7", "111359 HS", "113600", "11357 BP", "11357-BP", "1135 HS", "137 PC"],
)
def test_other_offenses_are_not_cannabis(text: str) -> None:
    """A section that only looks like one of the four is another offense, and is read."""
    reading = read_section(text)
    assert reading.is_read
    assert reading.cannabis is None


@pytest.mark.parametrize(
    "text",
    ["", "   ", "  -  ", "SEE COMMENT FOR CHARGE", "#N/A", "POSS MARIJ", "1979 CASE", "2 COUNTS"],
)
def test_what_cannot_be_read_is_not_read(text: str) -> None:
    """No section is made up for a text that does not begin with one."""
    assert not read_section(text).is_read


def test_wrong_and_missing_letters_are_warned_about() -> None:
    """PC or no letters with one of the four numbers still mean cannabis, with a warning."""
    wrong, missing = read_section("11357(A)PC"), read_section("11358")
    assert wrong.cannabis is not None
    assert wrong.warnings == ("PC is printed with a section of the Health and Safety Code",)
    assert missing.cannabis is not None
    assert missing.warnings == ("code letters are missing",)
    assert read_section("11358 HS").warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " - ",
        "#N/A",
        "SEE COMMENT FOR CHARGE",
        "see  comment for charge ",
        "SEE. COMMENT FOR CHARGE",
        "SEECOMMENTFORCHARGE",
    ],
)
def test_the_comment_is_pointed_to(text: str) -> None:
    """Blank, filler and the pointer in any spelling send the reader to the comment."""
    assert is_see_comment(text)


def test_an_offense_points_to_no_comment() -> None:
    """A text of its own is no pointer."""
    assert not is_see_comment("11357 HS-SEE COMMENT")


def test_sections_named_in_a_comment() -> None:
    """All cannabis sections of a free text, and no part of a longer number or case number."""
    text = (
        "ALSO 11357(A) HS AND 11357.5 HS, 111359, HS 11360(a), 664-11359 HS CASE BA11358; 11358 BP"
    )
    assert [str(one) for one in cannabis_sections_named(text)] == [
        "HS 11357(a)",
        "HS 11360(a)",
        "PC 664/HS 11359",
    ]


@pytest.mark.parametrize(
    ("offense", "comment", "expected"),
    [
        ("459 PC-BURGLARY", "11357(A) HS", True),  # (a) the offense names none
        ("11359 HS-SALE", "11357 HS ALSO", True),  # (b) another of the four
        ("11357 HS-POSS", "11357(C) HS", True),  # (c) a subdivision only in the comment
        ("11357(A) HS-POSS", "11357(C) HS", True),  # (d) exactly one in A, B
        ("11357(A) HS-POSS", "11357(B) HS", False),  # both in A, B
        ("11357(C) HS-POSS", "11357(D) HS", False),  # neither
        ("11357(A) HS-POSS", "11357 HS", False),  # only the offense gives one
        ("11359 HS-SALE", "11359 HS", False),
        ("11359 HS-SALE", "NO CHARGE NAMED", False),
        ("11359 HS-SALE", "11357.5 HS", False),
        ("SEE COMMENT FOR CHARGE", "11357(A) HS", False),  # the section is the comment's own
        ("  -  ", "11357(A) HS", False),
    ],
)
def test_possible_other_charges(offense: str, comment: str, expected: bool) -> None:
    """Column 3 of the result files, cases (a) to (d) and their opposites."""
    assert possible_other_cannabis(offense, comment) is expected


@given(st.text(max_size=60))
def test_reading_never_raises(text: str) -> None:
    """Any text is read or not read."""
    reading = read_section(text)
    assert reading.is_read == bool(reading.sections)
    cannabis_sections_named(text)
    is_see_comment(text)
    possible_other_cannabis(text, text)


@given(st.text(alphabet="1356790.,/-() ABHSPC©&;664182", max_size=24))
def test_reading_near_sections_never_raises(text: str) -> None:
    """The same for texts made of the characters of sections; what is printed stands in the text."""
    reading = read_section(text)
    assert reading.text in text
