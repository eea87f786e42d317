"""Three-valued logic: a fact is met, not met or unknown.

Unknown is never favourable, nor unfavourable (design section 2.1): nothing here
turns an unknown into a yes or a no.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Final


class Truth(Enum):
    """The answer to one question about one conviction."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"

    @staticmethod
    def of(answer: bool | None) -> "Truth":
        """``None`` stands for unknown."""
        if answer is None:
            return UNKNOWN
        return MET if answer else NOT_MET

    def __invert__(self) -> "Truth":
        if self is UNKNOWN:
            return self
        return NOT_MET if self is MET else MET

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: compare it with `is`")


# Looking a member up in its class costs more than comparing with it, and rules do so by the
# million. What asks often takes these.
MET: Final = Truth.MET
NOT_MET: Final = Truth.NOT_MET
UNKNOWN: Final = Truth.UNKNOWN


def all_of(answers: Iterable[Truth]) -> Truth:
    """Met when every answer is; not met when one is not, whatever is unknown."""
    result = MET
    for answer in answers:
        if answer is NOT_MET:
            return answer
        if answer is UNKNOWN:
            result = answer
    return result


def any_of(answers: Iterable[Truth]) -> Truth:
    """Met when one answer is, whatever is unknown; not met when none is."""
    result = NOT_MET
    for answer in answers:
        if answer is MET:
            return answer
        if answer is UNKNOWN:
            result = answer
    return result


def at_least(answers: Iterable[Truth], needed: int) -> Truth:
    """Met when so many answers are; not met when even the unknown ones would not be enough."""
    sure = possible = 0
    for answer in answers:
        if answer is MET:
            sure += 1
        elif answer is UNKNOWN:
            possible += 1
    if sure >= needed:
        return MET
    return UNKNOWN if sure + possible >= needed else NOT_MET
