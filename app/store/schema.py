"""The tables of a workspace. Tables come only from the migrations here.

A migration that has been released is never edited: a change is a new function
below the others. ``SCHEMA`` (SQLite's user_version) counts them, so that a file
written by a newer program is recognised before anything is read.
"""

import json

from sqlite_utils import Database, Migrations

from app.store.codec import decode_sheet
from app.store.desk_tables import OFFICE, REASONS, REVIEWS
from app.store.paper_tables import PAPERS
from app.store.safe_tables import SAFE

migrations = Migrations("relief-desk")

SCHEMA = 6

_FIRST = (
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    # One delivery: the files imported together, or not at all.
    """CREATE TABLE import_batch (
        id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT NOT NULL,
        seconds REAL NOT NULL, program_version TEXT NOT NULL) STRICT""",
    """CREATE TABLE source (
        id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES import_batch(id),
        name TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, n_bytes INTEGER NOT NULL,
        encoding TEXT NOT NULL, mark_bytes INTEGER NOT NULL, line_mark TEXT NOT NULL,
        layout TEXT NOT NULL, has_header INTEGER NOT NULL,
        n_rows INTEGER NOT NULL, n_quarantined INTEGER NOT NULL) STRICT""",
    # The file as it came, compressed, in pieces cut between records.
    """CREATE TABLE source_chunk (
        source_id INTEGER NOT NULL REFERENCES source(id), number INTEGER NOT NULL,
        first_row INTEGER NOT NULL, n_rows INTEGER NOT NULL, n_bytes INTEGER NOT NULL,
        data BLOB NOT NULL, PRIMARY KEY (source_id, number)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY, cii TEXT NOT NULL, name TEXT NOT NULL, sex TEXT NOT NULL,
        race TEXT NOT NULL, born TEXT NOT NULL, n_rows INTEGER NOT NULL,
        n_convictions INTEGER NOT NULL, record BLOB NOT NULL) STRICT""",
    "CREATE INDEX person_cii ON person (cii)",
    """CREATE TABLE person_rows (
        person_id INTEGER NOT NULL REFERENCES person(id),
        source_id INTEGER NOT NULL REFERENCES source(id),
        first_row INTEGER NOT NULL, n_rows INTEGER NOT NULL,
        PRIMARY KEY (source_id, first_row)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX person_rows_person ON person_rows (person_id)",
    """CREATE TABLE conviction (
        id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person(id),
        source_id INTEGER NOT NULL REFERENCES source(id), row INTEGER NOT NULL,
        section TEXT NOT NULL, level TEXT NOT NULL, convicted_on TEXT NOT NULL,
        county TEXT NOT NULL, court TEXT NOT NULL, case_number TEXT NOT NULL,
        is_cannabis INTEGER NOT NULL) STRICT""",
    "CREATE INDEX conviction_person ON conviction (person_id)",
    "CREATE INDEX conviction_place ON conviction (source_id, row)",
    """CREATE TABLE row_issue (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source(id),
        row INTEGER NOT NULL, column_name TEXT NOT NULL, text TEXT NOT NULL,
        kind TEXT NOT NULL, reason TEXT NOT NULL, done TEXT NOT NULL, advice TEXT NOT NULL,
        is_quarantined INTEGER NOT NULL, person_id INTEGER REFERENCES person(id)) STRICT""",
    "CREATE INDEX row_issue_place ON row_issue (source_id, row)",
    "CREATE INDEX row_issue_person ON row_issue (person_id)",
    "CREATE INDEX row_issue_kind ON row_issue (kind)",
    """CREATE TABLE check_run (
        id INTEGER PRIMARY KEY, policy_id TEXT NOT NULL, policy_title TEXT NOT NULL,
        policy_version TEXT NOT NULL, policy_sha256 TEXT NOT NULL, policy_text TEXT NOT NULL,
        options TEXT NOT NULL, county TEXT NOT NULL, as_of TEXT NOT NULL,
        program_version TEXT NOT NULL, started_at TEXT NOT NULL, seconds REAL NOT NULL,
        n_people INTEGER NOT NULL, n_determinations INTEGER NOT NULL,
        summary TEXT NOT NULL, result_sha256 TEXT NOT NULL) STRICT""",
    # The determinations of the latest run only: a run replaces those before it.
    """CREATE TABLE determination (
        conviction_id INTEGER PRIMARY KEY REFERENCES conviction(id),
        run_id INTEGER NOT NULL REFERENCES check_run(id),
        outcome TEXT NOT NULL, reason TEXT NOT NULL, rule_id TEXT NOT NULL,
        also_applies TEXT NOT NULL, missing TEXT NOT NULL) STRICT""",
    """CREATE TABLE review (
        conviction_id INTEGER PRIMARY KEY REFERENCES conviction(id),
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'held back')),
        reason TEXT NOT NULL, reviewer TEXT NOT NULL, decided_at TEXT NOT NULL,
        outcome TEXT NOT NULL, outcome_reason TEXT NOT NULL) STRICT""",
    """CREATE TABLE paper (
        id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES check_run(id),
        kind TEXT NOT NULL, case_number TEXT NOT NULL, person_id INTEGER REFERENCES person(id),
        file_name TEXT NOT NULL, sha256 TEXT NOT NULL, n_pages INTEGER NOT NULL,
        made_at TEXT NOT NULL) STRICT""",
    # A hash chain: each entry's hash covers its content and the hash before it.
    """CREATE TABLE audit (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT""",
    (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END"
    ),
    (
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END"
    ),
)


@migrations()
def create_workspace(db: Database) -> None:
    """Version 1: sources, people, convictions, runs, reviews, papers, audit."""
    for statement in _FIRST:
        db.execute(statement)
    db.execute("PRAGMA user_version = 1")


@migrations()
def keep_remedy_and_procedure(db: Database) -> None:
    """Version 2: what the court is asked and how, "" where a policy says neither.

    Answers of checks made before have neither; they stay as they are.
    """
    for column in ("remedy", "procedure"):
        db.execute(f"ALTER TABLE determination ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    db.execute("PRAGMA user_version = 2")


_THIRD = (
    # What a file is that is not the state's, and how it was read (`app.store.origins`).
    "ALTER TABLE source ADD COLUMN kind TEXT NOT NULL DEFAULT 'doj-bulk'",
    "ALTER TABLE source ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    # The newer delivery of the same file that took its place.
    "ALTER TABLE source ADD COLUMN replaced_by INTEGER REFERENCES source(id)",
    # Of such a file: its rows as text, and as rows of the state's form.
    """CREATE TABLE reading_chunk (
        source_id INTEGER NOT NULL REFERENCES source(id),
        role TEXT NOT NULL CHECK (role IN ('original', 'reading')), number INTEGER NOT NULL,
        first_row INTEGER NOT NULL, n_rows INTEGER NOT NULL, n_bytes INTEGER NOT NULL,
        data BLOB NOT NULL, PRIMARY KEY (source_id, role, number)) STRICT, WITHOUT ROWID""",
    # Issues that assembling the rows again does not find again.
    "ALTER TABLE row_issue ADD COLUMN by_reader INTEGER NOT NULL DEFAULT 0",
    # Whose rows those of one person number of a file are.
    """CREATE TABLE subject (
        source_id INTEGER NOT NULL REFERENCES source(id), subject TEXT NOT NULL,
        person_id INTEGER NOT NULL REFERENCES person(id),
        PRIMARY KEY (source_id, subject)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX subject_person ON subject (person_id)",
)

_MENDS = (
    # Doubts that a mend settled stay listed; those that only the mended rows give go with it.
    "ALTER TABLE row_issue ADD COLUMN is_mended INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE row_issue ADD COLUMN is_confirmed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE row_issue ADD COLUMN by_mend INTEGER NOT NULL DEFAULT 0",
    # Lists of a hundred thousand issues are filtered, counted and paged from these alone.
    "DROP INDEX row_issue_kind",
    """CREATE INDEX row_issue_facets ON row_issue (
        kind, column_name, text, source_id, is_quarantined, is_mended, is_confirmed)""",
    """CREATE INDEX row_issue_order ON row_issue (
        is_quarantined DESC, source_id, row, id, kind, column_name, is_mended, is_confirmed)""",
    # What a person said counts instead of what stands in the file. ``source_id`` is NULL for
    # alike cells of all files. ``new`` is the cell, or all cells of a row as JSON.
    """CREATE TABLE mend (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('cell', 'alike', 'row')),
        source_id INTEGER REFERENCES source(id), column_name TEXT NOT NULL,
        seen_column TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, n_rows INTEGER NOT NULL,
        who TEXT NOT NULL, made_at TEXT NOT NULL, note TEXT NOT NULL,
        undone_by TEXT NOT NULL DEFAULT '', undone_at TEXT NOT NULL DEFAULT '') STRICT""",
    # The rows it changes, and the row that the issue names: of running text, another line.
    """CREATE TABLE mend_row (
        mend_id INTEGER NOT NULL REFERENCES mend(id),
        source_id INTEGER NOT NULL REFERENCES source(id), row INTEGER NOT NULL,
        seen_row INTEGER NOT NULL, PRIMARY KEY (source_id, row, mend_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX mend_row_mend ON mend_row (mend_id)",
    "CREATE INDEX mend_row_seen ON mend_row (source_id, seen_row)",
    # "Seen, it stays as it is": kept by what the issue says, for issues are found again.
    """CREATE TABLE confirmation (
        source_id INTEGER NOT NULL REFERENCES source(id), row INTEGER NOT NULL,
        column_name TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY (source_id, row, column_name, kind, text)) STRICT, WITHOUT ROWID""",
    # Of a conviction that mends took away or changed: its number, and the review that was opened.
    """CREATE TABLE mended_conviction (
        source_id INTEGER NOT NULL REFERENCES source(id), row INTEGER NOT NULL,
        conviction_id INTEGER NOT NULL, rests_on TEXT NOT NULL, review TEXT NOT NULL,
        PRIMARY KEY (source_id, row)) STRICT, WITHOUT ROWID""",
    # A check that was called final, by whom, and what was open then.
    """CREATE TABLE final_call (
        id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES check_run(id),
        who TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL, n_set_aside INTEGER NOT NULL,
        n_open INTEGER NOT NULL, result_sha256 TEXT NOT NULL) STRICT""",
)

_PEOPLE = (
    # Two people who may be one. The numbers may be those of people merged since.
    """CREATE TABLE person_match (
        low INTEGER NOT NULL, high INTEGER NOT NULL CHECK (low < high),
        strength TEXT NOT NULL, reasons TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'same', 'different')),
        who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (low, high)) STRICT, WITHOUT ROWID""",
    # Who was merged into whom and what was theirs, as long as it stands.
    """CREATE TABLE person_merge (
        gone_id INTEGER PRIMARY KEY, kept_id INTEGER NOT NULL, cii TEXT NOT NULL,
        name TEXT NOT NULL, born TEXT NOT NULL, subjects TEXT NOT NULL, papers TEXT NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    # The number of a conviction that does not count at its place, and what was said of it.
    """CREATE TABLE past_conviction (
        source_id INTEGER NOT NULL, row INTEGER NOT NULL, conviction_id INTEGER NOT NULL,
        facts TEXT NOT NULL, review TEXT NOT NULL, carried_to INTEGER,
        PRIMARY KEY (source_id, row)) STRICT, WITHOUT ROWID""",
    # Two files that state the same conviction otherwise, or perhaps the same conviction.
    """CREATE TABLE conflict (
        id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person(id),
        fact TEXT NOT NULL, source_id INTEGER NOT NULL, row INTEGER NOT NULL,
        other_source_id INTEGER NOT NULL, other_row INTEGER NOT NULL,
        value TEXT NOT NULL, other_value TEXT NOT NULL, why TEXT NOT NULL,
        UNIQUE (source_id, row, other_source_id, other_row, fact)) STRICT""",
    "CREATE INDEX conflict_person ON conflict (person_id)",
    # What a person decided in such a conflict: it outlives the conflict.
    """CREATE TABLE conflict_choice (
        source_id INTEGER NOT NULL, row INTEGER NOT NULL, other_source_id INTEGER NOT NULL,
        other_row INTEGER NOT NULL, fact TEXT NOT NULL, choice TEXT NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (source_id, row, other_source_id, other_row, fact)) STRICT, WITHOUT ROWID""",
    # What a newer delivery of a file changed.
    """CREATE TABLE delivery_change (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source(id),
        change TEXT NOT NULL, person_id INTEGER NOT NULL, cii TEXT NOT NULL,
        name TEXT NOT NULL, born TEXT NOT NULL, details TEXT NOT NULL,
        n_reviews_opened INTEGER NOT NULL) STRICT""",
    "CREATE INDEX paper_person ON paper (person_id)",
)


@migrations()
def take_any_file(db: Database) -> None:
    """Version 3: files that are not the state's, and whose rows a file's person numbers are.

    The person numbers of files imported before are taken from the records themselves.
    """
    for statement in (*_THIRD, *_MENDS, *_PEOPLE):
        db.execute(statement)
    for number, record in db.execute("SELECT id, record FROM person").fetchall():
        sheets = {cycle.sheet for cycle in decode_sheet(record).cycles}
        for source, _, subject in (sheet.partition(":") for sheet in sorted(sheets)):
            db.execute("INSERT INTO subject VALUES (?, ?, ?)", (int(source), subject, number))
    db.execute("PRAGMA user_version = 3")


@migrations()
def keep_the_desk(db: Database) -> None:
    """Version 4: decisions with their words and history, users, samples, sign-off, packages.

    What earlier programs held back is parked without a reminder.
    """
    for statement in (*REVIEWS, *OFFICE):
        db.execute(statement)
    for position, (code, words) in enumerate(REASONS):
        db.execute("INSERT INTO override_reason VALUES (?, ?, ?, 1)", (code, words, position))
    _renew_kept_reviews(db)
    db.execute("PRAGMA user_version = 4")


def _renew_kept_reviews(db: Database) -> None:
    """What was decided of convictions that are out of the list: lists and objects before."""
    names = (
        "conviction_id", "decision", "reason", "reviewer", "decided_at", "outcome",
        "outcome_reason",
    )  # fmt: skip
    for table in ("past_conviction", "mended_conviction"):
        rows = db.execute(
            f"SELECT source_id, row, review FROM {table} WHERE review <> ''"
        ).fetchall()
        for source, row, text in rows:
            kept = json.loads(text)
            old = dict(zip(names, kept, strict=True)) if isinstance(kept, list) else kept
            is_held = old["decision"] == "held back"
            new = {
                "conviction_id": old["conviction_id"],
                "decision": "parked" if is_held else old["decision"],
                "outcome": old["outcome"], "outcome_reason": old["outcome_reason"], "seen": "",
                "words": old["reason"], "reviewer": old["reviewer"],
                "decided_at": old["decided_at"],
            }  # fmt: skip
            db.execute(
                f"UPDATE {table} SET review = ? WHERE source_id = ? AND row = ?",
                (json.dumps(new), source, row),
            )


@migrations()
def keep_the_register(db: Database) -> None:
    """Version 5: where each paper is, batches, contacts, the office's texts, official forms.

    Papers made before are drafted, as of the day they were made.
    """
    for statement in PAPERS:
        db.execute(statement)
    db.execute("UPDATE paper SET state_on = substr(made_at, 1, 10)")
    db.execute("PRAGMA user_version = 5")


@migrations()
def keep_it_safe(db: Database) -> None:
    """Version 6: keys of users, backups, sealed convictions, purges."""
    for statement in SAFE:
        db.execute(statement)
    db.execute("PRAGMA user_version = 6")
