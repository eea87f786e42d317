"""Shows the answer page; a click on where a fact stands asks for the source row."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from ui.cases.answer_html import Link, answer_page
from ui.cases.case_view import CaseView
from ui.rich_text import RichText
from ui.theme import Colors


class AnswerView(RichText):
    """The answer of one conviction, or nothing."""

    place_wanted = Signal(object)  # a Link

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Answer and its reasons", parent)
        self._view: CaseView | None = None
        self.anchorClicked.connect(self._on_anchor)

    def show_case(self, view: CaseView | None) -> None:
        """Show a conviction's answer, or nothing."""
        self._view = view
        self.show_page()

    def make_page(self, colors: Colors) -> str:
        return answer_page(self._view, colors) if self._view is not None else ""

    def _on_anchor(self, url: QUrl) -> None:
        link = Link.read(url.toString())
        if link is not None:
            self.place_wanted.emit(link)
