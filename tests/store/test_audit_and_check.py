"""The record of the work is a chain, and a workspace can be looked over."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.store import audit
from app.store.check import find_problems
from app.store.workspace import Workspace

DROP = "DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"


def append(workspace: Workspace, *subjects: str) -> None:
    for subject in subjects:
        with workspace.transaction():
            audit.append(workspace, at="2026-11-02", who="ZOË", action="test", subject=subject)


def test_entries_follow_from_those_before(workspace: Workspace) -> None:
    """Import and check are the first; what is added hangs on them."""
    append(workspace, "a", "b")
    entries = list(audit.entries(workspace))
    assert [one.action for one in entries] == ["import", "check", "test", "test"]
    assert [one.number for one in entries] == [1, 2, 3, 4]
    assert entries[0].previous == audit.GENESIS
    assert all(b.previous == a.hash for a, b in pairwise(entries))
    assert [one.subject for one in audit.entries(workspace, newest_first=True, limit=2)] == [
        "b",
        "a",
    ]
    assert audit.find_break(workspace) is None


def test_what_was_recorded_of_one_conviction(workspace: Workspace) -> None:
    """The oldest first, of no other; found by an index, however long the log is."""
    append(workspace, "conviction 7", "conviction 70", "person 7", "conviction 7")
    found = audit.entries_of_conviction(workspace, 7)
    assert [(one.number, one.subject) for one in found] == [
        (3, "conviction 7"),
        (6, "conviction 7"),
    ]
    plan = workspace.connection.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM audit WHERE subject = ? "
        "AND subject GLOB 'conviction *' ORDER BY id",
        ("conviction 7",),
    ).fetchall()
    assert "audit_conviction" in plan[0][3]


def test_the_log_cannot_be_changed_by_a_statement(workspace: Workspace) -> None:
    """Neither an update nor a deletion goes through."""
    for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with pytest.raises(sqlcipher.IntegrityError, match="cannot be changed"):
            workspace.connection.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "at", "what"),
    [
        ("UPDATE audit SET who = 'SOMEONE' WHERE id = 3", 3, "is not what was sealed"),
        ("UPDATE audit SET new = 'x' WHERE id = 1", 1, "is not what was sealed"),
        ("UPDATE audit SET salt = '' WHERE id = 2", 2, "is not what was sealed"),
        ("DELETE FROM audit WHERE id = 2", 2, "it is missing; entry 3 comes next"),
        ("UPDATE audit SET hash = previous WHERE id = 4", 4, "is not what was sealed"),
        ("UPDATE audit SET id = 9 WHERE id = 4", 4, "it is missing; entry 9 comes next"),
        ("UPDATE audit SET previous = hash WHERE id = 2", 2, "sealed to another entry"),
        (
            "UPDATE audit SET old = '', new = '', salt = '' WHERE id = 3",
            3,
            "it was emptied, and no purge accounts for that",
        ),
    ],
)
def test_a_break_in_the_chain_is_found(
    tampering: str, at: int, what: str, workspace: Workspace
) -> None:
    """Changed, removed, renumbered, emptied: the first entry that does not follow is named, with
    what is wrong with it and the last one that holds."""
    append(workspace, "a", "b")
    for statement in (*DROP, tampering):
        workspace.connection.execute(statement)
    assert audit.find_break(workspace) == at
    (problem,) = find_problems(workspace)
    assert problem.startswith(f"The record of the work is broken at entry {at}: ")
    assert what in problem
    good = {0: "No entry before it", 1: "(import by", 2: "(check by", 3: "(test by ZOË)"}[at - 1]
    assert good in problem


def test_a_whole_workspace_has_no_problem(workspace: Workspace) -> None:
    """What import and check leave behind adds up."""
    assert find_problems(workspace) == []


def test_a_lost_piece_of_a_file_is_found(workspace: Workspace) -> None:
    """The bytes kept are fewer than the bytes imported."""
    workspace.connection.execute("DELETE FROM source_chunk WHERE number = 1")
    (problem,) = find_problems(workspace)
    assert problem.startswith("The pages of delivery.dat do not add up")


def test_a_lost_conviction_is_found(workspace: Workspace) -> None:
    """The list says other than the record."""
    workspace.connection.execute("DELETE FROM determination")
    workspace.connection.execute("DELETE FROM conviction WHERE id = 1")
    assert find_problems(workspace) == ["Person 1 has 1 convictions listed, the record says 2."]


def test_a_reference_to_nothing_is_found(workspace: Workspace) -> None:
    """Made with the checks of the database switched off."""
    workspace.connection.execute("PRAGMA foreign_keys = OFF")
    workspace.connection.execute("DELETE FROM person WHERE id = 5")
    assert any("missing row of person" in problem for problem in find_problems(workspace))


def _three_entries(workspace: Workspace) -> None:
    with workspace.transaction():
        for number in (1, 2, 3):
            audit.append(
                workspace, at="2026-11-01", who="A", action="note", subject=f"conviction {number}",
                old="", new="about Mary Known",
            )  # fmt: skip


def test_what_a_purge_empties_does_not_break_the_chain(workspace: Workspace) -> None:
    """The words and the salt are gone, the links hold, and the purge says how many it emptied."""
    _three_entries(workspace)
    before = [entry.hash for entry in audit.entries(workspace)]
    with workspace.transaction():
        number = audit.blank(
            workspace, [5, 3], at="2026-12-01", who="B", subject="purge 1", words="court order"
        )
    kept = list(audit.entries(workspace))
    assert audit.find_break(workspace) is None
    assert [entry.hash for entry in kept[: len(before)]] == before
    assert [(entry.new, bool(entry.salt)) for entry in kept[2:5]] == [
        ("", False), ("about Mary Known", True), ("", False),
    ]  # fmt: skip
    assert kept[-1].number == number
    assert '"emptied": 2' in kept[-1].new


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit SET old = '', new = '', salt = '' WHERE id = 2", 2),
        (("INSERT INTO audit_blank VALUES (2, 6); "
          "UPDATE audit SET old = '', new = '', salt = '' WHERE id = 2"), 1),
    ],
)  # fmt: skip
def test_an_entry_emptied_without_account_breaks_the_chain(
    workspace: Workspace, tampering: str, broken: int
) -> None:
    """Also when it is smuggled in among those that a purge did empty."""
    _three_entries(workspace)
    with workspace.transaction():
        audit.blank(workspace, [1], at="2026-12-01", who="B", subject="purge 1", words="order")
    assert audit.find_break(workspace) is None
    workspace.connection.executescript(tampering)
    assert audit.find_break(workspace) == broken


def test_an_entry_can_be_emptied_and_not_rewritten(workspace: Workspace) -> None:
    """The file itself refuses other words, another name, another salt."""
    _three_entries(workspace)
    for change in ("new = 'x'", "who = 'x', old = '', new = '', salt = ''", "salt = 'ab'"):
        with pytest.raises(Exception, match="cannot be changed"):
            workspace.connection.execute(f"UPDATE audit SET {change} WHERE id = 2")
