"""reveal: a person's numbers from a terminal, with the same record as in the window."""

from __future__ import annotations

from pathlib import Path

from app.store import audit
from app.store.workspace import open_workspace
from tests.cli.terminal_user import PASSPHRASE, desk


def shown(workspace: Path) -> list[tuple[str, str, str]]:
    with open_workspace(workspace, PASSPHRASE) as store:
        found = audit.entries(store)
        return [(e.who, e.subject, e.new) for e in found if e.action == "number shown"]


def test_masked_unless_asked_for_and_then_on_record(workspace: Path) -> None:
    """Without --number nothing is shown and nothing recorded."""
    masked = desk("reveal", workspace, "1")
    assert masked.status == 0, masked.err
    assert "*" in masked.out
    assert shown(workspace) == []
    whole = desk("reveal", workspace, "1", "--number", "cii", "--as", "A. Clerk", "--json")
    assert whole.status == 0, whole.err
    number = whole.data["numbers"]["cii"][0]
    assert "*" not in number
    assert number[:2] in masked.out
    assert number[-2:] in masked.out
    assert shown(workspace) == [("A. Clerk", "person 1", "cii")]


def test_all_shows_what_is_there(workspace: Path) -> None:
    """One entry of the record for each kind."""
    done = desk("reveal", workspace, "1", "--number", "all", "--as", "A. Clerk")
    assert done.status == 0, done.err
    assert "*" not in done.out
    assert shown(workspace) == [("A. Clerk", "person 1", "cii")]


def test_refusals_say_what_is_wrong(workspace: Path) -> None:
    """No such person is wrong usage; no such number is told; an unknown kind names the known."""
    nobody = desk("reveal", workspace, "999999")
    assert nobody.status == 2
    assert "There is no person number 999999" in nobody.err
    nothing = desk("reveal", workspace, "1", "--number", "ssn")
    assert nothing.status == 3
    assert "no Social Security number on record" in nothing.err
    unknown = desk("reveal", workspace, "1", "--number", "shoe")
    assert unknown.status == 2
    assert "license" in unknown.err
    assert shown(workspace) == []
