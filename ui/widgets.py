"""The few building blocks every page is made of.

Labels are plain text always: what stands in a record is never markup. Every
control that can be reached by keyboard carries an accessible name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.help.errors import number_of
from app.met_errors import note_met
from ui.help.asking import ask_for_help, set_help
from ui.marks import OutcomeMark, StackedBar, outcome_color, outcome_word, paint_mark
from ui.measured import MeasuredLabel
from ui.theme import px, space, tabular
from ui.tool_tips import plain_tip

__all__ = [
    "Banner",
    "Card",
    "ElidedLabel",
    "EmptyState",
    "OutcomeMark",
    "PageTitle",
    "SearchableCombo",
    "StackedBar",
    "StatTile",
    "apart",
    "button",
    "clear_layout",
    "column",
    "danger_button",
    "data_table",
    "field",
    "help_link",
    "label",
    "outcome_color",
    "outcome_word",
    "page_layout",
    "paint_mark",
    "plain_button",
    "plural",
    "primary_button",
    "quiet_button",
    "row",
    "rule",
    "set_role",
    "thousands",
]

LINE_CHARACTERS = 80  # no line of text is longer
_ALL = 10_000  # a stretch that leaves nothing to the others until its widget is at its widest


def thousands(number: int) -> str:
    """``10703`` as ``10,703``."""
    return f"{number:,}"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 person``, ``10,703 people``; ``many`` is ``one`` with an s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def set_role(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and have it looked at again."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str = "", role: str = "body", *, wrap: bool = True) -> QLabel:
    """A plain-text label; ``role`` is one of caption, body, secondary, label, strong, section,
    page, figure, problem, mend, tag."""
    if wrap and role in ("body", "secondary", "caption", "mend"):
        made: QLabel = MeasuredLabel(text, px(7.2) * LINE_CHARACTERS)
    else:
        made = QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setWordWrap(wrap)
    made.setProperty("role", role)
    return made


class ElidedLabel(QLabel):
    """One line that gives up its end when the room is narrow; the whole is its tool tip."""

    def __init__(self, text: str = "", role: str = "body") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


def button(text: str, kind: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    """A push button; ``kind`` is primary, quiet, plain, danger, menu or choice."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAccessibleName(text.replace("&", ""))
    made.setAutoDefault(kind == "primary")
    if kind in ("primary", "quiet", "plain", "danger", "menu"):
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def primary_button(text: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    """The one thing to do on a page; its text says what it does."""
    return button(text, "primary", on_click)


def quiet_button(text: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    return button(text, "quiet", on_click)


def plain_button(text: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    """A button that reads like a link."""
    return button(text, "plain", on_click)


def danger_button(text: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    return button(text, "danger", on_click)


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def column(*parts: QWidget | QLayout, gap: float = 1) -> QVBoxLayout:
    """Parts under one another, ``gap`` grid steps apart."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(space(gap))
    _add_all(made, parts)
    return made


def row(*parts: QWidget | QLayout | None, gap: float = 1) -> QHBoxLayout:
    """Parts beside one another; None is a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(space(gap))
    for part in parts:
        if part is None:
            made.addStretch(1)
        else:
            _add_all(made, (part,))
    return made


def apart(left: QWidget | QLayout, *right: QWidget, gap: float = 2) -> QHBoxLayout:
    """``left`` as wide as it may be, the others at the right edge."""
    made = row(left, None, *right, gap=gap)
    made.setStretch(0, _ALL)
    for widget in right:
        made.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)
    return made


def _add_all(layout: QVBoxLayout | QHBoxLayout, parts: Sequence[QWidget | QLayout]) -> None:
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def page_layout(page: QWidget) -> QVBoxLayout:
    """The frame of a page: margins of 24 px, 16 px between groups."""
    made = QVBoxLayout(page)
    made.setContentsMargins(*(space(3),) * 4)
    made.setSpacing(space(2))
    return made


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


def help_link(about: str, target: str) -> QPushButton:
    """The word that opens a place of the help; with the keyboard F1 does, in the field itself."""
    made = plain_button("Help")
    made.clicked.connect(lambda _checked=False: ask_for_help(made, target))
    made.setAccessibleName(f"Help: {about}")
    made.setToolTip("F1 in the field")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def field(caption: str, editor: QWidget, hint: str = "", help_at: str = "") -> QVBoxLayout:
    """A label above its editor, a hint between them; the label is the editor's name.

    ``help_at`` is the place of the help about it: a link beside the label, and F1.
    """
    name = label(caption, "label")
    name.setBuddy(editor)
    editor.setAccessibleName(caption.replace("&", ""))
    parts: list[QWidget | QLayout] = [name]
    if help_at:
        set_help(editor, help_at)
        parts = [row(name, None, help_link(caption.replace("&", ""), help_at))]
    if hint:
        editor.setAccessibleDescription(hint)
        parts.append(label(hint, "caption"))
    return column(*parts, editor, gap=0.5)


class PageTitle(QWidget):
    """The title of a page, a sentence under it, and room for something at the right."""

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__()
        self._title = label(title, "page", wrap=False)
        self._about = label(about, "secondary")
        self._about.setVisible(bool(about))
        self._side = row()
        words = column(self._title, self._about, gap=0.5)
        frame = row(words, None, self._side, gap=2)
        frame.setStretch(0, _ALL)
        self.setLayout(frame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_about(self, text: str) -> None:
        self._about.setText(text)
        self._about.setVisible(bool(text))

    def add(self, widget: QWidget) -> None:
        """Put something at the right of the title."""
        self._side.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)


class Card(QFrame):
    """A framed group with a heading; fill ``body``."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*(space(2),) * 4)
        self.body.setSpacing(space(1))
        if title:
            self.body.addWidget(label(title, "strong"))


class StatTile(QFrame):
    """One large number and what it counts."""

    def __init__(self, what: str, number: int | str | None = None, about: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._number = label("", "figure", wrap=False)
        self._what = label(what, "label")
        self._about = label(about, "caption")
        self._about.setVisible(bool(about))
        self._frame = column(self._number, self._what, self._about, gap=0.5)
        self._frame.setContentsMargins(*(space(2),) * 4)
        self._frame.addStretch(1)
        self.setLayout(self._frame)
        self.set_number(number)

    def set_link(self, words: str, on_follow: Callable[[], object]) -> None:
        """A link under the figure that leads to what it counts."""
        link = plain_button(words, on_follow)
        link.setAccessibleName(f"{words}: {self._what.text()}")
        self._frame.addWidget(link)

    def set_number(self, number: int | str | None) -> None:
        """Show a number with thousands separators; None shows a dash: not known yet."""
        text = "–" if number is None else number if isinstance(number, str) else thousands(number)
        self._number.setText(text)
        self.setAccessibleName(f"{self._what.text()}: {text}")

    def set_about(self, text: str) -> None:
        self._about.setText(text)
        self._about.setVisible(bool(text))


_BANNER_WORDS = {"info": "Note", "good": "Done", "caution": "Attention", "stop": "Problem"}


class Banner(QFrame):
    """A sentence where the eye is, with the way out. ``kind``: info, good, caution or stop."""

    def __init__(
        self,
        kind: str = "info",
        text: str = "",
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        closable: bool = False,
    ) -> None:
        super().__init__()
        self._on_action = on_action
        self._kind = label("", "label", wrap=False)
        self._text = label("", "body")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._number = plain_button("", self._explain)
        self._action = quiet_button(action or "OK", self._act)
        self._close = plain_button("Close", self.hide)
        self._close.setAccessibleName("Close this message")
        self._close.setVisible(closable)
        words = row(self._kind, self._text, None, gap=2)
        words.setStretch(1, _ALL)
        frame = row(words, self._number, self._action, self._close, gap=2)
        frame.setStretch(0, 1)
        frame.setContentsMargins(space(2), space(1), space(2), space(1))
        self.setLayout(frame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_message(kind, text, action, on_action)

    @property
    def text(self) -> str:
        return self._text.text()

    def show_message(
        self,
        kind: str,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Say something; an empty text hides the banner."""
        set_role(self, "banner", kind)
        self._kind.setText(_BANNER_WORDS[kind])
        self._text.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._on_action = on_action
        self._show_number(number_of(text) if kind == "stop" and text else "")
        self.setAccessibleName(f"{_BANNER_WORDS[kind]}: {text}")
        self.setVisible(bool(text))

    def _show_number(self, number: str) -> None:
        """The number of a problem, a link to what the help says of it."""
        self._number.setText(number)
        self._number.setAccessibleName(f"{number}: what to do" if number else "")
        self._number.setToolTip("What to do" if number else "")
        self._number.setVisible(bool(number))
        if number:
            note_met(number)

    def _explain(self) -> None:
        ask_for_help(self, self._number.text())

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()


class EmptyState(QWidget):
    """What a page is for while it is empty, and the next step."""

    def __init__(
        self,
        title: str,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        frame = column(label(title, "section"), label(text, "secondary"), gap=1)
        frame.setContentsMargins(0, space(4), 0, 0)
        if action:
            frame.addSpacing(space(1))
            frame.addLayout(row(primary_button(action, on_action), None))
        frame.addStretch(1)
        self.setLayout(frame)


class SearchableCombo(QComboBox):
    """A list to choose from by typing any part of a name; what is not in the list is no choice."""

    def __init__(self, items: Sequence[str], placeholder: str = "") -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(items))
        self.setCurrentIndex(-1)
        editor = self.lineEdit()
        if isinstance(editor, QLineEdit):
            editor.setPlaceholderText(placeholder)
        completer = QCompleter(list(items), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def chosen(self) -> str:
        """The item that is chosen, "" while the text is not one of the list."""
        index = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return self.itemText(index) if index >= 0 else ""

    def choose(self, text: str) -> None:
        self.setCurrentIndex(self.findText(text, Qt.MatchFlag.MatchFixedString))


def data_table(model: QAbstractItemModel, name: str, *, compact: bool = False) -> QTableView:
    """A table of records: whole rows, no grid of boxes, 32 px a row (26 when compact)."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setFont(tabular(table.font()))
    vertical = table.verticalHeader()
    vertical.hide()
    vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    vertical.setDefaultSectionSize(px(26 if compact else 32))
    horizontal = table.horizontalHeader()
    horizontal.setHighlightSections(False)
    horizontal.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    horizontal.setStretchLastSection(True)
    return table
