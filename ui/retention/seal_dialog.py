"""Sealing convictions by an order: its day, and the words that stand on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from app.jobs.clock import today
from app.jobs.retention.seal import seal_convictions
from app.jobs.retention.words import LONGEST_WORDS
from app.store.retention import FoundConviction, get_convictions
from ui.desk import Desk
from ui.register.state_dialog import day_field, day_of
from ui.sheet import Sheet
from ui.tables.words import format_name
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, field, label, plural, primary_button, quiet_button

CHANGES = {"import", "check", "review", "papers", "settings", "log"}
_MOST_SHOWN = 6
_ABOUT = (
    "They leave the list, search, people, papers, letters, exports and packages. What was decided "
    "of them is kept and comes back if the seal is lifted."
)


def ask_seal(desk: Desk, ids: Sequence[int], parent: QWidget) -> None:
    """Ask for the order by which convictions of these numbers are sealed; told above the page."""

    def show(found: list[FoundConviction]) -> None:
        if found:
            SealDialog(desk, found, today(), lambda done: desk.say("good", done), parent).open()

    desk.ask(parent, "what is sealed", lambda store: get_convictions(store, ids), show)


class SealDialog(Sheet):
    """``on_done`` gets the sentence of what was done."""

    def __init__(
        self, desk: Desk, found: Sequence[FoundConviction], today: date,
        on_done: Callable[[str], object], parent: QWidget | None,
    ) -> None:  # fmt: skip
        title = f"Seal {plural(len(found), 'conviction')}"
        super().__init__(parent, title, window_title=title)
        self._desk, self._found, self._today, self._on_done = desk, found, today, on_done
        for one in found[:_MOST_SHOWN]:
            self.body.addWidget(label(
                f"{format_name(one.name)}: {one.section}, {one.convicted_on}, {one.case_number}",
                "body",
            ))  # fmt: skip
        if len(found) > _MOST_SHOWN:
            self.body.addWidget(label(f"And {len(found) - _MOST_SHOWN:,} more.", "secondary"))
        self.body.addWidget(label(_ABOUT, "secondary"))
        self.told = Banner("stop")
        self.body.addWidget(self.told)
        self._jobs = ToldJobs(desk, self, self.told)
        self.day = day_field(today)
        self.body.addLayout(field("Day of the order", self.day))
        self.why = QLineEdit()
        self.why.setMaxLength(LONGEST_WORDS)
        self.body.addLayout(field("Why", self.why, "The order, its court and number; on record"))
        self.yes = primary_button("Seal", self.seal)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)
        self.why.setFocus()

    def seal(self) -> None:
        """All or none; what is refused is told here."""
        ids, day, why = [one.id for one in self._found], day_of(self.day), self.why.text()
        who, today = self._desk.user, self._today

        def done(n: int) -> None:
            self.accept()
            self._on_done(f"{plural(n, 'conviction')} sealed.")

        self._jobs.run(
            "Sealing",
            lambda store: seal_convictions(store, ids, day, why, who=who, today=today),
            done, CHANGES, self.fit,
        )  # fmt: skip
