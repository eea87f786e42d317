"""What was imported: batches, sources with their verbatim pieces, people, convictions, issues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.record import RapSheet, RowRef
from app.model.sealing import without_convictions
from app.store import past, sealed
from app.store.codec import decode_sheet
from app.store.workspace import Workspace

STATE_FILE = "doj-bulk"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was imported.

    Of a file that is not the state's, ``encoding``, ``mark_bytes``, ``line_mark`` and
    ``has_header`` describe its reading.
    """

    id: int
    batch_id: int
    name: str
    sha256: str
    n_bytes: int
    encoding: str
    mark_bytes: int  # length of the byte-order mark
    line_mark: str  # the character that ends a line
    layout: str
    has_header: bool
    n_rows: int  # records without header and blank lines
    n_quarantined: int
    kind: str = STATE_FILE
    origin: str = ""  # how a file that is not the state's was read, as JSON
    replaced_by: int | None = None  # the source that took its place

    @property
    def is_state_file(self) -> bool:
        return self.kind == STATE_FILE


@dataclass(frozen=True, slots=True)
class RowIssue:
    """A doubt or repair: where, what stands there, why, what was done, what to do."""

    at: RowRef
    column: str
    text: str
    kind: str
    reason: str
    done: str
    advice: str
    is_quarantined: bool
    person_id: int | None
    by_reader: bool = False  # found on the way to a reading


_SOURCE = (
    "id, batch_id, name, sha256, n_bytes, encoding, mark_bytes, line_mark, layout, has_header, "
    "n_rows, n_quarantined, kind, origin, replaced_by"
)


def list_sources(workspace: Workspace) -> list[Source]:
    rows = workspace.connection.execute(f"SELECT {_SOURCE} FROM source ORDER BY id")
    return [_source(*row) for row in rows]


def other_sources(workspace: Workspace) -> frozenset[int]:
    """The files that are not the state's."""
    return frozenset(source.id for source in list_sources(workspace) if not source.is_state_file)


def list_counting_sources(workspace: Workspace) -> list[Source]:
    """Without those whose place a newer delivery took."""
    return [source for source in list_sources(workspace) if source.replaced_by is None]


def save_origin(workspace: Workspace, source_id: int, layout: str, origin: str) -> None:
    """How a file that is not the state's was read."""
    workspace.connection.execute(
        "UPDATE source SET layout = ?, origin = ? WHERE id = ?", (layout, origin, source_id)
    )


def _source(*row: Any) -> Source:
    values = [*row]
    values[9] = bool(row[9])
    return Source(*values)


def make_issue(*row: Any) -> RowIssue:
    """From the columns of an issue, source and row first."""
    values = [RowRef(row[0], row[1]), *row[2:]]
    values[7], values[9] = bool(row[8]), bool(row[10])
    return RowIssue(*values)


def count_people(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM person").fetchone()[0])


def count_convictions(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM conviction").fetchone()[0])


def get_rap_sheet(workspace: Workspace, person_id: int) -> RapSheet:
    """The record of a person without what is sealed. Raises LookupError when there is none."""
    row = workspace.connection.execute(
        "SELECT record FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    if row is None:
        raise LookupError(f"no person {person_id}")
    places = sealed.places_of(workspace, [person_id]).get(person_id, frozenset())
    return without_convictions(decode_sheet(row[0]), places)


def iter_coded_people(
    workspace: Workspace, batch: int = 200, *, ids: Sequence[int] | None = None
) -> Iterator[list[tuple[int, bytes]]]:
    """(person id, coded rap sheet) in batches, by id; only ``ids`` when given.

    Whole, as the engine asks them; `app.store.visible` leaves out what is sealed.
    """
    if ids is not None:
        for start in range(0, len(ids), batch):
            part = ids[start : start + batch]
            marks = ",".join("?" * len(part))
            yield workspace.connection.execute(
                f"SELECT id, record FROM person WHERE id IN ({marks}) ORDER BY id",
                part,
            ).fetchall()
        return
    cursor = workspace.connection.execute("SELECT id, record FROM person ORDER BY id")
    while rows := cursor.fetchmany(batch):
        yield rows


def conviction_ids(workspace: Workspace) -> dict[tuple[int, int], int]:
    """(source, row) -> conviction id, for every conviction."""
    return {
        (source, row): number
        for number, source, row in workspace.connection.execute(
            "SELECT id, source_id, row FROM conviction"
        )
    }


def list_counties(workspace: Workspace) -> list[tuple[str, int]]:
    """(county, convictions) with the most first; "" for rows without a county."""
    return [
        (str(county), int(n))
        for county, n in workspace.connection.execute(
            "SELECT county, count(*) FROM conviction GROUP BY county ORDER BY 2 DESC, 1"
        )
    ]


def count_all_issues(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM row_issue").fetchone()[0])


def count_issues(workspace: Workspace) -> list[tuple[str, bool, int]]:
    """(kind, is quarantined, rows) with quarantine first, then the most frequent.

    Those that a mend settled are not counted.
    """
    return [
        (str(kind), bool(is_quarantined), int(n))
        for kind, is_quarantined, n in workspace.connection.execute(
            "SELECT kind, is_quarantined, count(*) FROM row_issue WHERE is_mended = 0 "
            "GROUP BY kind, is_quarantined ORDER BY is_quarantined DESC, 3 DESC, kind"
        )
    ]


def list_issues(
    workspace: Workspace,
    *,
    kind: str | None = None,
    person_id: int | None = None,
    only_quarantined: bool = False,
    offset: int = 0,
    limit: int = 200,
) -> list[RowIssue]:
    """Issues in the order of the files, without those that a mend settled; filters are joined
    by and."""
    where, values = ["is_mended = 0"], []
    for column, value in (("kind", kind), ("person_id", person_id)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    if only_quarantined:
        where.append("is_quarantined = 1")
    rows = workspace.connection.execute(
        "SELECT source_id, row, column_name, text, kind, reason, done, advice, is_quarantined, "
        f"person_id, by_reader FROM row_issue WHERE {' AND '.join(where)} "
        "ORDER BY is_quarantined DESC, source_id, row, id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [make_issue(*row) for row in rows]


def iter_quarantined(workspace: Workspace) -> Iterator[RowIssue]:
    """Every row that was set aside, in the order of the files."""
    offset = 0
    while page := list_issues(workspace, only_quarantined=True, offset=offset, limit=1000):
        yield from page
        offset += len(page)


def insert_batch(
    workspace: Workspace, *, started_at: str, finished_at: str, seconds: float, version: str
) -> int:
    """Begin a delivery; returns its number."""
    cursor = workspace.connection.execute(
        "INSERT INTO import_batch (started_at, finished_at, seconds, program_version) "
        "VALUES (?, ?, ?, ?)",
        (started_at, finished_at, seconds, version),
    )
    return int(cursor.lastrowid)


def finish_batch(workspace: Workspace, batch_id: int, *, finished_at: str, seconds: float) -> None:
    workspace.connection.execute(
        "UPDATE import_batch SET finished_at = ?, seconds = ? WHERE id = ?",
        (finished_at, seconds, batch_id),
    )


def insert_source(workspace: Workspace, source: Source) -> int:
    """Insert; ``source.id`` is ignored and the new id returned."""
    cursor = workspace.connection.execute(
        f"INSERT INTO source ({_SOURCE}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?)",
        (
            source.batch_id, source.name, source.sha256, source.n_bytes, source.encoding,
            source.mark_bytes, source.line_mark, source.layout, int(source.has_header),
            source.n_rows, source.n_quarantined, source.kind, source.origin, source.replaced_by,
        ),
    )  # fmt: skip
    return int(cursor.lastrowid)


def finish_source(workspace: Workspace, source_id: int, *, n_rows: int, n_quarantined: int) -> None:
    workspace.connection.execute(
        "UPDATE source SET n_rows = ?, n_quarantined = ? WHERE id = ?",
        (n_rows, n_quarantined, source_id),
    )


PersonRow = tuple[int, str, str, str, str, str, int, int, bytes]
ConvictionRow = tuple[int, int, int, int, str, str, str, str, str, str, int]


def insert_people(workspace: Workspace, rows: Iterable[PersonRow]) -> None:
    workspace.connection.executemany("INSERT INTO person VALUES (?,?,?,?,?,?,?,?,?)", rows)


def insert_person_rows(workspace: Workspace, rows: Iterable[tuple[int, int, int, int]]) -> None:
    """(person id, source id, first row, rows)."""
    workspace.connection.executemany("INSERT INTO person_rows VALUES (?,?,?,?)", rows)


def insert_subjects(workspace: Workspace, rows: Iterable[tuple[int, str, int]]) -> None:
    """(source id, person number of the file, person id)."""
    workspace.connection.executemany("INSERT INTO subject VALUES (?,?,?)", rows)


def list_subjects(workspace: Workspace, person_id: int) -> list[tuple[int, str]]:
    """(source id, person number of the file) of everything that makes up a person's record."""
    return [
        (int(source), str(subject))
        for source, subject in workspace.connection.execute(
            "SELECT source_id, subject FROM subject WHERE person_id = ? ORDER BY 1, 2", (person_id,)
        )
    ]


def insert_convictions(workspace: Workspace, rows: Iterable[ConvictionRow]) -> None:
    workspace.connection.executemany("INSERT INTO conviction VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)


def insert_issues(workspace: Workspace, issues: Iterable[RowIssue]) -> None:
    """Add doubts and quarantined rows."""
    workspace.connection.executemany(
        "INSERT INTO row_issue (source_id, row, column_name, text, kind, reason, done, advice, "
        "is_quarantined, person_id, by_reader) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            (
                issue.at.source, issue.at.row, issue.column, issue.text, issue.kind, issue.reason,
                issue.done, issue.advice, int(issue.is_quarantined), issue.person_id,
                int(issue.by_reader),
            )
            for issue in issues
        ),
    )  # fmt: skip


def drop_issues(workspace: Workspace, person_id: int, kind: str) -> int:
    """Take back the doubts of one kind about a person; returns how many there were."""
    cursor = workspace.connection.execute(
        "DELETE FROM row_issue WHERE person_id = ? AND kind = ?", (person_id, kind)
    )
    return int(cursor.rowcount)


def next_person_id(workspace: Workspace) -> int:
    """A number that nobody has or had: merged people can come back."""
    return _next_id(
        workspace, ("person", "id"), ("person_merge", "gone_id"), ("person_match", "high"),
        ("retention_number", "person_id"),
    )  # fmt: skip


def next_conviction_id(workspace: Workspace) -> int:
    """A number that no conviction has or had."""
    return _next_id(
        workspace,
        ("conviction", "id"),
        ("past_conviction", "conviction_id"),
        ("mended_conviction", "conviction_id"),
        ("sealed", "conviction_id"),
        ("retention_number", "conviction_id"),
    )


def _next_id(workspace: Workspace, *numbers: tuple[str, str]) -> int:
    highest = (
        workspace.connection.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()
        for table, column in numbers
    )
    return 1 + max(int(row[0]) for row in highest)


def count_person_rows(workspace: Workspace, person_id: int) -> int:
    """Rows of the files that belong to a person."""
    return int(
        workspace.connection.execute(
            "SELECT n_rows FROM person WHERE id = ?", (person_id,)
        ).fetchone()[0]
    )


def find_people_by_cii(workspace: Workspace) -> dict[str, int]:
    """CII number -> person id, for everyone who alone has one."""
    return dict(
        workspace.connection.execute(
            "SELECT cii, min(id) FROM person WHERE cii <> '' GROUP BY cii HAVING count(*) = 1"
        )
    )


def list_person_rows(workspace: Workspace, person_id: int) -> list[tuple[int, int, int]]:
    """(source, first row, rows) of each run of a person's rows, in file order."""
    return [
        tuple(row)
        for row in workspace.connection.execute(
            "SELECT source_id, first_row, n_rows FROM person_rows WHERE person_id = ? "
            "ORDER BY source_id, first_row",
            (person_id,),
        )
    ]


def replace_person(
    workspace: Workspace,
    person: PersonRow,
    rows: Iterable[tuple[int, int, int, int]],
    convictions: Iterable[ConvictionRow],
) -> None:
    """Give a person a new record after further rows came in.

    Convictions that stand where they stood keep their number, and with it their
    review; their determinations go, for they answer for the old record. The
    numbers given in ``convictions`` are used for new ones only. What no longer counts is
    put by (`app.store.past`), what is sealed stays out of the list (`app.store.sealed`).
    """
    person_id, connection = person[0], workspace.connection
    connection.execute(
        "DELETE FROM determination WHERE conviction_id IN "
        "(SELECT id FROM conviction WHERE person_id = ?)",
        (person_id,),
    )
    connection.execute("DELETE FROM person_flag WHERE person_id = ?", (person_id,))
    connection.execute(
        "UPDATE person SET cii = ?, name = ?, sex = ?, race = ?, born = ?, n_rows = ?, "
        "n_convictions = ?, record = ? WHERE id = ?",
        (*person[1:], person_id),
    )
    connection.execute("DELETE FROM person_rows WHERE person_id = ?", (person_id,))
    insert_person_rows(workspace, rows)
    known = {
        (source, row): number
        for number, source, row in connection.execute(
            "SELECT id, source_id, row FROM conviction WHERE person_id = ?", (person_id,)
        )
    }
    fresh: list[ConvictionRow] = []
    for conviction in convictions:
        number = known.pop((conviction[2], conviction[3]), None)
        if number is None:
            fresh.append(conviction)
            continue
        connection.execute(
            "UPDATE conviction SET section = ?, level = ?, convicted_on = ?, county = ?, "
            "court = ?, case_number = ?, is_cannabis = ? WHERE id = ?",
            (*conviction[4:], number),
        )
    past.put_by(workspace, known.values())
    past.bring_back(workspace, fresh)
    sealed.hide_again(workspace, person_id)


_FORGET_MERGES = (
    "WITH RECURSIVE gone(id) AS (VALUES (?) UNION SELECT gone_id FROM person_merge "
    "JOIN gone ON kept_id = gone.id) DELETE FROM person_merge "
    "WHERE gone_id IN (SELECT id FROM gone)"
)


def remove_person(workspace: Workspace, person_id: int) -> None:
    """A person who has no row left goes, with everything that was said of their convictions."""
    own = "(SELECT id FROM conviction WHERE person_id = ?)"
    for statement in (
        f"DELETE FROM determination WHERE conviction_id IN {own}",
        f"DELETE FROM review WHERE conviction_id IN {own}",
        "DELETE FROM conviction WHERE person_id = ?",
        "DELETE FROM person_flag WHERE person_id = ?",
        "DELETE FROM person_rows WHERE person_id = ?",
        "DELETE FROM row_issue WHERE person_id = ?",
        "DELETE FROM subject WHERE person_id = ?",
        "DELETE FROM conflict WHERE person_id = ?",
        # Whoever was merged into them is nobody any more, nor into those.
        _FORGET_MERGES,
        "UPDATE paper SET person_id = NULL WHERE person_id = ?",
        "DELETE FROM person WHERE id = ?",
    ):
        workspace.connection.execute(statement, (person_id,))
