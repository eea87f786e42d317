"""A rap sheet as rows of a table."""

from __future__ import annotations

from datetime import date

import pytest

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import (
    Charge,
    Cycle,
    Event,
    EventKind,
    Level,
    Person,
    RapSheet,
    RowRef,
    SentencePart,
)
from ui.cases.history import (
    describe_birth,
    describe_sentence,
    list_history,
)

AS_OF = date(2026, 11, 1)


def at(row: int) -> RowRef:
    return RowRef(1, row)


def charge(row: int, *, convicted: bool, sentence: tuple[SentencePart, ...] = ()) -> Charge:
    return Charge(
        count_order=f"001001{row:03d}000",
        section_text="11359 HS",
        section_column="OFFENSE_DESCR",
        charged_text="11359 HS",
        offense="11359 HS-POSSESS FOR SALE",
        comment="",
        level=Level.FELONY if convicted else Level.UNKNOWN,
        level_column="CONV_STAT_DESCR",
        disposition="CONVICTED" if convicted else "",
        is_conviction=convicted,
        case_number="BA123456",
        sentence=sentence,
        relief=(),
        at=at(row),
    )


def event(row: int, kind: EventKind, on: PartialDate, *charges: Charge) -> Event:
    return Event(
        order="001001",
        kind=kind,
        kind_text=kind.value.upper(),
        on=on,
        agency="SUPERIOR COURT",
        county="LOS ANGELES",
        charges=charges,
        at=at(row),
    )


def sheet(*events: Event, born: PartialDate = UNKNOWN_DATE) -> RapSheet:
    person = Person("A10000001", "EXAMPLE,ANA M", (), "F", "", born, at(1))
    return RapSheet(person, (Cycle("001", UNKNOWN_DATE, events),))


def day(text: str) -> PartialDate:
    return PartialDate.exactly(date.fromisoformat(text))


JAIL = SentencePart("JAIL", 30, "D", at(2))
RECORD = sheet(
    event(1, EventKind.ARREST, day("1999-01-05"), charge(1, convicted=False)),
    event(2, EventKind.COURT, day("1999-03-01"), charge(2, convicted=True, sentence=(JAIL,))),
    event(3, EventKind.APPLICANT, UNKNOWN_DATE),
)


def test_lists_each_count_and_events_without_counts() -> None:
    """Date, event, agency, section, level, disposition, sentence; the reviewed one marked."""
    rows = list_history(RECORD, [at(2)])
    assert [row.cells for row in rows] == [
        ("1999-01-05", "Arrest", "SUPERIOR COURT", "11359 HS", "", "none printed", ""),
        ("1999-03-01", "Court", "SUPERIOR COURT", "11359 HS", "felony", "CONVICTED",
         "Jail 30 days"),
        ("unknown", "Applicant", "SUPERIOR COURT", "", "", "", ""),
    ]  # fmt: skip
    assert [row.is_under_review for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (SentencePart("JAIL", 30, "D", at(1)), "Jail 30 days"),
        (SentencePart("PRISON", 1, "Y", at(1)), "Prison 1 year"),
        (SentencePart("PROBATION", 36, "M", at(1)), "Probation 36 months"),
        (SentencePart("FINE", 0, "", at(1)), "Fine"),
        (SentencePart("PRISON", None, "", at(1)), "Prison of unknown length"),
    ],
)
def test_sentences_in_words(part: SentencePart, words: str) -> None:
    """As a person would say them."""
    assert describe_sentence(part) == words


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (day("1971-03-14"), "Born 1971-03-14, age 55 on 2026-11-01"),
        (UNKNOWN_DATE, "Birth date unknown"),
        (
            PartialDate(date(1971, 1, 1), date(1971, 12, 31)),
            "Born 1971, age 54 or 55 on 2026-11-01",
        ),
        (
            PartialDate(date(1970, 1, 1), date(1979, 12, 31)),
            "Born between 1970-01-01 and 1979-12-31, age between 46 and 56 on 2026-11-01",
        ),
        (PartialDate(None, date(1979, 12, 31)), "Born on or before 1979-12-31"),
    ],
)
def test_age_only_as_far_as_the_record_knows_it(born: PartialDate, words: str) -> None:
    """Two birth dates that disagree do not give one age."""
    assert describe_birth(sheet(born=born).person, AS_OF) == words


def test_an_age_that_the_record_contradicts_is_not_told() -> None:
    """Nobody knows which of the two dates is wrong."""
    told = describe_birth(
        sheet(born=day("1999-03-14")).person, AS_OF, "is not before the conviction of 1999-03-01"
    )
    assert told == (
        "Born 1999-03-14, age not known: that date is not before the conviction of 1999-03-01"
    )
