"""Signing off: what is open is told, afterwards nothing changes unnoticed, and it can be lifted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from app.errors import InputError
from app.jobs.approvals import approve_all_of, list_approvals
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.choose import set_order
from app.jobs.decide import Park, approve, ask_attorney, decide, undo
from app.jobs.final import call_final, finality
from app.jobs.import_files import import_files
from app.jobs.issue_workbook import WorkbookPlan, apply_issue_workbook
from app.jobs.mend_issues import confirm_issues, mend_issues, undo_mends
from app.jobs.merge_people import merge_people, separate_part, separate_people
from app.jobs.office import set_second_reviewer
from app.jobs.progress import Silent
from app.jobs.sign_off import (
    HASHED,
    can_sign_off,
    lift,
    list_changes,
    results_hash,
    sign_off,
    signed_words,
    verify_sign_off,
)
from app.jobs.source_order import get_order
from app.jobs.workers import Workers
from app.model.relief import Outcome
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.sampling.writer import write_sample
from app.store import audit, case_states, reviews, runs, signing, waiting
from app.store.reviews import Review
from app.store.workspace import Workspace
from tests.jobs.made_check import AS_OF
from tests.jobs.office.deciding import (
    ADMIN,
    ATTORNEY,
    CLERK,
    accept,
    cases,
    dismissals,
    in_scope,
    override,
    people_of_the_office,
)

WORDS = "For the court's date"


def check_again(store: Workspace, workers: Workers | None = None) -> None:
    policy = load_by_id("us-ca/county-review")
    request = CheckRequest(policy, settle_options(policy, {}), "LOS ANGELES", AS_OF)
    check_eligibility(store, request, Silent(), who=ADMIN, workers=workers)


def test_what_is_open_is_told_and_needs_words(store: Workspace) -> None:
    """Not reviewed, parked, asked, unapproved, issues: each with its number, then the words."""
    first, second, third, *_ = dismissals(store)
    accept(store, [first])
    decide(store, Park("Later"), [second], who=CLERK)
    ask_attorney(store, [third], "Is it?", who=CLERK)
    set_second_reviewer(store, "relief", who=ADMIN)
    ready = can_sign_off(store)
    n_all = len(in_scope(store))
    assert ready.can_sign
    assert ready.needs_words
    assert f"{n_all - 2:,} convictions are not reviewed" in ready.open_words
    assert "1 case is parked" in ready.open_words
    assert "1 question waits for an attorney" in ready.open_words
    assert "1 decision waits for a second person" in ready.open_words
    assert any("of consequence" in one for one in ready.open_words)
    with pytest.raises(InputError, match=r"Not everything is done: .*Say in words why"):
        sign_off(store, ATTORNEY, "   ")
    assert signing.find_sign_off(store) is None
    signed = sign_off(store, ATTORNEY, f" {WORDS} ")
    assert (signed.who, signed.words, signed.n_cases, signed.n_reviewed) == (
        ATTORNEY, WORDS, n_all, 1,
    )  # fmt: skip
    assert signed_words(signed).startswith(f"Signed off by {ATTORNEY} on 20")


def test_signing_calls_the_check_final(store: Workspace) -> None:
    """One road: a check nobody called final is called so by whoever signs, with the same words."""
    assert not finality(store).is_final
    sign_off(store, ATTORNEY, WORDS)
    found = finality(store)
    assert found.is_final
    assert found.call is not None
    assert (found.call.who, found.call.why) == (ATTORNEY, WORDS)
    lift(store, ATTORNEY, "A case was forgotten")
    assert finality(store).is_final
    assert not any("of consequence" in one for one in can_sign_off(store).open_words)


def test_everything_done_needs_no_words(store: Workspace) -> None:
    """Every case decided and the check called final: a name is enough."""
    call_final(store, ATTORNEY, "Nothing is left to mend")
    accept(store, [one for one in in_scope(store) if one in _acceptable(store)])
    for number in set(in_scope(store)) - _acceptable(store):
        override(store, number)
    assert can_sign_off(store).open_words == ()
    assert sign_off(store, ATTORNEY).words == ""


def _acceptable(store: Workspace) -> set[int]:
    return {
        number
        for outcome in Outcome
        if outcome not in (Outcome.HAND_REVIEW, Outcome.MAYBE, Outcome.NO_ANSWER)
        for number in cases(store, outcome)
    }


def test_the_hash_can_be_made_by_hand(store: Workspace) -> None:
    """The lines the module names, hashed with nothing of the program."""
    accept(store, dismissals(store)[:2])
    signed = sign_off(store, ATTORNEY, WORDS)
    run = runs.find_latest_run(store)
    assert run is not None
    lines = ["relief-desk sign-off 1", f"result {run.result_sha256}"]
    columns = ", ".join(HASHED)
    lines += [
        json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        for row in store.connection.execute(f"SELECT {columns} FROM review ORDER BY conviction_id")
    ]
    text = "".join(f"{line}\n" for line in lines)
    assert hashlib.sha256(text.encode()).hexdigest() == signed.sha256


@pytest.mark.parametrize("field", HASHED[1:])
def test_the_hash_changes_with_any_field_of_any_review(field: str) -> None:
    """One letter more in one decision of three gives another hash; so do order and number."""
    decided = [Review(n, "accepted", "DISMISSAL", "10 years", "[]") for n in (1, 2, 3)]
    before = results_hash("result", decided)
    changed = [*decided[:2], replace(decided[2], **{field: 7 if field == "sample_id" else "x"})]
    assert results_hash("result", changed) != before
    assert results_hash("other", decided) != before
    assert results_hash("result", decided[:2]) != before
    assert {one.name for one in fields(Review)} == set(HASHED)


def test_a_clerk_cannot_sign_or_lift(store: Workspace) -> None:
    """Refused in a sentence that says whom to ask."""
    people_of_the_office(store)
    with pytest.raises(InputError, match=r"may not sign results off\. Ask an attorney or an admin"):
        sign_off(store, CLERK, WORDS)
    sign_off(store, ATTORNEY, WORDS)
    with pytest.raises(InputError, match=r"C\. Clerk is a clerk here and may not"):
        lift(store, CLERK, "No")
    with pytest.raises(InputError, match=r"C\. Clerk is a clerk here and may not"):
        call_final(store, CLERK, "Done")


def test_what_cannot_be_signed(
    store: Workspace, workspace: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Nothing checked, files after the check, signed already: each in a sentence."""
    with pytest.raises(InputError, match="Nothing was checked yet"):
        sign_off(workspace, ATTORNEY, WORDS)
    with pytest.raises(InputError, match="No sign-off is in force"):
        lift(store, ATTORNEY, "Why not")
    with pytest.raises(InputError, match="No sign-off is in force"):
        verify_sign_off(store)
    write_sample(tmp_path / "new.dat", n_people=3, county="Los Angeles", seed=99)
    import_files(store, [tmp_path / "new.dat"], Silent(), who=CLERK, workers=workers)
    with pytest.raises(InputError, match="Files or mends came after the latest check"):
        sign_off(store, ATTORNEY, WORDS)
    check_again(store, workers)
    sign_off(store, ATTORNEY, WORDS)
    with pytest.raises(InputError, match=r"signed off already, by B\. Attorney"):
        sign_off(store, ATTORNEY, WORDS)
    with pytest.raises(InputError, match="Say why the sign-off is lifted"):
        lift(store, ATTORNEY, " ")


def test_facts_people_and_answers_are_locked(
    store: Workspace, workers: Workers, tmp_path: Path
) -> None:
    """Every job that would change them says who signed, and nothing is changed."""
    path = tmp_path / "new.dat"
    write_sample(path, n_people=3, county="Los Angeles", seed=99)
    sign_off(store, ATTORNEY, WORDS)
    other = "rap-sheet" if get_order(store)[0] != "rap-sheet" else "doj-bulk"
    order = ",".join([other, *(one for one in get_order(store) if one != other)])
    plan = WorkbookPlan((), (), ())
    locked: tuple[Callable[[], object], ...] = (
        lambda: import_files(store, [path], Silent(), who=CLERK, workers=workers),
        lambda: check_again(store, workers),
        lambda: mend_issues(store, [], Silent(), who=CLERK, workers=workers),
        lambda: undo_mends(store, [1], Silent(), who=CLERK, workers=workers),
        lambda: confirm_issues(store, [1], who=CLERK, note=""),
        lambda: apply_issue_workbook(store, plan, Silent(), who=CLERK, workers=workers),
        lambda: merge_people(store, 1, 2, who=CLERK),
        lambda: separate_people(store, 1, 2, who=CLERK),
        lambda: separate_part(store, 1, [], who=CLERK),
        lambda: set_order(store, order, who=CLERK),
        lambda: call_final(store, CLERK, "Done"),
    )
    entries = len(list(audit.entries(store)))
    for change in locked:
        with pytest.raises(InputError, match=r"signed off by B\. Attorney .* lift the sign-off"):
            change()
    assert len(list(audit.entries(store))) == entries
    lift(store, ATTORNEY, "More rows came")
    import_files(store, [path], Silent(), who=CLERK, workers=workers)


def test_a_stranger_changes_no_facts(store: Workspace, workers: Workers, tmp_path: Path) -> None:
    """In an office with users, whoever is none of them imports, checks and mends nothing."""
    people_of_the_office(store)
    path = tmp_path / "new.dat"
    write_sample(path, n_people=3, county="Los Angeles", seed=99)
    with pytest.raises(InputError, match="Nobody Known is not a user of this workspace"):
        import_files(store, [path], Silent(), who="Nobody Known", workers=workers)
    with pytest.raises(InputError, match="Nobody Known is not a user of this workspace"):
        mend_issues(store, [], Silent(), who="Nobody Known", workers=workers)


def test_a_late_change_needs_a_reason_and_shows(store: Workspace) -> None:
    """Refused without; then in the list with before, after and why, and the hash still tells."""
    first, second, *_ = dismissals(store)
    accept(store, [first])
    signed = sign_off(store, ATTORNEY, WORDS)
    with pytest.raises(InputError, match=r"signed off by B\. Attorney on 20.*Say why"):
        override(store, first)
    with pytest.raises(InputError, match="Say why this is changed"):
        undo(store, who=CLERK)
    assert list_changes(store) == []
    assert verify_sign_off(store).sentence == (
        f"The decisions are those that {ATTORNEY} signed off on {signed.at[:10]}."
    )
    override(store, first, why="The court wrote to us")
    accept(store, [second], why="It was forgotten")
    undo(store, who=CLERK, why_late="It was not")
    told = [(one.change.conviction_id, one.change.why, one.before, one.after)
            for one in list_changes(store)]  # fmt: skip
    assert told == [
        (first, "The court wrote to us", "accepted",
         "overridden to NOT ELIGIBLE (RECORD: The level is wrong)"),
        (second, "It was forgotten", "open", "accepted"),
        (second, "It was not", "accepted", "open"),
    ]  # fmt: skip
    verified = verify_sign_off(store)
    assert (verified.is_same, verified.n_changes) == (True, 3)
    assert verified.sentence.endswith("but for 3 changes that stand with their reasons.")


def test_a_change_past_the_program_is_found(store: Workspace) -> None:
    """A decision written without its change on record gives another hash."""
    (first, *_) = dismissals(store)
    accept(store, [first])
    sign_off(store, ATTORNEY, WORDS)
    state = case_states.get_states(store, [first])[first]
    assert state.review is not None
    reviews.put_review(store, replace(state.review, reviewer="Somebody else"))
    verified = verify_sign_off(store)
    assert not verified.is_same
    assert "the record does not say what changed" in verified.sentence


def test_a_lifted_sign_off_stays_on_record(store: Workspace) -> None:
    """Then work goes on without reasons, and it is signed again."""
    sign_off(store, ATTORNEY, WORDS)
    lifted = lift(store, ATTORNEY, "A case was forgotten")
    assert signed_words(lifted).endswith("A case was forgotten")
    accept(store, dismissals(store)[:1])
    assert list_changes(store) == []
    again = sign_off(store, ATTORNEY, WORDS)
    assert [one.id for one in signing.list_sign_offs(store)] == [again.id, lifted.id]
    assert again.n_reviewed == 1
    actions = [one.action for one in audit.entries(store)]
    assert actions.count("sign off") == 2
    assert actions.count("sign-off lifted") == 1


def test_a_second_person_approves(store: Workspace) -> None:
    """What the rule wants waits; one's own is refused, all of another's is one step."""
    people_of_the_office(store)
    first, second, third, *_ = dismissals(store)
    accept(store, [first, second])
    override(store, third, who=ATTORNEY)
    assert list_approvals(store).n_waiting == 0
    set_second_reviewer(store, "all", who=ADMIN)
    found = list_approvals(store)
    assert found.by_reviewer == {ATTORNEY: 1, CLERK: 2}
    assert [one.review.conviction_id for one in found.listed] == [first, second, third]
    assert [one.review.reviewer for one in list_approvals(store, reviewer=ATTORNEY).listed] == [
        ATTORNEY
    ]
    with pytest.raises(InputError, match=rf"Conviction {third} was decided by B\. Attorney"):
        approve(store, [third], who=ATTORNEY)
    with pytest.raises(InputError, match=r"was decided by B\. Attorney"):
        approve_all_of(store, ATTORNEY, who=ATTORNEY)
    assert approve_all_of(store, CLERK, who=ATTORNEY).ids == (first, second)
    assert list_approvals(store).by_reviewer == {ATTORNEY: 1}
    with pytest.raises(InputError, match=r"Nothing of C\. Clerk waits"):
        approve_all_of(store, CLERK, who=ATTORNEY)
    undo(store, who=ATTORNEY)
    assert list_approvals(store).by_reviewer == {ATTORNEY: 1, CLERK: 2}
    set_second_reviewer(store, "overrides", who=ADMIN)
    assert list_approvals(store).by_reviewer == {ATTORNEY: 1}


@pytest.mark.parametrize("rule", reviews.NEEDS_SECOND)
def test_the_list_knows_the_same_rule_as_a_decision(store: Workspace, rule: str) -> None:
    """Accepted relief and no relief, overridden, parked: as `needs_approval` has it."""
    relief, overridden, parked, *_ = dismissals(store)
    accept(store, [relief, cases(store, Outcome.NOT_ELIGIBLE)[0]])
    override(store, overridden)
    decide(store, Park("Later"), [parked], who=CLERK)
    expected = {
        one.conviction_id
        for one in waiting.iter_reviews(store)
        if reviews.needs_approval(one, rule)
    }
    found = {one.review.conviction_id for one in waiting.list_waiting(store, rule)}
    assert found == expected
    assert waiting.count_open(store, rule).n_unapproved == len(expected)
