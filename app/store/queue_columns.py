"""What the list of convictions knows of each, read column by column.

A million rows fetched one by one would keep the window waiting. Here SQLite joins the values
of some thousand rows to one text a column, which takes no part of the interpreter, and the
reader of the text splits it by `SEP`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.store.workspace import Workspace

SEP = "\x1f"
CHUNK = 20_000  # rows at a time: what is then done with a text takes a thousandth of a second
_MOST_IDS = 900  # in one statement


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


class ReviewChunk(NamedTuple):
    """Some thousand reviews in order of the convictions."""

    n: int
    ids: str
    decision: str
    stale: str
    new_outcome: str
    reviewer: str
    approved_at: str


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
_REVIEWS = (
    "SELECT conviction_id AS id, decision, stale <> '' AS stale, new_outcome, reviewer, "
    "approved_at FROM review WHERE conviction_id > ?1 ORDER BY conviction_id LIMIT ?2"
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
        yield ConvictionChunk(*chunk)


def iter_people(workspace: Workspace) -> Iterator[PersonChunk]:
    columns = ("id", "name", "cii", "born", "flags", "aliases")
    for chunk in _chunks(workspace, _PEOPLE, columns):
        yield PersonChunk(*chunk)


def iter_reviews(workspace: Workspace) -> Iterator[ReviewChunk]:
    columns = ("id", "decision", "stale", "new_outcome", "reviewer", "approved_at")
    for chunk in _chunks(workspace, _REVIEWS, columns):
        yield ReviewChunk(*chunk)


def _chunks(
    workspace: Workspace, inner: str, columns: Sequence[str]
) -> Iterator[tuple[int, *tuple[str, ...]]]:
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
        highest, n, *texts = workspace.connection.execute(sql, (last, CHUNK)).fetchone()
        if not n:
            return
        last = highest
        yield (n, *texts)


def list_person_issues(workspace: Workspace) -> list[tuple[int, str]]:
    """(person id, kinds of their open issues joined by line ends), by person."""
    return [
        (int(person), str(kinds))
        for person, kinds in workspace.connection.execute(
            "SELECT person_id, group_concat(kind, char(10)) FROM (SELECT DISTINCT person_id, kind "
            "FROM row_issue WHERE person_id IS NOT NULL AND is_mended = 0 AND is_confirmed = 0 "
            "ORDER BY 1, 2) GROUP BY person_id"
        )
    ]


def list_latest_convictions(workspace: Workspace, level: str = "") -> list[tuple[int, str]]:
    """(person id, date of the latest conviction whose date is known), of one level or of any."""
    return [
        (int(person), str(on))
        for person, on in workspace.connection.execute(
            "SELECT person_id, max(convicted_on) FROM conviction WHERE convicted_on GLOB '[0-9]*' "
            "AND (?1 = '' OR level = ?1) GROUP BY person_id",
            (level,),
        )
    ]


def list_open_questions(
    workspace: Workspace, ids: Sequence[int] | None = None
) -> list[tuple[int, str, bool]]:
    """(conviction id, words with those of the answer, whether it is open)."""
    return _of_ids(
        workspace,
        "SELECT conviction_id, words || ' ' || answer, answered_at = '' FROM question",
        "",
        ids,
    )


def list_noted(
    workspace: Workspace, ids: Sequence[int] | None = None
) -> list[tuple[int, str]]:
    """(conviction id, the words of its notes)."""
    return _of_ids(
        workspace,
        "SELECT conviction_id, group_concat(words, ' ') FROM note",
        " GROUP BY conviction_id",
        ids,
    )


def list_review_words(
    workspace: Workspace, ids: Sequence[int] | None = None
) -> list[tuple[int, str]]:
    """(conviction id, words) of reviews that have words."""
    return _of_ids(
        workspace, "SELECT conviction_id, words FROM review", "", ids, also="words <> ''"
    )
