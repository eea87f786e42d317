"""Sections in every printed style read back as the same section, whatever the case."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.statute import (
    CodeSection,
    Inchoate,
    SectionReading,
    cannabis_sections_named,
    read_section,
)
from app.model.truth import Truth

_NEAR_SECTIONS = "1356790.,/-() ABHSPC©&;+?*664182 THRU"
_CODES = st.sampled_from(["HS", "PC", "VC", "BP", "WI", "MV", "FG", "GC"])
_LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
_DIGITS = st.integers(1, 30).map(str)
_SUBDIVISIONS = st.one_of(
    st.just(()),
    st.tuples(_LETTERS),
    st.tuples(_DIGITS),
    st.tuples(_LETTERS, _DIGITS),
    st.tuples(_LETTERS, _DIGITS, _LETTERS),
    st.tuples(_LETTERS, _DIGITS, _LETTERS, _DIGITS),
)
_WHOLE = st.integers(20, 34999).map(str).filter(lambda one: one not in ("664", "182"))
_DECIMAL = st.builds(
    lambda whole, decimal: f"{whole}.{decimal}",
    st.integers(20, 34999).map(str),
    st.one_of(st.integers(1, 99).map(str), st.integers(1, 9).map(lambda one: f"0{one}")),
)
_CANNABIS = st.sampled_from(["11357", "11358", "11359", "11360"])
_NUMBERED = st.builds(
    CodeSection,
    _CODES,
    st.one_of(_CANNABIS, _WHOLE, _DECIMAL),
    _SUBDIVISIONS,
    st.sampled_from(Inchoate),
)
_LETTERED = st.builds(
    CodeSection,
    st.just("PC"),
    st.sampled_from(["653f", "288a", "273ab", "273a", "266c", "266h", "266i", "266j", "647a"]),
    _SUBDIVISIONS,
    st.sampled_from(Inchoate),
)
SECTIONS = st.one_of(_NUMBERED, _LETTERED)
_JOINERS = st.sampled_from(["/", "-", " / ", " - ", " ", ", ", ",", " & ", "&", ";", " AND ", "+"])
_GAPS = st.sampled_from(["", " ", "  "])


def bracketed(section: CodeSection) -> str:
    """``11357(A)(1)``."""
    return section.section.upper() + "".join(f"({one.upper()})" for one in section.subdivisions)


def prefix_of(section: CodeSection) -> str:
    return {"attempt": "664", "conspiracy": "182"}.get(section.inchoate.value, "")


def same_section(text: str, section: CodeSection) -> None:
    """The text reads as exactly that section, and leaves nothing in doubt."""
    reading = read_section(text)
    assert reading.sections == (section,), text
    assert not reading.unread
    assert not reading.ranges
    assert reading.is_cannabis is Truth.of(section.is_cannabis)


@given(SECTIONS)
def test_a_citation_reads_back(section: CodeSection) -> None:
    """``HS 11357(a)(1)``, ``PC 664/HS 11359``: what is written is read."""
    same_section(str(section), section)
    same_section(str(section).lower(), section)


@given(SECTIONS, _GAPS, st.sampled_from(["", "-SOME DESCRIPTION", " - 6 PLANTS", "-"]))
def test_the_state_print_reads_back(section: CodeSection, gap: str, words: str) -> None:
    """``11357(A)(1) HS-TEXT``, with or without blanks, in either case."""
    own = CodeSection(section.code, section.section, section.subdivisions)
    printed = f"{bracketed(own)}{gap}{own.code}"
    for text in (printed + words, printed.lower() + words, f"  {printed} {words}".rstrip()):
        same_section(text, own)
    assert read_section(printed + words).text == printed


@given(SECTIONS, _GAPS)
def test_blanks_between_brackets_do_not_matter(section: CodeSection, gap: str) -> None:
    """``11357  (A)  (1)  HS``: doubled blanks read like none."""
    own = CodeSection(section.code, section.section, section.subdivisions)
    same_section(bracketed(own).replace("(", f"{gap}(") + f"  {own.code}", own)


@given(SECTIONS, _JOINERS)
def test_attempt_and_conspiracy_before_the_section_read_back(
    section: CodeSection, joiner: str
) -> None:
    """``664/…``, ``182-…``, ``664(A) & …``: the number says how, in every joiner."""
    how = prefix_of(section)
    if how and len(section.section.partition(".")[0]) > 2:  # 664,37 would be a decimal
        printed = f"{bracketed(section)} {section.code}"
        same_section(f"{how}{joiner}{printed}", section)
        same_section(f"{how}(A){joiner}{printed}-WORDS", section)
        same_section(f"{how}(a)(1){joiner}{printed}".lower(), section)


@given(SECTIONS, _JOINERS)
def test_attempt_and_conspiracy_after_the_section_read_back(
    section: CodeSection, joiner: str
) -> None:
    """``…/664``, ``… HS-664 PC``, ``… AND 664 PC``: likewise after it."""
    how = prefix_of(section)
    is_own_offense = how == "182" and section.code == "PC" and joiner.strip() not in ("/", "-", "")
    if how and not is_own_offense:
        same_section(f"{bracketed(section)}{joiner}{how} {section.code}", section)
    if how:
        same_section(f"{bracketed(section)} {section.code}{joiner}{how}", section)
    if how == "664":  # in a list, 182 PC is an offence of its own
        same_section(f"{bracketed(section)} {section.code}{joiner}{how} PC-ATT", section)


@pytest.mark.parametrize("section", ["11357", "11358", "11359", "11360"])
@pytest.mark.parametrize("joiner", ["", ".", "/", "-", " "])
@pytest.mark.parametrize("how", ["664", "182"])
def test_every_joiner_before_a_cannabis_section(section: str, joiner: str, how: str) -> None:
    """Also a point, and nothing at all: ``664.11357(c) HS``, ``66411357(c) HS``."""
    kind = Inchoate.ATTEMPT if how == "664" else Inchoate.CONSPIRACY
    same_section(f"{how}{joiner}{section}(c) HS", CodeSection("HS", section, ("c",), kind))


@given(_CANNABIS, _LETTERS, st.one_of(st.just(""), st.integers(1, 9).map(str)), _GAPS)
def test_attached_letters_read_back(number: str, letter: str, digit: str, gap: str) -> None:
    """``11357A1 HS`` is HS 11357(a)(1)."""
    subdivisions = (letter, digit) if digit else (letter,)
    section = CodeSection("HS", number, subdivisions)
    same_section(f"{number}{letter}{digit} HS".upper(), section)
    same_section(f"{number}{letter}{digit}{gap}HS-TEXT".upper(), section)
    same_section(f"{number}{letter}{digit} hs", section)


def test_the_word_processors_sign_is_the_letter_c() -> None:
    """``11357©`` and ``11360(a)(3)© HS``."""
    assert read_section("11357© HS").sections == read_section("11357(C) HS").sections
    assert read_section("11360(a)(3)© HS").sections == read_section("11360(A)(3)(C) HS").sections


@given(
    st.sampled_from(["11357.5", "11357.7", "111359", "113600", "11361", "1135", "11356", "113590"]),
    st.sampled_from(["", " HS", " PC", "(A) HS", "A HS", "-11357.5 HS"]),
    st.sampled_from(["", "664/", "182-", "HS "]),
)
def test_near_numbers_are_never_cannabis(number: str, after: str, before: str) -> None:
    """11357.5 is another offence, and so is every longer or shorter number."""
    assert read_section(before + number + after).cannabis is None


@given(_CANNABIS, st.sampled_from(["BP", "VC", "WI", "MV", "FG"]), _SUBDIVISIONS)
def test_other_codes_are_never_cannabis(number: str, code: str, subdivisions: tuple[str]) -> None:
    """11357 of another code is another offence, read and certain."""
    section = CodeSection(code, number, subdivisions)
    same_section(f"{bracketed(section)} {code}", section)
    assert read_section(str(section)).is_cannabis is Truth.NOT_MET


_PIECES = (
    *("664", "182", "11357", "11359", "11360", "11357.5", "113?9", "1L357", "484", "487", "6"),
    *("(A)", "(B)", "HS", "PC", "-", "/", ",", ".", "+", "?", "???", " "),
    *("AND", "THRU", "TO", "SALE", "INCLUSIVE"),
)
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=_NEAR_SECTIONS, max_size=24),
    st.lists(st.sampled_from(_PIECES), max_size=7).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
)


@given(_TEXTS)
@settings(max_examples=100)
def test_any_text_is_read_or_not_read(text: str) -> None:
    """Never an error; and what is said to be read has a section and leaves nothing unread."""
    reading = read_section(text)
    assert reading.text in text
    assert reading.unread in text
    assert not reading.is_read or (reading.sections and not reading.unread)
    assert reading.is_cannabis is Truth.of(reading.cannabis is not None or reading_doubt(reading))
    cannabis_sections_named(text)


def reading_doubt(reading: SectionReading) -> bool | None:
    """False when a reading without a cannabis section is certain, else unknown."""
    return False if reading.is_read else None


@given(_TEXTS)
@settings(max_examples=100)
def test_the_printed_head_reads_like_the_whole_text(text: str) -> None:
    """A record keeps only the head: reading it again gives the same sections and doubts."""
    whole = read_section(text)
    head = read_section(whole.text)
    assert (head.sections, head.ranges) == (whole.sections, whole.ranges)
    assert head.is_cannabis is whole.is_cannabis
    assert bool(head.unread) is bool(whole.unread)


@given(_TEXTS)
@settings(max_examples=100)
def test_case_does_not_matter(text: str) -> None:
    """Upper, lower or swapped ASCII letters: the same sections, ranges and doubts."""
    expected = read_section(text)
    for change in (ascii_upper, ascii_lower, ascii_swapped):
        reading = read_section(change(text))
        assert (reading.sections, reading.ranges) == (expected.sections, expected.ranges)
        assert reading.is_cannabis is expected.is_cannabis


def ascii_upper(text: str) -> str:
    return "".join(one.upper() if one.isascii() else one for one in text)


def ascii_lower(text: str) -> str:
    return "".join(one.lower() if one.isascii() else one for one in text)


def ascii_swapped(text: str) -> str:
    return "".join(one.swapcase() if one.isascii() else one for one in text)


@given(SECTIONS, SECTIONS, st.sampled_from(["/", ", ", " & ", " AND ", ";", "+"]))
def test_two_sections_in_one_cell_are_both_read(
    one: CodeSection, other: CodeSection, joiner: str
) -> None:
    """Each with its own letters, in every joiner of a list."""
    first = CodeSection(one.code, one.section, one.subdivisions)
    second = CodeSection(other.code, other.section, other.subdivisions)
    text = f"{bracketed(first)} {first.code}{joiner}{bracketed(second)} {second.code}-WORDS"
    assert read_section(text).sections == tuple(dict.fromkeys((first, second)))


def test_all_notations_of_one_attempt_agree() -> None:
    """However an attempt is printed, it is the same offence."""
    section = CodeSection("HS", "11359", ("b",), Inchoate.ATTEMPT)
    befores = [f"664{joiner}11359(B) HS" for joiner in ("", ".", "/", "-", " ", ", ", " AND ")]
    afters = [f"11359(B){joiner}664 HS" for joiner in (".", "/", "-", " ", ", ", " AND ")]
    with_letters = [f"664 PC{joiner}11359(B) HS" for joiner in ("/", "-", " ", ", ")]
    for text, end in product([*befores, *afters, *with_letters], ("", "-ATT SALE")):
        same_section(text + end, section)
