"""How any widget asks for help: by a link beside it, or with F1 while it has the focus.

A widget says with `set_help` which place of the help is about it; what stands inside it asks for
the same place unless it says otherwise. The window above it that has ``show_help`` answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_PROPERTY = "helpTarget"


def set_help(widget: QWidget, target: str) -> None:
    """``target``: a topic, with #heading when a part of it is meant."""
    widget.setProperty(_PROPERTY, target)


def target_at(widget: QWidget | None) -> str:
    """The place of the help nearest to a widget; "" when nothing around it names one."""
    at: QObject | None = widget
    while at is not None:
        target = at.property(_PROPERTY)
        if target:
            return str(target)
        at = at.parent()
    return ""


def ask_for_help(widget: QWidget, target: str = "") -> None:
    """Show a place of the help; without one the place nearest to the widget."""
    wanted = target or target_at(widget)
    at: QObject | None = widget
    while at is not None:
        show = getattr(at, "show_help", None)
        if show is not None:
            cast("Callable[[str], object]", show)(wanted)
            return
        at = at.parent()


def give_help_key(dialog: QWidget) -> None:
    """F1 in a dialog: the help of the field that has the focus, else of the dialog."""
    key = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), dialog)
    key.activated.connect(lambda: ask_for_help(dialog.focusWidget() or dialog))
