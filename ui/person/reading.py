"""What was doubtful when a record was read: by line, as marks in the text and as a table."""

from __future__ import annotations

from collections.abc import Iterable

from app.importing.rap_sheet.notes import NOT_UNDERSTOOD, REPAIRED
from app.importing.reading import LINE_STEP
from app.store.records import RowIssue
from ui.person.marked_text import Mark


def line_of(issue: RowIssue) -> int:
    """The line of the text that an issue is about."""
    return issue.at.row // LINE_STEP


def mark_of(issue: RowIssue) -> Mark:
    if issue.is_quarantined:
        return Mark.SET_ASIDE
    return {NOT_UNDERSTOOD: Mark.NOT_READ, REPAIRED: Mark.REPAIRED}.get(issue.kind, Mark.DOUBT)


def marks_of(issues: Iterable[RowIssue]) -> dict[int, Mark]:
    """The worst mark of each line."""
    marks: dict[int, Mark] = {}
    order = list(Mark)
    for issue in issues:
        line, mark = line_of(issue), mark_of(issue)
        if line not in marks or order.index(mark) < order.index(marks[line]):
            marks[line] = mark
    return marks


def count_doubts(issues: Iterable[RowIssue]) -> int:
    """Everything but the repairs that are sure."""
    return sum(1 for issue in issues if mark_of(issue) is not Mark.REPAIRED)


def in_words(counts: dict[Mark, int]) -> str:
    """``2 lines not read, 1 doubtful, 3 repaired``; "" for none."""
    parts = [f"{counts[mark]:,} {mark.value}" for mark in Mark if counts.get(mark)]
    if not parts:
        return ""
    total = sum(counts.values())
    return f"{'Line' if total == 1 else 'Lines'} marked: " + ", ".join(parts)
