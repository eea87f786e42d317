"""Issues of a rap sheet: repairs, lines that were not understood, doubts."""

from __future__ import annotations

from app.importing.issues import CHECK, Issue, doubt, quarantined
from app.importing.reading import LINE_STEP

REPAIRED = "Scanning damage repaired"
NOT_UNDERSTOOD = "Line not understood"


def repaired(line: int, text: str, reason: str, done: str) -> Issue:
    """The print was damaged and what was meant is sure."""
    return Issue(line * LINE_STEP, "", text[:200], REPAIRED, reason, done, CHECK)


def not_understood(line: int, text: str, done: str = "It was kept and not used.") -> Issue:
    """A line that has no place in the grammar."""
    return doubt(
        line * LINE_STEP, "", text, NOT_UNDERSTOOD,
        "The line has none of the forms of a rap sheet that are known here.", done,
    )  # fmt: skip


def doubted(line: int, column: str, text: str, kind: str, reason: str, done: str) -> Issue:
    """A line that was read, with something the clerk should know."""
    return doubt(line * LINE_STEP, column, text, kind, reason, done)


def set_aside(line: int, column: str, text: str, kind: str, reason: str) -> Issue:
    """A count that takes part in nothing."""
    return quarantined(line * LINE_STEP, column, text, kind, reason)
