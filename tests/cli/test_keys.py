"""Passphrases and signing in from the terminal, and where the passphrase can be seen."""

from __future__ import annotations

import re
import time
from pathlib import Path

import psutil
import pypdfium2
import pytest

from app.store import key, sealing
from tests.cli.terminal_user import AS_OF, PASSPHRASE, POLICY, VARIABLE, Done, desk, start_desk

ADMIN, CLERK = ("--as", "A. Head"), ("--as", "C. Clerk")
WORDS = {"head": "the head's own words", "clerk": "a clerk's words", "first": "to be changed"}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "COST", {"n": 1 << 10, "r": 8, "p": 1})
    monkeypatch.setattr("app.jobs.sign_in.LONGEST_WAIT", 0)


@pytest.fixture
def words(tmp_path: Path) -> dict[str, Path]:
    """Files with passphrases."""
    found = {}
    for name, text in WORDS.items():
        found[name] = tmp_path / f"{name}.txt"
        found[name].write_text(text + "\n", encoding="utf-8")
    return found


@pytest.fixture
def office(workspace: Path, words: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An administrator and a clerk who sign in; no passphrase is in the environment any more."""
    for name, role in (("A. Head", "administrator"), ("C. Clerk", "clerk")):
        assert desk("office", "add-user", workspace, name, role, *ADMIN).status == 0
    began = desk(
        "keys", "set-user", workspace, "A. Head", *ADMIN, "--new-passphrase-file", words["head"]
    )
    assert (began.status, began.err) == (0, "")
    monkeypatch.delenv(VARIABLE)
    given = desk(
        "keys", "set-user", workspace, "C. Clerk", *ADMIN, *as_file(words["head"]),
        "--new-passphrase-file", words["first"],
    )  # fmt: skip
    assert given.status == 0, given.err
    own = desk(
        "keys", "change-own", workspace, *CLERK, *as_file(words["first"]),
        "--new-passphrase-file", words["clerk"],
    )  # fmt: skip
    assert own.status == 0, own.err
    return workspace


def as_file(path: Path) -> tuple[str | Path, ...]:
    return ("--passphrase-file", path)


def test_everything_about_passphrases_without_the_window(
    office: Path, words: dict[str, Path], tmp_path: Path
) -> None:
    """Who signs in how, the sheet, another office passphrase, a new administrator by the sheet."""
    head = (*ADMIN, *as_file(words["head"]))
    told = desk("keys", "list", office, *head, "--json").data["users"]
    assert told[0] == {
        "name": "A. Head", "role": "administrator", "signsIn": True, "mustChange": False,
        "wrongPassphrases": 0, "isLockedOut": False,
    }  # fmt: skip
    assert desk("keys", "list", office, *head).out == (
        "A. Head   administrator: own passphrase\nC. Clerk  clerk: own passphrase\n"
    )
    away = tmp_path / "safe"
    away.mkdir()
    (tmp_path / "new.txt").write_text("five newer words of the office", encoding="utf-8")
    changed = desk(
        "keys", "change-passphrase", office, *head, "--new-passphrase-file", tmp_path / "new.txt"
    )
    assert changed.status == 0, changed.err
    assert "Recovery sheets of before do not open this file any more" in changed.err
    sheet = desk("keys", "recovery-sheet", office, *head, "--out", away / "Sheet.pdf")
    assert sheet.out == f"{away / 'Sheet.pdf'}\n"
    assert "delete the file" in sheet.err
    code = tmp_path / "code.txt"
    code.write_text(_code(away / "Sheet.pdf"), encoding="utf-8")
    put = desk(
        "keys", "put-administrator", office, "E. Next", *as_file(code),
        "--new-passphrase-file", words["first"],
    )  # fmt: skip
    assert put.out.endswith("E. Next   administrator: own passphrase\n")
    assert desk("verify", office, "--as", "E. Next", *as_file(words["first"])).status == 0


def _code(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = str(document[0].get_textpage().get_text_range()).replace("\r", "")
    document.close()
    return "\n".join(re.findall(r"^[1-4]\s+\S{4}(?:-\S{4}){3}$", text, re.MULTILINE))


def test_a_clerk_who_names_an_administrator_is_refused(
    office: Path, words: dict[str, Path]
) -> None:
    """With the clerk's passphrase, or the office's: no user is added, nothing is changed."""
    (words["clerk"].parent / "office.txt").write_text(PASSPHRASE, encoding="utf-8")
    add = ("office", "add-user", office, "D. New", "clerk", *ADMIN)
    refused = desk(*add, *as_file(words["clerk"]))
    assert (refused.status, refused.out) == (4, "")
    assert "The passphrase of A. Head is wrong" in refused.err
    refused = desk(*add, *as_file(words["clerk"].parent / "office.txt"))
    assert refused.status == 4
    office_file = as_file(words["clerk"].parent / "office.txt")
    nobody = desk("review", office, "1", "--accept", "--as", "nobody", *office_file)
    assert nobody.status in (3, 4)
    check = ("check", office, "--policy", POLICY, "--as-of", AS_OF, *office_file, "--as", "x")
    looked = desk(*check)
    assert (looked.status, "x is not a user of this workspace" in looked.err) == (3, True)
    users = desk("office", "users", office, *CLERK, *as_file(words["clerk"]), "--json").data
    assert [one["name"] for one in users["users"]] == ["A. Head", "C. Clerk"]


def test_a_locked_out_user_is_let_in_again(office: Path, words: dict[str, Path]) -> None:
    """Ten wrong ones, the right one is refused, the administrator lifts it."""
    for _ in range(10):
        assert desk("keys", "list", office, *CLERK, *as_file(words["head"])).status == 4
    locked = desk("keys", "list", office, *CLERK, *as_file(words["clerk"]))
    assert "locked out after 10 wrong passphrases" in locked.err
    head = (*ADMIN, *as_file(words["head"]))
    assert "locked out" in desk("keys", "list", office, *head).out
    assert desk("keys", "unlock-user", office, "C. Clerk", *head).status == 0
    assert desk("keys", "list", office, *CLERK, *as_file(words["clerk"])).status == 0


@pytest.mark.parametrize("does", ["set-user", "change-own", "change-passphrase"])
def test_bad_passphrase_files_are_sentences(
    office: Path, words: dict[str, Path], tmp_path: Path, does: str
) -> None:
    """Missing, not text, too long, too short; none at all."""
    head = (*(("C. Clerk",) if does == "set-user" else ()), *ADMIN, *as_file(words["head"]))
    for data, status, said in (
        (None, 2, "cannot be read as text"),
        (b"\xff\xfe\x00", 2, "cannot be read as text"),
        (b"x" * 20_000, 2, "too long to hold a passphrase"),
        (b"short\n", 3, "too short"),
    ):
        file = tmp_path / "new.txt"
        file.unlink(missing_ok=True)
        if data is not None:
            file.write_bytes(data)
        told = desk("keys", does, office, *head, "--new-passphrase-file", file)
        assert (told.status, said in told.err) == (status, True), told.err
    assert "No new passphrase was given" in desk("keys", does, office, *head).err


def _family(started: psutil.Process) -> list[psutil.Process]:
    return [started, *started.children(recursive=True)]


def test_the_passphrase_and_the_key_are_in_no_command_line_and_no_workers_environment(
    workspace: Path, tmp_path: Path
) -> None:
    """Looked at while a check is at work with its worker processes."""
    raw = key.key_of(workspace, PASSPHRASE).hex[:64]
    secrets = [PASSPHRASE.encode(), raw.encode(), bytes.fromhex(raw)]
    seen_workers = 0
    command = ("check", workspace, "--policy", POLICY, "--as-of", AS_OF)
    with start_desk(*command, variables={VARIABLE: PASSPHRASE}) as process:
        started = psutil.Process(process.pid)
        until = time.monotonic() + 100
        while process.poll() is None and time.monotonic() < until:
            for one in _family(started):
                try:
                    line = Path(f"/proc/{one.pid}/cmdline").read_bytes()
                    around = Path(f"/proc/{one.pid}/environ").read_bytes()
                except OSError:
                    continue
                assert not any(secret in line for secret in secrets)
                if one.pid != process.pid and b"from multiprocessing" in line:
                    seen_workers += 1
                    assert not any(secret in around for secret in secrets)
                    assert VARIABLE.encode() not in around
        _, err = process.communicate()
        assert process.returncode == 0, err
        assert PASSPHRASE not in err
    assert seen_workers


def test_a_bug_report_holds_no_key(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks while the key is in somebody's hands."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"{PASSPHRASE} {raw}")

    raw = key.key_of(workspace, PASSPHRASE).hex[:64]
    monkeypatch.setattr("app.jobs.sign_in._settle", broken)
    told: Done = desk("verify", workspace)
    assert told.status == 1
    assert "ValueError" in told.err
    assert PASSPHRASE not in told.err
    assert raw not in told.err
