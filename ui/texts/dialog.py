"""The words of the papers: every text, its editor, and the paper that it gives."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QSplitter, QTabWidget, QWidget

from app.documents.text_families import read_own, vocabulary_of
from app.documents.texts import PaperTextError
from app.jobs.paper_texts import (
    TextState,
    TextVersion,
    difference,
    list_states,
    list_versions,
    put_text,
    source_of,
    take_back,
    version_source,
)
from app.jobs.record_words import local_time
from app.jobs.rights import Right, may
from app.jobs.text_preview import preview_text
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.desk_dialog import DeskDialog, place_preview
from ui.messages import ask
from ui.papers.preview_pane import PreviewPane
from ui.tab_page import tab_page
from ui.tables.rows import Column, RowsModel
from ui.texts.editor import NumberedEditor
from ui.theme import px, space
from ui.widgets import column, data_table, label, primary_button, quiet_button, row

SETTLE_MS = 300
_DIFFERENCE, _HISTORY = 1, 2
_WIDE = 960  # px at 100 %
ABOUT = (
    "Words in braces are fields that each paper fills in. A changed text is a new version; it is "
    "used for the papers made from then on."
)


@dataclass(frozen=True, slots=True)
class _View:
    """A text as it is kept."""

    state: TextState
    source: str
    versions: list[TextVersion]
    may_change: bool


def _ask_view(store: Workspace, state: TextState, who: str) -> _View:
    return _View(
        state, source_of(store, state.name), list_versions(store, state.name),
        may(store, who, Right.WORD),
    )  # fmt: skip


class TextsDialog(DeskDialog):
    """Every change is checked as it is typed; only what has no problem can be kept."""

    help_at = "papers#the-words-of-the-papers"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, "Words of the papers", ABOUT)
        self._view: _View | None = None
        self.states: RowsModel[TextState] = RowsModel(
            (
                Column("Paper", lambda one: one.name),
                Column("Text", lambda one: f"office’s {one.version}" if one.is_own else "shipped"),
            )
        )
        self.table = data_table(self.states, "Texts of the papers", compact=True)
        self.editor = NumberedEditor("Text of the paper")
        self.fields = QComboBox()
        self.insert_button = quiet_button("Insert", self.insert_field)
        self.changes = NumberedEditor("Difference from the shipped text")
        self.history: RowsModel[TextVersion] = RowsModel(
            (
                Column("Version", lambda one: one.version),
                Column("When", lambda one: local_time(one.at)[:16]),
                Column("Who", lambda one: one.who),
            )
        )
        self.history_table = data_table(self.history, "Versions of the text", compact=True)
        self.problems = QListWidget()
        self.preview = PreviewPane("Preview of the paper")
        self.tabs = QTabWidget()
        self._paper = QSplitter(Qt.Orientation.Horizontal)
        self.back_button = quiet_button("Use the shipped text…", self.ask_back)
        self.keep_button = primary_button("Keep as a new version", self.keep)
        self._timer = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self.check)
        self._build()
        self.reload()

    # Building

    def _build(self) -> None:
        self.table.setColumnWidth(0, px(136))
        self.table.setColumnWidth(1, px(80))
        self.table.setMinimumWidth(px(236))
        self.changes.setReadOnly(True)
        self.problems.setAccessibleName("Problems of the text")
        self.problems.setWordWrap(True)
        self.problems.setMaximumHeight(px(110))
        self.fields.setAccessibleName("Fields")
        self.fields.setMinimumWidth(px(170))
        line = row(label("Field", "label", wrap=False), self.fields, self.insert_button, None)
        editing = column(line, self.editor, self.problems, gap=1)
        editing.setStretch(1, 1)
        self.tabs.addTab(tab_page(editing), "Text")
        self.tabs.addTab(self.changes, "Difference from shipped")
        self.tabs.addTab(self.history_table, "Versions")
        self.tabs.setDocumentMode(True)
        work, frame = QWidget(), column(self.tabs)
        frame.setContentsMargins(space(2), 0, space(2), 0)
        work.setLayout(frame)
        self._paper.addWidget(work)
        self._paper.addWidget(self.preview)
        self._paper.setSizes([px(520), px(400)])
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.addWidget(self.table)
        panes.addWidget(self._paper)
        panes.setSizes([px(230), px(920)])
        panes.setStretchFactor(1, 1)
        for splitter in (panes, self._paper):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        self.preview.setContentsMargins(space(2), 0, 0, 0)
        self.preview.show_words("Laying out the paper…")
        close = quiet_button("Close", self.close)
        self.build(panes, self.back_button, None, close, self.keep_button)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now))
        self.editor.textChanged.connect(self._on_typed)
        self.tabs.currentChanged.connect(lambda _: self._show_difference())
        self.problems.itemActivated.connect(lambda item: self._go_to(self.problems.row(item)))
        self.problems.itemClicked.connect(lambda item: self._go_to(self.problems.row(item)))
        self.history_table.doubleClicked.connect(self._take_version)
        self._lines: list[int] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= px(_WIDE)
        place_preview(self.preview, self._paper, self.tabs, beside=is_wide)

    # What is kept

    def reload(self, name: str = "") -> None:
        """Look at what is kept; ``name`` is selected."""
        self.desk.ask(self, "texts", list_states, lambda states: self._show_states(states, name))

    def _show_states(self, states: list[TextState], name: str) -> None:
        self.states.set_records(states)
        place = next((n for n, one in enumerate(states) if one.name == name), 0)
        self.table.selectRow(place)

    def _names(self) -> list[str]:
        rows = (self.states.record(self.states.index(n, 0)) for n in range(self.states.rowCount()))
        return [one.name for one in rows if one is not None]

    @property
    def is_changed(self) -> bool:
        """Whether the editor says something else than what is kept."""
        return self._view is not None and self.editor.toPlainText() != self._view.source

    def _choose(self, index: QModelIndex) -> None:
        state, view = self.states.record(index), self._view
        if state is None or (view is not None and state.name == view.state.name):
            return  # what is typed stays
        if view is not None and self.is_changed:
            self._ask_to_leave(view, state)
        else:
            self._load(state)

    def _ask_to_leave(self, view: _View, state: TextState) -> None:
        self.table.selectRow(self._names().index(view.state.name))
        ask(
            self,
            "Leave the changes?",
            f"What you changed in “{view.state.name}” is not kept yet and would be lost.",
            "Leave them",
            lambda: self._leave(state),
            is_dangerous=True,
        )

    def _leave(self, state: TextState) -> None:
        self._view = None
        self.reload(state.name)

    def _load(self, state: TextState) -> None:
        user = self.desk.user
        self.desk.ask(self, "text", lambda store: _ask_view(store, state, user), self._show_view)

    def _show_view(self, view: _View) -> None:
        is_other = self._view is None or self._view.state.name != view.state.name
        self._view = view
        if is_other:
            words = vocabulary_of(view.state.name)
            self.fields.clear()
            self.fields.addItems(sorted(words.fields))
        self.editor.setPlainText(view.source)
        self.editor.setReadOnly(not view.may_change)
        self.history.set_records(view.versions)
        self.tabs.setTabText(_HISTORY, f"Versions ({len(view.versions):,})")
        self.check()

    # What is typed

    def _on_typed(self) -> None:
        self.keep_button.setEnabled(False)
        self._timer.start()

    def insert_field(self) -> None:
        """Put the chosen field where the cursor is."""
        if not self.editor.isReadOnly():
            self.editor.insertPlainText("{" + self.fields.currentText() + "}")
            self.editor.setFocus()

    def check(self) -> None:
        """Name every problem with its line; without one, show the paper."""
        self._timer.stop()
        view = self._view
        if view is None:
            return
        name, source = view.state.name, self.editor.toPlainText()
        try:
            read_own(name, source)
            problems = []
        except PaperTextError as error:
            problems = list(error.problems)
        self._lines = [problem.line for problem in problems]
        self.editor.mark_problems(self._lines)
        self.problems.clear()
        self.problems.addItems([f"Line {one.line}: {one.words}" for one in problems])
        self.problems.setVisible(bool(problems))
        self.keep_button.setEnabled(self.is_changed and not problems and view.may_change)
        self.back_button.setEnabled(view.state.is_own and view.may_change)
        self._show_difference()
        if problems:
            return  # the last paper that could be made stays in sight
        self.desk.ask(
            self, "text preview", lambda store: preview_text(store, name, source),
            self.preview.show_pdf, self.preview.show_words,
        )  # fmt: skip

    def _show_difference(self) -> None:
        if self._view is None or self.tabs.currentIndex() != _DIFFERENCE:
            return
        lines = difference(self._view.state.name, self.editor.toPlainText())
        self.changes.setPlainText("\n".join(lines) or "The text is the shipped one.")

    def _go_to(self, place: int) -> None:
        if 0 <= place < len(self._lines):
            self.editor.go_to_line(self._lines[place])

    def _take_version(self, index: QModelIndex) -> None:
        """Put an earlier version into the editor; nothing is kept until it is said."""
        one, view = self.history.record(index), self._view
        if one is None or view is None or not view.may_change:
            return
        name, version = view.state.name, one.version
        self.desk.ask(
            self, "version", lambda store: version_source(store, name, version),
            self._show_version,
        )  # fmt: skip

    def _show_version(self, source: str) -> None:
        self.editor.setPlainText(source)
        self.tabs.setCurrentIndex(0)
        self.check()

    # Keeping

    def keep(self) -> None:
        """Keep what the editor says as a new version."""
        if self._view is None or not self.keep_button.isEnabled():
            return
        name, source, who = self._view.state.name, self.editor.toPlainText(), self.desk.user
        self.keep_button.setEnabled(False)
        self.desk.run_job(
            "Keeping the text",
            lambda store, _: put_text(store, name, source, who),
            lambda version: self._on_kept(name, f"Version {version} of “{name}” is used now."),
            {"settings"},
            on_failed=self.fail,
            is_saving=True,
        )

    def ask_back(self) -> None:
        """The shipped text again; the office's versions can still be read."""
        if self._view is not None:
            name = self._view.state.name
            ask(
                self,
                "Use the shipped text?",
                f"Papers are made from the shipped text of “{name}” again. The office’s versions "
                "are kept under Versions.",
                "Use the shipped text",
                lambda: self._back(name),
            )

    def _back(self, name: str) -> None:
        who = self.desk.user
        self.desk.run_job(
            "Taking the shipped text",
            lambda store, _: take_back(store, name, who),
            lambda _: self._on_kept(name, f"The shipped text of “{name}” is used now."),
            {"settings"},
            on_failed=self.fail,
            is_saving=True,
        )

    def _on_kept(self, name: str, sentence: str) -> None:
        if self.tell("good", sentence):
            self._view = None
            self.reload(name)

    def reject(self) -> None:
        """Closing and Escape: changes that are not kept are asked about once."""
        if self._view is None or not self.is_changed:
            super().reject()
            return
        ask(
            self,
            "Leave the changes?",
            f"What you changed in “{self._view.state.name}” is not kept yet and would be lost.",
            "Leave them",
            self._close_anyway,
            is_dangerous=True,
        )

    def _close_anyway(self) -> None:
        self._view = None
        self.close()
