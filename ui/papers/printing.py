"""Papers to a printer, a page at a time, so that the window stays awake between pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.documents.preview import page_count
from ui.papers.page_image import page_image, page_size_in

PRINT_DPI = 300


def new_printer() -> QPrinter:
    """Letter, no margins of the driver's own, 300 dots an inch: pages print at their size."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Inch)
    printer.setDocName("Relief Desk papers")
    return printer


def ask_printer(parent: QWidget, n_pages: int) -> QPrinter | None:
    """The system's dialog; None when the person thinks better of it."""
    printer = new_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, max(1, n_pages))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return printer


class PrintRun(QObject):
    """Prints documents in their order; `finished` comes once, also after `cancel`."""

    progressed = Signal(int, int)  # pages sent, pages in all
    finished = Signal(int)  # pages sent
    failed = Signal(str)  # a sentence

    def __init__(
        self, pdfs: Sequence[bytes], printer: QPrinter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        pages = [(pdf, index) for pdf in pdfs for index in range(page_count(pdf))]
        first, last = printer.fromPage(), printer.toPage()
        self._pages = pages[first - 1 : last] if first > 0 else pages
        self._printer = printer
        self._painter = QPainter()
        self.n_pages = len(self._pages)
        self._n_sent = 0
        self._is_cancelled = False

    def start(self) -> None:
        if not self._painter.begin(self._printer):
            self.failed.emit(
                "The printer did not take the papers. Check that it is on and try again."
            )
            return
        self._send_next()

    def cancel(self) -> None:
        """Stop before the next page."""
        self._is_cancelled = True

    def _send_next(self) -> None:
        if self._is_cancelled or self._n_sent >= len(self._pages):
            if self._is_cancelled:
                self._printer.abort()
            self._painter.end()
            self._pages = []
            self.finished.emit(self._n_sent)
            return
        if self._n_sent:
            self._printer.newPage()
        self._draw(*self._pages[self._n_sent])
        self._n_sent += 1
        self.progressed.emit(self._n_sent, len(self._pages))
        QTimer.singleShot(0, self, self._send_next)

    def _draw(self, pdf: bytes, index: int) -> None:
        wide, tall = page_size_in(pdf, index)
        dpi = self._printer.resolution()
        image = page_image(pdf, index, round(wide * min(dpi, PRINT_DPI)))
        self._painter.drawImage(QRectF(0, 0, wide * dpi, tall * dpi), image)
