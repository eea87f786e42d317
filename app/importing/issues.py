"""Doubts and repairs found while reading, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One doubt: the line of the file, the column, what stands there, why, what was done.

    ``advice`` says what the clerk can do. A quarantined row takes part in nothing.
    """

    row: int
    column: str
    text: str
    kind: str
    reason: str
    done: str
    advice: str
    is_quarantined: bool = False
    by_reader: bool = False  # found on the way to a reading, not by assembling its rows


BIRTH_MISSING = "Birth date missing"  # withdrawn when further rows of the person state one

MEND = "Mend it under Issues, or ask whoever sent the file for the row."
CHECK = "Look the case up in the court's own record."


def quarantined(row: int, column: str, text: str, kind: str, reason: str) -> Issue:
    """A row that was set aside whole."""
    return Issue(row, column, text[:200], kind, reason, "The row was set aside.", MEND, True)


def doubt(row: int, column: str, text: str, kind: str, reason: str, done: str) -> Issue:
    """A row that was read, with something the clerk should know."""
    return Issue(row, column, text[:200], kind, reason, done, CHECK)


def births_differ(row: int, born: str, all_born: str) -> Issue:
    """Portions or files of one person that state other birth dates."""
    return doubt(
        row, "PRI_DOB", born, "Two birth dates",
        "Rows of this person further up or in another file state another birth date.",
        f"The birth date counts as known only in part: {all_born}.",
    )  # fmt: skip
