"""A large plain choice: a title and a sentence under it, in one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

from ui.theme import icon, px, space
from ui.widgets import column, label


class _Choice(QPushButton):
    """A button that is as high as the words laid out in it need at its width."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        frame = self.layout()
        return max(px(80), frame.totalHeightForWidth(width)) if frame is not None else px(80)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), self.heightForWidth(px(200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The style sheet's least height goes before every hint: so it is set here as well.

        Afterwards, for the layout inside is given the size of this event when it is over.
        """
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        least = self.heightForWidth(self.width())
        if self.minimumHeight() != least:
            self.setMinimumHeight(least)


def choice_button(
    title: str, what: str, icon_name: str = "", on_click: Callable[[], object] | None = None
) -> QPushButton:
    """A large plain choice: a title and a sentence under it."""
    made = _Choice()
    made.setProperty("kind", "choice")
    made.setAutoDefault(False)
    made.setAccessibleName(title)
    made.setAccessibleDescription(what)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    inside = QHBoxLayout(made)
    inside.setContentsMargins(*(space(2),) * 4)
    inside.setSpacing(space(2))
    found = icon(icon_name, made) if icon_name else None
    if found is not None and not found.isNull():
        picture = QLabel()
        picture.setPixmap(found.pixmap(QSize(px(24), px(24))))
        inside.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    words = column(label(title, "strong"), label(what, "secondary"), gap=0.5)
    inside.addLayout(words, 1)
    for child in made.findChildren(QLabel):
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
