"""The filters of the review page: each value with its count, one choice a group."""

from __future__ import annotations

from dataclasses import replace

from app.store.queue import QueueFilter
from ui.facet_list import FacetGroup, FacetList
from ui.marks import as_outcome, outcome_word
from ui.tables.words import STATE_WORDS

FACETS = (
    ("outcome", "Answer"),
    ("decision", "Decision"),
    ("reason", "Reason"),
    ("section", "Section"),
    ("level", "Level"),
)
Counts = dict[str, list[tuple[str, int]]]


def facet_words(facet: str, value: str) -> str:
    """What a value is called on screen."""
    if facet == "outcome":
        return outcome_word(as_outcome(value))
    if facet == "decision":
        return STATE_WORDS[value]
    return (value.capitalize() if facet == "level" else value) or "None given"


class FacetColumn(FacetList):
    """The facets of convictions."""

    def show_counts(self, counts: Counts, wanted: QueueFilter) -> None:
        """Show what can be chosen, and what is."""
        self.show_groups([_group(facet, title, counts, wanted) for facet, title in FACETS])


def _group(facet: str, title: str, counts: Counts, wanted: QueueFilter) -> FacetGroup:
    chosen, values = str(getattr(wanted, facet)), counts.get(facet, [])
    if chosen and all(value != chosen for value, _ in values):
        values = [*values, (chosen, 0)]
    shown = [(value, facet_words(facet, value), n) for value, n in values if value]
    return FacetGroup(facet, title, shown, chosen)


def with_choice(wanted: QueueFilter, facet: str, value: str) -> QueueFilter:
    """The filter with one facet set to another value."""
    if facet not in dict(FACETS):
        raise ValueError(f"no facet {facet!r}")
    return replace(wanted, **{facet: value})  # type: ignore[arg-type]
