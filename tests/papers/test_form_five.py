"""A workspace of form 4 with papers opens here: every paper is there, drafted when it was made."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from app.jobs.register import carry_out, get_paper, plan_move
from app.store import check, papers, register
from app.store.key import Key, random_key
from app.store.papers import Paper
from app.store.register import RegisterFilter
from app.store.schema import SCHEMA, migrations
from app.store.workspace import APPLICATION_ID, open_workspace
from tests.papers.conftest import DAY

_RUN = (
    "INSERT INTO check_run VALUES (1, 'p', 't', '1', 's', 'x', '{}', 'LOS ANGELES', '2026-11-01', "
    "'0', '2026-11-01T08:00:00+00:00', 1.0, 1, 1, '{}', 'h')"
)
_PAPER = (
    "INSERT INTO paper (run_id, kind, case_number, person_id, file_name, sha256, n_pages, made_at) "
    "VALUES (1, ?, ?, NULL, 'motions/00001 BA1.pdf', 'h', 4, ?)"
)


@pytest.fixture
def fourth_form(tmp_path: Path) -> tuple[Path, Key]:
    """As the program of form 4 left it: the same file drafted on two days, and a bulk motion."""
    path, key = tmp_path / "Old.relief", random_key()
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = {key.pragma}")
    connection.execute("PRAGMA journal_mode = WAL")
    migrations.apply(Database(connection), stop_before="keep_the_register")
    assert connection.execute("PRAGMA user_version").fetchone() == (4,)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("INSERT INTO setting VALUES ('name', 'Old')")
    connection.execute(_RUN)
    for kind, number, at in (
        ("motion", "BA1", "2026-11-02T23:30:00+00:00"), ("motion", "BA1", "2026-11-05T08:00:00"),
        ("bulk motion", "", "2026-11-05T08:00:01"),
    ):  # fmt: skip
        connection.execute(_PAPER, (kind, number, at))
    connection.close()
    return path, key


def test_papers_of_before_are_drafted_and_can_move_on(fourth_form: tuple[Path, Key]) -> None:
    """State and day of each; none is replaced, for nothing tells of which convictions they are."""
    with open_workspace(*fourth_form) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert check.find_problems(store) == []
        rows = register.get_rows(store, register.find_ids(store, RegisterFilter(), "newest"))
        assert [row.state_on for row in rows] == ["2026-11-05", "2026-11-05", "2026-11-02"]
        assert {(row.state, row.replaced_by) for row in rows} == {("drafted", 0)}
        plan = plan_move(store, [1], "filed", DAY, DAY)
        carry_out(store, plan.moves, who="A. Clerk")
        assert get_paper(store, 1).state == "filed"


def test_a_batch_has_one_paper_under_a_name(fourth_form: tuple[Path, Key]) -> None:
    """Papers of before share names; those of a batch cannot."""
    paper = Paper(1, "motion", "BA1", None, "motions/00001 BA1.pdf", "h", 4, "2026-11-06", 1)
    with open_workspace(*fourth_form) as store:
        papers.insert_papers(store, [paper])
        with pytest.raises(sqlcipher.IntegrityError):
            papers.insert_papers(store, [paper])
        assert papers.list_made(store, 1).keys() == {"motions/00001 BA1.pdf"}
