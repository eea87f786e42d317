"""Where files state a conviction otherwise: the list, both sides, which one counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from app.jobs.access_log import CONFLICT
from app.jobs.choose import FIRST, SECOND, choose, set_order
from app.jobs.choose import OPEN as LEFT_OPEN
from app.jobs.source_rows import SourceRow
from app.model.conflict import DIFFERENT, PERHAPS_SAME, SAME
from ui.cases.reveals import watch_row
from ui.cases.source_row import SourceRowDialog
from ui.desk import Desk
from ui.one_of import OneOf
from ui.people.busy import OneAtATime
from ui.people.conflict_html import FIRST_ROW, conflict_page
from ui.people.order_dialog import OrderDialog
from ui.people.questions import ConflictList, ShownConflict, ask_conflicts, ask_row
from ui.people.words import decision_words, fact_words
from ui.rich_text import PageOf
from ui.side_by_side import SideBySide
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import px
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    label,
    plain_button,
    primary_button,
    quiet_button,
    row,
)

_COLUMNS: tuple[Column[ShownConflict], ...] = (
    Column("Person", lambda one: format_name(one.listed.name)),
    Column("What differs", lambda one: fact_words(one.listed)),
    Column("Counts", lambda one: one.listed.counts or "(empty)"),
    Column("Decision", lambda one: decision_words(one.listed)),
)
_WIDTHS = (168, 144, 104, 112)


class ConflictsPane(QWidget):
    """Left the conflicts, right both values with their places, below the decision."""

    counted = Signal(int)  # open ones

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._changes = OneAtATime(desk)
        self._last: int | None = None  # the conflict that was decided last here
        self._found: ConflictList | None = None
        self.model: RowsModel[ShownConflict] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Conflicts between files")
        self.only_open = QCheckBox("Only those to decide")
        self.only_open.setChecked(True)
        self.text = PageOf("The conflict", conflict_page)
        self.told = Banner("good", closable=True)
        self.rule = label("", "strong")
        self.rule_button = quiet_button("Change the rule…", self.ask_order)
        self.place = label("", "secondary", wrap=False)
        self.previous_button = plain_button("Previous", lambda: self.step(-1))
        self.next_button = plain_button("Next", lambda: self.step(1))
        self.first_button = primary_button("Confirm what counts", lambda: self.decide(FIRST))
        self.second_button = quiet_button("The other counts", lambda: self.decide(SECOND))
        self.two_button = quiet_button("Two convictions", lambda: self.decide(DIFFERENT))
        self.one_button = quiet_button("One conviction", lambda: self.decide(SAME))
        self.undo_button = quiet_button("Undo", lambda: self.decide(LEFT_OPEN))
        for button, what in (
            (self.first_button, "As the rule says (key A)"),
            (self.second_button, "Against the rule, for this fact only (key O)"),
            (self.two_button, "They are not the same conviction: both count"),
            (self.one_button, "They are the same conviction: it counts once"),
            (self.undo_button, "Take this decision back"),
        ):
            button.setToolTip(what)
        self._parts = OneOf()
        self._build()
        self._connect()

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(132))
        listed = QWidget()
        left = column(
            self.only_open,
            self.table,
            row(self.place, None, self.previous_button, self.next_button),
            gap=0.5,
        )
        left.setStretch(1, 1)
        listed.setLayout(left)
        decided = QWidget()
        bar = row(
            self.undo_button, None, self.two_button, self.one_button, self.second_button,
            self.first_button,
        )  # fmt: skip
        right = column(self.text, bar, gap=1)
        right.setStretch(0, 1)
        decided.setLayout(right)
        panes = SideBySide(listed, decided)
        self._none = EmptyState(
            "Nothing to decide",
            "Where two files state one conviction otherwise, both values stand here side by side. "
            "The better source counts by the rule above; you can choose the other.",
        )
        self._parts.add(panes)
        self._parts.add(self._none)
        tools = row(self.rule, self.rule_button)
        tools.setStretch(0, 1)
        whole = column(self.told, tools, self._parts, gap=1)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.only_open.toggled.connect(lambda _: self.refresh())
        self.text.anchorClicked.connect(self._show_row)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("A", lambda: self._press(FIRST)),
            ("O", lambda: self._press(SECOND)),
            ("J", lambda: self.step(1)),
            ("K", lambda: self.step(-1)),
            ("Ctrl+Z", self.undo_last),
        )
        for key, does in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(does)

    # The list

    def refresh(self) -> None:
        """Read the conflicts again and stay where one was."""
        only_open = self.only_open.isChecked()
        self._desk.ask(
            self, "conflicts", lambda store: ask_conflicts(store, only_open=only_open), self._show
        )

    def _show(self, found: ConflictList) -> None:
        self._found = found
        self.counted.emit(found.n_open)
        self.rule.setText(f"Where files differ: {found.order_words}.")
        position = self.table.currentIndex().row()
        self.model.set_records(found.conflicts)
        has_any = bool(found.conflicts) or not self.only_open.isChecked()
        self._parts.show_only(0 if has_any or found.n_open else 1)
        self.table.selectRow(min(max(position, 0), len(found.conflicts) - 1))
        self._on_current()

    def step(self, by: int) -> None:
        """Go some lines down (or up)."""
        position = self.table.currentIndex().row() + by
        if 0 <= position < self.model.rowCount():
            self.table.selectRow(position)

    @property
    def shown(self) -> ShownConflict | None:
        return self.model.record(self.table.currentIndex())

    def _on_current(self, _current: QModelIndex | None = None, *_: object) -> None:
        n, position, shown = self.model.rowCount(), self.table.currentIndex().row(), self.shown
        self.place.setText(f"{position + 1:,} of {n:,}" if n else "Nothing here")
        self.previous_button.setEnabled(position > 0)
        self.next_button.setEnabled(0 <= position < n - 1)
        self.text.show_one(shown)
        if shown is not None:
            self._desk.saw(shown.listed.person_id, CONFLICT)
        is_perhaps = shown is not None and shown.listed.fact == PERHAPS_SAME
        is_fact = shown is not None and not is_perhaps
        self.first_button.setVisible(is_fact)
        self.second_button.setVisible(is_fact)
        self.two_button.setVisible(shown is not None)
        self.one_button.setVisible(is_perhaps)
        self.undo_button.setVisible(shown is not None and not shown.listed.is_open)

    def _show_row(self, link: QUrl) -> None:
        shown = self.shown
        if shown is None:
            return
        is_other = link.toString() != FIRST_ROW

        def show(found: SourceRow | None) -> None:
            if found is not None:
                dialog = SourceRowDialog(found, "", self)
                watch_row(self._desk, dialog, shown.listed.person_id)
                dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                dialog.open()

        self._desk.ask(
            self, "row of conflict", lambda store: ask_row(store, shown, is_other=is_other), show
        )

    # Decisions

    def _press(self, choice: str) -> None:
        """What a key does where its button is."""
        if self.shown is not None and self.shown.listed.fact != PERHAPS_SAME:
            self.decide(choice)

    def decide(self, choice: str) -> None:
        """Keep a decision about the conflict that is looked at."""
        if self.shown is not None:
            self._choose(self.shown.listed.id, choice, self.shown)

    def undo_last(self) -> None:
        """Take back what was decided last here."""
        if self._last is not None:
            self._choose(self._last, LEFT_OPEN, None)

    def _choose(self, number: int, choice: str, shown: ShownConflict | None) -> None:
        who = self._desk.user

        def done(_: None) -> None:
            self._last = None if choice == LEFT_OPEN else number
            if choice == LEFT_OPEN or shown is None:
                self.told.show_message("good", "Undone: the conflict is open again.")
            else:
                self.told.show_message("good", _told(choice, shown), "Undo", self.undo_last)
            self.table.setFocus()

        self._changes.run("Saving", lambda store, _: choose(store, number, choice, who=who), done)

    def ask_order(self) -> None:
        """Show the rule and what another one would do."""
        if self._found is None:
            return
        dialog = OrderDialog(self._found.order, self._found.n_people, self)
        dialog.chosen.connect(self._set_order)
        dialog.open()

    def _set_order(self, text: str) -> None:
        who = self._desk.user
        self._changes.run(
            "Putting people together again",
            lambda store, progress: set_order(store, text, who=who, progress=progress),
            lambda _: self.told.show_message(
                "good", "The rule is kept. Check again to see what it changes in the answers."
            ),
        )


def _told(choice: str, shown: ShownConflict) -> str:
    one = shown.listed
    if choice == SAME:
        return "One conviction: it counts once. Check again to see the answer."
    if choice == DIFFERENT:
        return "Two convictions: both count. Check again to see the answers."
    value = one.value if choice == FIRST else one.other_value
    fact = fact_words(one)
    return f"{fact}: {value or 'an empty cell'} counts. Check again to see the answer."
