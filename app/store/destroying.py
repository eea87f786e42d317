"""The SQL of a purge: what goes, what is struck out, what is emptied, and looking for the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import zstandard

from app.store import audit
from app.store.purge_tables import DELETIONS, Text, columns_of
from app.store.workspace import Workspace

Pattern = re.Pattern[str]
_SUBJECT = re.compile(r"\b(conviction|person) (\d+)")
_TEMPORARY = {
    "gone_person": "id INTEGER PRIMARY KEY",
    "changed_person": "id INTEGER PRIMARY KEY",
    "gone_conviction": "id INTEGER PRIMARY KEY",
    "gone_paper": "id INTEGER PRIMARY KEY",
    "gone_row": "source_id INTEGER, row INTEGER, PRIMARY KEY (source_id, row)",
}


_PAPERS = "(SELECT id FROM temp.gone_paper)"


@dataclass(frozen=True, slots=True)
class Gone:
    """How much of each kind goes."""

    n_people: int
    n_convictions: int
    n_papers: int
    n_scans: int


def mark_gone(
    workspace: Workspace, people: Iterable[int], changed: Iterable[int],
    convictions: Iterable[int], rows: Iterable[tuple[int, int]],
) -> Gone:  # fmt: skip
    """Name what goes, inside the caller's transaction: with people their convictions, with
    convictions the papers that are about nothing else."""
    connection = workspace.connection
    for table, columns in _TEMPORARY.items():
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns})")
        connection.execute(f"DELETE FROM temp.{table}")
    for table, numbers in (
        ("gone_person", people), ("changed_person", changed), ("gone_conviction", convictions),
    ):  # fmt: skip
        connection.executemany(
            f"INSERT OR IGNORE INTO temp.{table} VALUES (?)", ((one,) for one in numbers)
        )
    connection.executemany("INSERT OR IGNORE INTO temp.gone_row VALUES (?, ?)", rows)
    for statement in _ALSO_GONE:
        connection.execute(statement)
    return Gone(
        *(
            int(connection.execute(sql).fetchone()[0])
            for sql in (
                "SELECT count(*) FROM temp.gone_person",
                "SELECT count(*) FROM temp.gone_conviction",
                "SELECT count(*) FROM temp.gone_paper",
                f"SELECT count(*) FROM attachment WHERE paper_id IN {_PAPERS}",
            )
        )
    )


_GONE_AT = "(source_id, row) IN (SELECT source_id, row FROM temp.gone_row)"
_ALSO_GONE = (
    (
        "INSERT OR IGNORE INTO temp.gone_conviction SELECT id FROM conviction "
        "WHERE person_id IN (SELECT id FROM temp.gone_person)"
    ),
    (
        "INSERT OR IGNORE INTO temp.gone_conviction SELECT conviction_id FROM sealed "
        "WHERE person_id IN (SELECT id FROM temp.gone_person)"
    ),
    (
        "INSERT OR IGNORE INTO temp.gone_conviction SELECT conviction_id FROM past_conviction "
        f"WHERE {_GONE_AT}"
    ),
    (
        "INSERT OR IGNORE INTO temp.gone_conviction SELECT conviction_id FROM mended_conviction "
        f"WHERE {_GONE_AT}"
    ),
    (
        "INSERT OR IGNORE INTO temp.gone_paper SELECT id FROM paper WHERE NOT EXISTS "
        "(SELECT 1 FROM paper_case c WHERE c.paper_id = paper.id AND c.conviction_id NOT IN "
        "(SELECT id FROM temp.gone_conviction)) "
        "AND (person_id IN (SELECT id FROM temp.gone_person) OR id IN "
        "(SELECT paper_id FROM paper_case c JOIN temp.gone_conviction g ON g.id = c.conviction_id))"
    ),
)


def list_gone(workspace: Workspace, table: str) -> list[int]:
    """The numbers of what goes: of "gone_conviction" or "gone_paper"."""
    if table not in _TEMPORARY:
        raise ValueError(f"no table {table}")
    return [row[0] for row in workspace.connection.execute(f"SELECT id FROM temp.{table}")]


def papers_on_disk(workspace: Workspace) -> list[tuple[str, str]]:
    """(folder, file) of the papers that go; "" for one whose folder is not known."""
    return [
        (str(folder), str(name))
        for folder, name in workspace.connection.execute(
            "SELECT coalesce(b.folder, ''), p.file_name FROM paper p "
            "LEFT JOIN paper_batch b ON b.id = p.batch_id "
            "WHERE p.id IN (SELECT id FROM temp.gone_paper) ORDER BY 1, 2"
        )
    ]


def mixed_scans(workspace: Workspace) -> list[tuple[int, int]]:
    """(paper, attachment) of scans of papers that are about somebody else as well."""
    return [
        (int(paper), int(number))
        for paper, number in workspace.connection.execute(
            "SELECT DISTINCT a.paper_id, a.id FROM attachment a JOIN paper_case c "
            "ON c.paper_id = a.paper_id WHERE c.conviction_id IN "
            "(SELECT id FROM temp.gone_conviction) "
            "AND a.paper_id NOT IN (SELECT id FROM temp.gone_paper) ORDER BY 1, 2"
        )
    ]


def packed_of_gone(workspace: Workspace) -> list[bytes]:
    """Records and scans of what goes, and records that are made anew, as they are packed now."""
    return [
        row[0]
        for row in workspace.connection.execute(
            "SELECT record FROM person WHERE id IN (SELECT id FROM temp.gone_person UNION "
            "SELECT id FROM temp.changed_person) UNION ALL "
            f"SELECT data FROM attachment WHERE paper_id IN {_PAPERS}"
        )
    ]


def delete_gone(workspace: Workspace, step: Callable[[int, int], None]) -> None:
    """Delete everything that was named, inside the caller's transaction."""
    for place, statement in enumerate(DELETIONS):
        step(place, len(DELETIONS))
        workspace.connection.execute(statement)


def forget_marks(workspace: Workspace) -> None:
    """Drop what `mark_gone` made."""
    for table in _TEMPORARY:
        workspace.connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


# -- words ------------------------------------------------------------------------------------


def strike_out(workspace: Workspace, pattern: Pattern, replace: Callable[[str], str]) -> int:
    """Strike names out of everybody's words; in how many texts. Inside the transaction.

    A saved filter that names somebody goes as a whole: without the name it is another filter.
    """
    connection = workspace.connection
    n_struck = 0
    for name, text in connection.execute("SELECT name, filter FROM saved_filter").fetchall():
        if pattern.search(name) or pattern.search(text):
            connection.execute("DELETE FROM saved_filter WHERE name = ?", (name,))
            n_struck += 1
    for table, column in columns_of(Text.WORDS):
        found = [
            text
            for (text,) in connection.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''"
            )
            if pattern.search(text)
        ]
        for text in found:
            done = connection.execute(
                f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (replace(text), text)
            )
            n_struck += int(done.rowcount)
    return n_struck


def empty_entries(
    workspace: Workspace, people: Iterable[int], pattern: Pattern | None, *, at: str, who: str,
    purge_id: int, words: str,
) -> tuple[int, int]:  # fmt: skip
    """Empty every entry of the record that is about what goes, or names it: (the entry that
    accounts for them, how many they are)."""
    gone = {
        "conviction": set(list_gone(workspace, "gone_conviction")), "person": set(people),
    }  # fmt: skip
    connection = workspace.connection
    before = {row[0] for row in connection.execute("SELECT entry_id FROM audit_blank")}
    emptied, headings = [], []
    for number, subject, old, new in connection.execute(
        "SELECT id, subject, old, new FROM audit WHERE action <> ?", (audit.PURGE,)
    ):
        is_named = pattern is not None and pattern.search(subject) is not None
        is_about = any(int(n) in gone[what] for what, n in _SUBJECT.findall(subject))
        if is_named:
            headings.append(number)
        if number in before or not (is_named or is_about or _names(pattern, old, new)):
            continue
        emptied.append(number)
    entry = audit.blank(
        workspace, emptied, at=at, who=who, subject=f"purge {purge_id}", words=words
    )
    connection.executemany(
        "UPDATE audit SET subject = '', old = '', new = '', salt = '' WHERE id = ?",
        ((number,) for number in headings),
    )
    return entry, len(emptied)


def _names(pattern: Pattern | None, *texts: str) -> bool:
    return pattern is not None and any(pattern.search(text) for text in texts)


# -- looking for the rest ---------------------------------------------------------------------


def iter_own_texts(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """(table, text) of whatever says who somebody is, of everybody who stays."""
    yield from _texts(workspace, columns_of(Text.OWN))


def iter_all_texts(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """(table, text) of every text of the schema and every record and scan, unpacked; the kept
    copies of files are looked through apart."""
    connection = workspace.connection
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        texts = [(table, name) for _, name, kind, *_ in columns if kind == "TEXT"]
        yield from _texts(workspace, texts)
    for (record,) in workspace.connection.execute("SELECT record FROM person"):
        if record:
            yield "person", zstandard.decompress(record).decode("utf-8", "replace")
    for n_bytes, data in workspace.connection.execute("SELECT n_bytes, data FROM attachment"):
        scan = zstandard.decompress(data, max_output_size=n_bytes)
        yield "attachment", scan.decode("latin-1")


def _texts(workspace: Workspace, columns: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for table, column in columns:
        for (text,) in workspace.connection.execute(
            f"SELECT CAST({column} AS TEXT) FROM {table} WHERE {column} <> ''"
        ):
            yield table, text


def last_numbers(workspace: Workspace) -> tuple[int, int]:
    """The highest numbers of people and convictions that were named as gone."""
    row = workspace.connection.execute(
        "SELECT (SELECT coalesce(max(id), 0) FROM temp.gone_person), "
        "(SELECT coalesce(max(id), 0) FROM temp.gone_conviction)"
    ).fetchone()
    return int(row[0]), int(row[1])


def marks_of_gone(workspace: Workspace) -> list[str]:
    """By what the sealed convictions that go are known again."""
    return [
        row[0]
        for row in workspace.connection.execute(
            "SELECT mark FROM sealed WHERE conviction_id IN (SELECT id FROM temp.gone_conviction)"
        )
    ]


def kept_numbers(workspace: Workspace, numbers: Iterable[int]) -> list[str]:
    """Case numbers, as listed, of convictions in the list or sealed."""
    wanted = json.dumps(list(numbers))
    connection = workspace.connection
    found = [
        row[0]
        for row in connection.execute(
            "SELECT case_number FROM conviction WHERE id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
    ]
    found += [
        json.loads(row[0])[5]
        for row in connection.execute(
            "SELECT facts FROM sealed WHERE conviction_id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
    ]
    return found


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody is called anywhere in the tables."""

    person_id: int
    cii: str
    name: str
    born: str


def identities(workspace: Workspace, people: Iterable[int]) -> list[Identity]:
    """Of people, and of whoever was merged into them or stood under their number before."""
    wanted = json.dumps(list(people))
    rows = workspace.connection.execute(
        "WITH wanted(id) AS (SELECT value FROM json_each(?1)) "
        "SELECT id, cii, name, born FROM person WHERE id IN wanted UNION "
        "SELECT kept_id, cii, name, born FROM person_merge WHERE kept_id IN wanted UNION "
        "SELECT person_id, cii, name, born FROM delivery_change WHERE person_id IN wanted",
        (wanted,),
    )
    return [Identity(*row) for row in rows]
