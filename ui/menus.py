"""The menu bar: everything it does has a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from app.version import PROGRAM
from ui.help.dialogs import AboutDialog, KeysDialog
from ui.preferences import Preferences
from ui.registry import PAGES
from ui.self_check import show_self_check
from ui.theme import HIGH_CONTRAST_NAME, SCALES
from ui.updates.dialog import UpdatesDialog

if TYPE_CHECKING:
    from ui.main_window import MainWindow

OnLook = Callable[[str, float], None]  # colors, text scale

_COLORS = {
    "system": "Colors of the system",
    "light": "Light",
    "dark": "Dark",
    HIGH_CONTRAST_NAME: "High contrast",
}


def build_menus(window: MainWindow, on_look: OnLook) -> list[QAction]:
    """File, Go, View, Help; gives the actions that need an open workspace.

    ``on_look`` is called with the colors and the text scale.
    """
    bar = window.menuBar()
    open_ones = _fill_file(bar.addMenu("&File"), window)
    pages = _fill_pages(bar.addMenu("&Go"), window)
    _fill_view(bar.addMenu("&View"), window, on_look)
    tour = _fill_help(bar.addMenu("&Help"), window)
    return [*open_ones, *pages, tour]


def _add(
    menu: QMenu,
    text: str,
    on_do: Callable[[], object],
    keys: str | QKeySequence.StandardKey | None = None,
) -> QAction:
    action = menu.addAction(text)
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda _checked=False: on_do())
    return action


def _fill_file(menu: QMenu, window: MainWindow) -> list[QAction]:
    _add(menu, "&New workspace…", window.new_workspace, QKeySequence.StandardKey.New)
    _add(menu, "&Open a workspace…", window.open_workspace, QKeySequence.StandardKey.Open)
    _add(menu, "&Practice county", window.practice)
    _add(menu, "Res&tore a backup…", window.restore_backup)
    menu.addSeparator()
    office = _add(menu, "O&ffice…", window.show_office)
    passphrases = _add(menu, "Pa&ssphrases…", window.show_passphrases)
    backups = _add(menu, "&Backups…", window.show_backups, "Ctrl+Shift+B")
    kept = _add(menu, "&Records kept…", window.show_records_kept)
    menu.addSeparator()
    lock = _add(menu, "&Lock now", window.lock_now, "Ctrl+L")
    close = _add(menu, "&Close workspace", window.close_workspace, "Ctrl+W")
    menu.addSeparator()
    _add(menu, "&Quit", window.close, "Ctrl+Q")
    return [office, passphrases, backups, kept, lock, close]


def _fill_pages(menu: QMenu, window: MainWindow) -> list[QAction]:
    return [
        _add(menu, entry.title, window.go_to(entry.name), f"Ctrl+{number}")
        for number, entry in enumerate(PAGES, start=1)
    ]


def _fill_view(menu: QMenu, window: MainWindow, on_look: OnLook) -> None:
    preferences = window.desk.preferences
    colors = QActionGroup(menu)
    for name, words in _COLORS.items():
        action = _add(menu, words, partial(_use_colors, name, preferences, on_look))
        action.setCheckable(True)
        action.setChecked(preferences.colors == name)
        colors.addAction(action)
    menu.addSeparator()
    sizes = QActionGroup(menu)
    for scale in SCALES:
        action = _add(
            menu, f"Text at {scale:.0%}", partial(_use_scale, scale, preferences, on_look)
        )
        action.setCheckable(True)
        action.setChecked(abs(preferences.scale - scale) < 0.01)
        sizes.addAction(action)


def _use_colors(name: str, preferences: Preferences, on_look: OnLook) -> None:
    on_look(name, preferences.scale)


def _use_scale(scale: float, preferences: Preferences, on_look: OnLook) -> None:
    on_look(preferences.colors, scale)


def _fill_help(menu: QMenu, window: MainWindow) -> QAction:
    """The help; gives the action that needs an open workspace."""
    _add(menu, "&Help", window.show_help_here, QKeySequence.StandardKey.HelpContents)
    # A question mark typed into a field stays one: editors take their keys first.
    _add(menu, "&Keys", lambda: KeysDialog(window, window.current_page).open(), "?")
    tour = _add(menu, "&Guided tour…", window.start_tour)
    menu.addSeparator()
    _add(menu, "&Updates…", lambda: UpdatesDialog(window.desk, window).open())
    _add(menu, "&Self-check…", lambda: show_self_check(window.desk, window))
    _add(menu, "&Support file…", window.show_support)
    menu.addSeparator()
    _add(menu, f"&About {PROGRAM}", lambda: AboutDialog(window).open())
    return tour
