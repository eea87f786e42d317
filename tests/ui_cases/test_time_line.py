"""The time line: what is drawn, how it is stepped through and zoomed, and what it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from pytestqt.qtbot import QtBot

from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.record import EventKind, RapSheet, SentencePart
from app.model.truth import MET, NOT_MET
from app.rules.explaining.windows import Window
from tests.ui_cases.test_history import AS_OF, JAIL, RECORD, at, charge, day, event, sheet
from ui.cases.time_data import (
    SpanKind,
    TimeLine,
    TimeMark,
    TimePart,
    TimeSpan,
    build_time_line,
    kind_of_place,
)
from ui.cases.time_line import TimeLineView, TimePicture
from ui.cases.time_paint import Artist
from ui.cases.time_plan import AGES, COURT, SENTENCES, WINDOWS, Scale, lanes_of, make_plan
from ui.theme import LIGHT, Colors, px

WINDOW = Window(10, date(2016, 11, 1), "Is no conviction later?", MET)


def crowded(n_events: int = 30) -> RapSheet:
    """Two court actions a month."""
    first = date(1999, 1, 1)
    return sheet(
        *(
            event(
                n + 1, EventKind.COURT, PartialDate.exactly(first + timedelta(days=15 * n)),
                charge(n + 1, convicted=n % 3 == 0, sentence=(JAIL,)),
            )
            for n in range(n_events)
        )
    )  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, dress: object) -> TimeLineView:
    made = TimeLineView()
    qtbot.addWidget(made)
    made.resize(800, 320)
    made.show()
    return made


@pytest.fixture
def picture(view: TimeLineView) -> TimePicture:
    return view.picture


def show(view: TimeLineView, record: RapSheet = RECORD) -> TimeLine:
    line = build_time_line(record, [at(2)], at(2), AS_OF, [WINDOW], [50])
    view.show_line(line)
    return line


def test_keeps_count_of_what_it_cannot_draw() -> None:
    """An event without a date is named in the words and stepped to, not placed at a guess."""
    line = build_time_line(RECORD, [at(2)], at(2), AS_OF)
    assert [(mark.day, mark.is_current) for mark in line.marks] == [
        (date(1999, 1, 5), False),
        (date(1999, 3, 1), True),
    ]
    assert [(one.first, one.last) for one in line.spans] == [(date(1999, 3, 1), date(1999, 3, 31))]
    assert line.n_undated == 1
    assert line.steps[-1].words == "Date unknown: applicant, SUPERIOR COURT"
    assert line.describe().startswith(
        "Time line: 2 dated events from 1999 to 1999, 1 of them with a conviction, 1 under review."
    )


def test_a_partial_date_is_drawn_in_its_middle_and_said_to_be_partial() -> None:
    """A year alone stands at the middle of that year, dotted."""
    year = PartialDate(date(2001, 1, 1), date(2001, 12, 31))
    line = build_time_line(sheet(event(1, EventKind.COURT, year)), [], None, AS_OF)
    assert (line.marks[0].day, line.marks[0].is_exact) == (date(2001, 7, 2), False)


def test_the_parts_of_a_sentence_stand_one_after_another() -> None:
    """Each with its kind; the whole ends when the model says that it does."""
    parts = (
        SentencePart("PROBATION", 36, "M", at(2)),
        SentencePart("FINE", 0, "", at(2)),
        SentencePart("COUNTY JAIL", 180, "D", at(2)),
    )
    record = sheet(
        event(2, EventKind.COURT, day("1999-03-01"), charge(2, convicted=True, sentence=parts))
    )
    span = build_time_line(record, [at(2)], at(2), AS_OF).spans[0]
    assert [(part.kind, part.first, part.last) for part in span.parts] == [
        (SpanKind.PROBATION, date(1999, 3, 1), date(2002, 3, 1)),
        (SpanKind.JAIL, date(2002, 3, 1), date(2002, 8, 28)),
    ]
    assert span.last == record.convictions()[0].sentence_ends_on.latest


def test_a_sentence_of_unknown_length_has_an_open_end() -> None:
    """Nothing is assumed about when it ended."""
    part = SentencePart("PRISON", None, "", at(2))
    record = sheet(
        event(2, EventKind.COURT, day("1999-03-01"), charge(2, convicted=True, sentence=(part,)))
    )
    span = build_time_line(record, [], None, AS_OF).spans[0]
    assert span.last is None
    assert "its end is not on record" in span.words


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("JAIL", SpanKind.JAIL), ("COUNTY JAIL", SpanKind.JAIL), ("PRISON", SpanKind.PRISON),
        ("STATE PRISON", SpanKind.PRISON), ("PROBATION", SpanKind.PROBATION),
        ("COUNTY PROBATION", SpanKind.PROBATION), ("SOMEWHERE", SpanKind.OTHER),
    ],
)  # fmt: skip
def test_jail_prison_and_probation_are_told_apart(place: str, kind: SpanKind) -> None:
    """By the words of the record."""
    assert kind_of_place(place) is kind


def test_says_in_words_what_the_policy_looked_at(qapp: object) -> None:
    """The window back from the as-of date, how its rule came out, and the birthday asked about."""
    record = sheet(*RECORD.events(), born=day("1971-03-14"))
    line = build_time_line(record, [at(2)], at(2), AS_OF, [WINDOW], [50])
    assert "Looked back 10 years, 2016-11-01 to 2026-11-01" in line.describe()
    assert "Is no conviction later? MET" in line.describe()
    assert "Turns 50 on 2021-03-14" in line.describe()
    assert {COURT, SENTENCES, WINDOWS, AGES} <= set(lanes_of(line))


def test_a_window_reaches_from_its_first_day_to_the_as_of_date(
    view: TimeLineView, picture: TimePicture
) -> None:
    """Drawn to scale, and its words are under the pointer."""
    show(view)
    plan = picture.plan()
    rect = plan.windows[0][0]
    assert abs(rect.left() - plan.scale.x(WINDOW.first)) < 1
    assert abs(rect.right() - plan.scale.x(AS_OF)) < 1
    assert "Looked back 10 years" in picture.words_at(rect.center())


def test_the_conviction_under_review_is_told_by_shape_and_words(
    view: TimeLineView, picture: TimePicture
) -> None:
    """A square with a core on the court's lane, in the primary color; an arrest has no core."""
    show(view, crowded(2))
    show(view)
    picture.zoom(0.001)
    line = picture.line
    place = next(n for n, mark in enumerate(line.marks) if mark.is_current)
    picture.look_from(line.marks[place].day - timedelta(days=45))
    cluster = picture.plan().cluster_of(place)
    assert cluster is not None
    image = view.grab().toImage()
    center = picture.mapTo(view, cluster.rect.center().toPoint())
    assert abs(cluster.rect.center().y() - picture.plan().lanes[COURT].middle) < 1
    assert image.pixelColor(center) == QColor("#ffffff")
    beside = center + QPoint(px(4), 0)
    assert image.pixelColor(beside) == QColor("#005ea2")
    assert "Convicted of 11359 HS, felony: Jail 30 days" in picture.words_at(cluster.rect.center())
    assert picture.words_at(QPointF(1, 1)) == ""


def test_events_that_would_cover_each_other_stand_as_their_number(
    qtbot: QtBot, view: TimeLineView, picture: TimePicture
) -> None:
    """No mark covers another at any zoom; a click on the number zooms until they stand apart."""
    show(view, crowded())
    for _ in range(4):
        clusters = picture.plan().clusters
        for one in clusters:
            assert not any(one.rect.intersects(o.rect) for o in clusters if o is not one)
        assert len({place for one in clusters for place in one.places}) == sum(
            len(one.places) for one in clusters
        )
        picture.zoom(0.5)
    picture.show_whole()
    several = next(one for one in picture.plan().clusters if len(one.places) > 1)
    before = len(several.places)
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=several.rect.center().toPoint())
    assert picture.is_zoomed
    now = picture.plan().cluster_of(several.places[0])
    assert now is not None
    assert len(now.places) < before


def test_arrow_keys_step_and_enter_opens_the_source_row(
    qtbot: QtBot, view: TimeLineView, picture: TimePicture
) -> None:
    """The first step is the conviction in sight; each is said as the widget's name and in words."""
    show(view)
    opened: list[object] = []
    view.place_wanted.connect(opened.append)
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.accessibleName().startswith("Time line, event 2 of 3: 1999-03-01: court")
    assert "2 of 3: 1999-03-01: court, SUPERIOR COURT. Convicted of" in view.words.text()
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert opened == [at(2)]
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    qtbot.keyClick(picture, Qt.Key.Key_End)
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert opened == [at(2), at(1), at(3)]
    assert "Date unknown" in picture.accessibleName()
    qtbot.keyClick(picture, Qt.Key.Key_Home)
    assert picture.accessibleName().startswith("Time line, event 1 of 3")


def test_a_step_out_of_sight_comes_into_sight(
    qtbot: QtBot, view: TimeLineView, picture: TimePicture
) -> None:
    """Zoomed in on the beginning, the last event is still one key away."""
    show(view, crowded(60))
    picture.setFocus()
    picture.zoom(0.05)
    picture.look_from(picture.whole[0])
    qtbot.keyClick(picture, Qt.Key.Key_End)
    last = picture.line.marks[-1].day
    assert picture.view[0] <= last <= picture.view[1]


def test_zooms_by_key_wheel_and_button_and_comes_back(
    qtbot: QtBot, view: TimeLineView, picture: TimePicture
) -> None:
    """Never past the whole, never under a quarter of a year; the bar shows which part it is."""
    show(view, crowded())
    whole = picture.view
    assert not view.bar.isVisible()
    assert not view.whole.isEnabled()
    picture.setFocus()
    qtbot.keyClicks(picture, "+")
    half = (whole[1] - whole[0]) / 2
    assert abs(picture.view[1] - picture.view[0] - half) <= timedelta(days=1)
    assert view.bar.isVisible()
    qtbot.keyClicks(picture, "-")
    assert picture.view == whole
    for _ in range(20):
        qtbot.mouseClick(view.closer, Qt.MouseButton.LeftButton)
    assert picture.view[1] - picture.view[0] == timedelta(days=90)
    view.bar.setValue(0)
    assert picture.view[0] == whole[0]
    qtbot.keyClicks(picture, "0")
    assert picture.view == whole
    wheel(picture, Qt.KeyboardModifier.ControlModifier)
    assert picture.is_zoomed


def test_the_wheel_alone_scrolls_the_page(view: TimeLineView, picture: TimePicture) -> None:
    """It does not zoom under the hand of somebody who reads on."""
    show(view, crowded())
    assert not wheel(picture, Qt.KeyboardModifier.NoModifier)
    assert not picture.is_zoomed


def wheel(picture: TimePicture, modifiers: Qt.KeyboardModifier) -> bool:
    """Turn the wheel up by a notch; whether the picture took it."""
    at_ = QPointF(300, 60)
    event_ = QWheelEvent(
        at_, picture.mapToGlobal(at_), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    picture.wheelEvent(event_)
    return event_.isAccepted()


def test_the_zoom_stays_while_the_person_does(view: TimeLineView, picture: TimePicture) -> None:
    """Going to the next conviction of the same person keeps the place; another person's is new."""
    line = show(view, crowded())
    picture.zoom(0.25)
    zoomed = picture.view
    view.show_line(line, is_same_person=True)
    assert picture.view == zoomed
    view.show_line(line)
    assert not picture.is_zoomed


@pytest.mark.parametrize(("width", "scale"), [(560, 1.0), (400, 2.0), (2400, 1.0)])
def test_works_at_every_width(
    qtbot: QtBot, dress: object, view: TimeLineView, width: int, scale: float
) -> None:
    """Lanes, lines and marks stay inside, and the height is that of the record alone."""
    dress("light", scale)  # type: ignore[operator]
    show(view, crowded())
    view.resize(width, view.sizeHint().height())
    plan = view.picture.plan()
    assert plan.scale.left < plan.scale.right <= view.picture.width()
    assert plan.axis_y < view.picture.height()
    for one in plan.clusters:
        assert one.rect.right() <= view.picture.width() + 1
    assert not view.grab().toImage().isNull()


def test_focus_is_seen(qtbot: QtBot, view: TimeLineView, picture: TimePicture) -> None:
    """The ring is drawn when the keyboard is here, and not before."""
    show(view)
    view.closer.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    view.closer.setFocus()
    before = picture.grab().toImage()
    picture.setFocus()
    assert picture.grab().toImage() != before


def test_a_record_without_dates_is_drawn_all_the_same(view: TimeLineView) -> None:
    """Nothing to place: the lines of the law and of the check remain."""
    view.show_line(build_time_line(sheet(event(1, EventKind.COURT, UNKNOWN_DATE)), [], None, None))
    assert not view.grab().toImage().isNull()
    said = view.picture.accessibleDescription()
    assert said.startswith("Time line: no dated events. 1 without a date.")


def test_rules_that_look_at_the_same_time_share_its_window() -> None:
    """Drawn once, with the words of each; a mark only where they came out alike."""
    other = Window(10, date(2016, 11, 1), "Is the conviction older?", NOT_MET)
    line = build_time_line(RECORD, [at(2)], at(2), AS_OF, [WINDOW, other])
    (window,) = line.windows
    assert window.truth is None
    assert window.words.splitlines()[1:] == [
        "Is no conviction later? MET",
        "Is the conviction older? NOT MET",
    ]


def test_no_sign_is_told_by_its_color_alone(qapp: object) -> None:
    """Drawn in one color on white, every kind of mark and of sentence looks different."""
    one = dataclasses.replace(
        LIGHT, ink="#000000", primary="#000000", secondary="#000000", field="#000000"
    )
    court, arrest = EventKind.COURT, EventKind.ARREST
    kinds = [court, arrest, EventKind.JAIL, EventKind.OTHER, EventKind.DECEASED]
    marks = [(kind, False, False, False) for kind in kinds]
    marks += [(court, True, False, False), (court, True, True, False), (court, True, True, True)]
    marks += [(arrest, True, False, False), (arrest, True, True, False)]
    drawn = {drawn_mark(TimeMark(AS_OF, True, k, "", "", at(1), c, r, n), one)
             for k, c, r, n in marks}  # fmt: skip
    assert len(drawn) == len(marks)
    not_exact = TimeMark(AS_OF, False, court, "", "", at(1), False, False, False)
    assert drawn_mark(not_exact, one) not in drawn
    assert len({drawn_part(kind, one) for kind in SpanKind}) == len(SpanKind)


def drawn_mark(mark: TimeMark, colors: Colors) -> bytes:
    line = TimeLine(marks=(mark,))
    return drawn_by(line, colors, lambda artist: artist._cluster(artist.plan.clusters[0]))


def drawn_part(kind: SpanKind, colors: Colors) -> bytes:
    part = TimePart(date(2020, 1, 1), date(2022, 1, 1), kind, "")
    span = TimeSpan((part,), "", at(1), is_under_review=True, is_current=False)
    line = TimeLine(spans=(span,))
    return drawn_by(line, colors, lambda artist: artist._part(QRectF(4, 4, 40, 12), part, span))


def drawn_by(line: TimeLine, colors: Colors, draw: Callable[[Artist], None]) -> bytes:
    image = QImage(300, 120, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    scale = Scale(date(2026, 1, 1), date(2027, 1, 1), 60, 280)
    draw(Artist(painter, line, make_plan(line, scale, len), colors, None))
    painter.end()
    return bytes(image.constBits())


def test_hovering_over_a_lane_tells_what_its_signs_mean(
    view: TimeLineView, picture: TimePicture
) -> None:
    """Nobody has to know them by heart."""
    show(view)
    lanes = picture.plan().lanes
    assert "Crossed: prison" in picture.words_at(QPointF(4, lanes[SENTENCES].middle))
    assert "Filled: a conviction" in picture.words_at(QPointF(4, lanes[COURT].middle))


def test_showing_the_same_again_keeps_the_step(view: TimeLineView, picture: TimePicture) -> None:
    """After a note was written, somebody goes on where they were."""
    show(view)
    picture.step_to(0)
    said = picture.accessibleName()
    view.show_line(picture.line, is_same_person=True)
    assert picture.accessibleName() == said
