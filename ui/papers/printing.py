"""Papers to a printer, a page at a time, so that the window stays awake between pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.documents.preview import page_count
from app.jobs.papers.print_files import PrintFile, padded
from ui.papers.page_image import page_image, page_size_in

PRINT_DPI = 300
_FAILED = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)


def new_printer() -> QPrinter:
    """Letter, no margins of the driver's own, 300 dots an inch: pages print at their size."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Inch)
    printer.setDocName("Relief Desk papers")
    return printer


def ask_printer(parent: QWidget, n_pages: int, *, two_sided: bool = False) -> QPrinter | None:
    """The system's dialog; None when the person thinks better of it.

    ``n_pages`` 0: pages are not chosen there.
    """
    printer = new_printer()
    if two_sided:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, n_pages > 0)
    if n_pages:
        dialog.setMinMax(1, n_pages)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return printer


@dataclass(frozen=True, slots=True)
class PrintItem:
    """One document; ``paper_id`` 0 for a sheet of the office's own, or a paper that is in hand:
    ``conviction_id`` says what that one is about."""

    words: str
    n_pages: int
    load: Callable[[], bytes]
    paper_id: int = 0
    conviction_id: int = 0


def item_of(pdf: bytes, words: str = "the paper", conviction_id: int = 0) -> PrintItem:
    """A paper that is in hand."""
    return PrintItem(words, page_count(pdf), lambda: pdf, conviction_id=conviction_id)


def items_of(files: Iterable[PrintFile]) -> list[PrintItem]:
    """The parts of print files, in their order."""
    return [
        PrintItem(part.words or "a separator", part.n_pages, part.load,
                  part.row.id if part.row is not None else 0)
        for file in files
        for part in file.parts
    ]  # fmt: skip


class PrintRun(QObject):
    """Prints documents in their order; `finished` comes once, also after `cancel`.

    `failed` comes instead when the printer takes no more; ``n_done`` documents were sent whole
    then, and printing can begin again with the one after them.
    """

    progressed = Signal(int, int)  # pages sent, pages in all
    finished = Signal(int)  # pages sent
    failed = Signal(str)  # a sentence

    def __init__(
        self,
        items: Sequence[PrintItem],
        printer: QPrinter,
        parent: QObject | None = None,
        *,
        two_sided: bool = False,
    ) -> None:
        super().__init__(parent)
        self._items = list(items)
        self._two_sided = two_sided
        pages = [
            (number, index)
            for number, item in enumerate(items)
            for index in range(padded(item.n_pages, two_sided=two_sided))
        ]
        first, last = printer.fromPage(), printer.toPage()
        self._pages = pages[first - 1 : last] if first > 0 else pages
        self._printer = printer
        self._painter = QPainter()
        self._loaded: tuple[int, bytes] = (-1, b"")
        self.n_pages = len(self._pages)
        self._n_sent = 0
        self._is_cancelled = False

    @property
    def n_done(self) -> int:
        """How many documents were sent whole, from the first on."""
        if self._n_sent >= len(self._pages):
            return len(self._items)
        return self._pages[self._n_sent][0]

    @property
    def sent(self) -> list[PrintItem]:
        return self._items[: self.n_done]

    @property
    def rest(self) -> list[PrintItem]:
        """What was not sent whole, in its order."""
        return self._items[self.n_done :]

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
            self._loaded = (-1, b"")
            self.finished.emit(self._n_sent)
            return
        is_new = self._n_sent == 0 or self._printer.newPage()
        if not is_new or self._printer.printerState() in _FAILED or not self._draw():
            self._fail()
            return
        self._n_sent += 1
        self.progressed.emit(self._n_sent, len(self._pages))
        QTimer.singleShot(0, self, self._send_next)

    def _fail(self) -> None:
        """The last page that was sent may not have come out: its paper begins again."""
        self._n_sent = max(0, self._n_sent - 1)
        self._painter.end()
        words = self._items[self.n_done].words
        n = sum(item.paper_id > 0 for item in self.sent)
        before = f"{n:,} papers before it were sent" if n != 1 else "1 paper before it was sent"
        self.failed.emit(
            f"The printer takes no more pages. It stopped at {words}; {before}. See to the "
            "printer, throw that paper’s sheets away, then go on with it."
        )

    def _draw(self) -> bool:
        number, index = self._pages[self._n_sent]
        item = self._items[number]
        if index >= item.n_pages:
            return True  # the back of a last page
        if self._loaded[0] != number:
            self._loaded = (number, item.load())
        pdf = self._loaded[1]
        wide, tall = page_size_in(pdf, index)
        dpi = self._printer.resolution()
        image = page_image(pdf, index, round(wide * min(dpi, PRINT_DPI)))
        self._painter.drawImage(QRectF(0, 0, wide * dpi, tall * dpi), image)
        return self._painter.isActive()
