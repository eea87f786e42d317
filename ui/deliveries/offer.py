"""Says of a new file that it looks like a newer delivery of an imported one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.errors import InputError
from app.jobs.older_delivery import OlderDelivery, find_older_delivery
from app.jobs.readers import FilePlan
from app.store import renewal
from app.store.workspace import Workspace
from ui.deliveries.dialog import day_words, show_delivery
from ui.desk import Desk
from ui.widgets import Banner

Offer = tuple[FilePlan, OlderDelivery, str]


def find_offer(workspace: Workspace, plans: Sequence[FilePlan]) -> Offer | None:
    """The first file that shares most of its people with an imported one."""
    for plan in plans:
        try:
            older = find_older_delivery(workspace, plan)
        except InputError:  # told where the file is listed
            continue
        if older is not None:
            return plan, older, renewal.imported_at(workspace, older.source_id)
    return None


class DeliveryOffer(Banner):
    """Hidden while no listed file is a newer delivery."""

    replaced = Signal(object)  # ImportSummary

    def __init__(self, desk: Desk) -> None:
        super().__init__("info", closable=True)
        self._desk = desk

    def look_at(self, plans: Sequence[FilePlan]) -> None:
        """Look whether one of the files could take the place of an imported one."""
        if not plans:
            self.show_message("info", "")
            return
        files = list(plans)
        self._desk.ask(self, "older delivery", lambda store: find_offer(store, files), self._show)

    def _show(self, found: Offer | None) -> None:
        if found is None:
            self.show_message("info", "")
            return
        plan, older, at = found
        self.show_message(
            "info",
            f"{plan.path.name} looks like a newer delivery of {older.name}, imported on "
            f"{day_words(at)}: {older.n_shared:,} of {older.n_looked_at:,} people looked at are "
            "in both. It can take its place; reviews are carried over where the facts are the "
            "same.",
            "Compare…",
            lambda: show_delivery(self._desk, plan, self.window(), self.replaced.emit),
        )
