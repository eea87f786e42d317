"""Which people are worth comparing: those who share a key. Never all with all.

The keys of a person are what any two who may be one have in common: the digits of the CII
number; the birth year with day and month in either order, and one word of a name; a case number
and one word of a name; and the whole name, where one of the two has no full birth date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from app.importing.identity import Profile, cii_digits
from app.importing.person_names import read_name

MOST_NAMESAKES = 25  # a whole name that more people bear says nothing by itself
MOST_OF_A_KEY = 200  # nor does another key that so many share: a filler, not a fact


class Keys(NamedTuple):
    """The keys of a person as numbers; ``names`` are those of whole names."""

    shared: tuple[int, ...]
    names: tuple[int, ...]
    is_exact: bool  # the birth date is known to the day


def keys_of(profile: Profile) -> Keys:
    """The same for equal profiles, in every process."""
    shared: set[str] = set()
    names: set[str] = set()
    digits = cii_digits(profile.cii)
    if digits:
        shared.add(f"c{digits}")
    day = profile.born.day
    for text in profile.names:
        tokens = read_name(text).tokens
        if len(tokens) > 1:
            names.add(" ".join(sorted(tokens)))
        for word in tokens:
            if len(word) < 2:
                continue
            if day is not None:
                low, high = sorted((day.day, day.month))
                shared.add(f"b{day.year}-{low}-{high} {word}")
            shared.update(f"k{case} {word}" for case in profile.cases)
    return Keys(_numbers(shared), _numbers(names), day is not None)


def _numbers(keys: Iterable[str]) -> tuple[int, ...]:
    return tuple(
        int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") for key in keys
    )


class Blocks:
    """Takes people by their keys and gives the pairs to compare."""

    def __init__(self) -> None:
        self._shared: defaultdict[int, list[int]] = defaultdict(list)
        self._exact: defaultdict[int, list[int]] = defaultdict(list)
        self._partial: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, person: int, keys: Keys) -> None:
        for key in keys.shared:
            self._shared[key].append(person)
        of_names = self._exact if keys.is_exact else self._partial
        for key in keys.names:
            of_names[key].append(person)

    def pairs(self) -> list[tuple[int, int]]:
        """Each once, the lower number first, in ascending order."""
        found: set[tuple[int, int]] = set()
        for people in self._shared.values():
            if 1 < len(people) <= MOST_OF_A_KEY:
                found.update(_pairs(people, people))
        for key, partial in self._partial.items():
            everyone = [*self._exact.get(key, ()), *partial]
            if 1 < len(everyone) <= MOST_NAMESAKES:
                found.update(_pairs(partial, everyone))
        return sorted(found)


def _pairs(some: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
    for one in some:
        for other in others:
            if one != other:
                yield (one, other) if one < other else (other, one)
