"""Opening a workspace for a person: who is there is known before anything is shown.

An office whose users have passphrases of their own is signed in to with a name and that user's
passphrase. The office's passphrase, or the key on its recovery sheet, opens every workspace; where
users sign in, it is enough to look and to put an administrator in. Each sign-in stands in the
record of the work, with the wrong passphrases since the one before.

Wrong passphrases are counted in the file beside the workspace, not by the clock: after some, each
further one is checked only after a wait that grows, and a user's own is not checked at all any
more until an administrator lifts that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import InputError, WorkspaceError, WrongPassphraseError
from app.jobs.clock import now
from app.store import audit, office, recovery_code, sealing, user_keys
from app.store.access import Access
from app.store.key import Key, key_of, salt_of
from app.store.key_file import OFFICE, KeyFile, read_key_file, write_key_file
from app.store.sealing import UnreadableSlotError
from app.store.user_keys import UserKey
from app.store.workspace import Workspace, open_workspace

FREE_TRIES = 3  # wrong passphrases that cost no wait
LONGEST_WAIT = 30  # seconds
LOCK_OUT_AFTER = 10  # wrong passphrases of a user in a row

BY_OWN, BY_OFFICE, BY_SHEET = "own passphrase", "office passphrase", "recovery sheet"

RECOVERY_SENTENCE = (
    "The workspace was opened with the office passphrase or the recovery sheet. That is enough to "
    "look, and to put an administrator in; whoever works here signs in with a passphrase of their "
    "own."
)
CHANGE_SENTENCE = (
    "Your passphrase was chosen by somebody else. Choose your own before you change anything."
)

Pause = Callable[[float], None]


def list_sign_in_names(path: Path) -> list[str]:
    """Who signs in to a workspace with a passphrase of their own; read before it is open."""
    return sorted(read_key_file(path).slots, key=str.casefold)


def sign_in(path: Path, passphrase: str, user: str = "", *, pause: Pause = time.sleep) -> Workspace:
    """Open a workspace for work.

    ``passphrase`` is the one of ``user``, where that user signs in with an own one; else the
    office's, or what stands on its recovery sheet. Raises WorkspaceError, a sentence, and
    WrongPassphraseError after counting the try.
    """
    if not path.is_file():
        raise WorkspaceError(f"There is no workspace at {path}. Check the name and the folder.")
    user = " ".join(user.split())
    kept = read_key_file(path)
    secret = _Secret(path, passphrase, user, kept)
    workspace = open_workspace(path, lambda: _tried(path, secret.whose, secret.find, pause))
    try:
        _settle(workspace, secret)
    except BaseException:
        workspace.close()
        raise
    return workspace


def check_passphrase(workspace: Workspace, passphrase: str, *, pause: Pause = time.sleep) -> int:
    """Whether it is who opened the workspace and may go on. ``workspace`` may be a reader.

    Returns how many wrong passphrases there were before. Raises WrongPassphraseError after
    counting the try, WorkspaceError when the user is locked out.
    """
    user = workspace.access.user
    kept = read_key_file(workspace.path)
    own = user_keys.find_key(workspace, user) if user else None
    if own is not None:  # the file beside it may be lost since
        kept = KeyFile({**kept.slots, user: own.slot}, kept.wrong)
    secret = _Secret(workspace.path, passphrase, user, kept)
    if own is not None and secret.by == BY_SHEET:
        raise WrongPassphraseError(f"{user} signed in here. Type the passphrase of {user}.")
    _tried(workspace.path, secret.whose, secret.find, pause, expected=workspace.key)
    return _forget_wrong(workspace.path, secret.whose)


def record_unlock(workspace: Workspace, n_wrong: int, *, who: str) -> None:
    """Somebody came back to a locked window; also who may only look."""
    refusal = workspace.refusal
    workspace.refuse_changes("")
    try:
        with workspace.transaction():
            audit.append(
                workspace, at=now(), who=who, action="unlock", subject="workspace",
                new=wrong_words(n_wrong),
            )  # fmt: skip
    finally:
        workspace.refuse_changes(refusal)


def wrong_words(n_wrong: int) -> str:
    """For the record of the work; "" for none."""
    return f"{n_wrong} wrong before" if n_wrong else ""


def write_slots(workspace: Workspace) -> None:
    """The file beside the workspace as its own rows have it; wrong passphrases stay counted."""
    slots = {one.name: one.slot for one in user_keys.list_keys(workspace)}
    kept = read_key_file(workspace.path)
    wrong = {name: n for name, n in kept.wrong.items() if name in slots or name == OFFICE}
    fresh = KeyFile(slots, wrong)
    if fresh != kept:
        write_key_file(workspace.path, fresh)


@dataclass(frozen=True, slots=True)
class _Secret:
    """What was typed, and by whom."""

    path: Path
    passphrase: str
    user: str
    kept: KeyFile

    def __repr__(self) -> str:
        return "_Secret()"

    @property
    def by(self) -> str:
        if recovery_code.resembles_code(self.passphrase):
            return BY_SHEET
        return BY_OWN if self.user in self.kept.slots else BY_OFFICE

    @property
    def whose(self) -> str:
        """Whose wrong passphrases are counted."""
        return self.user if self.by == BY_OWN else OFFICE

    def find(self) -> Key:
        """Raises WrongPassphraseError where the passphrase itself says that it is wrong."""
        if self.by == BY_SHEET:
            try:
                raw = recovery_code.read_code(self.passphrase)
            except InputError as error:
                if len(self.passphrase.splitlines()) > 1:
                    raise
                return self._of_long_passphrase(error)
            return self._of_sheet(Key.of(raw, salt_of(self.path)))
        if self.by == BY_OFFICE:
            return key_of(self.path, self.passphrase)
        return self._unsealed()

    def _of_sheet(self, key: Key) -> Key:
        if opens(self.path, key):
            return key
        raise WrongPassphraseError(
            f"This recovery sheet does not open {self.path.name}: it is of another workspace, or "
            "of a time before the office passphrase was changed."
        )

    def _of_long_passphrase(self, problem: InputError) -> Key:
        """An office's passphrase may look like a line of a sheet: it opens the file, or not."""
        key = key_of(self.path, self.passphrase)
        if opens(self.path, key):
            return key
        raise problem

    def _unsealed(self) -> Key:
        slot = self.kept.slots[self.user]
        try:
            key = sealing.unseal(slot, self.passphrase, self.user, salt_of(self.path))
        except UnreadableSlotError as error:
            raise WorkspaceError(
                f"The passphrases in {self.path.name}.keys are not of this workspace ({error}). "
                "Open the workspace once with the office passphrase or the recovery sheet: that "
                "writes them again."
            ) from error
        if key is None:
            raise WrongPassphraseError(f"The passphrase of {self.user} is wrong. Type it again.")
        return key


def opens(path: Path, key: Key) -> bool:
    """Whether a key opens a workspace. Raises WorkspaceError for a file that cannot be read."""
    try:
        Workspace(path, key, None, read_only=True).close()
    except WrongPassphraseError:
        return False
    return True


def _tried(
    path: Path, whose: str, find: Callable[[], Key], pause: Pause, expected: Key | None = None
) -> Key:
    """The key, after the wait that wrong passphrases have earned; a further one is counted."""
    n_wrong = read_key_file(path).wrong.get(whose, 0)
    if whose and n_wrong >= LOCK_OUT_AFTER:
        raise WorkspaceError(
            f"{whose} is locked out after {n_wrong} wrong passphrases. An administrator can lift "
            "that, or give a new passphrase."
        )
    wait = wait_after(n_wrong)
    if wait:
        pause(wait)
    try:
        key = find()
        is_right = key == expected if expected is not None else opens(path, key)
        if not is_right:
            raise WrongPassphraseError(_WRONG.format(name=path.name))
    except (WrongPassphraseError, InputError) as error:
        raise WrongPassphraseError(error.message + _count(path, whose)) from None
    return key


_WRONG = (
    "{name} did not open: the passphrase is wrong, or it is not a Relief Desk workspace. Type the "
    "passphrase again."
)


def wait_after(n_wrong: int) -> int:
    """Seconds that the next try waits."""
    past = n_wrong - FREE_TRIES
    return 0 if past < 0 else int(min(2 ** min(past, 10), LONGEST_WAIT))


def _count(path: Path, whose: str) -> str:
    """Count a wrong passphrase; what is said of the next one."""
    kept = read_key_file(path)
    n_wrong = kept.wrong.get(whose, 0) + 1
    write_key_file(path, replace(kept, wrong={**kept.wrong, whose: n_wrong}))
    if whose and n_wrong >= LOCK_OUT_AFTER:
        return f" {whose} is locked out now: an administrator can lift that."
    wait = wait_after(n_wrong)
    said = f" The next one is checked after {wait} seconds." if wait > 1 else ""
    if whose and wait:
        left = LOCK_OUT_AFTER - n_wrong
        said += f" {left} more wrong {'one' if left == 1 else 'ones'} and {whose} is locked out."
    return said


def _forget_wrong(path: Path, whose: str) -> int:
    """How many there were."""
    kept = read_key_file(path)
    n_wrong = kept.wrong.get(whose, 0)
    if n_wrong:
        others = {name: n for name, n in kept.wrong.items() if name != whose}
        write_key_file(path, replace(kept, wrong=others))
    return n_wrong


def _settle(workspace: Workspace, secret: _Secret) -> None:
    """Who is there, on record; what the file beside the workspace says is made true again."""
    own = user_keys.find_key(workspace, secret.user)
    if secret.by == BY_OWN:
        _check_still(workspace, secret, own)
    are_used = user_keys.are_used(workspace)
    n_wrong = _forget_wrong(workspace.path, secret.whose)
    _record(workspace, secret, n_wrong, is_known=secret.by == BY_OWN or not are_used)
    write_slots(workspace)
    if secret.by == BY_OWN:
        workspace.access = Access.of(secret.user)
        if own is not None and own.must_change:
            workspace.refuse_changes(CHANGE_SENTENCE)
    elif are_used:
        workspace.access = Access(is_recovery=True)
        workspace.refuse_changes(RECOVERY_SENTENCE)


def _check_still(workspace: Workspace, secret: _Secret, own: UserKey | None) -> None:
    """The workspace's own rows rule: the file beside it may be one of before.

    Raises WorkspaceError for somebody who left, or has another passphrase by now.
    """
    user = secret.user
    works = any(one.name == user and one.is_active for one in office.list_users(workspace))
    if own is None or not works:
        write_slots(workspace)
        raise WorkspaceError(
            f"{user} does not sign in to this workspace any more. Ask an administrator."
        )
    if not sealing.is_same_passphrase(own.slot, secret.kept.slots[user]):
        write_slots(workspace)
        raise WorkspaceError(
            f"The passphrase of {user} was changed since. Type the one that was chosen last."
        )


def _record(workspace: Workspace, secret: _Secret, n_wrong: int, *, is_known: bool) -> None:
    who = secret.user if is_known and secret.user else secret.by
    words = "; ".join(part for part in (secret.by, wrong_words(n_wrong)) if part)
    with workspace.transaction():
        audit.append(workspace, at=now(), who=who, action="sign in", subject="workspace", new=words)
