"""The files that wait to be imported: a place to drop them, what each one is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.jobs.look import FileLook
from app.store.workspace import SUFFIX
from ui.theme import space
from ui.widgets import (
    ElidedLabel,
    clear_layout,
    column,
    label,
    plain_button,
    quiet_button,
    row,
    set_role,
)


def paths_of(event: QDropEvent) -> list[Path]:
    """The files that were dropped; folders and workspaces are none to import."""
    found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in found if path.is_file() and path.suffix != SUFFIX]


def format_size(n_bytes: int) -> str:
    """``812 bytes``, ``12.4 kB``, ``345.6 MB``."""
    if n_bytes < 1000:
        return f"{n_bytes:,} bytes"
    if n_bytes < 1_000_000:
        return f"{n_bytes / 1000:,.1f} kB"
    return f"{n_bytes / 1_000_000:,.1f} MB"


class DropZone(QFrame):
    """Drop files here, or choose them."""

    given = Signal(list)  # of Path

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.choose = quiet_button("Choose files…", self._choose)
        frame = column(
            label("Drop files here", "strong"),
            label(
                "The state's bulk file, a list as text or workbook, rap sheets as text or PDF.",
                "secondary",
            ),
            row(self.choose, None),
            gap=1,
        )
        frame.setContentsMargins(*(space(2),) * 4)
        self.setLayout(frame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event):
            set_role(self, "over", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, "over", "false")
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, "over", "false")
        event.acceptProposedAction()
        self.given.emit(paths_of(event))

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choose files to import")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.given.emit([Path(name) for name in names]))
        dialog.open()


Act = Callable[[FileLook], None]


class FileList(QWidget):
    """A card a file: name, size, what it is or why it cannot be used, what can be done."""

    def __init__(self, on_rows: Act, on_layout: Act, on_remove: Act) -> None:
        super().__init__()
        self._on_rows, self._on_layout, self._on_remove = on_rows, on_layout, on_remove
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(space(1))

    def show_files(self, looks: Sequence[FileLook]) -> None:
        clear_layout(self._lines)
        for look in looks:
            self._lines.addWidget(self._card(look))

    def _card(self, look: FileLook) -> QWidget:
        card, name = QFrame(), look.path.name
        card.setProperty("role", "card")
        lines: list[QWidget | QLayout] = [ElidedLabel(name, "label")]
        lines += [label(text, role) for text, role in describe_look(look)]
        if look.is_list:
            words = "Say how it is read" if look.needs_layout else "Change how it is read"
            change = plain_button(words, lambda: self._on_layout(look))
            change.setAccessibleName(f"{words}: {name}")
            lines.append(change)
        remove = plain_button("Remove", lambda: self._on_remove(look))
        remove.setAccessibleName(f"Remove {name} from the list")
        links = row(remove, None, gap=2)
        if not look.problem:
            rows = plain_button("First rows", lambda: self._on_rows(look))
            rows.setAccessibleName(f"Show the first rows of {name}")
            links.insertWidget(0, rows)
        lines.append(links)
        frame = column(*lines, gap=0.5)
        frame.setContentsMargins(space(2), space(1), space(2), space(0.5))
        card.setLayout(frame)
        return card


def describe_look(look: FileLook) -> list[tuple[str, str]]:
    """What a file was recognized as, in lines with the role of each; else why it is of no use."""
    size = format_size(look.n_bytes)
    if look.problem:
        return [(size, "secondary"), (look.problem, "mend")]
    lines = [(f"{look.recognized}, {size}", "secondary")]
    if look.needs_layout:
        lines.append(("A list of a kind that is not known yet. Say what its columns hold.", "mend"))
        lines += [(look.near, "caption")] if look.near else []
    elif look.layout_title:
        lines.append((f"Read as “{look.layout_title}”.", "secondary"))
    return lines
