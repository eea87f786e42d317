"""The register of overrides: searched, filtered, and written to files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from app.jobs.overrides import (
    GONE,
    REPLACED,
    STALE,
    STANDS,
    STATES,
    UNDONE,
    ListedOverride,
    list_overrides,
    write_register,
)
from app.jobs.record_words import local_time
from ui.desk import Desk
from ui.one_of import OneOf
from ui.tables.rows import Column, RowsModel
from ui.tables.words import format_name
from ui.telling import tell
from ui.theme import px
from ui.widgets import (
    Banner,
    EmptyState,
    column,
    data_table,
    label,
    plural,
    quiet_button,
    row,
)

_STATE_WORDS = {
    STANDS: "Stands", STALE: "Changed since", REPLACED: "Replaced", UNDONE: "Undone",
    GONE: "No longer in the files",
}  # fmt: skip
_COLUMNS: tuple[Column[ListedOverride], ...] = (
    Column("Case", lambda one: f"{one.review.conviction_id:,}", is_number=True),
    Column("Name", lambda one: format_name(one.facts.name) if one.facts else ""),
    Column("Program's answer", lambda one: one.old_answer),
    Column("Answer given", lambda one: one.new_answer),
    Column("Reason", lambda one: one.review.reason_code),
    Column("Decided by", lambda one: one.review.reviewer),
    Column("On", lambda one: one.review.decided_at[:10]),
    Column("Approved by", lambda one: one.review.approver),
    Column("Now", lambda one: _STATE_WORDS[one.state]),
    Column("Words", lambda one: one.review.words),
)
_WIDTHS = (72, 144, 152, 136, 88, 120, 112, 120, 96, 40)


class OverridesPane(QWidget):
    """Every override now and in the past; the whole text of the chosen one below."""

    case_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._all: list[ListedOverride] = []
        self.choose_folder: Callable[[], Path | None] = self._ask_folder  # a test answers
        self.told = Banner("good", closable=True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search names, words and case numbers")
        self.search.setAccessibleName("Search names, words and case numbers")
        self.search.setClearButtonEnabled(True)
        self.state = _box("What became of it")
        self.reason = _box("Reason")
        self.count = label("", "secondary", wrap=False)
        self.model: RowsModel[ListedOverride] = RowsModel(_COLUMNS, self)
        self.table = data_table(self.model, "Overrides")
        self.detail = label("", "body")
        self.show_button = quiet_button("Show the case", self._show_case)
        self.export_button = quiet_button("Export…", self.export)
        self._panes = OneOf()
        self._build()
        self.search.textChanged.connect(lambda _: self._filter())
        for box in (self.state, self.reason):
            box.activated.connect(lambda _: self._filter())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.table.activated.connect(lambda _: self._show_case())

    def _build(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, px(width))
        self.state.addItem("Now: any", "")
        for state in STATES:
            self.state.addItem(_STATE_WORDS[state], state)
        top = row(self.search, self.state, self.reason, self.count)
        top.setStretch(0, 1)
        listed = QWidget()
        frame = column(
            top, self.table, self.detail, row(None, self.show_button, self.export_button)
        )
        frame.setStretch(1, 1)
        listed.setLayout(frame)
        self._panes.add(listed)
        self._panes.add(
            EmptyState(
                "No answer was overridden yet",
                "Whoever gives another answer than the program says why. Every override is listed "
                "here for good, those that were taken back too.",
            )
        )
        whole = column(self.told, self._panes)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        self._desk.ask(self, "overrides", list_overrides, self._show)

    def _show(self, listed: list[ListedOverride]) -> None:
        self._all = listed
        self._panes.show_only(0 if listed else 1)
        kept = self.reason.currentData()
        self.reason.clear()
        self.reason.addItem("Reason: any", "")
        for code in sorted({one.review.reason_code for one in listed}):
            self.reason.addItem(code, code)
        self.reason.setCurrentIndex(max(0, self.reason.findData(kept)))
        self._filter()

    def _filter(self) -> None:
        text = self.search.text().strip().casefold()
        state, reason = self.state.currentData(), self.reason.currentData()
        found = [
            one
            for one in self._all
            if state in ("", one.state)
            and reason in ("", None, one.review.reason_code)
            and text in _text(one)
        ]
        self.model.set_records(found)
        n = len(self._all)
        self.count.setText(
            plural(n, "override") if len(found) == n else f"{len(found):,} of {n:,} overrides"
        )
        if found:
            self.table.selectRow(0)
        self._show_chosen()

    @property
    def chosen(self) -> ListedOverride | None:
        return self.model.record(self.table.currentIndex())

    def _show_chosen(self) -> None:
        one = self.chosen
        self.show_button.setEnabled(one is not None and one.facts is not None)
        self.detail.setText(_detail(one) if one is not None else "")

    def _show_case(self) -> None:
        one = self.chosen
        if one is not None and one.facts is not None:
            self.case_wanted.emit(one.review.conviction_id)

    def export(self) -> None:
        """The whole register, whatever is filtered, as CSV and as a workbook."""
        folder, who = self.choose_folder(), self._desk.user
        if folder is not None:
            self._desk.run_job(
                "Writing the register",
                lambda store, _progress: write_register(store, folder, who=who),
                lambda files: tell(
                    self._desk, self.told, "good",
                    f"Written to {folder.name}: {', '.join(path.name for path in files)}.",
                ),
                {"log"},
            )  # fmt: skip

    def _ask_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, "Export the register to a folder")
        return Path(name) if name else None


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def _text(one: ListedOverride) -> str:
    facts, review = one.facts, one.review
    parts = [review.words, review.reviewer, review.approver, one.reason_words]
    if facts is not None:
        parts += [facts.name, format_name(facts.name), facts.case_number, facts.section]
    return "\n".join(parts).casefold()


def _detail(one: ListedOverride) -> str:
    review = one.review
    lines = [
        f"{one.old_answer} ({review.outcome_reason}) → {one.new_answer}",
        f"{one.reason_words or review.reason_code}: {review.words}",
        f"Decided by {review.reviewer}, {local_time(review.decided_at)}",
    ]
    if review.approver:
        lines[-1] += f"; approved by {review.approver}, {local_time(review.approved_at)}"
    if one.state == STALE:
        lines.append(f"Changed since: {review.stale}")
    lines += [f"After the sign-off: {late}" for late in one.late]
    return "\n".join(lines)
