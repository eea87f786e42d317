"""The filters of the review page: each value with its count, several choices a group."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.queue_filter import FACETS, QueueFilter
from app.model.queue_words import value_words
from ui.cases.saved_bar import SavedBar
from ui.facet_checks import CheckGroup, FacetCheck, FacetChecks
from ui.marks import as_outcome, outcome_word
from ui.tables.words import STATE_WORDS
from ui.theme import space
from ui.widgets import column

Counts = dict[str, list[tuple[str, int]]]
_OPEN_AT_FIRST = ("outcome", "state", "reason", "closeness", "flag", "issue")
_ALWAYS = ("outcome", "state")  # the others are shown where they can tell cases apart


def facet_words(facet: str, value: str) -> str:
    """What a value is called on screen."""
    if facet == "outcome" and value:
        return outcome_word(as_outcome(value))
    if facet == "state":
        return STATE_WORDS[value]
    words = value_words(facet, value)
    return words[:1].upper() + words[1:]


def filter_words(wanted: QueueFilter) -> str:
    """A filter in a line: ``Answer: Dismissal; Court: Van Nuys, Pasadena; “garcia”``."""
    parts = [
        f"{FACETS[facet]}: {', '.join(facet_words(facet, one) for one in wanted.chosen(facet))}"
        for facet in wanted.set_facets
    ]
    if wanted.text.strip():
        parts.append(f"“{wanted.text.strip()}”")
    return "; ".join(parts) or "All cases"


class FacetColumn(QWidget):
    """Saved filters, and below them the facets of convictions."""

    chosen = Signal(str, str)  # facet, value: put to the others, or taken away

    def __init__(self) -> None:
        super().__init__()
        self.saved = SavedBar()
        self.list = FacetChecks(_OPEN_AT_FIRST)
        self.list.chosen.connect(self.chosen)
        frame = column(self.saved, self.list, gap=1)
        frame.setStretch(1, 1)
        frame.setContentsMargins(0, 0, space(0.5), 0)
        self.setLayout(frame)

    def show_counts(self, counts: Counts, wanted: QueueFilter) -> None:
        """Show what can be chosen, and what is."""
        groups = (_group(facet, counts.get(facet, []), wanted) for facet in FACETS)
        self.list.show_groups([group for group in groups if group is not None])

    def checks(self, facet: str) -> dict[str, FacetCheck]:
        """The values now offered for a facet."""
        return self.list.checks(facet)


def _group(facet: str, counts: list[tuple[str, int]], wanted: QueueFilter) -> CheckGroup | None:
    chosen = wanted.chosen(facet)
    if len(counts) < 2 and not chosen and facet not in _ALWAYS:
        return None
    values = [(value, facet_words(facet, value), n) for value, n in counts]
    return CheckGroup(facet, FACETS[facet], values, chosen)
