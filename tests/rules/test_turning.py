"""The as-of dates on which an answer changes: none is missed, none is made up."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.dates import add_calendar
from app.model.record import RapSheet, RowRef
from app.model.relief import Determination, Outcome
from app.rules.checking.case_people import make_person
from app.rules.evaluate import Evaluator
from app.rules.explaining.turning import Asker, eligible_from, find_last_turn, find_next_turn
from app.rules.flags import list_flags
from app.rules.history import History
from tests.rules.what_if_strategies import evaluator_of, evaluators, located, placed_sheets

N_DAYS = 500


def _on(evaluator: Evaluator, sheet: RapSheet, at: RowRef, day: date) -> tuple[object, ...]:
    """Outcome, remedy and procedure of a check made as of a day."""
    asked = Evaluator(evaluator.policy, evaluator.settings, day, evaluator.county)
    found = next((one for one in asked.determine(sheet) if one.at == at), None)
    return _key(found)


def _key(found: Determination | None) -> tuple[object, ...]:
    if found is None:
        return Outcome.NO_ANSWER, None, None
    return found.outcome, found.remedy, found.procedure


@settings(max_examples=10, deadline=None)
@given(evaluators, placed_sheets(), st.data())
def test_no_turn_is_missed(evaluator: Evaluator, person: RapSheet, data: st.DataObject) -> None:
    """Asked day by day from the as-of date on, the answer changes first on the stated day."""
    sheet = located(person, evaluator)
    convictions = sheet.convictions()
    if not convictions:
        return
    at = data.draw(st.sampled_from(convictions)).charge.at
    turn = find_next_turn(Asker(evaluator, at), sheet)
    first = _on(evaluator, sheet, at, evaluator.as_of)
    last = evaluator.as_of + timedelta(days=N_DAYS)
    if turn is not None:
        assert _key(turn.before) == first
        assert _key(turn.after) != first
        assert _on(evaluator, sheet, at, turn.on) == _key(turn.after)
        assert _on(evaluator, sheet, at, turn.on - timedelta(days=1)) == first
        last = min(last, turn.on - timedelta(days=1))
    day = evaluator.as_of
    while day < last:
        day += timedelta(days=1)
        assert _on(evaluator, sheet, at, day) == first, day


@settings(max_examples=40, deadline=None)
@given(evaluators, placed_sheets(), st.data())
def test_no_turn_is_missed_on_any_day(
    evaluator: Evaluator, person: RapSheet, data: st.DataObject
) -> None:
    """On any day before the next turn, and since the last one, the answer is today's."""
    sheet = located(person, evaluator)
    for conviction in sheet.convictions():
        at, asker = conviction.charge.at, Asker(evaluator, conviction.charge.at)
        now = _on(evaluator, sheet, at, evaluator.as_of)
        following, before = find_next_turn(asker, sheet), find_last_turn(asker, sheet)
        last = add_calendar(following.on, days=-1) if following else date(2090, 1, 1)
        first = before.on if before else evaluator.as_of
        for _ in range(6):
            day = data.draw(st.dates(first, last))
            assert _on(evaluator, sheet, at, day) == now, day
        if before is not None:
            assert _on(evaluator, sheet, at, add_calendar(before.on, days=-1)) != now
            assert _key(before.after) == now


@settings(max_examples=40, deadline=None)
@given(evaluators, placed_sheets())
def test_eligible_from_is_exact(evaluator: Evaluator, person: RapSheet) -> None:
    """Relief on the day, none the day before (unless that is before the as-of date)."""
    sheet = located(person, evaluator)
    for conviction in sheet.convictions():
        at = conviction.charge.at
        day = eligible_from(evaluator, sheet, at)
        if day is None:
            now = _on(evaluator, sheet, at, evaluator.as_of)[0]
            assert now not in (Outcome.DISMISSAL, Outcome.REDUCTION)
            continue
        assert _on(evaluator, sheet, at, day)[0] in (Outcome.DISMISSAL, Outcome.REDUCTION)
        if day > evaluator.as_of:
            earlier = _on(evaluator, sheet, at, day - timedelta(days=1))[0]
            assert earlier not in (Outcome.DISMISSAL, Outcome.REDUCTION)


def test_an_age_turns_on_the_birthday() -> None:
    """Los Angeles: 50 years or older; and since when."""
    texts = ["2015-03-01; 11359 HS; felony", "2016-01-01; 459 PC; felony"]
    sheet = make_person("1972-02-29", texts, county="LOS ANGELES")
    turn = find_next_turn(Asker(evaluator_of("us-ca/los-angeles"), RowRef(1, 1)), sheet)
    assert turn is not None
    assert (turn.on, turn.after.reason) == (date(2022, 3, 1), "50 years or older")
    later = evaluator_of("us-ca/los-angeles", date(2023, 1, 1))
    turn = find_last_turn(Asker(later, RowRef(1, 1)), sheet)
    assert turn is not None
    assert (turn.on, turn.before.outcome) == (date(2022, 3, 1), Outcome.HAND_REVIEW)
    assert eligible_from(evaluator_of("us-ca/los-angeles"), sheet, RowRef(1, 1)) == date(2022, 3, 1)


def test_what_no_date_changes_never_turns() -> None:
    """A super strike before it stays one."""
    texts = ["2005-03-01; 11359 HS; felony", "1990-01-01; 187 PC; felony"]
    sheet = make_person("1980-01-01", texts, county="LOS ANGELES")
    evaluator = evaluator_of("us-ca/los-angeles")
    assert find_next_turn(Asker(evaluator, RowRef(1, 1)), sheet) is None
    assert eligible_from(evaluator, sheet, RowRef(1, 1)) is None


@settings(max_examples=60, deadline=None)
@given(evaluators, placed_sheets(), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_a_history_moved_to_another_date_is_that_of_the_date(
    evaluator: Evaluator, person: RapSheet, other: date
) -> None:
    """Whatever was asked of it before, the answers are those of a history made for the date."""
    sheet = located(person, evaluator)
    before = History(sheet, other)
    evaluator.determine_in(before)
    moved = before.moved_to(evaluator.as_of)
    assert evaluator.determine_in(moved) == evaluator.determine(sheet)
    assert list_flags(moved) == list_flags(History(sheet, evaluator.as_of))
