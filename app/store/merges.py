"""Who was merged into whom, and the moves of rows between people. One transaction each."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.store import sealed
from app.store.workspace import Workspace

Subject = tuple[int, str]  # source id, person number of the file


@dataclass(frozen=True, slots=True)
class Merge:
    """A person who is now part of another, and what was theirs."""

    gone_id: int
    kept_id: int  # at that time; that person may have been merged since
    cii: str
    name: str
    born: str
    subjects: tuple[Subject, ...]
    papers: tuple[int, ...]
    who: str
    at: str


def list_merges(workspace: Workspace) -> list[Merge]:
    """Those in force, the earliest first."""
    return [
        Merge(
            gone, kept, cii, name, born,
            tuple((int(source), str(subject)) for source, subject in json.loads(subjects)),
            tuple(json.loads(papers)), who, at,
        )
        for gone, kept, cii, name, born, subjects, papers, who, at in workspace.connection.execute(
            "SELECT * FROM person_merge ORDER BY at, gone_id"
        )
    ]  # fmt: skip


def person_after_merges(found: Iterable[Merge], person_id: int) -> int:
    """The person as whom someone is now on record."""
    into = {one.gone_id: one.kept_id for one in found}
    while person_id in into:
        person_id = into[person_id]
    return person_id


def insert_merge(workspace: Workspace, merge: Merge) -> None:
    """Keep what a separation will need; the moves are `move_all`'s."""
    workspace.connection.execute(
        "INSERT INTO person_merge VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            merge.gone_id, merge.kept_id, merge.cii, merge.name, merge.born,
            json.dumps(merge.subjects), json.dumps(merge.papers), merge.who, merge.at,
        ),
    )  # fmt: skip


def set_subjects(workspace: Workspace, gone_id: int, subjects: Iterable[Subject]) -> None:
    """What is a merged person's part, after a newer file took the place of an older one."""
    workspace.connection.execute(
        "UPDATE person_merge SET subjects = ? WHERE gone_id = ?",
        (json.dumps(list(subjects)), gone_id),
    )


def delete_merge(workspace: Workspace, gone_id: int) -> None:
    workspace.connection.execute("DELETE FROM person_merge WHERE gone_id = ?", (gone_id,))


def papers_of(workspace: Workspace, person_id: int) -> tuple[int, ...]:
    """The papers of the register that are this person's."""
    return tuple(
        int(row[0])
        for row in workspace.connection.execute(
            "SELECT id FROM paper WHERE person_id = ? ORDER BY id", (person_id,)
        )
    )


def move_all(workspace: Workspace, gone_id: int, kept_id: int) -> None:
    """Everything of one person becomes the other's; the record has to be made anew."""
    connection = workspace.connection
    connection.execute(
        "DELETE FROM determination WHERE conviction_id IN "
        "(SELECT id FROM conviction WHERE person_id = ?)",
        (gone_id,),
    )
    for table in ("subject", "person_rows", "conviction", "row_issue", "paper", "conflict"):
        connection.execute(
            f"UPDATE {table} SET person_id = ? WHERE person_id = ?", (kept_id, gone_id)
        )
    sealed.follow_person(workspace, gone_id, kept_id)
    connection.execute("DELETE FROM person WHERE id = ?", (gone_id,))


def insert_blank(workspace: Workspace, person_id: int) -> None:
    """A person whose record is still to be made."""
    workspace.connection.execute(
        "INSERT INTO person VALUES (?, '', '', '', '', '', 0, 0, x'')", (person_id,)
    )


def move_rows(
    workspace: Workspace,
    from_id: int,
    to_id: int,
    subjects: Collection[Subject],
    rows: Iterable[tuple[int, int]],
    papers: Iterable[int],
) -> None:
    """Some rows of a person become another's; ``rows`` are (source id, row).

    The runs of rows of both are the caller's to write anew.
    """
    connection = workspace.connection
    for source, subject in subjects:
        connection.execute(
            "UPDATE subject SET person_id = ? WHERE source_id = ? AND subject = ?",
            (to_id, source, subject),
        )
    for at in rows:
        for table in ("conviction", "row_issue", "sealed"):
            connection.execute(
                f"UPDATE {table} SET person_id = ? "
                "WHERE source_id = ? AND row = ? AND +person_id = ?",
                (to_id, *at, from_id),
            )
    for paper in papers:
        connection.execute(
            "UPDATE paper SET person_id = ? WHERE id = ? AND person_id = ?", (to_id, paper, from_id)
        )


def set_person_rows(
    workspace: Workspace, runs: Iterable[tuple[int, int, int, int]], people: Iterable[int]
) -> None:
    """(person id, source id, first row, rows), in place of those of these people."""
    for person_id in people:
        workspace.connection.execute("DELETE FROM person_rows WHERE person_id = ?", (person_id,))
    workspace.connection.executemany("INSERT INTO person_rows VALUES (?, ?, ?, ?)", runs)


def shared_ciis(workspace: Workspace) -> frozenset[str]:
    """CII numbers under which several people are kept apart: a number that joins nobody."""
    return frozenset(
        str(row[0])
        for row in workspace.connection.execute(
            "SELECT cii FROM person WHERE cii <> '' GROUP BY cii HAVING count(*) > 1"
        )
    )
