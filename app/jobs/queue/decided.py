"""What people decided, asked and noted: the part of the list that changes while they work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from app.jobs.clock import today
from app.jobs.queue.columns import Column, ColumnMaker, Mask, NumberMaker, Numbers, find_rows
from app.jobs.queue.folding import fold
from app.model.queue_filter import (
    APPROVED,
    ASKED,
    AWAITING,
    DUE,
    HAS_NOTE,
    LATER,
    NO_NOTE,
    NONE_NEEDED,
    NOT_ASKED,
    OPEN,
    STALE,
)
from app.store import queue_columns, reviews
from app.store.queue_columns import ReviewKind
from app.store.reviews import Review
from app.store.workspace import Workspace

NOBODY = ""
_NO_REVIEW = ""
_MOST_TOUCHED = 20_000


class Decided:
    """Columns beside those of the index, in the same order of rows (by conviction id)."""

    def __init__(self, workspace: Workspace, ids: Numbers) -> None:
        self._ids = ids
        # First: what comes while the rest is read is read twice, not missed.
        self._seen = queue_columns.last_entry(workspace)
        self._rule = reviews.second_reviewer(workspace)
        self._kind = _filled(len(ids), _NO_REVIEW)
        self.reviewer = _filled(len(ids), NOBODY)
        self.asked = _filled(len(ids), NOT_ASKED)
        self.note = _filled(len(ids), NO_NOTE)
        self._words: dict[int, str] = {}  # row -> what was written there, folded
        self._load_reviews(workspace)
        self._put_written(
            queue_columns.list_questions(workspace),
            queue_columns.list_notes(workspace),
            queue_columns.list_review_words(workspace),
        )
        self._label()

    def _load_reviews(self, workspace: Workspace) -> None:
        numbers, kinds, reviewers = NumberMaker(), ColumnMaker(), ColumnMaker()
        for chunk in queue_columns.iter_reviews(workspace):
            numbers.add(chunk.ids)
            kinds.add(chunk.kind, chunk.n)
            reviewers.add(chunk.reviewer, chunk.n)
        rows, is_here = find_rows(self._ids, numbers.make())
        for column, made in ((self._kind, kinds.make()), (self.reviewer, reviewers.make())):
            place = np.array([column.code_of(value) for value in made.values] or [0])
            column.codes[rows[is_here]] = place[made.codes[is_here]]

    def _put_written(
        self,
        questions: Sequence[tuple[int, int, str]],
        notes: Sequence[tuple[int, str]],
        review_words: Sequence[tuple[int, str]],
    ) -> None:
        self._set(self.asked, [one[0] for one in questions if one[1]], ASKED)
        self._set(self.note, [one[0] for one in notes], HAS_NOTE)
        asked = [(number, words) for number, _, words in questions]
        written: dict[int, list[str]] = {}
        for number, words in (*review_words, *asked, *notes):
            written.setdefault(number, []).append(words)
        rows, is_here = find_rows(self._ids, np.array(list(written), np.int64))
        for row, here, texts in zip(rows.tolist(), is_here.tolist(), written.values(), strict=True):
            if here:
                self._words[row] = fold(" ".join(texts))

    def _set(self, column: Column, numbers: Iterable[int], value: str) -> None:
        rows, is_here = find_rows(self._ids, np.array(list(numbers), np.int64))
        _put(column, rows[is_here], value)

    def _label(self) -> None:
        self.state = self._kind.mapped(_state)
        self.approval = self._kind.mapped(lambda kind: _approval(kind, self._rule))
        on = today().isoformat()
        self.reminder = self._kind.mapped(lambda kind: _reminder(kind, on))

    def catch_up(self, workspace: Workspace) -> bool:
        """Read anew what the record of the work has entries about since this was read.

        False when they are so many that reading everything anew is quicker.
        """
        newest = queue_columns.last_entry(workspace)
        touched = queue_columns.list_touched(workspace, self._seen, limit=_MOST_TOUCHED)
        if len(touched) == _MOST_TOUCHED:
            return False
        if touched:
            self.apply(workspace, touched)
        self._seen = newest
        return True

    def apply(self, workspace: Workspace, ids: Sequence[int]) -> None:
        """Read anew what was decided, asked and noted of some convictions.

        All is read before anything is changed: a reader that is interrupted leaves no half.
        """
        decided = queue_columns.list_reviews(workspace, ids)
        questions = queue_columns.list_questions(workspace, ids)
        notes = queue_columns.list_notes(workspace, ids)
        words = queue_columns.list_review_words(workspace, ids)
        rows, is_here = find_rows(self._ids, np.array(list(ids), np.int64))
        self._forget(rows[is_here])
        for number, kind, reviewer in decided:
            self._set(self._kind, [number], kind)
            self._set(self.reviewer, [number], reviewer)
        self._put_written(questions, notes, words)
        self._label()

    def _forget(self, rows: Numbers) -> None:
        _put(self._kind, rows, _NO_REVIEW)
        _put(self.reviewer, rows, NOBODY)
        _put(self.asked, rows, NOT_ASKED)
        _put(self.note, rows, NO_NOTE)
        for row in rows.tolist():
            self._words.pop(row, None)

    def find(self, word: str) -> Mask:
        """The rows where something with this word was written."""
        found = np.zeros(len(self._ids), np.bool_)
        found[[row for row, words in self._words.items() if word in words]] = True
        return found

    def is_reviewed(self) -> Mask:
        """Accepted or overridden, and nothing changed since."""
        return self.state.where(lambda state: state in (reviews.ACCEPTED, reviews.OVERRIDDEN))


def _filled(n: int, value: str) -> Column:
    return Column(np.zeros(n, np.int32), [value])


def _put(column: Column, rows: Numbers, value: str) -> None:
    code = column.code_of(value)  # first: the column may take more room for it
    column.codes[rows] = code


def _state(kind: str) -> str:
    if not kind:
        return OPEN
    read = ReviewKind.read(kind)
    return STALE if read.is_stale else read.decision


def _reminder(kind: str, today_text: str) -> str:
    read = ReviewKind.read(kind) if kind else None
    if read is None or read.decision != reviews.PARKED or not read.remind_on:
        return ""
    return DUE if read.remind_on <= today_text else LATER


def _approval(kind: str, rule: str) -> str:
    if not kind:
        return NONE_NEEDED
    read = ReviewKind.read(kind)
    if read.is_approved:
        return APPROVED
    review = Review(
        0, read.decision, read.final, "", "", new_outcome=read.final,
        stale="changed" if read.is_stale else "",
    )  # fmt: skip
    return AWAITING if reviews.needs_approval(review, rule) else NONE_NEEDED
