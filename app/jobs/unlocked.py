"""What may not be changed any more: the results, once somebody has signed them off.

Every job that changes facts, people or answers asks here first.
"""

from __future__ import annotations

from app.errors import InputError
from app.jobs.packages.guard import check_not_package
from app.jobs.rights import find_user
from app.store import signing
from app.store.workspace import Workspace


def check_can_change(workspace: Workspace, who: str, what: str) -> None:
    """Raises InputError when somebody may not change facts, people or answers here now.

    That is: the workspace is a package of another desk or only read, nobody's name was given, a
    stranger to its office, or results that are signed off. ``what`` is done, as the beginning
    of a sentence: "Importing files".
    """
    check_not_package(workspace, what)
    if workspace.is_read_only:
        raise InputError("The workspace is open for reading only. Open it for work to change it.")
    if not who.strip():
        raise InputError("Nobody's name was given. Say who makes this decision.")
    find_user(workspace, who)
    check_not_signed(workspace)


def check_not_signed(workspace: Workspace) -> None:
    """Raises InputError, saying who signed and what to do, while a sign-off is in force."""
    signed = signing.find_sign_off(workspace)
    if signed is not None:
        raise InputError(
            f"The results were signed off by {signed.who} on {signed.at[:10]}. Nothing was "
            "changed. An attorney can lift the sign-off with a reason; sign off again afterwards."
        )
