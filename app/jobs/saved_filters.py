"""Keeping filters of the list under a name, for everybody who opens the workspace."""

from __future__ import annotations

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.rights import Right, check_may
from app.model.queue_filter import SORTS, QueueFilter, read_filter
from app.model.queue_words import filter_words
from app.store import audit
from app.store.saved_filters import (
    SavedFilter,
    delete_saved_filter,
    list_saved_filters,
    put_saved_filter,
)
from app.store.workspace import Workspace

LONGEST_NAME = 60


def save_filter(
    workspace: Workspace,
    name: str,
    wanted: QueueFilter,
    sort: str,
    *,
    who: str,
    replaces: bool = False,
) -> SavedFilter:
    """Keep a filter. Raises InputError for a bad name, one that is taken, or an unknown order."""
    check_may(workspace, who, Right.REVIEW)
    given = " ".join(name.split())
    _check_name(given)
    if sort not in SORTS:
        raise InputError(f"“{sort}” is no order of the list. Orders: {', '.join(SORTS)}.")
    taken = _find(workspace, given)
    if taken is not None and not replaces:
        raise InputError(
            f"There is a saved filter named “{taken.name}” already. Choose another name, or "
            "replace it."
        )
    saved = SavedFilter(given, wanted.to_json(), sort, who, now())
    with workspace.transaction():
        if taken is not None:
            delete_saved_filter(workspace, taken.name)
        put_saved_filter(workspace, saved)
        audit.append(
            workspace, at=saved.at, who=who, action="filter saved", subject=given,
            old=taken.filter if taken else "", new=saved.filter,
        )  # fmt: skip
    return saved


def remove_filter(workspace: Workspace, name: str, *, who: str) -> None:
    """Forget a filter. Raises InputError when there is none of that name."""
    check_may(workspace, who, Right.REVIEW)
    found = get_saved(workspace, name)
    with workspace.transaction():
        delete_saved_filter(workspace, found.name)
        audit.append(
            workspace, at=now(), who=who, action="filter removed", subject=found.name,
            old=found.filter,
        )  # fmt: skip


def get_saved(workspace: Workspace, name: str) -> SavedFilter:
    """Raises InputError that names those there are, when there is none of that name."""
    found = _find(workspace, " ".join(name.split()))
    if found is None:
        names = ", ".join(f"“{one.name}”" for one in list_saved_filters(workspace))
        raise InputError(
            f"There is no saved filter named “{name}”. Saved filters: {names or 'none yet'}."
        )
    return found


def read_saved(saved: SavedFilter) -> QueueFilter:
    """The filter itself. Raises InputError, naming it, when it cannot be read."""
    try:
        return read_filter(saved.filter)
    except InputError as error:
        raise InputError(f"The saved filter “{saved.name}”: {error.message}") from error


def saved_words(saved: SavedFilter) -> str:
    """What it narrows the list to; of one that cannot be read, that it cannot."""
    try:
        return filter_words(read_filter(saved.filter))
    except InputError:
        return "written by another program version; it cannot be used here"


def _check_name(name: str) -> None:
    if not name:
        raise InputError("The filter has no name. Give it one that says what it is for.")
    if len(name) > LONGEST_NAME:
        raise InputError(
            f"The name has {len(name)} letters; {LONGEST_NAME} fit in the list. Shorten it."
        )
    if not name.isprintable():
        raise InputError("The name holds marks that cannot be shown. Use letters and numbers.")


def _find(workspace: Workspace, name: str) -> SavedFilter | None:
    """Small and capital letters are the same."""
    wanted = name.casefold()
    return next(
        (one for one in list_saved_filters(workspace) if one.name.casefold() == wanted), None
    )
