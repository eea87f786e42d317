"""Sealing: by an attorney, or by the office's rule when the register says so; and looking again.

A seal takes a conviction out of lists, search, counts of cases, papers, letters, exports, packages
and every view of its person. It changes no answer: the engine goes on seeing the whole record, so
that what was decided and signed of other convictions stays what it was. An answer that could not be
explained without the sealed record is not explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import InputError
from app.jobs import access_log
from app.jobs.clock import now
from app.jobs.retention.rules import SEAL_WHEN, SEALING, RetentionRule, find_rule
from app.jobs.retention.sealed_rows import refresh_rows
from app.jobs.retention.words import check_reason
from app.jobs.rights import Right, check_may
from app.model.relief import Remedy
from app.store import audit, people, retention, reviews, sealed
from app.store.sealed import Order, SealedConviction
from app.store.workspace import Workspace

_REASON = "Say why: the order, its day and court."


def seal_convictions(
    workspace: Workspace, ids: Iterable[int], ordered_on: date, why: str, *, who: str, today: date
) -> int:
    """Seal convictions by an order of a day; how many. All or none.

    Raises InputError for a number that is no conviction of the list, without a reason, for a day
    still to come, and for what is at another desk.
    """
    check_may(workspace, who, Right.SEAL)
    words = check_reason(why, _REASON)
    if ordered_on > today:
        raise InputError(f"{ordered_on} is still to come. Give the day of the order.")
    numbers = list(dict.fromkeys(ids))
    _check_there(workspace, numbers)
    _check_at_home(workspace, numbers)
    order = Order(ordered_on.isoformat(), words, who, now())
    with workspace.transaction():
        _seal(workspace, [(number, order) for number in numbers])
    return len(numbers)


def _check_there(workspace: Workspace, numbers: Sequence[int]) -> None:
    if not numbers:
        raise InputError("No conviction was named. Name at least one by its number.")
    known = reviews.known_convictions(workspace, numbers)
    for number in numbers:
        if number not in known:
            raise InputError(
                f"There is no conviction {number} in the list. It may be sealed already: Records "
                "kept lists what is."
            )


def _check_at_home(workspace: Workspace, numbers: Sequence[int]) -> None:
    for number, name in retention.packages_of(workspace, numbers).items():
        raise InputError(
            f"Conviction {number} is at another desk with the package “{name}”. Take the package "
            "back or give it up, then seal."
        )


def _seal(workspace: Workspace, orders: Sequence[tuple[int, Order]]) -> None:
    """Inside the caller's transaction."""
    for number, order in orders:
        sealed.put_seal(workspace, number, order)
        audit.append(
            workspace, at=order.at, who=order.who, action="seal", subject=f"conviction {number}",
            new=f"order of {order.ordered_on}: {order.why}",
        )  # fmt: skip
    found = sealed.list_sealed(workspace, [number for number, _ in orders])
    touched = {one.person_id for one in found}
    refresh_rows(workspace, touched)


def unseal_convictions(workspace: Workspace, ids: Iterable[int], why: str, *, who: str) -> int:
    """Lift seals: the convictions are in the list again with what was decided of them.

    Raises InputError for what is not sealed, without a reason, and for what no file has any more.
    """
    check_may(workspace, who, Right.SEAL)
    words = check_reason(why, "Say what lifts the seal.")
    numbers = list(dict.fromkeys(ids))
    _check_sealed(workspace, numbers)
    at = now()
    with workspace.transaction():
        touched = {one.person_id for one in sealed.list_sealed(workspace, numbers)}
        for number in numbers:
            try:
                sealed.lift_seal(workspace, number)
            except LookupError as error:
                raise InputError(
                    f"No file has conviction {number} any more: a newer delivery left it out. It "
                    "cannot be put back into the list. Nothing was changed."
                ) from error
            audit.append(
                workspace, at=at, who=who, action="unseal", subject=f"conviction {number}",
                new=words,
            )  # fmt: skip
        refresh_rows(workspace, touched)
    return len(numbers)


def _check_sealed(workspace: Workspace, numbers: Sequence[int]) -> None:
    if not numbers:
        raise InputError("No conviction was named. Name at least one by its number.")
    known = {one.conviction_id for one in sealed.list_sealed(workspace, numbers)}
    for number in numbers:
        if number not in known:
            raise InputError(f"Conviction {number} is not sealed. Records kept lists what is.")


@dataclass(frozen=True, slots=True)
class ShownSealed:
    """A sealed conviction with the name of its person, for whoever gave a reason to see it."""

    sealed: SealedConviction
    name: str
    born: str
    cii: str


def show_sealed(workspace: Workspace, conviction_id: int, why: str, *, who: str) -> ShownSealed:
    """Look at what is sealed, on record. Raises InputError."""
    check_may(workspace, who, Right.SEAL)
    words = check_reason(why, "Say why it is looked at.")
    _check_sealed(workspace, [conviction_id])
    (one,) = sealed.list_sealed(workspace, [conviction_id])
    at = now()
    with workspace.transaction():
        audit.append(
            workspace, at=at, who=who, action=access_log.ACTION,
            subject=f"person {one.person_id}", new="sealed conviction",
        )  # fmt: skip
        audit.append(
            workspace, at=at, who=who, action="look at sealed",
            subject=f"conviction {conviction_id}", new=words,
        )  # fmt: skip
    try:
        person = people.get_person(workspace, one.person_id)
    except LookupError:
        return ShownSealed(one, "", "", "")
    return ShownSealed(one, person.name, person.born, person.cii)


# -- by the rule -----------------------------------------------------------------------------


def list_to_seal(
    workspace: Workspace, rule: RetentionRule | None = None
) -> list[retention.Granted]:
    """What the rule of the office would seal now."""
    rule = rule or find_rule(workspace)
    states = SEAL_WHEN[SEAL_WHEN.index(rule.seal_when) :] if rule.seal_when in SEAL_WHEN[1:] else ()
    if not states:
        return []
    found = retention.list_granted(workspace, states)
    if rule.seal_what == SEALING:
        found = [one for one in found if one.remedy == Remedy.DISMISSAL_AND_SEALING.name]
    out = retention.packages_of(workspace, [one.conviction_id for one in found])
    return [one for one in found if one.conviction_id not in out]


def seal_by_rule(workspace: Workspace, *, who: str) -> int:
    """Seal what the rule says, inside the caller's transaction, in the name of whoever entered the
    order; how many. Whoever set the rule is on record with it."""
    rule = find_rule(workspace)
    at = now()
    orders = [
        (one.conviction_id, Order(one.state_on, f"By the rule of the office: {rule.in_words}",
                                  who, at, one.paper_id))
        for one in list_to_seal(workspace, rule)
    ]  # fmt: skip
    if orders:
        _seal(workspace, orders)
    return len(orders)


def seal_due(workspace: Workspace, *, who: str) -> int:
    """Seal everything that the rule says now: papers that were entered before there was a rule."""
    check_may(workspace, who, Right.SEAL)
    with workspace.transaction():
        return seal_by_rule(workspace, who=who)
