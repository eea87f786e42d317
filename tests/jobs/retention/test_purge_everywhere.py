"""Every table and every text of the schema: what a purge does to it, and that it does."""

from __future__ import annotations

import json

import zstandard

from app.jobs.progress import Silent
from app.jobs.retention.plan import plan_purge
from app.jobs.retention.purge import WORD, purge_records
from app.store import audit, purge_tables
from app.store.purge_tables import TEXTS, Text
from app.store.workspace import Workspace
from tests.jobs.retention.looking import found_in_pages, found_in_texts, places_of

WHO = "An Administrator"
OF_BLAKE = ("OAKWOODLY", "Oakwoodly", "A10000002", "QX700444")
PLANT = "See OAKWOODLY,BLAKE or Blake Oakwoodly, A10000002, QX700444"
_PARSED = {  # texts that the program itself takes apart
    ("sealed", "facts"): json.dumps([PLANT] * 7),
    ("sealed", "review"): "",
    ("sealed", "answer"): "",
    ("sealed", "doubts"): json.dumps([[PLANT]]),
}
_THERE = ("person", "conviction")  # Blake's own rows stand there
# Whose a row is, by the names of its columns: Blake's, who goes, or that of Chris, who stays.
_TIES = {
    "person_id": (2, 3), "conviction_id": (4, 5), "low": (2, 3), "high": (2, 3),
    "gone_id": (2, 30), "kept_id": (2, 30), "source_id": (1, 1), "other_source_id": (1, 1),
    "row": (6, 7), "other_row": (6, 7), "is_open": (0, 0), "replaced_by": (0, 0),
}  # fmt: skip


def test_every_table_and_every_text_of_the_schema_has_its_treatment(workspace: Workspace) -> None:
    """A new table or column that nobody thought of fails here."""
    connection = workspace.connection
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        texts = {
            name
            for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall()
            if kind in ("TEXT", "BLOB")
        }
        assert texts <= purge_tables.TEXTS.get(table, {}).keys(), table
        own = any(kind is Text.OWN for kind in purge_tables.TEXTS[table].values())
        goes = any(f"DELETE FROM {table} " in one for one in purge_tables.DELETIONS)
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        tied = columns & {"person_id", "conviction_id", "gone_id", "low", "row"}
        if (own or tied) and table not in ("purged_row", "retention_number", "retention_hold"):
            assert goes, f"{table} holds what is one person's, and nothing of it is deleted"


def planted_row(
    workspace: Workspace, table: str, number: int, whose: int, kinds: tuple[Text, ...]
) -> set[str]:
    """Put a row with the words into a table; the columns in which they stand."""
    names, values, planted = [], [], set()
    for _, name, kind, *_ in workspace.connection.execute(f"PRAGMA table_info({table})").fetchall():
        treatment = TEXTS[table].get(name)
        if (table, name) in _PARSED:
            value: object = _PARSED[table, name].replace(PLANT, "x" if whose else PLANT)
        elif treatment in kinds:
            value = PLANT
        elif kind == "TEXT":
            value = f"x{number}"
        elif kind == "BLOB":
            value = zstandard.compress(b"x" * 4)
        else:
            value = _TIES.get(name, (number, number))[whose]
        if isinstance(value, str) and PLANT in value:
            planted.add(name)
        names.append(name)
        values.append(value)
    done = workspace.connection.execute(
        f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) "
        f"VALUES ({', '.join('?' * len(names))})",
        values,
    )
    return planted if done.rowcount else set()


def plant_everywhere(workspace: Workspace) -> set[tuple[str, str]]:
    """Name Blake in every text that can name anybody; (table, column) of all that do now.

    What is one person's own stands in a row of Blake's; people's words in rows of others too.
    """
    workspace.connection.execute("PRAGMA foreign_keys = OFF")
    workspace.connection.execute("PRAGMA ignore_check_constraints = ON")
    planted: set[tuple[str, str]] = set()
    for number, table in enumerate(TEXTS, start=9000):
        for whose, kinds in ((0, (Text.OWN, Text.WORDS)), (1, (Text.WORDS,))):
            if table not in _THERE and set(TEXTS[table].values()) & {Text.OWN, Text.WORDS}:
                found = planted_row(workspace, table, number + 1000 * whose, whose, kinds)
                planted |= {(table, column) for column in found}
    return planted


def test_a_name_planted_in_every_text_of_the_schema_is_nowhere_after_a_purge(
    desk: Workspace,
) -> None:
    """Wherever somebody can be named, they were, and are not; the pages hold nothing either."""
    planted = plant_everywhere(desk)
    wanted = set(purge_tables.columns_of(Text.OWN, Text.WORDS))
    missing = {(table, column) for table, column in wanted - planted if table not in _THERE}
    assert missing == {("sealed", "review")}
    with desk.transaction():
        audit.append(desk, at="2026-11-02T08:00:00", who=WHO, action="setting",
                     subject=f"filter {PLANT}", old=PLANT, new=PLANT)  # fmt: skip
    assert found_in_texts(desk, *OF_BLAKE) == list(OF_BLAKE)
    desk.connection.execute("DELETE FROM retention_hold WHERE person_id = 2")  # else it is refused
    plan = plan_purge(desk, people=[2])
    assert plan.refused == ()
    done = purge_records(desk, plan, f"Order about {PLANT}", WORD, Silent(), who=WHO)
    assert places_of(desk, *OF_BLAKE, "Blake Oakwoodly") == set()
    assert found_in_pages(desk, *OF_BLAKE, "Blake Oakwoodly") == []
    assert done.is_proven
    assert json.loads(done.purge.certificate)["words_struck_out"] > 20
    assert audit.find_break(desk) is None
