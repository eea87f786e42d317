"""People whose record comes from several person numbers or files, to be looked at or separated."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.importing.values import clean
from app.jobs.kept_rows import KeptRows
from app.jobs.merge_people import Part, list_parts
from app.jobs.reassemble import rows_of_person
from app.model.dates import read_compact_date
from app.model.reading_columns import READING_INDEX
from app.store import people, records
from app.store.people import ListedPerson
from app.store.workspace import Workspace


@dataclass(slots=True)
class ToldPart:
    """A person number of a file, and what its rows say of the person."""

    part: Part
    names: list[str] = field(default_factory=list)
    born: list[str] = field(default_factory=list)
    case_numbers: list[str] = field(default_factory=list)
    n_rows: int = 0


@dataclass(frozen=True, slots=True)
class PersonParts:
    """What a person is made of."""

    person: ListedPerson
    parts: tuple[ToldPart, ...]


def find_person_parts(workspace: Workspace, person_id: int) -> PersonParts | None:
    """None when there is no such person."""
    try:
        person = people.get_person(workspace, person_id)
    except LookupError:
        return None
    told = {
        (part.source_id, part.subject): ToldPart(part)
        for part in list_parts(workspace, person_id)
    }  # fmt: skip
    kept = KeptRows(workspace, {one.id: one for one in records.list_sources(workspace)})
    for at, subject, cells in rows_of_person(workspace, kept, person_id):
        found = told.get((at.source, subject))
        if found is not None:
            found.n_rows += 1
            _add(found.names, clean(cells[READING_INDEX["PRI_NAME"]]))
            _add(found.born, _day(clean(cells[READING_INDEX["PRI_DOB"]])))
            _add(found.case_numbers, clean(cells[READING_INDEX["OFN"]]))
    return PersonParts(person, tuple(told.values()))


def _add(texts: list[str], text: str) -> None:
    if text and text not in texts:
        texts.append(text)


def _day(text: str) -> str:
    """A birth date as people write it; what is none stays as it is printed."""
    found = read_compact_date(text)
    return str(found) if found is not None else text
