"""One paper of the register: where it is, its history, what is attached."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.jobs.record_words import local_time
from app.model.paper_state import WORDS
from app.store.attachments import Attachment
from ui.register.questions import PaperView
from ui.tables.listing import ListingModel
from ui.tables.rows import Column, RowsModel
from ui.theme import px, space
from ui.widgets import ElidedLabel, column, data_table, label, quiet_button, row


class PaperDetail(QWidget):
    """Tells what is wanted of the paper in sight."""

    attach_wanted = Signal()
    save_wanted = Signal(int)  # attachment
    correct_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", "section")
        self.state = label("", "body")
        self.file = label("", "secondary")
        self.history = ListingModel(("Day", "State", "Words", "Who"), self)
        self.files: RowsModel[Attachment] = RowsModel(
            (
                Column("Attached", lambda one: one.name),
                Column("Size", lambda one: f"{max(1, one.n_bytes // 1024):,} kB", is_number=True),
            )
        )
        self.table = data_table(self.files, "Attached orders and receipts", compact=True)
        self.attach_button = quiet_button("Attach…", self.attach_wanted.emit)
        self.save_button = quiet_button("Save a copy…", self._save)
        self.correct_button = quiet_button("Correct…", self.correct_wanted.emit)
        history = data_table(self.history, "History of the paper", compact=True)
        for place, width in enumerate((104, 104, 120)):
            history.setColumnWidth(place, px(width))
        self.table.setColumnWidth(0, px(220))
        self.table.setMaximumHeight(px(130))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        self.table.activated.connect(lambda _: self._save())
        buttons = row(self.attach_button, self.save_button, None, self.correct_button)
        self._work = QWidget()
        inside = column(
            self.title, self.state, self.file, label("History", "label", wrap=False), history,
            self.table, buttons, gap=1,
        )  # fmt: skip
        inside.setStretch(4, 1)
        self._work.setLayout(inside)
        self._none = label("Choose a paper to see its history.", "secondary")
        frame = column(self._none, self._work)
        frame.setContentsMargins(space(2), 0, 0, 0)
        frame.addStretch(0)
        self.setLayout(frame)
        self.show_paper(None)

    def show_paper(self, found: PaperView | None) -> None:
        """Show one paper, or that none is chosen."""
        self._work.setVisible(found is not None)
        self._none.setVisible(found is None)
        if found is None:
            return
        one = found.row
        about = one.name or f"{one.n_cases:,} convictions"
        self.title.setText(f"{one.case_number or one.kind.capitalize()}, {about}")
        due = f" Due {one.due_on}: {one.due_what}." if one.due_on else ""
        replaced = " A newer paper took its place." if one.replaced_by else ""
        self.state.setText(
            f"{one.state.capitalize()} since {one.state_on}. {WORDS[one.state]}.{due}{replaced}"
        )
        self.file.setText(f"Paper {one.id}, {one.kind}, {one.n_pages:,} pages: {one.file_name}")
        first = (local_time(one.made_at)[:10], "drafted", "", "")
        self.history.set_rows(
            [first, *((event.on_day, event.state, event.words, event.who)
                      for event in found.events)]
        )  # fmt: skip
        self.files.set_records(found.attachments)
        self.table.setVisible(bool(found.attachments))
        if found.attachments:
            self.table.selectRow(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.save_button.setVisible(self.files.rowCount() > 0)
        self.save_button.setEnabled(self.table.currentIndex().isValid())

    def _save(self) -> None:
        chosen = self.files.record(self.table.currentIndex())
        if chosen is not None:
            self.save_wanted.emit(chosen.id)
