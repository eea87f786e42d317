"""Who a conviction is about: names, birth, masked numbers, and the flags with their evidence."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.rules.history import History
from ui.cases.case_view import CaseView
from ui.cases.flag_tag import FlagTag
from ui.cases.flags import absent_words, find_flags, history_of, shown_flags
from ui.cases.history import describe_birth
from ui.cases.number_line import NumberLine
from ui.flow import FlowLayout
from ui.tables.words import format_name
from ui.widgets import clear_layout, column, label, plural, row


class PersonHeader(QWidget):
    """Numbers stay masked until `show_whole`; on another person they are masked again."""

    number_wanted = Signal(int, str)  # person, the kind's name
    place_wanted = Signal(object)  # a Link

    def __init__(self) -> None:
        super().__init__()
        self._person_id = 0
        self._corner: QWidget = self
        self.lines: list[NumberLine] = []
        self.tags: list[FlagTag] = []
        self._name = label("", "section")
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._top = row(self._name, gap=2)
        self._top.setStretch(0, 1)
        self._facts = label("", "body")
        self._aliases = label("", "secondary")
        self._absent = label("", "caption")
        self.trouble = label("", "problem")
        self._flags, self._numbers = QWidget(), QWidget()
        self._flag_flow = FlowLayout(self._flags)
        self._number_flow = FlowLayout(self._numbers, gap=1)
        self.setLayout(
            column(
                self._top, self._facts, self._aliases, self._flags, self._absent, self._numbers,
                self.trouble, gap=0.25,
            )
        )  # fmt: skip

    def add_corner(self, widget: QWidget) -> None:
        """Put something at the right of the name."""
        self._corner = widget
        self._top.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def show_case(self, view: CaseView) -> None:
        """Another case. Of the same person, what is shown whole stays so."""
        is_same = view.row.person_id == self._person_id
        self._person_id = view.row.person_id
        person = view.sheet.person
        self._name.setText(format_name(person.name) or "No name on record")
        history = history_of(view.sheet, view.as_of)
        convictions = plural(view.n_convictions, "conviction")
        born = describe_birth(person, view.as_of, history.birth_contradiction)
        self._facts.setText(f"{born}. {convictions} on record.")
        aliases = "; ".join(format_name(alias) for alias in person.aliases)
        self._aliases.setText(f"Also known as {aliases}")
        self._aliases.setVisible(bool(aliases))
        self._show_flags(history, view.as_of)
        if not is_same or [line.number for line in self.lines] != list(view.numbers):
            self._list_numbers(view)
            self.tell_not_shown(self._person_id, "")
        self._chain()

    def _show_flags(self, history: History, as_of: date | None) -> None:
        found = find_flags(history, as_of)
        absent = absent_words(found)
        self._absent.setText(f"Not on record: {absent}.")
        self._absent.setVisible(bool(absent))
        clear_layout(self._flag_flow)
        self.tags = [FlagTag(flag) for flag in shown_flags(found)]
        for tag in self.tags:
            tag.place_wanted.connect(self.place_wanted)
            self._flag_flow.addWidget(tag)
        self._flags.setVisible(bool(self.tags))

    def _list_numbers(self, view: CaseView) -> None:
        clear_layout(self._number_flow)
        self.lines = [NumberLine(number) for number in view.numbers]
        for line in self.lines:
            line.wanted.connect(self._ask)
            self._number_flow.addWidget(line)
        if not self.lines:
            self._number_flow.addWidget(label("No CII or other number on record", "secondary"))

    def _chain(self) -> None:
        """What was made anew has its place for the Tab key where it stands."""
        last = self._corner
        for tag in self.tags:
            QWidget.setTabOrder(last, tag)
            last = tag
        for line in self.lines:
            QWidget.setTabOrder(last, line.show_button)
            QWidget.setTabOrder(line.show_button, line.copy_button)
            last = line.copy_button

    def _ask(self, kind: str) -> None:
        self.tell_not_shown(self._person_id, "")
        self.number_wanted.emit(self._person_id, kind)

    def show_whole(self, person_id: int, kind: str, numbers: tuple[str, ...]) -> None:
        """Show a number that was asked for, unless another person is in sight by now."""
        for line in self.lines:
            if person_id == self._person_id and line.kind == kind:
                line.show_whole(numbers)

    def tell_not_shown(self, person_id: int, sentence: str) -> None:
        """Why a number is not shown; "" takes the sentence away."""
        if person_id == self._person_id:
            self.trouble.setText(sentence)
            self.trouble.setVisible(bool(sentence))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody is in sight: numbers are masked again."""
        super().hideEvent(event)
        for line in self.lines:
            line.mask_again()
