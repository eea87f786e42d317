"""Who is at this desk: one of the users of the workspace, or somebody who only looks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.store import office
from ui.desk import Desk
from ui.sheet import Sheet
from ui.theme import px
from ui.widgets import label, primary_button, quiet_button

_MOST_ROWS = 8


class WhoDialog(Sheet):
    """Asked once after a workspace with users was opened, and again from the header."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent, "Who is at this desk?", window_title="Who is here")
        self._desk = desk
        self.body.addWidget(
            label("Your name is recorded with everything you do in this workspace.", "secondary")
        )
        self.users = QListWidget()
        self.users.setAccessibleName("Users of this workspace")
        self._fill()
        self.body.addWidget(self.users)
        self.yes = primary_button("Work as this user", self._choose)
        self.yes.setDefault(True)
        look = quiet_button("Only look", self.reject)
        look.setToolTip("Everything can be seen, and nothing changed")
        self.set_buttons(look, self.yes)
        self.users.itemActivated.connect(lambda _: self._choose())
        self.users.setFocus()

    def _fill(self) -> None:
        reader = self._desk.reader
        found = office.list_users(reader) if reader is not None else []
        wanted = (self._desk.user, self._desk.last_worker)
        for user in found:
            if user.is_active:
                item = QListWidgetItem(f"{user.name}, {user.role}")
                item.setData(Qt.ItemDataRole.UserRole, user.name)
                self.users.addItem(item)
        names = [self._name(place) for place in range(self.users.count())]
        chosen = next((names.index(name) for name in wanted if name in names), 0)
        self.users.setCurrentRow(chosen)
        rows = min(max(self.users.count(), 2), _MOST_ROWS)
        self.users.setFixedHeight(rows * max(self.users.sizeHintForRow(0), px(32)) + px(8))

    def _name(self, place: int) -> str:
        return str(self.users.item(place).data(Qt.ItemDataRole.UserRole))

    def _choose(self) -> None:
        if self.users.currentRow() >= 0:
            self._desk.set_worker(self._name(self.users.currentRow()))
            self.accept()
