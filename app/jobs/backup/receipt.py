"""The receipt of a backup: what it holds and how it is proved, without anybody's name on record."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from app.jobs.backup.place import in_megabytes, receipt_of
from app.jobs.policy_sheet import write_whole
from app.model.receipt import Receipt, receipt_text
from app.store.backups import KEY, PURGE, SCHEDULE, TERMINAL, Backup
from app.store.workspace import WorkspaceInfo

CAUSE_WORDS = {
    SCHEDULE: "the schedule",
    TERMINAL: "a command",
    PURGE: "a purge, after which older backups hold too much",
    KEY: "a change of the passphrase",
}
_COUNTED = (
    ("source", "files taken in"),
    ("person", "people"),
    ("conviction", "convictions"),
    ("determination", "answers of the latest check"),
    ("review", "decisions"),
    ("paper", "papers in the register"),
    ("attachment", "files attached to papers"),
    ("mend", "mends"),
    ("office_user", "users"),
    ("audit", "entries of the record of the work"),
)
_NOTES = (
    "After it was written, the backup was opened again; every page was checked, and every row of",
    "every table was compared with the workspace by count and hash.",
    "It opens with the passphrase that the workspace had on that day, and with nothing else.",
    "Keep this receipt apart from the backup: if the SHA-256 of the file is another one some day,",
    "the file was changed. The anchor is the number and the hash of the last entry of the record",
    "of the work: relief-desk verify --anchor proves with it that the record was not written anew.",
)
_HASH = re.compile(r"^([0-9a-f]{64}) [ *](.+)$", re.MULTILINE)


def draft_receipt(backup: Backup, info: WorkspaceInfo) -> Receipt:
    """Of a backup that is on record."""
    moment = datetime.fromisoformat(backup.at).astimezone()
    others = sum(backup.counts.values()) - sum(backup.counts.get(name, 0) for name, _ in _COUNTED)
    cause = f", by {CAUSE_WORDS[backup.cause]}" if backup.cause in CAUSE_WORDS else ""
    drilled = f"{backup.drilled_at[:10]} by {backup.drilled_by}" if backup.drilled_at else "not yet"
    return Receipt(
        title="Receipt of a backup",
        workspace=info.name,
        day=moment.date().isoformat(),
        facts=(
            ("Workspace", info.name),
            ("County", info.county),
            ("Made", f"{moment:%Y-%m-%d %H:%M:%S %z}{cause}"),
            ("By", backup.who),
            ("Folder", backup.folder),
            ("File", backup.file_name),
            ("Size", f"{backup.n_bytes:,} bytes ({in_megabytes(backup.n_bytes)})"),
            ("Proved by a drill", drilled),
        ),
        proof=(
            ("SHA-256 of the file", backup.sha256),
            ("SHA-256 of all rows", backup.content),
            ("Anchor of the record", backup.anchor),
        ),
        counts=(
            *((words, backup.counts.get(name, 0)) for name, words in _COUNTED),
            ("rows of other tables", others),
        ),
        notes=_NOTES,
        check=f"{backup.sha256}  {backup.file_name}",
        is_practice=info.is_practice,
    )


def save_text(backup: Backup, info: WorkspaceInfo) -> Path:
    """The receipt in words, beside the backup. Raises OSError."""
    path = receipt_of(backup.path)
    path.write_text(receipt_text(draft_receipt(backup, info)), encoding="utf-8")
    return path


def save_pdf(backup: Backup, info: WorkspaceInfo, path: Path) -> Path:
    """The receipt to print; a file of that name is replaced. Raises InputError."""
    # Loaded when asked for: it brings fonts and pages that most commands do not need.
    from app.reports.receipt_sheet import render_receipt  # noqa: PLC0415

    return write_whole(path, render_receipt(draft_receipt(backup, info)))


def find_told_hash(backup: Path) -> str:
    """The SHA-256 that the receipt beside a backup tells of it; "" when there is none."""
    try:
        text = receipt_of(backup).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    found = _HASH.search(text)
    return found[1] if found else ""
