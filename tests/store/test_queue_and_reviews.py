"""The list of convictions, and the decisions of people."""

from __future__ import annotations

import pytest

from app.model.relief import Procedure, Remedy
from app.store import audit, determinations, papers, queue, records, runs
from app.store.case_states import OPEN, put_states
from app.store.queue import SORTS, QueueFilter
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED, count_reviews, find_review
from app.store.workspace import Workspace
from tests.store.made_reviews import reviewed

EVERY = QueueFilter(in_scope_only=False)


def found(workspace: Workspace, **wanted: object) -> list[str]:
    """Name and section of what a filter finds, in the order of the files."""
    ids = queue.find_ids(workspace, QueueFilter(**wanted), "file order")  # type: ignore[arg-type]
    return [f"{row.name} {row.section}" for row in queue.get_rows(workspace, ids)]


def test_the_list_holds_what_is_in_scope_or_everything(workspace: Workspace) -> None:
    """Ten convictions, nine of them cannabis."""
    assert len(found(workspace)) == 9
    assert len(found(workspace, in_scope_only=False)) == 10
    assert "O'NEIL,ORA 459 PC" not in found(workspace)


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        ({"text": "zebra"}, 2), ({"text": "O'NEIL"}, 1), ({"text": "%"}, 2), ({"text": "_"}, 2),
        ({"text": "A3"}, 2), ({"text": " CR8 "}, 2), ({"text": "nobody"}, 0),
        ({"section": "11359 HS"}, 5), ({"level": "misdemeanor"}, 3), ({"level": "unknown"}, 1),
        ({"outcome": "DISMISSAL"}, 9), ({"outcome": "HAND_REVIEW"}, 0),
        ({"reason": "Misdemeanor or Infraction"}, 3),
        ({"decision": "open"}, 9), ({"decision": ACCEPTED}, 0),
        ({"section": "11359 HS", "text": "EXAMPLE"}, 1),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(wanted: dict[str, str], n: int, workspace: Workspace) -> None:
    """By part of a name, number or case, and by each column; signs of patterns are plain text."""
    assert len(found(workspace, **wanted)) == n


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_holds_every_conviction(sort: str, workspace: Workspace) -> None:
    """Sorted lists are the same convictions in another order."""
    everything = queue.find_ids(workspace, EVERY, "file order")
    assert len(everything) == 10
    assert sorted(queue.find_ids(workspace, EVERY, sort)) == sorted(everything)


def test_orders_are_what_they_say(workspace: Workspace) -> None:
    """By file, by name, by date with the undated first, by section."""
    ids = queue.find_ids(workspace, EVERY, "file order")
    assert [queue.get_place(workspace, one)[2] for one in ids] == list(range(2, 12))
    rows = queue.get_rows(workspace, queue.find_ids(workspace, EVERY, "name"))
    assert [row.name for row in rows] == sorted(row.name for row in rows)
    rows = queue.get_rows(workspace, queue.find_ids(workspace, EVERY, "conviction date"))
    assert [row.convicted_on for row in rows][:5] == ["", "", "", "", "1999-03-01"]
    rows = queue.get_rows(workspace, queue.find_ids(workspace, EVERY, "section"))
    assert rows[-1].section == "459 PC"


def test_a_page_is_in_the_order_asked(workspace: Workspace) -> None:
    """Ids that are gone are left out."""
    assert [row.conviction_id for row in queue.get_rows(workspace, [7, 99, 2])] == [7, 2]
    row = queue.get_rows(workspace, [1])[0]
    assert (row.person_id, row.born, row.court, row.county) == (
        1, "1970-06-15", "CASC LOS ANGELES", "LOS ANGELES",
    )  # fmt: skip
    assert (row.case_number, row.outcome, row.decision) == ("CR8", "DISMISSAL", "")


def test_facets_count_the_filtered_list(workspace: Workspace) -> None:
    """For each column its values with numbers that add up, most first."""
    facets = queue.count_facets(workspace, QueueFilter())
    assert facets["section"] == [("11359 HS", 5), ("11357(A) HS", 3), ("11360 HS", 1)]
    assert facets["level"] == [("felony", 5), ("misdemeanor", 3), ("unknown", 1)]
    assert facets["decision"] == [("open", 9)]
    for counted in queue.count_facets(workspace, QueueFilter(text="ZEBRA")).values():
        assert sum(n for _, n in counted) == 2


def test_a_conviction_is_found_at_its_place(workspace: Workspace) -> None:
    """Person, source and row."""
    numbers = queue.list_person_convictions(workspace, 2)
    assert [queue.get_place(workspace, one) for one in numbers] == [(2, 1, 4), (2, 1, 5)]
    with pytest.raises(LookupError):
        queue.get_place(workspace, 99)


def test_a_decision_is_kept_with_the_one_before_it_in_the_log(workspace: Workspace) -> None:
    """Accepted, then parked with a reason: the log has both, and no paper is made."""
    reviewed(workspace, 1, ACCEPTED)
    reviewed(workspace, 1, PARKED, "another county")
    reviewed(workspace, 2, ACCEPTED)
    review = find_review(workspace, 1)
    assert review is not None
    assert (review.decision, review.words, review.outcome) == (
        PARKED, "another county", "DISMISSAL",
    )  # fmt: skip
    assert count_reviews(workspace) == {ACCEPTED: 1, PARKED: 1}
    assert found(workspace, decision=PARKED) == ["ZEBRA,ZOË 11359 HS"]
    newest = list(audit.entries(workspace, newest_first=True, limit=2))[1]
    assert (newest.who, newest.action, newest.subject) == ("A clerk", "review", "conviction 1")
    assert (newest.old, newest.new) == ("accepted", "parked: another county")
    assert len(papers.list_relief(workspace)) == 8
    assert [row.conviction_id for row in papers.list_relief(workspace, only_accepted=True)] == [2]


def test_what_a_person_answers_otherwise_is_what_the_court_is_asked(workspace: Workspace) -> None:
    """Not eligible: no paper. A reduction: that is asked for, and the office's words stay in."""
    more = {"reason_code": "RECORD", "new_outcome": "NOT_ELIGIBLE"}
    reviewed(workspace, 1, OVERRIDDEN, "a felony", **more)
    reviewed(workspace, 3, OVERRIDDEN, "less", **(more | {"new_outcome": "REDUCTION"}))
    asked = {row.conviction_id: row for row in papers.list_relief(workspace)}
    assert 1 not in asked
    assert (asked[3].outcome, asked[3].reason) == (
        "REDUCTION", "On individual review of the record",
    )  # fmt: skip
    assert asked[2].outcome == "DISMISSAL"


def test_a_decision_can_be_taken_back(workspace: Workspace) -> None:
    """It is open again, and the log says who opened it; taking back nothing is nothing."""
    reviewed(workspace, 1, PARKED, "x")
    n = len(list(audit.entries(workspace)))
    for _ in range(2):
        with workspace.transaction():
            put_states(workspace, {1: OPEN}, what="open again", who="Another", at="2026-11-03")
    assert find_review(workspace, 1) is None
    last = next(iter(audit.entries(workspace, newest_first=True)))
    assert (last.number, last.who, last.action) == (n + 1, "Another", "open again")
    assert (last.old, last.new) == ("parked: x", "open")
    assert audit.find_break(workspace) is None


def test_a_decision_on_nothing_leaves_no_entry(workspace: Workspace) -> None:
    """The decision and its entry are one transaction."""
    before = len(list(audit.entries(workspace)))
    with pytest.raises(Exception, match="FOREIGN KEY"):
        reviewed(workspace, 99, ACCEPTED)
    assert len(list(audit.entries(workspace))) == before


def test_the_latest_run_and_its_determinations(workspace: Workspace) -> None:
    """What was asked is kept with the answers; every one has its place in the file."""
    run = runs.find_latest_run(workspace)
    assert run is not None
    assert (run.policy_id, run.county, run.as_of.isoformat()) == (
        "us-ca/county-review", "LOS ANGELES", "2020-07-01",
    )  # fmt: skip
    assert (run.n_people, run.n_determinations) == (5, 9)
    assert runs.list_runs(workspace) == [run]
    assert not runs.is_stale(workspace)
    listed = list(determinations.iter_listed(workspace))
    assert [one.row for one in listed] == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    by_person = determinations.by_person(workspace)
    assert {number: len(answers) for number, answers in by_person.items()} == {
        1: 2, 2: 2, 3: 2, 4: 2, 5: 1,
    }  # fmt: skip


def test_issues_are_listed_by_kind_person_and_page(workspace: Workspace) -> None:
    """Counts and lists agree."""
    counts = records.count_issues(workspace)
    assert ("Conviction date missing", False, 4) in counts
    assert len(records.list_issues(workspace, kind="Level unknown")) == 1
    assert {one.person_id for one in records.list_issues(workspace, person_id=2)} == {2}
    whole = records.list_issues(workspace)
    assert whole == records.list_issues(workspace, limit=2) + records.list_issues(
        workspace, offset=2
    )
    assert records.list_counties(workspace) == [("LOS ANGELES", 10)]


def test_remedy_and_procedure_stand_in_the_list_and_narrow_it(workspace: Workspace) -> None:
    """As the determination has them; "" where the policy says neither."""
    workspace.connection.execute(
        "UPDATE determination SET remedy = 'REDESIGNATION_OPEN', procedure = 'PETITION' "
        "WHERE conviction_id = 3"
    )
    (row,) = queue.get_rows(workspace, [3])
    assert (row.remedy, row.procedure) == ("REDESIGNATION_OPEN", "PETITION")
    assert list(queue.find_ids(workspace, QueueFilter(remedy="REDESIGNATION_OPEN"))) == [3]
    assert list(queue.find_ids(workspace, QueueFilter(procedure="PETITION"))) == [3]
    assert list(queue.find_ids(workspace, QueueFilter(procedure="APPLICATION"))) == []
    listed = [(one.remedy, one.procedure) for one in determinations.iter_listed(workspace)]
    assert sorted(set(listed)) == [("", ""), ("REDESIGNATION_OPEN", "PETITION")]
    found = determinations.find_determination(workspace, 3)
    assert found is not None
    assert (found.remedy, found.procedure) == (Remedy.REDESIGNATION_OPEN, Procedure.PETITION)
    assert determinations.find_determination(workspace, 99) is None
