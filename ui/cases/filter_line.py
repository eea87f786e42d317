"""What the list shows, in words that can be clicked away: "Showing: Hand review × Clear"."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.queue_filter import FACETS, QueueFilter
from ui.cases.facets import facet_words
from ui.flow import FlowLayout
from ui.tool_tips import plain_tip
from ui.widgets import clear_layout, label, plain_button

_LONGEST = 40  # letters of a value


class FilterLine(QWidget):
    """Tells `changed` with the filter that is left. Hidden while everything is shown."""

    changed = Signal(object)  # QueueFilter

    def __init__(self) -> None:
        super().__init__()
        self._layout = FlowLayout(self)
        self._shown: QueueFilter | None = None
        self.show_filter(QueueFilter())

    def show_filter(self, wanted: QueueFilter) -> None:
        if wanted == self._shown:
            return
        self._shown = wanted
        clear_layout(self._layout)
        self.setVisible(not wanted.is_everything)
        if wanted.is_everything:
            return
        self._layout.addWidget(label("Showing:", "label", wrap=False))
        for facet in wanted.set_facets:
            for value in wanted.chosen(facet):
                self._add(facet_words(facet, value), FACETS[facet], wanted.toggled(facet, value))
        if wanted.text.strip():
            self._add(f"“{wanted.text.strip()}”", "Search", replace(wanted, text=""))
        clear = plain_button("Clear", lambda: self.changed.emit(QueueFilter()))
        clear.setAccessibleName("Show everything again")
        self._layout.addWidget(clear)

    def _add(self, words: str, title: str, left: QueueFilter) -> None:
        short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        chip = plain_button(f"{short} ×", lambda: self.changed.emit(left))
        chip.setAccessibleName(f"{title}: {words}. Take this filter away")
        chip.setToolTip(plain_tip(f"{title}: {words}"))
        self._layout.addWidget(chip)

    @property
    def words(self) -> list[str]:
        """What stands on the line, from left to right."""
        items = (self._layout.itemAt(place) for place in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [str(widget.property("text")) for widget in widgets if widget is not None]
