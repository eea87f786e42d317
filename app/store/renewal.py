"""A newer delivery takes the place of an older one: what the people had becomes the new.

Each function is a part of the import's transaction. The numbers of people and of convictions
stay, and with them reviews, papers and decisions; rows, records and doubts are the newer file's.

Statements about one person have ``+source_id``: the index of a person's rows is meant, never
that of a whole file's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.model.record import RowRef
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DeliveryChange:
    """What changed of one person: "added", "removed" or "changed", and how, in words."""

    source_id: int  # the newer file
    change: str
    person_id: int  # of someone removed: the number of old
    cii: str
    name: str
    born: str
    details: tuple[str, ...]
    n_reviews_opened: int


def subjects_of(workspace: Workspace, sources: Iterable[int]) -> dict[str, list[int]]:
    """Person number of the files -> the people whose rows those are."""
    marks = ",".join(str(int(source)) for source in sources)
    found: dict[str, list[int]] = {}
    for subject, person in workspace.connection.execute(
        f"SELECT DISTINCT subject, person_id FROM subject WHERE source_id IN ({marks})"
    ):
        found.setdefault(str(subject), []).append(int(person))
    return found


def people_of(workspace: Workspace, sources: Iterable[int]) -> dict[int, bool]:
    """Person -> whether all of them comes from these files."""
    marks = ",".join(str(int(source)) for source in sources)
    return {
        int(person): bool(is_whole)
        for person, is_whole in workspace.connection.execute(
            f"SELECT person_id, min(source_id IN ({marks})) FROM subject GROUP BY person_id "
            f"HAVING max(source_id IN ({marks}))"
        )
    }


def count_shared(workspace: Workspace, people: Collection[tuple[str, str, str]]) -> Counter[int]:
    """Source -> how many of the people are in it: (CII number, name, birth date), the last two
    where there is no number."""
    found: Counter[int] = Counter()
    connection = workspace.connection
    named = {(name, born) for cii, name, born in people if not cii}
    for cii in {cii for cii, _, _ in people if cii}:
        found.update(
            int(row[0])
            for row in connection.execute(
                "SELECT DISTINCT j.source_id FROM person p JOIN subject j ON j.person_id = p.id "
                "WHERE p.cii = ?",
                (cii,),
            )
        )
    if named:
        found.update(
            int(source)
            for name, born, source in connection.execute(
                "SELECT DISTINCT p.name, p.born, j.source_id FROM person p "
                "JOIN subject j ON j.person_id = p.id WHERE p.cii = ''"
            )
            if (name, born) in named
        )
    return found


def conviction_at(workspace: Workspace, at: RowRef) -> int | None:
    row = workspace.connection.execute(
        "SELECT id FROM conviction WHERE source_id = ? AND row = ?", at
    ).fetchone()
    return int(row[0]) if row else None


def move_conviction(workspace: Workspace, number: int, fresh: int) -> None:
    """A conviction is what ``fresh`` is, under its own number; its review stays."""
    connection = workspace.connection
    facts = "source_id, row, section, level, convicted_on, county, court, case_number, is_cannabis"
    connection.execute("DELETE FROM determination WHERE conviction_id = ?", (number,))
    connection.execute(
        f"UPDATE conviction SET ({facts}) = (SELECT {facts} FROM conviction WHERE id = ?) "
        "WHERE id = ?",
        (fresh, number),
    )
    connection.execute("DELETE FROM conviction WHERE id = ?", (fresh,))


def move_past(workspace: Workspace, before: RowRef, after: RowRef) -> None:
    """What was said of a conviction that counts at another place goes with it."""
    workspace.connection.execute(
        "UPDATE OR REPLACE past_conviction SET source_id = ?, row = ? "
        "WHERE source_id = ? AND row = ?",
        (*after, *before),
    )


def drop_convictions(workspace: Workspace, person_id: int, sources: Sequence[int]) -> None:
    """Those that still stand in the replaced files, with what was said of them."""
    marks = ",".join(str(int(source)) for source in sources)
    own = f"SELECT id FROM conviction WHERE person_id = ? AND +source_id IN ({marks})"
    for statement in (
        f"DELETE FROM determination WHERE conviction_id IN ({own})",
        f"DELETE FROM review WHERE conviction_id IN ({own})",
        f"DELETE FROM conviction WHERE person_id = ? AND +source_id IN ({marks})",
    ):
        workspace.connection.execute(statement, (person_id,))


def reviewed_in(workspace: Workspace, person_id: int, sources: Sequence[int]) -> list[int]:
    """Convictions in rows of these files that were decided on."""
    marks = ",".join(str(int(source)) for source in sources)
    return [
        int(number)
        for (number,) in workspace.connection.execute(
            "SELECT c.id FROM conviction c "
            "JOIN review r ON r.conviction_id = c.id "
            f"WHERE c.person_id = ? AND +c.source_id IN ({marks}) ORDER BY c.id",
            (person_id,),
        )
    ]


def take_over(workspace: Workspace, person_id: int, fresh: int) -> None:
    """A person is what ``fresh`` is; the rows and doubts of before have gone already."""
    connection = workspace.connection
    columns = "cii, name, sex, race, born, n_rows, n_convictions, record"
    connection.execute(
        f"UPDATE person SET ({columns}) = (SELECT {columns} FROM person WHERE id = ?) WHERE id = ?",
        (fresh, person_id),
    )
    hand_over(workspace, fresh, person_id)


def hand_over(workspace: Workspace, fresh: int, person_id: int) -> None:
    """Rows, doubts and convictions of ``fresh`` are the person's, who is made anew if need be."""
    connection = workspace.connection
    for table in ("subject", "person_rows", "conviction", "row_issue", "conflict"):
        connection.execute(
            f"UPDATE {table} SET person_id = ? WHERE person_id = ?", (person_id, fresh)
        )
    connection.execute("DELETE FROM person WHERE id = ?", (fresh,))


def drop_rows(workspace: Workspace, person_id: int, sources: Sequence[int]) -> None:
    """A person's rows and doubts of the replaced files."""
    marks = ",".join(str(int(source)) for source in sources)
    for table in ("subject", "person_rows", "row_issue"):
        workspace.connection.execute(
            f"DELETE FROM {table} WHERE person_id = ? AND +source_id IN ({marks})", (person_id,)
        )


def retire_sources(workspace: Workspace, replaced: Iterable[tuple[int, int]]) -> None:
    """(older, newer): nothing of the older counts any more; its copy stays for the record."""
    for older, newer in replaced:
        workspace.connection.execute(
            "UPDATE source SET replaced_by = ? WHERE id = ?", (newer, older)
        )
        workspace.connection.execute("DELETE FROM row_issue WHERE source_id = ?", (older,))
        workspace.connection.execute("DELETE FROM past_conviction WHERE source_id = ?", (older,))
    workspace.connection.execute(
        "DELETE FROM conflict WHERE source_id IN (SELECT id FROM source WHERE replaced_by "
        "IS NOT NULL) OR other_source_id IN (SELECT id FROM source WHERE replaced_by IS NOT NULL)"
    )


def move_choices(workspace: Workspace, places: Iterable[tuple[RowRef, RowRef]]) -> None:
    """What was decided about a conviction is decided of it at its new place."""
    connection = workspace.connection
    if connection.execute("SELECT 1 FROM conflict_choice LIMIT 1").fetchone() is None:
        return
    for before, after in places:
        for prefix in ("", "other_"):
            connection.execute(
                f"UPDATE OR REPLACE conflict_choice SET {prefix}source_id = ?, {prefix}row = ? "
                f"WHERE {prefix}source_id = ? AND {prefix}row = ?",
                (*after, *before),
            )
        connection.execute(
            "UPDATE conflict_choice SET choice = ? WHERE choice = ?",
            (f"{after.source}:{after.row}", f"{before.source}:{before.row}"),
        )


def insert_changes(workspace: Workspace, changes: Iterable[DeliveryChange]) -> None:
    """Keep what a newer delivery changed, for the record."""
    workspace.connection.executemany(
        "INSERT INTO delivery_change (source_id, change, person_id, cii, name, born, details, "
        "n_reviews_opened) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                one.source_id, one.change, one.person_id, one.cii, one.name, one.born,
                "\n".join(one.details), one.n_reviews_opened,
            )
            for one in changes
        ),
    )  # fmt: skip


def list_changes(workspace: Workspace, source_id: int) -> list[DeliveryChange]:
    """What a newer delivery changed, as it was told then."""
    return [
        DeliveryChange(source, change, person, cii, name, born, tuple(details.split("\n")), n)
        for source, change, person, cii, name, born, details, n in workspace.connection.execute(
            "SELECT source_id, change, person_id, cii, name, born, details, n_reviews_opened "
            "FROM delivery_change WHERE source_id = ? ORDER BY id",
            (source_id,),
        )
    ]


def imported_at(workspace: Workspace, source_id: int) -> str:
    """When a file was imported. Raises LookupError when there is no such file."""
    row = workspace.connection.execute(
        "SELECT b.finished_at FROM source s JOIN import_batch b ON b.id = s.batch_id "
        "WHERE s.id = ?",
        (source_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no source {source_id}")
    return str(row[0])
