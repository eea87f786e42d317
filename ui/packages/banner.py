"""Above every page of a package: what this file is, and what becomes of it."""

from __future__ import annotations

from app.store.packages import find_mark
from ui.desk import Desk
from ui.widgets import Banner


class PackageBanner(Banner):
    """Shown while the workspace that is open is a package of cases."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("info")
        self._desk = desk
        desk.workspace_opened.connect(self.refresh)
        desk.workspace_closed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Look at what is open."""
        reader = self._desk.reader
        mark = find_mark(reader) if reader is not None else None
        words = ""
        if mark is not None:
            words = (
                f"Package “{mark.name}” of {mark.office}, made by {mark.made_by} on "
                f"{mark.made_at[:10]}: review here, then bring the file back."
            )
        self.show_message("info", words)
