"""Who must not be purged, whatever the schedule says."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.jobs.record_words import local_time
from app.jobs.retention.due import RetentionReport
from app.jobs.retention.holds import lift_hold, place_hold
from app.store import retention
from app.store.retention import FoundPerson, Hold
from ui.desk import Desk
from ui.one_of import OneOf
from ui.retention.choose_dialog import ChooseDialog
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px, space
from ui.told_jobs import ToldJobs
from ui.widgets import Banner, EmptyState, column, data_table, quiet_button, row
from ui.words_dialog import WordsDialog

_COLUMNS: tuple[Column[Hold], ...] = (
    Column("Person", lambda one: f"{one.person_id:,}", is_number=True),
    Column("Why", lambda one: one_line(one.why)),
    Column("By", lambda one: one.who),
    Column("Since", lambda one: local_time(one.at)),
)
_WIDTHS = (88, 440, 200, 160)
PEOPLE: tuple[Column[FoundPerson], ...] = (
    Column("Person", lambda one: f"{one.id:,}", is_number=True),
    Column("Name", lambda one: format_name(one.name)),
    Column("Born", lambda one: one.born),
    Column("Convictions", lambda one: f"{one.n_convictions:,}", is_number=True),
)
_EMPTY = (
    "Nobody is held",
    (
        "Hold somebody whose records an appeal, a lawsuit or an audit still needs: they are not "
        "purged until the hold is lifted."
    ),
)


class HoldsPane(QWidget):
    """A table, and what can be done with the hold chosen in it."""

    def __init__(self, desk: Desk, told: Banner) -> None:
        super().__init__()
        self._desk, self._told, self._jobs = desk, told, ToldJobs(desk, self, told)
        self.model: RowsModel[Hold] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Holds")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.hold_button = quiet_button("Hold somebody…", self.choose)
        self.lift_button = quiet_button("Lift the hold…", self.lift)
        self._list = OneOf()
        self._list.add(self.table)
        self._list.add(EmptyState(*_EMPTY))
        frame = column(self._list, row(self.hold_button, self.lift_button, None), gap=1.5)
        frame.setStretch(0, 1)
        frame.setContentsMargins(0, space(2), 0, 0)
        self.setLayout(frame)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_current())

    def show_report(self, report: RetentionReport) -> None:
        """What was read."""
        self.model.set_records(report.holds)
        self._list.show_only(0 if report.holds else 1)
        self.table.selectRow(0)
        self._on_current()

    def _on_current(self) -> None:
        self.lift_button.setEnabled(self.model.record(self.table.currentIndex()) is not None)

    def choose(self) -> None:
        """Find somebody, then say why they are held."""
        ChooseDialog(
            self._desk, self, "Who is held?", PEOPLE, retention.find_people,
            lambda found: self.hold(found[0].id),
        ).open()  # fmt: skip

    def hold(self, person: int) -> None:
        """Ask why, then keep a person from being purged."""
        who = self._desk.user

        def go(why: str) -> None:
            self._jobs.run(
                "Saving", lambda store: place_hold(store, person, why, who=who),
                lambda _: self._told.show_message("good", f"Person {person:,} is held."),
                {"settings", "log"},
            )  # fmt: skip

        WordsDialog(
            self, f"Hold person {person:,}", "They are not purged until the hold is lifted.",
            "Why?", "Hold", go, hint="An appeal, a lawsuit, an audit",
        ).open()  # fmt: skip

    def lift(self) -> None:
        """Ask why, then let the person be purged again."""
        current, who = self.model.record(self.table.currentIndex()), self._desk.user
        if current is None:
            return
        person = current.person_id

        def go(why: str) -> None:
            self._jobs.run(
                "Saving", lambda store: lift_hold(store, person, why, who=who),
                lambda _: self._told.show_message("good", f"Person {person:,} is not held."),
                {"settings", "log"},
            )  # fmt: skip

        WordsDialog(
            self, f"Lift the hold of person {person:,}",
            "What of theirs is sealed and due can be purged then.", "Why?", "Lift the hold", go,
        ).open()  # fmt: skip
