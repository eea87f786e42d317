"""Brings a number to the person's header once it is on record who asked for it."""

from __future__ import annotations

from shiboken6 import isValid

from app.errors import UserError
from app.jobs.reveal import reveal_number
from ui.cases.person_header import PersonHeader
from ui.desk import Desk


class Reveals:
    """The record is written by the background thread, before the number comes back."""

    def __init__(self, desk: Desk, header: PersonHeader) -> None:
        self._desk = desk
        self._header = header
        header.number_wanted.connect(self.ask)

    def ask(self, person_id: int, kind: str) -> None:
        """While a long job has the store, nothing could be recorded at once: it is refused."""
        tasks, header = self._desk.tasks, self._header
        if tasks.has_job:
            header.tell_not_shown(
                person_id,
                f"The number is not shown: “{tasks.current_label}” comes first, so that it could "
                "not be recorded who looked at it. Ask again when it is done.",
            )
            return
        who = self._desk.user

        def shown(numbers: tuple[str, ...]) -> None:
            if isValid(header):
                header.show_whole(person_id, kind, numbers)

        def failed(error: Exception) -> None:
            if not isinstance(error, UserError):
                self._desk.report(error)
            elif isValid(header):
                header.tell_not_shown(person_id, error.message)

        self._desk.run_job(
            "Recording who looks at a number",
            lambda workspace, _progress: reveal_number(workspace, person_id, kind, who=who),
            shown,
            {"settings"},  # the record of the work has one more entry
            on_failed=failed,
            is_saving=True,
        )
