"""What stands in the chosen place of a form: source, never, or by hand; row, side, room."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from app.documents.forms.blank import Box
from app.documents.forms.field_map import LEAST, MOST, Entry, Never, Overflow
from app.documents.forms.proposing import TO_SETTLE
from app.documents.forms.sources import SOURCES, SourceKind
from ui.number_box import DecimalBox, NumberBox
from ui.theme import px, space
from ui.widgets import ElidedLabel, SearchableCombo, column, field, label, row

OPEN_WORDS = "To be settled: left blank"
BY_HAND_WORDS = "By hand: left blank, and the office is told"
_NEVER_WORDS = {
    Never.SIGNATURE: "Never filled: signature",
    Never.SIGNING_DATE: "Never filled: date of signing",
    Never.OATH: "Never filled: sworn by the person",
    Never.SERVICE: "Never filled: facts of service",
    Never.WAIVER: "Never filled: a right to give up",
    Never.COURT: "Never filled: the judge’s or the clerk’s",
}
_LEFT_BLANK = (OPEN_WORDS, BY_HAND_WORDS, *_NEVER_WORDS.values())
_ALIGN = {"left": "At the left", "center": "In the middle", "right": "At the right"}
_OVERFLOW = {
    Overflow.ATTACH: "Goes to an attachment",
    Overflow.REFUSE: "The form is refused",
}
_SIDES = ("x", "y", "width", "height")


def choice_words(entry: Entry) -> str:
    """How the list of choices says what an entry is."""
    if entry.source:
        return f"{SOURCES[entry.source].words} ({SOURCES[entry.source].kind.value})"
    if entry.never is not None:
        return _NEVER_WORDS[entry.never]
    return OPEN_WORDS if entry.by_hand == TO_SETTLE else BY_HAND_WORDS


_BY_WORDS = {f"{one.words} ({one.kind.value})": one.name for one in SOURCES.values()}


def _choices(is_box: bool | None) -> list[str]:
    return [
        *_LEFT_BLANK,
        *(
            words
            for words, name in _BY_WORDS.items()
            if is_box is None or (SOURCES[name].kind is SourceKind.MARK) == is_box
        ),
    ]


class PlacePane(QWidget):
    """Tells `changed` with the entry as it should be. Nothing is changed by showing one."""

    changed = Signal(object)  # Entry

    def __init__(self) -> None:
        super().__init__()
        self._entry: Entry | None = None
        self._is_showing = False
        self.name = label("", "section")
        self.where = ElidedLabel("", "caption")
        self.label = QLineEdit()
        self.by_hand = QLineEdit()
        kinds: tuple[bool | None, ...] = (None, True, False)
        self._combos = {
            kind: SearchableCombo(_choices(kind), "Type a part of what is looked for")
            for kind in kinds
        }
        self._left_only = SearchableCombo(_LEFT_BLANK, "Only left blank")
        self.which = QStackedWidget()
        self.row, self.least, self.most = NumberBox(), DecimalBox(), DecimalBox()
        self.align, self.overflow = QComboBox(), QComboBox()
        self.sides = {side: DecimalBox() for side in _SIDES}
        self._build()
        self._connect()

    @property
    def combo(self) -> SearchableCombo:
        """The list of choices for the place that is shown."""
        shown = self.which.currentWidget()
        assert isinstance(shown, SearchableCombo)
        return shown

    def _build(self) -> None:
        for combo in (*self._combos.values(), self._left_only):
            combo.setAccessibleName("What stands here")
            combo.setMinimumContentsLength(20)
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            self.which.addWidget(combo)
        self.which.setFixedHeight(self._left_only.sizeHint().height())
        self.row.setRange(1, 500)
        for box in (self.least, self.most):
            box.setRange(LEAST, MOST)
            box.setSingleStep(0.5)
        for box in self.sides.values():
            box.setRange(0, 5000)
            box.setDecimals(1)
        self.align.addItems(list(_ALIGN.values()))
        self.overflow.addItems(list(_OVERFLOW.values()))
        sides = [column(field(side.capitalize(), box), gap=0.5) for side, box in self.sides.items()]
        self._own = QWidget()
        self._own.setLayout(column(row(*sides[:2]), row(*sides[2:]), gap=1))
        self._row_box = QWidget()
        self._row_box.setLayout(column(field("Line of the table", self.row)))
        self._text_box = QWidget()
        self._text_box.setLayout(
            column(
                row(field("Least size", self.least), field("Largest size", self.most)),
                field("Where in the place", self.align),
                field("When it does not fit", self.overflow),
                gap=1,
            )
        )
        self._hand_box = QWidget()
        self._hand_box.setLayout(column(field("What the office is told", self.by_hand)))
        frame = column(
            self.name, self.where, field("Name of the place", self.label),
            label("What stands here", "label"), self.which, self._hand_box, self._row_box,
            self._text_box, self._own, gap=1,
        )  # fmt: skip
        frame.addStretch(1)
        frame.setContentsMargins(space(1), 0, space(1), 0)
        self.setLayout(frame)
        self.setMinimumWidth(px(250))

    def _connect(self) -> None:
        for combo in (*self._combos.values(), self._left_only):
            combo.activated.connect(lambda _: self._tell())
            editor = combo.lineEdit()
            if editor is not None:
                editor.editingFinished.connect(self._tell)
        for line in (self.label, self.by_hand):
            line.editingFinished.connect(self._tell)
        for spin in (self.least, self.most, *self.sides.values()):
            spin.valueChanged.connect(lambda _: self._tell())
        self.row.valueChanged.connect(lambda _: self._tell())
        for choice in (self.align, self.overflow):
            choice.activated.connect(lambda _: self._tell())

    def show_entry(
        self,
        entry: Entry | None,
        page: int = 0,
        is_box: bool | None = None,
        *,
        is_left: bool = False,
    ) -> None:
        """Show an entry; None shows that no place is chosen. ``is_left``: no source is offered."""
        self._is_showing = True
        self._entry = entry
        self.setEnabled(entry is not None)
        if entry is None:
            self.name.setText("No place chosen")
            self.where.setText("Click on a field of the page, or choose one in the list.")
        else:
            self._fill(entry, page, self._left_only if is_left else self._combos[is_box])
        self._is_showing = False

    def _fill(self, entry: Entry, page: int, combo: SearchableCombo) -> None:
        self.name.setText(entry.label)
        self.where.setText(f"Page {page}" + (f", field {entry.field}" if entry.field else ""))
        self.label.setText(entry.label)
        self.which.setCurrentWidget(combo)
        self.combo.choose(choice_words(entry))
        self.by_hand.setText("" if entry.by_hand == TO_SETTLE else entry.by_hand)
        self.row.setValue(max(1, entry.row))
        self.least.setValue(entry.size[0])
        self.most.setValue(entry.size[1])
        self.align.setCurrentText(_ALIGN[entry.align])
        self.overflow.setCurrentText(_OVERFLOW[entry.overflow])
        if entry.box is not None:
            for side, box in self.sides.items():
                box.setValue(getattr(entry.box, side))
        self._hand_box.setVisible(bool(entry.by_hand) and entry.by_hand != TO_SETTLE)
        self._row_box.setVisible(entry.kind is SourceKind.ROW)
        self._text_box.setVisible(entry.kind in (SourceKind.TEXT, SourceKind.ROW))
        self._own.setVisible(entry.box is not None)

    def _tell(self) -> None:
        if self._is_showing or self._entry is None:
            return
        entry = self._read(self._entry)
        if entry != self._entry:
            self._entry = entry
            self.changed.emit(entry)

    def _read(self, entry: Entry) -> Entry:
        words = self.combo.chosen() or choice_words(entry)
        source = _BY_WORDS.get(words, "")
        never = next((one for one, said in _NEVER_WORDS.items() if said == words), None)
        by_hand = ""
        if words == OPEN_WORDS:
            by_hand = TO_SETTLE
        elif words == BY_HAND_WORDS:
            by_hand = self.by_hand.text().strip() or "to be filled in by hand"
        is_row = bool(source) and SOURCES[source].kind is SourceKind.ROW
        least = self.least.value()
        box = entry.box and Box(*(round(self.sides[side].value(), 2) for side in _SIDES))
        return replace(
            entry, label=self.label.text().strip() or entry.label, source=source, never=never,
            by_hand=by_hand, row=self.row.value() if is_row else 0, box=box,
            size=(least, max(least, self.most.value())),
            align=list(_ALIGN)[max(0, self.align.currentIndex())],
            overflow=list(_OVERFLOW)[max(0, self.overflow.currentIndex())],
        )  # fmt: skip
