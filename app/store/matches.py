"""People who may be one: what was found, and what a person decided of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.store import merges, sealed
from app.store.workspace import Workspace

OPEN, SAME, DIFFERENT = "open", "same", "different"


@dataclass(frozen=True, slots=True)
class Match:
    """Two people by their numbers, ``low`` below ``high``. ``reasons`` are sentences' parts."""

    low: int
    high: int
    strength: str  # "certain", "strong", "possible"; "" when a person named the two
    reasons: tuple[str, ...]
    state: str
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ListedMatch:
    """A match with what a list shows of both people."""

    match: Match
    names: tuple[str, str]
    born: tuple[str, str]
    ciis: tuple[str, str]
    files: tuple[str, str]
    n_convictions: tuple[int, int]


_STRENGTHS = "CASE strength WHEN 'certain' THEN 0 WHEN 'strong' THEN 1 ELSE 2 END"


def list_matches(
    workspace: Workspace,
    *,
    state: str = OPEN,
    strength: str = "",
    person_id: int | None = None,
    offset: int = 0,
    limit: int = -1,
) -> list[ListedMatch]:
    """The strongest first; of people who are on record now. Empty means any."""
    rows = workspace.connection.execute(
        "SELECT m.low, m.high, m.strength, m.reasons, m.state, m.who, m.at, a.name, b.name, "
        f"a.born, b.born, a.cii, b.cii, {_files('a')}, {_files('b')}, a.n_convictions, "
        "b.n_convictions FROM person_match m JOIN person a ON a.id = m.low "
        "JOIN person b ON b.id = m.high WHERE (?1 = '' OR m.state = ?1) "
        "AND (?2 = '' OR m.strength = ?2) AND (?3 IS NULL OR ?3 IN (m.low, m.high)) "
        f"AND {sealed.shown('a')} AND {sealed.shown('b')} "
        f"ORDER BY {_STRENGTHS}, m.low, m.high LIMIT ?4 OFFSET ?5",
        (state, strength, person_id, limit, offset),
    )
    return [
        ListedMatch(
            Match(low, high, how, tuple(reasons.split("\n")) if reasons else (), now, who, at),
            (name, other), (born, other_born), (cii, other_cii), (files, other_files), (n, m),
        )
        for low, high, how, reasons, now, who, at, name, other, born, other_born, cii, other_cii,
        files, other_files, n, m in rows
    ]  # fmt: skip


def _files(person: str) -> str:
    return (
        "(SELECT group_concat(name, '; ') FROM (SELECT DISTINCT s.name FROM subject j "
        f"JOIN source s ON s.id = j.source_id WHERE j.person_id = {person}.id ORDER BY s.id))"
    )


def count_matches(workspace: Workspace) -> dict[tuple[str, str], int]:
    """(state, strength) -> pairs of people who are on record now."""
    return {
        (str(state), str(strength)): int(n)
        for state, strength, n in workspace.connection.execute(
            "SELECT state, strength, count(*) FROM person_match m "
            "JOIN person a ON a.id = m.low JOIN person b ON b.id = m.high "
            f"WHERE {sealed.shown('a')} AND {sealed.shown('b')} GROUP BY 1, 2"
        )
    }


def replace_open(workspace: Workspace, found: Iterable[Match]) -> int:
    """What a search found, in place of what nobody decided; returns how many are open now.

    Two whom a person said to be different do not come back, nor whoever either has become by
    merging since.
    """
    into = merges.list_merges(workspace)
    apart = {
        _pair(
            merges.person_after_merges(into, low), merges.person_after_merges(into, high)
        )
        for low, high in workspace.connection.execute(
            "SELECT low, high FROM person_match WHERE state = ?", (DIFFERENT,)
        )
    }  # fmt: skip
    connection = workspace.connection
    connection.execute("DELETE FROM person_match WHERE state = ?", (OPEN,))
    rows = [
        (one.low, one.high, one.strength, "\n".join(one.reasons), OPEN, "", "")
        for one in found
        if (one.low, one.high) not in apart
    ]
    connection.executemany(
        "INSERT INTO person_match VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows
    )
    return len(rows)


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def find_match(workspace: Workspace, one: int, other: int) -> Match | None:
    """What is known of two people, whichever is named first."""
    row = workspace.connection.execute(
        "SELECT low, high, strength, reasons, state, who, at FROM person_match "
        "WHERE low = ? AND high = ?",
        _pair(one, other),
    ).fetchone()
    if row is None:
        return None
    low, high, strength, reasons, state, who, at = row
    return Match(low, high, strength, tuple(reasons.split("\n")) if reasons else (), state, who, at)


def decide(workspace: Workspace, one: int, other: int, state: str, *, who: str, at: str) -> None:
    """Keep a decision about two people; OPEN takes it back. Inside the caller's transaction."""
    low, high = _pair(one, other)
    by = ("", "") if state == OPEN else (who, at)
    workspace.connection.execute(
        "INSERT INTO person_match VALUES (?, ?, '', '', ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "state = excluded.state, who = excluded.who, at = excluded.at",
        (low, high, state, *by),
    )


def people_named(workspace: Workspace, people: Iterable[int]) -> dict[int, str]:
    """Person -> name, of those who are on record."""
    found = {}
    for person_id in people:
        row = workspace.connection.execute(
            "SELECT name FROM person WHERE id = ?", (person_id,)
        ).fetchone()
        if row is not None:
            found[person_id] = str(row[0])
    return found
