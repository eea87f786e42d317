"""How a job reports and how it is asked to stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Given to every job. A job calls `step` several times a second."""

    def step(self, done: int, total: int, label: str) -> None:
        """Report ``done`` of ``total`` units of what ``label`` names (a phrase for a person,
        such as "Reading LA_delivery.dat"; the unit stands in the label's job).

        Raises `app.errors.Cancelled` when the user asked to stop.
        """


class Silent:
    """A progress that nobody watches."""

    def step(self, done: int, total: int, label: str) -> None:
        pass
