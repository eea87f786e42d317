"""What the list of convictions knows of each, read column by column.

A million rows fetched one by one would keep the window waiting. Here SQLite joins the values
of some thousand rows to one text a column, which takes no part of the interpreter, and the
reader of the text splits it by `SEP`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from app.store.workspace import Workspace

SEP = "\x1f"
CHUNK = 20_000  # rows at a time: what is then done with a text takes a thousandth of a second


class ConvictionChunk(NamedTuple):
    """Some thousand convictions in order of id; numbers are joined by commas, texts by `SEP`."""

    n: int
    ids: str
    people: str
    sources: str
    rows: str
    section: str
    level: str
    convicted_on: str
    court: str
    case_number: str
    outcome: str  # Outcome member's name, "" without a determination
    reason: str
    remedy: str
    procedure: str


class PersonChunk(NamedTuple):
    """Some thousand people in order of id."""

    n: int
    ids: str
    name: str
    cii: str
    born: str
    flags: str  # as of the latest check; each person's joined by line ends
    aliases: str


class TextChunk(NamedTuple):
    """A text of each of some thousand people, in order of id."""

    n: int
    ids: str
    texts: str


class ReviewChunk(NamedTuple):
    """Some thousand reviews in order of the convictions."""

    n: int
    ids: str
    kind: str  # each as `ReviewKind.read` takes it
    reviewer: str


class ReviewKind(NamedTuple):
    """What matters of a review to a list: a few dozen kinds in a million."""

    decision: str
    is_stale: bool
    final: str  # the answer that was accepted or given in its place
    is_approved: bool
    remind_on: str  # ISO day, "" for none; of what is parked

    @staticmethod
    def read(text: str) -> ReviewKind:
        decision, stale, final, approved, remind_on = text.split(",")
        return ReviewKind(decision, stale == "1", final, approved == "1", remind_on)


_NUMBERS = ("id", "person_id", "source_id", "row")
_CONVICTION = (
    *_NUMBERS, "section", "level", "convicted_on", "court", "case_number", "outcome", "reason",
    "remedy", "procedure",
)  # fmt: skip
_OF_CONVICTION = (
    "c.id, c.person_id, c.source_id, c.row, c.section, c.level, c.convicted_on, c.court, "
    "c.case_number"
)
_IN_SCOPE = (
    f"SELECT {_OF_CONVICTION}, d.outcome, d.reason, d.remedy, d.procedure FROM determination d "
    "JOIN conviction c ON c.id = d.conviction_id WHERE d.conviction_id > ?1 "
    "ORDER BY d.conviction_id LIMIT ?2"
)
_EVERY = (
    f"SELECT {_OF_CONVICTION}, coalesce(d.outcome, '') AS outcome, coalesce(d.reason, '') AS "
    "reason, coalesce(d.remedy, '') AS remedy, coalesce(d.procedure, '') AS procedure "
    "FROM conviction c LEFT JOIN determination d ON d.conviction_id = c.id WHERE c.id > ?1 "
    "ORDER BY c.id LIMIT ?2"
)
_PEOPLE = (
    "SELECT p.id, p.name, p.cii, p.born, coalesce(f.flags, '') AS flags, "
    "coalesce(f.aliases, '') AS aliases FROM person p INDEXED BY person_listed "
    "LEFT JOIN person_flag f ON f.person_id = p.id WHERE p.id > ?1 ORDER BY p.id LIMIT ?2"
)
_ISSUES = (
    "SELECT DISTINCT person_id AS id, (SELECT group_concat(kind, char(10)) FROM (SELECT DISTINCT "
    "i.kind FROM row_issue i WHERE i.person_id = o.person_id AND i.is_mended = 0 AND "
    "i.is_confirmed = 0 ORDER BY 1)) AS kinds FROM row_issue o WHERE person_id > ?1 AND "
    "is_mended = 0 AND is_confirmed = 0 ORDER BY person_id LIMIT ?2"
)
_LATEST = (
    "SELECT person_id AS id, max(convicted_on) AS latest FROM conviction WHERE person_id > ?1 "
    "AND convicted_on GLOB '[0-9]*' AND (?3 = '' OR level = ?3) GROUP BY person_id "
    "ORDER BY person_id LIMIT ?2"
)
_REVIEW_KIND = (
    "decision || ',' || (stale <> '') || ',' || "
    "CASE decision WHEN 'overridden' THEN new_outcome ELSE outcome END || ',' || "
    "(approved_at <> '') || ',' || remind_on"
)
_REVIEWS = (
    f"SELECT conviction_id AS id, {_REVIEW_KIND} AS kind, reviewer FROM review "
    "WHERE conviction_id > ?1 ORDER BY conviction_id LIMIT ?2"
)


def count_listed(workspace: Workspace, *, in_scope_only: bool = True) -> int:
    """How many convictions there are to be read."""
    table = "determination" if in_scope_only else "conviction"
    return int(workspace.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def iter_convictions(
    workspace: Workspace, *, in_scope_only: bool = True
) -> Iterator[ConvictionChunk]:
    """All of them, or those with a determination."""
    inner = _IN_SCOPE if in_scope_only else _EVERY
    for chunk in _chunks(workspace, inner, _CONVICTION):
        yield ConvictionChunk._make(chunk)


def iter_people(workspace: Workspace) -> Iterator[PersonChunk]:
    columns = ("id", "name", "cii", "born", "flags", "aliases")
    for chunk in _chunks(workspace, _PEOPLE, columns):
        yield PersonChunk._make(chunk)


def iter_reviews(workspace: Workspace) -> Iterator[ReviewChunk]:
    for chunk in _chunks(workspace, _REVIEWS, ("id", "kind", "reviewer")):
        yield ReviewChunk._make(chunk)


def _chunks(
    workspace: Workspace, inner: str, columns: Sequence[str], *values: str
) -> Iterator[tuple[Any, ...]]:
    """``inner`` gives rows above an id, at most so many; the first column is the id.

    No value holds the sign between two: a text that does would be taken for two.
    """
    joined = ", ".join(
        f"group_concat({name}, ',')"
        if name in _NUMBERS
        else f"group_concat(replace({name}, char(31), ' '), char(31))"
        for name in columns
    )
    sql = f"SELECT max(id), count(*), {joined} FROM ({inner})"
    last = -1
    while True:
        highest, n, *texts = workspace.connection.execute(sql, (last, CHUNK, *values)).fetchone()
        if not n:
            return
        last = highest
        yield (n, *texts)


def iter_person_issues(workspace: Workspace) -> Iterator[TextChunk]:
    """Of people with open issues: the kinds, joined by line ends."""
    for chunk in _chunks(workspace, _ISSUES, ("id", "kinds")):
        yield TextChunk._make(chunk)


def iter_latest_convictions(workspace: Workspace, level: str = "") -> Iterator[TextChunk]:
    """Of people with a dated conviction of a level, or of any: the date of the latest."""
    for chunk in _chunks(workspace, _LATEST, ("id", "latest"), level):
        yield TextChunk._make(chunk)


def list_reviews(workspace: Workspace, ids: Sequence[int]) -> list[tuple[int, str, str]]:
    """(conviction id, kind, reviewer) of those of the convictions that have a review."""
    return _rows(workspace, f"SELECT conviction_id, {_REVIEW_KIND}, reviewer FROM review", ids)


def list_questions(
    workspace: Workspace, ids: Sequence[int] | None = None
) -> list[tuple[int, int, str]]:
    """(conviction id, 1 while it is open, words with those of the answer) of all, or of some."""
    sql = "SELECT conviction_id, answered_at = '', words || ' ' || answer FROM question"
    return _rows(workspace, sql, ids)


def list_notes(workspace: Workspace, ids: Sequence[int] | None = None) -> list[tuple[int, str]]:
    """(conviction id, words) of every note, or of those on some convictions."""
    return _rows(workspace, "SELECT conviction_id, words FROM note", ids)


def list_review_words(
    workspace: Workspace, ids: Sequence[int] | None = None
) -> list[tuple[int, str]]:
    """(conviction id, words) of reviews, or of those of some convictions; "" where none are."""
    if ids is None:
        return list(
            workspace.connection.execute(
                "SELECT conviction_id, words FROM review WHERE words <> ''"
            )
        )
    return _rows(workspace, "SELECT conviction_id, words FROM review", ids)


def _rows(workspace: Workspace, sql: str, ids: Sequence[int] | None) -> list[Any]:
    if ids is None:
        return list(workspace.connection.execute(sql))
    within = f"{sql} WHERE conviction_id IN (SELECT value FROM json_each(?))"
    return list(workspace.connection.execute(within, (json.dumps(list(ids)),)))


def last_entry(workspace: Workspace) -> int:
    """The newest entry of the record of the work."""
    return int(workspace.connection.execute("SELECT coalesce(max(id), 0) FROM audit").fetchone()[0])


def list_touched(workspace: Workspace, since: int, *, limit: int) -> list[int]:
    """Convictions that entries of the record after ``since`` are about, at most so many."""
    return [
        int(row[0])
        for row in workspace.connection.execute(
            "SELECT DISTINCT CAST(substr(subject, 12) AS INTEGER) FROM audit WHERE id > ? "
            "AND subject GLOB 'conviction [0-9]*' LIMIT ?",
            (since, limit),
        )
    ]
