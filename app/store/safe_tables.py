"""The tables of keys, backups and retention, as version 6 of the schema made them.

Never edited after a release.
"""

SAFE = (
    # An entry's secret: with it gone, its hash says nothing of what stood in the entry.
    "ALTER TABLE audit ADD COLUMN salt TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX audit_person ON audit (subject) WHERE subject GLOB 'person *'",
    # What a filter of the record asks: of what kind, by whom, when (`app.store.audit_search`).
    "CREATE INDEX audit_action ON audit (action, id)",
    "CREATE INDEX audit_who ON audit (who, action, id)",
    "CREATE INDEX audit_at ON audit (at)",
    # Which piece of a file holds a row, without a look at the pieces: a case is opened from these,
    # and after every entry of the record from the disk.
    """CREATE INDEX source_chunk_rows ON source_chunk (
        source_id, number, first_row, n_rows, n_bytes)""",
    """CREATE INDEX reading_chunk_rows ON reading_chunk (
        source_id, role, number, first_row, n_rows, n_bytes)""",
    # What a purge emptied, and the entry that accounts for it.
    """CREATE TABLE audit_blank (
        entry_id INTEGER PRIMARY KEY REFERENCES audit(id),
        by_entry_id INTEGER NOT NULL REFERENCES audit(id)) STRICT""",
    "DROP TRIGGER audit_no_update",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
        WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.who <> OLD.who
            OR NEW.action <> OLD.action
            OR (NEW.subject <> OLD.subject AND NEW.subject <> '')
            OR NEW.previous <> OLD.previous OR NEW.hash <> OLD.hash
            OR NEW.old <> '' OR NEW.new <> '' OR NEW.salt <> ''
        BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END""",
    # The workspace's key, sealed under a user's own passphrase (`app.store.key_file`).
    """CREATE TABLE user_key (
        name TEXT PRIMARY KEY REFERENCES office_user(name), slot TEXT NOT NULL,
        must_change INTEGER NOT NULL, set_by TEXT NOT NULL, set_at TEXT NOT NULL) STRICT""",
    # Backups that were made and read again; ``content`` is the hash of all their rows,
    # ``audit_number`` and ``audit_hash`` anchor the record of the work as it was then.
    """CREATE TABLE backup (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL,
        cause TEXT NOT NULL CHECK (cause IN ('button', 'schedule', 'terminal', 'purge', 'key')),
        folder TEXT NOT NULL, file_name TEXT NOT NULL, sha256 TEXT NOT NULL,
        n_bytes INTEGER NOT NULL, counts TEXT NOT NULL, content TEXT NOT NULL,
        audit_number INTEGER NOT NULL, audit_hash TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('kept', 'rotated', 'removed', 'missing')),
        drilled_at TEXT NOT NULL, drilled_by TEXT NOT NULL) STRICT""",
    # Convictions that a court sealed: each taken out of the list whole, with what was answered and
    # decided of it, the doubts about its rows and the mark by which it is known when it comes
    # again (`app.store.marks`). ``paper_id`` 0: the order is no paper of the register.
    """CREATE TABLE sealed (
        conviction_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, source_id INTEGER NOT NULL,
        row INTEGER NOT NULL, facts TEXT NOT NULL, answer TEXT NOT NULL, review TEXT NOT NULL,
        doubts TEXT NOT NULL, paper_id INTEGER NOT NULL, ordered_on TEXT NOT NULL,
        why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, mark TEXT NOT NULL) STRICT""",
    "CREATE INDEX sealed_person ON sealed (person_id)",
    "CREATE INDEX sealed_place ON sealed (source_id, row)",
    "CREATE INDEX sealed_mark ON sealed (mark)",
    # The rows of the files that say so: out of exports, packages and views.
    """CREATE TABLE sealed_row (
        source_id INTEGER NOT NULL, row INTEGER NOT NULL, conviction_id INTEGER NOT NULL,
        PRIMARY KEY (source_id, row)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sealed_row_conviction ON sealed_row (conviction_id)",
    # Who must not be purged, whatever the schedule says.
    """CREATE TABLE retention_hold (
        person_id INTEGER PRIMARY KEY, why TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    # Who was purged: by number, never by name. ``certificate`` is its facts as JSON.
    """CREATE TABLE purge (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
        n_people INTEGER NOT NULL, n_convictions INTEGER NOT NULL, n_rows INTEGER NOT NULL,
        certificate TEXT NOT NULL) STRICT""",
    # The highest numbers that were ever given to what a purge took: nobody gets them again.
    """CREATE TABLE retention_number (
        person_id INTEGER NOT NULL, conviction_id INTEGER NOT NULL) STRICT""",
    # By what somebody or a conviction that was purged is known should a file bring them again;
    # a keyed hash that names nobody.
    """CREATE TABLE tombstone (
        mark TEXT PRIMARY KEY, what TEXT NOT NULL CHECK (what IN ('person', 'conviction')),
        purge_id INTEGER NOT NULL REFERENCES purge(id)) STRICT, WITHOUT ROWID""",
    # Rows that were taken out of the kept copy of a file, and what that copy is since.
    """CREATE TABLE purged_row (
        source_id INTEGER NOT NULL REFERENCES source(id), row INTEGER NOT NULL,
        n_rows INTEGER NOT NULL, purge_id INTEGER NOT NULL REFERENCES purge(id),
        PRIMARY KEY (source_id, row)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE kept_copy (
        source_id INTEGER PRIMARY KEY REFERENCES source(id), sha256 TEXT NOT NULL,
        n_bytes INTEGER NOT NULL) STRICT""",
)
