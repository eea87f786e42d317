"""The sheet on which cases go out to be reviewed and come back: its columns and identities."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

SHEET, LISTS = "Cases", "Reasons and answers"
DECISION, ANSWER, REASON, WORDS = "Decision", "New answer", "Reason code", "Words"
REMIND, NOTE, REVIEWER = "Remind on", "Note", "Reviewer"
IDENTITY, SEEN = "Identity", "Seen"  # hidden
ACCEPT, OVERRIDE, PARK = "accept", "override", "park"
DECISIONS = (ACCEPT, OVERRIDE, PARK)

# What a row shows of its case, and by what it is told that the row is still about that case.
SHOWN = (
    "Name", "Born", "Section", "Level", "Convicted on", "Court", "Case number", "Answer", "Reason",
)  # fmt: skip
TO_FILL = (DECISION, ANSWER, REASON, WORDS, REMIND, NOTE, REVIEWER)
COLUMNS = ("No.", *SHOWN, "Rule", "File", "Row", "State", *TO_FILL, IDENTITY, SEEN)


def plain(text: str) -> str:
    """As a cell keeps it: one line, letters that can be printed, single blanks."""
    lines = "; ".join(text.split("\n"))
    return " ".join("".join(ch for ch in lines if ch.isprintable()).split())


def identity_of(uid: str, conviction: int, seen: str, shown: Sequence[str]) -> str:
    """Which case of which workbook a row is, with a check over all that it shows."""
    said = "\x00".join((uid, str(conviction), seen, *map(plain, shown)))
    return f"{uid}/{conviction}/{hashlib.sha256(said.encode()).hexdigest()[:16]}"
