"""What is sealed and what of it is due: by number and day, never by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QRadioButton, QWidget

from app.jobs.retention.due import RetentionReport, SealedRow
from app.jobs.retention.seal import ShownSealed, seal_due, show_sealed, unseal_convictions
from app.store import retention
from app.store.retention import FoundConviction
from ui.desk import Desk
from ui.flow import FlowLayout
from ui.messages import tell
from ui.one_of import OneOf
from ui.retention.choose_dialog import ChooseDialog
from ui.retention.seal_dialog import CHANGES, SealDialog
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px, space
from ui.told_jobs import ToldJobs
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    danger_button,
    data_table,
    label,
    plural,
    quiet_button,
    row,
)
from ui.words_dialog import WordsDialog


def state_of(one: SealedRow) -> str:
    """In a word or two: whether it is due, and held."""
    if one.is_due:
        return "Due, but held" if one.is_held else "Due"
    return "Sealed, held" if one.is_held else "Sealed"


_COLUMNS: tuple[Column[SealedRow], ...] = (
    Column("Conviction", lambda one: f"{one.conviction_id:,}", is_number=True),
    Column("Person", lambda one: f"{one.person_id:,}", is_number=True),
    Column("Order of", lambda one: one.ordered_on.isoformat()),
    Column("Due to be purged", lambda one: one.due_on.isoformat() if one.due_on else "Never"),
    Column("State", state_of),
    Column("Paper", lambda one: f"{one.paper_id:,}" if one.paper_id else "–", is_number=True),
    Column("Sealed by", lambda one: one.who),
)
_WIDTHS = (104, 88, 120, 152, 136, 88, 200)
FOUND: tuple[Column[FoundConviction], ...] = (
    Column("Name", lambda one: format_name(one.name)),
    Column("Born", lambda one: one.born),
    Column("Section", lambda one: one.section),
    Column("Convicted", lambda one: one.convicted_on),
    Column("Case number", lambda one: one.case_number),
)
_EMPTY = (
    "Nothing is sealed",
    (
        "A conviction is sealed here by the day of its order, or by the office’s rule when the "
        "register says that the court granted it. Without a rule nothing is sealed by itself."
    ),
)


class SealedPane(QWidget):
    """``on_purge`` is called with numbers of convictions to be purged."""

    def __init__(self, desk: Desk, told: Banner, on_purge: Callable[[list[int]], object]) -> None:
        super().__init__()
        self._desk, self._told, self._on_purge = desk, told, on_purge
        self._jobs = ToldJobs(desk, self, told)
        self._report: RetentionReport | None = None
        self.about = label("", "secondary")
        self.views = (QRadioButton("Everything sealed"), QRadioButton("Due to be purged"))
        self.views[0].setChecked(True)
        self.model: RowsModel[SealedRow] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Sealed convictions")
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.seal_button = quiet_button("Seal convictions…", self.seal)
        self.rule_button = quiet_button("Seal by the rule", self.seal_by_rule)
        self.look_button = quiet_button("Look at it…", self.look)
        self.unseal_button = quiet_button("Lift the seal…", self.unseal)
        self.purge_button = quiet_button("Purge it…", self.purge)
        self.due_button = danger_button("Purge what is due…", self.purge_due)
        self._list = OneOf()
        self._build()

    def _build(self) -> None:
        self._list.add(self.table)
        self._list.add(EmptyState(*_EMPTY))
        bar = FlowLayout()
        for button in (
            self.seal_button, self.rule_button, self.look_button, self.unseal_button,
            self.purge_button, self.due_button,
        ):  # fmt: skip
            bar.addWidget(button)
        frame = column(self.about, row(*self.views, None, gap=2), self._list, bar, gap=1.5)
        frame.setStretch(2, 1)
        frame.setContentsMargins(0, space(2), 0, 0)
        self.setLayout(frame)
        self.views[1].toggled.connect(lambda _: self._fill())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_current())

    def show_report(self, report: RetentionReport) -> None:
        """What was read."""
        self._report = report
        self.about.setText(_about(report))
        n_due = sum(one.is_due for one in report.sealed)
        self.views[0].setText(f"Everything sealed ({len(report.sealed):,})")
        self.views[1].setText(f"Due to be purged ({n_due:,})")
        n = report.n_to_seal
        self.rule_button.setVisible(bool(n))
        self.rule_button.setText(f"Seal {plural(n, 'conviction')} by the rule")
        self.due_button.setVisible(bool(report.due))
        self.due_button.setText(f"Purge {plural(len(report.due), 'due conviction')}…")
        self._fill()

    def _fill(self) -> None:
        if self._report is None:
            return
        only_due = self.views[1].isChecked()
        place = max(self.table.currentIndex().row(), 0)
        rows = [one for one in self._report.sealed if one.is_due or not only_due]
        self.model.set_records(rows)
        self._list.show_only(0 if self._report.sealed else 1)
        self.table.selectRow(min(place, len(rows) - 1))
        self._on_current()

    @property
    def current(self) -> SealedRow | None:
        return self.model.record(self.table.currentIndex())

    def _on_current(self) -> None:
        for button in (self.look_button, self.unseal_button, self.purge_button):
            button.setEnabled(self.current is not None)

    def _say(self, sentence: str) -> None:
        self._told.show_message("good", sentence)

    # What can be done

    def seal(self) -> None:
        """Choose convictions of the list, then say by which order."""
        report = self._report
        if report is None:
            return

        def chosen(found: list[FoundConviction]) -> None:
            SealDialog(self._desk, found, report.today, self._say, self).open()

        ChooseDialog(
            self._desk, self, "Which convictions are sealed?", FOUND, retention.find_convictions,
            chosen, takes_many=True,
        ).open()  # fmt: skip

    def seal_by_rule(self) -> None:
        """Everything that the rule says now."""
        who = self._desk.user
        self._jobs.run(
            "Sealing", lambda store: seal_due(store, who=who),
            lambda n: self._say(f"{plural(n, 'conviction')} sealed."), CHANGES,
        )  # fmt: skip

    def look(self) -> None:
        """Ask why, then show it, on record."""
        current, who = self.current, self._desk.user
        if current is None:
            return
        number = current.conviction_id

        def go(why: str) -> None:
            self._jobs.run(
                "Reading", lambda store: show_sealed(store, number, why, who=who), self._show_one,
                {"log"},
            )  # fmt: skip

        WordsDialog(
            self, f"Look at conviction {number:,}",
            "It is sealed. That you looked, and why, stands on record.", "Why?", "Look", go,
        ).open()  # fmt: skip

    def _show_one(self, shown: ShownSealed) -> None:
        one = shown.sealed
        section, level, day, county, court, case_number = one.facts
        who = format_name(shown.name) or "Somebody whom no file has any more"
        born = f", born {shown.born}" if shown.born else ""
        facts = (section, level, f"convicted {day}", court or county.title(), case_number)
        tell(
            self,
            f"Conviction {one.conviction_id:,}, sealed",
            f"{who}{born}: {', '.join(fact for fact in facts if fact)}.\n\nSealed by the order of "
            f"{one.order.ordered_on}. {one.order.why} ({one.order.who})",
        )

    def unseal(self) -> None:
        """Ask why, then put it back into the list."""
        current, who = self.current, self._desk.user
        if current is None:
            return
        number = current.conviction_id

        def go(why: str) -> None:
            self._jobs.run(
                "Saving", lambda store: unseal_convictions(store, [number], why, who=who),
                lambda _: self._say(f"Conviction {number:,} is in the list again."), CHANGES,
            )  # fmt: skip

        WordsDialog(
            self, f"Lift the seal of conviction {number:,}",
            "It is in the list, search, papers and exports again, with what was decided of it.",
            "What lifts the seal?", "Lift the seal", go,
        ).open()  # fmt: skip

    def purge(self) -> None:
        """The one chosen."""
        if self.current is not None:
            self._on_purge([self.current.conviction_id])

    def purge_due(self) -> None:
        """Everything that is due and not held."""
        if self._report is not None:
            self._on_purge([one.conviction_id for one in self._report.due])


def _about(report: RetentionReport) -> str:
    parts = [report.rule.in_words]
    if report.next_due is not None:
        parts.append(f"The next is due on {report.next_due}.")
    if report.n_due_held:
        parts.append(f"{plural(report.n_due_held, 'conviction')} due, but held.")
    return " ".join(parts)
