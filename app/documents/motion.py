"""Single motions: for each case a motion and its proposed order in one PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.documents.draft import MotionDraft, court_order
from app.documents.single import render_single
from app.documents.texts import paper_text


def render_motions(drafts: Sequence[MotionDraft]) -> Iterator[tuple[MotionDraft, bytes]]:
    """One finished PDF for each draft, in court order (branch, case number, name).

    Papers come out one by one, so a caller may save each and stop at any time.
    """
    for draft in sorted(drafts, key=_place):
        yield draft, render_motion(draft)


def render_motion(draft: MotionDraft) -> bytes:
    """The motion and proposed order for one case. Raises `UserError`, naming the case."""
    return render_single(draft, (paper_text("motion"), paper_text("order")))


def _place(draft: MotionDraft) -> tuple[object, ...]:
    return (draft.court.branch.casefold(), *court_order(draft.case))
