"""A flag of a person as a tag that tells what it rests on, and opens the row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from app.model.truth import MET
from app.rules.flags import Evidence, Flag
from ui.cases.answer_html import Link
from ui.cases.flags import flag_words
from ui.tool_tips import plain_tip
from ui.widgets import set_role


class FlagTag(QPushButton):
    """Hovering tells the evidence; a click or Enter opens its row, of several a menu of them."""

    place_wanted = Signal(object)  # a Link

    def __init__(self, flag: Flag, parent: QWidget | None = None) -> None:
        super().__init__(flag_words(flag), parent)
        self._flag = flag
        set_role(self, "kind", "tag")
        set_role(self, "sure", "yes" if flag.truth is MET else "no")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = "\n".join(one.what for one in flag.evidence)
        self.setToolTip(plain_tip(f"{words}\nClick to open the source row."))
        self.setAccessibleName(flag_words(flag))
        self.setAccessibleDescription(words.replace("\n", ". "))
        self.clicked.connect(self._open)

    @property
    def flag(self) -> Flag:
        return self._flag

    def _open(self) -> None:
        if len(self._flag.evidence) == 1:
            self._go_to(self._flag.evidence[0])
            return
        menu = QMenu(self)
        for one in self._flag.evidence:
            menu.addAction(one.what.replace("&", "&&")).triggered.connect(partial(self._go_to, one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _go_to(self, one: Evidence, _checked: bool = False) -> None:
        self.place_wanted.emit(Link(one.at, one.column))
