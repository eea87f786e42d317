"""A PDF on the screen, a page at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QScrollArea, QWidget

from app.documents.preview import page_count
from ui.papers.page_image import page_image, page_size_in
from ui.theme import px, space
from ui.widgets import column, label, plain_button, row

FIT_PAGE, FIT_WIDTH, LARGE = "Whole page", "Page width", "150 %"
_SCREEN_DPI = 96


class PreviewPane(QWidget):
    """Shows `show_pdf`'s pages; `show_words` says why there is nothing to see."""

    def __init__(self, name: str = "Preview") -> None:
        super().__init__()
        self._pdf = b""
        self._index = self._n_pages = 0
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setTextFormat(Qt.TextFormat.PlainText)
        self._picture.setWordWrap(True)
        self._paper = QScrollArea()
        self._paper.setWidget(self._picture)
        self._paper.setWidgetResizable(True)
        self._paper.setFrameShape(QFrame.Shape.NoFrame)
        self._paper.setAccessibleName(name)
        self._paper.setMinimumSize(px(160), px(200))
        self.place = label("", "body", wrap=False)
        self.previous_button = plain_button("Previous", lambda: self.go_to(self._index - 1))
        self.next_button = plain_button("Next", lambda: self.go_to(self._index + 1))
        self.previous_button.setAccessibleName("Previous page")
        self.next_button.setAccessibleName("Next page")
        self.zoom = QComboBox()
        self.zoom.addItems([FIT_PAGE, FIT_WIDTH, LARGE])
        self.zoom.setAccessibleName("Size of the page")
        self.zoom.currentIndexChanged.connect(lambda _: self._draw())
        # One picture when a drag of the window's edge rests, not one a pixel.
        self._timer = QTimer(self, interval=60, singleShot=True)
        self._timer.timeout.connect(self._draw)
        bar = row(self.previous_button, self.place, self.next_button, None, self.zoom)
        frame = column(bar, self._paper, gap=1)
        frame.setStretch(1, 1)
        self.setLayout(frame)
        for key, by in ((Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.go_to(self._index + by))
        self.show_words("")

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(620))

    @property
    def pdf(self) -> bytes:
        """What is shown; empty while nothing is."""
        return self._pdf

    @property
    def image(self) -> QImage:
        """The page as it is drawn."""
        return self._picture.pixmap().toImage()

    def show_pdf(self, pdf: bytes) -> None:
        """Show a document from its first page, or stay on the page if it is the same."""
        if pdf == self._pdf:
            return
        self._pdf, self._n_pages, self._index = pdf, page_count(pdf), 0
        self._show()

    def show_words(self, words: str) -> None:
        """Show a sentence instead of a page."""
        self._pdf, self._n_pages, self._index = b"", 0, 0
        self._show()
        self._picture.setText(words)  # takes the place of the picture

    def go_to(self, index: int) -> None:
        """Show another page, counted from 0."""
        if 0 <= index < self._n_pages:
            self._index = index
            self._show()

    def _show(self) -> None:
        n = self._n_pages
        self.place.setText(f"Page {self._index + 1:,} of {n:,}" if n else "")
        self.previous_button.setVisible(n > 0)
        self.next_button.setVisible(n > 0)
        self.zoom.setVisible(n > 0)
        self.previous_button.setEnabled(self._index > 0)
        self.next_button.setEnabled(self._index < n - 1)
        self._draw()
        self._paper.verticalScrollBar().setValue(0)

    def _draw(self) -> None:
        if not self._n_pages:
            return
        ratio = self.devicePixelRatioF()
        image = page_image(self._pdf, self._index, max(60, round(self._width() * ratio)))
        image.setDevicePixelRatio(ratio)
        self._picture.setPixmap(QPixmap.fromImage(_framed(image)))
        self._picture.setAccessibleName(self.place.text())

    def _width(self) -> float:
        wide, tall = page_size_in(self._pdf, self._index)
        if self.zoom.currentText() == LARGE:
            return wide * _SCREEN_DPI * 1.5
        room = self._paper.viewport().size()
        if self.zoom.currentText() == FIT_WIDTH:
            return room.width() - space(2)
        return min(room.width(), room.height() * wide / tall) - 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()


def _framed(image: QImage) -> QImage:
    """With a hairline around, so that white paper ends somewhere on a white window."""
    painter = QPainter(image)
    painter.setPen(QColor("#a9aeb1"))
    ratio = image.devicePixelRatio()
    painter.drawRect(0, 0, round(image.width() / ratio) - 1, round(image.height() / ratio) - 1)
    painter.end()
    return image
