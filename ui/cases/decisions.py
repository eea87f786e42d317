"""Decisions on their way to the store: shown at once, saved by the background thread."""

from __future__ import annotations

from collections.abc import Callable

from app.jobs.clock import now
from app.jobs.progress import Progress
from app.store.reviews import ACCEPTED, HELD_BACK, Review, remove_review, save_review
from app.store.workspace import Workspace
from ui.cases.case_view import CaseView
from ui.desk import Desk
from ui.tables.convictions import ConvictionModel

LABEL = "Saving the decision"


class Decisions:
    """Writes what a person decided.

    While a long job has the store, a decision could not be on disk when its key has been
    pressed: it is refused with a sentence instead.
    """

    def __init__(self, desk: Desk, model: ConvictionModel) -> None:
        self._desk = desk
        self._model = model

    def accept(self, view: CaseView) -> bool:
        """Whether the decision was taken."""
        return self._decide(view, ACCEPTED, "")

    def hold_back(self, view: CaseView, reason: str) -> bool:
        """Whether the decision was taken; a blank reason is none."""
        return bool(reason.strip()) and self._decide(view, HELD_BACK, reason.strip())

    def open_again(self, view: CaseView) -> bool:
        """Whether there was a decision and it is being taken back."""
        if not self._is_free():
            return False
        number, who, at = view.row.conviction_id, self._desk.user, now()

        def remove(workspace: Workspace, _progress: Progress) -> None:
            remove_review(workspace, number, who=who, at=at)

        self._run(remove, number, "")
        return True

    def _decide(self, view: CaseView, decision: str, reason: str) -> bool:
        if not self._is_free():
            return False
        row = view.row
        review = Review(
            conviction_id=row.conviction_id,
            decision=decision,
            reason=reason,
            reviewer=self._desk.user,
            decided_at=now(),
            outcome=row.outcome,
            outcome_reason=row.reason,
        )

        def save(workspace: Workspace, _progress: Progress) -> None:
            save_review(workspace, review)

        self._run(save, row.conviction_id, decision)
        return True

    def _run(self, job: Callable[[Workspace, Progress], None], number: int, decision: str) -> None:
        self._model.show_decision(number, decision)

        def done(_: object) -> None:
            self._model.settle_decision(number)

        def failed(error: Exception) -> None:
            self._model.settle_decision(number)
            self._desk.report(error)

        self._desk.run_job(LABEL, job, done, {"review"}, on_failed=failed, is_saving=True)

    def _is_free(self) -> bool:
        tasks = self._desk.tasks
        if tasks.is_busy and tasks.current_label not in ("", LABEL):
            self._desk.say(
                "caution",
                f"Not saved: “{tasks.current_label}” comes first. Decide again when it is done.",
            )
            return False
        return True
