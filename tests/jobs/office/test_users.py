"""Who works in the office, what each role may, and that somebody always can change it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import InputError
from app.jobs.decide import (
    Accept,
    add_note,
    answer_question,
    approve,
    ask_attorney,
    decide,
    undo,
)
from app.jobs.office import (
    SECOND_SENTENCES,
    add_user,
    list_reasons,
    remove_user,
    return_user,
    set_reasons,
    set_role,
    set_second_reviewer,
)
from app.jobs.rights import Right, may
from app.jobs.sign_off import sign_off
from app.store import audit, office, reviews
from app.store.office import OverrideReason, User
from app.store.workspace import Workspace
from tests.jobs.office.deciding import (
    ADMIN,
    ATTORNEY,
    CLERK,
    accept,
    dismissals,
    override,
    people_of_the_office,
)

# Each right as something that is done with it, on a case that a clerk decided.
WORK: dict[Right, Callable[[Workspace, str], object]] = {
    Right.REVIEW: lambda store, who: decide(store, Accept(), dismissals(store)[1:2], who=who),
    Right.APPROVE: lambda store, who: approve(store, dismissals(store)[:1], who=who),
    Right.SIGN_OFF: lambda store, who: sign_off(store, who, "For the court's date"),
    Right.MANAGE: lambda store, who: set_second_reviewer(store, "all", who=who),
}
ALLOWED = {
    CLERK: {Right.REVIEW, Right.PACKAGE},
    ATTORNEY: {Right.REVIEW, Right.PACKAGE, Right.APPROVE, Right.SIGN_OFF},
    ADMIN: set(Right),
}


@pytest.mark.parametrize("right", list(WORK))
@pytest.mark.parametrize("who", [CLERK, ATTORNEY, ADMIN])
def test_each_role_does_what_it_may_and_nothing_else(
    store: Workspace, who: str, right: Right
) -> None:
    """Done, or refused in a sentence that names the person, the role and whom to ask."""
    people_of_the_office(store)
    add_user(store, "D. Clerk", "clerk", who=ADMIN)
    accept(store, dismissals(store)[:1], who="D. Clerk")
    assert may(store, who, right) == (right in ALLOWED[who])
    if right in ALLOWED[who]:
        WORK[right](store, who)
        return
    role = "clerk" if who == CLERK else "attorney"
    with pytest.raises(InputError, match=rf"{who} is an? {role} here and may not .*\. Ask an "):
        WORK[right](store, who)


def test_a_stranger_changes_nothing(store: Workspace) -> None:
    """From the first user on, every change by somebody else is refused with the users' names."""
    (first, *_) = dismissals(store)
    accept(store, [first], who="Anybody")
    people_of_the_office(store)
    says = "Anybody is not a user of this workspace. Its users are A. Head, B. Attorney, C. Clerk"
    for change in (
        lambda: accept(store, [first], who="Anybody"),
        lambda: add_note(store, [first], "A note", who="Anybody"),
        lambda: undo(store, who="Anybody"),
        lambda: ask_attorney(store, [first], "Is it?", who="Anybody"),
        lambda: answer_question(store, first, "It is", who="Anybody"),
        lambda: add_user(store, "Anybody", "administrator", who="Anybody"),
    ):
        with pytest.raises(InputError, match=says):
            change()


def test_the_first_user_is_an_administrator(store: Workspace) -> None:
    """Else nobody could add the second."""
    with pytest.raises(InputError, match="first user has to be an administrator"):
        add_user(store, CLERK, "clerk", who="Anybody")
    assert office.list_users(store) == []
    made = add_user(store, "  A.   Head ", "Administrator", who="Anybody")
    assert (made.name, made.role) == (ADMIN, "administrator")


@pytest.mark.parametrize(
    ("name", "role", "says"),
    [
        ("  ", "clerk", "Type the name"),
        ("x" * 101, "clerk", "at most 100 letters"),
        ("A\u200bB", "clerk", "characters that cannot be seen"),
        ("c.  CLERK", "clerk", "C. Clerk is a user already"),
        ("New", "judge", "judge is no role. Roles: clerk, attorney, administrator"),
        ("New", "", "No role is no role"),
    ],
)
def test_a_name_or_role_that_cannot_be(store: Workspace, name: str, role: str, says: str) -> None:
    """Refused in a sentence, and nobody is added."""
    people_of_the_office(store)
    with pytest.raises(InputError, match=says):
        add_user(store, name, role, who=ADMIN)
    assert len(office.list_users(store)) == 3


def test_the_last_administrator_stays(store: Workspace) -> None:
    """Neither another role nor leaving, until somebody else is one."""
    people_of_the_office(store)
    says = "A. Head is the only administrator"
    with pytest.raises(InputError, match=says):
        set_role(store, ADMIN, "clerk", who=ADMIN)
    with pytest.raises(InputError, match=says):
        remove_user(store, ADMIN, who=ADMIN)
    set_role(store, ATTORNEY, "administrator", who=ADMIN)
    remove_user(store, ADMIN, who=ATTORNEY)
    with pytest.raises(InputError, match=r"B\. Attorney is the only administrator"):
        remove_user(store, ATTORNEY, who=ATTORNEY)


def test_who_left_may_nothing_and_can_come_back(store: Workspace) -> None:
    """The decisions stay under the name; the name cannot be taken by another."""
    people_of_the_office(store)
    accept(store, dismissals(store)[:1])
    remove_user(store, "c. clerk", who=ADMIN)
    with pytest.raises(InputError, match=r"C\. Clerk is not a user"):
        accept(store, dismissals(store)[1:2])
    assert reviews.get_reviews(store, dismissals(store)[:1])
    with pytest.raises(InputError, match=r"C\. Clerk was a user of this workspace and left"):
        add_user(store, "C. CLERK", "clerk", who=ADMIN)
    with pytest.raises(InputError, match=r"C\. Clerk left already"):
        remove_user(store, CLERK, who=ADMIN)
    return_user(store, CLERK, who=ADMIN)
    accept(store, dismissals(store)[1:2])
    with pytest.raises(InputError, match=r"C\. Clerk is a user already"):
        return_user(store, CLERK, who=ADMIN)
    with pytest.raises(InputError, match=r"Nobody Known is not among the users: A\. Head"):
        set_role(store, "Nobody Known", "clerk", who=ADMIN)


def test_every_change_stands_in_the_record(store: Workspace) -> None:
    """Who, whom, from what to what."""
    people_of_the_office(store)
    set_role(store, CLERK, "attorney", who=ADMIN)
    remove_user(store, CLERK, who=ADMIN)
    return_user(store, CLERK, who=ADMIN)
    set_second_reviewer(store, "relief", who=ADMIN)
    told = [
        (one.action, one.subject, one.old, one.new)
        for one in audit.entries(store)
        if one.who == ADMIN
    ]
    assert told[-4:] == [
        ("role changed", CLERK, "clerk", "attorney"),
        ("user left", CLERK, "attorney", "left"),
        ("user came back", CLERK, "left", "attorney"),
        ("setting", "second reviewer", "none", "relief"),
    ]
    assert audit.find_break(store) is None


def reason(code: str, words: str = "In words", *, is_used: bool = True) -> OverrideReason:
    return OverrideReason(code, words, is_used)


def test_the_list_of_reasons_is_the_offices_own(store: Workspace) -> None:
    """Added, worded, ordered; one that nobody used goes, one on record stays retired."""
    override(store, dismissals(store)[0])
    listed = list_reasons(store)
    assert [one.reason.code for one in listed if one.is_on_record] == ["RECORD"]
    made = set_reasons(
        store, [reason("judge", "The court  said so"), reason("LAW", "The law")], who=CLERK
    )
    assert made == [
        reason("JUDGE", "The court said so"),
        reason("LAW", "The law"),
        reason("RECORD", "The record is wrong or incomplete", is_used=False),
    ]
    assert office.list_reasons(store) == made
    with pytest.raises(InputError, match="RECORD is not a reason on the office's list"):
        override(store, dismissals(store)[1])
    undo(store, who=CLERK)
    assert set_reasons(store, [reason("LAW", "The law")], who=CLERK)[-1].code == "RECORD"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ([], "No reason would be left"),
        ([reason("LAW", is_used=False)], "No reason would be left"),
        ([reason("A B")], "“A B” is no code"),
        ([reason("")], "is no code"),
        ([reason("X" * 21)], "is no code"),
        ([reason("LAW", "  ")], "Say what LAW means"),
        ([reason("LAW", "x" * 201)], "Say what LAW means"),
        ([reason("LAW"), reason("law")], "The code LAW stands twice"),
    ],
)
def test_reasons_that_cannot_be(store: Workspace, wanted: list[OverrideReason], says: str) -> None:
    """Refused in a sentence; the list stays as it was."""
    before = office.list_reasons(store)
    with pytest.raises(InputError, match=says):
        set_reasons(store, wanted, who=CLERK)
    assert office.list_reasons(store) == before


def test_a_rule_nobody_knows_is_refused(store: Workspace) -> None:
    """The rules each have a sentence."""
    with pytest.raises(InputError, match=r"sometimes is no rule\. Rules: none, overrides"):
        set_second_reviewer(store, "sometimes", who=CLERK)
    assert set(SECOND_SENTENCES) == set(reviews.NEEDS_SECOND)


def test_nothing_is_changed_where_it_is_only_read(store: Workspace) -> None:
    """A reader refuses in a sentence."""
    with store.reader() as reader, pytest.raises(InputError, match="open for reading only"):
        add_user(reader, ADMIN, "administrator", who=ADMIN)
    assert office.list_users(store) == []


def test_users_are_kept_with_who_added_them(store: Workspace) -> None:
    """For whoever asks later."""
    people_of_the_office(store)
    (_, attorney, _) = office.list_users(store)
    assert attorney == User(ATTORNEY, "attorney", True, ADMIN, attorney.added_at)
