"""Which list is shown: keeps the filter and the order, asks the reader thread, shows the answers.

The list is read into memory once, off the window thread; every filter, count and order after
that comes within a blink. Until the list that was asked for is there, the one before stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.errors import InputError
from app.jobs.saved_filters import read_saved, remove_filter, save_filter
from app.model.found_list import FoundList
from app.model.queue_filter import FACETS, SORTS, QueueFilter
from app.store.saved_filters import SavedFilter
from app.store.workspace import Workspace
from ui.cases.facets import FacetColumn
from ui.cases.questions import FoundCounts, QueueReader, ask_saved
from ui.cases.queue_pane import QueuePane
from ui.desk import Desk
from ui.tables.latest import LatestReader

_SAVING = "Saving the filter"


class QueueControl(QObject):
    """``reviewed`` tells how far the review is, ``filter_changed`` that another list is wanted."""

    reviewed = Signal(object)  # Reviewed
    filter_changed = Signal(object)  # QueueFilter

    def __init__(self, desk: Desk, pane: QueuePane, column: FacetColumn) -> None:
        super().__init__(pane)
        self._desk, self._pane, self._column = desk, pane, column
        self._asker: LatestReader | None = None
        self._reader = QueueReader()
        self._is_loaded = False
        self._open_at: int | None = None
        self.wanted, self.sort = QueueFilter(), "risk"
        column.chosen.connect(lambda facet, value: self.show(self.wanted.toggled(facet, value)))
        column.saved.filter_wanted.connect(self.use_saved)
        column.saved.save_wanted.connect(self._save)
        column.saved.remove_wanted.connect(self._remove)
        pane.search_changed.connect(self._on_search)
        pane.sort_changed.connect(self._on_sort)
        pane.filter_changed.connect(self.show)

    # The workspace

    def start(self) -> None:
        """A reader thread of its own for the workspace that is open now."""
        reader = self._desk.reader
        self.close()
        if reader is not None:
            self._reader, self._is_loaded = QueueReader(), False
            self.wanted = QueueFilter()
            self._asker = LatestReader(reader.reader, self._desk.report, self)

    def close(self) -> None:
        """Leave the workspace; safe to call twice."""
        if self._asker is not None:
            self._asker.close()
        self._asker = None
        self._pane.show_list(FoundList(), None)
        self._pane.show_filter(QueueFilter())

    @property
    def is_settled(self) -> bool:
        """Whether everything that was asked has arrived."""
        return self._asker is None or not self._asker.is_asking

    def refresh(self, changes: set[str]) -> None:
        """Look again at what ``changes`` names."""
        if self._asker is None:
            return
        if changes & {"import", "check"}:
            self._load()
        elif "settings" in changes:
            self._catch_up("rules", self._reader.read_rules)
        elif "review" in changes:
            self._pane.model.reload()
            self._catch_up("decided", self._reader.catch_up)

    def _load(self) -> None:
        assert self._asker is not None
        self._ask_saved()
        if self._is_loaded:
            self._ask_load()
        else:  # the first time nothing is there to look at meanwhile
            self._asker.ask("count", self._reader.count, self._on_counted)

    def _on_counted(self, n: int) -> None:
        self._pane.show_reading(n)
        self._ask_load()

    def _ask_load(self) -> None:
        if self._asker is not None:
            self._asker.ask("load", self._reader.load, lambda _: self._on_loaded())

    def _on_loaded(self) -> None:
        self._is_loaded = True
        self._ask()

    def _catch_up(self, name: str, read: Callable[[Workspace], None]) -> None:
        if self._asker is not None and self._is_loaded:
            self._asker.ask(name, read, lambda _: self._ask_counts())

    # The filter

    def show(self, wanted: QueueFilter) -> None:
        """Show another list; the conviction that is looked at stays if it is in it."""
        self.wanted = wanted
        self._pane.show_filter(wanted)
        self._ask()
        self.filter_changed.emit(wanted)

    def open_with(self, **arguments: object) -> None:
        """``conviction_id`` goes to a conviction; facets (``outcome="HAND_REVIEW"``) filter, by
        one value or several."""
        wanted = QueueFilter()
        for facet in FACETS:
            if facet in arguments:
                given = arguments[facet]
                values = given if isinstance(given, tuple) else (str(given),)
                wanted = wanted.with_values(facet, values)
        asked = arguments.get("conviction_id")
        self._open_at = asked if isinstance(asked, int) else None
        self.show(wanted)

    def use_saved(self, saved: SavedFilter) -> None:
        """Show what a saved filter shows, in its order."""
        try:
            wanted = read_saved(saved)
        except InputError as error:
            self._desk.say("caution", error.message)
            return
        if saved.sort in SORTS:
            self.sort = saved.sort
            self._pane.show_sort(saved.sort)
        self.show(wanted)

    def _on_search(self, text: str) -> None:
        if text.strip() != self.wanted.text:
            self.show(replace(self.wanted, text=text.strip()))

    def _on_sort(self, sort: str) -> None:
        self.sort = sort
        self._ask()

    # Asking and showing

    def _ask(self) -> None:
        """The list and its counts; the list is answered first."""
        self._column.saved.show_present(self.wanted, self.sort)
        self._ask_counts()
        if self._asker is not None and self._is_loaded:
            reader, wanted, sort = self._reader, self.wanted, self.sort
            self._asker.ask("list", lambda _: reader.find(wanted, sort), self._show_list)

    def _ask_counts(self) -> None:
        if self._asker is not None and self._is_loaded:
            reader, wanted = self._reader, self.wanted
            self._asker.ask("counts", lambda _: reader.counts(wanted), self._show_counts)

    def _show_list(self, found: FoundList) -> None:
        keep = self._open_at if self._open_at is not None else self._pane.current_id
        self._open_at = None
        self._pane.show_list(found, keep)

    def _show_counts(self, found: FoundCounts) -> None:
        self._column.show_counts(found.counts, found.wanted)
        self.reviewed.emit(found.reviewed)

    # Saved filters

    def _show_saved(self, saved: list[SavedFilter]) -> None:
        self._column.saved.show_saved(saved, self.wanted, self.sort)

    def _ask_saved(self) -> None:
        if self._asker is not None:
            self._asker.ask("saved", ask_saved, self._show_saved)

    def _save(self, name: str, replaces: bool) -> None:
        wanted, sort, who = self.wanted, self.sort, self._desk.user
        self._desk.run_job(
            _SAVING,
            lambda store, _: save_filter(store, name, wanted, sort, who=who, replaces=replaces),
            lambda _: self._ask_saved(),
            set(),
            is_saving=True,
        )

    def _remove(self, name: str) -> None:
        who = self._desk.user
        self._desk.run_job(
            _SAVING,
            lambda store, _: remove_filter(store, name, who=who),
            lambda _: self._ask_saved(),
            set(),
            is_saving=True,
        )
