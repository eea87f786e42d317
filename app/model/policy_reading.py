"""A policy as an attorney reads it, and what it produces on an office's data: plain data.

Made by `app.rules.presenting.present`; printed by `app.rules.presenting.text` (terminal), by
`app.rules.presenting.markdown` and by `app.reports.policy_sheet` (PDF). Every sentence stands
here once, so that the three say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

OPTIONS: Final = "Options chosen"
ROWS: Final = "Decision table: the first row that applies decides"
PROCEDURES: Final = "How relief is asked for: the first row that applies decides"
VALUES: Final = "Values of the law that change by date"
LISTS: Final = "Offense lists that the rows ask"
UNKNOWN: Final = "What an unknown fact does"
PRODUCED: Final = "What these options produce on this data"
LIMITS: Final = "Known limits"
SOURCES: Final = "Sources, and how sure each is"
SIGN_OFF: Final = "Sign-off"
NOT_TRIED: Final = "Not tried on data."
ANSWERS: Final = "Answers"
REMEDIES: Final = "What is asked of the court"
WAYS: Final = "How it is asked for"
LACKING: Final = "What hand review lacks"


@dataclass(frozen=True, slots=True)
class Asked:
    """One sentence of a condition; ``depth`` is how far it belongs below the one before."""

    depth: int
    says: str


@dataclass(frozen=True, slots=True)
class OptionReading:
    """An option with the value chosen. ``value`` is what one writes after ``NAME=``."""

    name: str
    sentence: str
    value: str
    in_words: str
    may_be: str
    preset: str  # the default in words
    is_preset: bool
    why_unused: str = ""  # why the value has no effect; "" when it has one


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row of the decision table, or of the table of procedures."""

    place: int  # from 1
    id: str
    asks: str
    asked: tuple[Asked, ...]
    answer: str
    reason: str
    cite: tuple[str, ...]
    remedy: str = ""
    conditions: tuple[str, ...] = ()  # when the row is asked at all
    why_off: str = ""  # "" when the row is asked with these options on this date


@dataclass(frozen=True, slots=True)
class EntryReading:
    days: str  # "from 2016-11-09", "until 2016-11-08", "always"
    value: str
    cite: str


@dataclass(frozen=True, slots=True)
class ValueReading:
    name: str
    sentence: str
    chosen_by: str
    entries: tuple[EntryReading, ...]


@dataclass(frozen=True, slots=True)
class ListReading:
    id: str
    title: str
    cite: str
    holds: str  # "73 entries: 60 sure, 13 maybe"


@dataclass(frozen=True, slots=True)
class SourceReading:
    cite: str
    mark: str  # V, S, C or G
    mark_in_words: str
    says: str


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """All that the three renderings print, in their order."""

    title: str
    id: str
    version: str
    sha256: str
    jurisdiction: str
    county: str
    authority: tuple[str, ...]
    provenance: str
    applies: str
    scope: str
    scope_asked: tuple[Asked, ...]
    options: tuple[OptionReading, ...]
    rows: tuple[RowReading, ...]
    procedures: tuple[RowReading, ...]
    values: tuple[ValueReading, ...]
    lists: tuple[ListReading, ...]
    lists_note: str
    unknown: tuple[str, ...]
    limits: tuple[str, ...]
    sources: tuple[SourceReading, ...]
    sign_off: tuple[str, ...]
    record: tuple[str, ...]  # the [sign_off] table with blanks to fill in
    record_with: str  # the command that writes it
    as_of: date | None = None

    @property
    def sha256_in_groups(self) -> str:
        """The hash in groups of eight digits, to compare by eye."""
        return " ".join(self.sha256[at : at + 8] for at in range(0, len(self.sha256), 8))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What the policy is, name by name."""
        found = [
            ("Policy", f"{self.id}, version {self.version}"),
            ("Jurisdiction", self.jurisdiction),
            ("County", self.county),
            ("Applies", self.applies),
            ("Authority", "; ".join(self.authority)),
            ("Answers for", self.scope),
        ]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class DataFile:
    name: str
    n_rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RowCount:
    """How often a row decided, and how often it would have, had no row before it."""

    rule_id: str
    decided: int = 0
    also: int = 0


@dataclass(frozen=True, slots=True)
class PolicyFigures:
    """What a policy with its options answers on the data of a workspace.

    ``missing`` are (fact, convictions): one that lacks two facts stands in both.
    ``no_fact_missing`` counts hand reviews that a row of the policy wants;
    ``open_answers`` the convictions that no row decided because a fact is unknown.
    """

    county: str
    as_of: date
    files: tuple[DataFile, ...]
    people_in_files: int
    people: int
    convictions: int
    outcomes: tuple[tuple[str, int], ...]
    rows: tuple[RowCount, ...]
    missing: tuple[tuple[str, int], ...]
    no_fact_missing: int
    open_answers: int
    never_decide: tuple[str, ...]
    remedies: tuple[tuple[str, int], ...] = ()
    procedures: tuple[tuple[str, int], ...] = ()
    is_practice: bool = False
    _by_rule: dict[str, RowCount] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_rule.update((row.rule_id, row) for row in self.rows)

    def of_row(self, rule_id: str) -> RowCount:
        return self._by_rule.get(rule_id) or RowCount(rule_id)

    @property
    def in_short(self) -> str:
        return (
            f"As of {self.as_of.isoformat()}, county {self.county}: "
            f"{counted(self.convictions, 'conviction')} in scope, of "
            f"{counted(self.people, 'person', 'people')}; the files hold "
            f"{counted(self.people_in_files, 'person', 'people')}."
        )

    @property
    def lacking(self) -> tuple[tuple[str, int], ...]:
        """What hand review lacks, and how often a row wants a person though no fact is missing."""
        wanted = ("nothing: a row of the policy asks for a person", self.no_fact_missing)
        return (*self.missing, *([wanted] if self.no_fact_missing else []))

    @property
    def sentences(self) -> Iterator[str]:
        """What stands below the counts."""
        if self.open_answers:
            yield (
                f"Decided by no row, because a fact is unknown that could change the answer: "
                f"{counted(self.open_answers, 'conviction')}."
            )
        if self.never_decide:
            yield f"Rows that never decide here: {', '.join(self.never_decide)}."
        if self.is_practice:
            yield "The people are made up: this is practice data."


def count(n: int) -> str:
    return f"{n:,}"


def counted(n: int, one: str, many: str = "") -> str:
    """``1 person``, ``1,204 people``."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"
