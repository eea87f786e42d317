"""The tables of the desk, as version 4 of the schema made them: never edited after a release."""

REVIEWS = (
    # What a person decided of a conviction. ``outcome`` to ``seen`` are the answer that was
    # looked at; ``stale`` says what changed since, "" while it holds.
    """CREATE TABLE new_review (
        conviction_id INTEGER PRIMARY KEY REFERENCES conviction(id),
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'overridden', 'parked')),
        outcome TEXT NOT NULL, outcome_reason TEXT NOT NULL, seen TEXT NOT NULL,
        new_outcome TEXT NOT NULL, new_remedy TEXT NOT NULL, new_procedure TEXT NOT NULL,
        reason_code TEXT NOT NULL, words TEXT NOT NULL, remind_on TEXT NOT NULL,
        reviewer TEXT NOT NULL, decided_at TEXT NOT NULL,
        stale TEXT NOT NULL, stale_by TEXT NOT NULL,
        approver TEXT NOT NULL, approved_at TEXT NOT NULL, sample_id INTEGER NOT NULL) STRICT""",
    # What was held back waits: it is parked without a reminder.
    """INSERT INTO new_review SELECT r.conviction_id,
        CASE r.decision WHEN 'held back' THEN 'parked' ELSE r.decision END,
        r.outcome, r.outcome_reason, '', '', '', '', '', r.reason, '', r.reviewer, r.decided_at,
        '', '', '', '', 0 FROM review r""",
    "DROP TABLE review",
    "ALTER TABLE new_review RENAME TO review",
    # A case flagged for an attorney, and what the attorney said. Not tied to a conviction's row:
    # that may go with a mend and come back under its number.
    """CREATE TABLE question (
        conviction_id INTEGER PRIMARY KEY, words TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL, answer TEXT NOT NULL, answered_by TEXT NOT NULL,
        answered_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE note (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, conviction_id INTEGER NOT NULL,
        words TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX note_conviction ON note (conviction_id)",
    # What can be undone and redone: a step of somebody's, and what each case was and became.
    """CREATE TABLE review_step (
        id INTEGER PRIMARY KEY, who TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped'))) STRICT""",
    "CREATE INDEX review_step_who ON review_step (who, state)",
    """CREATE TABLE review_change (
        step_id INTEGER NOT NULL REFERENCES review_step(id), conviction_id INTEGER NOT NULL,
        part TEXT NOT NULL CHECK (part IN ('case', 'note')), before TEXT NOT NULL,
        after TEXT NOT NULL,
        PRIMARY KEY (step_id, conviction_id, part)) STRICT, WITHOUT ROWID""",
    # The office's own list of why an answer is overridden.
    """CREATE TABLE override_reason (
        code TEXT PRIMARY KEY, words TEXT NOT NULL, position INTEGER NOT NULL,
        is_used INTEGER NOT NULL) STRICT""",
    """CREATE TABLE saved_filter (
        name TEXT PRIMARY KEY, filter TEXT NOT NULL, sort TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    # What was decided of a conviction, and when, is looked up as often as the conviction is.
    "CREATE INDEX audit_conviction ON audit (subject) WHERE subject GLOB 'conviction *'",
    # What a person's record says of them, as of the latest check, and their other names.
    """CREATE TABLE person_flag (
        person_id INTEGER PRIMARY KEY, flags TEXT NOT NULL, aliases TEXT NOT NULL) STRICT""",
    # Lists of a million people are read from this alone: beside a record they stand far apart.
    "CREATE INDEX person_listed ON person (id, name, cii, born)",
)

OFFICE = (
    """CREATE TABLE office_user (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL CHECK (role IN ('clerk', 'attorney', 'administrator')),
        is_active INTEGER NOT NULL, added_by TEXT NOT NULL, added_at TEXT NOT NULL) STRICT""",
    # A set to be accepted together, frozen, and the part of it that is looked at by hand.
    """CREATE TABLE sample (
        id INTEGER PRIMARY KEY, filter TEXT NOT NULL, filter_words TEXT NOT NULL,
        n_cases INTEGER NOT NULL, n_drawn INTEGER NOT NULL, confidence REAL NOT NULL,
        worst REAL NOT NULL, seed TEXT NOT NULL, cases BLOB NOT NULL, drawn_by TEXT NOT NULL,
        drawn_at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'passed', 'stopped', 'dropped', 'accepted')),
        ended_by TEXT NOT NULL, ended_at TEXT NOT NULL, ended_words TEXT NOT NULL) STRICT""",
    """CREATE TABLE sample_case (
        sample_id INTEGER NOT NULL REFERENCES sample(id), conviction_id INTEGER NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('', 'right', 'wrong')), words TEXT NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (sample_id, conviction_id)) STRICT, WITHOUT ROWID""",
    # Signed off, and what was changed nevertheless.
    """CREATE TABLE sign_off (
        id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
        words TEXT NOT NULL, n_cases INTEGER NOT NULL, n_reviewed INTEGER NOT NULL,
        sha256 TEXT NOT NULL, lifted_by TEXT NOT NULL, lifted_at TEXT NOT NULL,
        lifted_why TEXT NOT NULL) STRICT""",
    """CREATE TABLE late_change (
        id INTEGER PRIMARY KEY, sign_off_id INTEGER NOT NULL REFERENCES sign_off(id),
        conviction_id INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL) STRICT""",
    # Cases that went to another desk, as they were then.
    """CREATE TABLE package (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('file', 'workbook')), name TEXT NOT NULL,
        cut TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, run_id INTEGER NOT NULL,
        n_people INTEGER NOT NULL, n_convictions INTEGER NOT NULL, file_name TEXT NOT NULL,
        returned_at TEXT NOT NULL, returned_by TEXT NOT NULL,
        returned_words TEXT NOT NULL) STRICT""",
    """CREATE TABLE package_case (
        package_id INTEGER NOT NULL REFERENCES package(id), conviction_id INTEGER NOT NULL,
        base TEXT NOT NULL, PRIMARY KEY (package_id, conviction_id)) STRICT, WITHOUT ROWID""",
    # Decided here and there, and not alike.
    """CREATE TABLE package_conflict (
        id INTEGER PRIMARY KEY, package_id INTEGER NOT NULL REFERENCES package(id),
        conviction_id INTEGER NOT NULL, base TEXT NOT NULL, here TEXT NOT NULL,
        there TEXT NOT NULL, choice TEXT NOT NULL CHECK (choice IN ('', 'here', 'there')),
        who TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (package_id, conviction_id)) STRICT""",
)

# What an office begins with; the list is its own afterwards.
REASONS = (
    ("RECORD", "The record is wrong or incomplete"),
    ("OUTSIDE", "Another record, not in the files, says otherwise"),
    ("SECTION", "The section or level was read wrongly"),
    ("SENTENCE", "The sentence is known from elsewhere"),
    ("LAW", "An attorney reads the law otherwise in this case"),
    ("POLICY", "The office makes an exception in this case"),
    ("DONE", "A court has already granted or denied relief"),
    ("OTHER", "Another reason, told in words"),
)
