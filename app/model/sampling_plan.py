"""How many of a set to look at, and which: a random sample that finds a wrong answer.

The size rests on the hypergeometric distribution, exactly, in whole numbers: of ``n_cases`` of
which ``n_wrong`` are wrong, ``n`` drawn without putting back hold no wrong one with the chance
C(n_cases - n_wrong, n) / C(n_cases, n). The sample is the smallest for which that chance is no
more than what the stated confidence leaves.

Which ones: cases stand in the order of SHA-256 over ``seed:number`` (the seed as it is on record,
a colon, the number of the conviction in decimal digits, as UTF-8), and the first ``n`` are drawn.
Whoever has the seed and the numbers can draw the same sample with any tool.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.errors import InputError

CONFIDENCE = 0.95
WORST = 0.01
LEAST_CONFIDENCE, MOST_CONFIDENCE = 0.5, 0.9999
LEAST_WORST, MOST_WORST = 0.0001, 0.5


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """A sample of ``n_drawn`` of ``n_cases``; ``n_wrong`` is how many ``worst`` makes at least."""

    n_cases: int
    n_wrong: int
    n_drawn: int
    confidence: float
    worst: float

    @property
    def sentence(self) -> str:
        """What the sample says, for a person."""
        if self.n_drawn == self.n_cases:
            every = "The only answer" if self.n_cases == 1 else f"All {self.n_cases:,} answers"
            return (
                f"{every} would be looked at: the set is too small for a smaller sample to find "
                f"{percent(self.worst)} of wrong ones with a certainty of "
                f"{percent(self.confidence)}."
            )
        return (
            f"If {percent(self.worst)} or more of the {self.n_cases:,} answers were wrong, a look "
            f"at {self.n_drawn:,} of them, chosen at random, would find a wrong one with a "
            f"certainty of {percent(self.confidence)}."
        )


def plan_sample(n_cases: int, confidence: float = CONFIDENCE, worst: float = WORST) -> SamplingPlan:
    """The smallest sample of which the sentence is true.

    If ``worst`` (a share) or more of the set were wrong, it holds a wrong one with the chance
    ``confidence`` or more. Raises InputError for an empty set or a share that means nothing.
    """
    if n_cases < 1:
        raise InputError("There is no case to draw from. Choose a set of cases first.")
    _check("The certainty", confidence, LEAST_CONFIDENCE, MOST_CONFIDENCE)
    _check("The share of wrong answers", worst, LEAST_WORST, MOST_WORST)
    missed = 1 - _exactly(confidence)
    n_wrong = max(1, math.ceil(_exactly(worst) * n_cases))
    n_drawn = _smallest(n_cases, n_wrong, missed)
    return SamplingPlan(n_cases, n_wrong, n_drawn, confidence, worst)


def draw(seed: str, numbers: Iterable[int], n_drawn: int) -> list[int]:
    """The first ``n_drawn`` of the numbers in the order of the seed."""
    return in_order_of(seed, numbers)[:n_drawn]


def in_order_of(seed: str, numbers: Iterable[int]) -> list[int]:
    """The numbers as the seed shuffles them."""
    return sorted(numbers, key=lambda number: _place(seed, number))


def _place(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}:{number}".encode()).digest()


def percent(share: float) -> str:
    """``0.01`` as ``1%``, ``0.995`` as ``99.5%``."""
    return f"{round(share * 100, 4):.4f}".rstrip("0").rstrip(".") + "%"


def _smallest(n_cases: int, n_wrong: int, missed: Fraction) -> int:
    """The least number drawn that misses every wrong one with no more than this chance."""
    most = n_cases - n_wrong + 1  # so many cannot all be right
    high = 1
    while high < most and not _is_enough(n_cases, n_wrong, high, missed):
        high *= 2
    low, high = high // 2 + 1, min(high, most)
    while low < high:
        middle = (low + high) // 2
        if _is_enough(n_cases, n_wrong, middle, missed):
            high = middle
        else:
            low = middle + 1
    return high


def _is_enough(n_cases: int, n_wrong: int, n_drawn: int, missed: Fraction) -> bool:
    """Whether C(n_cases - n_wrong, n_drawn) / C(n_cases, n_drawn) is no more than ``missed``.

    The chance is the same with the two numbers exchanged: the smaller one gives fewer factors.
    """
    few, many = sorted((n_wrong, n_drawn))
    if many + few > n_cases:
        return True
    right = math.prod(range(n_cases - many - few + 1, n_cases - many + 1))
    every = math.prod(range(n_cases - few + 1, n_cases + 1))
    return right * missed.denominator <= every * missed.numerator


def _exactly(share: float) -> Fraction:
    """A share as it was written: 0.01 is one in a hundred, not its nearest binary number."""
    return Fraction(repr(share))


def _check(what: str, share: float, least: float, most: float) -> None:
    if not least <= share <= most:
        raise InputError(f"{what} is a share between {percent(least)} and {percent(most)}.")
