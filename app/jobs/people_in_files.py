"""People whose record comes from several person numbers or files, to be looked at or separated."""

from __future__ import annotations

from dataclasses import dataclass

from app.jobs.merge_people import Part, list_parts
from app.store import people
from app.store.people import ListedPerson
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PersonParts:
    """What a person is made of."""

    person: ListedPerson
    parts: tuple[Part, ...]


def find_person_parts(workspace: Workspace, person_id: int) -> PersonParts | None:
    """None when there is no such person."""
    try:
        person = people.get_person(workspace, person_id)
    except LookupError:
        return None
    return PersonParts(person, tuple(list_parts(workspace, person_id)))
