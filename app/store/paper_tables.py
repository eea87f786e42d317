"""The tables of the papers, as version 5 of the schema made them: never edited after a release."""

PAPERS = (
    # A run of the printer's work: what is made together, and how far it came.
    """CREATE TABLE paper_batch (
        id INTEGER PRIMARY KEY, what TEXT NOT NULL, folder TEXT NOT NULL, request TEXT NOT NULL,
        n_papers INTEGER NOT NULL, n_done INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done')),
        who TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT NOT NULL) STRICT""",
    # The register: where each paper is, since when, and what is due.
    "ALTER TABLE paper ADD COLUMN batch_id INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE paper ADD COLUMN court TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE paper ADD COLUMN texts TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE paper ADD COLUMN state TEXT NOT NULL DEFAULT 'drafted'",
    "ALTER TABLE paper ADD COLUMN state_on TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE paper ADD COLUMN due_on TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE paper ADD COLUMN due_what TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE paper ADD COLUMN replaced_by INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX paper_state ON paper (state, state_on)",
    "CREATE INDEX paper_number ON paper (case_number)",
    # Two papers of one batch never have one file.
    "CREATE UNIQUE INDEX paper_file ON paper (batch_id, file_name) WHERE batch_id > 0",
    # The convictions a paper is about; not tied to their rows, which may go and come back.
    """CREATE TABLE paper_case (
        paper_id INTEGER NOT NULL REFERENCES paper(id), conviction_id INTEGER NOT NULL,
        PRIMARY KEY (paper_id, conviction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX paper_case_conviction ON paper_case (conviction_id)",
    """CREATE TABLE paper_event (
        id INTEGER PRIMARY KEY, paper_id INTEGER NOT NULL REFERENCES paper(id),
        state TEXT NOT NULL, on_day TEXT NOT NULL, words TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    "CREATE INDEX paper_event_paper ON paper_event (paper_id)",
    # Scanned orders and receipts, compressed.
    """CREATE TABLE attachment (
        id INTEGER PRIMARY KEY, paper_id INTEGER NOT NULL REFERENCES paper(id),
        name TEXT NOT NULL, sha256 TEXT NOT NULL, n_bytes INTEGER NOT NULL, data BLOB NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    # Courts, departments, prosecutors, defenders, agencies.
    """CREATE TABLE contact (
        id INTEGER PRIMARY KEY,
        role TEXT NOT NULL CHECK (role IN
            ('court', 'department', 'prosecutor', 'public defender', 'agency', 'state')),
        name TEXT NOT NULL, county TEXT NOT NULL, address TEXT NOT NULL, phone TEXT NOT NULL,
        email TEXT NOT NULL, note TEXT NOT NULL, checked_on TEXT NOT NULL,
        is_used INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
        UNIQUE (role, name, county)) STRICT""",
    # The office's own copy of a paper's text.
    """CREATE TABLE paper_text (
        name TEXT PRIMARY KEY, version TEXT NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    # Blank official forms that the office put in, and its own maps of their fields.
    """CREATE TABLE form_blank (
        sha256 TEXT PRIMARY KEY, form TEXT NOT NULL, edition TEXT NOT NULL, name TEXT NOT NULL,
        n_pages INTEGER NOT NULL, data BLOB NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE form_map (
        form TEXT NOT NULL, edition TEXT NOT NULL, map TEXT NOT NULL, who TEXT NOT NULL,
        at TEXT NOT NULL, PRIMARY KEY (form, edition)) STRICT, WITHOUT ROWID""",
)
