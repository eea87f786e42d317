"""Who may do what in an office.

An office without users is one person's: everybody may everything. From the first user on, who is
not a user of the workspace may change nothing in it.
"""

from __future__ import annotations

from enum import Enum

from app.errors import InputError
from app.jobs.packages.guard import check_not_package
from app.store import office, user_keys
from app.store.access import Access
from app.store.office import ADMINISTRATOR, ATTORNEY, CLERK, User
from app.store.workspace import Workspace


class Right(Enum):
    """What is done, in the words of a refusal."""

    REVIEW = "review cases"
    PACKAGE = "send cases to another desk"
    PAPERS = "make papers"
    REGISTER = "keep the register of papers"
    APPROVE = "approve decisions and answer questions"
    SIGN_OFF = "sign results off"
    WORD = "change the words of the papers"
    SEAL = "seal records, unseal them or keep them from being purged"
    AUDIT = "hand out the record of the work"
    MANAGE = "change users, passphrases, reasons and rules of the office"
    EXPORT = "hand out everything in the workspace"
    PURGE = "purge records"


_OF_ROLE = {
    CLERK: frozenset((Right.REVIEW, Right.PACKAGE, Right.PAPERS, Right.REGISTER)),
    ATTORNEY: frozenset(Right) - {Right.MANAGE, Right.EXPORT, Right.PURGE},
    ADMINISTRATOR: frozenset(Right),
}

# What is not done in a package of cases.
_OF_THE_OFFICE = {
    Right.SIGN_OFF: "Signing results off",
    Right.MANAGE: "Changing users, passphrases, reasons and rules",
    Right.SEAL: "Sealing records",
    Right.AUDIT: "Handing out the record of the work",
    Right.EXPORT: "Handing out everything",
    Right.PURGE: "Purging records",
    Right.PACKAGE: "Sending cases to another desk",
    Right.PAPERS: "Making papers",
    Right.REGISTER: "Keeping the register of papers",
    Right.WORD: "Changing the words of the papers",
}


def find_user(workspace: Workspace, who: str) -> User | None:
    """A user who is active; None in an office without users. Raises InputError for a stranger."""
    users = office.list_users(workspace)
    if not users:
        return None
    for user in users:
        if user.name == who and user.is_active:
            _check_proven(workspace, user)
            return user
    names = ", ".join(user.name for user in users if user.is_active)
    raise InputError(
        f"{who} is not a user of this workspace. Its users are {names}. Choose who you are, or "
        "let an administrator add you."
    )


def _check_proven(workspace: Workspace, user: User) -> None:
    """Where users have passphrases of their own, a name is not enough.

    Raises InputError when the workspace was not opened by this very user.
    """
    if workspace.access == Access.of(user.name) or not user_keys.are_used(workspace):
        return
    raise InputError(
        f"{user.name} has not signed in. Users of this workspace have passphrases of their own: "
        f"open it as {user.name}, with that passphrase."
    )


def may(workspace: Workspace, who: str, right: Right) -> bool:
    """Whether somebody may do something here; for buttons. `check_may` says why not.

    Ask with the name of who has signed in: readers of the window have not signed in themselves.
    """
    users = office.list_users(workspace)
    role = next((user.role for user in users if user.name == who and user.is_active), "")
    return not users or right in _OF_ROLE.get(role, frozenset())


def check_may(workspace: Workspace, who: str, right: Right) -> None:
    """Raises InputError, in a sentence that says whom to ask, when somebody may not."""
    if workspace.is_read_only:
        raise InputError("The workspace is open for reading only. Open it for work to change it.")
    if not who.strip():
        raise InputError("Nobody's name was given. Say who makes this decision.")
    if right in _OF_THE_OFFICE:
        check_not_package(workspace, _OF_THE_OFFICE[right])
    user = find_user(workspace, who)
    if user is None or right in _OF_ROLE[user.role]:
        return
    roles = " or ".join(
        f"an {role}" for role in (ATTORNEY, ADMINISTRATOR) if right in _OF_ROLE[role]
    )
    article = "a" if user.role == CLERK else "an"
    raise InputError(f"{who} is {article} {user.role} here and may not {right.value}. Ask {roles}.")
