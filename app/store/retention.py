"""Holds, the office's rule, and what is due: by number, of convictions and people."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.store import sealed
from app.store.workspace import Workspace

RULE_SETTING = "retention-rule"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why somebody must not be purged, whatever the schedule says."""

    person_id: int
    why: str
    who: str
    at: str


def list_holds(workspace: Workspace) -> list[Hold]:
    """By person."""
    rows = workspace.connection.execute(
        "SELECT person_id, why, who, at FROM retention_hold ORDER BY person_id"
    )
    return [Hold(*row) for row in rows]


def find_hold(workspace: Workspace, person_id: int) -> Hold | None:
    row = workspace.connection.execute(
        "SELECT person_id, why, who, at FROM retention_hold WHERE person_id = ?", (person_id,)
    ).fetchone()
    return Hold(*row) if row else None


def put_hold(workspace: Workspace, hold: Hold) -> None:
    """In place of one that was there. Inside the caller's transaction."""
    workspace.connection.execute(
        "INSERT OR REPLACE INTO retention_hold VALUES (?, ?, ?, ?)",
        (hold.person_id, hold.why, hold.who, hold.at),
    )


def delete_hold(workspace: Workspace, person_id: int) -> None:
    workspace.connection.execute("DELETE FROM retention_hold WHERE person_id = ?", (person_id,))


@dataclass(frozen=True, slots=True)
class Granted:
    """A conviction of a paper that the court granted, in the list still."""

    conviction_id: int
    paper_id: int
    state_on: str
    remedy: str  # Remedy member's name after review; "" when nobody named one


def list_granted(workspace: Workspace, states: Collection[str]) -> list[Granted]:
    """Convictions of granted papers that are in one of some states, each once, not sealed yet.

    ``state_on`` is the day on which the paper came to the first of these states.
    """
    rows = workspace.connection.execute(
        "SELECT c.conviction_id, min(p.id), min(e.on_day), "
        "CASE r.decision WHEN 'overridden' THEN r.new_remedy ELSE coalesce(d.remedy, '') END "
        "FROM paper p JOIN paper_case c ON c.paper_id = p.id "
        "JOIN conviction v ON v.id = c.conviction_id "
        "JOIN paper_event e ON e.paper_id = p.id "
        "AND e.state IN (SELECT value FROM json_each(?1)) "
        "LEFT JOIN determination d ON d.conviction_id = v.id "
        "LEFT JOIN review r ON r.conviction_id = v.id AND r.stale = '' "
        "WHERE p.replaced_by = 0 AND p.state IN (SELECT value FROM json_each(?1)) "
        "AND (SELECT state FROM paper_event l WHERE l.paper_id = p.id "
        "AND l.state IN ('granted', 'denied') ORDER BY l.id DESC LIMIT 1) = 'granted' "
        "GROUP BY c.conviction_id ORDER BY c.conviction_id",
        (json.dumps(sorted(states)),),
    )
    return [Granted(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps people from being purged: person -> a sentence's end."""

    held: dict[int, str]
    asked: dict[int, int]  # person -> conviction with an open question
    out: dict[int, str]  # person -> package that is at another desk


def find_obstacles(workspace: Workspace, people: Iterable[int] | None) -> Obstacles:
    """Holds, open questions and packages out, of some people, or (None) of everybody."""
    wanted = None if people is None else json.dumps(sorted(set(people)))
    connection = workspace.connection
    held = dict(
        connection.execute(
            "SELECT person_id, why FROM retention_hold "
            "WHERE ?1 IS NULL OR person_id IN (SELECT value FROM json_each(?1))",
            (wanted,),
        ).fetchall()
    )
    of_person = (
        "(SELECT id, person_id FROM conviction UNION SELECT conviction_id, person_id FROM sealed)"
    )
    asked = dict(
        connection.execute(
            f"SELECT v.person_id, min(v.id) FROM question q JOIN {of_person} v "
            "ON v.id = q.conviction_id WHERE q.answered_at = '' "
            "AND (?1 IS NULL OR v.person_id IN (SELECT value FROM json_each(?1))) GROUP BY 1",
            (wanted,),
        ).fetchall()
    )
    out = dict(
        connection.execute(
            f"SELECT v.person_id, min(p.name) FROM package p JOIN package_case c "
            f"ON c.package_id = p.id JOIN {of_person} v ON v.id = c.conviction_id "
            "WHERE p.returned_at = '' "
            "AND (?1 IS NULL OR v.person_id IN (SELECT value FROM json_each(?1))) GROUP BY 1",
            (wanted,),
        ).fetchall()
    )
    return Obstacles(held, asked, out)


def packages_of(workspace: Workspace, convictions: Iterable[int]) -> dict[int, str]:
    """Conviction -> the package with which it is at another desk."""
    return dict(
        workspace.connection.execute(
            "SELECT c.conviction_id, min(p.name) FROM package p JOIN package_case c "
            "ON c.package_id = p.id WHERE p.returned_at = '' AND c.conviction_id IN "
            "(SELECT value FROM json_each(?)) GROUP BY 1",
            (json.dumps(list(convictions)),),
        ).fetchall()
    )


def count_of_person(workspace: Workspace, person_id: int) -> int:
    """1 when there is such a person."""
    return int(
        workspace.connection.execute(
            "SELECT count(*) FROM person WHERE id = ?", (person_id,)
        ).fetchone()[0]
    )


# -- finding whom to seal, to hold or to purge ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundConviction:
    """A conviction of the list, as it is chosen from."""

    id: int
    person_id: int
    name: str
    born: str
    section: str
    convicted_on: str
    case_number: str


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """``n_convictions`` are those in the list."""

    id: int
    name: str
    born: str
    n_convictions: int


_FIND = (
    "SELECT c.id, p.id, p.name, p.born, c.section, c.convicted_on, c.case_number "
    "FROM conviction c JOIN person p ON p.id = c.person_id"
)
_BY_NAME = "ORDER BY p.name, p.id, c.convicted_on, c.id"


def find_convictions(workspace: Workspace, text: str, limit: int) -> list[FoundConviction]:
    """Those in the list whose person's name or case number holds a text, by name and day."""
    rows = workspace.connection.execute(
        f"{_FIND} WHERE p.name LIKE ?1 ESCAPE '!' OR c.case_number LIKE ?1 ESCAPE '!' "
        f"{_BY_NAME} LIMIT ?2",
        (_like(text), limit),
    )
    return [FoundConviction(*row) for row in rows]


def get_convictions(workspace: Workspace, ids: Iterable[int]) -> list[FoundConviction]:
    """Those of some numbers that are in the list, by name and day."""
    rows = workspace.connection.execute(
        f"{_FIND} WHERE c.id IN (SELECT value FROM json_each(?)) {_BY_NAME}",
        (json.dumps(list(ids)),),
    )
    return [FoundConviction(*row) for row in rows]


def find_people(workspace: Workspace, text: str, limit: int) -> list[FoundPerson]:
    """Those whose name holds a text, by name; nobody all of whose convictions are sealed."""
    rows = workspace.connection.execute(
        "SELECT p.id, p.name, p.born, p.n_convictions FROM person p "
        f"WHERE p.name LIKE ?1 ESCAPE '!' AND {sealed.shown('p')} ORDER BY p.name, p.id LIMIT ?2",
        (_like(text), limit),
    )
    return [FoundPerson(*row) for row in rows]


def _like(text: str) -> str:
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
