"""The files that wait to be imported: a place to drop them, what each one is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.jobs.look import FileLook
from app.store.workspace import SUFFIX
from ui.theme import px, space
from ui.widgets import apart, clear_layout, column, label, plain_button, quiet_button, set_role


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
        self.choose = quiet_button("Choose files …", self._choose)
        words = column(
            label("Drop files here", "strong"),
            label("The bulk conviction file of the California Department of Justice.", "secondary"),
            gap=0.5,
        )
        frame = apart(words, self.choose, gap=3)
        frame.setContentsMargins(*(space(2),) * 4)
        self.setLayout(frame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

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


class FileList(QWidget):
    """One line a file: name, size, what it is or why it cannot be used, Remove."""

    def __init__(
        self, on_look: Callable[[FileLook], None], on_remove: Callable[[FileLook], None]
    ) -> None:
        super().__init__()
        self._on_look = on_look
        self._on_remove = on_remove
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(space(1))

    def show_files(self, looks: Sequence[FileLook]) -> None:
        clear_layout(self._lines)
        for look in looks:
            self._lines.addWidget(self._line(look))

    def _line(self, look: FileLook) -> QWidget:
        line = QFrame()
        line.setProperty("role", "card")
        name = label(f"{look.path.name}  ·  {format_size(look.n_bytes)}", "label")
        what = label(describe_look(look), "secondary" if look.is_usable else "problem")
        show = plain_button("First rows", lambda: self._on_look(look))
        show.setAccessibleName(f"Show the first rows of {look.path.name}")
        show.setVisible(look.is_usable)
        remove = plain_button("Remove", lambda: self._on_remove(look))
        remove.setAccessibleName(f"Remove {look.path.name} from the list")
        frame = apart(column(name, what, gap=0.5), show, remove, gap=2)
        frame.setContentsMargins(space(2), space(1), space(1), space(1))
        line.setLayout(frame)
        line.setMinimumHeight(px(56))
        return line


def describe_look(look: FileLook) -> str:
    """What a file was recognized as, in words; else the sentence that says why not."""
    if not look.is_usable:
        return look.problem
    header = "with a header line" if look.has_header else "without a header line"
    return f"{look.recognized}, {len(look.columns)} columns, {header}"
