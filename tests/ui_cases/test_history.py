"""A rap sheet as rows of a table and as a time line."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

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
    build_time_line,
    describe_birth,
    describe_sentence,
    list_flags,
    list_history,
)
from ui.cases.time_line import COURT, TimeLineView

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


def test_the_time_line_keeps_count_of_what_it_cannot_draw() -> None:
    """An event without a date is named in the words, not placed at a guess."""
    line = build_time_line(RECORD, [at(2)], at(2), AS_OF)
    assert [(mark.day, mark.is_current) for mark in line.marks] == [
        (date(1999, 1, 5), False),
        (date(1999, 3, 1), True),
    ]
    assert [(span.first, span.last) for span in line.spans] == [
        (date(1999, 3, 1), date(1999, 3, 31))
    ]
    assert line.n_undated == 1
    assert line.describe().startswith(
        "Time line: 2 dated events from 1999 to 1999, 1 of them with a conviction, 1 under review."
    )


def test_a_partial_date_is_drawn_in_its_middle_and_said_to_be_partial() -> None:
    """A year alone stands at the middle of that year, dotted."""
    year = PartialDate(date(2001, 1, 1), date(2001, 12, 31))
    line = build_time_line(sheet(event(1, EventKind.COURT, year)), [], None, AS_OF)
    assert (line.marks[0].day, line.marks[0].is_exact) == (date(2001, 7, 2), False)


def test_a_sentence_of_unknown_length_has_an_open_end() -> None:
    """Nothing is assumed about when it ended."""
    part = SentencePart("PRISON", None, "", at(2))
    record = sheet(
        event(2, EventKind.COURT, day("1999-03-01"), charge(2, convicted=True, sentence=(part,)))
    )
    assert build_time_line(record, [], None, AS_OF).spans[0].last is None


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


def test_flags_say_what_the_record_says() -> None:
    """A death and a registration, in the record's words."""
    registered = event(2, EventKind.REGISTRATION, day("2000-01-01"), charge(2, convicted=False))
    record = sheet(registered, event(3, EventKind.DECEASED, day("2010-02-03")))
    assert list_flags(record) == ("Registration 11359 HS", "Deceased 2010-02-03")
    assert list_flags(RECORD) == ()


def test_the_picture_shows_the_conviction_under_review(qtbot: QtBot, dress: object) -> None:
    """In the primary color on the court's lane, and the mark tells what it is."""
    view = TimeLineView()
    qtbot.addWidget(view)
    view.resize(800, view.sizeHint().height())
    view.show_line(build_time_line(RECORD, [at(2)], at(2), AS_OF))
    view.show()
    image = view.grab().toImage()
    mark = view._line.marks[1]
    point = view._mark_rect(mark, view._scale()).center()
    assert abs(point.y() - view._lane_y(COURT)) < 1
    assert image.pixelColor(point.toPoint()) == QColor("#005ea2")
    assert "Convicted of 11359 HS" in view.words_at(point)
    assert view.words_at(QPointF(1, 1)) == ""


def test_a_record_without_dates_is_drawn_all_the_same(qtbot: QtBot, dress: object) -> None:
    """Nothing to place: the lines of the law and of the check remain."""
    view = TimeLineView()
    qtbot.addWidget(view)
    view.show_line(build_time_line(sheet(), [], None, None))
    view.show()
    assert not view.grab().toImage().isNull()
    assert view.accessibleDescription() == "Time line: no dated events."
