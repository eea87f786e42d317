"""People as a list shows them, and what tells them apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.store import sealed
from app.store.workspace import Workspace


class ListedPerson(NamedTuple):
    """What a list shows of a person."""

    id: int
    cii: str
    name: str
    sex: str
    born: str
    n_convictions: int


def get_person(workspace: Workspace, person_id: int) -> ListedPerson:
    """Raises LookupError when there is no such person."""
    row = workspace.connection.execute(
        "SELECT id, cii, name, sex, born, n_convictions FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    if row is None:
        raise LookupError(f"no person {person_id}")
    return ListedPerson(*row)


def iter_people(workspace: Workspace, *, since: int) -> Iterator[ListedPerson]:
    """Those with this number and higher ones, in order."""
    cursor = workspace.connection.execute(
        "SELECT id, cii, name, sex, born, n_convictions FROM person WHERE id >= ? ORDER BY id",
        (since,),
    )
    while rows := cursor.fetchmany(1000):
        yield from (ListedPerson(*row) for row in rows)


def iter_ciis(workspace: Workspace) -> Iterator[tuple[str, int]]:
    """(CII number, person id) of everyone who has one."""
    yield from workspace.connection.execute("SELECT cii, id FROM person WHERE cii <> ''")


def iter_case_numbers(workspace: Workspace) -> Iterator[tuple[int, str]]:
    """(person id, case numbers as listed) of every conviction that has one."""
    yield from workspace.connection.execute(
        "SELECT person_id, case_number FROM conviction WHERE case_number <> ''"
    )


def list_of_several_parts(
    workspace: Workspace, text: str = "", *, limit: int = 500
) -> list[tuple[ListedPerson, int]]:
    """(person, person numbers of files that make them up) of those with more than one, by name.

    ``text`` is part of a name or CII number.
    """
    like = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    rows = workspace.connection.execute(
        "SELECT p.id, p.cii, p.name, p.sex, p.born, p.n_convictions, count(*) FROM subject s "
        "JOIN person p ON p.id = s.person_id WHERE (p.name LIKE ?1 ESCAPE '!' "
        f"OR p.cii LIKE ?1 ESCAPE '!') AND {sealed.shown('p')} GROUP BY p.id HAVING count(*) > 1 "
        "ORDER BY p.name, p.id LIMIT ?2",
        (like, limit),
    )
    return [(ListedPerson(*row[:6]), int(row[6])) for row in rows]
