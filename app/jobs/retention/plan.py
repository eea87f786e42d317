"""What a purge would take, and what keeps it from being done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.errors import InputError
from app.jobs.retention.rules import find_rule
from app.store import records, retention, sealed, signing
from app.store.workspace import Workspace

MOST_AT_ONCE = 500
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """People who go whole, and sealed convictions of people who stay.

    ``refused`` are sentences; a plan with any is not carried out.
    """

    people: tuple[int, ...]
    convictions: tuple[int, ...]
    refused: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.convictions)

    @property
    def words(self) -> str:
        """``2 people and 1 sealed conviction of people who stay``."""
        people = "1 person" if len(self.people) == 1 else f"{len(self.people):,} people"
        n = len(self.convictions)
        cases = "1 sealed conviction" if n == 1 else f"{n:,} sealed convictions"
        parts = [people] if self.people else []
        if n:
            parts.append(f"{cases} of people who stay")
        return " and ".join(parts) or "nothing"


def plan_purge(
    workspace: Workspace, *, people: Iterable[int] = (), convictions: Iterable[int] = ()
) -> PurgePlan:
    """Look what a purge of people and of sealed convictions would take; nothing is changed.

    Somebody of whom nothing is left goes whole. Raises InputError for numbers that are nobody's,
    for convictions that are not sealed, and for more than `MOST_AT_ONCE`.
    """
    whole = list(dict.fromkeys(people))
    for number in whole:
        if not retention.count_of_person(workspace, number):
            raise InputError(f"There is no person {number} in this workspace.")
    wanted = list(dict.fromkeys(convictions))
    found = sealed.list_sealed(workspace, wanted)
    missing = set(wanted) - {one.conviction_id for one in found}
    if missing:
        raise InputError(
            f"Conviction {min(missing)} is not sealed. Only what is sealed is purged by itself; a "
            "person can be purged whole."
        )
    of_person: dict[int, list[int]] = {}
    for one in found:
        if one.person_id not in whole:
            of_person.setdefault(one.person_id, []).append(one.conviction_id)
    for person, numbers in list(of_person.items()):
        if _is_all(workspace, person, numbers):
            whole.append(person)
            del of_person[person]
    cases = [number for numbers in of_person.values() for number in numbers]
    if len(whole) + len(cases) > MOST_AT_ONCE:
        raise InputError(
            f"A purge takes at most {MOST_AT_ONCE:,} people and convictions at once, for it looks "
            "for each of them in every page afterwards. Purge in parts."
        )
    touched = [*whole, *of_person]
    return PurgePlan(
        tuple(sorted(whole)), tuple(sorted(cases)), tuple(find_refusals(workspace, touched))
    )


def _is_all(workspace: Workspace, person_id: int, numbers: Iterable[int]) -> bool:
    """Whether nothing of a person's rows is left without these sealed convictions.

    Somebody who is in no file any more, but for what was sealed, is nothing else either.
    """
    own = sum(n for _, _, n in records.list_person_rows(workspace, person_id))
    taken = set(numbers)
    if any(one.conviction_id not in taken
           for one in sealed.list_sealed(workspace, person_id=person_id)):  # fmt: skip
        return False
    return len(sealed.rows_of_convictions(workspace, taken)) >= own


def find_refusals(workspace: Workspace, people: Iterable[int] | None) -> list[str]:
    """Why some people, or (None) all of the workspace, cannot be destroyed, a sentence each."""
    signed = signing.find_sign_off(workspace)
    found = []
    if signed is not None:
        found.append(
            f"The results were signed off by {signed.who} on {signed.at[:10]}. An attorney can "
            "lift the sign-off with a reason."
        )
    against = retention.find_obstacles(workspace, people)
    found += [f"Person {one} is held: {why}" for one, why in sorted(against.held.items())]
    found += [
        f"Person {one}: a question about conviction {number} waits for an attorney."
        for one, number in sorted(against.asked.items())
    ]
    found += [
        f"Person {one} is at another desk with the package “{name}”."
        for one, name in sorted(against.out.items())
    ]
    if len(found) > _MOST_TOLD:
        found = [*found[:_MOST_TOLD], f"And {len(found) - _MOST_TOLD:,} more."]
    return found


def list_due(workspace: Workspace, today: date) -> list[sealed.SealedConviction]:
    """Sealed convictions whose day has come by the office's rule; [] without a rule."""
    rule = find_rule(workspace)
    if rule.purge_after is None:
        return []
    return [
        one
        for one in sealed.list_sealed(workspace)
        if (due := rule.due_on(one.order.ordered_on)) is not None and due <= today
    ]
