"""Convictions that a court sealed: taken out of the list whole, and known when they come again.

A sealed conviction has no row in ``conviction``, ``determination``, ``review``, ``row_issue`` and
``conflict``, so that no list, search, count of cases, paper or export can find it. What stood
there is kept in ``sealed`` and comes back when the seal is lifted. The person's record stays whole
for the engine, whose answers for other convictions a seal does not change; whoever shows a record
takes it from `app.store.records`, which leaves out what is sealed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.model.record import RowRef
from app.store import marks, reviews
from app.store.workspace import Workspace

_FACTS = "section, level, convicted_on, county, court, case_number, is_cannabis"
_ANSWER = "run_id, outcome, reason, rule_id, also_applies, missing, remedy, procedure"
_ISSUE = (
    "source_id, row, column_name, text, kind, reason, done, advice, is_quarantined, person_id, "
    "by_reader, is_mended, is_confirmed, by_mend"
)
_ORDER = "paper_id, ordered_on, why, who, at"
PACKAGE_SETTING = "people-with-sealed"  # of a package: whose answers rest on what did not leave


@dataclass(frozen=True, slots=True)
class Order:
    """What sealed a conviction: the day of the order, and the paper of the register (0: none)."""

    ordered_on: str
    why: str
    who: str
    at: str
    paper_id: int = 0


@dataclass(frozen=True, slots=True)
class SealedConviction:
    conviction_id: int
    person_id: int
    place: RowRef
    facts: tuple[str, ...]  # section, level, convicted on, county, court, case number
    order: Order


_COLUMNS = f"conviction_id, person_id, source_id, row, facts, {_ORDER}"


def _sealed(
    number: int, person: int, source: int, row: int, facts: str, paper: int, *order: str
) -> SealedConviction:
    values = tuple(str(value) for value in json.loads(facts)[:6])
    day, why, who, at = order
    return SealedConviction(
        number, person, RowRef(source, row), values, Order(day, why, who, at, paper)
    )


def list_sealed(
    workspace: Workspace, ids: Iterable[int] | None = None, *, person_id: int | None = None
) -> list[SealedConviction]:
    """All, or those of some numbers or of a person; by day of the order."""
    rows = workspace.connection.execute(
        f"SELECT {_COLUMNS} FROM sealed WHERE (?1 IS NULL OR conviction_id IN "
        "(SELECT value FROM json_each(?1))) AND (?2 IS NULL OR person_id = ?2) "
        "ORDER BY ordered_on, conviction_id",
        (None if ids is None else json.dumps(list(ids)), person_id),
    )
    return [_sealed(*row) for row in rows]


def count_sealed(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM sealed").fetchone()[0])


def has_sealed(workspace: Workspace, person_id: int) -> bool:
    """Whether a person's record is shown with something left out; in a package too."""
    found = workspace.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM sealed WHERE person_id = ?)", (person_id,)
    ).fetchone()
    if found[0]:
        return True
    text = workspace.get_setting(PACKAGE_SETTING)
    return bool(text) and person_id in json.loads(text)


def shown(person: str) -> str:
    """The condition under which a list may name the row ``person`` of the table of people:
    nothing is told of somebody all of whose convictions are sealed."""
    return f"({person}.n_convictions > 0 OR {person}.id NOT IN (SELECT person_id FROM sealed))"


def places_of(workspace: Workspace, people: Collection[int]) -> dict[int, frozenset[RowRef]]:
    """Person -> where their sealed convictions stand."""
    found: dict[int, set[RowRef]] = {}
    for person, source, row in workspace.connection.execute(
        "SELECT person_id, source_id, row FROM sealed WHERE person_id IN "
        "(SELECT value FROM json_each(?))",
        (json.dumps(list(people)),),
    ):
        found.setdefault(person, set()).add(RowRef(source, row))
    return {person: frozenset(places) for person, places in found.items()}


def rows_of_source(workspace: Workspace, source_id: int) -> frozenset[int]:
    """Rows of a file that are sealed."""
    return frozenset(
        row[0]
        for row in workspace.connection.execute(
            "SELECT row FROM sealed_row WHERE source_id = ?", (source_id,)
        )
    )


def rows_of_person(workspace: Workspace, person_id: int) -> list[RowRef]:
    """Rows that are sealed of a person."""
    return [
        RowRef(*row)
        for row in workspace.connection.execute(
            "SELECT r.source_id, r.row FROM sealed_row r JOIN sealed s USING (conviction_id) "
            "WHERE s.person_id = ? ORDER BY 1, 2",
            (person_id,),
        )
    ]


def rows_of_convictions(workspace: Workspace, ids: Iterable[int]) -> list[RowRef]:
    """Rows that are sealed convictions."""
    return [
        RowRef(*row)
        for row in workspace.connection.execute(
            "SELECT source_id, row FROM sealed_row WHERE conviction_id IN "
            "(SELECT value FROM json_each(?)) ORDER BY 1, 2",
            (json.dumps(list(ids)),),
        )
    ]


def is_sealed_row(workspace: Workspace, at: RowRef) -> bool:
    """Whether a row of a file is, or belongs to, a sealed conviction."""
    return (
        workspace.connection.execute(
            "SELECT 1 FROM sealed_row WHERE source_id = ? AND row = ?", at
        ).fetchone()
        is not None
    )


# -- sealing ---------------------------------------------------------------------------------


def put_seal(workspace: Workspace, conviction_id: int, order: Order) -> None:
    """Take a conviction out of the list; rows are told by `set_rows`. Inside a transaction.

    Raises LookupError when it is not in the list.
    """
    connection = workspace.connection
    row = connection.execute(
        f"SELECT c.person_id, c.source_id, c.row, p.cii, p.name, p.born, c.{_prefixed(_FACTS)} "
        "FROM conviction c JOIN person p ON p.id = c.person_id WHERE c.id = ?",
        (conviction_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no conviction {conviction_id}")
    person_id, source, line, cii, name, born, *facts = row
    mark = marks.conviction_mark(workspace, cii, name, born, facts)
    review = reviews.review_json(reviews.find_review(workspace, conviction_id))
    connection.execute(
        f"INSERT INTO sealed (conviction_id, person_id, source_id, row, facts, answer, review, "
        f"doubts, {_ORDER}, mark) VALUES (?,?,?,?,?,?,?,'[]',?,?,?,?,?,?)",
        (
            conviction_id, person_id, source, line, json.dumps(facts, ensure_ascii=False),
            _answer_of(workspace, conviction_id), review, order.paper_id, order.ordered_on,
            order.why, order.who, order.at, mark,
        ),
    )  # fmt: skip
    _take_out(workspace, conviction_id)
    _recount(workspace, person_id)


def _prefixed(columns: str) -> str:
    return columns.replace(", ", ", c.")


def _answer_of(workspace: Workspace, conviction_id: int) -> str:
    row = workspace.connection.execute(
        f"SELECT {_ANSWER} FROM determination WHERE conviction_id = ?", (conviction_id,)
    ).fetchone()
    return json.dumps(row, ensure_ascii=False) if row else ""


def _take_out(workspace: Workspace, conviction_id: int) -> None:
    for statement in (
        "DELETE FROM determination WHERE conviction_id = ?",
        "DELETE FROM review WHERE conviction_id = ?",
        "DELETE FROM conviction WHERE id = ?",
    ):
        workspace.connection.execute(statement, (conviction_id,))


def _recount(workspace: Workspace, person_id: int) -> None:
    workspace.connection.execute(
        "UPDATE person SET n_convictions = (SELECT count(*) FROM conviction c "
        "WHERE c.person_id = person.id) WHERE id = ?",
        (person_id,),
    )


def set_rows(workspace: Workspace, person_id: int, rows: dict[RowRef, int]) -> None:
    """The rows of a person that are sealed (-> conviction); doubts about them leave the lists."""
    connection = workspace.connection
    connection.execute(
        "DELETE FROM sealed_row WHERE conviction_id IN "
        "(SELECT conviction_id FROM sealed WHERE person_id = ?)",
        (person_id,),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO sealed_row VALUES (?, ?, ?)",
        ((*at, number) for at, number in rows.items()),
    )
    doubts: dict[int, list[list[object]]] = {}
    for at, number in rows.items():
        found = connection.execute(
            f"SELECT {_ISSUE} FROM row_issue WHERE source_id = ? AND row = ? AND person_id = ?",
            (*at, person_id),
        ).fetchall()
        doubts.setdefault(number, []).extend(list(one) for one in found)
        connection.execute(
            "DELETE FROM row_issue WHERE source_id = ? AND row = ? AND person_id = ?",
            (*at, person_id),
        )
        connection.execute(
            "DELETE FROM conflict WHERE (source_id = ?1 AND row = ?2) "
            "OR (other_source_id = ?1 AND other_row = ?2)",
            at,
        )
    for number, found in doubts.items():
        if found:
            connection.execute(
                "UPDATE sealed SET doubts = ? WHERE conviction_id = ?",
                (json.dumps(found, ensure_ascii=False), number),
            )


def lift_seal(workspace: Workspace, conviction_id: int) -> None:
    """Put a conviction back into the list with everything that was said of it.

    Raises LookupError when it is not sealed, or when no file has it any more.
    """
    connection = workspace.connection
    row = connection.execute(
        "SELECT s.person_id, s.source_id, s.row, s.facts, s.answer, s.review, s.doubts "
        "FROM sealed s JOIN person p ON p.id = s.person_id JOIN source f ON f.id = s.source_id "
        "AND f.replaced_by IS NULL WHERE s.conviction_id = ?",
        (conviction_id,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no sealed conviction {conviction_id}")
    person_id, source, line, facts, answer, review, doubts = row
    values = json.loads(facts)
    connection.execute(
        f"INSERT INTO conviction (id, person_id, source_id, row, {_FACTS}) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (conviction_id, person_id, source, line, *values),
    )
    _put_answer_back(workspace, conviction_id, answer)
    kept = reviews.read_review(review)
    if kept is not None:
        reviews.put_review(workspace, kept)
    connection.executemany(
        f"INSERT INTO row_issue ({_ISSUE}) VALUES ({','.join('?' * 14)})", json.loads(doubts)
    )
    connection.execute("DELETE FROM sealed WHERE conviction_id = ?", (conviction_id,))
    connection.execute("DELETE FROM sealed_row WHERE conviction_id = ?", (conviction_id,))
    _recount(workspace, person_id)


def _put_answer_back(workspace: Workspace, conviction_id: int, answer: str) -> None:
    """Only that of the latest check: an older one answers for nothing any more."""
    values = json.loads(answer) if answer else None
    latest = workspace.connection.execute("SELECT max(id) FROM check_run").fetchone()[0]
    if values and values[0] == latest:
        workspace.connection.execute(
            f"INSERT INTO determination (conviction_id, {_ANSWER}) VALUES (?,?,?,?,?,?,?,?,?)",
            (conviction_id, *values),
        )


# -- what a check, a mend, a merge or another file may bring back ------------------------------


def keep_answers(
    workspace: Workspace, answers: Iterable[tuple[RowRef, tuple[object, ...]]]
) -> None:
    """What a check answers for sealed convictions: kept for the day the seal is lifted."""
    workspace.connection.executemany(
        "UPDATE sealed SET answer = ? WHERE source_id = ? AND row = ?",
        ((json.dumps(answer, ensure_ascii=False), *at) for at, answer in answers),
    )


def clear_answers(workspace: Workspace) -> None:
    workspace.connection.execute("UPDATE sealed SET answer = ''")


def all_places(workspace: Workspace) -> frozenset[RowRef]:
    """Where every sealed conviction stands."""
    return frozenset(
        RowRef(*row) for row in workspace.connection.execute("SELECT source_id, row FROM sealed")
    )


def hide_again(workspace: Workspace, person_id: int) -> bool:
    """Take out what a new record of a person brought back; whether anything of theirs is sealed.

    Known by its place, or by its mark: another file may state the same conviction, and one that
    was sealed and purged stays out as well.
    """
    connection = workspace.connection
    if not connection.execute(
        "SELECT EXISTS (SELECT 1 FROM sealed) OR EXISTS (SELECT 1 FROM tombstone)"
    ).fetchone()[0]:
        return False
    cii, name, born = connection.execute(
        "SELECT cii, name, born FROM person WHERE id = ?", (person_id,)
    ).fetchone()
    found = connection.execute(
        f"SELECT id, source_id, row, {_FACTS} FROM conviction WHERE person_id = ?", (person_id,)
    ).fetchall()
    for number, source, row, *facts in found:
        known = connection.execute(
            "SELECT conviction_id FROM sealed WHERE source_id = ? AND row = ?", (source, row)
        ).fetchone()
        if known is not None:
            _take_out(workspace, number)
            connection.execute(
                "UPDATE sealed SET person_id = ?, facts = ? WHERE conviction_id = ?",
                (person_id, json.dumps(facts, ensure_ascii=False), known[0]),
            )
            continue
        mark = marks.conviction_mark(workspace, cii, name, born, facts)
        order = _order_of(workspace, mark)
        if order is not None:
            put_seal(workspace, number, order)
    _recount(workspace, person_id)
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM sealed WHERE person_id = ?)", (person_id,)
        ).fetchone()[0]
    )


def _order_of(workspace: Workspace, mark: str) -> Order | None:
    """The order by which a conviction of this mark is, or was, sealed."""
    row = workspace.connection.execute(
        "SELECT ordered_on, why, who, at, paper_id FROM sealed WHERE mark = ?", (mark,)
    ).fetchone()
    if row is not None:
        return Order(*row)
    purged = workspace.connection.execute(
        "SELECT p.id, p.who, p.at FROM tombstone t JOIN purge p ON p.id = t.purge_id "
        "WHERE t.mark = ? AND t.what = 'conviction'",
        (mark,),
    ).fetchone()
    if purged is None:
        return None
    number, who, at = purged
    return Order(at[:10], f"Purged before (purge {number}); a file brought it again.", who, at)


def follow(workspace: Workspace, before: RowRef, after: RowRef) -> None:
    """A newer delivery has a sealed conviction at another place: it stays sealed there."""
    connection = workspace.connection
    done = connection.execute(
        "UPDATE sealed SET source_id = ?, row = ? WHERE source_id = ? AND row = ?",
        (*after, *before),
    )
    if done.rowcount:
        connection.execute("DELETE FROM conviction WHERE source_id = ? AND row = ?", after)


def follow_person(workspace: Workspace, gone_id: int, kept_id: int) -> None:
    """Whoever was merged into another: what was sealed and held of them is the other's."""
    connection = workspace.connection
    connection.execute("UPDATE sealed SET person_id = ? WHERE person_id = ?", (kept_id, gone_id))
    connection.execute(
        "UPDATE OR IGNORE retention_hold SET person_id = ? WHERE person_id = ?", (kept_id, gone_id)
    )
    connection.execute("DELETE FROM retention_hold WHERE person_id = ?", (gone_id,))
