"""The points in which the earlier tools read a record otherwise (spec: county policies, 6).

Points 4 and 7 are not here: what they changed, the figures of a run, is no cell of a
result file. `Mark.LIST` is no mistake of the earlier tools: it stands for the lists of
offenses, where ours calls an entry *maybe*, knows one more, or asks for a felony.
"""

from __future__ import annotations

from enum import Enum


class Mark(Enum):
    """A point, by the number it is known by; in the order in which they are tried."""

    UNKNOWN = "1"
    SECTIONS = "2"
    SENTENCE = "3"
    COUNTY = "5"
    ONE_PERSON = "6"
    LATER = "8"
    GANG_PAIR = "9"
    LIST = "list"

    # Sets of marks are made for every person: by identity, which needs no Python.
    __hash__ = object.__hash__

    @property
    def title(self) -> str:
        """``Point 2, sections by substring`` as a note begins."""
        lead = "" if self is Mark.LIST else f"Point {self.value}, "
        return lead + _TITLES[self]


_TITLES = {
    Mark.UNKNOWN: "an unknown fact",
    Mark.SECTIONS: "sections by substring",
    Mark.SENTENCE: "the end of a sentence",
    Mark.COUNTY: "the name of the county",
    Mark.ONE_PERSON: "one person in several files or under several numbers",
    Mark.LATER: "later relief and the section convicted of",
    Mark.GANG_PAIR: "the date of a gang enhancement",
    Mark.LIST: "The list of offenses",
}

Marks = frozenset[Mark]
NO_MARKS: Marks = frozenset()
ALL_MARKS: Marks = frozenset(Mark)


def marks_text(marks: Marks) -> str:
    """``2``, ``2 and 3``, ``1, 2 and list``; ``none`` when nothing explains a difference."""
    values = [mark.value for mark in Mark if mark in marks]
    if not values:
        return "none"
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"
