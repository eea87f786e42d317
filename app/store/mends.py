"""What people said of doubtful cells and rows: mends, and confirmations that nothing is wrong.

A mend is never removed: an undone one says who undid it and when. What counts for a cell is the
last mend of it, or of its row, that is not undone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.model.record import RowRef
from app.store.records import RowIssue
from app.store.workspace import Workspace

CELL, ALIKE, ROW = "cell", "alike", "row"


@dataclass(frozen=True, slots=True)
class Mend:
    """A cell, all cells alike, or a whole row, as it counts instead of as it stands.

    ``column`` is of the state's form, ``seen_column`` what the issue calls it. ``new`` is the
    cell, or the cells of a row as JSON (`Change.cells`). ``source_id`` is None for alike cells
    of all files.
    """

    id: int
    kind: str
    source_id: int | None
    column: str
    seen_column: str
    old: str
    new: str
    n_rows: int
    who: str
    made_at: str
    note: str = ""
    undone_by: str = ""
    undone_at: str = ""

    @property
    def is_undone(self) -> bool:
        return bool(self.undone_at)


class Change(NamedTuple):
    """What a mend does to one row."""

    mend_id: int
    column: str  # "" for the whole row
    new: str
    who: str
    made_at: str

    @property
    def cells(self) -> list[str]:
        """Of a whole row."""
        return [str(cell) for cell in json.loads(self.new)]


class MendRow(NamedTuple):
    """A row that is changed, and the row that the issue names."""

    at: RowRef
    seen_row: int


_MEND = (
    "id, kind, source_id, column_name, seen_column, old, new, n_rows, who, made_at, note, "
    "undone_by, undone_at"
)
_CHANGES = (
    "SELECT r.source_id, r.row, m.id, m.column_name, m.new, m.who, m.made_at FROM mend_row r "
    "JOIN mend m ON m.id = r.mend_id WHERE m.undone_at = '' "
)


def insert_mend(workspace: Workspace, mend: Mend, rows: Iterable[MendRow]) -> int:
    """Keep a mend under the next number, which is returned; ``mend.id`` is not looked at."""
    cursor = workspace.connection.execute(
        "INSERT INTO mend (kind, source_id, column_name, seen_column, old, new, n_rows, who, "
        "made_at, note) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            mend.kind, mend.source_id, mend.column, mend.seen_column, mend.old, mend.new,
            mend.n_rows, mend.who, mend.made_at, mend.note,
        ),
    )  # fmt: skip
    number = int(cursor.lastrowid)
    workspace.connection.executemany(
        "INSERT INTO mend_row VALUES (?,?,?,?)",
        ((number, one.at.source, one.at.row, one.seen_row) for one in rows),
    )
    return number


def undo(workspace: Workspace, mend_id: int, *, who: str, at: str) -> None:
    workspace.connection.execute(
        "UPDATE mend SET undone_by = ?, undone_at = ? WHERE id = ?", (who, at, mend_id)
    )


def list_mends(workspace: Workspace, *, offset: int = 0, limit: int = -1) -> list[Mend]:
    """The newest first, undone ones too."""
    rows = workspace.connection.execute(
        f"SELECT {_MEND} FROM mend ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset)
    )
    return [Mend(*row) for row in rows]


def find_mend(workspace: Workspace, mend_id: int) -> Mend | None:
    """None when there is no such mend."""
    row = workspace.connection.execute(
        f"SELECT {_MEND} FROM mend WHERE id = ?", (mend_id,)
    ).fetchone()
    return Mend(*row) if row else None


def rows_of_mend(workspace: Workspace, mend_id: int) -> list[MendRow]:
    """In the order of the files."""
    return [
        MendRow(RowRef(source, row), seen_row)
        for source, row, seen_row in workspace.connection.execute(
            "SELECT source_id, row, seen_row FROM mend_row WHERE mend_id = ? ORDER BY 1, 2",
            (mend_id,),
        )
    ]


def all_changes(workspace: Workspace) -> dict[RowRef, tuple[Change, ...]]:
    """Everything that counts instead of what stands in the files; by row, the earliest first."""
    found: dict[RowRef, list[Change]] = {}
    rows = workspace.connection.execute(_CHANGES + "ORDER BY m.id")
    for source, row, *change in rows:
        found.setdefault(RowRef(source, row), []).append(Change(*change))
    return {at: tuple(changes) for at, changes in found.items()}


def changes_at(workspace: Workspace, at: RowRef) -> tuple[Change, ...]:
    """The same of one row."""
    rows = workspace.connection.execute(
        _CHANGES + "AND r.source_id = ? AND r.row = ? ORDER BY m.id", (at.source, at.row)
    )
    return tuple(Change(*row[2:]) for row in rows)


def find_problems(workspace: Workspace) -> Iterator[str]:
    """What mends and issues say of each other, where it does not hold."""
    connection = workspace.connection
    for name, said, n in connection.execute(
        "SELECT s.name, s.n_quarantined, (SELECT count(*) FROM row_issue i WHERE i.source_id = "
        "s.id AND i.is_quarantined = 1 AND i.is_mended = 0) AS n FROM source s "
        "WHERE s.n_quarantined <> n AND s.replaced_by IS NULL"  # with it go its issues
    ):
        yield f"{name} has {n:,} rows set aside listed, the file's entry says {said:,}."
    for number, said, n in connection.execute(
        "SELECT m.id, m.n_rows, count(r.mend_id) AS n FROM mend m "
        "LEFT JOIN mend_row r ON r.mend_id = m.id GROUP BY m.id HAVING n <> m.n_rows LIMIT 20"
    ):
        yield f"Mend {number} has {n:,} rows listed, its entry says {said:,}."
    marked = "(SELECT 1 FROM mend WHERE undone_at = '')"
    if connection.execute(
        "SELECT EXISTS (SELECT 1 FROM row_issue WHERE is_mended = 1 OR by_mend = 1) "
        f"AND NOT EXISTS {marked}"
    ).fetchone()[0]:
        yield "Issues count as mended, and no mend stands."


def mends_of_issue(workspace: Workspace, issue: RowIssue) -> list[Mend]:
    """Mends of the cell or row that an issue is about, the earliest first; undone ones too."""
    names = ", ".join(f"m.{name}" for name in _MEND.split(", "))
    rows = workspace.connection.execute(
        f"SELECT DISTINCT {names} FROM mend m JOIN mend_row r ON r.mend_id = m.id "
        "WHERE r.source_id = ?1 AND (r.seen_row = ?2 OR r.row = ?2) "
        "AND (m.kind = 'row' OR ?3 IN (m.column_name, m.seen_column)) ORDER BY m.id",
        (issue.at.source, issue.at.row, issue.column),
    )
    return [Mend(*row) for row in rows]


# -- what a mend means for the issues --------------------------------------------------------


def settle_issues(
    workspace: Workspace,
    person_id: int,
    found: Sequence[RowIssue],
    rows: Collection[RowRef],
    *,
    is_mended: bool,
) -> None:
    """Bring the doubts about a person in line with what assembling ``rows`` found now.

    A doubt that is found no longer is mended; without any mend it stands as the import told it.
    One that only the mended rows give is marked, and goes when it is found no longer, as does
    one about rows that are another's now. Doubts keep their numbers. Those of a reader are not
    found by assembling: `settle_reader_issues`.
    """
    standing: dict[tuple[Any, ...], list[_Standing]] = {}
    for number, was_mended, by_mend, *words in workspace.connection.execute(
        "SELECT id, is_mended, by_mend, source_id, row, column_name, text, kind, reason "
        "FROM row_issue WHERE person_id = ? AND by_reader = 0 ORDER BY id",
        (person_id,),
    ):
        at = RowRef(words[0], words[1])
        one = _Standing(number, at, bool(was_mended), bool(by_mend))
        standing.setdefault(tuple(words), []).append(one)
    kept, fresh = [], []
    for issue in found:
        same = standing.get(_words(issue))
        if same:
            kept.append(same.pop(0))
        else:
            fresh.append(issue)
    left = [one for same in standing.values() for one in same]
    stays = [
        one for one in left
        if not one.by_mend and one.at in rows and (is_mended or one.was_mended)
    ]  # fmt: skip
    gone = set(left) - set(stays)
    _mark(workspace, kept, is_mended=False, by_mend=None if is_mended else False)
    _mark(workspace, stays, is_mended=is_mended)
    workspace.connection.executemany(
        "DELETE FROM row_issue WHERE id = ?", sorted((one.number,) for one in gone)
    )
    _insert_found(workspace, fresh, is_mended=is_mended)


class _Standing(NamedTuple):
    """A doubt as it is kept."""

    number: int
    at: RowRef
    was_mended: bool
    by_mend: bool


def _words(issue: RowIssue) -> tuple[Any, ...]:
    return (*issue.at, issue.column, issue.text, issue.kind, issue.reason)


def _mark(
    workspace: Workspace,
    issues: Iterable[_Standing],
    *,
    is_mended: bool,
    by_mend: bool | None = None,
) -> None:
    workspace.connection.executemany(
        "UPDATE row_issue SET is_mended = ?, by_mend = ? WHERE id = ?",
        [
            (int(is_mended), int(one.by_mend if by_mend is None else by_mend), one.number)
            for one in issues
            if one.was_mended is not is_mended or by_mend not in (None, one.by_mend)
        ],
    )


def _insert_found(workspace: Workspace, issues: Sequence[RowIssue], *, is_mended: bool) -> None:
    workspace.connection.executemany(
        "INSERT INTO row_issue (source_id, row, column_name, text, kind, reason, done, advice, "
        "is_quarantined, person_id, by_mend, is_confirmed) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,"
        "?10,?11, EXISTS (SELECT 1 FROM confirmation WHERE source_id = ?1 AND row = ?2 "
        "AND column_name = ?3 AND kind = ?5 AND text = ?4))",
        (
            (
                issue.at.source, issue.at.row, issue.column, issue.text, issue.kind, issue.reason,
                issue.done, issue.advice, int(issue.is_quarantined), issue.person_id,
                int(is_mended),
            )
            for issue in issues
        ),
    )  # fmt: skip


def settle_reader_issues(workspace: Workspace, rows: Iterable[tuple[int, int]]) -> None:
    """Doubts of a reader in some (source, row named) are mended when a mend covers their cell."""
    workspace.connection.executemany(
        "UPDATE row_issue SET is_mended = EXISTS (SELECT 1 FROM mend_row r "
        "JOIN mend m ON m.id = r.mend_id WHERE m.undone_at = '' AND r.source_id = ?1 "
        "AND r.seen_row = ?2 AND (m.kind = 'row' "
        "OR row_issue.column_name IN (m.column_name, m.seen_column))) "
        "WHERE source_id = ?1 AND row = ?2 AND by_reader = 1 AND is_quarantined = 0",
        list(rows),
    )


def settle_set_aside(workspace: Workspace, placed: Iterable[tuple[RowRef, bool]]) -> None:
    """Rows that belonged to nobody: whether they are placed with a person now."""
    workspace.connection.executemany(
        "UPDATE row_issue SET is_mended = ? WHERE source_id = ? AND row = ? "
        "AND is_quarantined = 1 AND person_id IS NULL",
        [(int(is_placed), *at) for at, is_placed in placed],
    )


def count_set_aside_again(workspace: Workspace) -> None:
    """`Source.n_quarantined`, after issues were settled."""
    workspace.connection.execute(
        "UPDATE source SET n_quarantined = (SELECT count(*) FROM row_issue i "
        "WHERE i.source_id = source.id AND i.is_quarantined = 1 AND i.is_mended = 0)"
    )


# -- seen, it stays as it is -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That somebody looked at an issue and it stays as it is."""

    who: str
    at: str
    note: str


def confirm(workspace: Workspace, issue: RowIssue, confirmation: Confirmation) -> None:
    """Keep that an issue stays as it is, in place of what was said before."""
    workspace.connection.execute(
        "INSERT OR REPLACE INTO confirmation VALUES (?,?,?,?,?,?,?,?)",
        (*_identity(issue), confirmation.who, confirmation.at, confirmation.note),
    )
    _mark_confirmed(workspace, issue, is_confirmed=True)


def withdraw(workspace: Workspace, issue: RowIssue) -> None:
    """The issue is open again."""
    workspace.connection.execute(
        "DELETE FROM confirmation WHERE source_id = ? AND row = ? AND column_name = ? "
        "AND kind = ? AND text = ?",
        _identity(issue),
    )
    _mark_confirmed(workspace, issue, is_confirmed=False)


def find_confirmation(workspace: Workspace, issue: RowIssue) -> Confirmation | None:
    """None when nobody confirmed the issue."""
    row = workspace.connection.execute(
        "SELECT who, at, note FROM confirmation WHERE source_id = ? AND row = ? "
        "AND column_name = ? AND kind = ? AND text = ?",
        _identity(issue),
    ).fetchone()
    return Confirmation(*row) if row else None


def _mark_confirmed(workspace: Workspace, issue: RowIssue, *, is_confirmed: bool) -> None:
    workspace.connection.execute(
        "UPDATE row_issue SET is_confirmed = ? WHERE source_id = ? AND row = ? "
        "AND column_name = ? AND kind = ? AND text = ?",
        (int(is_confirmed), *_identity(issue)),
    )


def _identity(issue: RowIssue) -> tuple[int, int, str, str, str]:
    return (*issue.at, issue.column, issue.kind, issue.text)
