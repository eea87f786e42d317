"""What the court is asked for a conviction, as its determination says; and what gets no motion.

The remedy says what is asked, the procedure how. A policy that names no remedy asks for what
its answer says: a dismissal or a reduction. What cannot be asked rightly is left out of the
papers, and the reason is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.documents.draft import ReliefAsked
from app.model.record import Level
from app.model.relief import Outcome, Procedure, Remedy
from app.model.statute import read_section
from app.model.truth import Truth
from app.rules.policy import Policy
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
NOT_KNOWN = (
    "whether by petition or by application is not known (end of the sentence); find out whether "
    "the sentence is still being served"
)
NO_PROCEDURE = "the policy does not say whether by petition or by application"
UNREAD = "its section cannot be read with certainty"
NOT_UNDER_THE_ACT = "no statute is on file for a redesignation of this section"


@dataclass(frozen=True, slots=True)
class ReliefAsks:
    """How the policy of a run has relief asked for; the default is a policy that says nothing."""

    tells_procedure: bool = False
    words: tuple[tuple[Procedure, str], ...] = ()  # the policy's own name for a procedure

    @staticmethod
    def of(policy: Policy) -> ReliefAsks:
        """A name stands only when every row of the policy with that procedure has it.

        It is the row's words up to the first semicolon; what follows explains it.
        """
        named: dict[Procedure, set[str]] = {}
        for row in policy.procedures:
            named.setdefault(row.then, set()).add(row.in_words.partition(";")[0])
        words = ((how, names.pop()) for how, names in named.items() if len(names) == 1)
        return ReliefAsks(bool(policy.procedures), tuple(words))

    def calls(self, row: ReliefRow) -> str:
        """The policy's words for how relief is asked for, "" when it has none."""
        return dict(self.words).get(Procedure[row.procedure], "") if row.procedure else ""

    def reason_against(self, row: ReliefRow) -> str:
        """Why no motion can be drafted for a conviction; "" when one can."""
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
        if Level(row.level) in _TOO_LOW[remedy]:
            return f"it is on record as {_A[row.level]} already"
        return ""


_A = {"misdemeanor": "a misdemeanor", "infraction": "an infraction"}


def asked_for(row: ReliefRow) -> ReliefAsked:
    """What the court is asked; only for rows that nothing speaks against."""
    if read_section(row.section).is_cannabis is not Truth.MET:
        return ReliefAsked.DISMISS_RELATED
    serving = row.procedure == Procedure.PETITION.name
    return (_WHILE_SERVING if serving else _NOW)[_remedy(row)]


def _remedy(row: ReliefRow) -> Remedy:
    return Remedy[row.remedy] if row.remedy else _BY_OUTCOME[Outcome[row.outcome]]


def left_out_sentence(row: ReliefRow, reason: str) -> str:
    """How a conviction that gets no motion is named to the clerk."""
    number = row.case_number or "without a number"
    on = f" of {row.convicted_on}" if _is_date(row.convicted_on) else ""
    return f"Case {number}, {row.section}{on}: left out, {reason}."


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
