"""Who may do what in an office.

An office without users is one person's: everybody may everything. From the first user on, who is
not a user of the workspace may change nothing in it.
"""

from __future__ import annotations

from enum import Enum

from app.errors import InputError
from app.jobs.packages.guard import check_not_package
from app.store import office
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
    MANAGE = "change users, reasons and rules of the office"


_OF_ROLE = {
    CLERK: frozenset((Right.REVIEW, Right.PACKAGE, Right.PAPERS, Right.REGISTER)),
    ATTORNEY: frozenset(Right) - {Right.MANAGE},
    ADMINISTRATOR: frozenset(Right),
}

# What is not done in a package of cases.
_OF_THE_OFFICE = {
    Right.SIGN_OFF: "Signing results off",
    Right.MANAGE: "Changing users, reasons and rules",
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
            return user
    names = ", ".join(user.name for user in users if user.is_active)
    raise InputError(
        f"{who} is not a user of this workspace. Its users are {names}. Choose who you are, or "
        "let an administrator add you."
    )


def may(workspace: Workspace, who: str, right: Right) -> bool:
    """Whether somebody may do something here; for buttons. `check_may` says why not."""
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
    raise InputError(f"{who} is a {user.role} here and may not {right.value}. Ask {roles}.")
