"""Short words for tables and facets, names and numbers as they are shown."""

from __future__ import annotations

from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED

STALE = "stale"  # decided, but the answer changed since

STATE_WORDS: dict[str, str] = {
    "open": "Open",
    ACCEPTED: "Accepted",
    OVERRIDDEN: "Overridden",
    PARKED: "Parked",
    STALE: "Changed since",
}


def format_name(name: str) -> str:
    """``LAST,FIRST MIDDLE`` as the file has it, with the blank a reader expects."""
    last, comma, first = name.partition(",")
    return f"{last.strip()}, {first.strip()}" if comma else name.strip()
