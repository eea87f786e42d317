"""The list of issues as a person works through it: filter, count by facet, page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.model.consequences import FOR_INFORMATION
from app.model.record import RowRef
from app.store.records import RowIssue, make_issue
from app.store.workspace import Workspace

OPEN, MENDED, CONFIRMED = "open", "mended", "confirmed"
STATES = (OPEN, MENDED, CONFIRMED)


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Every field narrows the list; None means any."""

    kind: str | None = None
    column: str | None = None
    text: str | None = None
    source_id: int | None = None
    state: str | None = None
    matters: bool | None = None  # of consequence, or for information
    is_set_aside: bool | None = None


@dataclass(frozen=True, slots=True)
class ListedIssue:
    """An issue with its number, which it keeps, and its state."""

    number: int
    state: str
    issue: RowIssue


@dataclass(frozen=True, slots=True)
class IssueFacets:
    """How many issues have what, the most frequent first; each facet leaves its own filter out."""

    n: int  # that the whole filter leaves
    kinds: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, int], ...]
    sources: tuple[tuple[int, int], ...]
    states: tuple[tuple[str, int], ...]
    matters: tuple[tuple[bool, int], ...]


_STATE = (
    f"CASE WHEN is_mended THEN '{MENDED}' WHEN is_confirmed THEN '{CONFIRMED}' ELSE '{OPEN}' END"
)
_ISSUE = (
    "id, is_mended, is_confirmed, source_id, row, column_name, text, kind, reason, done, advice, "
    "is_quarantined, person_id, by_reader"
)
_INFORMATION = f"kind IN ({','.join('?' * len(FOR_INFORMATION))}) AND is_quarantined = 0"
_STATES = {
    OPEN: "is_mended = 0 AND is_confirmed = 0",
    MENDED: "is_mended = 1",
    CONFIRMED: "is_mended = 0 AND is_confirmed = 1",
}


def page_issues(
    workspace: Workspace, wanted: IssueFilter, *, offset: int = 0, limit: int = 200
) -> list[ListedIssue]:
    """Rows set aside first, then in the order of the files."""
    where, values = _where(wanted)
    ids = [
        row[0]
        for row in workspace.connection.execute(
            f"SELECT id FROM row_issue WHERE {where} "
            "ORDER BY is_quarantined DESC, source_id, row, id LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
    ]
    return get_issues(workspace, ids)


def iter_issues(workspace: Workspace, wanted: IssueFilter) -> Iterator[ListedIssue]:
    """All of them in that order, without holding them in memory."""
    offset, at_once = 0, 1000
    while page := page_issues(workspace, wanted, offset=offset, limit=at_once):
        yield from page
        offset += at_once


def get_issues(workspace: Workspace, numbers: Sequence[int]) -> list[ListedIssue]:
    """In the order asked; numbers that do not exist are left out."""
    marks = ",".join("?" * len(numbers))
    found = {
        row[0]: _listed(*row)
        for row in workspace.connection.execute(
            f"SELECT {_ISSUE} FROM row_issue WHERE id IN ({marks})", list(numbers)
        )
    }
    return [found[number] for number in numbers if number in found]


def issues_at(workspace: Workspace, at: RowRef) -> list[ListedIssue]:
    """Every issue of a row."""
    rows = workspace.connection.execute(
        f"SELECT {_ISSUE} FROM row_issue WHERE source_id = ? AND row = ? ORDER BY id", at
    )
    return [_listed(*row) for row in rows]


def places_alike(
    workspace: Workspace, column: str, text: str, source_id: int | None
) -> list[RowRef]:
    """Rows whose issue has this column and text, as they stand in the file, by a mend or not.

    What somebody confirmed stays as it is and is left out.
    """
    rows = workspace.connection.execute(
        "SELECT DISTINCT source_id, row FROM row_issue WHERE column_name = ?1 AND text = ?2 "
        "AND is_confirmed = 0 AND (?3 IS NULL OR source_id = ?3) ORDER BY 1, 2",
        (column, text, source_id),
    )
    return [RowRef(*row) for row in rows]


def count_facets(workspace: Workspace, wanted: IssueFilter) -> IssueFacets:
    """For a hundred thousand issues in some hundredths of a second: one pass over an index."""
    text, values = ("text = ?", [wanted.text]) if wanted.text is not None else ("1", [])
    rows = workspace.connection.execute(
        f"SELECT kind, column_name, source_id, {_STATE}, is_quarantined, count(*) "
        f"FROM row_issue INDEXED BY row_issue_facets WHERE {text} GROUP BY 1, 2, 3, 4, 5",
        values,
    )
    cells = [
        _FacetCell(kind, column, source, state, bool(is_set_aside), n)
        for kind, column, source, state, is_set_aside, n in rows
    ]

    def by(field: str, without: str) -> tuple[tuple[Any, int], ...]:
        narrowed = replace(wanted, **{without: None})
        counts: Counter[Any] = Counter()
        for cell in cells:
            if cell.is_in(narrowed):
                counts[getattr(cell, field)] += cell.n
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))

    return IssueFacets(
        sum(cell.n for cell in cells if cell.is_in(wanted)),
        by("kind", "kind"), by("column", "column"), by("source_id", "source_id"),
        by("state", "state"), by("matters", "matters"),
    )  # fmt: skip


def count_texts(
    workspace: Workspace, wanted: IssueFilter, *, limit: int = 200
) -> list[tuple[str, str, int]]:
    """(column, text, issues) of the filtered list, the most frequent first."""
    where, values = _where(wanted)
    rows = workspace.connection.execute(
        f"SELECT column_name, text, count(*) FROM row_issue INDEXED BY row_issue_facets "
        f"WHERE {where} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?",
        (*values, limit),
    )
    return [(str(column), str(text), int(n)) for column, text, n in rows]


def count_open(workspace: Workspace) -> tuple[int, int]:
    """(rows set aside, other issues of consequence that are open)."""
    n_set_aside = workspace.connection.execute(
        "SELECT count(*) FROM row_issue WHERE is_quarantined = 1 AND is_mended = 0"
    ).fetchone()[0]
    where, values = _where(IssueFilter(state=OPEN, matters=True, is_set_aside=False))
    n_open = workspace.connection.execute(
        f"SELECT count(*) FROM row_issue INDEXED BY row_issue_facets WHERE {where}", values
    ).fetchone()[0]
    return int(n_set_aside), int(n_open)


@dataclass(frozen=True, slots=True)
class _FacetCell:
    kind: str
    column: str
    source_id: int
    state: str
    is_set_aside: bool
    n: int

    @property
    def matters(self) -> bool:
        return self.is_set_aside or self.kind not in FOR_INFORMATION

    def is_in(self, wanted: IssueFilter) -> bool:
        return all(
            asked is None or asked == own
            for asked, own in (
                (wanted.kind, self.kind), (wanted.column, self.column),
                (wanted.source_id, self.source_id), (wanted.state, self.state),
                (wanted.matters, self.matters), (wanted.is_set_aside, self.is_set_aside),
            )
        )  # fmt: skip


def _where(wanted: IssueFilter) -> tuple[str, list[Any]]:
    parts, values = ["1"], []
    for column, value in (
        ("kind", wanted.kind),
        ("column_name", wanted.column),
        ("text", wanted.text),
        ("source_id", wanted.source_id),
        ("is_quarantined", wanted.is_set_aside),
    ):
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    if wanted.state is not None:
        parts.append(_STATES[wanted.state])
    if wanted.matters is not None:
        parts.append(f"{'NOT ' if wanted.matters else ''}({_INFORMATION})")
        values += FOR_INFORMATION
    return " AND ".join(parts), values


def _listed(number: int, is_mended: int, is_confirmed: int, *row: Any) -> ListedIssue:
    state = MENDED if is_mended else CONFIRMED if is_confirmed else OPEN
    return ListedIssue(number, state, make_issue(*row))
