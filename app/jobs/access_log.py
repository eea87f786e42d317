"""The access log: who looked at whose record, as entries of the record of the work.

A look is on record once for each person, user and sitting (`Sitting`): from opening the workspace
to closing it, or one command of the terminal. The entry names the person by number only, and says
what was opened; its instant is that of the look, also where a longer job kept it waiting.

A look is recorded after the page is shown, on the background thread, so that it costs the eye
nothing. What must not be seen unrecorded, a number in full, goes through `app.jobs.reveal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.jobs.clock import now
from app.store import audit, user_keys
from app.store.access import Access
from app.store.workspace import Workspace

ACTION = "person viewed"
# What was opened.
CASE = "case"
ROW = "source row"
ISSUE = "issue"
PAIR = "two people side by side"
CONFLICT = "what files state otherwise"
PARTS = "what the person is made of"
PAPER = "paper"
REPORT = "access report"
NUMBERS = "numbers, masked"


@dataclass(frozen=True, slots=True)
class View:
    """Somebody's record was in sight of ``who``. ``at``: since when."""

    person_id: int
    what: str
    who: str
    at: str


def seen(person_id: int, what: str, who: str) -> View:
    """A look that happens now."""
    return View(person_id, what, who, now())


class Sitting:
    """Whom each user has looked at since the workspace was opened."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] = set()

    def is_new(self, person_id: int, who: str) -> bool:
        """Whether this is the first look; from now on it is not."""
        key = (who, person_id)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def forget(self, person_id: int, who: str) -> None:
        """The look could not be recorded: the next one is tried again."""
        self._seen.discard((who, person_id))


def record_views(workspace: Workspace, views: Iterable[View]) -> int:
    """Write looks into the record of the work, in one transaction; returns how many.

    Nothing is written where the workspace is open for reading only. Looking needs no right: who
    opened the workspace sees it. Who has not signed in, where users do, is named so.
    """
    found = list(views)
    if workspace.is_read_only or not found:
        return 0
    with workspace.transaction():
        for view in found:
            audit.append(
                workspace, at=view.at, who=_named(workspace, view.who), action=ACTION,
                subject=f"person {view.person_id}", new=view.what,
            )  # fmt: skip
    return len(found)


def _named(workspace: Workspace, who: str) -> str:
    who = who.strip() or "unknown user"
    if workspace.access == Access.of(who) or not user_keys.are_used(workspace):
        return who
    return f"{who} (not signed in)"
