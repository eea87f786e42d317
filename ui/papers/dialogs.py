"""The further dialogs of the papers page: a line each, loaded when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QWidget

from ui.desk import Desk


def _forms(desk: Desk, parent: QWidget) -> QDialog:
    from ui.forms.dialog import FormsDialog  # noqa: PLC0415

    return FormsDialog(desk, parent)


def _letters(desk: Desk, parent: QWidget) -> QDialog:
    from ui.letters.dialog import LettersDialog  # noqa: PLC0415

    return LettersDialog(desk, parent)


def _texts(desk: Desk, parent: QWidget) -> QDialog:
    from ui.texts.dialog import TextsDialog  # noqa: PLC0415

    return TextsDialog(desk, parent)


def contacts(desk: Desk, parent: QWidget) -> QDialog:
    """The address book."""
    from ui.contacts.dialog import ContactsDialog  # noqa: PLC0415

    return ContactsDialog(desk, parent)


@dataclass(frozen=True, slots=True)
class DialogEntry:
    title: str
    make: Callable[[Desk, QWidget], QDialog]


DIALOGS: tuple[DialogEntry, ...] = (
    DialogEntry("Official forms…", _forms),
    DialogEntry("Letters and lists…", _letters),
    DialogEntry("Words of the papers…", _texts),
    DialogEntry("Address book…", contacts),
)
