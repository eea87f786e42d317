"""The first page: what was open before, and four ways to begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.version import PROGRAM
from ui.choice_button import choice_button
from ui.counties import county_on_screen
from ui.preferences import Preferences, Recent
from ui.theme import space
from ui.widgets import (
    PageTitle,
    clear_layout,
    column,
    label,
    page_layout,
    plain_button,
    row,
)


class StartPage(QWidget):
    """Left what was opened before, right what can be begun."""

    def __init__(
        self,
        preferences: Preferences,
        on_new: Callable[[], None],
        on_open: Callable[[Path | None], None],
        on_practice: Callable[[], None],
        on_person: Callable[[], None],
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._on_open = on_open
        frame = page_layout(self)
        frame.addWidget(
            PageTitle(
                PROGRAM,
                "Finds the convictions that the law allows to be cleared, shows why, and writes "
                "the papers for the court. Nothing leaves this computer.",
            )
        )
        self._recent = QVBoxLayout()
        self._recent.setSpacing(space(1))
        begin = column(
            label("Begin", "section"),
            choice_button(
                "New workspace",
                "For the records of one office or project, all kept in one encrypted file.",
                "add_circle_outline",
                on_new,
            ),
            choice_button(
                "Open a workspace",
                "A file that you or somebody in your office made before.",
                "folder_open",
                lambda: on_open(None),
            ),
            choice_button(
                "Check one person",
                "Open or paste one rap sheet: the answer, its reasons, what is open. Nothing of it "
                "is kept.",
                "person",
                on_person,
            ),
            choice_button(
                "Practice county",
                "Made-up people to learn with: imported, checked, with the first motions drafted.",
                "science",
                on_practice,
            ),
            gap=1,
        )
        begin.addStretch(1)
        halves = row(self._make_list(), begin, gap=4)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        frame.addLayout(halves, 1)
        QWidget.setTabOrder(self.findChildren(QPushButton)[-1], self.remembers)
        self.refresh()

    def _make_list(self) -> QWidget:
        inside = QWidget()
        self.remembers = QCheckBox("Remember the workspaces that I open")
        self.remembers.setToolTip(
            "Their names, counties and folders stand unencrypted in your own data folder"
        )
        self.remembers.setChecked(self._preferences.remembers)
        self.remembers.toggled.connect(self._remember)
        frame = column(label("Open recent", "section"), self._recent, gap=1)
        frame.addWidget(self.remembers)
        frame.addStretch(1)
        inside.setLayout(frame)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def refresh(self) -> None:
        clear_layout(self._recent)
        recent = self._preferences.recent()
        if not recent:
            self._recent.addWidget(
                label(
                    "Workspaces that you open are listed here"
                    + ("" if self._preferences.remembers else " when they are remembered")
                    + ". If this is your first time, the "
                    "practice county shows in a minute how everything goes together.",
                    "secondary",
                )
            )
        for known in recent:
            self._recent.addWidget(self._row(known))

    def _row(self, known: Recent) -> QWidget:
        path = Path(known.path)
        if not path.is_file():
            line = QWidget()
            gone = label(f"{known.name}: not found at {known.path}", "secondary")
            forget = plain_button("Remove from list", lambda: self._forget(known))
            line.setLayout(row(gone, forget))
            return line
        return choice_button(
            known.name, describe_recent(known), "lock_outline", lambda: self._on_open(path)
        )

    def _remember(self, wanted: bool) -> None:
        """Not to remember forgets what was remembered."""
        self._preferences.remembers = wanted
        self.refresh()

    def _forget(self, known: Recent) -> None:
        self._preferences.forget(known.path)
        self.refresh()


def describe_recent(known: Recent) -> str:
    """County and day of the last opening, as far as they are known."""
    parts = ["Practice"] if known.is_practice else []
    if known.county:
        parts.append(county_on_screen(known.county) + " County")
    try:
        opened = datetime.fromisoformat(known.opened_at).astimezone()
        parts.append(f"opened {opened:%Y-%m-%d}")
    except ValueError:
        pass
    return "  ·  ".join(parts)
