"""What of a workspace goes into a package: everything of some people, and nothing of anybody else.

The package is the open database here, the office's workspace is attached to it. Rows of files are
not copied as they are kept: a piece holds other people's rows too (`app.jobs.packages.carve`).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator

from app.store import row_owners, sealed, visible
from app.store.case_states import STATE_WORDS
from app.store.conflicts import ORDER_SETTING
from app.store.questions import Note
from app.store.reviews import SECOND_REVIEWER
from app.store.runs import CHANGED_SETTING
from app.store.workspace import Workspace

# Of the office's settings only what a reviewer's desk needs.
_SETTINGS = (ORDER_SETTING, SECOND_REVIEWER, CHANGED_SETTING)

_PEOPLE = "(SELECT id FROM temp.chosen)"
_CONVICTIONS = f"(SELECT id FROM home.conviction WHERE person_id IN {_PEOPLE})"
_SOURCES = (
    f"(SELECT source_id FROM home.person_rows WHERE person_id IN {_PEOPLE} "
    f"UNION SELECT source_id FROM home.conviction WHERE person_id IN {_PEOPLE} "
    f"UNION SELECT source_id FROM home.subject WHERE person_id IN {_PEOPLE} "
    f"UNION SELECT source_id FROM home.row_issue WHERE person_id IN {_PEOPLE} "
    f"UNION SELECT source_id FROM home.conflict WHERE person_id IN {_PEOPLE} "
    f"UNION SELECT other_source_id FROM home.conflict WHERE person_id IN {_PEOPLE})"
)
# Mends of these people's rows. One of alike cells may be of other people's rows as well.
_OWN_MEND_ROWS = (
    "(SELECT r.* FROM home.mend_row r JOIN home.person_rows o ON o.source_id = r.source_id "
    f"AND r.row BETWEEN o.first_row AND o.first_row + o.n_rows - 1 WHERE o.person_id IN {_PEOPLE})"
)

_COPIES = (
    ("INSERT INTO import_batch SELECT * FROM home.import_batch "
    f"WHERE id IN (SELECT batch_id FROM home.source WHERE id IN {_SOURCES})"),
    f"INSERT INTO source SELECT * FROM home.source WHERE id IN {_SOURCES}",
    f"INSERT INTO person SELECT * FROM home.person WHERE id IN {_PEOPLE}",
    f"INSERT INTO person_rows SELECT * FROM home.person_rows WHERE person_id IN {_PEOPLE}",
    f"INSERT INTO subject SELECT * FROM home.subject WHERE person_id IN {_PEOPLE}",
    f"INSERT INTO person_flag SELECT * FROM home.person_flag WHERE person_id IN {_PEOPLE}",
    f"INSERT INTO conviction SELECT * FROM home.conviction WHERE person_id IN {_PEOPLE}",
    ("INSERT INTO check_run SELECT * FROM home.check_run "
    "WHERE id = (SELECT max(id) FROM home.check_run)"),
    (f"INSERT INTO determination SELECT * FROM home.determination WHERE conviction_id IN "
    f"{_CONVICTIONS}"),
    f"INSERT INTO row_issue SELECT * FROM home.row_issue WHERE person_id IN {_PEOPLE}",
    ("INSERT INTO confirmation SELECT c.* FROM home.confirmation c JOIN "
    "(SELECT DISTINCT source_id, row, column_name, kind, text FROM main.row_issue) i "
    "USING (source_id, row, column_name, kind, text)"),
    (f"INSERT INTO mend SELECT * FROM home.mend WHERE id IN "
    f"(SELECT mend_id FROM {_OWN_MEND_ROWS})"),
    f"INSERT INTO mend_row SELECT DISTINCT * FROM {_OWN_MEND_ROWS}",
    "UPDATE mend SET n_rows = (SELECT count(*) FROM main.mend_row r WHERE r.mend_id = mend.id)",
    f"INSERT INTO conflict SELECT * FROM home.conflict WHERE person_id IN {_PEOPLE}",
    ("INSERT INTO conflict_choice SELECT d.* FROM home.conflict_choice d WHERE EXISTS "
    "(SELECT 1 FROM main.conflict c WHERE c.fact = d.fact AND ((d.source_id = c.source_id "
    "AND d.row = c.row AND d.other_source_id = c.other_source_id AND d.other_row = c.other_row) "
    "OR (d.source_id = c.other_source_id AND d.row = c.other_row "
    "AND d.other_source_id = c.source_id AND d.other_row = c.row)))"),
    f"INSERT INTO review SELECT * FROM home.review WHERE conviction_id IN {_CONVICTIONS}",
    f"INSERT INTO question SELECT * FROM home.question WHERE conviction_id IN {_CONVICTIONS}",
    f"INSERT INTO note SELECT * FROM home.note WHERE conviction_id IN {_CONVICTIONS}",
    "DELETE FROM main.override_reason",
    "INSERT INTO override_reason SELECT * FROM home.override_reason",
    "INSERT INTO office_user SELECT * FROM home.office_user",
    # What was searched for may be somebody's name.
    ("INSERT INTO saved_filter SELECT * FROM home.saved_filter WHERE json_valid(filter) "
    "AND coalesce(json_extract(filter, '$.text'), '') = ''"),
    ("UPDATE source SET n_quarantined = (SELECT count(*) FROM main.row_issue i "
    "WHERE i.source_id = source.id AND i.is_quarantined = 1 AND i.is_mended = 0)"),
    ("UPDATE source SET replaced_by = NULL "
    "WHERE replaced_by NOT IN (SELECT id FROM main.source)"),
)  # fmt: skip


@contextlib.contextmanager
def _attached(package: Workspace, home: Workspace) -> Iterator[None]:
    """The office's workspace as the last transaction left it, for reading."""
    connection = package.connection
    connection.execute("ATTACH DATABASE ? AS home KEY ?", (str(home.path), f"x'{home.key.hex}'"))
    connection.execute("PRAGMA foreign_keys = OFF")  # a replaced file's successor may stay behind
    try:
        yield
    finally:
        connection.execute("DROP TABLE IF EXISTS temp.chosen")
        connection.execute("DETACH DATABASE home")
        connection.execute("PRAGMA foreign_keys = ON")


def copy_people(package: Workspace, home: Workspace, people: Iterable[int]) -> None:
    """Fill a fresh workspace with everything of some people, as one transaction of its own.

    What is not committed in ``home`` yet is not seen.
    """
    with _attached(package, home):
        connection = package.connection
        connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO temp.chosen VALUES (?)", ((one,) for one in people))
        connection.execute("BEGIN")  # an immediate one would lock the office's workspace too
        try:
            for statement in _COPIES:
                connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    with package.transaction():
        for name in _SETTINGS:
            value = home.get_setting(name)
            if value:
                package.save_setting(name, value)
        _leave_out_sealed(package, home)


def _leave_out_sealed(package: Workspace, home: Workspace) -> None:
    """Nothing that is sealed leaves the office: neither in a record nor as a row of a file."""
    hidden = sealed.places_of(home, list_people(package))
    if not hidden:
        return
    package.save_setting(sealed.PACKAGE_SETTING, json.dumps(sorted(hidden)))
    for person, places in hidden.items():
        rows = sealed.rows_of_person(home, person)
        for at in rows:
            row_owners.release_row(package, at)
        package.connection.executemany("DELETE FROM mend_row WHERE source_id = ? AND row = ?", rows)
        (record,) = package.connection.execute(
            "SELECT record FROM person WHERE id = ?", (person,)
        ).fetchone()
        package.connection.execute(
            "UPDATE person SET record = ?, n_rows = n_rows - ? WHERE id = ?",
            (visible.visible_record(record, places), len(rows), person),
        )
    package.connection.execute("DELETE FROM mend WHERE id NOT IN (SELECT mend_id FROM mend_row)")
    package.connection.execute(
        "UPDATE mend SET n_rows = (SELECT count(*) FROM mend_row r WHERE r.mend_id = mend.id)"
    )


def runs_of_rows(workspace: Workspace) -> dict[int, list[tuple[int, int]]]:
    """Source -> (first row, rows) of everybody's rows, in order."""
    found: dict[int, list[tuple[int, int]]] = {}
    for source, first, n in workspace.connection.execute(
        "SELECT source_id, first_row, n_rows FROM person_rows ORDER BY 1, 2"
    ):
        found.setdefault(int(source), []).append((int(first), int(n)))
    return found


def rows_of_issues(workspace: Workspace) -> dict[int, set[int]]:
    """Source -> rows that somebody's issues are about."""
    found: dict[int, set[int]] = {}
    for source, row in workspace.connection.execute("SELECT source_id, row FROM row_issue"):
        found.setdefault(int(source), set()).add(int(row))
    return found


def records_of(workspace: Workspace, people: Iterable[int]) -> dict[int, bytes]:
    """Person id -> the coded record, as far as it may leave."""
    wanted = list(people)
    found: dict[int, bytes] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        found |= dict(
            workspace.connection.execute(
                f"SELECT id, record FROM person WHERE id IN ({marks})", part
            ).fetchall()
        )
    for person, places in sealed.places_of(workspace, wanted).items():
        if person in found:
            found[person] = visible.visible_record(found[person], places)
    return found


def list_people(workspace: Workspace) -> list[int]:
    """Everybody of a package."""
    return [int(row[0]) for row in workspace.connection.execute("SELECT id FROM person")]


def last_note(workspace: Workspace) -> int:
    """The number of the newest note; 0 without any."""
    return int(workspace.connection.execute("SELECT coalesce(max(id), 0) FROM note").fetchone()[0])


def told_states(workspace: Workspace) -> dict[int, tuple[str, set[str]]]:
    """Conviction -> (what it became last, who changed it) by the record of the work.

    Notes and looks at a record change no state.
    """
    found: dict[int, tuple[str, set[str]]] = {}
    for subject, who, new in workspace.connection.execute(
        "SELECT subject, who, new FROM audit WHERE subject LIKE 'conviction %' "
        "AND action NOT LIKE '%note' ORDER BY id"
    ):
        number = subject.removeprefix("conviction ")
        if number.isdecimal() and new.startswith(STATE_WORDS):
            _, names = found.get(int(number), ("", set()))
            found[int(number)] = (new, {*names, who})
    return found


def notes_after(workspace: Workspace, number: int) -> list[Note]:
    """Notes that were written later than the one of this number, the oldest first."""
    rows = workspace.connection.execute(
        "SELECT uid, conviction_id, words, who, at FROM note WHERE id > ? ORDER BY id", (number,)
    )
    return [Note(*row) for row in rows]


def places_of(workspace: Workspace, ids: Iterable[int]) -> dict[int, tuple[int, int, str]]:
    """Conviction -> (source, row, deciding rule) of those that the latest check answers."""
    rows = workspace.connection.execute(
        "SELECT c.id, c.source_id, c.row, d.rule_id FROM conviction c "
        "JOIN determination d ON d.conviction_id = c.id "
        "WHERE c.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {int(number): (int(source), int(row), str(rule)) for number, source, row, rule in rows}
