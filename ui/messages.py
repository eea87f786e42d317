"""What the window says when something needs saying: questions, sentences, bug reports.

No dialog here runs its own event loop: each is opened and answers through a
callback, so that the window never stands still behind one.
"""

from __future__ import annotations

import platform
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.version import PROGRAM, VERSION
from ui.sheet import Sheet
from ui.theme import monospace_font, px
from ui.widgets import danger_button, label, primary_button, quiet_button

_OWN_ROOMS = ("app", "ui")
_OWN_LINE = re.compile(r'File "([^"]+)", line (\d+), in (\w+)')


def bug_report(error: BaseException) -> str:
    """What a developer needs and nothing else: no message, no value, no path, no name.

    An exception's text may quote a cell of a record, so only its type is told, with
    module, line and function of the program's own frames, and the versions.
    """
    lines = [
        f"{PROGRAM} {VERSION}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
    ]
    for number, link in enumerate(_chain(error)):
        lines += ["", f"{'caused by ' if number else ''}{type(link).__module__}.{_name(link)}"]
        lines += [f"  {frame}" for frame in _own_frames(link)]
    return "\n".join(lines) + "\n"


def _name(error: BaseException) -> str:
    return type(error).__qualname__


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _own_frames(error: BaseException) -> Iterator[str]:
    """Frames of the program's own modules; those of a worker process come as text."""
    for frame in traceback.extract_tb(error.__traceback__):
        found = _as_module(frame.filename, frame.lineno or 0, frame.name)
        if found:
            yield found
    if type(error).__name__ == "_RemoteTraceback":
        for path, number, function in _OWN_LINE.findall(str(error)):
            found = _as_module(path, int(number), function)
            if found:
                yield "in a worker: " + found


def _as_module(path: str, number: int, function: str) -> str:
    """``app.jobs.look:31 in look_at_file``, "" for what is not the program's own."""
    parts = Path(path).with_suffix("").parts
    root = Path(__file__).resolve().parent.parent.parts
    if parts[: len(root)] == root and len(parts) > len(root) and parts[len(root)] in _OWN_ROOMS:
        return f"{'.'.join(parts[len(root) :])}:{number} in {function}"
    if getattr(sys, "frozen", False) and parts and parts[0] in _OWN_ROOMS:
        return f"{'.'.join(parts)}:{number} in {function}"
    return ""


class Message(Sheet):
    """A heading, a sentence and its buttons."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str) -> None:
        super().__init__(parent, title)
        text = label(sentence, "body")
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(text)


def ask(
    parent: QWidget,
    title: str,
    consequence: str,
    yes: str,
    on_yes: Callable[[], object],
    *,
    no: str = "Cancel",
    is_dangerous: bool = False,
) -> Message:
    """Ask once, in words that name the consequence; Escape and the quiet button do nothing."""
    dialog = Message(parent, title, consequence)
    refuse = quiet_button(no, dialog.reject)
    agree = (danger_button if is_dangerous else primary_button)(yes, dialog.accept)
    dialog.set_buttons(refuse, agree)
    dialog.accepted.connect(on_yes)
    (refuse if is_dangerous else agree).setFocus()
    dialog.open()
    return dialog


def tell(parent: QWidget, title: str, sentence: str) -> Message:
    """Say something that has to be read before going on."""
    dialog = Message(parent, title, sentence)
    dialog.set_buttons(primary_button("Close", dialog.accept))
    dialog.open()
    return dialog


class BugDialog(Message):
    """Something went wrong that the user cannot mend: a report to copy."""

    def __init__(self, parent: QWidget | None, error: BaseException) -> None:
        super().__init__(
            parent,
            "Something went wrong in the program",
            "What you were doing was not finished; what was finished before is safe. The report "
            "below helps to mend the fault. It names places in the program and versions, and "
            "nothing of any record, file or person.",
        )
        self.report = bug_report(error)
        text = QPlainTextEdit(self.report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        text.setFont(monospace_font())
        text.setMinimumHeight(px(200))
        self.body.addWidget(text)
        close = primary_button("Close", self.accept)
        self.set_buttons(quiet_button("Copy the report", self._copy), close)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
