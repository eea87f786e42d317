"""The register: where each paper is, since when, what is due. All of its SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.store.workspace import Workspace

_AT_ONCE = 500  # numbers in one statement


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """``name`` is the person's as on record; "" for a paper about several people.

    Of a paper all of whose convictions are sealed, case number and file name are `SEALED`.
    """

    id: int
    kind: str
    case_number: str
    person_id: int | None
    name: str
    court: str
    state: str
    state_on: str
    due_on: str
    due_what: str
    made_at: str
    file_name: str
    n_pages: int
    sha256: str
    batch_id: int
    folder: str
    replaced_by: int
    n_cases: int
    n_attachments: int


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What is wanted; "" and 0 stand for everything. ``overdue_on`` is the day it is asked on."""

    text: str = ""
    state: str = ""
    court: str = ""
    kind: str = ""
    overdue_on: str = ""
    due_until: str = ""
    batch_id: int = 0
    with_replaced: bool = False


@dataclass(frozen=True, slots=True)
class PaperEvent:
    """``on_day`` is the day it happened, ``at`` the instant it was entered."""

    id: int
    paper_id: int
    state: str
    on_day: str
    words: str
    who: str
    at: str


# A paper all of whose convictions are sealed keeps its place and says neither name nor number.
_IS_SEALED = (
    "(p.id IN (SELECT c.paper_id FROM paper_case c JOIN sealed s USING (conviction_id)) "
    "AND NOT EXISTS (SELECT 1 FROM paper_case c WHERE c.paper_id = p.id "
    "AND c.conviction_id NOT IN (SELECT conviction_id FROM sealed)))"
)
SEALED = "sealed"
_ROW = (
    f"SELECT p.id, p.kind, iif({_IS_SEALED}, '{SEALED}', p.case_number), p.person_id, "
    f"iif({_IS_SEALED}, '', coalesce(n.name, '')), p.court, p.state, "
    f"p.state_on, p.due_on, p.due_what, p.made_at, "
    f"iif({_IS_SEALED}, '{SEALED}', p.file_name), p.n_pages, p.sha256, p.batch_id, "
    "coalesce(b.folder, ''), p.replaced_by, "
    "(SELECT count(*) FROM paper_case c WHERE c.paper_id = p.id), "
    "(SELECT count(*) FROM attachment a WHERE a.paper_id = p.id) "
    "FROM paper p LEFT JOIN person n ON n.id = p.person_id "
    "LEFT JOIN paper_batch b ON b.id = p.batch_id "
)
_ORDERS = {
    "court": "p.court, p.case_number, p.id",
    "newest": "p.id DESC",
    "oldest": "p.state_on, p.id",
    "due": "p.due_on = '', p.due_on, p.state_on, p.id",
}
ORDERS = tuple(_ORDERS)


def find_ids(workspace: Workspace, wanted: RegisterFilter, order: str = "court") -> list[int]:
    """The numbers of the papers that are wanted, in their order."""
    where, values = _where(wanted)
    rows = workspace.connection.execute(
        "SELECT p.id FROM paper p LEFT JOIN person n ON n.id = p.person_id "
        f"WHERE {where} ORDER BY {_ORDERS[order]}",
        values,
    )
    return [int(row[0]) for row in rows]


def get_rows(workspace: Workspace, ids: Sequence[int]) -> list[RegisterRow]:
    """The papers of these numbers in this order; numbers that are none are left out."""
    found: dict[int, RegisterRow] = {}
    for part in _parts(ids):
        marks = ",".join("?" * len(part))
        for row in workspace.connection.execute(f"{_ROW} WHERE p.id IN ({marks})", part):
            found[row[0]] = RegisterRow(*row)
    return [found[number] for number in ids if number in found]


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _where(wanted: RegisterFilter) -> tuple[str, list[object]]:
    parts, values = ["1"], list[object]()
    if not wanted.with_replaced:
        parts.append("p.replaced_by = 0")
    for column in ("state", "court", "kind", "batch_id"):
        value = getattr(wanted, column)
        if value:
            parts.append(f"p.{column} = ?")
            values.append(value)
    if wanted.overdue_on:
        parts.append("p.due_on <> '' AND p.due_on < ?")
        values.append(wanted.overdue_on)
    if wanted.due_until:
        parts.append("p.due_on <> '' AND p.due_on <= ?")
        values.append(wanted.due_until)
    if wanted.text.split():
        parts.append(f"NOT {_IS_SEALED}")
    for word in wanted.text.split():
        parts.append("(p.case_number LIKE ? ESCAPE '\\' OR n.name LIKE ? ESCAPE '\\')")
        values += [_like(word)] * 2
    return " AND ".join(parts), values


def _like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def count_by(workspace: Workspace, column: str, wanted: RegisterFilter) -> list[tuple[str, int]]:
    """How many papers have each state, court or kind, the most frequent first."""
    if column not in ("state", "court", "kind"):
        raise ValueError(f"papers are not counted by {column}")
    where, values = _where(wanted)
    rows = workspace.connection.execute(
        f"SELECT p.{column}, count(*) FROM paper p LEFT JOIN person n ON n.id = p.person_id "
        f"WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )
    return [(str(value), int(n)) for value, n in rows]


def count_convictions(workspace: Workspace) -> dict[str, int]:
    """How many convictions have a paper in each state that no newer paper replaced."""
    rows = workspace.connection.execute(
        "SELECT p.state, count(DISTINCT c.conviction_id) FROM paper p "
        "JOIN paper_case c ON c.paper_id = p.id WHERE p.replaced_by = 0 GROUP BY p.state"
    )
    return {str(state): int(n) for state, n in rows}


def count_reached(workspace: Workspace, states: Sequence[str], granted: bool = False) -> int:
    """How many convictions have a paper in one of the states.

    ``granted``: only papers of which a grant is on record, the last that was said of the two.
    """
    marks = ",".join("?" * len(states))
    only = (
        " AND (SELECT e.state FROM paper_event e WHERE e.paper_id = p.id "
        "AND e.state IN ('granted', 'denied') ORDER BY e.id DESC LIMIT 1) = 'granted'"
        if granted
        else ""
    )
    row = workspace.connection.execute(
        "SELECT count(DISTINCT c.conviction_id) FROM paper p JOIN paper_case c "
        f"ON c.paper_id = p.id WHERE p.replaced_by = 0 AND p.state IN ({marks}){only}",
        tuple(states),
    ).fetchone()
    return int(row[0])


def list_numbers(workspace: Workspace) -> list[tuple[int, str, str, str]]:
    """(paper, case number, court, kind) of every paper with a number that none replaced."""
    rows = workspace.connection.execute(
        "SELECT id, case_number, court, kind FROM paper "
        "WHERE case_number <> '' AND replaced_by = 0 ORDER BY id"
    )
    return [(int(number), str(case), str(court), str(kind)) for number, case, court, kind in rows]


def list_joint_numbers(workspace: Workspace) -> list[tuple[int, str]]:
    """(paper, case number) of the cases that papers for several cases are about."""
    rows = workspace.connection.execute(
        "SELECT DISTINCT p.id, v.case_number FROM paper p JOIN paper_case c ON c.paper_id = p.id "
        "JOIN conviction v ON v.id = c.conviction_id "
        "WHERE p.case_number = '' AND p.person_id IS NULL AND p.replaced_by = 0 "
        "AND v.case_number <> '' ORDER BY p.id"
    )
    return [(int(number), str(case)) for number, case in rows]


def set_state(
    workspace: Workspace, paper_id: int, *, state: str, on_day: str, due_on: str, due_what: str
) -> None:
    """Where a paper is now, inside the caller's transaction; the event is written beside it."""
    workspace.connection.execute(
        "UPDATE paper SET state = ?, state_on = ?, due_on = ?, due_what = ? WHERE id = ?",
        (state, on_day, due_on, due_what, paper_id),
    )


def stand_again(workspace: Workspace, paper_id: int) -> None:
    """A paper that was taken for replaced is not."""
    workspace.connection.execute("UPDATE paper SET replaced_by = 0 WHERE id = ?", (paper_id,))


def set_due(workspace: Workspace, paper_id: int, due_on: str, due_what: str) -> None:
    workspace.connection.execute(
        "UPDATE paper SET due_on = ?, due_what = ? WHERE id = ?", (due_on, due_what, paper_id)
    )


def insert_events(workspace: Workspace, events: Iterable[tuple[int, str, str, str]], *, who: str,
                  at: str) -> None:  # fmt: skip
    """(paper, state, day, words) each, inside the caller's transaction."""
    workspace.connection.executemany(
        "INSERT INTO paper_event (paper_id, state, on_day, words, who, at) VALUES (?,?,?,?,?,?)",
        ((*event, who, at) for event in events),
    )


def list_events(workspace: Workspace, paper_id: int) -> list[PaperEvent]:
    """In the order in which they were entered."""
    rows = workspace.connection.execute(
        "SELECT id, paper_id, state, on_day, words, who, at FROM paper_event "
        "WHERE paper_id = ? ORDER BY id",
        (paper_id,),
    )
    return [PaperEvent(*row) for row in rows]


def last_state_of(workspace: Workspace, paper_id: int, states: Sequence[str]) -> str:
    """Which of the states was entered last; "" when none was."""
    marks = ",".join("?" * len(states))
    row = workspace.connection.execute(
        f"SELECT state FROM paper_event WHERE paper_id = ? AND state IN ({marks}) "
        "ORDER BY id DESC LIMIT 1",
        (paper_id, *states),
    ).fetchone()
    return str(row[0]) if row else ""


def day_of(text: str) -> date | None:
    """A day of the store; None for ""."""
    return date.fromisoformat(text) if text else None
