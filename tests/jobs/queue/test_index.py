"""The list in memory answers as the plain way of asking does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.jobs.decide import Accept, Park, add_note, decide, undo
from app.jobs.queue.load import find_convictions, load_queue
from app.model.found_list import FoundList
from app.model.queue_filter import FACETS, SORTS, QueueFilter
from app.store.reviews import SECOND_REVIEWER
from app.store.workspace import Workspace
from tests.jobs.queue.made_list import (
    Case,
    Person,
    changed,
    count_plainly,
    create,
    fill,
    put_decided,
)

NAMES = ("GARCÍA-NÚÑEZ,ANA M", "GARCIA,BEN", "O'NEIL,ORA", "ØSTBY,PER", "EXAMPLE,AVERY", "")
WORDS = ("garcia", "ana", "GARC", "nunez", "oneil", "ostby", "ba-1", "11359", "call court", "zz")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("queue")
    with create(folder / "office.relief") as opened:
        yield opened


dates = st.sampled_from(
    ("", "1999-03-01", "2016-07-01", "2016-11-08", "2021-01-15", "1976-07-01", "1976-08-01")
)
people = st.builds(
    Person, id=st.integers(1, 5), name=st.sampled_from(NAMES),
    cii=st.sampled_from(("A1234567", "A7654321")), born=dates,
    issues=st.lists(st.sampled_from(("Level unknown", "Date in part", "Unseen characters")),
                    max_size=3).map(tuple),
    flags=st.sampled_from(((), ("deceased",), ("super strike", "deceased"))),
    aliases=st.sampled_from(((), ("ANAÏS,GARCIA",))),
)  # fmt: skip
decisions = st.fixed_dictionaries(
    {
        "decision": st.sampled_from(("", "accepted", "overridden", "parked")),
        "stale": st.sampled_from(("", "", "answer: a → b")),
        "reviewer": st.sampled_from(("A. Clerk", "B. Clerk")),
        "words": st.sampled_from(("", "Call the court")),
        "is_approved": st.booleans(),
        "question": st.sampled_from(("", "Is Ana the same?")),
        "is_answered": st.booleans(),
        "notes": st.sampled_from(((), ("call again",), ("one", "ñandú"))),
    }
)


def tidy(case: Case, given_values: dict[str, object]) -> Case:
    """A case decided on; what has no decision has no reviewer either."""
    if not given_values["decision"]:
        given_values = given_values | {
            "stale": "", "reviewer": "", "words": "", "is_approved": False,
        }  # fmt: skip
    return changed(case, **given_values)


@st.composite
def lists(draw: st.DrawFn) -> list[Case]:
    found = {person.id: person for person in draw(st.lists(people, min_size=1, max_size=5))}
    cases = []
    for number in range(draw(st.integers(0, 9))):
        case = Case(
            id=3 * number + 1, person=found[draw(st.sampled_from(sorted(found)))], row=number + 2,
            section=draw(st.sampled_from(("11359 HS", "11357(B) HS", "459 PC"))),
            level=draw(st.sampled_from(("felony", "misdemeanor"))), convicted_on=draw(dates),
            court=draw(st.sampled_from(("VAN NUYS", "POMONA", ""))),
            case_number=draw(st.sampled_from(("BA1", "BA-12", "zz9", ""))),
            outcome=draw(st.sampled_from(("DISMISSAL", "HAND_REVIEW", ""))),
            reason=draw(st.sampled_from(("50 years or older", "Other 11357"))),
        )  # fmt: skip
        cases.append(tidy(case, draw(decisions)))
    return cases


@st.composite
def filters(draw: st.DrawFn, cases: list[Case]) -> QueueFilter:
    wanted = QueueFilter(text=" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=2))))
    for facet in draw(st.lists(st.sampled_from(sorted(set(FACETS) - {"closeness"})), max_size=3)):
        known = {value for case in cases for value in case.labels[facet]} | {"nothing has this"}
        chosen = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=2))
        wanted = wanted.with_values(facet, tuple(chosen))
    return wanted


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_filters_counts_and_sorts_as_the_plain_way(
    workspace: Workspace, data: st.DataObject
) -> None:
    """Which convictions, in any order; how many each value of each facet would give."""
    cases = data.draw(lists())
    wanted = data.draw(filters(cases))
    fill(workspace, cases)
    index = load_queue(workspace)
    plainly = [case.id for case in cases if case.outcome and case.passes(wanted)]
    for sort in SORTS:
        assert sorted(index.find_ids(wanted, sort)) == plainly
    assert list(index.find_ids(wanted, "file order")) == plainly
    counts = {facet: dict(values) for facet, values in index.facets(wanted).items()}
    counts.pop("closeness")
    assert counts == count_plainly(cases, wanted)
    answered = [case for case in cases if case.outcome]
    assert index.n_all == len(answered)
    assert index.n_reviewed == sum(case.state in ("accepted", "overridden") for case in answered)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_reading_some_convictions_anew_equals_reading_all(
    workspace: Workspace, data: st.DataObject
) -> None:
    """After decisions, questions and notes on some: the same lists and counts as a new index."""
    cases = data.draw(lists())
    fill(workspace, cases)
    index = load_queue(workspace)
    index.facets(QueueFilter())
    touched = data.draw(st.lists(st.sampled_from(cases), unique=True)) if cases else []
    after = {case.id: case for case in cases}
    for case in touched:
        after[case.id] = tidy(case, data.draw(decisions))
        put_decided(workspace, after[case.id])
    index.apply(workspace, [case.id for case in touched])
    again, wanted = load_queue(workspace), data.draw(filters(list(after.values())))
    for sort in SORTS:
        assert index.find_ids(wanted, sort) == again.find_ids(wanted, sort)
    assert index.facets(wanted) == again.facets(wanted)
    assert (index.n_reviewed, index.n_all) == (again.n_reviewed, again.n_all)
    index.apply_all(workspace)
    assert index.facets(wanted) == again.facets(wanted)


ANA = Person(1, "GARCÍA-NÚÑEZ,ANA M", "A1234567", "1971-03-14", aliases=("LOPEZ,ANITA",))
BEN = Person(2, "GARCIA,BEN", "A7654321", "1950-01-01", issues=("Level unknown",))
CY = Person(3, "ALVAREZ,CY", "A5555555", "1976-07-20")
DEE = Person(4, "ZIMMER,DEE", "A6666666", "1940-02-02", issues=("Unseen characters",))
CASES = [
    Case(1, DEE, 2, case_number="LA-9", convicted_on="1990-05-05", section="11358 HS"),
    Case(2, CY, 3, case_number="BA2", convicted_on="1995-05-05"),
    Case(3, BEN, 4, case_number="BA1", court="POMONA", convicted_on=""),
    Case(4, ANA, 5, case_number="BA3", convicted_on="1998-01-01"),
    Case(5, ANA, 6, case_number="BA3", outcome="HAND_REVIEW", notes=("Ring Van Nuys",)),
    Case(6, CY, 7, case_number="BA20", convicted_on="1995-05-05", outcome=""),
    Case(7, DEE, 8, case_number="LA-8", court="POMONA", convicted_on="1991"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("garcia", [3, 4, 5]), ("Núñez ana", [4, 5]), ("ana nunez", [4, 5]), ("anita", [4, 5]),
        ("LOPEZ, Anita", [4, 5]), ("a765", [3]), ("la9", [1]), ("LA-9", [1]), ("11358", [1]),
        ("ring nuys", [5]), ("garcia ring", [5]), ("garcia ba1", [3]), ("nobody", []), ("%", []),
        ("ba2", [2]), ("  ", [1, 2, 3, 4, 5, 7]), ("-", []), ("x" * 300, []),
    ],
)  # fmt: skip
def test_a_search_finds_parts_of_words_in_any_order(
    workspace: Workspace, text: str, expected: list[int]
) -> None:
    """Of names, other names, numbers, sections and notes; accents and capitals do not count."""
    fill(workspace, CASES)
    assert sorted(find_convictions(workspace, QueueFilter(text=text))) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        # Ana has a hand review, Ben an open issue that matters, Cy is 50 in nineteen days, Dee's
        # issue is for information only.
        ("risk", [4, 5, 3, 2, 1, 7]),
        ("name", [2, 3, 4, 5, 1, 7]),
        ("case number", [3, 7, 2, 4, 5, 1]),
        ("conviction date", [3, 1, 7, 2, 4, 5]),
        ("section", [1, 7, 2, 3, 4, 5]),
        ("file order", [1, 2, 3, 4, 5, 7]),
    ],
)
def test_orders_are_what_they_say(workspace: Workspace, sort: str, expected: list[int]) -> None:
    """People stand together where the order allows; the undated come first by date."""
    fill(workspace, CASES)
    assert list(find_convictions(workspace, QueueFilter(), sort)) == expected


def test_convictions_out_of_scope_are_read_when_asked_for(workspace: Workspace) -> None:
    """They have no answer."""
    fill(workspace, CASES)
    wanted = QueueFilter(in_scope_only=False)
    assert sorted(find_convictions(workspace, wanted)) == [1, 2, 3, 4, 5, 6, 7]
    index = load_queue(workspace, in_scope_only=False)
    assert sorted(index.find_ids(QueueFilter())) == [1, 2, 3, 4, 5, 7]
    assert dict(index.facets(wanted)["outcome"])[""] == 1
    assert (index.n_all, index.n_reviewed) == (6, 0)


def test_closeness_is_told_in_bands(workspace: Workspace) -> None:
    """Cy is 50 in nineteen days; nothing else is near a boundary."""
    fill(workspace, CASES)
    index = load_queue(workspace)
    assert dict(index.facets(QueueFilter())["closeness"]) == {"within 30 days": 1, "further": 5}
    assert list(index.find_ids(QueueFilter(closeness=("within 30 days",)))) == [2]


def test_ages_need_a_birth_date_that_tells_them(workspace: Workspace) -> None:
    """A year alone is enough where every day of it gives the same band."""
    born = {1: "1971", 2: "1976", 3: "on or before 1950-01-01", 4: "2030-01-01", 5: "2005-07-01"}
    fill(
        workspace,
        [Case(n, Person(n, "EXAMPLE,A", born=text), n) for n, text in born.items()],
    )
    ages = load_queue(workspace).facets(QueueFilter())["age"]
    assert ages == [("21 to 29", 1), ("50 to 59", 1), ("not known", 3)]


def test_facets_are_in_an_order_that_reads(workspace: Workspace) -> None:
    """Bands and states as they follow one another, years backward, all else by number."""
    fill(workspace, [*CASES, Case(8, ANA, 9, decision="accepted", convicted_on="2001-01-01")])
    facets = load_queue(workspace).facets(QueueFilter(section=("11357 HS",)))
    assert facets["state"] == []
    assert facets["section"] == [("11359 HS", 6), ("11358 HS", 1), ("11357 HS", 0)]
    facets = load_queue(workspace).facets(QueueFilter())
    assert facets["state"] == [("open", 6), ("accepted", 1)]
    assert [year for year, _ in facets["year"]] == [
        "2001",
        "1999",
        "1998",
        "1995",
        "1991",
        "1990",
        "",
    ]


@pytest.mark.parametrize(
    ("rule", "awaiting"),
    [("none", []), ("overrides", [2]), ("relief", [1]), ("all", [1, 2])],
)
def test_what_a_second_person_has_to_approve(
    workspace: Workspace, rule: str, awaiting: list[int]
) -> None:
    """By the office's rule; parked and changed decisions await nothing."""
    fill(
        workspace,
        [
            Case(1, ANA, 2, decision="accepted"), Case(2, ANA, 3, decision="overridden"),
            Case(3, ANA, 4, decision="parked"), Case(4, ANA, 5, decision="accepted", stale="x"),
            Case(5, ANA, 6, decision="accepted", is_approved=True), Case(6, ANA, 7),
        ],
    )  # fmt: skip
    workspace.save_setting(SECOND_REVIEWER, rule)
    index = load_queue(workspace)
    assert list(index.find_ids(QueueFilter(approval=("awaiting approval",)))) == awaiting
    assert list(index.find_ids(QueueFilter(approval=("approved",)))) == [5]
    assert list(index.find_ids(QueueFilter(state=("stale", "parked")))) == [3, 4]


def test_a_found_list_knows_places_and_people(workspace: Workspace) -> None:
    """Where a conviction stands, which stand together, and where work is left."""
    decided = [changed(case, decision="accepted") if case.id in (3, 4) else case for case in CASES]
    fill(workspace, decided)
    found = load_queue(workspace).find(QueueFilter(), "risk")
    assert list(found.ids) == [4, 5, 3, 2, 1, 7]
    assert [found.find_position(number) for number in (4, 7, 6, 99)] == [0, 5, -1, -1]
    assert [found.begins_person(place) for place in range(6)] == [
        True, False, True, True, True, False,
    ]  # fmt: skip
    assert [found.positions_of_person(place) for place in (0, 1, 3, 5)] == [
        range(2), range(2), range(3, 4), range(4, 6),
    ]  # fmt: skip
    assert [found.find_next_open(place) for place in (0, 2, 5)] == [1, 3, 5]
    nothing = load_queue(workspace).find(QueueFilter(text="nobody"))
    assert len(nothing) == 0
    assert nothing == FoundList()
    assert nothing.find_next_open(0) == -1
    plain = FoundList.of([5, 3, 9])
    assert [plain.find_position(number) for number in (5, 3, 9, 4)] == [0, 1, 2, -1]
    assert plain.positions_of_person(1) == range(1, 2)


def test_the_index_catches_up_with_the_record_of_the_work(workspace: Workspace) -> None:
    """Whatever was decided, noted or undone since: nobody has to say which cases."""
    fill(workspace, CASES)
    index = load_queue(workspace)
    decide(workspace, Accept(), [1, 2], who="A. Clerk")
    add_note(workspace, [3], "Ring them", who="A. Clerk")
    index.catch_up(workspace)
    assert sorted(index.find_ids(QueueFilter(state=("accepted",)))) == [1, 2]
    assert list(index.find_ids(QueueFilter(text="ring them"))) == [3]
    undo(workspace, who="A. Clerk")
    undo(workspace, who="A. Clerk")
    index.catch_up(workspace)
    assert list(index.find_ids(QueueFilter(state=("accepted",)))) == []
    assert list(index.find_ids(QueueFilter(text="ring them"))) == []
    index.catch_up(workspace)
    assert index.facets(QueueFilter()) == load_queue(workspace).facets(QueueFilter())


def test_parked_cases_that_are_due_are_found(workspace: Workspace) -> None:
    """A reminder of today or before is due; one without a reminder is neither."""
    fill(workspace, CASES)
    for number, day in ((1, date(2000, 1, 1)), (2, date(2999, 1, 1)), (3, None)):
        decide(workspace, Park("wait", day), [number], who="A. Clerk")
    index = load_queue(workspace)
    assert index.facets(QueueFilter())["reminder"] == [("due", 1), ("later", 1)]
    assert list(index.find_ids(QueueFilter(reminder=("due",)))) == [1]


def test_texts_that_hold_the_marks_between_values_stay_one(workspace: Workspace) -> None:
    """A damaged file may hold any letter."""
    fill(
        workspace,
        [
            Case(1, Person(1, "A\x1fB,C\nD"), 2, case_number="X\x1f1\n2", reason="a\x1fb"),
            Case(2, Person(2, "SECOND,S"), 3),
        ],
    )
    index = load_queue(workspace)
    assert list(index.find_ids(QueueFilter(text="second"))) == [2]
    assert list(index.find_ids(QueueFilter(text="a b c d x 1 2"))) == [1]
    assert dict(index.facets(QueueFilter())["reason"]) == {"a b": 1, "50 years or older": 1}


def test_a_policy_that_can_no_longer_be_asked_leaves_closeness_open(workspace: Workspace) -> None:
    """The list is there all the same."""
    fill(workspace, CASES)
    workspace.connection.execute("UPDATE check_run SET policy_text = 'x = 1'")
    facets = load_queue(workspace).facets(QueueFilter())
    assert facets["closeness"] == [("further", 6)]


def test_nothing_checked_is_an_empty_list(workspace: Workspace) -> None:
    """No conviction, no count, no error."""
    fill(workspace, [])
    workspace.connection.execute("DELETE FROM check_run")
    index = load_queue(workspace)
    assert list(index.find_ids(QueueFilter(text="x", outcome=("DISMISSAL",)))) == []
    assert index.facets(QueueFilter())["section"] == []
    assert (index.n_all, index.n_reviewed) == (0, 0)
