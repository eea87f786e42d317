"""Saved filters: choose one, keep the present one under a name, forget one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from app.jobs.saved_filters import LONGEST_NAME, saved_words
from app.model.queue_filter import QueueFilter
from app.store.saved_filters import SavedFilter
from ui.theme import px
from ui.tool_tips import plain_tip
from ui.widgets import column, label, plain_button, quiet_button, row

_NONE = "Saved filters"


class SavedBar(QWidget):
    """Tells what is wanted; who listens does it."""

    filter_wanted = Signal(object)  # SavedFilter
    save_wanted = Signal(str, bool)  # name, in place of one of that name
    remove_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._saved: tuple[SavedFilter, ...] = ()
        self.combo = QComboBox()
        self.name = QLineEdit()
        self.keep_button = quiet_button("Save", self._save)
        self.save_button = plain_button("Save this filter…", self._ask_name)
        self.remove_button = plain_button("Remove", self._remove)
        self.form = QWidget()
        self._told = label("", "caption")
        self._build()

    def _build(self) -> None:
        self.combo.setAccessibleName(_NONE)
        self.combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.combo.setMinimumWidth(px(100))
        self.combo.activated.connect(self._on_chosen)
        self.name.setPlaceholderText("Name of the filter")
        self.name.setAccessibleName("Name of the filter")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.textChanged.connect(lambda _: self._show_name())
        self.name.returnPressed.connect(self._save)
        close = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.form)
        close.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        close.activated.connect(self._close)
        self.form.setLayout(column(self.name, self._told, self.keep_button, gap=0.5))
        self.form.hide()
        self.remove_button.setAccessibleName("Remove the saved filter that is chosen")
        buttons = row(self.save_button, None, self.remove_button)
        self.setLayout(column(self.combo, buttons, self.form, gap=0))
        self.show_saved((), QueueFilter(), "")

    def show_saved(self, saved: Sequence[SavedFilter], wanted: QueueFilter, sort: str) -> None:
        """The filters there are; the one that is in force is the one chosen."""
        self._saved = tuple(saved)
        self.combo.clear()
        self.combo.addItem(_NONE if saved else "No saved filters yet")
        for one in self._saved:
            self.combo.addItem(one.name)
            words = f"{saved_words(one)}; saved by {one.who}"
            tip = plain_tip(words)
            self.combo.setItemData(self.combo.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.show_present(wanted, sort)

    def show_present(self, wanted: QueueFilter, sort: str) -> None:
        """What the list is narrowed by now."""
        present = wanted.to_json(), sort
        place = next(
            (n for n, one in enumerate(self._saved, 1) if (one.filter, one.sort) == present), 0
        )
        self.combo.setCurrentIndex(place)
        self.combo.setEnabled(bool(self._saved))
        self.remove_button.setVisible(place > 0)
        self.save_button.setVisible(place == 0 and not wanted.is_everything)

    def _on_chosen(self, place: int) -> None:
        if place > 0:
            self.filter_wanted.emit(self._saved[place - 1])

    def _ask_name(self) -> None:
        self.form.show()
        self.name.clear()
        self._show_name()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _taken(self) -> str:
        """The saved filter whose name was typed, small or capital; "" when it is free."""
        typed = " ".join(self.name.text().split()).casefold()
        return next((one.name for one in self._saved if one.name.casefold() == typed), "")

    def _show_name(self) -> None:
        taken = self._taken()
        self._told.setText(f"“{taken}” is there already; it would be replaced." if taken else "")
        self._told.setVisible(bool(taken))
        self.keep_button.setText("Replace" if taken else "Save")
        self.keep_button.setEnabled(bool(self.name.text().strip()))

    def _save(self) -> None:
        if self.keep_button.isEnabled():
            self.save_wanted.emit(self.name.text(), bool(self._taken()))
            self._close()

    def _close(self) -> None:
        self.form.hide()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        if self.combo.currentIndex() > 0:
            self.remove_wanted.emit(self._saved[self.combo.currentIndex() - 1].name)
