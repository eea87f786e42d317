"""Decisions on their way to the store: shown at once, saved by the background thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.jobs.decide import Done
from app.jobs.progress import Progress
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.tables.convictions import ConvictionModel

LABEL = "Saving the decision"

Write = Callable[[Workspace, str], Done]  # what is done, given who does it


class Decisions:
    """Writes what a person decided.

    While a long job has the store, a decision could not be on disk when its key has been
    pressed: it is refused with a sentence instead.
    """

    def __init__(self, desk: Desk, model: ConvictionModel) -> None:
        self._desk = desk
        self._model = model

    def save(
        self,
        write: Write,
        ids: Sequence[int],
        shown: str | None,
        on_done: Callable[[Done], None] = lambda _: None,
    ) -> bool:
        """Have it written; ``shown`` is the state to show until it is, None for the state of
        before. False: refused."""
        if not self._is_free():
            return False
        who = self._desk.user
        ahead = ids if shown is not None else ()
        for number in ahead:
            self._model.show_decision(number, shown or "")

        def settle() -> None:
            for number in ahead:
                self._model.settle_decision(number)

        def done(made: Done) -> None:
            settle()
            on_done(made)

        def failed(error: Exception) -> None:
            settle()
            self._desk.report(error)

        def job(workspace: Workspace, _progress: Progress) -> Done:
            return write(workspace, who)

        self._desk.run_job(LABEL, job, done, {"review"}, on_failed=failed, is_saving=True)
        return True

    def _is_free(self) -> bool:
        tasks = self._desk.tasks
        if tasks.is_busy and tasks.current_label not in ("", LABEL):
            self._desk.say(
                "caution",
                f"Not saved: “{tasks.current_label}” comes first. Decide again when it is done.",
            )
            return False
        return True
