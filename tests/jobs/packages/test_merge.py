"""Taking packages back: what was decided there is kept here, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs.decide import (
    Accept,
    OpenAgain,
    add_note,
    answer_question,
    approve,
    ask_attorney,
    decide,
    undo,
)
from app.jobs.mend_issues import mend_issues
from app.jobs.mend_requests import CellMend
from app.jobs.packages.conflicts import choose, list_conflicts
from app.jobs.packages.cut import Shares
from app.jobs.packages.make import give_up
from app.jobs.packages.merge import Return, look_at_package, merge_package
from app.jobs.progress import Silent
from app.model.record import RowRef
from app.store import audit, packages, queue, reviews, signing, steps
from app.store import office as office_store
from app.store.case_states import CaseState, get_states
from app.store.office import ATTORNEY, User
from app.store.office import CLERK as CLERK_ROLE
from app.store.questions import list_notes
from app.store.workspace import Workspace
from tests.jobs.packages.desks import (
    CLERK,
    REVIEWER,
    SECRET,
    accept,
    cases,
    make,
    opened,
    override,
    park,
    recheck,
)


def merge(office: Workspace, path: Path, *, who: str = CLERK, why: str = "") -> Return:
    return merge_package(office, path, SECRET, Silent(), who=who, why_late=why)


def decisions(states: Iterable[CaseState]) -> list[str]:
    return [state.review.decision for state in states if state.review is not None]


def test_decisions_come_home_with_their_own_name_and_time(
    office: Workspace, tmp_path: Path
) -> None:
    """Accepted, overridden, parked, asked and noted there: the same here, as one step to undo."""
    path = make(office, tmp_path).files[0]
    one, two, three, four = cases(office)[:4]
    with opened(path) as package:
        accept(package, [one])
        override(package, two, "The city takes this kind.")
        park(package, [three], "The file is on order.")
        ask_attorney(package, [four], "Is this ours?", who=REVIEWER)
        add_note(package, [one, four], "Seen twice.", who=REVIEWER)
        wanted = get_states(package, [one, two, three, four])
    told = look_at_package(office, path, SECRET, Silent())
    assert told.words == "4 cases decided there, 2 notes"
    assert get_states(office, [one])[one].review is None
    done = merge(office, path)
    assert done == told
    assert get_states(office, wanted) == wanted
    assert {note.words for note in list_notes(office, [one, four])} == {"Seen twice."}
    assert wanted[one].review is not None
    assert wanted[one].review.reviewer == REVIEWER
    package_here = packages.list_packages(office)[0].package
    assert not package_here.is_out
    assert (package_here.returned_by, package_here.returned_words) == (CLERK, told.words)
    last = list(audit.entries(office))[-1]
    assert last.action == "take package back"
    with opened(path) as package:
        entry = list(audit.entries(package))[-1]
    assert f"entry {entry.number}, {entry.hash}" in last.new
    by = [
        e for e in audit.entries(office) if e.subject == f"conviction {one}" and e.new == "accepted"
    ]
    assert by[-1].action == f"from “Share 1 of 1”: {REVIEWER}"
    assert steps.count_steps(office, CLERK) == (1, 0)
    undo(office, who=CLERK)
    assert all(state.review is None for state in get_states(office, [one, two, three]).values())


def test_the_same_file_again_changes_nothing(office: Workspace, tmp_path: Path) -> None:
    """Not even the record of the work; a later state of it brings what is new."""
    path = make(office, tmp_path).files[0]
    one, two = cases(office)[:2]
    with opened(path) as package:
        accept(package, [one])
    merge(office, path)
    before = list(audit.entries(office))
    again = merge(office, path)
    assert (again.has_any, again.words) == (False, "nothing new")
    assert list(audit.entries(office)) == before
    with opened(path) as package:
        park(package, [two], "Later.")
        decide(package, OpenAgain(), [one], who=REVIEWER)
    later = merge(office, path)
    assert later.n_taken == 2
    states = get_states(office, [one, two])
    assert states[one].review is None
    assert states[two].review is not None


def test_what_was_decided_here_meanwhile_stays(office: Workspace, tmp_path: Path) -> None:
    """Changed here alone: kept. Decided alike on both sides: one decision, told."""
    path = make(office, tmp_path).files[0]
    one, two = cases(office)[:2]
    accept(office, [one, two], CLERK)
    with opened(path) as package:
        accept(package, [two])
    done = merge(office, path)
    assert (done.n_taken, done.n_kept, done.n_alike, done.n_conflicts) == (0, 1, 1, 0)
    states = get_states(office, [one, two])
    assert {state.review.reviewer for state in states.values() if state.review} == {CLERK}
    noted = [e for e in audit.entries(office) if "decided alike" in e.action]
    assert [e.subject for e in noted] == [f"conviction {two}"]
    assert REVIEWER in noted[0].new


def test_a_conflict_stands_side_by_side_until_a_person_chooses(
    office: Workspace, tmp_path: Path
) -> None:
    """Nothing is overwritten; the choice is on record and can be undone."""
    path = make(office, tmp_path).files[0]
    one, two = cases(office)[:2]
    accept(office, [one, two], CLERK)
    with opened(path) as package:
        override(package, one, "Another county's.")
        park(package, [two], "Ask the court.")
    done = merge(office, path)
    assert (done.n_taken, done.n_conflicts) == (0, 2)
    standing = get_states(office, [one, two])
    assert decisions(standing.values()) == ["accepted", "accepted"]
    found = list_conflicts(office)
    assert decisions(one.here for one in found) == ["accepted", "accepted"]
    assert decisions(one.there for one in found) == ["overridden", "parked"]
    assert found[0].row is not None
    assert packages.list_packages(office)[0].n_conflicts == 2
    choose(office, found[0].conflict.id, "there", who=CLERK)
    choose(office, found[1].conflict.id, "here", who=CLERK)
    states = get_states(office, [one, two])
    assert states[one] == found[0].there
    assert states[two].review is not None
    assert states[two].review.decision == "accepted"
    assert list_conflicts(office) == []
    assert [c.conflict.choice for c in list_conflicts(office, only_open=False)] == ["there", "here"]
    said = [e.action for e in audit.entries(office) if e.action.startswith("conflict with")]
    assert said == ["conflict with “Share 1 of 1”: there", "conflict with “Share 1 of 1”: here"]
    with pytest.raises(InputError, match=r"was decided by A\. Clerk"):
        choose(office, found[0].conflict.id, "here", who=CLERK)
    undo(office, who=CLERK)
    after = get_states(office, [one])[one].review
    assert after is not None
    assert after.decision == "accepted"
    merge(office, path)
    assert list_conflicts(office) == []


def test_a_question_here_and_a_decision_there_are_no_conflict(
    office: Workspace, tmp_path: Path
) -> None:
    """Decision and question are held against each other by themselves."""
    one = cases(office)[0]
    ask_attorney(office, [one], "Ours?", who=CLERK)
    path = make(office, tmp_path).files[0]
    answer_question(office, one, "Yes.", who="An attorney")
    with opened(path) as package:
        accept(package, [one])
    done = merge(office, path)
    assert (done.n_taken, done.n_conflicts) == (1, 0)
    state = get_states(office, [one])[one]
    assert state.review is not None
    assert state.question is not None
    assert state.question.answer == "Yes."


def test_choosing_there_keeps_what_was_not_in_dispute(office: Workspace, tmp_path: Path) -> None:
    """A question that was asked here after the file came back stays."""
    path = make(office, tmp_path).files[0]
    one = cases(office)[0]
    accept(office, [one], CLERK)
    with opened(path) as package:
        park(package, [one], "Later.")
    merge(office, path)
    ask_attorney(office, [one], "Which?", who=CLERK)
    choose(office, list_conflicts(office)[0].conflict.id, "there", who=CLERK)
    state = get_states(office, [one])[one]
    assert state.review is not None
    assert state.review.decision == "parked"
    assert state.question is not None


def test_a_new_check_makes_what_comes_back_stale(office: Workspace, tmp_path: Path) -> None:
    """What changed is told; decisions on answers that stand hold."""
    path = make(office, tmp_path).files[0]
    ids = cases(office)
    with opened(path) as package:
        accept(package, ids)
    before = reviews.fingerprints(office, ids)
    recheck(office, years_since_conviction=15)
    after = reviews.fingerprints(office, ids)
    changed = {one for one in ids if before[one] != after.get(one)}
    assert changed
    assert changed != set(ids)
    done = merge(office, path)
    assert done.n_stale == len(changed)
    assert any("checked anew" in one and "options: " in one for one in done.remarks)
    for number, state in get_states(office, ids).items():
        assert state.review is not None
        assert bool(state.review.stale) is (number in changed)
    recheck(office)
    assert not any(s.review.stale for s in get_states(office, ids).values() if s.review)


def test_a_record_that_was_mended_meanwhile_opens_the_decision(
    office: Workspace, tmp_path: Path
) -> None:
    """The answer may be the same: what was looked at is not."""
    path = make(office, tmp_path).files[0]
    source, row, number = office.connection.execute(
        "SELECT c.source_id, c.row, c.id FROM conviction c JOIN source s ON s.id = c.source_id "
        "JOIN determination d ON d.conviction_id = c.id WHERE s.kind = 'doj-bulk' "
        "AND d.outcome NOT IN ('HAND_REVIEW', 'MAYBE') LIMIT 1"
    ).fetchone()
    with opened(path) as package:
        accept(package, [number])
    mend_issues(
        office, [CellMend(RowRef(source, row), "PRI_NAME", "OTHER,NAME")], Silent(), who=CLERK
    )
    recheck(office)
    done = merge(office, path)
    assert done.n_stale == 1
    review = get_states(office, [number])[number].review
    assert review is not None
    assert "record was changed at the office" in review.stale


def test_a_case_that_is_gone_is_told_and_kept_on_record(office: Workspace, tmp_path: Path) -> None:
    """Its conviction is no longer on the list here; the decision stands in the record."""
    path = make(office, tmp_path).files[0]
    one = cases(office)[0]
    with opened(path) as package:
        accept(package, [one])
    with office.transaction() as connection:
        connection.execute("DELETE FROM determination WHERE conviction_id = ?", (one,))
        connection.execute("DELETE FROM conviction WHERE id = ?", (one,))
    done = merge(office, path)
    assert done.n_taken == 0
    assert any("1 case is no longer on the list" in remark for remark in done.remarks)
    assert any(
        "not taken" in e.action and e.new.startswith("accepted") for e in audit.entries(office)
    )


def test_signed_off_results_need_a_reason(office: Workspace, tmp_path: Path) -> None:
    """And what is taken shows as late changes."""
    path = make(office, tmp_path).files[0]
    number = cases(office)[0]
    with opened(path) as package:
        accept(package, [number])
    with office.transaction() as connection:
        connection.execute(
            "INSERT INTO sign_off VALUES (1, 1, 'An attorney', '2026-11-20T10:00:00', '', 1, 0, "
            "'', '', '', '')"
        )
    with pytest.raises(InputError, match="signed off by An attorney on 2026-11-20"):
        merge(office, path)
    assert get_states(office, [number])[number].review is None
    merge(office, path, why="The package came late.")
    late = signing.list_late_changes(office, 1)
    assert [(change.conviction_id, change.why) for change in late] == [
        (number, "The package came late.")
    ]


def test_reviewers_who_are_no_users_here_are_told(office: Workspace, tmp_path: Path) -> None:
    """Their decisions are taken under their names; approvals of who may not approve are not."""
    at = "2026-11-01T00:00:00"
    with office.transaction():
        for name, role in ((CLERK, CLERK_ROLE), ("An attorney", ATTORNEY)):
            office_store.put_user(office, User(name, role, True, "setup", at))
    path = make(office, tmp_path).files[0]
    one, two, three = cases(office)[:3]
    with opened(path) as package:
        with package.transaction():
            office_store.put_user(package, User(REVIEWER, ATTORNEY, True, "there", at))
        accept(package, [one])
        accept(package, [two, three], CLERK)
        approve(package, [two], who=REVIEWER)
        approve(package, [three], who="An attorney")
    done = merge(office, path)
    assert any(f"Not users of this workspace: {REVIEWER}." in remark for remark in done.remarks)
    assert any(f"{REVIEWER} may not approve here" in remark for remark in done.remarks)
    states = get_states(office, [one, two, three])
    assert [s.review.approver for s in states.values() if s.review] == ["", "", "An attorney"]
    assert states[one].review is not None
    assert states[one].review.reviewer == REVIEWER


def test_a_sample_of_the_other_desk_comes_along(office: Workspace, tmp_path: Path) -> None:
    """Under a number of its own here: its size and seed stay on record."""
    path = make(office, tmp_path).files[0]
    one, two = cases(office)[:2]
    draw = (
        "INSERT INTO sample VALUES (1, '{}', ?, 2, 1, 0.95, 0.05, ?, x'90', 'R', '2026-11-20', "
        "'accepted', 'R', '2026-11-20', '')"
    )
    with office.transaction() as connection:
        connection.execute(draw, ("drawn at home", "seed one"))
    with opened(path) as package:
        with package.transaction() as connection:
            connection.execute(draw, ("drawn there", "seed two"))
            connection.execute(
                "INSERT INTO sample_case VALUES (1, ?, 'right', '', 'R', '')", (one,)
            )
        decide(package, Accept(sample_id=1), [one, two], who=REVIEWER)
    merge(office, path)
    review = get_states(office, [two])[two].review
    assert review is not None
    assert review.sample_id == 2
    assert office.connection.execute("SELECT filter_words FROM sample WHERE id = 2").fetchone() == (
        "drawn there",
    )
    assert office.connection.execute("SELECT sample_id, verdict FROM sample_case").fetchall() == [
        (2, "right")
    ]
    merge(office, path)
    assert office.connection.execute("SELECT count(*) FROM sample").fetchone() == (2,)


def test_a_package_that_was_given_up_still_comes_back(office: Workspace, tmp_path: Path) -> None:
    """Found again: what was decided in it is taken as ever."""
    path = make(office, tmp_path).files[0]
    number = packages.list_packages(office)[0].package.id
    give_up(office, number, "Lost.", who=CLERK)
    with opened(path) as package:
        accept(package, cases(package)[:1])
    assert merge(office, path).n_taken == 1


def test_cases_that_are_out_are_named_with_their_package(office: Workspace, tmp_path: Path) -> None:
    """For the list and the case; no longer once the file is back."""
    made = make(office, tmp_path, Shares(2))
    ids = queue.list_by_date(office, in_scope_only=True)
    out = packages.cases_out(office, ids)
    assert set(out.values()) == {"Share 1 of 2", "Share 2 of 2"}
    merge(office, made.files[0])
    assert set(packages.cases_out(office, ids).values()) == {"Share 2 of 2"}
