"""What every process of the program does first."""

from __future__ import annotations

from app.no_dumps import refuse_dumps
from app.no_network import refuse_network


def guard_process() -> None:
    """No network and no dump of memory, from now on."""
    refuse_dumps()
    refuse_network()
