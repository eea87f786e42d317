"""What the words of a column mean: each word with its count and a choice of meanings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from ui.mapping.words import NO_MEANING, meaning_words
from ui.theme import px, space, tabular
from ui.widgets import label

Pairs = tuple[tuple[str, str], ...]


class ValueMap(QWidget):
    """``changed`` with every meaning chosen."""

    changed = Signal()

    def __init__(
        self,
        words: Sequence[tuple[str, int]],
        meanings: Sequence[str],
        pairs: Pairs,
        read_as: dict[str, str],
    ) -> None:
        """``words`` with their counts; ``read_as`` says what a word means that needs no map."""
        super().__init__()
        self._kept = tuple(pair for pair in pairs if pair[0] not in {word for word, _ in words})
        chosen = dict(pairs)
        self.choices: dict[str, QComboBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(1.5))
        grid.setVerticalSpacing(space(0.5))
        grid.setColumnStretch(2, 1)
        for row, (word, count) in enumerate(words):
            combo = _combo(word, meanings, read_as.get(word, ""))
            combo.setCurrentIndex(max(0, combo.findData(chosen.get(word, ""))))
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())
            self.choices[word] = combo
            number = label(f"{count:,}", "secondary", wrap=False)
            number.setFont(tabular(number.font()))
            name = label(word, "body")
            name.setMaximumWidth(px(180))
            name.setBuddy(combo)
            grid.addWidget(name, row, 0)
            grid.addWidget(number, row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(combo, row, 2)

    def pairs(self) -> Pairs:
        """Words with a meaning, those that the first rows do not show included."""
        own = tuple(
            (word, str(combo.currentData()))
            for word, combo in self.choices.items()
            if combo.currentData()
        )
        return own + self._kept


def _combo(word: str, meanings: Sequence[str], read_as: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(f"What “{word}” means")
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the page
    combo.addItem(f"{read_as} (read as it stands)" if read_as else NO_MEANING, "")
    for meaning in meanings:
        combo.addItem(meaning_words(meaning), meaning)
    combo.setMinimumContentsLength(14)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo
