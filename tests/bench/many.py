"""A workspace of many convictions, made quickly, for the list of convictions alone.

People of a sample are really imported and checked; then each stands there many times, with
another name, CII number, birth date and case numbers. Their records stay those of the sample,
so that a case can be opened and explained.
"""

from __future__ import annotations

from pathlib import Path

from app.jobs.check_eligibility import check_eligibility
from app.jobs.import_files import import_files
from app.jobs.progress import Silent
from app.sampling.writer import write_sample
from app.store.workspace import Workspace, create_workspace
from tests.bench.place import COUNTY, KEY, SEED, request

MOST_SAMPLED = 3_000  # people
LEAST_SAMPLED = 20
WHO = "bench"

_STEP = 2_000_000
"""Copy number ``n`` of a person or conviction has the number of the first plus n times this."""

_COPIES = "WITH RECURSIVE copy(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM copy WHERE n < ?) "
_PEOPLE = (
    _COPIES + "INSERT INTO person SELECT id + copy.n * ?, 'A' || (10000000 + id + copy.n * 7919), "
    "substr(name, 1, instr(name, ',') - 1) || char(65 + copy.n % 26, 65 + copy.n / 26 % 26) "
    "|| substr(name, instr(name, ',')), sex, race, "
    "CASE WHEN length(born) = 10 THEN date(born, '+' || (copy.n * 37 % 3650) || ' days') "
    "ELSE born END, n_rows, n_convictions, record FROM copy CROSS JOIN person WHERE id < ?"
)
_CONVICTIONS = (
    _COPIES + "INSERT INTO conviction SELECT c.id + copy.n * ?, c.person_id + copy.n * ?, "
    "c.source_id, c.row, c.section, c.level, "
    "CASE WHEN length(c.convicted_on) = 10 "
    "THEN date(c.convicted_on, '+' || (copy.n * 37 % 700) || ' days') ELSE c.convicted_on END, "
    "c.county, c.court, CASE c.case_number WHEN '' THEN '' ELSE c.case_number || copy.n END, "
    "c.is_cannabis FROM copy CROSS JOIN conviction c WHERE c.id < ?"
)
_ANSWERS = (
    _COPIES + "INSERT INTO determination SELECT conviction_id + copy.n * ?, run_id, outcome, "
    "reason, rule_id, also_applies, missing, remedy, procedure "
    "FROM copy CROSS JOIN determination WHERE conviction_id < ?"
)
_ISSUES = (
    _COPIES + "INSERT INTO row_issue (source_id, row, column_name, text, kind, reason, done, "
    "advice, is_quarantined, person_id, by_reader) SELECT source_id, row, column_name, text, "
    "kind, reason, done, advice, is_quarantined, person_id + copy.n * ?, by_reader "
    "FROM copy CROSS JOIN row_issue WHERE id <= ? AND person_id IS NOT NULL"
)

_FLAGS = (
    _COPIES + "INSERT INTO person_flag SELECT person_id + copy.n * ?, flags, aliases "
    "FROM copy CROSS JOIN person_flag WHERE person_id < ?"
)


def make_many(path: Path, n_convictions: int) -> int:
    """At least so many convictions with an answer; returns how many there are."""
    delivery = path.with_suffix(".dat")
    n_people = min(MOST_SAMPLED, max(LEAST_SAMPLED, n_convictions // 300))
    write_sample(delivery, n_people=n_people, county=COUNTY, seed=SEED, is_messy=True)
    with create_workspace(
        path, KEY, name="Bench", county=COUNTY, created_at="2026-07-01"
    ) as workspace:
        import_files(workspace, [delivery], Silent(), who=WHO)
        check_eligibility(workspace, request(), Silent(), who=WHO)
        with workspace.transaction():
            return _copy(workspace, n_convictions)


def _copy(workspace: Workspace, n_convictions: int) -> int:
    connection = workspace.connection
    count = "SELECT count(*) FROM determination"
    n_own = int(connection.execute(count).fetchone()[0])
    n_issues = int(connection.execute("SELECT coalesce(max(id), 0) FROM row_issue").fetchone()[0])
    n = max(1, -(-n_convictions // n_own) - 1)
    connection.execute(_PEOPLE, (n, _STEP, _STEP))
    connection.execute(_CONVICTIONS, (n, _STEP, _STEP, _STEP))
    connection.execute(_ANSWERS, (n, _STEP, _STEP))
    connection.execute(_ISSUES, (n, _STEP, n_issues))
    connection.execute(_FLAGS, (n, _STEP, _STEP))
    return int(connection.execute(count).fetchone()[0])
