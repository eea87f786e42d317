"""Users, samples, approvals, sign-off and the register from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal_user import desk, files_in

ADMIN = ("--as", "A. Head")
ATTORNEY = ("--as", "B. Attorney")
CLERK = ("--as", "C. Clerk")


@pytest.fixture
def office(workspace: Path) -> Path:
    """The checked workspace with one user of each role."""
    assert desk("office", "add-user", workspace, "A. Head", "administrator", *ADMIN).status == 0
    assert desk("office", "add-user", workspace, "B. Attorney", "attorney", *ADMIN).status == 0
    assert desk("office", "add-user", workspace, "C. Clerk", "clerk", *ADMIN).status == 0
    return workspace


def test_an_office_is_set_up_from_the_terminal(office: Path) -> None:
    """Users, roles, reasons and the second reviewer, each told back; refusals are sentences."""
    told = desk("office", "users", office, "--json").data["users"]
    assert [(one["name"], one["role"]) for one in told] == [
        ("A. Head", "administrator"), ("B. Attorney", "attorney"), ("C. Clerk", "clerk"),
    ]  # fmt: skip
    assert desk("office", "set-role", office, "C. Clerk", "attorney", *ADMIN).status == 0
    left = desk("office", "remove-user", office, "C. Clerk", *ADMIN)
    assert "attorney, left" in left.out
    assert desk("office", "return-user", office, "C. Clerk", *ADMIN).status == 0
    refused = desk("office", "remove-user", office, "A. Head", *ADMIN)
    assert refused.status == 3
    assert "A. Head is the only administrator" in refused.err
    refused = desk("office", "add-user", office, "D. Clerk", "clerk", *CLERK)
    assert (
        "is an attorney here and may not change users, passphrases, reasons and rules"
        in refused.err
    )
    reasons = desk("office", "set-reasons", office, "LAW=The law", "JUDGE=As told", *ADMIN)
    assert reasons.out.splitlines() == ["LAW    The law", "JUDGE  As told"]
    assert desk("office", "reasons", office, "--json").data["reasons"][0]["code"] == "LAW"
    assert desk("office", "set-reasons", office, "LAW", *ADMIN).status == 2
    second = desk("office", "second-reviewer", office, "relief", *ADMIN)
    assert second.out.startswith("relief: A second person approves every decision that asks")
    assert desk("office", "second-reviewer", office, "--json").data["secondReviewer"] == "relief"


def test_an_office_without_users_says_so(workspace: Path) -> None:
    """And its first user has to be an administrator."""
    assert "No users" in desk("office", "users", workspace).err
    refused = desk("office", "add-user", workspace, "C. Clerk", "clerk")
    assert refused.status == 3
    assert "first user has to be an administrator" in refused.err


def test_a_set_is_accepted_after_its_sample(office: Path) -> None:
    """Drawn by the options of the list, judged case by case, the rest accepted."""
    listed = desk("cases", office, "--answer", "dismissal", "--json", "--limit", "1").data
    share = ("--confidence", "80", "--worst", "20%")
    drawn = desk("samples", "draw", office, "--answer", "dismissal", *share, *CLERK, "--json").data
    assert (drawn["id"], drawn["n_cases"]) == (1, listed["count"])
    assert drawn["sentence"].startswith("If 20% or more of the")
    assert drawn["filter_words"] == "answer: Eligible for Dismissal"
    assert drawn["filter"] == '{"outcome": ["DISMISSAL"]}'
    early = desk("samples", "accept", office, "1", *CLERK)
    assert early.status == 3
    assert "is not finished" in early.err
    following = drawn["nextCase"]
    while following is not None:
        judged = desk("samples", "judge", office, "1", f"{following}", "--right", *CLERK, "--json")
        following = judged.data["nextCase"]
    assert "is right; 'samples accept'" in judged.err
    done = desk("samples", "accept", office, "1", *CLERK, "--json").data
    assert done == {"accepted": drawn["n_cases"] - drawn["n_drawn"], "leftOut": []}
    assert "accepted" in desk("samples", "list", office).out
    assert desk("samples", "show", office, "1").out.count("right") == drawn["n_drawn"]


def test_a_wrong_answer_or_a_drop_ends_a_sample(office: Path) -> None:
    """Both with words; numbers and options together, or neither, are refused."""
    numbers = [
        f"{one['conviction_id']}"
        for one in desk("cases", office, "--answer", "dismissal", "--json").data["convictions"][:6]
    ]
    drawn = desk("samples", "draw", office, *numbers, *CLERK, "--json").data
    case = f"{drawn['cases'][0]['conviction_id']}"
    stopped = desk("samples", "judge", office, "1", case, "--wrong", "A felony", *CLERK)
    assert "stopped" in stopped.out
    assert desk("samples", "draw", office, *numbers, *CLERK).status == 0
    assert desk("samples", "drop", office, "2", " ", *CLERK).status == 2
    assert "dropped" in desk("samples", "drop", office, "2", "Too small", *CLERK).out
    both = desk("samples", "draw", office, numbers[0], "--answer", "dismissal", *CLERK)
    assert both.status == 2
    assert desk("samples", "draw", office, *CLERK).status == 2
    wild = desk("samples", "draw", office, *numbers, "--confidence", "100", *CLERK)
    assert "The certainty is a share between 50% and 99.99%" in wild.err
    assert desk("samples", "draw", office, *numbers, "--worst", "few", *CLERK).status == 2
    assert desk("samples", "show", office, "9").status == 3


def test_overrides_are_approved_listed_and_written(office: Path, tmp_path: Path) -> None:
    """What waits, who decided; the register on screen and as files."""
    case = desk("cases", office, "--answer", "dismissal", "--json").data["convictions"][0]
    number = f"{case['conviction_id']}"
    desk("office", "second-reviewer", office, "overrides", *ADMIN)
    assert "No answer was ever overridden" in desk("overrides", office).err
    change = ("--override", "not_eligible", "--reason", "LAW", "--words", "A prior")
    assert desk("review", office, number, *change, *CLERK).status == 0
    waiting = desk("approvals", office, "--json").data
    assert (waiting["waiting"], waiting["byReviewer"]) == (1, {"C. Clerk": 1})
    assert "overridden not eligible, C. Clerk" in desk("approvals", office).out
    refused = desk("review", office, number, "--approve", *CLERK)
    assert "may not approve decisions" in refused.err
    assert desk("review", office, number, "--approve", *ATTORNEY).status == 0
    assert desk("approvals", office, "--json").data["waiting"] == 0
    line = desk("overrides", office).out
    assert "Eligible for Dismissal → Not eligible  LAW: A prior" in line
    assert "approved by B. Attorney, stands" in line
    assert desk("overrides", office, "--json").data["overrides"][0]["state"] == "stands"
    assert desk("overrides", office, "--out", tmp_path / "out", *ADMIN).status == 0
    assert set(files_in(tmp_path / "out")) == {"Overrides.csv", "Overrides.xlsx"}


def test_results_are_signed_off_changed_and_lifted(office: Path) -> None:
    """Words while something is open, a reason afterwards, and the sign-off stays on record."""
    case = desk("cases", office, "--answer", "dismissal", "--json").data["convictions"][0]
    number = f"{case['conviction_id']}"
    shown = desk("sign-off", office, "--show").out
    assert shown.startswith("Not signed off. Still open: ")
    refused = desk("sign-off", office, *ATTORNEY)
    assert (refused.status, "Say in words why" in refused.err) == (3, True)
    assert desk("sign-off", office, "--words", "The date", *CLERK).status == 3
    signed = desk("sign-off", office, "--words", "The date", *ATTORNEY)
    assert signed.out.startswith("The decisions are those that B. Attorney signed off")
    assert "Nothing was changed" in desk("sign-off", office, "--changes").err
    late = desk("review", office, number, "--accept", *CLERK)
    assert "Say why this is changed" in late.err
    assert desk("review", office, number, "--accept", "--why", "Forgotten", *CLERK).status == 0
    changes = desk("sign-off", office, "--changes", "--json").data["changes"]
    assert [(one["before"], one["after"], one["why"]) for one in changes] == [
        ("open", "accepted", "Forgotten")
    ]
    assert "open → accepted (Forgotten)" in desk("sign-off", office, "--changes").out
    again = desk("check", office, "--policy", "us-ca/los-angeles", "--as-of", "2026-07-01", *ADMIN)
    assert again.status == 3
    assert "An attorney can lift the sign-off" in again.err
    assert desk("verify", office).status == 0
    assert desk("sign-off", office, "--show", "--words", "x").status == 2
    lifted = desk("sign-off", office, "--lift", "A case was forgotten", *ATTORNEY, "--json").data
    assert lifted["signOffs"][0]["lifted_why"] == "A case was forgotten"
    assert lifted["canSign"]
