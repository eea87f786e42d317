"""Passphrases: of the office, and of each user.

The office's passphrase makes the workspace's key. From the first own passphrase on, an
administrator's, users sign in with passphrases of their own (`app.jobs.sign_in`). Somebody who is
given a first one changes it before changing anything else. The office's passphrase can be changed
without asking the users for theirs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.office import check_name, get_user
from app.jobs.packages.guard import check_not_package
from app.jobs.progress import Progress
from app.jobs.rights import Right, check_may
from app.jobs.sign_in import LOCK_OUT_AFTER, check_passphrase, write_slots, wrong_words
from app.store import audit, new_key, office, sealing, user_keys
from app.store.access import Access
from app.store.key import Key, key_of
from app.store.key import new_key as make_key
from app.store.key_file import KeyFile, read_key_file, write_key_file
from app.store.office import ADMINISTRATOR, User
from app.store.user_keys import UserKey
from app.store.workspace import Workspace

SHORTEST, LONGEST = 8, 500


@dataclass(frozen=True, slots=True)
class SignInState:
    """How a user signs in."""

    name: str
    role: str
    has_own: bool
    must_change: bool
    n_wrong: int

    @property
    def is_locked_out(self) -> bool:
        return self.n_wrong >= LOCK_OUT_AFTER

    @property
    def words(self) -> str:
        """As a table has it."""
        if not self.has_own:
            return "No passphrase"
        if self.is_locked_out:
            return "Locked out"
        return "First passphrase" if self.must_change else "Own passphrase"


def list_states(workspace: Workspace) -> list[SignInState]:
    """Of everybody who works here, by name."""
    keys = {one.name: one for one in user_keys.list_keys(workspace)}
    wrong = read_key_file(workspace.path).wrong
    return [
        SignInState(
            user.name, user.role, user.name in keys,
            user.name in keys and keys[user.name].must_change, wrong.get(user.name, 0),
        )
        for user in office.list_users(workspace)
        if user.is_active
    ]  # fmt: skip


def change_own(workspace: Workspace, old: str, new: str, *, who: str) -> None:
    """A user's own passphrase. Raises InputError, WrongPassphraseError."""
    kept = user_keys.find_key(workspace, who)
    if kept is None or workspace.access != Access.of(who):
        raise InputError(f"{who or 'Nobody'} has not signed in here with an own passphrase.")
    _check_new(workspace, new, who)
    n_wrong = check_passphrase(workspace, old)
    if new == old:
        raise InputError("That is the passphrase you have. Choose another one.")
    with _allowed(workspace):
        _put(
            workspace, who, new, who=who, must_change=False, what="passphrase changed",
            words=wrong_words(n_wrong),
        )  # fmt: skip


def give_passphrase(workspace: Workspace, name: str, passphrase: str, *, who: str) -> None:
    """Give a user a first passphrase, or another one when it was forgotten; a lock-out is lifted.

    The first in an office is an administrator's own, who has signed in from then on.
    """
    check_may(workspace, who, Right.MANAGE)
    user = get_user(workspace, name)
    if not user.is_active:
        raise InputError(f"{user.name} left. Bring that user back first.")
    is_first = not user_keys.are_used(workspace)
    if is_first and (user.role != ADMINISTRATOR or user.name != who):
        raise InputError(
            "The first passphrase of a user is an administrator's own: that administrator signs "
            "in, and gives the others theirs. Give yourself one first."
        )
    if not is_first and user.name == who:
        raise InputError("Change your own passphrase with the one you have.")
    _check_new(workspace, passphrase, user.name)
    what = "signing in began" if is_first else "first passphrase given"
    _put(workspace, user.name, passphrase, who=who, must_change=not is_first, what=what)
    _lift(workspace, user.name)
    if is_first:
        workspace.access = Access.of(user.name)


def put_administrator(workspace: Workspace, name: str, passphrase: str) -> User:
    """By the office's passphrase or the recovery sheet: somebody becomes an administrator.

    A new user, one who left, or one of another role; who signs in from then on. It is on record.
    """
    if not workspace.access.is_recovery:
        raise InputError(
            "An administrator is put in so after opening with the office passphrase or the "
            "recovery sheet, where users sign in. Otherwise change users under Office."
        )
    check_not_package(workspace, "Putting an administrator in")
    kept = check_name(name)
    users = {one.name.casefold(): one for one in office.list_users(workspace)}
    before = users.get(kept.casefold())
    at = now()
    user = replace(
        before or User(kept, ADMINISTRATOR, True, kept, at), role=ADMINISTRATOR, is_active=True
    )
    _check_new(workspace, passphrase, user.name)
    was = "" if before is None else before.role if before.is_active else f"{before.role}, left"
    with _allowed(workspace), workspace.transaction():
        office.put_user(workspace, user)
        audit.append(
            workspace, at=at, who=user.name, action="administrator put in", subject=user.name,
            old=was, new="administrator, after opening with the office passphrase or the sheet",
        )  # fmt: skip
        _write_row(workspace, user.name, passphrase, who=user.name, must_change=False)
        write_slots(workspace)
    _lift(workspace, user.name)
    workspace.access = Access.of(user.name)
    return user


def lift_lock_out(workspace: Workspace, name: str, *, who: str) -> None:
    """Let somebody try again who typed too many wrong passphrases."""
    check_may(workspace, who, Right.MANAGE)
    user = get_user(workspace, name)
    n_wrong = read_key_file(workspace.path).wrong.get(user.name, 0)
    if not n_wrong:
        raise InputError(f"{user.name} is not locked out.")
    with workspace.transaction():
        audit.append(
            workspace, at=now(), who=who, action="lock-out lifted", subject=user.name,
            old=f"{n_wrong} wrong passphrases",
        )  # fmt: skip
    _lift(workspace, user.name)


def change_office_passphrase(
    workspace: Workspace, current: str, new: str, progress: Progress, *, who: str
) -> None:
    """Another office passphrase, and with it another key: the file is written anew.

    ``current`` is the secret of whoever does it: their own passphrase where users sign in, else
    the office's. Users keep theirs. Recovery sheets and backups of before open with what they
    opened with; they do not open this file any more. Needs as much room as the file has.
    """
    check_may(workspace, who, Right.MANAGE)
    check_not_package(workspace, "Changing the passphrase")
    check_strong(new)
    n_wrong = check_passphrase(workspace, current)
    if key_of(workspace.path, new) == workspace.key:
        raise InputError("That is the passphrase the office has. Choose another one.")
    key = make_key(new)

    def fill(copy: Workspace) -> None:
        for one in user_keys.list_keys(copy):
            slot = sealing.seal_again(one.slot, key, one.name)
            user_keys.put_key(copy, replace(one, slot=slot))
        kept = f"users who keep theirs: {len(user_keys.list_keys(copy))}"
        audit.append(
            copy, at=now(), who=who, action="office passphrase changed", subject="workspace",
            new="; ".join(part for part in (kept, wrong_words(n_wrong)) if part),
        )  # fmt: skip

    part = new_key.write_copy(
        workspace, key, fill, lambda done, total: progress.step(done, total, "Encrypting anew")
    )
    _write_both(workspace, key)
    new_key.put_in_place(workspace, part, key)
    write_slots(workspace)


def _write_both(workspace: Workspace, key: Key) -> None:
    """Whichever file a crash leaves, users can sign in to it."""
    kept = read_key_file(workspace.path)
    slots = {
        one.name: sealing.join(one.slot, sealing.seal_again(one.slot, key, one.name))
        for one in user_keys.list_keys(workspace)
    }
    if slots:
        write_key_file(workspace.path, KeyFile(slots, kept.wrong))


def check_strong(passphrase: str) -> None:
    """Raises InputError for a passphrase that is none."""
    if len(passphrase.strip()) < SHORTEST:
        raise InputError(
            f"The passphrase is too short: it needs at least {SHORTEST} characters. Four or five "
            "words that have nothing to do with one another make a good one."
        )
    if len(passphrase) > LONGEST:
        raise InputError(f"A passphrase has at most {LONGEST} characters.")


def _check_new(workspace: Workspace, passphrase: str, name: str) -> None:
    check_strong(passphrase)
    if passphrase.casefold().strip() == name.casefold():
        raise InputError("A name is no passphrase. Choose words that nobody would guess.")
    if key_of(workspace.path, passphrase) == workspace.key:
        raise InputError(
            "That is the passphrase of the office. A user's own is another one, which nobody else "
            "knows."
        )


def _put(
    workspace: Workspace,
    name: str,
    passphrase: str,
    *,
    who: str,
    must_change: bool,
    what: str,
    words: str = "",
) -> None:
    with workspace.transaction():
        _write_row(workspace, name, passphrase, who=who, must_change=must_change)
        audit.append(workspace, at=now(), who=who, action=what, subject=name, new=words)
        write_slots(workspace)  # before it is committed: what cannot be kept does not count


@contextlib.contextmanager
def _allowed(workspace: Workspace) -> Iterator[None]:
    """Changes are allowed inside, and from then on when all went well."""
    refusal = workspace.refusal
    workspace.refuse_changes("")
    try:
        yield
    except BaseException:
        workspace.refuse_changes(refusal)
        raise


def _write_row(
    workspace: Workspace, name: str, passphrase: str, *, who: str, must_change: bool
) -> None:
    slot = sealing.seal(workspace.key, passphrase, name)
    user_keys.put_key(workspace, UserKey(name, slot, must_change, who, now()))


def _lift(workspace: Workspace, name: str) -> None:
    kept = read_key_file(workspace.path)
    if kept.wrong.get(name):
        others = {one: n for one, n in kept.wrong.items() if one != name}
        write_key_file(workspace.path, replace(kept, wrong=others))
