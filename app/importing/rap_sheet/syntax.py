"""What the grammar makes of a rap sheet, before it becomes rows of the state's form.

Every text keeps the line it was printed on. Lines are those of the file, counted from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.importing.reading import LINE_STEP

MOST_NUMBER = 999  # of cycles, events, counts: three digits each
MOST_LINES = 2_000  # of a count


class Print(NamedTuple):
    """A text with the line on which it begins."""

    text: str
    line: int


NOTHING = Print("", 0)


@dataclass(slots=True)
class Disposition:
    """What became of a count: the first, or a later one under a date of its own."""

    on: Print = NOTHING  # the date of an update
    result: Print | None = None  # None: there is no disposition line
    status: Print | None = None  # CONV STATUS
    sentence: list[Print] = field(default_factory=list)
    comments: list[Print] = field(default_factory=list)
    unread: list[Print] = field(default_factory=list)  # lines that were not understood


@dataclass(slots=True)
class Count:
    """The lines of ``CNT:001``, or of a range of counts."""

    numbers: Sequence[int]
    first_line: int
    last_line: int
    case_numbers: list[Print] = field(default_factory=list)
    flags: list[Print] = field(default_factory=list)
    charge: Print = NOTHING
    type: Print = NOTHING
    warrant: Print = NOTHING
    dispositions: list[Disposition] = field(default_factory=lambda: [Disposition()])
    contradiction: Print | None = None  # what stands there as well and cannot be so

    @property
    def n_lines(self) -> int:
        return self.last_line - self.first_line + 1

    @property
    def is_too_large(self) -> bool:
        """Whether it has more lines than any count has, or not enough for what it stands for."""
        n_rows = len(self.numbers)
        if self.n_lines > MOST_LINES or n_rows > self.n_lines * LINE_STEP:
            return True
        return self.numbers[-1] > MOST_NUMBER

    @property
    def first(self) -> Disposition:
        return self.dispositions[0]

    @property
    def updates(self) -> list[Disposition]:
        return self.dispositions[1:]


@dataclass(slots=True)
class Event:
    """An arrest, a court action, a registration, with its counts."""

    kind: str  # as the state's file writes it; "" when there is no identifier
    first_line: int
    last_line: int
    on: Print = NOTHING
    agency: Print = NOTHING
    born: Print = NOTHING
    type: Print = NOTHING
    counts: list[Count] = field(default_factory=list)


@dataclass(slots=True)
class Cycle:
    events: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Subject:
    """Who the sheet is about, as its heading says."""

    cii: Print = NOTHING
    born: Print = NOTHING
    sex: Print = NOTHING
    race: Print = NOTHING
    names: dict[str, int] = field(default_factory=dict)  # each with its line, the first the main
    lines: list[int] = field(default_factory=list)

    def states(self, cii: str, born: str, name: str) -> bool:
        """Whether one of what is given is this person's."""
        return bool(
            (cii and cii == self.cii.text)
            or (born and born == self.born.text)
            or (name and name in self.names)
        )


@dataclass(slots=True)
class Sheet:
    """One rap sheet of one person."""

    number: int  # of the file, counted from 1
    first_line: int
    subject: Subject = field(default_factory=Subject)
    cycles: list[Cycle] = field(default_factory=list)
    left_over: list[Print] = field(default_factory=list)  # lines outside of counts, not understood

    @property
    def is_empty(self) -> bool:
        return not any(cycle.events for cycle in self.cycles) and not self.subject.lines
