"""Text to read, select and walk through with the Tab key; the shapes of the answers in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from ui.tables.marks import mark_image
from ui.theme import Colors, colors_of, px

T = TypeVar("T")

_KINDS = ("outcome", "truth", "decision")


class RichText(QTextBrowser):
    """Shows a page of rich text that the program made; it opens and loads nothing by itself.

    An inheriting class gives `make_page`; it is asked again when the look changes.
    ``<img src="outcome:DISMISSAL">`` is a shape: outcome, truth or decision.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # No frame at rest, but room for the ring of the keyboard's focus.
        focus = colors_of(self).focus
        self.setStyleSheet(
            f"QTextBrowser {{ border: {px(3)}px solid transparent; padding: 0; }}"
            f"QTextBrowser:focus {{ border: {px(3)}px solid {focus}; padding: 0; }}"
        )
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def make_page(self, colors: Colors) -> str:
        """The page in these colors; "" shows nothing."""
        raise NotImplementedError

    def show_page(self) -> None:
        """Lay the page out anew, from its beginning."""
        self.document().setDocumentMargin(0)
        self.setHtml(self.make_page(colors_of(self)))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """The shapes; anything else does not exist, so that a record's text loads nothing."""
        scheme, _, value = QUrl(name).toString().partition(":")
        if kind == QTextDocument.ResourceType.ImageResource.value and scheme in _KINDS:
            return mark_image(scheme, value, px(14), self.devicePixelRatioF(), colors_of(self))
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.show_page()


class PageOf(RichText, Generic[T]):
    """The page of one thing at a time; empty without one."""

    def __init__(self, name: str, make: Callable[[T, Colors], str]) -> None:
        super().__init__(name)
        self._make = make
        self._shown: T | None = None

    def show_one(self, shown: T | None) -> None:
        """Show another thing, or nothing."""
        self._shown = shown
        self.show_page()

    def make_page(self, colors: Colors) -> str:
        return self._make(self._shown, colors) if self._shown is not None else ""


def page_style(colors: Colors) -> str:
    """The style sheet of a page: ``second`` and ``small`` text, ``head`` of a part."""
    return (
        f"a {{ color: {colors.primary}; }} .second {{ color: {colors.secondary}; }}"
        f".small {{ font-size: {px(12)}px; color: {colors.secondary}; }}"
        f".head {{ font-size: {px(16)}px; font-weight: 600; margin-top: {px(16)}px;"
        f" margin-bottom: {px(4)}px; }}"
        f".strong {{ font-weight: 600; }} .large {{ font-size: {px(20)}px; font-weight: 600; }}"
        f"p {{ margin-top: {px(4)}px; margin-bottom: {px(4)}px; }}"
        f"ul {{ margin: 0 0 {px(4)}px {px(14)}px; -qt-list-indent: 0; }}"
        f"td, th {{ padding: {px(3)}px {px(12)}px {px(3)}px 0; }}"
        f"th {{ font-weight: 600; text-align: left; color: {colors.secondary}; }}"
    )


def page_of(body: str, colors: Colors) -> str:
    return f"<html><head><style>{page_style(colors)}</style></head><body>{body}</body></html>"
