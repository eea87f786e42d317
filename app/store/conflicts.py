"""Where files state the same conviction otherwise, what a person chose, and whose word counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.model.conflict import DIFFERENT, SAME, Choice, Conflict
from app.model.record import RowRef
from app.store.workspace import Workspace

ORDER_SETTING = "source_order"


@dataclass(frozen=True, slots=True)
class ListedConflict:
    """A conflict as a person sees it: both values, both places, and what counts.

    ``decided`` is "" while nobody decided; then "first" or "second" (which place counts), or
    "same" or "different" for two that are perhaps the same conviction.
    """

    id: int
    person_id: int
    name: str
    fact: str
    at: RowRef
    file_name: str
    other_at: RowRef
    other_file_name: str
    value: str
    other_value: str
    why: str
    decided: str
    who: str
    decided_at: str

    @property
    def is_open(self) -> bool:
        return not self.decided

    @property
    def counts(self) -> str:
        """The value that counts now; of two that may be one, both do until decided."""
        return self.other_value if self.decided == "second" else self.value


_KEY = "source_id, row, other_source_id, other_row, fact"
_FROM = (
    "FROM conflict c JOIN person p ON p.id = c.person_id "
    "JOIN source s ON s.id = c.source_id JOIN source o ON o.id = c.other_source_id "
    "LEFT JOIN conflict_choice d ON d.fact = c.fact AND "
    "((d.source_id = c.source_id AND d.row = c.row AND d.other_source_id = c.other_source_id "
    "AND d.other_row = c.other_row) OR (d.source_id = c.other_source_id AND d.row = c.other_row "
    "AND d.other_source_id = c.source_id AND d.other_row = c.row)) "
)


def list_conflicts(
    workspace: Workspace,
    *,
    person_id: int | None = None,
    conflict_id: int | None = None,
    at: RowRef | None = None,
    only_open: bool = False,
    offset: int = 0,
    limit: int = -1,
) -> list[ListedConflict]:
    """The open ones first, then by person. ``at``: those of the conviction at that place."""
    rows = workspace.connection.execute(
        "SELECT c.id, c.person_id, p.name, c.fact, c.source_id, c.row, s.name, c.other_source_id, "
        "c.other_row, o.name, c.value, c.other_value, c.why, coalesce(d.choice, ''), "
        f"coalesce(d.who, ''), coalesce(d.at, '') {_FROM}"
        "WHERE (?1 IS NULL OR c.person_id = ?1) AND (?2 IS NULL OR c.id = ?2) "
        "AND (?3 = 0 OR d.choice IS NULL) "
        "AND (?4 IS NULL OR (c.source_id = ?4 AND c.row = ?5) "
        "OR (c.other_source_id = ?4 AND c.other_row = ?5)) "
        "ORDER BY d.choice IS NOT NULL, c.person_id, c.id LIMIT ?6 OFFSET ?7",
        (person_id, conflict_id, int(only_open), *(at or (None, None)), limit, offset),
    )
    return [_listed(*row) for row in rows]


def _listed(
    number: int, person: int, name: str, fact: str, source: int, row: int, file_name: str,
    other_source: int, other_row: int, other_file: str, value: str, other_value: str, why: str,
    choice: str, who: str, decided_at: str,
) -> ListedConflict:  # fmt: skip
    at, other_at = RowRef(source, row), RowRef(other_source, other_row)
    decided = choice
    if choice not in ("", SAME, DIFFERENT):
        decided = "first" if _place(choice) == at else "second"
    return ListedConflict(
        number, person, name, fact, at, file_name, other_at, other_file, value, other_value, why,
        decided, who, decided_at,
    )  # fmt: skip


def count_open(workspace: Workspace) -> int:
    return int(
        workspace.connection.execute(f"SELECT count(*) {_FROM}WHERE d.choice IS NULL").fetchone()[0]
    )


def replace_conflicts(workspace: Workspace, person_id: int, found: Iterable[Conflict]) -> None:
    """What making a person's record found; one that was there keeps its number."""
    wanted = {(*one.at, *one.other_at, one.fact): one for one in found}
    connection = workspace.connection
    for number, *key in connection.execute(
        f"SELECT id, {_KEY} FROM conflict WHERE person_id = ?", (person_id,)
    ).fetchall():
        one = wanted.pop(tuple(key), None)
        if one is None:
            connection.execute("DELETE FROM conflict WHERE id = ?", (number,))
        else:
            connection.execute(
                "UPDATE conflict SET value = ?, other_value = ?, why = ? WHERE id = ?",
                (one.value, one.other_value, one.why, number),
            )
    connection.executemany(
        f"INSERT INTO conflict (person_id, {_KEY}, value, other_value, why) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (person_id, *key, one.value, one.other_value, one.why)
            for key, one in wanted.items()
        ),
    )  # fmt: skip


def list_choices(workspace: Workspace, sources: Iterable[int]) -> list[Choice]:
    """What was decided about rows of these sources."""
    marks = ",".join(str(int(source)) for source in sources)
    rows = workspace.connection.execute(
        f"SELECT fact, source_id, row, other_source_id, other_row, choice FROM conflict_choice "
        f"WHERE source_id IN ({marks}) AND other_source_id IN ({marks})"
    )
    return [
        Choice(fact, RowRef(source, row), RowRef(there, line), _decided(choice))
        for fact, source, row, there, line, choice in rows
    ]


def _decided(choice: str) -> RowRef | str:
    return choice if choice in (SAME, DIFFERENT) else _place(choice)


def _place(choice: str) -> RowRef:
    source, _, row = choice.partition(":")
    return RowRef(int(source), int(row))


def save_choice(workspace: Workspace, choice: Choice, *, who: str, at: str) -> None:
    """Keep what a person decided, in place of what was decided before."""
    drop_choice(workspace, choice.fact, choice.at, choice.other_at)
    decided = choice.decided
    text = decided if isinstance(decided, str) else f"{decided.source}:{decided.row}"
    workspace.connection.execute(
        "INSERT INTO conflict_choice VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*choice.at, *choice.other_at, choice.fact, text, who, at),
    )


def drop_choice(workspace: Workspace, fact: str, one: RowRef, other: RowRef) -> None:
    """Nobody decided this any more."""
    for first, second in ((one, other), (other, one)):
        workspace.connection.execute(
            "DELETE FROM conflict_choice WHERE source_id = ? AND row = ? AND other_source_id = ? "
            "AND other_row = ? AND fact = ?",
            (*first, *second, fact),
        )


def people_of_several_sources(workspace: Workspace) -> list[int]:
    """People whose record comes from more than one file."""
    return [
        int(row[0])
        for row in workspace.connection.execute(
            "SELECT person_id FROM subject GROUP BY person_id HAVING count(DISTINCT source_id) > 1 "
            "ORDER BY 1"
        )
    ]
