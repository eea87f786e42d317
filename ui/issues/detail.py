"""The chosen issue and what can be done about it. Says what is wanted; changes nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from app.jobs.issue_view import IssueView
from app.store.issue_lists import CONFIRMED, MENDED, OPEN
from ui.help.asking import ask_for_help
from ui.issues import detail_html
from ui.issues.cell_editor import CellEditor
from ui.issues.row_editor import RowEditor
from ui.rich_text import PageOf
from ui.theme import px, space
from ui.widgets import column, label, plural, primary_button, quiet_button, row


class IssueDetail(QWidget):
    """Above what is known, below the correction."""

    mend_wanted = Signal()
    stays_wanted = Signal()
    preview_wanted = Signal()
    row_wanted = Signal()
    undo_wanted = Signal(int)  # a mend's number
    reopen_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view: IssueView | None = None
        self.text = PageOf("The issue", detail_html.issue_page)
        self.text.anchorClicked.connect(self._follow)
        self.cell = CellEditor()
        self.row = RowEditor()
        self.nothing = label("", "secondary")
        self.mend_button = primary_button("Mend", self.mend_wanted.emit)
        self.mend_button.setToolTip("Enter in the field above")
        self.stays_button = quiet_button("Confirm as it is…", self.stays_wanted.emit)
        self.stays_button.setToolTip("It stays as it is; asks why (key C)")
        for editor in (self.cell, self.row):
            editor.entered.connect(self._enter)
        self.cell.preview_wanted.connect(self.preview_wanted.emit)
        self.row.changed.connect(self.preview_wanted.emit)
        self.cell.here.toggled.connect(lambda _: self._name_button())
        self._editor: QWidget = self.nothing
        self._below = QWidget()
        buttons = row(None, self.stays_button, self.mend_button)
        below = column(self.nothing, self.cell, self.row, buttons, gap=1)
        below.setContentsMargins(0, space(1), 0, 0)
        self._below.setLayout(below)
        self._empty = label("Choose an issue to see what can be done about it.", "secondary")
        frame = column(self._empty, self.text, self._below, gap=0)
        frame.setStretch(1, 1)
        self.setLayout(frame)
        self.text.setMinimumHeight(px(120))
        self.show_issue(None, is_everywhere=False)

    def show_issue(self, view: IssueView | None, *, is_everywhere: bool) -> None:
        """Show another issue, nothing typed yet; None shows none."""
        self.view = view
        self._empty.setVisible(view is None)
        self.text.setVisible(view is not None)
        self._below.setVisible(view is not None)
        self.text.show_one(view)
        if view is None:
            return
        listed = view.shown.listed
        can_mend = self._show_editor(view, is_everywhere=is_everywhere)
        self.mend_button.setVisible(can_mend)
        self.stays_button.setVisible(listed.state == OPEN)
        self._name_button()

    def _show_editor(self, view: IssueView, *, is_everywhere: bool) -> bool:
        """The editor that fits; False when there is nothing to mend."""
        state = view.shown.listed.state
        if state == CONFIRMED or (view.asks_for_row and state == MENDED):
            self._use(self.nothing)
            self.nothing.setText(
                "To mend it, open it again first." if state == CONFIRMED
                else "The row takes part. To correct it otherwise, undo the mend first."
            )  # fmt: skip
            return False
        if view.row is None or (view.row.is_text and view.asks_for_row):
            self._use(self.nothing)
            self.nothing.setText(
                "This is about the file as a whole and cannot be mended here. Correct the file "
                "and import it again, or confirm it as it is."
            )
            return False
        if view.asks_for_row:
            self._use(self.row)
            self.row.show_issue(view, is_line=view.is_state_row)
        else:
            self._use(self.cell)
            self.cell.show_issue(view, is_everywhere=is_everywhere)
        return True

    def _use(self, editor: QWidget) -> None:
        self._editor = editor
        for part in (self.nothing, self.cell, self.row):
            part.setVisible(part is editor)

    @property
    def is_row(self) -> bool:
        """Whether a row that was set aside is being corrected."""
        return self._editor is self.row

    def focus_editor(self) -> None:
        """To the field in which the correction is typed."""
        if self.view is not None and self._editor is not self.nothing:
            (self.row if self.is_row else self.cell.value).setFocus()

    def tell(self, sentence: str) -> None:
        """Why the mend cannot be done."""
        if self.is_row:
            self.row.show_outlook(sentence, is_problem=True)
        else:
            self.cell.show_problem(sentence)

    def _name_button(self) -> None:
        if self.view is None:
            return
        n = self.view.n_alike if not self.is_row and self.cell.is_everywhere else 1
        words = f"Mend {plural(n, 'row')}"
        self.mend_button.setText(words)
        self.mend_button.setAccessibleName(words)

    def _enter(self) -> None:
        if self.mend_button.isVisible() and self.mend_button.isEnabled():
            self.mend_wanted.emit()

    def _follow(self, url: QUrl) -> None:
        link = url.toString()
        if link.startswith(detail_html.UNDO):
            self.undo_wanted.emit(int(link.removeprefix(detail_html.UNDO)))
        elif link == detail_html.REOPEN:
            self.reopen_wanted.emit()
        elif link == detail_html.ROW:
            self.row_wanted.emit()
        elif link.startswith(detail_html.HELP):
            ask_for_help(self, link.removeprefix(detail_html.HELP))
