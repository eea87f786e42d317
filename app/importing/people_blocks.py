"""Which people are worth comparing: those who share a key. Never all with all.

The keys of a person are what any two who may be one have in common: the digits of the CII
number; the birth year with day and month in either order, and one word of a name; a case number
and one word of a name; and the whole name, where one of the two has no full birth date.
"""

from __future__ import annotations

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
        for word in [token for token in tokens if len(token) > 1] or tokens:
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
    """Takes people by their keys and gives the pairs to compare.

    Most keys are one person's: those are kept without a list, a quarter of the memory.
    """

    def __init__(self) -> None:
        self._shared: _Index = {}
        self._exact: _Index = {}
        self._partial: _Index = {}

    def add(self, person: int, keys: Keys) -> None:
        _put(self._shared, keys.shared, person)
        _put(self._exact if keys.is_exact else self._partial, keys.names, person)

    def pairs(self) -> list[tuple[int, int]]:
        """Each once, the lower number first, in ascending order."""
        found: set[tuple[int, int]] = set()
        for people in self._shared.values():
            if isinstance(people, list) and len(people) <= MOST_OF_A_KEY:
                found.update(_pairs(people, people))
        for key, some in self._partial.items():
            partial = _listed(some)
            everyone = [*_listed(self._exact.get(key, [])), *partial]
            if 1 < len(everyone) <= MOST_NAMESAKES:
                found.update(_pairs(partial, everyone))
        return sorted(found)


_Index = dict[int, int | list[int]]


def _put(index: _Index, keys: Iterable[int], person: int) -> None:
    for key in keys:
        before = index.setdefault(key, person)
        if isinstance(before, list):
            before.append(person)
        elif before != person:
            index[key] = [before, person]


def _listed(people: int | list[int]) -> list[int]:
    return people if isinstance(people, list) else [people]


def _pairs(some: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
    for one in some:
        for other in others:
            if one != other:
                yield (one, other) if one < other else (other, one)
