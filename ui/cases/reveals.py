"""Brings a number to the person's header once it is on record who asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shiboken6 import isValid

from app.errors import UserError
from app.jobs.access_log import ROW
from app.jobs.progress import Progress
from app.jobs.reveal import reveal_number, reveal_row
from app.jobs.source_rows import SourceRow
from app.store.workspace import Workspace
from ui.cases.person_header import PersonHeader
from ui.cases.source_row import SourceRowDialog
from ui.desk import Desk

T = TypeVar("T")


class Reveals:
    """The record is written by the background thread, before the number comes back."""

    def __init__(self, desk: Desk, header: PersonHeader) -> None:
        self._desk = desk
        self._header = header
        header.number_wanted.connect(self.ask)

    def ask(self, person_id: int, kind: str) -> None:
        """Show a number of a person once that is on record."""
        header, who = self._header, self._desk.user

        def shown(numbers: tuple[str, ...]) -> None:
            if isValid(header):
                header.show_whole(person_id, kind, numbers)

        def refused(sentence: str) -> None:
            if isValid(header):
                header.tell_not_shown(person_id, sentence)

        _record(
            self._desk,
            lambda workspace, _progress: reveal_number(workspace, person_id, kind, who=who),
            shown,
            refused,
        )


def watch_row(desk: Desk, dialog: SourceRowDialog, person_id: int | None) -> None:
    """The dialog shows a source row's numbers only after the same record.

    ``person_id`` is whose row it is; None for one that was set aside.
    """
    desk.saw(person_id, ROW)

    def ask(row: SourceRow) -> None:
        who = desk.user

        def shown(_: None) -> None:
            if isValid(dialog):
                dialog.show_numbers()

        def refused(sentence: str) -> None:
            if isValid(dialog):
                dialog.tell_not_shown(sentence)

        _record(
            desk,
            lambda store, _progress: reveal_row(store, row, who=who, person_id=person_id),
            shown,
            refused,
        )

    dialog.numbers_wanted.connect(ask)


def _record(
    desk: Desk,
    job: Callable[[Workspace, Progress], T],
    shown: Callable[[T], None],
    refused: Callable[[str], None],
) -> None:
    """While a long job has the store, nothing could be recorded at once: it is refused."""
    if desk.tasks.has_job:
        refused(
            f"The number is not shown: “{desk.tasks.current_label}” comes first, so that it could "
            "not be recorded who looked at it. Ask again when it is done."
        )
        return

    def failed(error: Exception) -> None:
        if isinstance(error, UserError):
            refused(error.message)
        else:
            desk.report(error)

    desk.run_job(
        "Recording who looks at a number", job, shown, {"log"}, on_failed=failed, is_saving=True
    )
