"""audit and verify: the record of the work from a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.store import audit
from app.store.workspace import open_workspace
from tests.cli.terminal_user import PASSPHRASE, desk


def test_the_record_is_listed_and_narrowed(workspace: Path) -> None:
    """The newest first; by who, kind, person, day and page."""
    desk("explain", workspace, "1", "--as", "Ana")
    desk("reveal", workspace, "1", "--number", "cii", "--as", "Ben")
    done = desk("audit", "list", workspace, "--json")
    assert done.status == 0, done.err
    entries = done.data["entries"]
    assert [one["number"] for one in entries] == sorted(
        (one["number"] for one in entries), reverse=True
    )
    assert entries[-1]["action"] == "import"
    looks = desk("audit", "list", workspace, "--what", "looks", "--json").data["entries"]
    assert [(one["who"], one["action"]) for one in looks] == [
        ("Ben", "number shown"), ("Ben", "person viewed"), ("Ana", "person viewed"),
    ]  # fmt: skip
    of_ana = desk("audit", "list", workspace, "--who", "Ana", "--json").data["entries"]
    assert [one["action"] for one in of_ana] == ["person viewed", "sign in"]
    first = desk("audit", "list", workspace, "--limit", "2", "--json")
    assert "--before-entry" in first.err
    last = first.data["entries"][-1]["number"]
    older = desk("audit", "list", workspace, "--before-entry", str(last), "--json")
    assert [one["number"] for one in older.data["entries"]] == list(range(last - 1, 0, -1))
    told = desk("audit", "list", workspace, "--action", "check", "--person", "1")
    assert told.out == ""
    assert "There is no such entry." in told.err
    assert "People checked: run 1" in desk("audit", "list", workspace).out
    nothing = desk("audit", "list", workspace, "--until", "2000-01-01", "--json")
    assert nothing.data["entries"] == []
    since = desk("audit", "list", workspace, "--since", "2000-01-01", "--json")
    assert [one["number"] for one in since.data["entries"]][-len(entries) :] == [
        one["number"] for one in entries
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--who", "Nobody"), "The record does not name “Nobody”. It names: "),
        (("--action", "dance"), "The record holds no action “dance”. It holds: check, "),
        (("--what", "dance"), "invalid choice"),
        (("--since", "2026-02-30"), "is not a date"),
        (("--since", "2026-02-02", "--until", "2026-02-01"), "is before --since"),
        (("--person", "0"), "is not above zero"),
    ],
)
def test_what_cannot_be_asked(arguments: tuple[str, ...], says: str, workspace: Path) -> None:
    """A sentence, and the status of wrong usage."""
    done = desk("audit", "list", workspace, *arguments)
    assert done.status == 2
    assert says in done.err


def test_who_looked_at_a_person(workspace: Path, tmp_path: Path) -> None:
    """One look for each command; asking is a look too, and is told the next time."""
    desk("explain", workspace, "1", "--as", "Ana", "--pdf", tmp_path / "why.pdf")
    with open_workspace(workspace, PASSPHRASE) as store:
        (person,) = store.connection.execute(
            "SELECT person_id FROM conviction WHERE id = 1"
        ).fetchone()
    done = desk("audit", "views", workspace, person, "--as", "Ben", "--json")
    assert done.status == 0, done.err
    assert [(one["who"], one["what"]) for one in done.data["looks"]] == [("Ana", "case")]
    assert [one["what"] for one in done.data["given"]] == ["explanation sheet"]
    out = tmp_path / "who.pdf"
    again = desk("audit", "views", workspace, person, "--as", "Ben", "--out", out)
    assert "Ben  access report" in again.out
    assert f"Written: {out}" in again.err
    assert out.read_bytes().startswith(b"%PDF")
    for bad, says in (
        (("99999",), "There is no person 99999"),
        ((person, "--out", tmp_path / "who.doc"), "ends in neither .pdf nor .csv"),
    ):
        wrong = desk("audit", "views", workspace, *bad)
        assert wrong.status == 3
        assert says in wrong.err


def test_the_record_is_given_to_an_auditor(workspace: Path, tmp_path: Path) -> None:
    """Who can check it alone; the anchor is what verify compares with later."""
    done = desk("audit", "export", workspace, "--out", tmp_path, "--as", "Ana", "--json")
    assert done.status == 0, done.err
    folder = Path(done.data["path"])
    checked = subprocess.run(
        [sys.executable, "-I", folder / "check_record.py", "--anchor", done.data["anchor"]],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert checked.stdout.startswith(f"WHOLE: all {done.data['entries']} entries")
    whole = desk("verify", workspace, "--anchor", done.data["anchor"], "--json")
    assert whole.status == 0, whole.err
    n_then, n_now = (
        int(text.partition(":")[0]) for text in (done.data["anchor"], whole.data["last entry"])
    )
    assert n_now == n_then + 1  # verifying signed in
    zipped = desk("audit", "export", workspace, "--out", tmp_path, "--zip", "--json")
    assert Path(zipped.data["path"]).suffix == ".zip"


def test_verify_names_the_first_broken_link(workspace: Path) -> None:
    """With what is wrong and the last entry that holds; an anchor that is not met; one that is
    none."""
    anchor = desk("verify", workspace, "--json").data["last entry"]
    wrong = f"{anchor.partition(':')[0]}:{'0' * 32}"
    other = desk("verify", workspace, "--anchor", wrong, "--json")
    assert other.status == 4
    assert "is not the one that was made then" in json.loads(other.out)["details"][0]
    none = desk("verify", workspace, "--anchor", "12")
    assert none.status == 3
    assert "is not an anchor" in none.err
    with open_workspace(workspace, PASSPHRASE) as store:
        store.connection.execute("DROP TRIGGER audit_no_update")
        store.connection.execute("UPDATE audit SET who = 'SOMEONE' WHERE id = 2")
        assert audit.find_break(store) == 2
    broken = desk("verify", workspace)
    assert broken.status == 4
    assert (
        "broken at entry 2: what it says is not what was sealed. The last entry that holds is 1"
        in (broken.err)
    )
