"""Mending a cell: what should stand there, here or wherever the same stands."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QWidget

from app.jobs.issue_view import IssueView, MendPreview, allowed_in, mend_everywhere
from app.jobs.mend_requests import CellMend, Request
from ui.issues.value_edit import ValueEdit
from ui.issues.words import column_words, text_words, value_words
from ui.widgets import column, label, plural, set_role

PREVIEW_AFTER_MS = 250


class CellEditor(QWidget):
    """Tells `preview_wanted` when another mend is typed, `entered` at Enter."""

    preview_wanted = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: IssueView | None = None
        self._name = label("What should stand there", "label")
        self.value = ValueEdit()
        self.value.set_name("What should stand there")
        self._name.setBuddy(self.value)
        self._column_name = label("Which column is wrong", "label")
        self.column = QComboBox()
        self.column.setAccessibleName("Which column is wrong")
        self.here = QRadioButton("Only in this row")
        self.everywhere = QRadioButton("")
        group = QButtonGroup(self)
        group.addButton(self.here)
        group.addButton(self.everywhere)
        self.outlook = label("", "caption")
        self.setLayout(
            column(
                self._column_name, self.column, self._name, self.value, self.here,
                self.everywhere, self.outlook, gap=0.5,
            )
        )  # fmt: skip
        self._timer = QTimer(self, interval=PREVIEW_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.preview_wanted.emit)
        self.value.changed.connect(self._on_change)
        self.value.entered.connect(self._enter)
        self.here.toggled.connect(lambda _: self._on_change())
        self.column.currentIndexChanged.connect(lambda _: self._on_column())

    def show_issue(self, view: IssueView, *, is_everywhere: bool) -> None:
        """Ask for the correction of another issue."""
        self._view = view
        self._fill_columns(view)
        many = view.n_alike > 1
        files = f" in {plural(view.n_alike_files, 'file')}" if view.n_alike_files > 1 else ""
        self.everywhere.setText(
            f"Wherever it says {text_words(view.shown.listed.issue.text[:40])}: "
            f"{plural(view.n_alike, 'row')}{files}"
        )
        self.here.setVisible(many)
        self.everywhere.setVisible(many)
        (self.everywhere if many and is_everywhere else self.here).setChecked(True)
        self._on_column()

    def _fill_columns(self, view: IssueView) -> None:
        self.column.blockSignals(True)
        self.column.clear()
        for name in view.columns:
            self.column.addItem(column_words(name), name)
        self.column.blockSignals(False)
        self.column.setVisible(bool(view.columns))
        self._column_name.setVisible(bool(view.columns))

    @property
    def form_column(self) -> str:
        if self._view is None or not self._view.columns:
            return self._view.form_column if self._view else ""
        return str(self.column.currentData())

    @property
    def is_everywhere(self) -> bool:
        return self.everywhere.isChecked()

    @property
    def request(self) -> Request | None:
        """The mend that is typed; None while there is none."""
        value, view = self.value.value, self._view
        if view is None or not value:
            return None
        issue = view.shown.listed.issue
        if self.is_everywhere:
            return mend_everywhere(view.shown.listed, value, self.form_column)
        return CellMend(issue.at, issue.column, value, self.form_column)

    def show_preview(self, preview: MendPreview) -> None:
        """What will happen."""
        if self.request is None:  # erased meanwhile
            return
        verb = "is" if preview.n_rows == 1 else "are"
        value = "an empty cell" if preview.value == "-" else value_words(self.value.value)
        self._tell(
            f"{plural(preview.n_rows, 'row')} of {plural(preview.n_people, 'person', 'people')} "
            f"{verb} read again as {value}. The file stays as it is; decisions that rest on "
            "the old text are opened again.",
        )

    def show_problem(self, sentence: str) -> None:
        """Why it cannot be done."""
        self._tell(sentence, role="mend")

    def _tell(self, sentence: str, role: str = "caption") -> None:
        set_role(self.outlook, "role", role)
        self.outlook.setText(sentence)

    def _on_column(self) -> None:
        self.value.ask_for(allowed_in(self.form_column))

    def _on_change(self) -> None:
        self._tell(
            self.value.problem
            or ("Type a dash, -, for a cell that should be empty." if self.request is None else ""),
            role="mend" if self.value.problem else "caption",
        )
        self._timer.start()

    def _enter(self) -> None:
        self._timer.stop()
        self.entered.emit()
