"""The mapping dialog: the columns of a list, what each is taken as, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.errors import UserError
from app.importing.layouts.catalog import save_layout
from app.importing.layouts.layout import ROWS
from app.importing.layouts.loading import load_layout, read_layout
from app.importing.layouts.writing import layout_text
from app.jobs.layout_draft import (
    DraftColumn,
    DraftSheet,
    LayoutDraft,
    Sample,
    draft_layout,
    draft_of,
)
from app.jobs.layout_preview import PreviewRow, preview_rows
from app.jobs.layout_questions import Question, questions_about
from app.jobs.look import FileLook
from app.jobs.policy_sheet import write_whole
from app.version import PROGRAM
from ui.desk import Desk
from ui.help.asking import give_help_key, set_help
from ui.mapping.column_pane import ColumnPane
from ui.mapping.tables import PREVIEW, PREVIEW_WIDTHS, Cells, show_first_rows
from ui.mapping.whole_pane import WholePane
from ui.mapping.words import ROLES, field_title
from ui.page_area import PageArea
from ui.tab_page import tab_page
from ui.tables.issues import one_line
from ui.tables.rows import Column, RowsModel
from ui.theme import colors_of, px, space
from ui.widgets import (
    Banner,
    apart,
    column,
    data_table,
    field,
    help_link,
    label,
    primary_button,
    quiet_button,
    row,
    rule,
)

SETTLE_MS = 150
_HELP = "importing#show-which-column-is-which"
_COLUMN_WIDTHS = (136, 112, 128)
_WIDE = 900
_STATE = 3
_TO_SETTLE = "to settle"
_WHOLE = 2  # the tab


def open_mapping(
    desk: Desk, parent: QWidget, look: FileLook, on_done: Callable[[str], object]
) -> None:
    """Read the beginning of a list, then ask; ``on_done`` gets the text of the layout."""

    def draft(_: object) -> LayoutDraft:
        if look.plan is not None:
            layout = read_layout(look.plan.layout.encode(), look.path.name)
            return draft_of(Sample(look.path), layout)
        return draft_layout(look.path, look.path.stem)

    def ask(found: LayoutDraft) -> None:
        if isValid(parent):
            MappingDialog(parent, found, on_done).open()

    desk.run_without_workspace(f"Reading {look.path.name}", draft, ask)


class MappingDialog(QDialog):
    """Every change is seen at once below: the first rows, and what lacks."""

    def __init__(
        self, parent: QWidget, draft: LayoutDraft, on_done: Callable[[str], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(PROGRAM)
        give_help_key(self)
        set_help(self, _HELP)
        self.draft = draft
        self._on_done = on_done
        self._sheet: DraftSheet | None = None
        self.questions: list[Question] = []
        # Asked through these so that a test can answer for the system's dialogs.
        self.choose_layout: Callable[[], Path | None] = self._ask_layout
        self.choose_export: Callable[[str], Path | None] = self._ask_export
        self.said = Banner("stop", closable=True)
        self.which, self.role, self.key = QComboBox(), QComboBox(), QComboBox()
        self.columns_model: RowsModel[DraftColumn] = RowsModel(
            (
                Column("Column of the file", lambda one: one.header or one.title),
                Column("First cell", self._first_cell),
                Column("Taken as", lambda one: field_title(one.field)),
                Column("State", self._state_of),
            )
        )
        self.columns = data_table(self.columns_model, "Columns of the file", compact=True)
        self.pane = ColumnPane()
        self.first_model: RowsModel[Cells] = RowsModel(())
        self.preview_model: RowsModel[PreviewRow] = RowsModel(PREVIEW)
        self.whole = WholePane()
        self.tabs = QTabWidget()
        self.name = QLineEdit()
        self.keeps = QCheckBox("Keep it: recognized next time by its header")
        self.keeps.setAccessibleName(self.keeps.text())
        self.keeps.setChecked(True)
        self.asked = QListWidget()
        self._upper = QSplitter(Qt.Orientation.Horizontal)
        self.action = primary_button("Read the list this way", self.finish)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._settle)
        self._build()
        self._connect()
        self._show_draft()
        self.columns.setFocus()

    # Building

    def _build(self) -> None:
        """What is shown scrolls where the screen is too small; the foot always stands."""
        inside = QWidget()
        frame = QVBoxLayout(inside)
        frame.setContentsMargins(space(3), space(3), space(3), space(1.5))
        frame.setSpacing(space(1.5))
        self.asked.setAccessibleName("What is to be settled, and what stays unknown")
        self.asked.setWordWrap(True)
        self.asked.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame.addLayout(self._make_title())
        frame.addWidget(self.said)
        frame.addWidget(self._make_sheets())
        frame.addWidget(self._make_middle(), 1)
        frame.addWidget(self.asked)
        foot = self._make_foot()
        foot.setContentsMargins(space(3), 0, space(3), space(3))
        whole = column(PageArea(inside), rule(), foot, gap=1.5)
        whole.setStretch(0, 1)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the screen decides
        self.setLayout(whole)
        room = self.screen().availableGeometry()
        self.resize(min(px(1160), room.width()), min(px(800), room.height()))

    def _make_title(self) -> QHBoxLayout:
        about = label(f"{self.draft.sample.words}. The file itself is not changed.", "secondary")
        load = quiet_button("Load a layout…", self.load)
        export = quiet_button("Export…", self.export)
        export.setAccessibleName("Export this layout as a file")
        name = self.draft.sample.path.name
        words = column(label(f"How {name} is read", "section"), about, gap=0.5)
        return apart(words, help_link("how a list is read", _HELP), load, export, gap=1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside one another where there is room, else below one another."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= px(_WIDE)
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self._upper.setOrientation(across if is_wide else down)
        self._upper.setMinimumHeight(px(220 if is_wide else 560))
        direction = QHBoxLayout.Direction
        self._foot.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)

    def _make_sheets(self) -> QWidget:
        line = QWidget()
        parts = (("Sheet", self.which), ("It holds", self.role), ("Joined by", self.key))
        fields = [field(caption, combo) for caption, combo in parts]
        line.setLayout(row(*fields, None, gap=2))
        for words in ROLES.items():
            self.role.addItem(words[1], words[0])
        line.setVisible(len(self.draft.sheets) > 1)
        return line

    def _make_middle(self) -> QWidget:
        for number, width in enumerate(_COLUMN_WIDTHS):
            self.columns.setColumnWidth(number, px(width))
        detail = QScrollArea()
        detail.setWidget(self.pane)
        detail.setWidgetResizable(True)
        detail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        detail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QWidget()
        right.setLayout(column(detail))
        right.setContentsMargins(space(2), 0, 0, 0)
        upper = self._upper
        upper.addWidget(self.columns)
        upper.addWidget(right)
        upper.setSizes([px(520), px(560)])
        upper.setHandleWidth(1)
        upper.setChildrenCollapsible(False)
        self.first = data_table(self.first_model, "First rows of the file", compact=True)
        self.first.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.preview = data_table(self.preview_model, "What the first rows become", compact=True)
        for number, width in enumerate(PREVIEW_WIDTHS):
            self.preview.setColumnWidth(number, px(width))
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumHeight(px(168))
        self.tabs.setAccessibleName("First rows, what they become, the whole list")
        for widget, title in (
            (self.first, "First rows"),
            (self.preview, "What they become"),
            (PageArea(self.whole), "For the whole list"),
        ):
            self.tabs.addTab(tab_page(widget), title)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(upper)
        both.addWidget(self.tabs)
        both.setSizes([px(300), px(190)])
        both.setHandleWidth(1)
        both.setChildrenCollapsible(False)
        return both

    def _make_foot(self) -> QHBoxLayout:
        cancel = quiet_button("Cancel", self.reject)
        self.name.setMinimumWidth(px(160))
        name = label("Name of this layout", "label", wrap=False)
        name.setBuddy(self.name)
        self.name.setAccessibleName("Name of this layout")
        named = row(name, self.name, self.keeps, None)
        self._foot = row(named, row(None, cancel, self.action))
        self._foot.setStretch(0, 1)
        return self._foot

    def _connect(self) -> None:
        self.which.activated.connect(lambda _: self._show_sheet())
        self.role.activated.connect(lambda _: self._choose_role())
        self.key.activated.connect(lambda _: self._choose_key())
        self.columns.selectionModel().currentRowChanged.connect(self._show_column)
        self.pane.changed.connect(self._changed)
        self.whole.changed.connect(self._changed)
        self.name.textEdited.connect(self._rename)
        self.asked.itemClicked.connect(self._go)
        self.asked.itemActivated.connect(self._go)

    # What is shown

    def _show_draft(self) -> None:
        self.which.clear()
        for sheet in self.draft.sheets:
            self.which.addItem(sheet.name or "The list", sheet)
        read = [n for n, sheet in enumerate(self.draft.sheets) if sheet.role]
        self.which.setCurrentIndex(read[0] if read else 0)
        self.name.setText(self.draft.title)
        self.whole.show_draft(self.draft)
        self._show_sheet()
        self._settle()

    def _show_sheet(self) -> None:
        number = self.which.currentIndex()
        if not 0 <= number < len(self.draft.sheets):
            return
        sheet = self._sheet = self.draft.sheets[number]
        self.role.setCurrentIndex(max(0, self.role.findData(sheet.role)))
        self.key.clear()
        self.key.addItem("no column yet", "")
        for word in sheet.cells.header:
            if word:
                self.key.addItem(word, word)
        self._show_role()
        self.columns_model.set_records(sheet.columns)
        show_first_rows(self.first, self.first_model, sheet)
        self.columns.selectRow(self._first_open(sheet))

    def _first_open(self, sheet: DraftSheet) -> int:
        """The column that is asked about first, else the first of all."""
        return next((q.at for q in self.questions or questions_about(self.draft)
                     if q.is_open and q.sheet == sheet.name and q.at >= 0), 0)  # fmt: skip

    def _show_role(self) -> None:
        sheet = self._sheet
        if sheet is not None:
            self.key.setCurrentIndex(max(0, self.key.findData(sheet.key)))
            self.key.setEnabled(sheet.role not in ("", ROWS))

    def _show_column(self, index: QModelIndex) -> None:
        if self._sheet is not None and index.isValid():
            self.pane.show_column(self.draft, self._sheet, index.row())
            self.first.selectColumn(index.row())
            self.first.scrollTo(self.first_model.index(0, index.row()))

    def _first_cell(self, one: DraftColumn) -> str:
        cells = self._sheet.cells.rows[0] if self._sheet is not None else ()
        return one_line(cells[one.at]) if one.at < len(cells) else ""

    def _state_of(self, one: DraftColumn) -> str:
        """Whether a column is to be settled, in words."""
        name = self._sheet.name if self._sheet is not None else ""
        about = [q for q in self.questions if q.sheet == name and q.at == one.at]
        if any(q.is_open for q in about):
            return _TO_SETTLE
        return "to look at" if about else ""

    # What changes

    def _changed(self) -> None:
        self._timer.start()

    def _rename(self, text: str) -> None:
        self.draft.title = text
        self._changed()

    def _choose_role(self) -> None:
        if self._sheet is not None:
            self._sheet.role = str(self.role.currentData())
            self._show_role()
            self._settle()

    def _choose_key(self) -> None:
        if self._sheet is not None:
            self._sheet.key = str(self.key.currentData())
            self._settle()

    def _settle(self) -> None:
        """Ask again what lacks, and read the first rows again."""
        self.questions = questions_about(self.draft)
        is_open = [one for one in self.questions if one.is_open]
        self._show_questions()
        top, bottom = self.columns_model.index(0, _STATE), self.columns_model.index(0, _STATE)
        self.columns_model.dataChanged.emit(top, bottom)
        self.columns.viewport().update()
        found = preview_rows(self.draft) if not is_open else None
        self.preview_model.set_records(found.rows if found is not None else ())
        n_open = len(is_open)
        self.tabs.setTabText(1, "What they become" if not n_open else "What they become (later)")
        self.action.setEnabled(not n_open)

    def _show_questions(self) -> None:
        """What is to be settled first; Enter or a click leads to the column it is about."""
        colors = colors_of(self)
        self.asked.clear()
        for one in self.questions:
            item = QListWidgetItem(f"{'To settle' if one.is_open else 'Note'}: {one.text}")
            item.setForeground(QColor(colors.stop if one.is_open else colors.ink))
            self.asked.addItem(item)
        if not self.questions:
            self.asked.addItem("Nothing is left to settle.")
        n_lines = min(3, self.asked.count())
        self.asked.setFixedHeight(px(10) + n_lines * px(28))

    def _go(self, item: QListWidgetItem) -> None:
        number = self.asked.row(item)
        if number < len(self.questions):
            self._go_to(self.questions[number])

    def _go_to(self, one: Question) -> None:
        if one.at < 0:
            self.tabs.setCurrentIndex(_WHOLE)
            return
        number = next((n for n, s in enumerate(self.draft.sheets) if s.name == one.sheet), 0)
        if number != self.which.currentIndex():
            self.which.setCurrentIndex(number)
            self._show_sheet()
        self.columns.selectRow(one.at)
        self.pane.field.setFocus()

    # Layouts as files

    def load(self) -> None:
        """Use a layout from a file, as far as its columns stand in this list."""
        path = self.choose_layout()
        if path is None:
            return
        try:
            self.draft = draft_of(self.draft.sample, load_layout(path))
        except UserError as error:
            self.said.show_message("stop", error.message)
            return
        self.said.hide()
        self._show_draft()

    def export(self) -> None:
        """The layout as it stands, as a file that another office can load."""
        layout = self.draft.layout()
        path = self.choose_export(f"{layout.id.rpartition('/')[2]}.toml")
        if path is None:
            return
        try:
            write_whole(path, layout_text(layout).encode())
        except UserError as error:
            self.said.show_message("stop", error.message)
        else:
            self.said.show_message("good", f"The layout is in {path}.")

    def _ask_layout(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self, "Load a layout", "", "Layouts (*.toml)")
        return Path(name) if name else None

    def _ask_export(self, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Export this layout", name, "(*.toml)")
        return Path(chosen) if chosen else None

    def finish(self) -> None:
        """Keep the layout when that is wanted, and read the list by it."""
        self._settle()
        if any(one.is_open for one in self.questions):
            return
        layout = self.draft.layout()
        if self.keeps.isChecked():
            try:
                save_layout(layout)
            except UserError as error:
                self.said.show_message("stop", error.message)
                self.name.setFocus()
                return
        self.accept()
        self._on_done(layout_text(layout))
