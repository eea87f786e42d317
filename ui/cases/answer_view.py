"""Shows the answer page; a click on where a fact stands asks for the source row."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.cases.answer_html import Link, answer_page
from ui.cases.case_view import CaseView
from ui.rich_text import RichText
from ui.theme import Colors, px

_WIDEST_PX = 860  # lines that are longer are hard to read


class AnswerView(RichText):
    """The answer of one conviction, or nothing. As high as its text: the pane around it scrolls."""

    place_wanted = Signal(object)  # a Link
    reached = Signal(QRect)  # what the keyboard has come to, in the view's own coordinates

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Answer and its reasons", parent)
        self._view: CaseView | None = None
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(px(_WIDEST_PX))
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.anchorClicked.connect(self._on_anchor)
        self.cursorPositionChanged.connect(self._on_cursor)

    def show_case(self, view: CaseView | None) -> None:
        """Show a conviction's answer, or nothing."""
        self._view = view
        self.show_page()

    def make_page(self, colors: Colors) -> str:
        return answer_page(self._view, colors) if self._view is not None else ""

    def _fit(self, size: QSizeF) -> None:
        self.setFixedHeight(round(size.height()) + 2 * px(3) + px(8))

    def _on_cursor(self) -> None:
        if self.hasFocus():
            self.reached.emit(self.cursorRect())

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """The Tab key goes from link to link."""
        stays = super().focusNextPrevChild(next)
        self._on_cursor()
        return stays

    def _on_anchor(self, url: QUrl) -> None:
        link = Link.read(url.toString())
        if link is not None:
            self.place_wanted.emit(link)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()  # the pane scrolls
            return
        super().keyPressEvent(event)
