"""The list of convictions, and the decisions of people."""

from __future__ import annotations

import pytest

from app.model.relief import Procedure, Remedy
from app.store import audit, determinations, papers, queue, records, runs
from app.store.case_states import OPEN, put_states
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED, count_reviews, find_review
from app.store.workspace import Workspace
from tests.store.made_reviews import reviewed


def test_the_list_holds_what_is_in_scope_or_everything(workspace: Workspace) -> None:
    """Ten convictions, nine of them cannabis; the undated first."""
    assert len(queue.list_by_date(workspace, in_scope_only=True)) == 9
    ids = queue.list_by_date(workspace, in_scope_only=False)
    rows = queue.get_rows(workspace, ids)
    assert len(rows) == 10
    assert [row.convicted_on for row in rows][:5] == ["", "", "", "", "1999-03-01"]
    assert [row.section for row in rows if not row.outcome] == ["459 PC"]


def test_a_page_is_in_the_order_asked(workspace: Workspace) -> None:
    """Ids that are gone are left out."""
    assert [row.conviction_id for row in queue.get_rows(workspace, [7, 99, 2])] == [7, 2]
    row = queue.get_rows(workspace, [1])[0]
    assert (row.person_id, row.born, row.court, row.county) == (
        1, "1970-06-15", "CASC LOS ANGELES", "LOS ANGELES",
    )  # fmt: skip
    assert (row.case_number, row.outcome, row.decision) == ("CR8", "DISMISSAL", "")


def test_a_row_tells_what_stands_with_the_case(workspace: Workspace) -> None:
    """Notes, an open question, the answer given in place, the flags of the person."""
    reviewed(workspace, 1, OVERRIDDEN, "why", new_outcome="NOT_ELIGIBLE")
    with workspace.transaction():
        for statement in (
            "INSERT INTO note (uid, conviction_id, words, who, at) VALUES ('a', 1, 'x', 'A', 'b')",
            "INSERT INTO question VALUES (1, 'who?', 'A', 'at', '', '', '')",
            "INSERT INTO question VALUES (2, 'who?', 'A', 'at', 'she', 'B', 'then')",
            "INSERT OR REPLACE INTO person_flag VALUES (1, 'deceased' || char(10) || 'x', '')",
        ):
            workspace.connection.execute(statement)
    first, second = queue.get_rows(workspace, [1, 2])
    assert (first.decision, first.new_outcome) == ("overridden", "NOT_ELIGIBLE")
    assert (first.has_note, first.is_asked, first.flags) == (True, True, ("deceased", "x"))
    assert (second.has_note, second.is_asked) == (False, False)


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
    assert [row.decision for row in queue.get_rows(workspace, [1, 3])] == [PARKED, ""]
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


def test_remedy_and_procedure_stand_in_the_list(workspace: Workspace) -> None:
    """As the determination has them; "" where the policy says neither."""
    workspace.connection.execute(
        "UPDATE determination SET remedy = 'REDESIGNATION_OPEN', procedure = 'PETITION' "
        "WHERE conviction_id = 3"
    )
    (row,) = queue.get_rows(workspace, [3])
    assert (row.remedy, row.procedure) == ("REDESIGNATION_OPEN", "PETITION")
    listed = [(one.remedy, one.procedure) for one in determinations.iter_listed(workspace)]
    assert sorted(set(listed)) == [("", ""), ("REDESIGNATION_OPEN", "PETITION")]
    found = determinations.find_determination(workspace, 3)
    assert found is not None
    assert (found.remedy, found.procedure) == (Remedy.REDESIGNATION_OPEN, Procedure.PETITION)
    assert determinations.find_determination(workspace, 99) is None
