"""The motion of one case, before anything is drafted."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.jobs.clock import today
from app.jobs.draft_papers import draft_motion_of, find_office
from app.store.workspace import Workspace
from ui.papers.preview_pane import PreviewPane
from ui.tables.latest import LatestReader
from ui.theme import px, space
from ui.widgets import label


def ask_motion(workspace: Workspace, conviction_id: int) -> bytes:
    """The PDF of the case's motion, with the letterhead that is saved."""
    return draft_motion_of(workspace, conviction_id, find_office(workspace), today())


class MotionDialog(QDialog):
    """Drafts off the window thread and shows the pages."""

    def __init__(
        self, asker: LatestReader, conviction_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preview of the motion")
        self.preview = PreviewPane("Preview of the motion")
        self.preview.show_words("Laying out the motion…")
        note = label("A preview: nothing is recorded, and nothing is signed.", "secondary")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space(3), space(3), space(3), space(2))
        layout.setSpacing(space(1))
        layout.addWidget(note)
        layout.addWidget(self.preview, 1)
        layout.addWidget(buttons)
        self.resize(px(720), px(660))
        asker.ask(
            "motion",
            lambda store: ask_motion(store, conviction_id),
            self.preview.show_pdf,
            self.preview.show_words,
        )
