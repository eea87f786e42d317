"""What a record leaves open, settled in every way: an answer counts when all ways agree.

A table asks a `World` for facts. A known fact is given at once; an open one ends the attempt, and
the table is answered again under each of its values. So only facts that a table really looks at
are ever varied, and two facts that hang together are never taken apart.

Nothing of `app` is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar, cast

T = TypeVar("T")
Answer = tuple[str, str]  # determination and reason; two empty texts when none is due
Key = tuple[str, Hashable]  # what kind of fact, and of what: ("date", row), ("list", row)
Settled = dict[Key, Any]
MOST_WORLDS = 2_000


class _OpenError(Exception):
    def __init__(self, key: Key, values: tuple[Any, ...]) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass
class World:
    """One way in which the open facts may be."""

    settled: Settled
    takes_doubts: bool = False  # what the law leaves doubtful is open too
    was_asked_doubts: bool = False

    def doubt(self, key: Key, likely: bool) -> bool:
        """A point of law on which two readings are possible."""
        self.was_asked_doubts = True
        return bool(self.fact(key, (likely, not likely))) if self.takes_doubts else likely

    def fact(self, key: Key, values: Iterable[T]) -> T:
        """The fact, which may be any of ``values``."""
        if key in self.settled:
            return cast("T", self.settled[key])
        found = tuple(dict.fromkeys(values))
        if len(found) > 1:
            raise _OpenError(key, found)
        return found[0]


@dataclass(frozen=True)
class Verdict:
    """The answers of all worlds, and the facts on which the determination hangs."""

    answers: frozenset[Answer]
    hinges: frozenset[Key]
    is_whole: bool = True  # False: more worlds than were tried, and those tried agree

    @property
    def determinations(self) -> frozenset[str]:
        return frozenset(word for word, _ in self.answers)


def all_verdicts(answer: Callable[[World], Answer]) -> Iterator[Verdict]:
    """One verdict, or two where the law leaves a point doubtful.

    First by the likely reading alone, then with the point open. Either will do.
    """
    likely, asks_doubts = _in_all_worlds(answer, takes_doubts=False)
    yield likely
    if asks_doubts:
        yield _in_all_worlds(answer, takes_doubts=True)[0]


def _in_all_worlds(
    answer: Callable[[World], Answer], *, takes_doubts: bool
) -> tuple[Verdict, bool]:
    """Answer in every world. Also whether a point of doubt was asked about."""
    leaves: list[tuple[Settled, Answer]] = []
    waiting: list[Settled] = [{}]
    asks_doubts = False
    while waiting and len(leaves) < MOST_WORLDS:
        world = World(waiting.pop(), takes_doubts)
        try:
            leaves.append((world.settled, answer(world)))
        except _OpenError as open_fact:
            waiting += [world.settled | {open_fact.key: value} for value in open_fact.values]
        asks_doubts |= world.was_asked_doubts
    answers = frozenset(found for _, found in leaves)
    is_whole = not waiting or len({word for word, _ in answers}) > 1
    return Verdict(answers, _hinges(leaves), is_whole), asks_doubts


def _hinges(leaves: list[tuple[Settled, Answer]]) -> frozenset[Key]:
    """Facts that alone, the others being equal, change the determination."""
    found: set[Key] = set()
    if len({answer[0] for _, answer in leaves}) == 1:
        return frozenset()
    several = leaves if len(leaves) < 200 else leaves[:: len(leaves) // 200 + 1]
    for (first, one), (second, other) in combinations(several, 2):
        if one[0] == other[0]:
            continue
        differing = [key for key in first.keys() & second.keys() if first[key] != second[key]]
        if len(differing) == 1:
            found.add(differing[0])
    return frozenset(found)
