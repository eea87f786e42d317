"""A workspace of form 1 opens in this program: backed up first, nothing lost, nothing made up."""

from __future__ import annotations

import hashlib
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from app.errors import WorkspaceError
from app.store import audit, check, determinations, office, queue, records, reviews, runs
from app.store.key import Key
from app.store.schema import SCHEMA, migrations
from app.store.workspace import (
    APPLICATION_ID,
    Workspace,
    find_form_backups,
    open_workspace,
)


def _copy_tables(connection: sqlcipher.Connection) -> None:
    """Every table of the older form is filled from the workspace attached as ``old``; nothing
    was reviewed there, and reviews had another form."""
    for (table,) in connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' "
        "ESCAPE '\\' AND name <> 'review' ORDER BY rowid"
    ).fetchall():
        columns = ", ".join(
            str(row[1]) for row in connection.execute(f"PRAGMA main.table_info({table})")
        )
        if table == "audit":
            _copy_audit(connection)
        else:
            connection.execute(f"INSERT INTO main.{table} SELECT {columns} FROM old.{table}")


def _copy_audit(connection: sqlcipher.Connection) -> None:
    """The same entries as the older programs chained them: without a salt."""
    previous = audit.GENESIS
    for row in connection.execute(
        "SELECT id, at, who, action, subject, old, new FROM old.audit ORDER BY id"
    ).fetchall():
        content = json.dumps((*row, previous), ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(content.encode()).hexdigest()
        connection.execute(
            "INSERT INTO main.audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, previous, digest)
        )
        previous = digest


def _older(filled: tuple[Path, Key], path: Path, stop_before: str) -> sqlcipher.Connection:
    """A checked workspace as the program of an older form left it, open to be written to."""
    key = filled[1]
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = {key.pragma}")
    connection.execute("PRAGMA journal_mode = WAL")
    migrations.apply(Database(connection), stop_before=stop_before)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"ATTACH ? AS old KEY {key.pragma}", (str(filled[0]),))
    _copy_tables(connection)
    return connection


@pytest.fixture
def first_form(filled: tuple[Path, Key], tmp_path: Path) -> tuple[Path, Key]:
    """A workspace of form 1 with a review."""
    path = tmp_path / "Büro [1].relief"
    connection = _older(filled, path, "keep_remedy_and_procedure")
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.execute(
        "INSERT INTO review VALUES (1, 'held back', 'see the file', 'A. Clerk', "
        "'2026-11-01T08:00:00+00:00', 'DISMISSAL', 'x')"
    )
    connection.close()
    return path, filled[1]


def test_decisions_of_form_3_are_kept_also_of_convictions_that_are_out_of_the_list(
    filled: tuple[Path, Key], tmp_path: Path
) -> None:
    """Held back is parked, accepted is accepted; those laid by come back with their conviction."""
    path = tmp_path / "Office 3.relief"
    connection = _older(filled, path, "keep_the_desk")
    at = "2026-11-01T08:00:00+00:00"
    connection.execute(
        "INSERT INTO review VALUES (2, 'accepted', '', 'A. Clerk', ?, 'DISMISSAL', 'x')", (at,)
    )
    laid_by = [77, "held back", "why", "A. Clerk", at, "DISMISSAL", "x"]
    names = ("conviction_id", "decision", "reason", "reviewer", "decided_at", "outcome",
             "outcome_reason")  # fmt: skip
    connection.execute(
        "INSERT INTO past_conviction VALUES (1, 90, 77, '[]', ?, NULL)", (json.dumps(laid_by),)
    )
    connection.execute(
        "INSERT INTO mended_conviction VALUES (1, 91, 78, 'mark', ?)",
        (json.dumps(dict(zip(names, [78, "accepted", *laid_by[2:]], strict=True))),),
    )
    connection.close()
    with open_workspace(path, filled[1]) as after:
        review = reviews.find_review(after, 2)
        assert review is not None
        assert (review.decision, review.reviewer, review.decided_at) == ("accepted", "A. Clerk", at)
        kept = [
            reviews.read_review(text)
            for (text,) in after.connection.execute(
                "SELECT review FROM past_conviction UNION ALL SELECT review FROM mended_conviction"
            )
        ]
        assert [(one.conviction_id, one.decision, one.words) for one in kept if one] == [
            (77, "parked", "why"), (78, "accepted", "why"),
        ]  # fmt: skip
        assert [one.code for one in office.list_reasons(after)][:2] == ["RECORD", "OUTSIDE"]
        assert office.list_users(after) == []
        assert check.find_problems(after) == []


def _said(entry: audit.AuditEntry) -> tuple[object, ...]:
    return entry.number, entry.at, entry.who, entry.action, entry.subject, entry.old, entry.new


def test_it_keeps_its_run_its_answers_and_its_reviews(
    first_form: tuple[Path, Key], filled: tuple[Path, Key]
) -> None:
    """Answers of before say neither remedy nor procedure; everything else is as it was."""
    with open_workspace(*filled) as before:
        wanted = determinations.by_person(before)
        run = runs.find_latest_run(before)
        entries = list(audit.entries(before))
    with open_workspace(*first_form) as after:
        assert after.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert determinations.by_person(after) == {
            person: [replace(one, remedy=None, procedure=None) for one in answers]
            for person, answers in wanted.items()
        }
        assert runs.find_latest_run(after) == run
        assert [_said(one) for one in audit.entries(after)] == [_said(one) for one in entries]
        assert [(row.remedy, row.procedure) for row in queue.get_rows(after, [1])] == [("", "")]
        review = reviews.find_review(after, 1)
        assert review is not None
        assert (review.decision, review.words, review.remind_on) == ("parked", "see the file", "")
        assert check.find_problems(after) == []


def test_it_learns_whose_rows_its_person_numbers_are(
    first_form: tuple[Path, Key], filled: tuple[Path, Key]
) -> None:
    """Taken from the records, the same as a fresh import of the files notes them."""
    sql = "SELECT source_id, subject, person_id FROM subject ORDER BY 1, 2"
    with open_workspace(*filled) as fresh:
        wanted = fresh.connection.execute(sql).fetchall()
    assert wanted
    with open_workspace(*first_form) as after:
        assert after.connection.execute(sql).fetchall() == wanted
        assert all(source.is_state_file for source in records.list_sources(after))


def test_a_backup_of_the_old_form_stands_beside_it(first_form: tuple[Path, Key]) -> None:
    """Written before anything changes, nobody else's, whole, and made once only."""
    path, key = first_form
    for _ in range(2):
        open_workspace(path, key).close()
    (backup,) = find_form_backups(path)
    assert backup.name == "Büro [1] of form 1.relief"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert not list(path.parent.glob("*.part*"))
    with Workspace(backup, key, None, read_only=True) as copy:
        assert copy.connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert len(runs.list_runs(copy)) == 1
        assert copy.connection.execute("SELECT decision FROM review").fetchall() == [("held back",)]


def test_without_a_backup_nothing_is_changed(first_form: tuple[Path, Key]) -> None:
    """No room for the backup: refused in a sentence, still of form 1, and free again."""
    path, key = first_form
    blocked = path.with_name("Büro [1] of form 1.relief.part")
    blocked.mkdir()
    for _ in range(2):
        with pytest.raises(
            WorkspaceError, match=r"no backup could be written.*Nothing was changed"
        ):
            open_workspace(path, key)
    with Workspace(path, key, None, read_only=True) as still:
        assert still.connection.execute("PRAGMA user_version").fetchone() == (1,)
    blocked.rmdir()
    open_workspace(path, key).close()


def test_a_backup_that_is_there_is_never_overwritten(first_form: tuple[Path, Key]) -> None:
    """A file of that name may be somebody's: the new one gets a number."""
    path, key = first_form
    mine = path.with_name("Büro [1] of form 1.relief")
    mine.write_text("mine")
    open_workspace(path, key).close()
    assert mine.read_text() == "mine"
    assert path.with_name("Büro [1] of form 1 (2).relief").is_file()
