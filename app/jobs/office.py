"""The office in a workspace: who works there, why answers are overridden, who approves.

An office without users is one person's. Its first user is an administrator, and there is always
an active one. Who left stays on record and can come back. Each change stands in the record of the
work with what was before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.jobs.sign_in import write_slots
from app.store import audit, office, override_history, reviews, user_keys
from app.store.office import ADMINISTRATOR, ROLES, OverrideReason, User
from app.store.workspace import Workspace

LONGEST_NAME, LONGEST_CODE, LONGEST_WORDS = 100, 20, 200
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]*")

SECOND_SENTENCES = {
    "none": "One person is enough: no decision waits for a second one.",
    "overrides": "A second person approves every answer that differs from the program's.",
    "relief": "A second person approves every decision that asks a court for relief.",
    "all": "A second person approves every decision.",
}
ROLE_SENTENCES = {
    "clerk": "reviews cases and sends them to other desks",
    "attorney": "does that, answers questions, approves decisions and signs results off",
    "administrator": "does all of that, and says who works here and by which rules",
}


def add_user(workspace: Workspace, name: str, role: str, *, who: str) -> User:
    """Add somebody. Raises InputError for a name or role that cannot be."""
    check_may(workspace, who, Right.MANAGE)
    known = office.list_users(workspace)
    kept, role = check_name(name), _role(role)
    same = next((one for one in known if one.name.casefold() == kept.casefold()), None)
    if same is not None and same.is_active:
        raise InputError(f"{same.name} is a user already. Names differ in more than capitals.")
    if same is not None:
        raise InputError(
            f"{same.name} was a user of this workspace and left. Bring that user back, or write "
            "the other name in full."
        )
    if not known and role != ADMINISTRATOR:
        raise InputError(
            "The first user has to be an administrator, who can add the others. Choose the role "
            "administrator."
        )
    made = User(kept, role, True, who, now())
    with workspace.transaction():
        office.put_user(workspace, made)
        audit.append(
            workspace, at=made.added_at, who=who, action="user added", subject=kept, new=role
        )
    return made


def set_role(workspace: Workspace, name: str, role: str, *, who: str) -> User:
    """Give a user another role."""
    check_may(workspace, who, Right.MANAGE)
    user = get_user(workspace, name)
    changed = replace(user, role=_role(role))
    return _change(workspace, user, changed, "role changed", user.role, changed.role, who)


def remove_user(workspace: Workspace, name: str, *, who: str) -> User:
    """A user leaves: no longer among those who work here; what they did stays.

    Their own passphrase opens nothing any more. Who knew the office's still knows it.
    """
    check_may(workspace, who, Right.MANAGE)
    user = get_user(workspace, name)
    if not user.is_active:
        raise InputError(f"{user.name} left already.")
    changed = replace(user, is_active=False)
    return _change(workspace, user, changed, "user left", user.role, "left", who)


def return_user(workspace: Workspace, name: str, *, who: str) -> User:
    """A user who left comes back, in the role of before."""
    check_may(workspace, who, Right.MANAGE)
    user = get_user(workspace, name)
    if user.is_active:
        raise InputError(f"{user.name} is a user already.")
    changed = replace(user, is_active=True)
    return _change(workspace, user, changed, "user came back", "left", user.role, who)


def _change(
    workspace: Workspace, user: User, changed: User, what: str, old: str, new: str, who: str
) -> User:
    if changed == user:
        return user
    others = [one for one in office.list_users(workspace) if one.name != user.name]
    left = [one for one in (*others, changed) if one.is_active and one.role == ADMINISTRATOR]
    if not left:
        raise InputError(
            f"{user.name} is the only administrator. Make somebody else an administrator first."
        )
    _check_can_sign_in(workspace, user, left)
    with workspace.transaction():
        office.put_user(workspace, changed)
        if not changed.is_active:
            user_keys.remove_key(workspace, user.name)
        audit.append(workspace, at=now(), who=who, action=what, subject=user.name, old=old, new=new)
        write_slots(workspace)
    return changed


def _check_can_sign_in(workspace: Workspace, user: User, left: list[User]) -> None:
    """Where users sign in, an administrator who can do so has to be left."""
    with_own = {one.name for one in user_keys.list_keys(workspace)}
    if with_own and not any(one.name in with_own for one in left):
        raise InputError(
            f"{user.name} is the only administrator with a passphrase. Give another administrator "
            "one first."
        )


def get_user(workspace: Workspace, name: str) -> User:
    """By name, in any capitals; also one who left. Raises InputError for a stranger."""
    wanted = " ".join(name.split()).casefold()
    users = office.list_users(workspace)
    found = next((one for one in users if one.name.casefold() == wanted), None)
    if found is None:
        names = ", ".join(one.name for one in users) or "nobody yet"
        raise InputError(f"{name.strip() or 'No name'} is not among the users: {names}.")
    return found


def check_name(name: str) -> str:
    """The name as it is kept. Raises InputError for one that cannot be."""
    kept = " ".join(name.split())
    if not kept:
        raise InputError("Type the name of the user.")
    if len(kept) > LONGEST_NAME:
        raise InputError(f"A name has at most {LONGEST_NAME} letters. Write it shorter.")
    if not kept.isprintable():
        raise InputError("The name holds characters that cannot be seen. Type it again.")
    return kept


def _role(role: str) -> str:
    kept = role.strip().lower()
    if kept not in ROLES:
        raise InputError(f"{role.strip() or 'No role'} is no role. Roles: {', '.join(ROLES)}.")
    return kept


@dataclass(frozen=True, slots=True)
class ListedReason:
    """``is_on_record``: an override carries it; it can be retired, and not taken off the list."""

    reason: OverrideReason
    is_on_record: bool


def list_reasons(workspace: Workspace) -> list[ListedReason]:
    """In the office's order; retired ones too."""
    on_record = override_history.codes_on_record(workspace)
    return [ListedReason(one, one.code in on_record) for one in office.list_reasons(workspace)]


def set_reasons(
    workspace: Workspace, wanted: Sequence[OverrideReason], *, who: str
) -> list[OverrideReason]:
    """The office's whole list in its order.

    A code that is left out goes; one that an override carries stays at the end, retired. Raises
    InputError when a code or its words cannot be, or nothing would be left to choose from.
    """
    check_may(workspace, who, Right.MANAGE)
    before = office.list_reasons(workspace)
    made = [_reason(one) for one in wanted]
    for code in {one.code for one in made}:
        if sum(one.code == code for one in made) > 1:
            raise InputError(f"The code {code} stands twice in the list. Give each its own.")
    if not any(one.is_used for one in made):
        raise InputError("No reason would be left to choose from. Keep at least one in use.")
    codes = {one.code for one in made}
    on_record = override_history.codes_on_record(workspace)
    made += [
        replace(one, is_used=False)
        for one in before
        if one.code in on_record and one.code not in codes
    ]
    if made == before:
        return made
    with workspace.transaction():
        office.put_reasons(workspace, made)
        audit.append(
            workspace, at=now(), who=who, action="reasons changed", subject="override reasons",
            old=_reasons_words(before), new=_reasons_words(made),
        )  # fmt: skip
    return made


def _reason(one: OverrideReason) -> OverrideReason:
    code, words = one.code.strip().upper(), " ".join(one.words.split())
    if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise InputError(
            f"“{one.code.strip()}” is no code. A code is a word of letters, digits, - and _, at "
            f"most {LONGEST_CODE} long, such as RECORD."
        )
    if not words or len(words) > LONGEST_WORDS:
        raise InputError(
            f"Say what {code} means, in at most {LONGEST_WORDS} letters: a person chooses by it."
        )
    return OverrideReason(code, words, one.is_used)


def _reasons_words(found: Sequence[OverrideReason]) -> str:
    return "; ".join(
        f"{one.code}: {one.words}{'' if one.is_used else ' (retired)'}" for one in found
    )


def set_second_reviewer(workspace: Workspace, rule: str, *, who: str) -> str:
    """Say what needs a second person; the sentence of the rule. Raises InputError."""
    check_may(workspace, who, Right.MANAGE)
    if rule not in reviews.NEEDS_SECOND:
        raise InputError(
            f"{rule or 'Nothing'} is no rule. Rules: {', '.join(reviews.NEEDS_SECOND)}."
        )
    before = reviews.second_reviewer(workspace)
    if rule != before:
        with workspace.transaction():
            workspace.save_setting(reviews.SECOND_REVIEWER, rule)
            audit.append(
                workspace, at=now(), who=who, action="setting", subject="second reviewer",
                old=before, new=rule,
            )  # fmt: skip
    return SECOND_SENTENCES[rule]
