"""A narrow column of filters with several choices a group; groups fold and show a few first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.facet_list import FacetLook
from ui.theme import colors_of, icon, px, space
from ui.widgets import column, plain_button

_FEW = 8
_MORE = 40  # at a time


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """One filter. ``values`` are (value, words, count); ``chosen`` () is all of them."""

    facet: str
    title: str
    values: Sequence[tuple[str, str, int]]
    chosen: tuple[str, ...] = ()


class FacetCheck(QCheckBox):
    """A value and its count; the chosen ones have a tick and bold words."""

    def __init__(self, facet: str) -> None:
        super().__init__()
        self.facet = facet
        self.value = ""
        self._look = FacetLook(self, is_square=True)

    def take(self, value: str, words: str, n: int, *, is_chosen: bool) -> None:
        """Stand for a value from now on."""
        self.value = value
        if self.text() != words:
            self.setText(words)
        self.setChecked(is_chosen)
        self._look.show_count(n)

    def sizeHint(self) -> QSize:
        return QSize(px(120), self.heightForWidth(px(120)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), px(26))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._look.height_for(width)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._look.paint()


class _Group(QWidget):
    """A title that folds what stands below it, the values, and a line for more of them.

    Every answer changes counts and places: the buttons stay and take other values. While the
    group is folded they are left alone.
    """

    chosen = Signal(str, str)
    folded = Signal(str, bool)

    def __init__(self, facet: str, *, is_open: bool) -> None:
        super().__init__()
        self.facet = facet
        self._shown = CheckGroup(facet, "", ())
        self._n_shown = _FEW
        self._buttons: list[FacetCheck] = []
        self.title = plain_button("", self._turn)
        self.title.setIconSize(QSize(px(16), px(16)))
        self.more = plain_button("", self._show_more)
        self._values = QVBoxLayout()
        self._values.setContentsMargins(0, 0, 0, 0)
        self._values.setSpacing(0)
        self.body = QWidget()
        self.body.setLayout(column(self._values, self.more, gap=0))
        self.setLayout(column(self.title, self.body, gap=0))
        if not is_open:
            self.body.hide()
        self._show_fold()

    @property
    def is_open(self) -> bool:
        return not self.body.isHidden()

    @property
    def checks(self) -> dict[str, FacetCheck]:
        """The buttons of the values offered."""
        n = len(self._offered())
        return {button.value: button for button in self._buttons[:n]} if self.is_open else {}

    def show_group(self, shown: CheckGroup) -> None:
        """What can be chosen and what is."""
        self._shown = shown
        n = len(shown.chosen)
        self.title.setText(shown.title + (f" ({n})" if n else ""))
        self._name_title()
        if self.is_open:
            self._show_values()

    def _show_values(self) -> None:
        shown, values = self._shown, self._offered()
        focused = next((button.value for button in self._buttons if button.hasFocus()), None)
        while len(self._buttons) < len(values):
            self._buttons.append(self._make())
        for button, (value, words, n) in zip(self._buttons, values, strict=False):
            button.take(value, words, n, is_chosen=value in shown.chosen)
            button.show()
            if value == focused and not button.hasFocus():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in self._buttons[len(values) :]:
            button.hide()
        n_hidden = len(shown.values) - len(values)
        words = f"{n_hidden:,} more…" if n_hidden else "Show fewer"
        self.more.setText(words)
        self.more.setAccessibleName(f"{shown.title}: {words}")
        self.more.setVisible(bool(n_hidden) or len(values) > _FEW)

    def _make(self) -> FacetCheck:
        button = FacetCheck(self.facet)
        button.clicked.connect(lambda _=False: self.chosen.emit(self.facet, button.value))
        self._values.addWidget(button)
        return button

    def _offered(self) -> list[tuple[str, str, int]]:
        """The first values, and those that are chosen."""
        few, rest = self._shown.values[: self._n_shown], self._shown.values[self._n_shown :]
        return [*few, *(one for one in rest if one[0] in self._shown.chosen)]

    def _show_more(self) -> None:
        is_all = len(self._offered()) == len(self._shown.values)
        self._n_shown = _FEW if is_all else self._n_shown + _MORE
        self._show_values()

    def _turn(self) -> None:
        self.body.setVisible(not self.is_open)
        self._show_fold()
        if self.is_open:
            self._show_values()
        self.folded.emit(self.facet, not self.is_open)

    def _show_fold(self) -> None:
        tone = "dark" if colors_of(self).is_dark else "light"
        name = f"{'up' if self.is_open else 'down'}-{tone}"
        self.title.setIcon(icon(name, self.title, color=colors_of(self).primary))
        self._name_title()

    def _name_title(self) -> None:
        n, title = len(self._shown.chosen), self._shown.title
        said = f"{title}, {n} chosen" if n else title
        self.title.setAccessibleName(f"{said}: {'hide' if self.is_open else 'show'} the values")


class FacetChecks(QScrollArea):
    """Tells `chosen` whenever a value is put to those of its group, or taken away."""

    chosen = Signal(str, str)  # facet, value

    def __init__(self, open_at_first: Sequence[str]) -> None:
        super().__init__()
        self._open = set(open_at_first)
        self._groups: dict[str, _Group] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Filters")
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, space(1), 0)
        self._layout.setSpacing(space(1))
        self._layout.addStretch(1)
        self.setWidget(inside)
        self.setMinimumWidth(px(120))

    def show_groups(self, groups: Sequence[CheckGroup]) -> None:
        """Show what can be chosen, and what is; in the order given."""
        shown = {group.facet: group for group in groups}
        for facet in [facet for facet in self._groups if facet not in shown]:
            gone = self._groups.pop(facet)
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, (facet, group) in enumerate(shown.items()):
            if facet not in self._groups:
                made = _Group(facet, is_open=facet in self._open)
                made.chosen.connect(self.chosen)
                made.folded.connect(self._on_folded)
                self._groups[facet] = made
                self._layout.insertWidget(place, made)
            self._groups[facet].show_group(group)

    def _on_folded(self, facet: str, is_folded: bool) -> None:
        (self._open.discard if is_folded else self._open.add)(facet)

    def checks(self, facet: str) -> dict[str, FacetCheck]:
        """The values now offered for a facet; none of a group that is folded."""
        return self._groups[facet].checks if facet in self._groups else {}

    def title(self, facet: str) -> str:
        """What the title of a group says; "" when there is nothing to choose in it."""
        return self._groups[facet].title.text() if facet in self._groups else ""

    def unfold(self, facet: str) -> None:
        """Show the values of a group."""
        if not self._groups[facet].is_open:
            self._groups[facet].title.click()
