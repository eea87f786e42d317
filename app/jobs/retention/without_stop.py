"""Progress of what has gone too far to be stopped."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Cancelled
from app.jobs.progress import Progress


@dataclass(frozen=True, slots=True)
class WithoutStop:
    """Tells ``progress`` how far it is, and goes on when it asks to stop."""

    progress: Progress

    def step(self, done: int, total: int, label: str) -> None:
        """As of `Progress`; never raises Cancelled."""
        try:
            self.progress.step(done, total, label)
        except Cancelled:
            return
