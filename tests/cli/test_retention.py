"""Sealed records and destruction from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal_user import desk

HEAD = ("--as", "A. Head")


def retention(what: str, workspace: Path, *arguments: str | Path) -> object:
    """The answer of a command that must do what it is told."""
    done = desk("retention", what, workspace, *arguments, *HEAD, "--json")
    assert done.status == 0, done.err
    return done.data


def test_a_conviction_is_sealed_shown_and_unsealed(workspace: Path) -> None:
    """With a day and a reason; what is due says its number and nothing else."""
    assert retention("seal", workspace, "1", "--order-of", "2026-06-01", "--why", "Order") == {
        "sealed": 1
    }
    told = retention("due", workspace)
    assert (told["sealed"], told["due"], told["nextDue"]) == (1, [], None)
    assert told["rule"] == "Nothing is sealed by itself. Nothing is ever due to be purged."
    lines = desk("retention", "due", workspace).out
    assert "conviction 1 of person" in lines
    shown = retention("show", workspace, "1", "--why", "The clerk asked")
    assert shown["name"]
    assert shown["name"] not in lines
    assert retention("unseal", workspace, "1", "--why", "Set aside") == {"unsealed": 1}
    assert retention("due", workspace)["sealed"] == 0


def test_what_is_due_is_purged_with_a_backup_and_a_certificate(
    workspace: Path, tmp_path: Path
) -> None:
    """By the office's rule, with the word; the certificate is shown, and saved as PDF."""
    retention("seal", workspace, "1", "--order-of", "2026-06-01", "--why", "Order")
    rule = retention("rule", workspace, "--purge-after", "30")
    assert (rule["sealWhen"], rule["purgeAfter"], rule["unit"]) == ("never", 30, "days")
    assert retention("due", workspace)["due"] == [1]
    person = retention("show", workspace, "1", "--why", "x")["person"]
    retention("hold", workspace, str(person), "--why", "Appeal")
    assert retention("due", workspace)["dueButHeld"] == 1
    refused = desk("retention", "purge", workspace, "--conviction", "1", "--word", "PURGE",
                   "--why", "x", *HEAD)  # fmt: skip
    assert refused.status == 3
    assert f"Person {person} is held: Appeal" in refused.err
    retention("lift-hold", workspace, str(person), "--why", "Decided")
    plan = desk("retention", "purge", workspace, "--due", "--plan", *HEAD)
    assert "Would purge 1" in plan.out
    refused = desk("retention", "purge", workspace, "--due", "--why", "x", *HEAD)
    assert "Type PURGE in capital letters" in refused.err
    done = desk("retention", "purge", workspace, "--due", "--word", "PURGE", "--why",
                "The office's rule", "--backup", tmp_path / "stick", *HEAD, "--json")  # fmt: skip
    assert done.status == 0, done.err
    assert done.data["isProven"] is True
    assert done.data["backup"].startswith("Backed up and read again: ")
    assert done.data["olderCopies"] == []
    paper = tmp_path / "Certificate.pdf"
    told = desk("retention", "certificate", workspace, "1", "--out", paper)
    assert "Certificate of destruction 1" in told.out
    assert paper.read_bytes().startswith(b"%PDF")
    assert retention("due", workspace)["purges"][0]["rows"] >= 1
    assert desk("verify", workspace).status == 0
    assert "No purge was cut short" in desk("retention", "finish", workspace, *HEAD).err


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("seal",), 2, "Name convictions with --order-of"),
        (("seal", "1"), 2, "Give the day of the order"),
        (("seal", "1", "--order-of", "2999-01-01", "--why", "x"), 3, "still to come"),
        (("seal", "1", "--order-of", "2026-06-01"), 3, "A reason is needed"),
        (("seal", "999999", "--order-of", "2026-06-01", "--why", "x"), 3, "no conviction 999999"),
        (("unseal", "1", "--why", "x"), 3, "Conviction 1 is not sealed"),
        (("show", "1", "--why", "x"), 3, "Conviction 1 is not sealed"),
        (("hold", "999999", "--why", "x"), 3, "There is no person 999999"),
        (("lift-hold", "1", "--why", "x"), 3, "Person 1 is not held"),
        (("rule", "--purge-after", "40000"), 3, "between 0 and 36,500 days"),
        (("rule", "--purge-after", "1", "--never-purge"), 2, "not both"),
        (("purge", "--why", "x", "--word", "PURGE"), 3, "Nothing was named"),
        (("purge", "--person", "999999"), 3, "There is no person 999999"),
        (("certificate", "7"), 3, "There was no purge 7"),
    ],
)  # fmt: skip
def test_bad_requests_are_a_sentence(
    workspace: Path, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    """And change nothing."""
    what, *rest = arguments
    done = desk("retention", what, workspace, *rest, *HEAD)
    assert (done.status, sentence in done.err) == (status, True), done.err


def test_a_workspace_is_destroyed_from_the_terminal(workspace: Path, tmp_path: Path) -> None:
    """Under its name only; nothing of it is left in its folder, and the certificate is there."""
    refused = desk("retention", "destroy", workspace, "--word", "DESTROY", "--why", "x",
                   "--out", tmp_path / "papers", *HEAD)  # fmt: skip
    assert refused.status == 3
    word = refused.err.split("“")[1].split("”")[0]
    assert word.startswith("DESTROY ")
    assert workspace.exists()
    done = desk("retention", "destroy", workspace, "--word", word, "--why", "The program ended",
                "--out", tmp_path / "papers", *HEAD)  # fmt: skip
    assert done.status == 0, done.err
    assert not [one for one in workspace.parent.iterdir() if one.name.startswith(workspace.name)]
    assert [one.name for one in (tmp_path / "papers").iterdir()] == [
        "Certificate of destruction.pdf"
    ]
