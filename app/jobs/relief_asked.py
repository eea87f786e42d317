"""What the court is asked for a conviction, as its determination says; and what gets no motion.

The remedy says what is asked, the procedure whether a sentence is recalled first. A policy that
names no remedy asks for what its answer says, a dismissal or a reduction; but where it calls the
relief redesignation or resentencing and answers no more than that relief is due, all that section
11361.8 gives is asked for and the court chooses. What cannot be asked rightly is left out of the
papers, and the reason is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.documents.draft import Authority, ReliefAsked, SentenceShown
from app.jobs.citations import authorities_by_rule
from app.model.record import Level
from app.model.relief import Outcome, Procedure, Remedy
from app.model.statute import read_section
from app.model.truth import Truth
from app.rules.policy import AllOf, Ask, Condition, Not, Policy
from app.store.papers import ReliefRow

_NOW: Mapping[Remedy, ReliefAsked] = {
    Remedy.DISMISSAL_AND_SEALING: ReliefAsked.DISMISS_AND_SEAL,
    Remedy.REDESIGNATION_MISDEMEANOR: ReliefAsked.REDESIGNATE_MISDEMEANOR,
    Remedy.REDESIGNATION_INFRACTION: ReliefAsked.REDESIGNATE_INFRACTION,
    Remedy.REDESIGNATION_OPEN: ReliefAsked.REDESIGNATE_OPEN,
}
_WHILE_SERVING: Mapping[Remedy, ReliefAsked] = {  # HSC 11361.8(a), (b)
    Remedy.DISMISSAL_AND_SEALING: ReliefAsked.RECALL_AND_DISMISS,
    Remedy.REDESIGNATION_MISDEMEANOR: ReliefAsked.RESENTENCE_MISDEMEANOR,
    Remedy.REDESIGNATION_INFRACTION: ReliefAsked.RESENTENCE_INFRACTION,
    Remedy.REDESIGNATION_OPEN: ReliefAsked.RESENTENCE_OPEN,
}
_BY_OUTCOME = {
    Outcome.DISMISSAL: Remedy.DISMISSAL_AND_SEALING,
    Outcome.REDUCTION: Remedy.REDESIGNATION_MISDEMEANOR,
}
# Levels at which a redesignation would change nothing, or for the worse.
_TOO_LOW = {
    Remedy.DISMISSAL_AND_SEALING: frozenset[Level](),
    Remedy.REDESIGNATION_MISDEMEANOR: frozenset({Level.MISDEMEANOR, Level.INFRACTION}),
    Remedy.REDESIGNATION_INFRACTION: frozenset({Level.INFRACTION}),
    Remedy.REDESIGNATION_OPEN: frozenset({Level.INFRACTION}),
}
BY_HAND = "the policy gives it no motion by itself; a person decides whether one is filed"
TOO_LATE = "the conviction is dated after the as-of date"
NOT_KNOWN = (
    "what to ask is not known (end of the sentence); find out whether the sentence is still being "
    "served"
)
NO_PROCEDURE = "the policy does not say whether the sentence is to be recalled first"
UNREAD = "its section cannot be read with certainty"
NOT_UNDER_THE_ACT = "no statute is on file for a redesignation of this section"


@dataclass(frozen=True, slots=True)
class ReliefAsks:
    """How the policy of a run has relief asked for; the default is a policy that says nothing."""

    tells_procedure: bool = False
    words: tuple[tuple[Procedure, str], ...] = ()  # what the policy calls the relief
    names_relief: frozenset[Procedure] = frozenset()  # called redesignation or resentencing
    shows: tuple[tuple[Procedure, SentenceShown], ...] = ()  # what each found of the sentence
    as_of: date | None = None
    authorities: tuple[tuple[str, tuple[Authority, ...]], ...] = ()  # by the id of the rule

    @staticmethod
    def of(policy: Policy, as_of: date | None = None) -> ReliefAsks:
        """A name stands only when every row of the policy with that procedure has it.

        It is the row's words up to the first semicolon; what follows explains it.
        """
        named: dict[Procedure, set[str]] = {}
        shown: dict[Procedure, set[SentenceShown]] = {}
        for row in policy.procedures:
            named.setdefault(row.then, set()).add(row.in_words.partition(";")[0].strip())
            shown.setdefault(row.then, set()).add(_shown(row.when))
        relief = {
            how for how, names in named.items() if any(_RELIEF_WORD.search(one) for one in names)
        }
        words = tuple((how, one) for how, names in named.items() for one in _only(names))
        shows = tuple((how, one) for how, found in shown.items() for one in _only(found))
        cited = tuple(authorities_by_rule(policy).items())
        return ReliefAsks(bool(policy.procedures), words, frozenset(relief), shows, as_of, cited)

    def calls(self, row: ReliefRow) -> str:
        """The policy's words for the relief, where the court chooses what it is; else "".

        Words that would call the People's motion a petition or an application are left out.
        """
        if not self.leaves_choice(row):
            return ""
        words = dict(self.words).get(Procedure[row.procedure], "")
        return "" if _OTHER_PAPER.search(words) else words

    def leaves_choice(self, row: ReliefRow) -> bool:
        """Whether the policy calls the relief redesignation or resentencing and no more.

        A remedy says more, and so does the answer "reduction".
        """
        if row.remedy or not row.procedure or Outcome[row.outcome] is not Outcome.DISMISSAL:
            return False
        return Procedure[row.procedure] in self.names_relief

    def authorities_of(self, row: ReliefRow) -> tuple[Authority, ...]:
        """What the deciding rule rests on; nothing when a person answered otherwise."""
        return dict(self.authorities).get(row.rule_id, ())

    def sentence(self, row: ReliefRow) -> SentenceShown:
        """What the policy found of the sentence in the record."""
        nothing = SentenceShown.NOT_SAID
        return dict(self.shows).get(Procedure[row.procedure], nothing) if row.procedure else nothing

    def reason_against(self, row: ReliefRow) -> str:
        """Why no motion can be drafted for a conviction; "" when one can."""
        if self.as_of and _earliest(row.convicted_on) > self.as_of:
            return TOO_LATE
        procedure = Procedure[row.procedure] if row.procedure else None
        if procedure is Procedure.BY_HAND:
            return BY_HAND
        if procedure is Procedure.UNKNOWN:
            return NOT_KNOWN
        if procedure is None and self.tells_procedure:
            return NO_PROCEDURE
        remedy, is_cannabis = _remedy(row), read_section(row.section).is_cannabis
        if is_cannabis is Truth.UNKNOWN:
            return UNREAD
        if is_cannabis is Truth.NOT_MET and remedy is not Remedy.DISMISSAL_AND_SEALING:
            return NOT_UNDER_THE_ACT
        if not self.leaves_choice(row) and Level(row.level) in _TOO_LOW[remedy]:
            return f"it is on record as {_A[row.level]} already"
        return ""


_RELIEF_WORD = re.compile(r"redesignat|resentenc", re.IGNORECASE)
_OTHER_PAPER = re.compile(r"petition|application", re.IGNORECASE)


_T = TypeVar("_T")


def _only(found: set[_T]) -> set[_T]:
    """The one there is; none when there are several."""
    return found if len(found) == 1 else set()


def _shown(condition: Condition) -> SentenceShown:
    """What is known of the sentence when a row of the procedures is met.

    Where a conviction without terms on record passes for one whose sentence ended, no more
    is known than that none runs on.
    """
    if isinstance(condition, AllOf):
        shown = (_shown(part) for part in condition.conditions)
        return next((one for one in shown if one.value), SentenceShown.NOT_SAID)
    if isinstance(condition, Not):
        ended = _is_end_of_sentence(condition.condition)
        return SentenceShown.SERVING if ended else SentenceShown.NOT_SAID
    if not isinstance(condition, Ask) or not _is_end_of_sentence(condition):
        return SentenceShown.NOT_SAID
    is_on_record = ("without_terms", "unknown") in condition.arguments
    return SentenceShown.COMPLETED if is_on_record else SentenceShown.NONE_RUNNING


def _is_end_of_sentence(condition: Condition) -> bool:
    return isinstance(condition, Ask) and condition.predicate == "own_sentence_ended"


_A = {"misdemeanor": "a misdemeanor", "infraction": "an infraction"}


def asked_for(row: ReliefRow, asks: ReliefAsks) -> ReliefAsked:
    """What the court is asked; only for rows that nothing speaks against."""
    if Outcome[row.outcome] is Outcome.NOT_ELIGIBLE:
        return ReliefAsked.CHALLENGED
    if read_section(row.section).is_cannabis is not Truth.MET:
        return ReliefAsked.DISMISS_RELATED
    serving = row.procedure == Procedure.PETITION.name
    if asks.leaves_choice(row):
        return ReliefAsked.RESENTENCE_OR_DISMISS if serving else ReliefAsked.REDESIGNATE_OR_DISMISS
    return (_WHILE_SERVING if serving else _NOW)[_remedy(row)]


def _remedy(row: ReliefRow) -> Remedy:
    return Remedy[row.remedy] if row.remedy else _BY_OUTCOME[Outcome[row.outcome]]


def left_out_sentence(row: ReliefRow, reason: str) -> str:
    """How a conviction that gets no motion is named to the clerk."""
    number = row.case_number or "without a number"
    on = f" of {row.convicted_on}" if _EXACT.fullmatch(row.convicted_on) else ""
    return f"Case {number}, {row.section}{on}: left out, {reason}."


_EXACT = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_DAY = re.compile(r"(?:between |on or after )?(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?: and .*)?")


def _earliest(text: str) -> date:
    """The first day that a date of the store may be; the first of all when that is not known."""
    found = _FIRST_DAY.fullmatch(text)
    if found is None:
        return date.min
    year, month, day = (int(part or 1) for part in found.groups())
    return date(year, month, day)
