"""Three-valued logic: a fact is met, not met or unknown.

Unknown is never favourable, nor unfavourable (design section 2.1): nothing here
turns an unknown into a yes or a no.
"""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """The answer to one question about one conviction."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"

    @staticmethod
    def of(answer: bool | None) -> "Truth":
        """``None`` stands for unknown."""
        if answer is None:
            return Truth.UNKNOWN
        return Truth.MET if answer else Truth.NOT_MET

    def __invert__(self) -> "Truth":
        if self is Truth.UNKNOWN:
            return self
        return Truth.NOT_MET if self is Truth.MET else Truth.MET

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: compare it with `is`")


def all_of(answers: Iterable[Truth]) -> Truth:
    """Met when every answer is; not met when one is not, whatever is unknown."""
    result = Truth.MET
    for answer in answers:
        if answer is Truth.NOT_MET:
            return answer
        if answer is Truth.UNKNOWN:
            result = answer
    return result


def any_of(answers: Iterable[Truth]) -> Truth:
    """Met when one answer is, whatever is unknown; not met when none is."""
    result = Truth.NOT_MET
    for answer in answers:
        if answer is Truth.MET:
            return answer
        if answer is Truth.UNKNOWN:
            result = answer
    return result
