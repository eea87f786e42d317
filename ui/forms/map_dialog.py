"""Making the map of a form by clicking on its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.documents.forms.blank import Blank, Box
from app.documents.forms.editing import MapDraft, is_settled, settled
from app.documents.forms.field_map import Entry, FieldMap, FiledBy
from app.documents.forms.guard import map_problems
from app.documents.forms.trying import try_out
from app.errors import UserError
from app.jobs.forms import save_map
from app.store.workspace import Workspace
from ui.desk import Desk
from ui.forms.page_view import BY_HAND, NEVER, OPEN, SOURCE, PageView, ShownPlace
from ui.forms.place_pane import PlacePane, choice_words
from ui.papers.page_image import page_image
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import (
    Banner,
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

SETTLE_MS = 150
_FILED_BY = {
    FiledBy.EITHER: "Either side’s, or the court’s",
    FiledBy.DEFENSE: "The person’s or the defense’s",
    FiledBy.PROSECUTION: "The prosecution’s",
}
_EACH_SIDE = (300, 690, 290)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line of the list of places."""

    number: int
    page: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page of the form as it would be filled, or why it cannot be."""

    image: QImage
    trouble: str


def _state(entry: Entry) -> str:
    if entry.source:
        return SOURCE
    if entry.never is not None:
        return NEVER
    return BY_HAND if is_settled(entry) else OPEN


def draw_page(blank: Blank, found: FieldMap, page: int, width: int) -> _Shown:
    """The page with the made-up case's values; the bare blank where they cannot be filled in."""
    try:
        return _Shown(page_image(try_out(blank, settled(found)), page - 1, width), "")
    except UserError as error:
        return _Shown(page_image(blank.data, page - 1, width), error.message)


class MapDialog(QDialog):
    """Every change is tried out at once on the page, with made-up values."""

    def __init__(
        self, desk: Desk, draft: MapDraft, on_saved: Callable[[FieldMap], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Map of {draft.found.form}")
        self.draft = draft
        self._desk = desk
        self._on_saved = on_saved
        self.page, self.number = 1, -1
        self.said = Banner("stop")
        self.title = QLineEdit()
        self.filed_by = QComboBox()
        self.ended = QLineEdit()
        self.model: RowsModel[PlaceRow] = RowsModel(
            (
                Column("Page", lambda one: str(one.page), is_number=True),
                Column("Place", lambda one: one.entry.label),
                Column("What stands there", lambda one: choice_words(one.entry)),
            )
        )
        self.table = data_table(self.model, "Places of the form", compact=True)
        self.view, self.pane = PageView(), PlacePane()
        self.place = label("", "body", wrap=False)
        self.previous = plain_button("Previous", lambda: self.go_to(self.page - 1))
        self.next = plain_button("Next", lambda: self.go_to(self.page + 1))
        self.draw_button = quiet_button("Draw a place", self.toggle_drawing)
        self.undo_button = quiet_button("Undo", self.undo)
        self.remove_button = quiet_button("Take the place out", self.remove)
        self.save_button = primary_button("Save as the office’s map", self.save)
        self.open_words = label("", "secondary", wrap=False)
        self._timer = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self._draw)
        self._build()
        self._connect()
        self._show_all()

    def _build(self) -> None:
        for place, width in enumerate((56, 150)):
            self.table.setColumnWidth(place, px(width))
        self.draw_button.setCheckable(True)
        self.filed_by.addItems(list(_FILED_BY.values()))
        self._show_about()
        self.previous.setAccessibleName("Previous page")
        self.next.setAccessibleName("Next page")
        left = QWidget()
        left.setLayout(
            column(
                field("Title of the form", self.title),
                field("Whose paper it is", self.filed_by),
                field("Replaced on", self.ended, "A date like 2024-01-01; empty while it is used"),
                self.table,
                gap=1,
            )
        )
        area = QScrollArea()
        area.setWidget(self.view)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area = area
        middle = QWidget()
        bar = row(self.previous, self.place, self.next, None, self.draw_button)
        middle.setLayout(column(bar, area, gap=1))
        right = QScrollArea()
        right.setWidget(self.pane)
        right.setWidgetResizable(True)
        right.setFrameShape(QScrollArea.Shape.NoFrame)
        panes = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, middle, right):
            panes.addWidget(part)
        panes.setSizes([px(width) for width in _EACH_SIDE])
        panes.setStretchFactor(1, 1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(space(3), space(3), space(3), space(2))
        frame.setSpacing(space(1))
        frame.addWidget(
            label(
                "Click on a field and choose what stands there; the values shown are made up. "
                "Signatures, oaths, dates of signing and the court’s boxes are never filled.",
                "secondary",
            )
        )
        frame.addWidget(self.said)
        frame.addWidget(panes, 1)
        frame.addLayout(self._foot())
        room = self.screen().availableSize()
        self.resize(min(px(1300), room.width()), min(px(820), room.height()))

    def _foot(self) -> QHBoxLayout:
        close = quiet_button("Close without saving", self.reject)
        return row(
            self.undo_button, self.remove_button, self.open_words, None, close, self.save_button
        )

    def _connect(self) -> None:
        self.view.chosen.connect(self.choose)
        self.view.drawn.connect(self.add)
        self.pane.changed.connect(self.change)
        for line in (self.title, self.ended):
            line.editingFinished.connect(self._set_about)
        self.filed_by.activated.connect(lambda _: self._set_about())
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self.undo)
        for key, by in ((Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)):
            shortcut = QShortcut(QKeySequence(key), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda by=by: self.go_to(self.page + by))

    # What the person does

    def choose(self, number: int) -> None:
        """Choose an entry of the map, and show the page it stands on."""
        self.number = number
        pages = [one.page for at, one in self.draft.places() if at == number]
        if pages and self.page not in pages:
            self.go_to(pages[0])
        self._show_choice()

    def change(self, entry: Entry) -> None:
        """Put another entry in the chosen place."""
        if self.number >= 0:
            self.draft.change(self.number, entry)
            self._show_all()

    def add(self, box: Box) -> None:
        """A place that was drawn on the page."""
        self.toggle_drawing(is_on=False)
        self.number = self.draft.add(self.page, box)
        self._show_all()
        self.pane.label.setFocus()
        self.pane.label.selectAll()

    def toggle_drawing(self, *, is_on: bool | None = None) -> None:
        """Begin or end drawing places. With the keyboard a place is set in the middle."""
        wanted = not self.view.is_drawing if is_on is None else is_on
        self.view.set_drawing(wanted)
        self.draw_button.setChecked(wanted)
        if wanted and self.draw_button.hasFocus() and not self.draw_button.underMouse():
            wide, tall = self.draft.blank.sizes[self.page - 1]
            self.add(Box(wide / 2 - 60, tall / 2 - 7, 120, 14))

    def remove(self) -> None:
        """Take the chosen place out, or unsettle it."""
        if self.number >= 0:
            self.draft.remove(self.number)
            self.number = min(self.number, len(self.draft.found.entries) - 1)
            self._show_all()

    def undo(self) -> None:
        """Take the last step back."""
        self.draft.undo()
        self.number = min(self.number, len(self.draft.found.entries) - 1)
        self._show_about()
        self._show_all()

    def go_to(self, page: int) -> None:
        """Show another page, from 1."""
        if 1 <= page <= self.draft.blank.n_pages and page != self.page:
            self.page = page
            self._show_all()

    def save(self) -> None:
        """Keep the map in the workspace as the office's own."""
        found, blank, who = self.draft.found, self.draft.blank, self._desk.user

        def done(kept: FieldMap) -> None:
            self._on_saved(kept)
            if isValid(self):
                self.accept()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and isValid(self):
                self.said.show_message("stop", error.message)
            else:
                self._desk.report(error)

        self._desk.run_job(
            "Saving the map",
            lambda store, _: save_map(store, found, blank, who=who),
            done,
            {"papers", "settings"},
            on_failed=failed,
            is_saving=True,
        )

    def _set_about(self) -> None:
        try:
            text = self.ended.text().strip()
            ended = date.fromisoformat(text) if text else None
        except ValueError:
            self._show_about()  # what is no date is not taken
            return
        side = list(_FILED_BY)[max(0, self.filed_by.currentIndex())]
        self.draft.set_about(self.title.text(), side, ended)
        self._show_all()

    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        found = self.model.record(current)
        if found is not None and found.number != self.number:
            self.choose(found.number)

    # What is shown

    def _show_about(self) -> None:
        found = self.draft.found
        self.title.setText(found.title)
        self.title.setCursorPosition(0)
        self.filed_by.setCurrentText(_FILED_BY[found.filed_by])
        self.ended.setText(found.superseded_on.isoformat() if found.superseded_on else "")

    def _show_all(self) -> None:
        draft = self.draft
        pages: dict[int, int] = {}
        for number, place in draft.places():
            pages.setdefault(number, place.page)
        rows = [
            PlaceRow(number, pages.get(number, entry.page), entry)
            for number, entry in enumerate(draft.found.entries)
        ]
        self.model.set_records(rows)
        n = draft.blank.n_pages
        self.place.setText(f"Page {self.page} of {n}")
        self.previous.setEnabled(self.page > 1)
        self.next.setEnabled(self.page < n)
        self.undo_button.setEnabled(draft.can_undo)
        self.open_words.setText(
            f"{plural(draft.n_open, 'place')} to be settled" if draft.n_open else "All settled"
        )
        self._show_choice()
        self._timer.start()

    def _show_choice(self) -> None:
        draft, number = self.draft, self.number
        on_page = [(at, one) for at, one in draft.places() if one.page == self.page]
        self.view.show_places(
            [
                ShownPlace(
                    at, one.box, _state(one.entry), f"{one.entry.label}: {choice_words(one.entry)}"
                )
                for at, one in on_page
            ],
            number,
        )
        self.remove_button.setEnabled(number >= 0)
        if number < 0:
            self.pane.show_entry(None)
            return
        entry = draft.found.entries[number]
        self.pane.show_entry(
            entry, self.page, draft.is_box(number), is_left=draft.is_always_left(number)
        )
        self.table.selectRow(number)
        boxes = [self.view.rect_of(one.box).center() for at, one in on_page if at == number]
        if boxes:
            at = boxes[0].toPoint()
            self.area.ensureVisible(at.x(), at.y(), px(80), px(120))

    def _draw(self) -> None:
        """Try the map out; of several changes only the last is drawn."""
        found, blank, page = self.draft.found, self.draft.blank, self.page
        width = round(self.view.width_px * self.devicePixelRatioF())

        def question(_: Workspace) -> _Shown:
            return draw_page(blank, found, page, width)

        def shown(answer: _Shown) -> None:
            self.view.show_page(answer.image, blank.sizes[page - 1])
            problems = map_problems(settled(found), blank)
            words = " ".join(problems[:3]) or answer.trouble
            self.said.show_message("caution", words)

        self._desk.ask(self, "form map", question, shown)
