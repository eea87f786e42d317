"""Above the pages of a practice county: the guided tour, until it was seen or declined."""

from __future__ import annotations

from collections.abc import Callable

from ui.desk import Desk
from ui.widgets import Banner

_WORDS = (
    "This is the practice county: everybody in it is made up. A guided tour shows in eleven steps "
    "how a file becomes a motion."
)


class TourOffer(Banner):
    """Shown when a practice county is opened; closing it declines for good."""

    def __init__(self, desk: Desk, on_start: Callable[[], object]) -> None:
        super().__init__("info", closable=True)
        self._desk, self._on_start = desk, on_start
        self._close.clicked.connect(self.decline)
        desk.workspace_opened.connect(self.refresh)
        desk.workspace_closed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Look at what is open, and whether the tour was seen."""
        info = self._desk.info
        is_due = info is not None and info.is_practice and not self._desk.preferences.knows_tour
        words = _WORDS if is_due else ""
        self.show_message("info", words, "Start the tour" if words else "", self._on_start)

    def decline(self) -> None:
        self._desk.preferences.knows_tour = True
