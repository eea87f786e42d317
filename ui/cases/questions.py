"""What the review page asks of the list, from its reader thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.found_list import FoundList
from app.model.queue_filter import QueueFilter
from app.store import queue_columns, saved_filters
from app.store.runs import find_latest_run
from app.store.saved_filters import SavedFilter
from app.store.workspace import Workspace
from ui.cases.facets import Counts

if TYPE_CHECKING:
    from app.jobs.queue.index import QueueIndex


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How far the review is."""

    n_done: int
    n_all: int  # determinations of the latest check; 0 before the first
    has_run: bool


@dataclass(frozen=True, slots=True)
class FoundCounts:
    """Counts under a filter, which tells them from those of one asked before."""

    counts: Counts
    wanted: QueueFilter
    reviewed: Reviewed


class QueueReader:
    """The list in memory. Made in the window thread; everything else happens in the reader's."""

    def __init__(self) -> None:
        self._index: QueueIndex | None = None
        self._has_run = False

    def count(self, workspace: Workspace) -> int:
        """How many convictions are about to be read."""
        return queue_columns.count_listed(workspace)

    def load(self, workspace: Workspace) -> bool:
        """Read the list anew; what was read before answers until then. Whether it was checked."""
        # Loaded when asked for: it brings NumPy, which the window does not need to open.
        from app.jobs.queue.load import load_queue  # noqa: PLC0415

        self._index = load_queue(workspace)
        self._has_run = find_latest_run(workspace) is not None
        return self._has_run

    def catch_up(self, workspace: Workspace) -> None:
        """Read anew what was decided, asked or noted since."""
        if self._index is not None:
            self._index.catch_up(workspace)

    def read_rules(self, workspace: Workspace) -> None:
        """Read anew what the office's rules change: who approves what."""
        if self._index is not None:
            self._index.apply_all(workspace)

    def find(self, wanted: QueueFilter, sort: str) -> FoundList:
        return self._index.find(wanted, sort) if self._index is not None else FoundList()

    def counts(self, wanted: QueueFilter) -> FoundCounts:
        index = self._index
        if index is None:
            return FoundCounts({}, wanted, Reviewed(0, 0, self._has_run))
        reviewed = Reviewed(index.n_reviewed, index.n_all, self._has_run)
        return FoundCounts(index.facets(wanted), wanted, reviewed)


def ask_saved(workspace: Workspace) -> list[SavedFilter]:
    return saved_filters.list_saved_filters(workspace)
