"""An explanation as statements: the one set of words for terminal, data, paper and screen.

A statement is one sentence or line with what it rests on. Whoever shows it chooses the type
and the indent, never the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.model.record import RowRef
from app.model.relief import Fact, Outcome


class Kind(Enum):
    """What a statement is."""

    ANSWER = "answer"  # the outcome; exactly one, the first
    DETAIL = "detail"  # of the answer: reason, remedy, procedure, deciding rule
    POLICY = "policy"  # which policy and as-of date; exactly one
    HEADING = "heading"
    UNKNOWN = "unknown"  # a fact that is not known and leaves the answer open
    WHAT_IF = "what if"  # one value of it and the answer it would give
    SETTLED = "settled"  # which facts settle the answer
    CHANGE = "change"  # another as-of date and the answer then
    RULE = "rule"  # a row of the policy or of its procedures
    FACT = "fact"  # what a rule looked at
    WOULD = "would"  # what a rule that is met or open answers
    CITED = "cited"  # the citations of a rule
    SOURCE = "source"  # a citation, what it says and how sure that is


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a file, as it stands there."""

    file_name: str
    row: int
    column: str
    text: str  # the cell letter by letter, trimmed; "" when empty or not to be told
    is_line: bool = False  # ``row`` is a line of running text, ``text`` all of it
    mended: str | None = None  # what counts instead; None: what stands there counts
    mended_by: str = ""  # name and day

    @property
    def counting(self) -> str:
        """The text that was read."""
        return self.text if self.mended is None else self.mended


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of an explanation.

    ``depth`` is how far it belongs under the one before, 0 to 2. ``mark`` of a rule: "met",
    "decides" (met), "not met", "unknown", "not met, decides", "unknown, decides" (the scope),
    "not reached" (the row for what no other row answers), "switched off", "not in force".
    ``fact`` is the fact that a statement tells, ``at`` where it stands, ``place`` the cell
    where that was looked up. ``outcome`` is the answer that the statement is about. ``bare``
    is the text without its place.
    """

    kind: Kind
    text: str
    depth: int = 0
    mark: str = ""
    rule_id: str = ""
    fact: Fact | None = None
    place: Place | None = None
    outcome: Outcome | None = None
    citations: tuple[str, ...] = ()
    bare: str = ""

    @property
    def at(self) -> RowRef | None:
        return None if self.fact is None else self.fact.at
