"""Cases that were decided here and at another desk, otherwise: both sides, and which one counts."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from app.jobs.packages.conflicts import ShownConflict, choose
from app.model.relief import Outcome
from app.store.packages import HERE, THERE
from ui.desk import Desk
from ui.one_of import OneOf
from ui.packages.words import state_html
from ui.people.busy import OneAtATime
from ui.rich_text import PageOf, page_of
from ui.side_by_side import beside
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.theme import Colors, px, space
from ui.widgets import (
    EmptyState,
    column,
    data_table,
    field,
    label,
    plain_button,
    quiet_button,
    row,
)

_COLUMNS: tuple[Column[ShownConflict], ...] = (
    Column("Person", lambda one: format_name(one.row.name) if one.row else "No longer listed"),
    Column("Section", lambda one: one.row.section if one.row else ""),
    Column("Case number", lambda one: one.row.case_number if one.row else ""),
)
_WIDTHS = (168, 96, 96)


def conflict_page(shown: ShownConflict, colors: Colors) -> str:
    """The case, what the program answers, and the two decisions beside one another."""
    parts = []
    case = shown.row
    if case is not None:
        name = escape(format_name(case.name) or "No name")
        answer = Outcome[case.outcome].value if case.outcome else "No determination"
        parts.append(f'<p class="large">{name}</p>')
        told = ", ".join(
            part for part in (case.section, case.level, case.convicted_on, case.court,
                              case.case_number) if part
        )  # fmt: skip
        parts.append(f'<p class="second">{escape(told)}</p>')
        parts.append(f"<p>The program answers: {escape(answer)}. {escape(case.reason)}</p>")
    cells = "".join(
        f'<td width="50%" valign="top" style="background-color:{colors.wash};'
        f' padding: {px(8)}px {px(12)}px">'
        f'<p class="second">{escape(title)}</p>{state_html(state)}</td>'
        for title, state in (
            ("Here", shown.here), (f"There: {shown.package.name}", shown.there),
        )
    )  # fmt: skip
    parts.append(f'<table cellspacing="{px(8)}" width="98%"><tr>{cells}</tr></table>')
    parts.append(f'<p class="head">When it left</p>{state_html(shown.base)}')
    return page_of("".join(parts), colors)


class ConflictsPane(QWidget):
    """Left the cases, right both decisions, below which one counts. ``chosen`` with a sentence."""

    chosen = Signal(str)
    case_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._changes = OneAtATime(desk)
        self.model: RowsModel[ShownConflict] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Cases decided here and there")
        self.text = PageOf("Both decisions", conflict_page)
        self.place = label("", "secondary", wrap=False)
        self.previous_button = plain_button("Previous", lambda: self.step(-1))
        self.next_button = plain_button("Next", lambda: self.step(1))
        self.see_button = quiet_button("See the case", self._see)
        self.here_button = quiet_button("Here counts", lambda: self.decide(HERE))
        self.there_button = quiet_button("There counts", lambda: self.decide(THERE))
        for button, what in (
            (self.here_button, "The case stays as it is here (key H)"),
            (self.there_button, "The decision of the package is taken (key T)"),
            (self.next_button, "The next case (key J)"),
            (self.previous_button, "The case before (key K)"),
            (self.see_button, "Close this and open the case in Review"),
        ):
            button.setToolTip(what)
        self.why = QLineEdit()
        self.why.setMaxLength(1000)
        self._why = QWidget()
        self._why.setLayout(field("Why it changes after the sign-off", self.why))
        self._why.hide()
        self._parts = OneOf()
        self._build()
        self._connect()

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.table.setMinimumHeight(px(240))
        listed = QWidget()
        left = column(
            self.table, row(self.place, None, self.previous_button, self.next_button), gap=0.5
        )
        left.setStretch(0, 1)
        left.setContentsMargins(0, 0, space(2), 0)
        listed.setLayout(left)
        decided = QWidget()
        bar = row(self.see_button, None, self.here_button, self.there_button)
        right = column(self.text, self._why, bar, gap=1)
        right.setStretch(0, 1)
        right.setContentsMargins(space(2), 0, 0, 0)
        decided.setLayout(right)
        self._parts.add(
            EmptyState(
                "Nothing to decide",
                "Where a case was decided here and in a package that came back, and not alike, "
                "both decisions stand here side by side until you choose.",
            )
        )
        self._parts.add(beside(listed, decided, (400, 560)))
        frame = column(self._parts)
        frame.setStretch(0, 1)
        self.setLayout(frame)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("H", lambda: self.decide(HERE)),
            ("T", lambda: self.decide(THERE)),
            ("J", lambda: self.step(1)),
            ("K", lambda: self.step(-1)),
        )
        for key, does in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def show_conflicts(self, found: list[ShownConflict], signed: str) -> None:
        """Those to decide; stay where one was."""
        position = self.table.currentIndex().row()
        self.model.set_records(found)
        self._parts.show_only(1 if found else 0)
        self._why.setVisible(bool(signed))
        self.table.selectRow(min(max(position, 0), len(found) - 1))
        self._on_current()

    @property
    def shown(self) -> ShownConflict | None:
        return self.model.record(self.table.currentIndex())

    def step(self, by: int) -> None:
        """Go some lines down (or up)."""
        position = self.table.currentIndex().row() + by
        if 0 <= position < self.model.rowCount():
            self.table.selectRow(position)

    def _on_current(self, _current: QModelIndex | None = None, *_: object) -> None:
        n, position, shown = self.model.rowCount(), self.table.currentIndex().row(), self.shown
        self.place.setText(f"{position + 1:,} of {n:,}" if n else "")
        self.previous_button.setEnabled(position > 0)
        self.next_button.setEnabled(0 <= position < n - 1)
        self.text.show_one(shown)
        is_listed = shown is not None and shown.row is not None
        for button in (self.here_button, self.there_button, self.see_button):
            button.setEnabled(is_listed)

    def decide(self, choice: str) -> None:
        """Keep which side counts, of the case that is looked at."""
        shown = self.shown
        if shown is None or shown.row is None:
            return
        who, why, number = self._desk.user, self.why.text(), shown.conflict.id
        name = format_name(shown.row.name)

        def done(_: ShownConflict) -> None:
            side = "The decision here counts" if choice == HERE else "The decision there counts"
            self.chosen.emit(f"{name}, {shown.row.section if shown.row else ''}: {side}.")
            self.table.setFocus()

        self._changes.run(
            "Saving", lambda store, _: choose(store, number, choice, who=who, why_late=why), done,
            {"review"},
        )  # fmt: skip

    def _see(self) -> None:
        if self.shown is not None:
            self.case_wanted.emit(self.shown.conflict.conviction_id)
