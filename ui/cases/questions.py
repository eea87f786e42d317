"""What the review page asks the store from its reader thread."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace

from app.store.queue import QueueFilter, count_facets, find_ids
from app.store.reviews import ACCEPTED, OVERRIDDEN, count_reviews
from app.store.runs import find_latest_run
from app.store.workspace import Workspace
from ui.cases.facets import FACETS, Counts


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How far the review is."""

    counts: dict[str, int]  # by state
    n_all: int  # determinations of the latest check; 0 before the first
    has_run: bool

    @property
    def n_done(self) -> int:
        return self.counts.get(ACCEPTED, 0) + self.counts.get(OVERRIDDEN, 0)


def ask_ids(workspace: Workspace, wanted: QueueFilter, sort: str) -> array[int]:
    return find_ids(workspace, wanted, sort)


def ask_facets(workspace: Workspace, wanted: QueueFilter) -> Counts:
    """Counts under the filter; a group that is set counts as if it were not, so that its
    other values stay in sight with what they would give."""
    counts = count_facets(workspace, wanted)
    for facet, _ in FACETS:
        if getattr(wanted, facet):
            open_filter = replace(wanted, **{facet: ""})  # type: ignore[arg-type]
            counts[facet] = count_facets(workspace, open_filter)[facet]
    return counts


def ask_reviewed(workspace: Workspace) -> Reviewed:
    run = find_latest_run(workspace)
    return Reviewed(count_reviews(workspace), run.n_determinations if run else 0, run is not None)
