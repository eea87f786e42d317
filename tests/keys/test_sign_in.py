"""Signing in: who is there, wrong passphrases, what stands beside the workspace."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.errors import InputError, WorkspaceError, WrongPassphraseError
from app.jobs.keys import change_own, give_passphrase, lift_lock_out, list_states, put_administrator
from app.jobs.office import add_user, remove_user, return_user, set_role, set_second_reviewer
from app.jobs.sign_in import (
    LOCK_OUT_AFTER,
    check_passphrase,
    list_sign_in_names,
    record_unlock,
    sign_in,
    wait_after,
)
from app.store import audit, user_keys
from app.store import office as store_office
from app.store.access import Access
from app.store.key_file import path_of, read_key_file
from app.store.workspace import create_workspace, open_workspace
from tests.keys.conftest import ADMIN, ATTORNEY, CLERK, FIRST, OFFICE, OWN, no_wait


def record(path: Path) -> list[tuple[str, str, str, str]]:
    """What the record of the work has of signing in and passphrases."""
    with open_workspace(path, OFFICE) as workspace:
        return [(one.who, one.action, one.subject, one.new) for one in audit.entries(workspace)]


def test_an_office_without_users_opens_with_its_passphrase(path: Path) -> None:
    """Who opened it stands in the record, and nothing stands beside the file."""
    with sign_in(path, OFFICE, "A. Clerk") as workspace:
        assert workspace.access == Access()
        set_second_reviewer(workspace, "all", who="A. Clerk")
    assert record(path)[0] == ("A. Clerk", "sign in", "workspace", "office passphrase")
    assert list_sign_in_names(path) == []
    assert not path_of(path).exists()


def test_users_sign_in_with_their_own(office: Path) -> None:
    """Each name with its own passphrase and no other; the file beside is for its owner alone."""
    assert list_sign_in_names(office) == [ADMIN, ATTORNEY, CLERK]
    for name in OWN:
        with sign_in(office, OWN[name], name) as workspace:
            assert workspace.access == Access.of(name)
            assert workspace.reader().access == Access.of(name)
    with pytest.raises(WrongPassphraseError, match=r"The passphrase of A. Head is wrong"):
        sign_in(office, OWN[CLERK], ADMIN)
    with pytest.raises(WrongPassphraseError):
        sign_in(office, OFFICE, CLERK)
    assert stat.S_IMODE(path_of(office).stat().st_mode) == 0o600
    beside = path_of(office).read_bytes()
    for words in (*OWN.values(), OFFICE, FIRST):
        assert words.encode() not in beside


def test_a_clerk_may_do_nothing_under_another_name(office: Path) -> None:
    """Signed in as the clerk, saying to be the administrator: refused, and nothing changed."""
    with sign_in(office, OWN[CLERK], CLERK) as workspace:
        with pytest.raises(InputError, match=r"A. Head has not signed in"):
            add_user(workspace, "D. New", "clerk", who=ADMIN)
        with pytest.raises(InputError, match="is a clerk here and may not change users, passphr"):
            give_passphrase(workspace, ATTORNEY, "some other words", who=CLERK)
        with pytest.raises(InputError, match="has not signed in here"):
            change_own(workspace, OWN[ADMIN], "some other words", who=ADMIN)
        assert len(store_office.list_users(workspace)) == 3


def test_a_first_passphrase_is_changed_before_anything_else(office: Path) -> None:
    """Somebody else chose it: looking is allowed, changing is not; the own one counts at once."""
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        add_user(workspace, "D. New", "attorney", who=ADMIN)
        give_passphrase(workspace, "D. New", FIRST, who=ADMIN)
        assert [one.words for one in list_states(workspace)] == [
            "Own passphrase", "Own passphrase", "Own passphrase", "First passphrase",
        ]  # fmt: skip
    with sign_in(office, FIRST, "D. New") as workspace:
        with (
            pytest.raises(WorkspaceError, match="chosen by somebody else"),
            workspace.transaction(),
        ):
            pass
        with pytest.raises(InputError, match="too short"):
            change_own(workspace, FIRST, "short", who="D. New")
        with pytest.raises(InputError, match="the passphrase you have"):
            change_own(workspace, FIRST, FIRST, who="D. New")
        with pytest.raises(InputError, match="passphrase of the office"):
            change_own(workspace, FIRST, OFFICE, who="D. New")
        with pytest.raises(WrongPassphraseError):
            change_own(workspace, "not the first one", "my very own words", who="D. New")
        change_own(workspace, FIRST, "my very own words", who="D. New")
        with workspace.transaction():
            workspace.save_setting("note", "x")
    sign_in(office, "my very own words", "D. New").close()
    assert ("D. New", "passphrase changed", "D. New", "1 wrong before") in record(office)


def test_the_first_of_all_is_an_administrators_own(path: Path) -> None:
    """Otherwise nobody could give the others theirs."""
    with sign_in(path, OFFICE, ADMIN) as workspace:
        with pytest.raises(InputError, match="is not among the users: nobody yet"):
            give_passphrase(workspace, ADMIN, OWN[ADMIN], who=ADMIN)
        add_user(workspace, ADMIN, "administrator", who=ADMIN)
        add_user(workspace, CLERK, "clerk", who=ADMIN)
        with pytest.raises(InputError, match="is an administrator's own"):
            give_passphrase(workspace, CLERK, FIRST, who=ADMIN)
        add_user(workspace, "Admina Headley", "administrator", who=ADMIN)
        with pytest.raises(InputError, match="A name is no passphrase"):
            give_passphrase(workspace, "Admina Headley", "admina headley", who="Admina Headley")
        with pytest.raises(InputError, match="too short"):
            give_passphrase(workspace, ADMIN, "seven77", who=ADMIN)
        assert list_states(workspace)[0].words == "No passphrase"
        assert not user_keys.are_used(workspace)


def test_the_office_passphrase_looks_and_puts_an_administrator_in(office: Path) -> None:
    """Nothing else; the administrator signs in from then on, and it is on record."""
    with sign_in(office, OFFICE) as workspace:
        assert workspace.access == Access(is_recovery=True)
        assert len(store_office.list_users(workspace)) == 3
        with pytest.raises(WorkspaceError, match="enough to look"), workspace.transaction():
            pass
        with pytest.raises(Exception, match="readonly database"):
            workspace.save_setting("note", "x")
        with pytest.raises(InputError, match="has not signed in"):
            remove_user(workspace, CLERK, who=ADMIN)
        with pytest.raises(InputError, match="too short"):
            put_administrator(workspace, "E. Next", "short")
        with pytest.raises(WorkspaceError, match="enough to look"), workspace.transaction():
            pass
        made = put_administrator(workspace, "E. Next", "the next head's words")
        assert (made.name, made.role) == ("E. Next", "administrator")
        remove_user(workspace, ADMIN, who="E. Next")
    assert list_sign_in_names(office) == [ATTORNEY, CLERK, "E. Next"]
    found = record(office)
    assert ("office passphrase", "sign in", "workspace", "office passphrase") in found
    assert ("E. Next", "administrator put in") in [(one[0], one[1]) for one in found]
    with (
        sign_in(office, OWN[CLERK], CLERK) as workspace,
        pytest.raises(InputError, match="after opening with the office passphrase"),
    ):
        put_administrator(workspace, CLERK, "a clerk's other words")


def test_a_clerk_who_knows_the_office_passphrase_becomes_administrator_on_record(
    office: Path,
) -> None:
    """It cannot be prevented, for that passphrase is the key; what the role was stays on record."""
    with sign_in(office, OFFICE) as workspace:
        put_administrator(workspace, "c. clerk", "a clerk's other words")
    with open_workspace(office, OFFICE) as workspace:
        entry = next(
            one for one in audit.entries(workspace) if one.action == "administrator put in"
        )
        assert (entry.subject, entry.old) == (CLERK, "clerk")
        assert audit.find_break(workspace) is None


def test_who_leaves_does_not_sign_in_any_more(office: Path) -> None:
    """Not even with the file beside the workspace as it was before; coming back needs a new one."""
    before = path_of(office).read_bytes()
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        remove_user(workspace, CLERK, who=ADMIN)
    assert list_sign_in_names(office) == [ADMIN, ATTORNEY]
    path_of(office).write_bytes(before)
    with pytest.raises(WorkspaceError, match=r"C. Clerk does not sign in to this workspace"):
        sign_in(office, OWN[CLERK], CLERK)
    assert list_sign_in_names(office) == [ADMIN, ATTORNEY]
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        return_user(workspace, CLERK, who=ADMIN)
        assert {one.name: one.words for one in list_states(workspace)}[CLERK] == "No passphrase"
        give_passphrase(workspace, CLERK, FIRST, who=ADMIN)
    sign_in(office, FIRST, CLERK).close()


def test_an_old_file_beside_the_workspace_does_not_bring_an_old_passphrase_back(
    office: Path,
) -> None:
    """The rows in the workspace rule."""
    before = path_of(office).read_bytes()
    with sign_in(office, OWN[CLERK], CLERK) as workspace:
        change_own(workspace, OWN[CLERK], "a clerk's newer words", who=CLERK)
    path_of(office).write_bytes(before)
    with pytest.raises(WorkspaceError, match="was changed since"):
        sign_in(office, OWN[CLERK], CLERK)
    sign_in(office, "a clerk's newer words", CLERK).close()


def test_a_crash_between_the_two_files_locks_nobody_out(office: Path) -> None:
    """The file beside it was written, the workspace was not: the passphrase of before counts."""
    before = office.read_bytes()
    with sign_in(office, OWN[CLERK], CLERK) as workspace:
        change_own(workspace, OWN[CLERK], "a clerk's newer words", who=CLERK)
    office.write_bytes(before)
    with pytest.raises(WorkspaceError, match="was changed since"):
        sign_in(office, "a clerk's newer words", CLERK)
    sign_in(office, OWN[CLERK], CLERK).close()


def test_the_last_administrator_who_signs_in_stays(office: Path) -> None:
    """Another one without a passphrase could not sign in to do anything."""
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        add_user(workspace, "E. Next", "administrator", who=ADMIN)
        for change in (
            lambda: remove_user(workspace, ADMIN, who=ADMIN),
            lambda: set_role(workspace, ADMIN, "clerk", who=ADMIN),
        ):
            with pytest.raises(InputError, match="only administrator with a passphrase"):
                change()
        give_passphrase(workspace, "E. Next", FIRST, who=ADMIN)
        remove_user(workspace, ADMIN, who=ADMIN)


@pytest.mark.parametrize("spoiled", [None, b"", b"{", b"[]", b'{"format": "other"}', b"[" * 9999])
def test_a_file_beside_that_is_lost_is_written_again(office: Path, spoiled: bytes | None) -> None:
    """By opening with the office passphrase; nobody had to be given a passphrase anew."""
    if spoiled is None:
        path_of(office).unlink()
    else:
        path_of(office).write_bytes(spoiled)
    assert list_sign_in_names(office) == []
    with pytest.raises(WrongPassphraseError):
        sign_in(office, OWN[CLERK], CLERK)
    with sign_in(office, OFFICE) as workspace:
        assert workspace.access.is_recovery
    sign_in(office, OWN[CLERK], CLERK).close()


def test_the_file_beside_another_workspace_does_not_fit(office: Path, tmp_path: Path) -> None:
    """A sentence that says what to do, and no wrong passphrase is counted."""
    other = tmp_path / "Other.relief"
    create_workspace(other, OFFICE, name="Other", county="YOLO", created_at="2026").close()
    path_of(other).write_bytes(path_of(office).read_bytes())
    with pytest.raises(WorkspaceError, match="are not of this workspace"):
        sign_in(other, OWN[CLERK], CLERK)
    assert read_key_file(other).wrong == {}
    with sign_in(other, OFFICE) as workspace:
        assert workspace.access == Access()
    assert not path_of(other).exists()


def test_wrong_passphrases_wait_longer_and_longer(path: Path) -> None:
    """Three cost nothing; then the wait doubles to half a minute. No clock is asked."""
    waits: list[float] = []
    for _ in range(10):
        with pytest.raises(WrongPassphraseError, match="passphrase is wrong"):
            sign_in(path, "not the passphrase", pause=waits.append)
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert [wait_after(n) for n in (0, 2, 3, 4, 1000)] == [0, 0, 1, 2, 30]
    with sign_in(path, OFFICE, "A. Clerk", pause=waits.append):
        pass
    assert waits[-1] == 30
    assert record(path)[-1][3] == "office passphrase; 10 wrong before"
    assert not path_of(path).exists()


def test_a_user_is_locked_out_until_an_administrator_lifts_it(office: Path) -> None:
    """The right passphrase does not open it either; others, and the office's own, still do."""
    for n in range(LOCK_OUT_AFTER):
        with pytest.raises(WrongPassphraseError) as told:
            sign_in(office, f"guess number {n}", CLERK, pause=no_wait)
    assert "locked out now" in told.value.message
    with pytest.raises(WorkspaceError, match=r"C. Clerk is locked out after 10 wrong"):
        sign_in(office, OWN[CLERK], CLERK, pause=no_wait)
    sign_in(office, OFFICE).close()
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        assert [one.is_locked_out for one in list_states(workspace)] == [False, False, True]
        lift_lock_out(workspace, CLERK, who=ADMIN)
        with pytest.raises(InputError, match="is not locked out"):
            lift_lock_out(workspace, CLERK, who=ADMIN)
    sign_in(office, OWN[CLERK], CLERK, pause=no_wait).close()
    assert (ADMIN, "lock-out lifted", CLERK, "") in record(office)


def test_the_clock_has_no_part_in_a_lock_out(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set back or forward by years, the wait and the lock-out are what they were."""
    waits: list[float] = []
    for n in range(5):
        with pytest.raises(WrongPassphraseError):
            sign_in(office, f"guess number {n}", CLERK, pause=no_wait)
    for at in (0, 4_000_000_000):
        os.utime(path_of(office), (at, at))
        monkeypatch.setattr("time.time", lambda at=at: float(at))
        with pytest.raises(WrongPassphraseError):
            sign_in(office, "another guess", CLERK, pause=waits.append)
    assert waits == [4, 8]


def test_a_forgotten_passphrase_is_given_anew_and_lifts_the_lock_out(office: Path) -> None:
    """By an administrator, to be changed again."""
    for n in range(LOCK_OUT_AFTER):
        with pytest.raises(WrongPassphraseError):
            sign_in(office, f"guess number {n}", CLERK, pause=no_wait)
    with sign_in(office, OWN[ADMIN], ADMIN) as workspace:
        give_passphrase(workspace, CLERK, FIRST, who=ADMIN)
        with pytest.raises(InputError, match="with the one you have"):
            give_passphrase(workspace, ADMIN, FIRST, who=ADMIN)
    with sign_in(office, FIRST, CLERK) as workspace:
        assert "chosen by somebody else" in workspace.refusal


def test_going_on_after_a_lock_needs_the_same_person(office: Path) -> None:
    """Another user's passphrase, the office's or the sheet do not unlock the window."""
    with sign_in(office, OWN[CLERK], CLERK) as workspace, workspace.reader() as reader:
        assert check_passphrase(reader, OWN[CLERK]) == 0
        for words in (OWN[ADMIN], OFFICE, ""):
            with pytest.raises(WrongPassphraseError):
                check_passphrase(reader, words)
        assert read_key_file(office).wrong == {CLERK: 3}
        assert check_passphrase(reader, OWN[CLERK], pause=no_wait) == 3
        record_unlock(workspace, 3, who=CLERK)
        path_of(office).unlink()
        check_passphrase(reader, OWN[CLERK])
    with sign_in(office, OFFICE) as workspace:
        check_passphrase(workspace, OFFICE)
        with pytest.raises(WrongPassphraseError):
            check_passphrase(workspace, OWN[CLERK])
        record_unlock(workspace, 0, who="office passphrase")
        with pytest.raises(WorkspaceError, match="enough to look"), workspace.transaction():
            pass
    unlocked = [one for one in record(office) if one[1] == "unlock"]
    assert [(one[0], one[3]) for one in unlocked] == [
        (CLERK, "3 wrong before"), ("office passphrase", ""),
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_told(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passphrase is not changed when it could not be kept for signing in."""

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    with sign_in(office, OWN[CLERK], CLERK) as workspace:
        with monkeypatch.context() as broken:
            broken.setattr("app.store.key_file.replace", full)
            with pytest.raises(WorkspaceError, match="cannot be written \\(No space left"):
                change_own(workspace, OWN[CLERK], "a clerk's newer words", who=CLERK)
        check_passphrase(workspace, OWN[CLERK])
    sign_in(office, OWN[CLERK], CLERK).close()
