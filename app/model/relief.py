"""What a policy answers: outcomes, findings, determinations.

A determination is one policy's answer for one conviction as of a date, and is
never changed: a later check makes a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.model.record import RowRef
from app.model.truth import Truth


class Outcome(Enum):
    """The answers an office sees, with the words it sees them in."""

    DISMISSAL = "Eligible for Dismissal"
    REDUCTION = "Eligible for Reduction"
    NOT_ELIGIBLE = "Not eligible"
    MAYBE = "Maybe Eligible - Flag for Review"
    HAND_REVIEW = "Hand Review"
    CITY_ATTORNEYS = "To be reviewed by City Attorneys"
    NO_ANSWER = "No determination"  # no row of the policy answers; blank in exports

    @property
    def is_relief(self) -> bool:
        return self in (Outcome.DISMISSAL, Outcome.REDUCTION)


class Remedy(Enum):
    """What the court is asked to do with a conviction, where the policy says so."""

    DISMISSAL_AND_SEALING = "dismissal and sealing"
    REDESIGNATION_MISDEMEANOR = "redesignation as a misdemeanor"
    REDESIGNATION_INFRACTION = "redesignation as an infraction"
    REDESIGNATION_OPEN = "redesignation as a misdemeanor or an infraction"  # the court finds which


class Procedure(Enum):
    """How relief is asked for, where the policy says so."""

    PETITION = "petition"  # the person is still serving the sentence
    APPLICATION = "application"  # the sentence is completed
    BY_HAND = "no paper by itself"  # a person decides whether one is filed
    UNKNOWN = "petition or application"  # a fact is missing to tell which


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a rule looked at: what it is, its value, where it stands.

    ``column`` names the column of the source row (DOJ header); ``at`` is None
    for a fact of the run (the as-of date) or one drawn from the whole record.
    ``is_known`` False means that ``value`` says why it is unknown.
    """

    name: str  # "conviction date"
    value: str  # "1999-03-01"
    column: str = ""
    at: RowRef | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule asked of one conviction."""

    rule_id: str
    truth: Truth
    outcome: Outcome  # what the rule would answer
    reason: str  # the reason it would give, options filled in
    asks: str  # the rule in words, for the screen and the paper
    facts: tuple[Fact, ...]
    citations: tuple[str, ...]
    is_deciding: bool = False
    is_on: bool = True  # False: switched off by an option, or not in force on the as-of date
    is_otherwise: bool = False  # the row for what no other row answers

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the facts that are unknown."""
        return tuple(fact.name for fact in self.facts if not fact.is_known)


@dataclass(frozen=True, slots=True)
class Determination:
    """A policy's answer for one conviction (identified by where it stands)."""

    at: RowRef  # first row of the conviction
    outcome: Outcome
    reason: str
    rule_id: str  # the deciding rule; "" when none or an unknown fact decides
    also_applies: tuple[str, ...]  # ids of later rules that are met as well
    missing: tuple[str, ...]  # unknown facts that sent it to hand review
    remedy: Remedy | None = None  # what the court is asked, when the deciding row says so
    procedure: Procedure | None = None  # how, when the policy has a table of procedures


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """The answer that some values of an unknown fact would give.

    ``when`` says which: ``born on or before 1970-07-01``. For dates ``first`` and ``last``
    are the same days, both included (None: no bound); otherwise ``values`` names them.
    """

    when: str
    answer: Determination
    first: date | None = None
    last: date | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenFact:
    """An unknown fact that leaves the answer open, and the answer for each of its values.

    ``is_enough``: once it is known the answer is settled, whatever the value.
    ``answers`` is empty when nothing can be put in its place.
    """

    fact: Fact
    answers: tuple[PossibleAnswer, ...]
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """An as-of date from which on the answer is another: outcome, remedy or procedure."""

    on: date
    before: Determination
    after: Determination


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change an answer.

    ``settled_by``: every smallest set of open facts, as places in ``open_facts``, that
    settles the answer whatever the values; empty when none was found. ``next_turn`` is the
    nearest as-of date after this one on which the answer changes, ``last_turn`` the day
    since when it has been as it is, None when that is since the conviction.
    """

    open_facts: tuple[OpenFact, ...] = ()
    settled_by: tuple[tuple[int, ...], ...] = ()
    next_turn: Turn | None = None
    last_turn: Turn | None = None
    answers_until: date | None = None  # the last as-of date of the policy, if it has one


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A citation of an explanation: what it says and how sure that is, as the policy states."""

    cite: str
    mark: str  # V, S, C or G; "" when the policy says nothing of it
    how_sure: str  # the mark in words
    says: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A determination with everything that led to it, computed on demand."""

    determination: Determination
    policy_id: str
    policy_version: str
    as_of: date
    findings: tuple[Finding, ...]  # every rule of the policy in its order
    procedure: tuple[Finding, ...] = ()  # the rows that tell petition from application
    changes: Changes | None = None  # what would change it, when that was asked for
    sources: tuple[CitedSource, ...] = ()  # of every rule that is met or open, in its order
