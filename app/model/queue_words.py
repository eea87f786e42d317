"""A filter of the list in words, for the screen, the terminal and the record."""

from __future__ import annotations

from app.model.queue_filter import FACETS, QueueFilter
from app.model.relief import Outcome, Procedure, Remedy

NONE_GIVEN = "none given"
_STATES = {
    "open": "open",
    "accepted": "accepted",
    "overridden": "overridden",
    "parked": "parked",
    "stale": "changed since",
}
_MEMBERS: dict[str, type[Outcome] | type[Remedy] | type[Procedure]] = {
    "outcome": Outcome,
    "remedy": Remedy,
    "procedure": Procedure,
}
_NONE = {"reviewer": "nobody", "year": "not known", "outcome": "no answer"}


def value_words(facet: str, value: str) -> str:
    """What a value of a facet is called."""
    if not value:
        return _NONE.get(facet, NONE_GIVEN)
    if facet in _MEMBERS:
        member = _MEMBERS[facet].__members__.get(value)
        return str(member.value) if member else value
    return _STATES.get(value, value) if facet == "state" else value


def filter_words(wanted: QueueFilter) -> str:
    """``answer: Hand Review; court: Van Nuys or Pomona; with “garcia”``; "everything"."""
    parts = [
        f"{FACETS[facet].lower()}: "
        + " or ".join(value_words(facet, value) for value in wanted.chosen(facet))
        for facet in wanted.set_facets
    ]
    if wanted.text.strip():
        parts.append(f"with “{wanted.text.strip()}”")
    return "; ".join(parts) or "everything"
