"""The sheet on which issues go out to be filled in and come back: its columns and identities."""

from __future__ import annotations

import hashlib

SHEET = "Issues"
CORRECTION, DECISION, NOTE, IDENTITY = "Correction", "Decision", "Note", "Identity"
CONFIRM = "ok"
COLUMNS = (
    "No.", "File", "Row", "Column", "Text", "Kind", "Reason", "What was done", "What to do",
    "Consequence", "What it means", "State", CORRECTION, DECISION, NOTE, IDENTITY,
)  # fmt: skip


def identity_of(sha256: str, row: int, column: str, kind: str, text: str) -> str:
    """Which issue of which file it is, whatever number it has: ``3f9a0c21b7de/152/9c1d...``."""
    said = "\x00".join((column, kind, text))
    return f"{sha256[:12]}/{row}/{hashlib.sha256(said.encode()).hexdigest()[:16]}"
