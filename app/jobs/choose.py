"""Which of two files counts: what a person decides in one conflict, and the order for all."""

from __future__ import annotations

from app.errors import InputError
from app.jobs.clock import now
from app.jobs.progress import Progress, Silent
from app.jobs.reassemble import reassemble_people
from app.jobs.source_order import get_order, order_in_words, read_order
from app.jobs.unlocked import check_can_change
from app.jobs.workers import Workers
from app.model.conflict import DIFFERENT, PERHAPS_SAME, SAME, Choice
from app.store import audit, conflicts
from app.store.conflicts import ORDER_SETTING, ListedConflict
from app.store.workspace import Workspace

FIRST, SECOND, OPEN = "first", "second", "open"
OF_FACTS = (FIRST, SECOND, DIFFERENT, OPEN)
OF_TWO = (SAME, DIFFERENT, OPEN)


def choose(
    workspace: Workspace,
    conflict_id: int,
    choice: str,
    *,
    who: str,
) -> None:
    """Decide a conflict and make the person's record anew; OPEN takes the decision back.

    Of a fact: FIRST or SECOND, the place that counts (FIRST confirms the rule), or DIFFERENT:
    the two are not one conviction after all. Of two that are perhaps the same conviction: SAME
    or DIFFERENT. Raises InputError when there is no such conflict or choice.
    """
    check_can_change(workspace, who, "Deciding which file counts")
    found = conflicts.list_conflicts(workspace, conflict_id=conflict_id)
    if not found:
        raise InputError(
            f"There is no conflict {conflict_id} in this workspace. 'people conflicts' lists them."
        )
    (conflict,) = found
    known = OF_TWO if conflict.fact == PERHAPS_SAME else OF_FACTS
    if choice not in known:
        raise InputError(f"'{choice}' cannot be chosen here. Choose one of {', '.join(known)}.")
    with workspace.transaction():
        _keep(workspace, conflict, choice, who)
        reassemble_people(workspace, [conflict.person_id])
        audit.append(
            workspace, at=now(), who=who, action="choose between files",
            subject=f"person {conflict.person_id}, {conflict.fact}, {_places(conflict)}",
            old=conflict.decided or "open", new=f"{choice}: {_told(conflict, choice)}",
        )  # fmt: skip


def _keep(workspace: Workspace, conflict: ListedConflict, choice: str, who: str) -> None:
    at, other_at = conflict.at, conflict.other_at
    if choice == OPEN:
        conflicts.drop_choice(workspace, conflict.fact, at, other_at)
        return
    fact, decided = conflict.fact, {FIRST: at, SECOND: other_at}.get(choice, choice)
    if choice == DIFFERENT:
        fact = PERHAPS_SAME
    conflicts.save_choice(workspace, Choice(fact, at, other_at, decided), who=who, at=now())


def _places(conflict: ListedConflict) -> str:
    return (
        f"{conflict.file_name} row {conflict.at.row} and "
        f"{conflict.other_file_name} row {conflict.other_at.row}"
    )


def _told(conflict: ListedConflict, choice: str) -> str:
    if choice == SECOND:
        return conflict.other_value
    return conflict.value if choice == FIRST else f"{conflict.value} / {conflict.other_value}"


def set_order(
    workspace: Workspace,
    text: str,
    *,
    who: str,
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> tuple[str, ...]:
    """Choose which kind of source counts first, and make everyone of several files anew.

    Single decisions stay. Raises InputError when the text is no order.
    """
    order, before = read_order(text), get_order(workspace)
    if order == before:
        return order
    check_can_change(workspace, who, "Deciding which file counts")
    with workspace.transaction():
        workspace.save_setting(ORDER_SETTING, ",".join(order))
        people = conflicts.people_of_several_sources(workspace)
        reassemble_people(workspace, people, workers=workers, progress=progress or Silent())
        audit.append(
            workspace, at=now(), who=who, action="order of sources",
            old=order_in_words(before), new=order_in_words(order),
        )  # fmt: skip
    return order
