"""How many of a set are looked at, and which: against counting, known values and the record."""

from __future__ import annotations

import hashlib
import math
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.model.sampling_plan import draw, in_order_of, percent, plan_sample

CASES = range(1, 11)


def missed_by_counting(n_cases: int, n_wrong: int, n_drawn: int) -> Fraction:
    """The share of all samples without a wrong case, each sample looked at."""
    samples = list(combinations(range(n_cases), n_drawn))
    missed = sum(all(case >= n_wrong for case in sample) for sample in samples)
    return Fraction(missed, len(samples))


@pytest.mark.parametrize("n_cases", CASES)
@pytest.mark.parametrize("worst", [0.1, 0.2, 0.34, 0.5])
@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
def test_the_smallest_sample_that_keeps_the_sentence(
    n_cases: int, worst: float, confidence: float
) -> None:
    """Every possible sample counted: this size is enough, one less is not."""
    plan = plan_sample(n_cases, confidence, worst)
    missed = 1 - Fraction(str(confidence))
    assert plan.n_wrong == max(1, math.ceil(Fraction(str(worst)) * n_cases))
    assert missed_by_counting(n_cases, plan.n_wrong, plan.n_drawn) <= missed
    if plan.n_drawn > 1:
        assert missed_by_counting(n_cases, plan.n_wrong, plan.n_drawn - 1) > missed


@given(
    st.integers(1, 3000),
    st.sampled_from([0.5, 0.9, 0.95, 0.99, 0.999]),
    st.sampled_from([0.001, 0.01, 0.025, 0.1, 0.5]),
)
def test_the_chance_as_whole_numbers(n_cases: int, confidence: float, worst: float) -> None:
    """The binomials themselves say that the size is enough, and one less is not."""
    plan = plan_sample(n_cases, confidence, worst)
    missed = 1 - Fraction(str(confidence))

    def chance(n_drawn: int) -> Fraction:
        return Fraction(math.comb(n_cases - plan.n_wrong, n_drawn), math.comb(n_cases, n_drawn))

    assert chance(plan.n_drawn) <= missed < chance(plan.n_drawn - 1)


@pytest.mark.parametrize(
    ("n_cases", "confidence", "worst", "n_drawn"),
    [
        (10**12, 0.95, 0.01, 299),  # as good as without end: 0.99 ** 299 < 0.05
        (10**12, 0.99, 0.01, 459),
        (10**12, 0.95, 0.05, 59),
        (10**12, 0.95, 0.001, 2995),  # the rule of three: about 3 / 0.001
        (1_000_000, 0.95, 0.01, 299),
        (100, 0.95, 0.01, 95),  # one wrong of a hundred: 95 of them hold it with 95 %
        (20, 0.95, 0.01, 19),
        (10, 0.95, 0.01, 10),
        (1, 0.95, 0.01, 1),
    ],
)
def test_known_values(n_cases: int, confidence: float, worst: float, n_drawn: int) -> None:
    """Sizes that stand in every book on the matter."""
    assert plan_sample(n_cases, confidence, worst).n_drawn == n_drawn


def test_a_share_is_what_was_written() -> None:
    """1 % of 300 is 3 wrong ones, although the nearest binary number is a little more."""
    assert plan_sample(300, 0.95, 0.01).n_wrong == 3
    assert plan_sample(301, 0.95, 0.01).n_wrong == 4


def test_the_sentence_for_a_person() -> None:
    """It names the share, the set, the sample and the certainty; a small set is looked at whole."""
    assert plan_sample(2106).sentence == (
        "If 1% or more of the 2,106 answers were wrong, a look at 267 of them, chosen at random, "
        "would find a wrong one with a certainty of 95%."
    )
    assert plan_sample(12).sentence.startswith("All 12 answers would be looked at")
    assert plan_sample(1).sentence.startswith("The only answer would be looked at")
    assert percent(0.995) == "99.5%"
    assert percent(0.0001) == "0.01%"


@pytest.mark.parametrize(
    ("n_cases", "confidence", "worst", "says"),
    [
        (0, 0.95, 0.01, "There is no case to draw from"),
        (10, 1.0, 0.01, "The certainty is a share between 50% and 99.99%"),
        (10, 0.2, 0.01, "The certainty is a share"),
        (10, 0.95, 0.0, "The share of wrong answers is a share between 0.01% and 50%"),
        (10, 0.95, 0.9, "The share of wrong answers"),
        (10, float("nan"), 0.01, "The certainty"),
    ],
)
def test_a_plan_that_means_nothing_is_refused(
    n_cases: int, confidence: float, worst: float, says: str
) -> None:
    """In a sentence with what may be given."""
    with pytest.raises(InputError, match=says):
        plan_sample(n_cases, confidence, worst)


def test_anybody_can_draw_the_same_sample() -> None:
    """SHA-256 over seed, colon and number, ascending: nothing else decides."""
    numbers = [3, 14, 15, 92, 65, 35]
    digests = {hashlib.sha256(f"5eed:{one}".encode()).hexdigest(): one for one in numbers}
    by_hand = [digests[digest] for digest in sorted(digests)]
    assert draw("5eed", numbers, 3) == by_hand[:3]
    assert draw("5eed", reversed(numbers), 3) == by_hand[:3]
    assert in_order_of("other", numbers) != by_hand


def test_every_case_is_drawn_equally_often() -> None:
    """Over 2,000 seeds each of ten cases is among three drawn about 600 times."""
    counts = dict.fromkeys(range(10), 0)
    for seed in range(2000):
        for one in draw(f"{seed:032x}", range(10), 3):
            counts[one] += 1
    assert sum(counts.values()) == 6000
    assert all(520 < n < 680 for n in counts.values())
