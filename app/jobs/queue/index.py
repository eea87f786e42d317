"""The list of convictions: what a filter finds, in which order, and what the facets count."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.jobs.queue.columns import Column, Facet, Mask, Numbers
from app.jobs.queue.decided import Decided
from app.jobs.queue.folding import fold, search_words
from app.jobs.queue.orders import Order, in_order
from app.jobs.queue.search import Lines
from app.model.found_list import FoundList
from app.model.queue_filter import FACETS, OPEN, STALE, QueueFilter, in_facet_order
from app.store.workspace import Workspace

Counts = dict[str, list[tuple[str, int]]]
_MANY_LABELS = frozenset({"flag", "issue", "reminder"})  # none, one or several of them


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is read of the workspace once; rows are in order of conviction id."""

    ids: Numbers
    person: Numbers  # the place of each row's person among ``people``
    columns: Mapping[str, Column]  # of the facets that no decision changes
    sections: Column
    people: Lines  # name, CII number and aliases
    cases: Lines  # case numbers
    orders: Mapping[str, Order]
    has_answer: Mask


class QueueIndex:
    """Answers for a million convictions within a blink; made by `app.jobs.queue.load`."""

    def __init__(self, loaded: Loaded, decided: Decided) -> None:
        self._loaded = loaded
        self._decided = decided
        self._facets = {
            name: Facet(column, is_many=name in _MANY_LABELS)
            for name, column in loaded.columns.items()
        }
        self._version = 0
        self._passed: tuple[int, QueueFilter, _Passed] | None = None
        self._searched: dict[str, Mask] = {}
        self._take_decided()

    def _take_decided(self) -> None:
        decided = self._decided
        for name, column in (
            ("state", decided.state), ("approval", decided.approval),
            ("reviewer", decided.reviewer), ("asked", decided.asked), ("note", decided.note),
            ("reminder", decided.reminder),
        ):  # fmt: skip
            self._facets[name] = Facet(column, is_many=name in _MANY_LABELS)

    @property
    def n_all(self) -> int:
        """Convictions with a determination."""
        return int(np.count_nonzero(self._loaded.has_answer))

    @property
    def n_reviewed(self) -> int:
        """Those of them that were accepted or overridden, and the answer is still the same."""
        return int(np.count_nonzero(self._decided.is_reviewed() & self._loaded.has_answer))

    def find(self, wanted: QueueFilter, sort: str = "risk") -> FoundList:
        """What the filter leaves, in the order ``sort`` (a key of SORTS)."""
        order = self._loaded.orders[sort]
        rows = in_order(order, self._pass(wanted).whole)
        needs_work = self._decided.state.where(lambda state: state in (OPEN, STALE))
        return _found(self._loaded.ids, self._loaded.person, needs_work, rows)

    def find_ids(self, wanted: QueueFilter, sort: str = "risk") -> array[int]:
        """The conviction ids of `find`."""
        return self.find(wanted, sort).ids

    def facets(self, wanted: QueueFilter) -> Counts:
        """For every facet its values with how many convictions choosing one would give.

        What is chosen in a facet does not narrow its own counts. A chosen value that nothing
        has any more is listed with none.
        """
        passed = self._pass(wanted)
        counts: Counts = {}
        for name in FACETS:
            counted = self._facets[name].count(passed.rows(without=name))
            counted.update({value: 0 for value in wanted.chosen(name) if value not in counted})
            counts[name] = in_facet_order(name, counted)
        return counts

    def apply(self, workspace: Workspace, ids: Sequence[int]) -> None:
        """Read anew what was decided, asked and noted of some convictions."""
        self._decided.apply(workspace, ids)
        self._changed()

    def catch_up(self, workspace: Workspace) -> None:
        """Read anew what the record of the work says was touched since the index was made or
        this was last asked."""
        if self._decided.catch_up(workspace):
            self._changed()
        else:
            self.apply_all(workspace)

    def apply_all(self, workspace: Workspace) -> None:
        """Read anew what was decided, asked and noted of all."""
        self._decided = Decided(workspace, self._loaded.ids)
        self._changed()

    def _changed(self) -> None:
        self._version += 1
        self._searched.clear()
        self._take_decided()

    def _pass(self, wanted: QueueFilter) -> _Passed:
        known = self._passed
        if known is not None and known[:2] == (self._version, wanted):
            return known[2]
        always = None if self._loaded.has_answer.all() else self._loaded.has_answer
        passed = _Passed(
            self._search(wanted.text),
            always if wanted.in_scope_only else None,
            {name: self._facets[name].passes(wanted.chosen(name)) for name in wanted.set_facets},
        )
        self._passed = (self._version, wanted, passed)
        return passed

    def _search(self, text: str) -> Mask | None:
        """The rows in which every word occurs; None when there are no words."""
        if not text.strip():
            return None
        found: Mask | None = None
        for word in search_words(text):
            one = self._searched.get(word)
            if one is None:
                one = self._find_word(word)
                self._searched = {**dict(list(self._searched.items())[-7:]), word: one}
            found = one if found is None else found & one
            if not found.any():
                break
        return np.zeros(len(self._loaded.ids), np.bool_) if found is None else found

    def _find_word(self, word: str) -> Mask:
        loaded = self._loaded
        found = loaded.people.find(word)[loaded.person]
        found |= loaded.cases.find(word)
        found |= loaded.sections.where(lambda section: word in fold(section))
        found |= self._decided.find(word)
        return found


def _found(ids: Numbers, person: Numbers, needs_work: Mask, rows: Order) -> FoundList:
    """The rows as a list; ``ids`` and what stands beside them are of all rows, by id."""
    begins, whose = np.ones(len(rows), np.bool_), person[rows]
    begins[1:] = whose[1:] != whose[:-1]
    place_of = np.full(len(ids), -1, np.int32)
    place_of[rows] = np.arange(len(rows), dtype=np.int32)
    is_listed = place_of >= 0
    listed, by_id, places = array("q"), array("q"), array("i")
    listed.frombytes(ids[rows].tobytes())
    by_id.frombytes(ids[is_listed].tobytes())
    places.frombytes(place_of[is_listed].tobytes())
    return FoundList(listed, begins.tobytes(), needs_work[rows].tobytes(), by_id, places)


class _Passed:
    """Which rows pass each part of a filter."""

    def __init__(
        self, searched: Mask | None, in_scope: Mask | None, facets: Mapping[str, Mask]
    ) -> None:
        self._base = [mask for mask in (searched, in_scope) if mask is not None]
        self._facets = facets
        self.whole: Mask | None = _both([*self._base, *facets.values()])
        self._rows = _places(self.whole)

    def rows(self, without: str = "") -> Order | None:
        """Rows that pass all, or all but a facet; None for every row."""
        if without not in self._facets:
            return self._rows
        others = [mask for name, mask in self._facets.items() if name != without]
        return _places(_both([*self._base, *others]))


def _places(mask: Mask | None) -> Order | None:
    return None if mask is None else np.flatnonzero(mask).astype(np.int32)


def _both(masks: Sequence[Mask]) -> Mask | None:
    if not masks:
        return None
    found = masks[0]
    for mask in masks[1:]:
        found = found & mask
    return found
