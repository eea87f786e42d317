"""The workspaces that older programs wrote open here, and nothing of them is lost or made up."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import WorkspaceError
from app.store import audit, check, reviews, runs
from app.store import workspace as opening
from app.store.key import Key, key_of, random_key
from app.store.schema import SCHEMA
from app.store.workspace import Workspace, create_workspace, find_form_backups, open_workspace
from tests.museum.forms import MUSEUM, PASSPHRASE

Content = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


@pytest.fixture(params=sorted(MUSEUM), ids=lambda form: f"form {form}")
def form(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def piece(form: int, tmp_path: Path) -> tuple[Path, Key]:
    """A copy that may be changed."""
    path = tmp_path / "Office.relief"
    shutil.copy(MUSEUM[form], path)
    return path, key_of(path, PASSPHRASE)


def content(path: Path, key: Key) -> Content:
    """Columns and rows of every table, as they are."""
    with Workspace(path, key, None, read_only=True) as store:
        return {
            table: (
                [row[1] for row in store.connection.execute(f"PRAGMA table_info({table})")],
                sorted(store.connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr),
            )
            for (table,) in store.connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
        }


def digest(path: Path, key: Key) -> str:
    """A hash of all rows, and of the form."""
    return hashlib.sha256(repr((form_of(path, key), content(path, key))).encode()).hexdigest()


def form_of(path: Path, key: Key) -> int:
    with Workspace(path, key, None, read_only=True) as store:
        return int(store.connection.execute("PRAGMA user_version").fetchone()[0])


def test_the_museum_holds_what_an_office_has(form: int, piece: tuple[Path, Key]) -> None:
    """Each piece is of its form, small, and has files, answers, decisions, papers, a record."""
    path, key = piece
    assert form_of(path, key) == form
    assert path.stat().st_size < 600_000
    tables = content(path, key)
    wanted = ["source", "person", "conviction", "row_issue", "check_run", "determination",
              "review", "paper", "audit"]  # fmt: skip
    wanted += ["subject", "delivery_change"] if form >= 3 else []
    wanted += ["office_user", "override_reason", "review_step", "note"] if form >= 4 else []
    wanted += ["paper_batch", "paper_event", "paper_case", "contact"] if form >= 5 else []
    assert [table for table in wanted if not tables[table][1]] == []


def test_it_opens_and_everything_is_what_it_was(form: int, piece: tuple[Path, Key]) -> None:
    """Every row of every table, also what it was not shown to have; verify finds nothing."""
    path, key = piece
    before = content(path, key)
    with open_workspace(path, key) as store:
        assert check.find_problems(store) == []
        assert audit.find_break(store) is None
        run = runs.find_latest_run(store)
        assert run is not None
        assert run.as_of.isoformat() == "2026-11-01"
    assert form_of(path, key) == SCHEMA
    after = content(path, key)
    for table, (columns, rows) in before.items():
        if (table == "review" and form <= 3) or table.startswith("_"):
            continue  # see below
        dropped = {"review"} if table in ("past_conviction", "mended_conviction") else set()
        kept = [column for column in columns if column not in dropped]
        assert set(kept) <= set(after[table][0]), table
        assert picked(after[table], kept) == picked((columns, rows), kept), table


def picked(table: tuple[list[str], list[tuple[Any, ...]]], columns: list[str]) -> list[str]:
    names, rows = table
    places = [names.index(column) for column in columns]
    return sorted(repr([row[place] for place in places]) for row in rows)


def test_decisions_of_the_first_forms_are_kept(form: int, piece: tuple[Path, Key]) -> None:
    """Accepted is accepted; held back is parked, with its words."""
    if form > 3:
        pytest.skip("reviews of this form are kept row by row")
    path, key = piece
    columns, rows = content(path, key)["review"]
    before = [dict(zip(columns, row, strict=True)) for row in rows]
    assert {one["decision"] for one in before} == {"accepted", "held back"}
    with open_workspace(path, key) as store:
        for one in before:
            now = reviews.find_review(store, one["conviction_id"])
            assert now is not None
            is_held = one["decision"] == "held back"
            assert now.decision == ("parked" if is_held else "accepted")
            assert (now.words, now.reviewer, now.decided_at) == (
                one["reason"], one["reviewer"], one["decided_at"],
            )  # fmt: skip


def test_it_is_backed_up_first(form: int, piece: tuple[Path, Key]) -> None:
    """The backup opens under the same passphrase and holds every row of before."""
    path, key = piece
    before = digest(path, key)
    open_workspace(path, PASSPHRASE).close()
    (backup,) = find_form_backups(path)
    assert backup.name == f"Office of form {form}.relief"
    assert key_of(backup, PASSPHRASE).hex[:64] != key.hex[:64] or digest(backup, key) == before
    assert digest(backup, key_of(backup, PASSPHRASE)) == before


def test_its_tables_are_those_of_a_new_workspace(form: int, piece: tuple[Path, Key]) -> None:
    """Brought up to date is the same as made new: tables, columns, indexes, triggers."""
    path, key = piece
    fresh = path.with_name("New.relief")
    create_workspace(
        fresh, random_key(), name="New", county="", created_at="2026-11-01T08:00:00"
    ).close()
    with open_workspace(path, key) as old:
        found = shape(old)
    other = path.with_name("Other.relief")
    with create_workspace(
        other, random_key(), name="Other", county="", created_at="2026-11-01T08:00:00"
    ) as new:
        assert found == shape(new)


def shape(store: Workspace) -> dict[str, object]:
    """Tables with their columns; indexes and triggers with their words."""
    names = store.connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    ).fetchall()
    found: dict[str, object] = {}
    for kind, name, sql in names:
        if kind == "table":
            info = store.connection.execute(f"PRAGMA table_info({name})").fetchall()
            found[name] = sorted(tuple(row[1:]) for row in info)
        else:
            found[name] = " ".join(str(sql).split())
    return found


def test_a_newer_one_is_refused_politely(form: int, piece: tuple[Path, Key]) -> None:
    """Whatever is in it: said, and not a byte is changed."""
    path, key = piece
    open_workspace(path, key).close()
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = {key.pragma}")
    connection.execute(f"PRAGMA user_version = {SCHEMA + 3}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(WorkspaceError, match=rf"newer Relief Desk \(form {SCHEMA + 3}.*Nothing"):
        open_workspace(path, key)
    assert path.read_bytes() == before


class _Failing(sqlcipher.Connection):
    """Answers that the disk is full at the n-th statement since the transaction began."""

    fails_at = 0
    n = -1

    def execute(self, sql: str, *values: Any) -> Any:
        if sql == "BEGIN IMMEDIATE":
            _Failing.n = 0
        if _Failing.n >= 0:
            _Failing.n += 1
            if _Failing.n == _Failing.fails_at:
                raise sqlcipher.OperationalError("database or disk is full")
        if sql == "COMMIT":
            _Failing.n = -1
        return super().execute(sql, *values)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Failing]]:
    """Connections of the store fail as told."""
    real = sqlcipher.connect

    def connect(*values: Any, **named: Any) -> Any:
        return real(*values, **named, factory=_Failing)

    monkeypatch.setattr(opening.sqlcipher, "connect", connect)
    _Failing.fails_at, _Failing.n = 0, -1
    yield _Failing
    _Failing.fails_at, _Failing.n = 0, -1


def refusal(path: Path, key: Key) -> str:
    """What is said when it does not open; "" when it does."""
    try:
        open_workspace(path, key).close()
    except WorkspaceError as error:
        return error.message
    return ""


@pytest.mark.slow
def test_a_migration_that_fails_at_any_statement_changes_nothing(
    form: int, piece: tuple[Path, Key], failing: type[_Failing], capsys: pytest.CaptureFixture[str]
) -> None:
    """At each single statement, the last included: all rows as they were, and it opens again."""
    path, key = piece
    before = digest(path, key)
    n_failed = 0
    while True:
        failing.fails_at = n_failed + 1
        said = refusal(path, key)
        if said:
            failing.fails_at, failing.n = 0, -1
            n_failed += 1
            assert "nothing in it was changed" in said
            assert digest(path, key) == before, f"statement {n_failed}"
            for backup in find_form_backups(path):
                assert n_failed % 20 or digest(backup, key) == before
                backup.unlink()
        else:
            break
    assert n_failed > 15
    failing.fails_at, failing.n = 0, -1
    assert form_of(path, key) == SCHEMA
    with open_workspace(path, key) as store:
        assert check.find_problems(store) == []
    with capsys.disabled():
        print(f"\n  form {form}: failed at each of {n_failed} statements, unchanged each time")
