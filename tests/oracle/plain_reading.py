"""A second reading of the DOJ bulk file, for checking the first: plain, slow, on its own.

Nothing of `app` is used here. Rows are read with the csv module, facts are looked up by going
through all rows of a person again, and the county tables are chains of ``if``. What a text leaves
open is a field of `Reading`: a caller answers under each and sees whether it matters.
"""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.plain_cells import (
    CANNABIS,
    REGISTRABLE,
    STRIKES,
    add_part,
    add_years,
    cannabis_number,
    charged_section,
    code_section,
    day_of,
    is_attempt_or_conspiracy,
    is_open_part,
    main_part,
    on_list,
    possible_other,
    years_between,
)

NEW_LAW = date(2016, 11, 9)
DISMISSAL, REDUCTION = "Eligible for Dismissal", "Eligible for Reduction"
NOT_ELIGIBLE, HAND_REVIEW = "Not eligible", "Hand Review"
CITY_ATTORNEYS = "To be reviewed by City Attorneys"
CONDENSED = (
    "CII_NUMBER", "PRI_NAME", "GENDER", "PRI_DOB", "RACE_DESCR", "CYC_DATE", "STP_EVENT_DATE",
    "STP_ORI_DESCR", "STP_ORI_CNTY_NAME", "DISP_DATE", "OFN", "OFFENSE_DESCR", "DISP_DESCR",
    "CONV_STAT_DESCR", "SENT_LOC_DESCR", "SENT_LENGTH", "SENT_TIME_CODE", "CYC_AGE",
    "COMMENT_TEXT", "END_OF_REC",
)  # fmt: skip

DEFAULTS: dict[str, dict[str, Any]] = {  # of the specification, not of the policy files
    "us-ca/county-review": {
        "hs_11357": "dismiss", "hs_11358": "dismiss", "hs_11359": "dismiss", "hs_11360": "dismiss",
        "use_under_21": False, "use_age": False, "use_deceased": False, "use_only_cannabis": True,
        "use_years_since_conviction": True, "years_since_conviction": 5,
        "use_years_crime_free": True, "years_crime_free": 5,
    },
    "us-ca/los-angeles": {
        "age": 50, "years_conviction_free": 10, "young": "as-of", "conviction_free_of": "any",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """How to read what the record leaves open."""

    maybe_counts: bool = False  # an offence that may be on a list is on it
    reversed_counts: bool = True  # a conviction later reversed is still a conviction
    open_sentences_ended: bool = True  # a sentence part without a length is over
    attempts_are_priors: bool = True  # an attempt or conspiracy is a prior of its section


@dataclass
class Conviction:
    row: int
    order: str
    day: date
    county: str
    section: str  # as printed, upper case
    level: str  # F, M or I
    end: date
    is_reduced: bool = False  # under PC 17(b), by a later row of the same count, whenever
    is_reversed: bool = False
    is_open_ended: bool = False  # a term was imposed whose length is not stated

    @property
    def number(self) -> str:
        """One of the four cannabis sections, or empty."""
        return cannabis_number(self.section)


@dataclass
class Person:
    rows: list[int] = field(default_factory=list)
    born: date = date.min
    is_deceased: bool = False
    is_registered: bool = False
    convictions: list[Conviction] = field(default_factory=list)


# --- people -----------------------------------------------------------------------------------


def reading_encoding(encoding: str) -> str:
    """A byte-order mark is no part of the first cell, whether the file has one or not."""
    return "utf-8-sig" if encoding.startswith("utf-8") else encoding


def read_rows(path: Path, encoding: str) -> list[dict[str, str]]:
    with path.open(encoding=reading_encoding(encoding), newline="") as file:
        return list(csv.DictReader(file))


def read_people(rows: list[dict[str, str]]) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for number, row in enumerate(rows):
        person = people.setdefault(row["SUBJECT_ID"], Person())
        person.rows.append(number)
        person.born = day_of(row["PRI_DOB"])
        kind = row["STP_TYPE_DESCR"].strip()
        if kind == "DECEASED":
            person.is_deceased = True
        if kind == "REGISTRATION" and row["OFFENSE_DESCR"].strip().startswith("290"):
            person.is_registered = True
        known = [c for c in person.convictions if c.order == row["CNT_ORDER"]]
        text = row["DISP_DESCR"].strip()
        if text.startswith("CONVICTED") and known:
            known[0].end = add_part(known[0].end, row)
            known[0].is_open_ended |= is_open_part(row)
        elif text.startswith("CONVICTED"):
            person.convictions.append(conviction_of(number, row))
        elif known:
            known[0].is_reduced |= "REDUCED" in text
            known[0].is_reversed |= "REVERSED" in text
    return people


def conviction_of(number: int, row: dict[str, str]) -> Conviction:
    level = row["CONV_STAT_DESCR"].strip()
    if not level or level == "-":
        level = row["OFFENSE_TOC"].strip()
    convicted_of = code_section(row["CONV_OFFENSE_DESCR"]).strip("- ")
    day = day_of(row["STP_EVENT_DATE"])
    return Conviction(
        row=number,
        order=row["CNT_ORDER"],
        day=day,
        county=row["STP_ORI_CNTY_NAME"].strip().upper(),
        section=convicted_of or charged_section(row),
        level=level[:1],
        end=add_part(day, row),
        is_open_ended=is_open_part(row),
    )


def case_number(rows: list[dict[str, str]], person: Person, order: str) -> str:
    numbers: list[str] = []
    for number in person.rows:
        row = rows[number]
        is_court = row["STP_TYPE_DESCR"].strip() == "COURT ACTION"
        name = row["OFN"].strip()
        if is_court and row["CNT_ORDER"][:6] == order[:6] and name not in {"", "-", *numbers}:
            numbers.append(name)
    return "; ".join(numbers)


# --- the two tables -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    policy: str
    options: dict[str, Any]
    county: str
    as_of: date
    reading: Reading = Reading()


def convictions_for(person: Person, question: Question) -> list[Conviction]:
    counts = question.reading.reversed_counts
    return [c for c in person.convictions if counts or not c.is_reversed]


def is_felony(conviction: Conviction) -> bool:
    """A felony that the record shows reduced under PC 17(b) is a misdemeanor for all purposes."""
    return conviction.level == "F" and not conviction.is_reduced


def in_scope(conviction: Conviction, county: str) -> bool:
    return bool(conviction.number) and conviction.county == county


def answer(person: Person, conviction: Conviction, question: Question) -> tuple[str, str]:
    """Determination and reason; two empty texts when no row of the table applies."""
    if conviction.is_reversed:
        return HAND_REVIEW, "Relief already on record: conviction reversed or vacated"
    if question.policy == "us-ca/los-angeles":
        return los_angeles(person, conviction, question)
    return county_review(person, conviction, question)


def county_review(  # noqa: PLR0911 - one row of the table after the other
    person: Person, this: Conviction, question: Question
) -> tuple[str, str]:
    options, as_of = question.options, question.as_of
    everything = convictions_for(person, question)
    choice = options[f"hs_{this.number}"]
    if not is_felony(this):
        return DISMISSAL, "Misdemeanor or Infraction"
    if choice == "dismiss":
        return DISMISSAL, f"Dismiss all HS {this.number} convictions"
    if options["use_under_21"] and add_years(person.born, 21) > this.day:
        return DISMISSAL, "21 years or younger"
    if options["use_age"] and add_years(person.born, options["age"]) <= as_of:
        return DISMISSAL, f"{options['age']} years or older"
    n = options["years_since_conviction"]
    if options["use_years_since_conviction"] and this.day <= add_years(as_of, -n):
        return DISMISSAL, f"Conviction occurred {n} or more years ago"
    n = options["years_crime_free"]
    latest = max(c.day for c in everything)
    if options["use_years_crime_free"] and latest < add_years(as_of, -n):
        return DISMISSAL, f"No convictions in the past {n} years"
    if options["use_only_cannabis"] and all(c.number for c in everything):
        return DISMISSAL, "Only has 11357-60 charges"
    if options["use_deceased"] and person.is_deceased:
        return DISMISSAL, "Individual is deceased"
    if choice == "reduce":
        return REDUCTION, f"Reduce all HS {this.number} convictions"
    return "", ""


def counted(conviction: Conviction, table: dict[str, str], reading: Reading) -> bool:
    kind = on_list(conviction.section, table)
    return kind == "sure" or (kind == "maybe" and reading.maybe_counts)


def los_angeles(person: Person, this: Conviction, question: Question) -> tuple[str, str]:
    reading = question.reading
    everything = convictions_for(person, question)
    if not is_felony(this):
        return CITY_ATTORNEYS, "Misdemeanor or Infraction"
    if this.day >= NEW_LAW:
        return NOT_ELIGIBLE, "Occurred after 11/09/2016"
    if this.number == "11357":
        letter = (*main_part(this.section).split(), "", "")[1]
        if letter in {"A", "B"}:
            return DISMISSAL, "11357(a) or 11357(b)"
        return HAND_REVIEW, "Other 11357"
    strikes = [c.day for c in everything if is_felony(c) and counted(c, STRIKES, reading)]
    if strikes and min(strikes) < this.day:
        return NOT_ELIGIBLE, "PC 667(e)(2)(c)(iv)"
    listed = [c.day for c in everything if counted(c, REGISTRABLE, reading)]
    if min(listed) < this.day if listed else person.is_registered:
        return NOT_ELIGIBLE, "PC 290"
    if len(priors(this, everything, reading)) >= 2:
        return NOT_ELIGIBLE, "Two priors"
    return los_angeles_relief(person, this, everything, question)


def priors(this: Conviction, everything: list[Conviction], reading: Reading) -> list[Conviction]:
    return [
        c
        for c in everything
        if c.number == this.number
        and c.day < this.day
        and (reading.attempts_are_priors or not is_attempt_or_conspiracy(c.section))
    ]


def has_ended(conviction: Conviction, question: Question) -> bool:
    if conviction.is_open_ended and not question.reading.open_sentences_ended:
        return False
    return conviction.end <= question.as_of


def los_angeles_relief(
    person: Person, this: Conviction, everything: list[Conviction], question: Question
) -> tuple[str, str]:
    options, as_of = question.options, question.as_of
    all_served = all(has_ended(c, question) for c in everything)
    if add_years(person.born, options["age"]) <= as_of:
        return DISMISSAL, f"{options['age']} years or older"
    if options["young"] == "as-of" and (as_of - person.born).days / 365.25 <= 21:
        return DISMISSAL, "21 years or younger"
    if options["young"] == "conviction" and add_years(person.born, 21) > this.day:
        return DISMISSAL, "Under 21 years at conviction"
    if all(c.number for c in everything) and all_served:
        return DISMISSAL, "Only has 11357-60 charges and completed sentence"
    n = options["years_conviction_free"]
    is_any = options["conviction_free_of"] == "any"
    days = [c.day for c in everything if is_any or is_felony(c)]
    if all(day <= add_years(as_of, -n) for day in days):
        return DISMISSAL, f"No {'' if is_any else 'felony '}convictions in past {n} years"
    if not all_served:
        return HAND_REVIEW, "Currently serving sentence"
    if person.is_deceased:
        return DISMISSAL, "Deceased"
    return HAND_REVIEW, "No applicable eligibility criteria"


# --- the result columns -------------------------------------------------------------------------


def listed_sections(person: Person, table: dict[str, str]) -> str:
    """Every section that is, or may be, on the list: an attorney looks at them."""
    listed = [c.section for c in person.convictions if on_list(c.section, table) != "never"]
    return ";".join(listed) or "-"


def fact_cells(
    rows: list[dict[str, str]], person: Person, this: Conviction, question: Question
) -> list[str]:
    """The first 16 of the 18 cells of a row with a determination: facts, no answer."""
    numbers = Counter(c.number for c in person.convictions if c.number)
    return [
        case_number(rows, person, this.order),
        str(len(person.convictions)),
        possible_other(rows[this.row]),
        "Y" if this.day > NEW_LAW else "N",
        listed_sections(person, STRIKES),
        listed_sections(person, REGISTRABLE),
        "Yes" if person.is_registered else "-",
        this.day.strftime("%m/%d/%Y"),
        years_between(this.day, question.as_of),
        years_between(max(c.day for c in person.convictions), question.as_of),
        str(sum(numbers.values())),
        *[str(numbers[number]) for number in CANNABIS],
        "Deceased" if person.is_deceased else "-",
    ]


def empty_cells(row: dict[str, str]) -> list[str]:
    """The 18 cells of a row without a determination: column 3 at most."""
    return ["", "", possible_other(row), *[""] * 15]


# --- the figures of a run -----------------------------------------------------------------------


def no_longer(person: Person, gone: set[int], lesser: set[int], as_of: date) -> list[bool]:
    """No felony, no conviction in 7 years, no conviction any more; each only if there was one.

    A conviction that a later row reverses is not one that relief takes away, nor one that the
    record is free of: it does not count before, and it counts after.
    """
    since = add_years(as_of, -7)
    before = [c for c in person.convictions if not c.is_reversed]
    after = [c for c in person.convictions if c.row not in gone]
    return [
        any(is_felony(c) for c in before)
        and not any(is_felony(c) and c.row not in lesser for c in after),
        any(c.day > since for c in before) and not any(c.day > since for c in after),
        bool(before) and not after,
    ]


def doubts_of(person: Person) -> list[Reading]:
    """Every reading that can matter for this person; one when the record leaves nothing open."""
    found = person.convictions
    lists = [on_list(c.section, table) for c in found for table in (STRIKES, REGISTRABLE)]
    open_points = {
        "maybe_counts": "maybe" in lists,
        "reversed_counts": any(c.is_reversed for c in found),
        "open_sentences_ended": any(c.is_open_ended for c in found),
        "attempts_are_priors": any(c.number and is_attempt_or_conspiracy(c.section) for c in found),
    }
    names = [name for name, is_open in open_points.items() if is_open]
    return [
        Reading(**dict(zip(names, values, strict=True)))
        for values in itertools.product([True, False], repeat=len(names))
    ]


def figures(
    rows: list[dict[str, str]],
    people: dict[str, Person],
    words: dict[int, tuple[str, str]],
    question: Question,
) -> dict[str, Any]:
    """The figures that offices quote, under names of our own.

    ``words``: determination and reason of each conviction in scope, by its row.
    """
    as_of = question.as_of
    mine = [c for p in people.values() for c in p.convictions if in_scope(c, question.county)]
    by_row = {c.row: c for c in mine}
    dismissed = [row for row, (word, _) in words.items() if word == DISMISSAL]
    reduced = [row for row, (word, _) in words.items() if word == REDUCTION]
    affected = [p for p in people.values() if {c.row for c in p.convictions} & set(words)]

    def effects(gone: set[int], lesser: set[int]) -> list[int]:
        each = [no_longer(person, gone, lesser, as_of) for person in affected]
        return [sum(column) for column in zip(*each, strict=True)] or [0, 0, 0]

    relieved = set(dismissed) | set(reduced)
    return {
        "rows": len(rows),
        "people": len(affected),
        "some_relief": sum(any(c.row in relieved for c in p.convictions) for p in affected),
        "sections": dict(Counter(c.number for c in mine)),
        "felonies": sum(is_felony(c) for c in mine),
        "others": sum(not is_felony(c) for c in mine),
        "earliest": min((c.day for c in mine), default=None),
        "dismissals": dict(Counter(by_row[row].number for row in dismissed)),
        "reductions": dict(Counter(by_row[row].number for row in reduced)),
        "reasons": dict(Counter(words.values())),
        "chosen": effects(set(dismissed), set(reduced)),
        "all_dismissed": effects(set(by_row), set()),
    }
