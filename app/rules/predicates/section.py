"""Predicates about what the conviction is for, and where: sections, lists, court, county."""

# ruff: noqa: ARG001 - every predicate has the one signature

from __future__ import annotations

from functools import lru_cache

from app.model.relief import Fact
from app.model.statute import Inchoate, read_section
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth
from app.rules.history import Counted
from app.rules.lists.meanings import Meaning, load_meanings
from app.rules.lists.offense_lists import Listing, load_offense_list
from app.rules.lists.sections import names_exactly, names_one_of, prints_one_of
from app.rules.vocabulary import (
    Argument,
    ArgumentKind,
    Arguments,
    Case,
    Predicate,
    number,
    offense_date_fact,
    section_fact,
    word,
    words,
)

_OF_LISTING = {
    Listing.NEVER: NOT_MET,
    Listing.MAYBE: UNKNOWN,
    Listing.SURE: MET,
}


def _is_cannabis(case: Case, args: Arguments) -> Truth:
    return case.counted.is_cannabis


def _section_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return (section_fact(case.counted),)


def _section_among(case: Case, args: Arguments) -> Truth:
    return names_one_of(case.counted.charge.section_text, words(args, "sections"))


def _section_among_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return (_doubted_section(case.counted, _section_among(case, args)),)


def _section_says(case: Case, args: Arguments) -> Truth:
    return prints_one_of(case.counted.charge.section_text, words(args, "sections"))


def _section_says_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return (_doubted_section(case.counted, _section_says(case, args)),)


def _section_exactly(case: Case, args: Arguments) -> Truth:
    return names_exactly(case.counted.charge.section_text, words(args, "sections"))


def _section_exactly_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return (_doubted_section(case.counted, _section_exactly(case, args)),)


def _doubted_section(counted: Counted, truth: Truth) -> Fact:
    """The code section, not known when its print leaves the answer open."""
    fact = section_fact(counted)
    if truth is not UNKNOWN or not fact.is_known:
        return fact
    value = f"{counted.printed}: the record does not say which part of it"
    return Fact(fact.name, value, fact.column, fact.at, is_known=False)


def _section_on_list(case: Case, args: Arguments) -> Truth:
    offenses = load_offense_list(word(args, "list"))
    return _OF_LISTING[offenses.listing_of_text(case.counted.charge.section_text)]


def _section_on_list_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return (_doubted_section(case.counted, _section_on_list(case, args)),)


_INCHOATE_WORDS = tuple(kind.value for kind in Inchoate if kind is not Inchoate.NONE)


def _inchoate_is(case: Case, args: Arguments) -> Truth:
    if case.counted.is_cannabis is UNKNOWN:
        return UNKNOWN
    return Truth.of(
        any(one.inchoate.value == args["kind"] for one in case.counted.reading.sections)
    )


def _charged_among(case: Case, args: Arguments) -> Truth:
    return names_one_of(case.counted.charge.charged_text, words(args, "sections"))


def _charged_among_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    return (_charged_fact(case.counted, is_open=_charged_among(case, args) is UNKNOWN),)


def _charged_fact(counted: Counted, *, is_open: bool) -> Fact:
    printed = read_section(counted.charge.charged_text).text
    value = printed or "not on record"
    return Fact("section charged", value, "OFFENSE_DESCR", counted.charge.at, is_known=not is_open)


def _convicted_as_charged(case: Case, args: Arguments) -> Truth:
    counted = case.counted
    charged = read_section(counted.charge.charged_text)
    if counted.is_cannabis is UNKNOWN or not charged.is_read:
        return UNKNOWN
    own = {(one.code, one.section) for one in counted.reading.standing}
    return Truth.of(any((one.code, one.section) in own for one in charged.standing))


def _convicted_as_charged_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    charged = read_section(case.counted.charge.charged_text)
    return section_fact(case.counted), _charged_fact(case.counted, is_open=not charged.is_read)


def _court_begins(case: Case, args: Arguments) -> Truth:
    agency = _glued(case.counted.event.agency)
    if not agency:
        return UNKNOWN
    return Truth.of(any(agency.startswith(_glued(name)) for name in words(args, "names")))


@lru_cache(maxsize=4096)
def _glued(text: str) -> str:
    """Letters and digits in capitals: the file prints CASCSACRAMENTO and CASC SACRAMENTO."""
    return "".join(ch for ch in text.upper() if ch.isalnum())


def _court_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    event = case.counted.event
    known = bool(_glued(event.agency))
    value = event.agency if known else "not on record"
    return (Fact("court", value, "STP_ORI_DESCR", event.at, is_known=known),)


def _county_is(case: Case, args: Arguments) -> Truth:
    county = case.counted.event.county
    return Truth.of(county in words(args, "counties")) if county else UNKNOWN


def _county_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    event = case.counted.event
    known = bool(event.county)
    value = event.county or "not on record"
    return (Fact("county", value, "STP_ORI_CNTY_NAME", event.at, is_known=known),)


def _conduct_is(case: Case, args: Arguments) -> Truth:
    """The letter of HS 11357 with the offense date: its meanings changed on 2016-11-09."""
    counted, wanted = case.counted, words(args, "conduct")
    if counted.cannabis is None:
        return UNKNOWN if counted.is_cannabis is UNKNOWN else NOT_MET
    if counted.number != load_meanings().section:
        return NOT_MET
    possible = _meanings(case, args)
    if not possible:
        return UNKNOWN
    answers = [Truth.of(one.conduct in wanted) for one in possible]
    return answers[0] if len(set(answers)) == 1 else UNKNOWN


def _meanings(case: Case, args: Arguments) -> tuple[Meaning, ...]:
    cannabis = case.counted.cannabis
    letter = cannabis.subdivision if cannabis is not None else ""
    on = case.counted.offense_on(number(args, "within_years"))
    return load_meanings().of(letter, on)


def _conduct_facts(case: Case, args: Arguments) -> tuple[Fact, ...]:
    truth, counted = _conduct_is(case, args), case.counted
    if counted.number != load_meanings().section:
        return (section_fact(counted),)
    possible = _meanings(case, args)
    if not possible:
        value = f"{counted.printed}: no subdivision that says what was possessed"
        at, column = counted.charge.at, counted.charge.section_column
        return (Fact("subdivision of HS 11357", value, column, at, is_known=False),)
    on = counted.offense_on(number(args, "within_years"))
    meant = " or ".join(f"{one.in_words} ({one.cite})" for one in possible)
    return section_fact(counted), offense_date_fact(counted, on, truth), Fact("meaning", meant)


def within_years() -> Argument:
    """How long before the arrest an offense may lie whose date is not on record, in years."""
    return Argument("within_years", ArgumentKind.WHOLE_NUMBER, minimum=0, maximum=30)


_SECTIONS = (Argument("sections", ArgumentKind.CITED_SECTIONS),)

SECTION_PREDICATES = (
    Predicate(
        "is_cannabis",
        "The conviction is for HS 11357, 11358, 11359 or 11360, any subdivision, attempt and "
        "conspiracy included.",
        (),
        False,
        _is_cannabis,
        _section_facts,
    ),
    Predicate(
        "section_among",
        "The conviction is for one of those sections or a part of one. A print that names only "
        "a broader section leaves the answer open.",
        _SECTIONS,
        False,
        _section_among,
        _section_among_facts,
    ),
    Predicate(
        "section_says",
        "The record prints one of those sections or a part of one; a broader print does not "
        "count, and one that lacks only the last subdivision leaves the answer open. For "
        "subdivisions that did not exist at the time of older convictions.",
        _SECTIONS,
        False,
        _section_says,
        _section_says_facts,
    ),
    Predicate(
        "section_exactly",
        "The conviction is for one of those sections with just those subdivisions, and no "
        "attempt or conspiracy.",
        _SECTIONS,
        False,
        _section_exactly,
        _section_exactly_facts,
    ),
    Predicate(
        "section_on_list",
        "The conviction is for an offense on that list. One that is only maybe on it leaves the "
        "answer open.",
        (Argument("list", ArgumentKind.OFFENSE_LIST),),
        False,
        _section_on_list,
        _section_on_list_facts,
    ),
    Predicate(
        "inchoate_is",
        "The conviction is for an attempt (PC 664) or a conspiracy (PC 182).",
        (Argument("kind", ArgumentKind.WORD, _INCHOATE_WORDS),),
        False,
        _inchoate_is,
        _section_facts,
    ),
    Predicate(
        "charged_among",
        "The section charged, before any plea, is one of those or a part of one.",
        _SECTIONS,
        False,
        _charged_among,
        _charged_among_facts,
    ),
    Predicate(
        "convicted_as_charged",
        "The section convicted of has the number of the section charged.",
        (),
        False,
        _convicted_as_charged,
        _convicted_as_charged_facts,
    ),
    Predicate(
        "court_begins",
        "The name of the court begins with one of those, whatever the case and the blanks "
        "(CAJV: juvenile court).",
        (Argument("names", ArgumentKind.WORDS),),
        False,
        _court_begins,
        _court_facts,
    ),
    Predicate(
        "county_is",
        "The court is in one of those counties, in capitals.",
        (Argument("counties", ArgumentKind.WORDS),),
        False,
        _county_is,
        _county_facts,
    ),
    Predicate(
        "conduct_is",
        "On the date of the offense the letter of HS 11357 means one of those conducts; the "
        "letters changed their meaning on 2016-11-09.",
        (Argument("conduct", ArgumentKind.WORDS, load_meanings().conducts), within_years()),
        False,
        _conduct_is,
        _conduct_facts,
    ),
)

__all__ = ["SECTION_PREDICATES", "within_years"]
