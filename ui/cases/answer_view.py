"""Shows the answer page; a click on where a fact stands asks for the source row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from ui.cases.answer_html import Link, answer_page
from ui.cases.case_view import CaseView
from ui.tables.marks import mark_image
from ui.theme import colors_of, px


class AnswerView(QTextBrowser):
    """Text that can be read, selected and walked through with the Tab key."""

    place_wanted = Signal(object)  # a Link

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self.setAccessibleName("Answer and its reasons")
        self.setFrameShape(QFrame.Shape.NoFrame)
        # No frame at rest, but room for the ring of the keyboard's focus.
        self.setStyleSheet(
            f"AnswerView {{ border: {px(3)}px solid transparent; padding: 0; }}"
            f"AnswerView:focus {{ border: {px(3)}px solid {colors_of(self).focus}; padding: 0; }}"
        )
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(self._on_anchor)

    def show_case(self, view: CaseView | None) -> None:
        """Show a conviction's answer, or nothing."""
        self._view = view
        if view is None:
            self.clear()
            return
        self.document().setDocumentMargin(0)
        self.setHtml(answer_page(view, colors_of(self), px(12)))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """The shapes; anything else does not exist, so that a record's text loads nothing."""
        scheme, _, value = QUrl(name).toString().partition(":")
        if kind == QTextDocument.ResourceType.ImageResource.value and scheme in _KINDS:
            return mark_image(scheme, value, px(14), self.devicePixelRatioF(), colors_of(self))
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.show_case(self._view)

    def _on_anchor(self, url: QUrl) -> None:
        link = Link.read(url.toString())
        if link is not None:
            self.place_wanted.emit(link)


_KINDS = ("outcome", "truth", "decision")
