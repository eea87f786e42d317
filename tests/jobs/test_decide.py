"""Deciding on cases, undo and redo, and what a later check makes of decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.jobs import decide as desk
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.decide import Accept, OpenAgain, Override, Park
from app.jobs.mend_issues import mend_issues
from app.jobs.mend_requests import CellMend
from app.jobs.progress import Silent
from app.jobs.rights import Right, check_may, may
from app.jobs.workers import Workers
from app.model.record import RowRef
from app.model.relief import Outcome, Procedure
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.store import audit, office, questions, reviews, signing
from app.store.case_states import get_states
from app.store.office import ADMINISTRATOR, ATTORNEY, CLERK, OverrideReason, User
from app.store.papers import list_relief
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED, find_review
from app.store.workspace import Workspace
from tests.importing.made_rows import HEADER, line_of
from tests.jobs.made_check import AS_OF, POLICY, import_and_check

ANN, BEN = "Ann Clerk", "Ben Attorney"
NOT_ELIGIBLE = Override(Outcome.NOT_ELIGIBLE, "RECORD", "The level is wrong.")


@pytest.fixture
def checked(workspace: Workspace, workers: Workers, tmp_path: Path) -> Workspace:
    """Four convictions to dismiss (1 to 4) and one for hand review (5): its county is not known."""
    lines = [line_of(SUBJECT_ID=str(n), CII_NUMBER=f"A{n}", OFN=f"CR{n}") for n in range(1, 5)]
    lines.append(line_of(SUBJECT_ID="5", CII_NUMBER="A5", STP_ORI_CNTY_NAME=""))
    path = tmp_path / "delivery.dat"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    import_and_check(workspace, [path], workers)
    return workspace


def state_of(workspace: Workspace, number: int) -> tuple[str, str]:
    review = find_review(workspace, number)
    return (review.decision, review.words) if review else ("", "")


def test_an_answer_is_accepted_with_what_was_seen(checked: Workspace) -> None:
    """Who, when, and the answer that was looked at."""
    done = desk.decide(checked, Accept(), [1, 2], who=ANN)
    assert (done.what, done.ids) == ("accept", (1, 2))
    review = find_review(checked, 2)
    assert review is not None
    assert (review.decision, review.reviewer, review.outcome) == (ACCEPTED, ANN, "DISMISSAL")
    assert review.seen == reviews.fingerprints(checked, [2])[2]
    assert review.is_settled
    assert review.final_outcome == "DISMISSAL"
    assert reviews.count_reviews(checked) == {ACCEPTED: 2}


def test_an_override_keeps_answer_code_and_words(checked: Workspace) -> None:
    """The court is asked what the person says, and the record of the work has both answers."""
    desk.decide(checked, NOT_ELIGIBLE, [1], who=ANN)
    review = find_review(checked, 1)
    assert review is not None
    assert (review.decision, review.outcome, review.new_outcome, review.reason_code) == (
        OVERRIDDEN, "DISMISSAL", "NOT_ELIGIBLE", "RECORD",
    )  # fmt: skip
    assert [row.conviction_id for row in list_relief(checked)] == [2, 3, 4]
    last = next(audit.entries(checked, newest_first=True))
    assert (last.who, last.old) == (ANN, "open")
    assert last.new == "overridden to NOT ELIGIBLE (RECORD: The level is wrong.)"


def test_relief_that_the_program_could_not_see_says_how_it_is_asked(checked: Workspace) -> None:
    """A hand review becomes a dismissal by application; the procedure is the person's word."""
    desk.decide(
        checked,
        Override(Outcome.DISMISSAL, "OUTSIDE", "Docket seen.", procedure=Procedure.APPLICATION),
        [5],
        who=ANN,
    )
    (row,) = list_relief(checked, person_id=5)
    assert (row.outcome, row.procedure) == ("DISMISSAL", "APPLICATION")


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (Override(Outcome.DISMISSAL, "RECORD", "x"), "is what the program answers"),
        (Override(Outcome.NOT_ELIGIBLE, "WHIM", "x"), "not a reason on the office's list"),
        (Override(Outcome.NOT_ELIGIBLE, "RECORD", "  "), "Say why in words"),
        (Override(Outcome.HAND_REVIEW, "RECORD", "x"), "decides nothing"),
        (Park(" "), "Say why in words"),
        (Park("x" * 5000), "5,000 letters"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(
    decision: desk.Decision, says: str, checked: Workspace
) -> None:
    """And nothing is kept of it."""
    with pytest.raises(InputError, match=says):
        desk.decide(checked, decision, [1], who=ANN)
    assert reviews.count_reviews(checked) == {}


def test_there_is_nothing_to_accept_in_a_hand_review(checked: Workspace) -> None:
    """Alone it names what is unknown; among others it says how many are to be taken out."""
    with pytest.raises(InputError, match="no answer here to accept"):
        desk.decide(checked, Accept(), [5], who=ANN)
    with pytest.raises(InputError, match="1 of the 3 cases"):
        desk.decide(checked, Accept(), [1, 2, 5], who=ANN)
    assert reviews.count_reviews(checked) == {}


@pytest.mark.parametrize(("ids", "says"), [([], "No case was chosen"), ([99], "no conviction")])
def test_unknown_cases_are_named(ids: list[int], says: str, checked: Workspace) -> None:
    """No case, or one that is not there."""
    for act in (
        lambda: desk.decide(checked, Accept(), ids, who=ANN),
        lambda: desk.ask_attorney(checked, ids, "?", who=ANN),
    ):
        with pytest.raises(InputError, match=says):
            act()


def test_nothing_is_decided_before_a_check(workspace: Workspace) -> None:
    """There is no answer to decide on."""
    with pytest.raises(InputError, match="Nothing was checked yet"):
        desk.decide(workspace, Accept(), [1], who=ANN)


def test_parked_cases_wait_and_get_no_paper(checked: Workspace) -> None:
    """With the day of the reminder."""
    desk.decide(checked, Park("Ask the court for the docket", date(2026, 12, 1)), [3], who=ANN)
    review = find_review(checked, 3)
    assert review is not None
    assert (review.decision, review.remind_on) == (PARKED, "2026-12-01")
    assert not review.is_settled
    assert [row.conviction_id for row in list_relief(checked)] == [1, 2, 4]


def test_a_question_stops_the_papers_until_it_is_answered(checked: Workspace) -> None:
    """Asked, listed, answered by an attorney; then the case is as any other."""
    desk.ask_attorney(checked, [2], "Does 11361.8 reach this?", who=ANN)
    assert [one.conviction_id for one in questions.list_open_questions(checked)] == [2]
    assert [row.conviction_id for row in list_relief(checked)] == [1, 3, 4]
    desk.answer_question(checked, 2, "It does.", who=BEN)
    asked = get_states(checked, [2])[2].question
    assert asked is not None
    assert (asked.answer, asked.answered_by, asked.is_open) == ("It does.", BEN, False)
    assert [row.conviction_id for row in list_relief(checked)] == [1, 2, 3, 4]
    with pytest.raises(InputError, match="Nothing is asked"):
        desk.answer_question(checked, 2, "Again.", who=BEN)


def test_undo_and_redo_go_to_any_depth(checked: Workspace) -> None:
    """Step by step back to the beginning and forward again; each on record."""
    desk.decide(checked, Accept(), [1, 2, 3], who=ANN)
    desk.decide(checked, Park("why"), [2], who=ANN)
    desk.add_note(checked, [2], "Looked at the docket.", who=ANN)
    desk.decide(checked, NOT_ELIGIBLE, [2, 4], who=ANN)
    assert [state_of(checked, n)[0] for n in (1, 2, 3, 4)] == [
        ACCEPTED, OVERRIDDEN, ACCEPTED, OVERRIDDEN,
    ]  # fmt: skip
    assert desk.undo(checked, who=ANN).ids == (2, 4)
    assert state_of(checked, 2) == (PARKED, "why")
    assert [note.words for note in questions.list_notes(checked, [2])] == ["Looked at the docket."]
    assert desk.undo(checked, who=ANN).what == "undo: note"
    assert questions.list_notes(checked, [2]) == []
    desk.undo(checked, who=ANN)
    assert state_of(checked, 2) == (ACCEPTED, "")
    desk.undo(checked, who=ANN)
    assert reviews.count_reviews(checked) == {}
    with pytest.raises(InputError, match="nothing to undo"):
        desk.undo(checked, who=ANN)
    for _ in range(4):
        desk.redo(checked, who=ANN)
    assert [state_of(checked, n)[0] for n in (1, 2, 3, 4)] == [
        ACCEPTED, OVERRIDDEN, ACCEPTED, OVERRIDDEN,
    ]  # fmt: skip
    assert len(questions.list_notes(checked, [2])) == 1
    with pytest.raises(InputError, match="nothing to do again"):
        desk.redo(checked, who=ANN)
    assert audit.find_break(checked) is None


def test_what_was_undone_cannot_be_redone_after_another_decision(checked: Workspace) -> None:
    """As in every editor."""
    desk.decide(checked, Accept(), [1], who=ANN)
    desk.undo(checked, who=ANN)
    desk.decide(checked, Accept(), [2], who=ANN)
    with pytest.raises(InputError, match="nothing to do again"):
        desk.redo(checked, who=ANN)


def test_undo_takes_back_nothing_of_somebody_else(checked: Workspace) -> None:
    """Own steps only; a case that another person decided since is not touched."""
    desk.decide(checked, Accept(), [1], who=ANN)
    with pytest.raises(InputError, match="nothing to undo"):
        desk.undo(checked, who=BEN)
    desk.decide(checked, Park("wait"), [1], who=BEN)
    with pytest.raises(InputError, match="decided on since"):
        desk.undo(checked, who=ANN)
    assert state_of(checked, 1) == (PARKED, "wait")


def test_approval_is_a_second_persons(checked: Workspace) -> None:
    """Not the reviewer's own, and only of what is decided."""
    with pytest.raises(InputError, match="no decision that holds"):
        desk.approve(checked, [1], who=BEN)
    desk.decide(checked, Accept(), [1], who=ANN)
    with pytest.raises(InputError, match="A second person approves"):
        desk.approve(checked, [1], who=ANN)
    desk.approve(checked, [1], who=BEN)
    review = find_review(checked, 1)
    assert review is not None
    assert review.approver == BEN
    desk.decide(checked, Accept(), [1], who=ANN)
    again = find_review(checked, 1)
    assert again is not None
    assert again.approver == ""


def test_with_a_second_reviewer_papers_wait_for_the_approval(checked: Workspace) -> None:
    """By the office's rule: of overrides only, or of every relief."""
    desk.decide(checked, Accept(), [1], who=ANN)
    more = Override(Outcome.REDUCTION, "LAW", "x")
    desk.decide(checked, more, [2], who=ANN)
    checked.save_setting(reviews.SECOND_REVIEWER, "overrides")
    assert [row.conviction_id for row in list_relief(checked)] == [1, 3, 4]
    checked.save_setting(reviews.SECOND_REVIEWER, "relief")
    assert list_relief(checked) == []
    desk.approve(checked, [1, 2], who=BEN)
    assert [row.conviction_id for row in list_relief(checked)] == [1, 2]


@pytest.fixture
def staffed(checked: Workspace) -> Workspace:
    with checked.transaction():
        for name, role in ((ANN, CLERK), (BEN, ATTORNEY), ("Cleo", ADMINISTRATOR)):
            office.put_user(checked, User(name, role, True, "Cleo", "2026-11-01"))
        office.put_user(checked, User("Gone", ADMINISTRATOR, False, "Cleo", "2026-11-01"))
    return checked


@pytest.mark.parametrize(
    ("who", "rights"),
    [
        (ANN, {Right.REVIEW, Right.PACKAGE, Right.PAPERS, Right.REGISTER}),
        (BEN, set(Right) - {Right.MANAGE, Right.EXPORT, Right.PURGE}),
        ("Cleo", set(Right)),
        ("Gone", set()),
        ("Nobody", set()),
    ],
)
def test_each_role_has_its_rights(who: str, rights: set[Right], staffed: Workspace) -> None:
    """A refusal says whom to ask; who left or never was a user may nothing."""
    for right in Right:
        assert may(staffed, who, right) == (right in rights)
        if right in rights:
            check_may(staffed, who, right)
        else:
            with pytest.raises(InputError, match=r"Ask an|not a user of this workspace"):
                check_may(staffed, who, right)


def test_a_clerk_may_decide_and_not_approve(staffed: Workspace) -> None:
    """And a stranger may nothing."""
    desk.decide(staffed, Accept(), [1], who=ANN)
    with pytest.raises(InputError, match="is a clerk here and may not approve"):
        desk.approve(staffed, [1], who=ANN)
    with pytest.raises(InputError, match="is not a user"):
        desk.decide(staffed, Accept(), [2], who="Mallory")


def test_a_retired_reason_is_no_reason(checked: Workspace) -> None:
    """The list is the office's own."""
    with checked.transaction():
        office.put_reasons(checked, [OverrideReason("RECORD", "Old", False)])
    with pytest.raises(InputError, match="none yet"):
        desk.decide(checked, NOT_ELIGIBLE, [1], who=ANN)


def test_after_a_sign_off_each_change_needs_a_reason_and_shows(checked: Workspace) -> None:
    """The change stands with both states and the reason."""
    desk.decide(checked, Accept(), [1], who=ANN)
    checked.connection.execute(
        "INSERT INTO sign_off VALUES (1, 1, ?, '2026-11-03T00:00:00', '', 5, 1, 'x', '', '', '')",
        (BEN,),
    )
    with pytest.raises(InputError, match="signed off by Ben Attorney on 2026-11-03"):
        desk.decide(checked, NOT_ELIGIBLE, [1], who=ANN)
    with pytest.raises(InputError, match="signed off"):
        desk.undo(checked, who=ANN)
    desk.decide(checked, NOT_ELIGIBLE, [1], who=ANN, why_late="The docket came.")
    (change,) = signing.list_late_changes(checked, 1)
    assert (change.conviction_id, change.who, change.why) == (1, ANN, "The docket came.")
    assert "accepted" in change.before
    assert "overridden" in change.after


def check_with(workspace: Workspace, workers: Workers, **options: object) -> None:
    policy = load_by_id(POLICY)
    request = CheckRequest(policy, settle_options(policy, options), "LOS ANGELES", AS_OF)
    check_eligibility(workspace, request, Silent(), who=ANN, workers=workers)


def test_a_check_that_answers_otherwise_makes_decisions_stale(
    checked: Workspace, workers: Workers
) -> None:
    """What changed stands with it, others stay; the old answer again, and it holds again."""
    desk.decide(checked, Accept(), [1, 2], who=ANN)
    before = {number: find_review(checked, number) for number in (1, 2)}
    check_with(checked, workers)
    assert {number: find_review(checked, number) for number in (1, 2)} == before
    mend_issues(checked, [CellMend(RowRef(1, 2), "CONV_STAT_DESCR", "MISDEMEANOR")], Silent(),
                who=ANN)  # fmt: skip
    changed = find_review(checked, 1)
    assert changed is not None
    assert changed.stale == "level: felony → misdemeanor"
    check_with(checked, workers)
    assert reviews.count_reviews(checked) == {ACCEPTED: 1, "stale": 1}
    desk.decide(checked, Accept(), [1], who=ANN)
    assert reviews.count_reviews(checked) == {ACCEPTED: 2}


def test_a_policy_that_changes_its_answer_brings_the_case_back(
    checked: Workspace, workers: Workers
) -> None:
    """Both answers are told; when the policy is as it was, the decision stands as it stood."""
    desk.decide(checked, Accept(), [1], who=ANN)
    before = find_review(checked, 1)
    checked.connection.execute("UPDATE determination SET outcome = 'REDUCTION', reason = 'Other'")
    with checked.transaction():
        assert reviews.mark_stale(checked) == 1
    stale = find_review(checked, 1)
    assert stale is not None
    assert stale.stale.startswith("answer: DISMISSAL → REDUCTION; reason: ")
    assert 1 not in [row.conviction_id for row in list_relief(checked)]
    check_with(checked, workers)
    assert find_review(checked, 1) == before


def test_undo_of_a_stale_decision_opens_the_case(checked: Workspace) -> None:
    """And redo brings it back as stale as it is."""
    desk.decide(checked, Accept(), [1], who=ANN)
    checked.connection.execute("UPDATE determination SET reason = 'Other'")
    with checked.transaction():
        reviews.mark_stale(checked)
    desk.undo(checked, who=ANN)
    assert find_review(checked, 1) is None
    desk.redo(checked, who=ANN)
    review = find_review(checked, 1)
    assert review is not None
    assert review.stale


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(("accept", "override", "park", "open", "ask", "note", "undo", "redo")),
        st.sampled_from((ANN, BEN)),
        st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=_ACTS)
def test_whatever_was_done_undoing_all_of_it_gives_the_beginning(
    acts: list[tuple[str, str, list[int]]], checked: Workspace
) -> None:
    """One person's steps, in any order with undo and redo: back to the first state and forward."""
    for what, _, numbers in acts:
        _act(checked, what, numbers)
    end = _everything(checked)
    n_undone = 0
    while True:
        try:
            desk.undo(checked, who=ANN)
        except InputError:
            break
        n_undone += 1
    assert _everything(checked) == ([], [], [])
    for _ in range(n_undone):
        desk.redo(checked, who=ANN)
    assert _everything(checked) == end
    for _ in range(n_undone):
        desk.undo(checked, who=ANN)


def _act(workspace: Workspace, what: str, numbers: list[int]) -> None:
    try:
        if what == "accept":
            desk.decide(workspace, Accept(), numbers, who=ANN)
        elif what == "override":
            desk.decide(workspace, replace(NOT_ELIGIBLE, words=str(numbers)), numbers, who=ANN)
        elif what == "park":
            desk.decide(workspace, Park("later"), numbers, who=ANN)
        elif what == "open":
            desk.decide(workspace, OpenAgain(), numbers, who=ANN)
        elif what == "ask":
            desk.ask_attorney(workspace, numbers, "Really?", who=ANN)
        elif what == "note":
            desk.add_note(workspace, numbers, "Seen.", who=ANN)
        else:
            (desk.undo if what == "undo" else desk.redo)(workspace, who=ANN)
    except InputError:
        assert what in ("undo", "redo")


def _everything(workspace: Workspace) -> tuple[list[object], ...]:
    return tuple(
        workspace.connection.execute(sql).fetchall()
        for sql in (
            "SELECT * FROM review ORDER BY 1",
            "SELECT * FROM question ORDER BY 1",
            "SELECT uid, conviction_id, words FROM note ORDER BY 1",
        )
    )
