"""A list of convictions in order, as it is shown: which, whose, and where work is left.

Plain bytes and numbers: a million convictions take some twenty megabytes, and showing them needs
nothing else.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

_YES = b"\x01"


@dataclass(frozen=True, slots=True)
class FoundList:
    """``begins`` and ``needs_work`` have a byte for each conviction, 1 for yes; ``by_id`` are the
    ids sorted and ``places`` where each of those stands."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    begins: bytes = b""
    needs_work: bytes = b""
    by_id: array[int] = field(default_factory=lambda: array("q"))
    places: array[int] = field(default_factory=lambda: array("i"))

    @staticmethod
    def of(ids: Iterable[int]) -> FoundList:
        """Convictions of as many people, all open."""
        found = array("q", ids)
        order = sorted(range(len(found)), key=found.__getitem__)
        yes = _YES * len(found)
        by_id = array("q", (found[place] for place in order))
        return FoundList(found, yes, yes, by_id, array("i", order))

    def __len__(self) -> int:
        return len(self.ids)

    def find_position(self, conviction_id: int) -> int:
        """Where a conviction stands, -1 when it is not in the list."""
        place = bisect_left(self.by_id, conviction_id)
        if place < len(self.by_id) and self.by_id[place] == conviction_id:
            return self.places[place]
        return -1

    def begins_person(self, position: int) -> bool:
        """Whether the conviction above belongs to somebody else, or none stands above."""
        return self.begins[position] == 1

    def positions_of_person(self, position: int) -> range:
        """The rows of one person that stand together around a position."""
        after = self.begins.find(_YES, position + 1)
        return range(
            self.begins.rfind(_YES, 0, position + 1), after if after >= 0 else len(self.ids)
        )

    def find_next_open(self, position: int) -> int:
        """The first row from a position on that is open or stale, else the first of all; -1: none.

        As of when the list was asked for.
        """
        after = self.needs_work.find(_YES, max(position, 0))
        return after if after >= 0 else self.needs_work.find(_YES)
