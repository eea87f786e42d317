"""Three-valued logic: nothing turns an unknown into a yes or a no."""

from __future__ import annotations

import itertools

import pytest

from app.model.truth import Truth, all_of, any_of, at_least

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


def _possible(answer: Truth) -> tuple[bool, ...]:
    return (True, False) if answer is UNKNOWN else (answer is MET,)


@pytest.mark.parametrize("answers", list(itertools.product(Truth, repeat=3)))
def test_combinations_agree_with_every_completion(answers: tuple[Truth, ...]) -> None:
    """All and any are known exactly when every value of the unknowns gives the same."""
    completions = list(itertools.product(*map(_possible, answers)))
    for combine, python in ((all_of, all), (any_of, any)):
        results = {python(one) for one in completions}
        assert combine(answers) is (Truth.of(results.pop()) if len(results) == 1 else UNKNOWN)


@pytest.mark.parametrize("answers", list(itertools.product(Truth, repeat=3)))
@pytest.mark.parametrize("needed", range(5))
def test_counting_agrees_with_every_completion(answers: tuple[Truth, ...], needed: int) -> None:
    """So many are met exactly when they are whatever the unknowns turn out to be."""
    completions = list(itertools.product(*map(_possible, answers)))
    results = {sum(one) >= needed for one in completions}
    expected = Truth.of(results.pop()) if len(results) == 1 else UNKNOWN
    assert at_least(answers, needed) is expected


def test_not() -> None:
    """The opposite of unknown is unknown."""
    assert (~MET, ~NOT_MET, ~UNKNOWN) == (NOT_MET, MET, UNKNOWN)


def test_a_truth_is_no_bool() -> None:
    """Nobody can ask `if truth` by accident."""
    with pytest.raises(TypeError):
        bool(MET)
