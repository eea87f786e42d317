"""Check one person: left the record, right the question, then the answer and the doubts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QWidget,
)
from shiboken6 import isValid

from app.errors import Cancelled, UserError
from app.jobs.check_person import PersonAnswer, PersonRequest, check_person
from app.jobs.progress import Progress
from app.jobs.record_text import RecordText, read_record
from app.model.county import normalize_county
from ui.desk import Desk
from ui.messages import ask
from ui.outside import open_outside
from ui.papers.printing import PrintRun, ask_printer, item_of
from ui.person.answer_page import PersonAnswerView
from ui.person.doubts import DoubtsPane
from ui.person.reading import count_doubts
from ui.person.record_pane import RecordPane
from ui.policy.choices import PolicyChoices
from ui.policy.shelf import best_offer, read_shelf
from ui.tab_page import tab_page
from ui.theme import px, space
from ui.widgets import (
    Banner,
    PageTitle,
    page_layout,
    plain_button,
    plural,
    primary_button,
    quiet_button,
    row,
    rule,
)

_QUESTION, _ANSWER, _DOUBTS = range(3)
_WIDE = 860
_SIDE_BY_SIDE, _STACKED = (520, 600), (360, 420)
_NO_RECORD = "There is no record yet. Open a file, or paste the text of a rap sheet."
_STALE = "The record or the question was changed since this answer. Check again."


class PersonPage(QWidget):
    """Nothing of it is kept: the record goes with the page."""

    def __init__(self, desk: Desk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._on_leave = on_leave
        self._asked: PersonRequest | None = None  # what the answer on the page answers
        self.is_stale = False
        self._printing: PrintRun | None = None
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_folder: Callable[[], Path | None] = self._ask_folder
        self.choose_printer: Callable[[int], QPrinter | None] = lambda n: ask_printer(self, n)
        self.said = Banner("stop", closable=True)
        self.record = RecordPane()
        self.choices = PolicyChoices(for_person=True)
        self.answer = PersonAnswerView()
        self.doubts = DoubtsPane()
        self.tabs = QTabWidget()
        self.leave_button = plain_button("Back to the start", self.leave)
        self.print_button = quiet_button("Print the explanation…", self.print_explanation)
        self.papers_button = quiet_button("Save the papers…", self.save_papers)
        self.action = primary_button("Check this person", self.check)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._connect()
        shelf = read_shelf()
        self.choices.show_shelf(shelf, best_offer(shelf, ""), "")

    def _build(self) -> None:
        title = PageTitle(
            "Check one person",
            "Reads one rap sheet, asks one policy about it, and says why. Nothing of it is kept.",
        )
        title.add(self.leave_button)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Question, answer and doubts")
        self.tabs.addTab(_scrolled(self.choices), "Question")
        self.tabs.addTab(tab_page(self.answer), "Answer")
        self.tabs.addTab(tab_page(self.doubts), "Doubts in the reading")
        self.tabs.setMinimumWidth(px(320))
        self.tabs.setMinimumHeight(px(280))
        self._right = tab_page(self.tabs)
        self._panes.addWidget(self.record)
        self._panes.addWidget(self._right)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        self._panes.setSizes(_SIDE_BY_SIDE)
        frame = page_layout(self)
        frame.addWidget(title)
        frame.addWidget(self.said)
        frame.addWidget(self._panes, 1)
        frame.addWidget(rule())
        frame.addLayout(row(None, self.print_button, self.papers_button, self.action))
        self._show_state()

    def _connect(self) -> None:
        self.record.changed.connect(self._changed)
        self.record.file_given.connect(self.open_file)
        self.choices.changed.connect(self._changed)
        self.answer.line_wanted.connect(self.record.text.go_to_line)
        self.doubts.line_wanted.connect(self.record.text.go_to_line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The record stands beside the answer where there is room, else above it."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= px(_WIDE)
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self._panes.orientation() is not wanted or not self._panes.isVisible():
            self._panes.setOrientation(wanted)
            self._panes.setSizes(_SIDE_BY_SIDE if is_wide else _STACKED)
        across, below = (space(2), 0) if is_wide else (0, space(1))
        self.record.setContentsMargins(0, 0, across, below)
        self._right.setContentsMargins(across, below, 0, 0)

    def carry_over(self, other: PersonPage) -> None:
        """The record and the question of a page that was made in another look."""
        self.record.carry_over(other.record)
        policy = other.choices.chosen
        if policy is not None:
            settings = other.choices.settings().as_dict()
            self.choices.choose(policy.id, other.choices.county.chosen(), settings)
        self.choices.as_of.setText(other.choices.as_of.text())
        if other._asked is not None and not other.is_stale:
            self.check()

    # The record

    def open_file(self, path: Path) -> None:
        """Read a file's text; one that cannot be read says why, and the text can be pasted."""
        self.said.hide()
        self._desk.run_without_workspace(
            f"Opening {path.name}", lambda _: read_record(path), self._opened,
            on_failed=self._failed,
        )  # fmt: skip

    def _opened(self, record: RecordText) -> None:
        if not isValid(self):
            return
        self.record.show_record(record)
        self.choices.as_of.setFocus()

    def _changed(self) -> None:
        if self._asked is not None and not self.is_stale:
            self.is_stale = True
            self._show_state()

    # The question

    def find_request(self) -> PersonRequest | None:
        """What is to be asked; None after saying what is missing, where it is missing."""
        if self.record.is_empty:
            self.said.show_message("stop", _NO_RECORD)
            self.record.text.setFocus()
            return None
        policy, day = self.choices.chosen, self.choices.day
        if policy is None or not self.choices.is_complete() or day is None:
            self.tabs.setCurrentIndex(_QUESTION)
            return None
        county = normalize_county(self.choices.county.chosen())
        return PersonRequest(self.record.plan(), policy, self.choices.settings(), county, day)

    def check(self) -> None:
        """Read the record as it stands on the page and ask the policy about it."""
        request = self.find_request()
        if request is not None:
            self._run("Checking the record", request, lambda found: self._show(request, found))

    def _run(
        self, words: str, request: PersonRequest, on_done: Callable[[PersonAnswer], None]
    ) -> None:
        self.said.hide()
        who = self._desk.user
        self._set_busy(is_busy=True)

        def job(progress: Progress) -> PersonAnswer:
            return check_person(request, progress, who=who)

        def done(found: PersonAnswer) -> None:
            if isValid(self):  # and was not left meanwhile
                self._set_busy(is_busy=False)
                on_done(found)

        self._desk.run_without_workspace(words, job, done, on_failed=self._failed)

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self.action, self.papers_button, self.print_button):
            button.setEnabled(not is_busy)
        if not is_busy:
            self._show_state()

    def _failed(self, error: Exception) -> None:
        if not isValid(self):
            return
        self._set_busy(is_busy=False)
        if isinstance(error, UserError) and not isinstance(error, Cancelled):
            self.said.show_message("stop", error.message)
            self.record.text.setFocus()
        else:
            self._desk.report(error)

    # The answer

    def _show(self, request: PersonRequest, found: PersonAnswer) -> None:
        self._asked, self.is_stale = request, False
        self.record.show_reading(found.issues)
        self.doubts.show_issues(found.issues)
        self.answer.show_answer(found)
        self._show_state()
        n_doubts = count_doubts(found.issues)
        self.tabs.setTabText(_DOUBTS, f"Doubts in the reading ({n_doubts:,})")
        self.tabs.setCurrentIndex(_ANSWER)
        self.answer.setFocus()

    def _show_state(self) -> None:
        has_answer = self._asked is not None
        self.tabs.setTabVisible(_ANSWER, has_answer)
        self.tabs.setTabVisible(_DOUBTS, has_answer)
        for button in (self.papers_button, self.print_button):
            button.setVisible(has_answer)
            button.setEnabled(has_answer and not self.is_stale)
        self.action.setText("Check again" if has_answer else "Check this person")
        self.action.setAccessibleName(self.action.text())
        if has_answer and self.is_stale:
            self.said.show_message("caution", _STALE)
        elif self.said.text == _STALE:
            self.said.hide()

    # Papers

    def save_papers(self) -> None:
        """Motions and explanations into a folder that is chosen."""
        folder = self.choose_folder() if self._asked is not None else None
        if self._asked is None or folder is None:
            return
        request = replace(self._asked, folder=folder)
        self._run("Writing the papers", request, lambda found: self._saved(folder, found))

    def _saved(self, folder: Path, found: PersonAnswer) -> None:
        text = f"{plural(len(found.files), 'paper')} written into {folder}."
        if found.left_out:
            text += " Left out: " + " ".join(found.left_out)
        kind = "good" if found.files and not found.left_out else "caution"
        self.said.show_message(kind, text, "Open the folder",
                               lambda: open_outside(folder))  # fmt: skip

    def _ask_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the papers go")
        return Path(chosen) if chosen else None

    def print_explanation(self) -> None:
        """Every answer with its reasons on paper."""
        if self._asked is not None:
            request = replace(self._asked, prints=True)
            self._run("Laying out the explanation", request, self._print)

    def _print(self, found: PersonAnswer) -> None:
        if not found.sheets:
            self.said.show_message("caution", "There is no answer to explain on paper.")
            return
        printer = self.choose_printer(0)
        if printer is None:
            return
        self._printing = PrintRun([item_of(pdf) for pdf in found.sheets], printer, self)
        self._printing.failed.connect(lambda words: self.said.show_message("stop", words))
        self._printing.finished.connect(
            lambda n: self.said.show_message("good", f"{plural(n, 'page')} sent to the printer.")
        )
        self._printing.start()

    # Leaving

    def leave(self) -> None:
        """Go back; asks once while there is something to lose."""
        if self.record.is_empty:
            self._leave()
            return
        ask(
            self,
            "Leave this person?",
            "The record and its answer are not kept. Save the papers first if you need them.",
            "Leave",
            self._leave,
            no="Stay",
            is_dangerous=True,
        )

    def _leave(self) -> None:
        self._desk.tasks.cancel()
        self._on_leave()


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setContentsMargins(0, space(2), 0, 0)
    return area
