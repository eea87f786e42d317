"""The file of a package that came back, opened and looked at before anything of it is believed."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError, WorkspaceError
from app.scratch import scratch_folder
from app.store import audit, check, package_copy, packages
from app.store.case_states import CaseState, is_same, read_state, state_words
from app.store.key import Key
from app.store.lock import WorkspaceLock
from app.store.packages import Package
from app.store.workspace import Workspace, find_trouble, open_workspace


@dataclass(frozen=True, slots=True)
class Returned:
    """A package that is ours and whole; ``last`` is the last entry of its record."""

    store: Workspace
    package: Package  # as it is known here
    last: tuple[int, str]


@contextlib.contextmanager
def open_returned(home: Workspace, path: Path, passphrase: str | Key) -> Iterator[Returned]:
    """Open a copy, so that what came back is not changed by looking at it.

    Raises InputError or WorkspaceError, a sentence, for everything that is not a whole package
    that was made here.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}. Check the name and the folder.")
    if path.samefile(home.path):
        raise InputError("That is this workspace itself. Choose the file of a package.")
    with scratch_folder(home.path.parent) as folder:
        copy = _copied(path, folder)
        with contextlib.ExitStack() as stack:
            try:
                store = stack.enter_context(open_workspace(copy, passphrase))
                returned = _checked(home, store, path)
            except Exception as error:
                if find_trouble(error) is None:
                    raise
                raise _damaged(path, str(error)) from error
            yield returned


def _copied(path: Path, folder: Path) -> Path:
    """The file and what was not yet written into it. Refuses one that is open somewhere."""
    can_lock = os.access(path.parent, os.W_OK)
    lock = WorkspaceLock(path) if can_lock else None
    try:
        copy = folder / path.name
        shutil.copyfile(path, copy)
        log = path.with_name(path.name + "-wal")
        if log.exists():
            shutil.copyfile(log, folder / log.name)
    except OSError as error:
        raise WorkspaceError(
            f"{path.name} cannot be read ({error.strerror}). Check the drive it is on."
        ) from error
    finally:
        if lock is not None:
            lock.release()
    return copy


def _checked(home: Workspace, store: Workspace, path: Path) -> Returned:
    mark = packages.find_mark(store)
    if mark is None:
        raise InputError(
            f"{path.name} is a whole workspace, not a package of cases. Choose the file that "
            "was made for review."
        )
    package = packages.find_package(home, mark.uid)
    if package is None:
        raise InputError(
            f"{path.name} was made by {mark.made_by} from “{mark.office}” on {mark.made_at[:10]}, "
            "not from this workspace. Open the workspace that it came from."
        )
    broken = audit.find_broken_link(store)
    if broken is not None:
        raise InputError(
            f"The record of the work in {path.name} was changed: entry {broken.number} does not "
            f"follow from those before it ({broken.what}). Nothing of it was taken. Ask who "
            "reviewed for the file as it was, and find out what happened."
        )
    number, digest = packages.known_until(home, mark.uid)
    if audit.hash_of_entry(store, number) != digest:
        raise InputError(
            f"The record of the work in {path.name} is not the one that left here or came back "
            f"before: its entry {number} is another. Nothing of it was taken."
        )
    problems = check.find_problems(store)
    if problems:
        raise _damaged(path, problems[0])
    return Returned(store, package, audit.last_entry(store))


def check_recorded(returned: Returned, bases: dict[int, str], found: dict[int, CaseState]) -> None:
    """Each case must be what the record there says it became. Raises InputError."""
    said = package_copy.told_states(returned.store)
    for number, state in found.items():
        base = read_state(bases.get(number, ""))
        words, names = said.get(number, ("", set()))
        is_told = words == state_words(state) if words else is_same(base, state)
        by = state.review.reviewer if state.review else ""
        was_by = base.review.reviewer if base.review else ""
        if not is_told or (by != was_by and by and by not in names):
            raise InputError(
                f"Conviction {number} was changed in the package past its record of the work. "
                "Nothing of it was taken. Find out who changed the file and how."
            )


def _damaged(path: Path, what: str) -> InputError:
    return InputError(
        f"{path.name} is damaged ({what.rstrip('.')}). Nothing of it was taken. Ask for the file "
        "again, or for a backup of it."
    )
