"""The names of the stages; how each is done stands in `work`, `looking` and `engine`."""

from __future__ import annotations

NAMES = (
    "run",
    "import",
    "check",
    "evaluate",
    "export",
    "motions",
    "bulk_motion",
    "open_case",
    "queue",
)

# What must stand in the bench's folder before a stage begins.
NEEDS = {"check": "imported", "run": "delivery", "import": "delivery"}  # the others: "checked"


def needs(name: str) -> str:
    return NEEDS.get(name, "checked")
