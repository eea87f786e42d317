"""What is read about a policy in a window of its own: the policy, its words, its problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QPushButton,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserError
from app.jobs.policy_sheet import write_whole
from app.model.policy_reading import PolicyReading
from app.rules.checking.check_policy import PolicyCheck
from app.rules.loading.problems import Problem
from app.rules.presenting.markdown import markdown_text
from app.version import PROGRAM
from ui.policy.case_run import CaseRun
from ui.policy.reading_html import cases_page, problems_page, reading_page, words_page
from ui.rich_text import RichText
from ui.theme import Colors, px, space
from ui.widgets import Banner, label, plural, primary_button, quiet_button, row

Page = Callable[[Colors], str]


class _PageText(RichText):
    def __init__(self, name: str, page: Page) -> None:
        super().__init__(name)
        self._page = page
        self.show_page()

    def make_page(self, colors: Colors) -> str:
        return self._page(colors)


class TextSheet(QDialog):
    """A heading, a page of text that scrolls, and its buttons. Deleted when it is closed."""

    def __init__(
        self, parent: QWidget | None, title: str, about: str, page: Page, *, height: int = 640
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(PROGRAM)
        self.said = Banner("stop")
        self.text = _PageText(title, page)
        self.close_button = primary_button("Close", self.accept)
        self._buttons = row(None, self.close_button)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(*(space(3),) * 4)
        frame.setSpacing(space(1.5))
        frame.addWidget(label(title, "section"))
        if about:
            frame.addWidget(label(about, "secondary"))
        frame.addWidget(self.said)
        frame.addWidget(self.text, 1)
        frame.addLayout(self._buttons)
        room = self.screen().availableGeometry()
        self.resize(min(px(760), room.width()), min(px(height), room.height()))
        self.close_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that turn pages do so wherever the keyboard is."""
        bar = self.text.verticalScrollBar()
        moves = {
            Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
            Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
            Qt.Key.Key_Home: QScrollBar.SliderAction.SliderToMinimum,
            Qt.Key.Key_End: QScrollBar.SliderAction.SliderToMaximum,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            bar.triggerAction(move)

    def add_button(self, button: QPushButton) -> None:
        """Another thing to do, to the left of closing."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)


class ReadingSheet(TextSheet):
    """The policy as an attorney reads it; can be saved as Markdown."""

    def __init__(self, parent: QWidget, reading: PolicyReading) -> None:
        about = "With the options as they stand on the page."
        super().__init__(
            parent, reading.title, about, lambda colors: reading_page(reading, colors), height=760
        )
        self._reading = reading
        # Asked through this so that a test can answer for the system's dialog.
        self.choose_file: Callable[[], Path | None] = self._ask_file
        self.save_button = quiet_button("Save as Markdown…", self.save)
        self.add_button(self.save_button)

    def save(self) -> None:
        path = self.choose_file()
        if path is None:
            return
        try:
            write_whole(path, markdown_text(self._reading).encode("utf-8"))
        except UserError as error:
            self.said.show_message("stop", error.message)
        else:
            self.said.show_message("good", f"The policy is in {path}.")

    def _ask_file(self) -> Path | None:
        return ask_file(self, "Save the policy", f"{file_stem(self._reading.id)}.md", "*.md")


class ProblemsSheet(TextSheet):
    """All that is wrong with a file; the list can be copied for whoever wrote it."""

    def __init__(
        self, parent: QWidget, file_name: str, problems: Sequence[Problem], about: str
    ) -> None:
        super().__init__(
            parent,
            f"{file_name} cannot be used",
            f"{plural(len(problems), 'problem')} to mend. {about}",
            lambda colors: problems_page(problems, colors),
            height=440,
        )
        self._text = "\n".join([f"{file_name}:", *(f"- {problem}" for problem in problems)])
        self.add_button(quiet_button("Copy the list", self._copy))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


class RemarksSheet(TextSheet):
    """What the author of an added file should look at, though it can be used."""

    def __init__(self, parent: QWidget, check: PolicyCheck) -> None:
        title = check.policy.title if check.policy else check.source
        super().__init__(
            parent,
            f"Added: {title}",
            f"It was tried on {check.n_tried:,} made-up convictions and can be used. "
            f"{plural(len(check.remarks), 'remark')} to look at before it is relied on:",
            lambda colors: problems_page(check.remarks, colors),
            height=440,
        )


class CasesSheet(TextSheet):
    """How the case table of a policy came out."""

    def __init__(self, parent: QWidget, run: CaseRun) -> None:
        about = (
            "These answer otherwise. Do not rely on the policy before it is known why."
            if run.failed
            else f"Run on this machine, from {run.table}:"
        )
        super().__init__(
            parent, f"{run.title}: {run.in_words}", about, lambda colors: cases_page(run, colors),
            height=520,
        )  # fmt: skip


class WordsSheet(TextSheet):
    """The vocabulary, for whoever writes a policy."""

    def __init__(self, parent: QWidget) -> None:
        about = (
            "What the conditions of a policy may ask. In place of a value an argument may take "
            "that of an option, written $name, or one that changes by date, written @name."
        )
        super().__init__(parent, "Words a policy can use", about, words_page, height=700)


def ask_file(parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
    """The system's dialog for a file to write; None when it is left."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, f"({pattern})")
    return Path(chosen) if chosen else None


def file_stem(policy_id: str) -> str:
    """``us-ca/los-angeles`` as part of a file's name."""
    return policy_id.rpartition("/")[2] or "policy"
