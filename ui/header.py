"""The line above every page (which workspace, for whom, as of when) and the rail beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from app.store import office
from app.store.office import User
from app.store.runs import find_latest_run
from ui.counties import county_on_screen
from ui.desk import Desk
from ui.registry import PAGES
from ui.theme import icon, px, space
from ui.widgets import ElidedLabel, button, label, plain_button, row

RAIL_PX = 176
_COUNTY_FROM_PX = 800


class Header(QFrame):
    """Name, county, practice mark, as-of date of the last check, user, close."""

    def __init__(
        self, desk: Desk, on_user: Callable[[], None], on_close: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self._desk = desk
        self._name = ElidedLabel("", "strong")
        self._county = ElidedLabel("", "secondary")
        self._practice = label("PRACTICE", "tag", wrap=False)
        self._as_of = ElidedLabel("", "secondary")
        self._user = plain_button("", on_user)
        self._close = plain_button("Close workspace", on_close)
        frame = row(
            self._name, self._county, self._practice, None, self._as_of, self._user, self._close,
            gap=2,
        )  # fmt: skip
        frame.setContentsMargins(space(3), space(1), space(3) - px(3), space(1))
        frame.setAlignment(self._practice, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the name and the date go before the county."""
        super().resizeEvent(event)
        self._show_county()

    def _show_county(self) -> None:
        self._county.setVisible(bool(self._county.text()) and self.width() >= px(_COUNTY_FROM_PX))

    def refresh(self) -> None:
        reader, info = self._desk.reader, self._desk.info
        if reader is None or info is None:
            return
        self._name.setText(info.name)
        self._county.setText(county_on_screen(info.county) + " County" if info.county else "")
        self._show_county()
        self._practice.setVisible(info.is_practice)
        run = find_latest_run(reader)
        self._as_of.setText(f"Checked as of {run.as_of}" if run else "Not checked yet")
        self._show_user(office.list_users(reader))

    def _show_user(self, users: list[User]) -> None:
        """In an office with users, one of them with the role, or that nobody is chosen."""
        who, does = self._desk.user, "The name recorded with what you do"
        if self._desk.access.is_recovery:
            self._user.setText("Only looking")
            self._user.setAccessibleName("Nobody has signed in: only looking")
            self._user.setToolTip("Opened with the office passphrase or the recovery sheet")
            return
        role = next((user.role for user in users if user.name == who and user.is_active), "")
        if users:
            text = f"{who}, {role}" if role else "Say who you are"
            does = "Who works here; without a choice you can look and change nothing"
        else:
            text = who if self._desk.preferences.has_user else "Give your name"
        is_known = bool(role) if users else self._desk.preferences.has_user
        self._user.setText(text)
        self._user.setAccessibleName(f"You are {text}; change it" if is_known else text)
        self._user.setToolTip(does)


class Rail(QFrame):
    """The pages, one under the other; Ctrl+1 to Ctrl+7 go to them."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setFixedWidth(px(RAIL_PX))
        self.buttons: dict[str, QPushButton] = {}
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, space(2), 0, space(2))
        frame.setSpacing(0)
        group = QButtonGroup(self)
        for number, entry in enumerate(PAGES, start=1):
            made = button(entry.title, "rail", partial(self.chosen.emit, entry.name))
            made.setCheckable(True)
            made.setIcon(icon(entry.icon, made))
            made.setIconSize(QSize(px(20), px(20)))
            made.setToolTip(f"Ctrl+{number}")
            group.addButton(made)
            frame.addWidget(made)
            self.buttons[entry.name] = made
        frame.addStretch(1)

    def mark(self, name: str) -> None:
        """Show which page is open."""
        self.buttons[name].setChecked(True)
