"""Letters to the people and lists to those who act on the orders: chosen, looked at, made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QSplitter,
    QTabWidget,
    QWidget,
)
from shiboken6 import isValid

from app.documents.letter_draft import BOTH, ENGLISH, SPANISH
from app.jobs import lists
from app.jobs.access_log import PAPER
from app.jobs.clock import today
from app.jobs.letter_press import COURT_ORDER, NAME_ORDER, LettersRequest
from app.jobs.letters import LettersSummary, make_letters, preview_letter
from app.jobs.lists import ListsRequest, ListsSummary, make_lists
from app.jobs.preview import Preview
from ui.desk import Desk
from ui.desk_dialog import DeskDialog, place_preview
from ui.outside import open_outside
from ui.page_area import PageArea
from ui.papers.preview_pane import PreviewPane
from ui.tab_page import tab_page
from ui.tables.listing import ListingModel
from ui.theme import px, space
from ui.widgets import (
    column,
    data_table,
    field,
    label,
    plain_button,
    plural,
    primary_button,
    quiet_button,
    row,
)

ABOUT = "They say what the motions ask for: the same convictions, after review."
_LANGUAGES = (("English", ENGLISH), ("Spanish", SPANISH), ("Both, a side each", BOTH))
_ORDERS = (("Court order", COURT_ORDER), ("By name", NAME_ORDER))
_RECEIVERS = (
    ("The court", lists.COURT), ("The state (DOJ)", lists.STATE),
    ("The public defender", lists.DEFENDER), ("Arresting agencies", lists.AGENCIES),
)  # fmt: skip
_LISTS, _TOLD = 1, 2  # tabs
_WIDE = 760  # px at 100 %


class LettersDialog(DeskDialog):
    """Letters at the left in the first tab, lists in the second; the first letter at the right."""

    help_at = "letters"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, "Letters and lists", ABOUT)
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_folder: Callable[[], Path | None] = self._ask_folder
        self.choose_addresses: Callable[[], Path | None] = self._ask_addresses
        self.addresses: Path | None = None
        self.language, self.order, self.to = QComboBox(), QComboBox(), QComboBox()
        for combo, choices in (
            (self.language, _LANGUAGES), (self.order, _ORDERS), (self.to, _RECEIVERS)
        ):  # fmt: skip
            for words, value in choices:
                combo.addItem(words, value)
        self.merged = QCheckBox("All in one file, for printing on both sides")
        self.labels = QCheckBox("Labels (Avery 5160), and as CSV")
        self.envelopes = QCheckBox("Envelopes (#10)")
        self.only_accepted = QCheckBox("Only convictions accepted in review")
        self.day = QDateEdit(QDate(today().year, today().month, today().day))
        self.address_words = label("No file: letters have no address.", "secondary")
        self.no_addresses = plain_button("Without it", self._drop_addresses)
        self.told = ListingModel(("To look at before mailing",), self)
        self.preview = PreviewPane("Preview of the first letter")
        self.tabs = QTabWidget()
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self.letters_button = primary_button("Make letters…", self.make_letters)
        self.lists_button = primary_button("Make the list…", self.make_lists)
        self._build()
        self.show_preview()

    def _build(self) -> None:
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.no_addresses.hide()
        for box in (self.merged, self.labels, self.envelopes, self.only_accepted):
            box.setAccessibleName(box.text())
        choose = quiet_button("Choose addresses…", self.take_addresses)
        letters = column(
            field("Language", self.language, "A row of the addresses may name another"),
            field("Order", self.order),
            label("Addresses", "label"),
            label(
                "A record holds no address. A CSV file gives them: CII number or Name; Address, "
                "City, State, ZIP; Language.",
                "caption",
            ),
            row(choose, self.no_addresses, None),
            self.address_words,
            self.merged,
            self.labels,
            self.envelopes,
        )
        given = column(
            field("To", self.to),
            label(
                "Each list holds only what its receiver needs, with lines to sign for it: as PDF, "
                "CSV and Excel.",
                "caption",
            ),
        )
        table = data_table(self.told, "What to look at before mailing", compact=True)
        for layout, words in ((letters, "Letters"), (given, "Lists")):
            layout.addStretch(1)
            self.tabs.addTab(tab_page(layout), words)
        self.tabs.addTab(tab_page(column(table)), "To look at")
        self.tabs.setTabVisible(_TOLD, False)
        self.tabs.setDocumentMode(True)
        left = QWidget()
        left.setLayout(
            column(field("Date of the papers", self.day), self.only_accepted, self.tabs, gap=1)
        )
        left.setContentsMargins(0, 0, space(2), 0)
        area = PageArea(left)
        area.setMinimumWidth(px(340))
        panes = self._panes
        panes.addWidget(area)
        panes.addWidget(self.preview)
        panes.setSizes([px(460), px(640)])
        panes.setStretchFactor(1, 1)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        self.preview.setContentsMargins(space(2), 0, 0, 0)
        close = quiet_button("Close", self.close)
        self.build(panes, None, close, self.letters_button, self.lists_button)
        self.tabs.currentChanged.connect(lambda _: self._show_button())
        self._show_button()
        self.preview.show_words("Laying out the first letter…")
        self.language.currentIndexChanged.connect(lambda _: self.show_preview())
        self.day.dateChanged.connect(lambda _: self.show_preview())
        self.only_accepted.toggled.connect(lambda _: self.show_preview())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= px(_WIDE)
        place_preview(self.preview, self._panes, self.tabs, beside=is_wide)

    @property
    def dated(self) -> date:
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def show_preview(self) -> None:
        """The first letter in court order, as it would be made now."""
        language, day = str(self.language.currentData()), self.dated
        only_accepted = self.only_accepted.isChecked()
        self.desk.ask(
            self, "letter",
            lambda store: preview_letter(store, language, day, only_accepted=only_accepted),
            self._show_letter, self._show_refusal,
        )  # fmt: skip

    def _show_letter(self, found: Preview) -> None:
        self.preview.show_pdf(found.pdf)
        for person_id in found.people:
            self.desk.saw(person_id, PAPER)
        self._enable(True)

    def _show_refusal(self, sentence: str) -> None:
        self.preview.show_words(sentence)
        self._enable(False)

    def _enable(self, can: bool) -> None:
        self.letters_button.setEnabled(can)
        self.lists_button.setEnabled(can)

    def _show_button(self) -> None:
        """One thing to do at a time: letters, or a list."""
        is_list = self.tabs.currentIndex() == _LISTS
        self.letters_button.setVisible(not is_list)
        self.lists_button.setVisible(is_list)

    # Addresses

    def take_addresses(self) -> None:
        """Choose the file; it is read when the letters are made."""
        path = self.choose_addresses()
        if path is not None:
            self.addresses = path
            self.address_words.setText(f"From {path.name}")
            self.no_addresses.show()

    def _drop_addresses(self) -> None:
        self.addresses = None
        self.address_words.setText("No file: letters have no address.")
        self.no_addresses.hide()

    # Making

    def make_letters(self) -> None:
        """Make the letters into a folder."""
        folder, who = self.choose_folder(), self.desk.user
        if folder is None:
            return
        request = LettersRequest(
            folder, self.dated, str(self.language.currentData()), self.addresses,
            str(self.order.currentData()), self.merged.isChecked(), self.labels.isChecked(),
            self.envelopes.isChecked(), self.only_accepted.isChecked(),
        )  # fmt: skip
        self._enable(False)
        self.desk.run_job(
            "Writing letters",
            lambda store, progress: make_letters(store, request, progress, who=who),
            lambda made: self._on_letters(made, folder),
            {"papers"},
            on_failed=self._on_failed,
            unit="people",
        )

    def _on_letters(self, made: LettersSummary, folder: Path) -> None:
        words = f"{plural(made.n_letters, 'letter')}, {plural(made.n_pages, 'page')}."
        if made.n_without_address:
            words += f" {made.n_without_address:,} without an address: no label, no envelope."
        self._tell(words, folder, [*made.left_out, *map(str, made.bad_rows), *made.notes])

    def make_lists(self) -> None:
        """Make the list, or one for each agency, into a folder."""
        folder, who = self.choose_folder(), self.desk.user
        if folder is None:
            return
        request = ListsRequest(
            folder, str(self.to.currentData()), self.dated, self.only_accepted.isChecked()
        )
        self._enable(False)
        self.desk.run_job(
            "Writing lists",
            lambda store, progress: make_lists(store, request, progress, who=who),
            lambda made: self._on_lists(made, folder),
            {"papers"},
            on_failed=self._on_failed,
            unit="people",
        )

    def _on_lists(self, made: ListsSummary, folder: Path) -> None:
        words = f"{plural(made.n_lists, 'list')} with {plural(made.n_lines, 'line')}."
        self._tell(words, folder, [*made.left_out, *made.notes])

    def _tell(self, words: str, folder: Path, sentences: list[str]) -> None:
        if sentences:
            words += f" {len(sentences):,} to look at: {sentences[0]}"
        kind = "caution" if sentences else "good"
        if self.tell(kind, words, "Open folder", lambda: open_outside(folder)):
            self._enable(True)
            self.told.set_rows([(one,) for one in sentences])
            self.tabs.setTabText(_TOLD, f"To look at ({len(sentences):,})")
            self.tabs.setTabVisible(_TOLD, bool(sentences))

    def _on_failed(self, error: Exception) -> None:
        if isValid(self):
            self._enable(True)
        self.fail(error)

    def _ask_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the papers")
        return Path(chosen) if chosen else None

    def _ask_addresses(self) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Addresses", "", "CSV (*.csv)")
        return Path(chosen) if chosen else None
