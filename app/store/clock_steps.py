"""Where a clock went back: entries of the record of the work dated before the one before them.

The chain of the entries says in which order they were made, whatever the clock said.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ClockStep:
    number: int
    at: str
    before: str  # the time of the entry before it, which is later

    @property
    def sentence(self) -> str:
        return (
            f"Entry {self.number} of the record is dated {self.at[:19]}, before the entry it "
            f"follows ({self.before[:19]}): a clock was set back. The order of the entries is "
            "certain, these times are not."
        )


def find_clock_steps(workspace: Workspace, limit: int = 5) -> list[ClockStep]:
    """The first entries whose time is earlier than that of the entry before them."""
    rows = workspace.connection.execute(
        "SELECT id, at, earlier FROM (SELECT id, at, lag(at) OVER (ORDER BY id) AS earlier "
        "FROM audit) WHERE at < earlier ORDER BY id LIMIT ?",
        (limit,),
    )
    return [ClockStep(*row) for row in rows]
