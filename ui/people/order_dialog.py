"""Which kind of file counts where two of them differ: a rule of the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.jobs.source_order import ORDERS, order_in_words
from ui.sheet import Sheet
from ui.theme import px
from ui.widgets import column, label, plural, primary_button, quiet_button

_WHY = {
    "state": "What the state keeps is what its notices and its clearing rest on.",
    "rap-sheet": "A rap sheet was looked at for one person, and often tells more.",
    "court-list": "The court's own list is the court's own word on its cases.",
    "newest": "Whatever kind of file came last counts.",
}


class OrderDialog(Sheet):
    """Tells the order that was chosen; nothing when it stays."""

    chosen = Signal(str)

    def __init__(self, order: Sequence[str], n_people: int, parent: QWidget | None) -> None:
        title = "Which file counts"
        super().__init__(parent, title, window_title=title)
        self.body.addWidget(
            label(
                "Where two files state a fact of the same conviction otherwise, the better source "
                "counts. What you decided of single conflicts stays.",
                "body",
            )
        )
        self._before = tuple(order)
        self.choices: dict[tuple[str, ...], QRadioButton] = {}
        group = QButtonGroup(self)
        for one in ORDERS if self._before in ORDERS else (self._before, *ORDERS):
            words = order_in_words(one)
            choice = QRadioButton(f"{words[:1].upper()}{words[1:]}")
            choice.setAccessibleDescription(_WHY[one[0]])
            choice.setChecked(one == self._before)
            group.addButton(choice)
            self.choices[one] = choice
            why = label(_WHY[one[0]], "caption")
            why.setContentsMargins(px(32), 0, 0, 0)
            self.body.addLayout(column(choice, why, gap=0))
        self.body.addWidget(
            label(
                f"{plural(n_people, 'person', 'people')} in several files will be put together "
                "again; check again afterwards to see what it changes in the answers.",
                "secondary",
            )
        )
        self.yes = primary_button("Use this rule", self._choose)
        self.yes.setDefault(True)
        self.set_buttons(quiet_button("Cancel", self.reject), self.yes)

    def _choose(self) -> None:
        found = next(order for order, choice in self.choices.items() if choice.isChecked())
        self.accept()
        if found != self._before:
            self.chosen.emit(",".join(found))
