"""Reproducible chance: the same seed gives the same draws on every Python.

Only `random.Random.random` is used, the one method whose sequence Python promises to
keep for a seed; choosing and ranging are computed here.
"""

from __future__ import annotations

import random  # noqa: TID251 - made-up files need chance; always seeded by the caller
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of draws."""

    __slots__ = ("unit",)

    def __init__(self, seed: int) -> None:
        self.unit = random.Random(seed).random  # noqa: S311 - no secrets here

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.unit() * len(choices))]

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.unit() * (high - low + 1))

    def is_hit(self, share: float) -> bool:
        """True in about ``share`` of all draws."""
        return self.unit() < share

    def digits(self, pattern: str) -> str:
        """``pattern`` with a digit for every ``#``."""
        return "".join(str(int(self.unit() * 10)) if mark == "#" else mark for mark in pattern)


def weighted(choices: Sequence[tuple[T, int]]) -> tuple[T, ...]:
    """Each choice as often as its weight says, to be picked from evenly."""
    return tuple(choice for choice, weight in choices for _ in range(weight))
