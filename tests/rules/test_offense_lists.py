"""Offense lists: sure, maybe, never; whole sections, never parts of a text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.statute import read_section
from app.rules.lists.offense_lists import (
    SOURCES,
    ListedOffense,
    Listing,
    OffenseListError,
    load_offense_list,
    offense_list_ids,
    read_offense_list,
)

STRIKES = load_offense_list("us-ca/super-strikes")
REGISTRABLE = load_offense_list("us-ca/registrable")
RELATED = load_offense_list("us-ca/related-charges")
SERIOUS = load_offense_list("us-ca/serious-or-violent")
EXCLUDED = load_offense_list("us-ca/dismissal-exclusions")
SURE, MAYBE, NEVER = Listing.SURE, Listing.MAYBE, Listing.NEVER


def exactly(year: int, month: int, day: int) -> PartialDate:
    return PartialDate.exactly(date(year, month, day))


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
        ("288(B)(2) PC", SURE),
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
        ("220(B) PC", MAYBE),
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
        # what the counties' program missed or caught by substring (its own tests, and this list's)
        ("206 PC-TORTURE", SURE),
        ("288.7(A) PC", SURE),
        ("653f(b) pc", SURE),
        ("664-187(A) PC", SURE),
        ("187(A)/664 PC", SURE),
        ("190.2(A)(17) PC", SURE),
        ("189.2 PC", NEVER),
        ("205.1 PC", NEVER),
        ("209.6 PC", NEVER),
        ("264.11 PC", NEVER),
        ("261.5 PC", NEVER),
        ("667 PC", NEVER),
        ("667.6 PC", NEVER),
        ("667.61 PC", MAYBE),
        ("217.1(A) PC", NEVER),
        ("217.1(B) PC", MAYBE),
        ("217.1 PC", MAYBE),
        ("11418(A)(2) PC", NEVER),
        ("11418(A)(1) PC", SURE),
        ("11418 PC", MAYBE),
        ("209(B)(1) PC", SURE),
        ("207(A) PC", MAYBE),
        ("269(A)(1) PC", SURE),
        ("288.5(A) PC", SURE),
        ("245(D)(1) PC", NEVER),
        ("182-187 PC", MAYBE),
        ("664/288(A) PC", MAYBE),
        ("192(B) PC", NEVER),
        # ranges, and what cannot be read
        ("187 TO 191.5 PC", MAYBE),
        ("484-487(A) PC", NEVER),
        ("136.1-186.22(B)(4) PC", MAYBE),
        ("187(A)-(B) PC", SURE),
        ("245(A)-(D) PC", MAYBE),
        ("459 PC/1?7 PC", MAYBE),
        ("187 PC/1?7 PC", SURE),
        ("459 PC/187 PC", SURE),
        ("459 PC, 211 PC", NEVER),
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
        ("286(B)(1) PC", MAYBE),
        ("287(B)(1) PC", MAYBE),
        ("288A(B)(1) PC", MAYBE),
        ("288A(C)(1) PC", SURE),
        ("289(H) PC", MAYBE),
        ("289(A)(1)(A) PC", SURE),
        ("262(A)(1) PC", MAYBE),
        ("262(A)(2) PC", NEVER),
        ("262 PC", MAYBE),
        ("288.2(A)(1) PC", MAYBE),
        ("207(A) PC", MAYBE),
        ("220(A)(1) PC", MAYBE),
        ("243.4(A) PC", SURE),
        ("311.10 PC", SURE),
        ("311.1(A) PC", SURE),
        ("311.5 PC", NEVER),
        ("314(3) PC", NEVER),
        ("653F(B) PC", NEVER),
        ("647A PC", MAYBE),
        ("647(A) PC", NEVER),
        ("182/288(A) PC", SURE),
        ("261.5(A) PC", NEVER),
        ("290 PC", NEVER),
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


@pytest.mark.parametrize(
    ("text", "on", "listing"),
    [
        ("261.5(C) PC", exactly(2025, 12, 31), NEVER),
        ("261.5(C) PC", exactly(2026, 1, 1), MAYBE),
        ("261.5(D) PC", exactly(2026, 6, 1), MAYBE),
        ("261.5(B) PC", exactly(2026, 6, 1), NEVER),
        ("261.5(C) PC", PartialDate(date(2025, 1, 1), date(2025, 12, 31)), NEVER),
        ("261.5(C) PC", PartialDate(date(2025, 7, 1), date(2026, 6, 30)), MAYBE),
        ("261.5(C) PC", PartialDate(None, date(2025, 12, 31)), NEVER),
        ("261.5(C) PC", UNKNOWN_DATE, MAYBE),
        ("647(L)(2) PC", exactly(2024, 12, 31), NEVER),
        ("647(L)(2) PC", exactly(2025, 1, 1), MAYBE),
        ("647(L) PC", exactly(1999, 1, 1), NEVER),
        ("647 PC", exactly(1999, 1, 1), NEVER),
        ("647 PC", UNKNOWN_DATE, MAYBE),
        ("288(A) PC", UNKNOWN_DATE, SURE),
        ("288(A) PC", exactly(1980, 1, 1), SURE),
    ],
)
def test_an_entry_holds_from_its_day(text: str, on: PartialDate, listing: Listing) -> None:
    """PC 290(c)(1), (2): by the date of the offense; a date that leaves it open gives maybe."""
    assert REGISTRABLE.listing_on(read_section(text), on) is listing
    assert REGISTRABLE.listing_of_text(text, on) is listing
    assert REGISTRABLE.listing_of_text(text, on) is listing  # remembered


def test_without_a_date_a_dated_entry_is_at_most_maybe() -> None:
    """A caller that knows no date is told neither that the entry counts nor that it does not."""
    reading = read_section("261.5(C) PC")
    assert REGISTRABLE.listing_of(reading) is MAYBE
    assert REGISTRABLE.listing_of_text("261.5(C) PC") is MAYBE
    assert REGISTRABLE.is_dated
    assert not STRIKES.is_dated


def test_an_entry_until_a_day_counts_on_that_day(tmp_path: Path) -> None:
    """Both ends are included, and what follows may be listed otherwise."""
    entries = (
        '[[offense]]\nclass = "sure"\nsections = ["PC 187"]\ncitation = "A"\nsource = "V"\n'
        "until = 2019-12-31\n"
        '[[offense]]\nclass = "never"\nsections = ["PC 187"]\ncitation = "B"\nsource = "V"\n'
        "from = 2020-01-01\n"
    )
    offenses = read_offense_list(written(tmp_path, _HEAD + entries))
    reading = read_section("187 PC")
    assert offenses.listing_on(reading, exactly(2019, 12, 31)) is SURE
    assert offenses.listing_on(reading, exactly(2020, 1, 1)) is NEVER
    assert offenses.listing_on(reading, PartialDate(date(2019, 1, 1), None)) is MAYBE


@pytest.mark.parametrize(
    ("text", "listing"),
    [
        ("187(A) PC", SURE),
        ("664/187(A) PC", SURE),
        ("288(A) PC", SURE),
        ("245(D)(3) PC", SURE),
        ("211 PC", MAYBE),
        ("459 PC", MAYBE),
        ("11350 HS", MAYBE),
        ("484-487(A) PC", MAYBE),
        ("11359 HS", MAYBE),
        ("ILLEGIBLE", MAYBE),
    ],
)
def test_serious_or_violent(text: str, listing: Listing) -> None:
    """An incomplete list: what it does not name may be on it, and is never said not to be."""
    assert SERIOUS.listing_of_text(text) is listing


@pytest.mark.parametrize(
    ("text", "listing"),
    [
        ("288(A) PC", SURE),
        ("286(C)(1) PC", SURE),
        ("286(B)(1) PC", NEVER),
        ("286 PC", MAYBE),
        ("287(C)(1) PC", SURE),
        ("288A(C)(1) PC", SURE),
        ("288A PC", MAYBE),
        ("288.5 PC", SURE),
        ("289(J) PC", SURE),
        ("289(A)(1) PC", NEVER),
        ("311.2(A) PC", SURE),
        ("311.11(A) PC", SURE),
        ("311.4 PC", NEVER),
        ("261.5(D) PC", MAYBE),
        ("261.5(C) PC", NEVER),
        ("42002.1 VC", MAYBE),
        ("664/288(A) PC", MAYBE),
        ("11359 HS", NEVER),
    ],
)
def test_dismissal_exclusions(text: str, listing: Listing) -> None:
    """PC 1203.4: the offenses that it leaves out."""
    assert EXCLUDED.listing_of_text(text) is listing


@pytest.mark.parametrize("list_id", offense_list_ids())
def test_shipped_lists_are_sound(list_id: str) -> None:
    """Each list carries its own id; each entry has a citation and says how sure it is."""
    offenses = load_offense_list(list_id)
    assert offenses.id == list_id
    assert all(one.citation and one.source in SOURCES for one in offenses.offenses)
    dated = [(one.section, one.from_on, one.until_on) for one in offenses.offenses]
    assert len(set(dated)) == len(dated)


def test_what_is_not_verified_is_at_most_maybe() -> None:
    """General knowledge alone makes no offense surely listed, but for two named ones."""
    unverified = {
        str(one.section)
        for list_id in offense_list_ids()
        for one in load_offense_list(list_id).offenses
        if one.source == "G" and one.listing is SURE
    }
    assert unverified == {"PC 206", "PC 288.7"}


@pytest.mark.parametrize(
    "section",
    [
        *("187", "188", "189", "189.1", "189.5", "191", "191.5", "288(a)", "288(b)", "288.5"),
        *("288.7", "269", "245(d)(3)", "653f(b)", "11418(a)(1)", "205", "206", "209", "4500"),
    ],
)
def test_super_strikes_that_are_sure(section: str) -> None:
    """The sections whose text alone shows clause (I) to (VIII)."""
    assert STRIKES.listing_of_text(f"PC {section}") is SURE


@pytest.mark.parametrize(
    "section",
    [
        *("207", "220", "261", "262", "264.1", "286", "287", "288a", "289", "217.1", "667.61"),
        *("288(c)", "245(d)", "653f"),
    ],
)
def test_super_strikes_that_depend_on_more(section: str) -> None:
    """Force, age, intent or a finding: the section alone does not say."""
    assert STRIKES.listing_of_text(f"PC {section}") is MAYBE


@given(st.sampled_from(STRIKES.offenses))
def test_the_print_of_a_listed_section_is_found(one: ListedOffense) -> None:
    """Each entry is found however its section is printed, and never by a longer number."""
    section = one.section
    brackets = "".join(f"({part})" for part in section.subdivisions)
    printed = f"{section.section}{brackets} {section.code}".upper()
    assert STRIKES.listing_of_text(printed) is one.listing
    assert STRIKES.listing_of_text(str(section).lower()) is one.listing
    assert STRIKES.listing_of_text(f"9{printed}") is NEVER


_HEAD = 'id = "x"\ntitle = "X"\ncitation = "C"\nfelony_only = false\n'
_ENTRY = {"class": '"sure"', "sections": '["PC 187"]', "citation": '"C"', "source": '"V"'}


def entry(**changes: str) -> str:
    """One entry as text, with keys changed, added, or left out by an empty text."""
    values = _ENTRY | {key.rstrip("_"): value for key, value in changes.items()}
    lines = [f"{key} = {value}" for key, value in values.items() if value]
    return "[[offense]]\n" + "\n".join(lines) + "\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "list.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "cannot be read"),
        (_HEAD, "it has no 'offense': add one"),
        (_HEAD + "offense = 3\n", r"begin each entry with \[\[offense\]\]"),
        (_HEAD + "offense = [3]\n", "entry 1: it is no table"),
        (_HEAD + entry(sections='["187 PC"]'), "'187 PC' is not a section.*write 'PC 187'"),
        (_HEAD + entry(sections='["ABC"]'), "'ABC' is not a section in citation style"),
        (_HEAD + entry(sections="[]"), "names no section"),
        (_HEAD + entry(class_='"sur"'), r"entry 1 \(PC 187\).*'sur': write never, maybe or sure"),
        (_HEAD + entry(attempt='"yes"'), "'attempt' is 'yes'"),
        (_HEAD + entry(citation='""'), "it has no citation"),
        (_HEAD + entry(citation=""), "it has no 'citation'"),
        (_HEAD + entry(source=""), r"entry 1 \(PC 187\): it has no 'source'"),
        (_HEAD + entry(source='"X"'), r"write one of V \(the words of the statute"),
        (_HEAD + entry(attemt='"sure"'), "did you mean 'attempt'"),
        (_HEAD + entry(from_='"2026-01-01"'), "without quotes"),
        (_HEAD + entry(from_="2026-01-01T00:00:00"), "write a day like 2026-01-01"),
        (_HEAD + entry(from_="2026-01-01", until="2025-12-31"), "before it begins"),
        (_HEAD + entry() + entry(), "PC 187 stands in two entries"),
        (_HEAD + entry() + entry(from_="2020-01-01"), "PC 187 stands in two entries"),
        (_HEAD + 'rest = "sure"\n' + entry(), "'rest' is 'sure': write maybe or never"),
        (_HEAD.replace("false", '"no"') + entry(), "write true or false"),
        (_HEAD + entry() + '[pair]\nenhancement = "PC 1"\n', "pair: it has no"),
    ],
)
def test_a_bad_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The message names the list, the entry, what is wrong and how to mend it."""
    with pytest.raises(OffenseListError, match=message) as error:
        read_offense_list(written(tmp_path, text))
    assert str(error.value).startswith("The offense list list.toml")


def test_an_unknown_list_is_refused() -> None:
    """A list that is not shipped is no empty list."""
    with pytest.raises(OffenseListError, match="no offense list"):
        load_offense_list("us-ca/nothing")
