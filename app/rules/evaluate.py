"""Answer a policy's question for every conviction of a person: a pure function.

The rows of the decision table are asked in order and the first that is met decides.
An unknown row before it leaves the answer open: when every open row and the deciding
row would answer the same, that answer stands, else the conviction goes to hand review
with a reason that names what is unknown. `Evaluator.explain` asks the same rows through
the same code and keeps what they looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.errors import InputError, UsageError
from app.model.county import normalize_county
from app.model.record import RapSheet, RowRef
from app.model.relief import Determination, Explanation, Fact, Finding, Outcome
from app.model.truth import Truth, all_of
from app.rules.conditions import Question, make_question
from app.rules.history import Counted, History
from app.rules.policy import Policy, Rule, Settings, fill
from app.rules.vocabulary import Case, section_fact

SCOPE_RULE = "scope"
"""Id of the first finding: why a conviction is asked about at all."""

NOT_IN_SCOPE = "Not in the scope of the policy"


@dataclass(frozen=True, slots=True)
class _Row:
    """A rule with its options filled in."""

    rule: Rule
    outcome: Outcome
    reason: str
    asks: str
    is_on: bool
    question: Question


class Evaluator:
    """One policy, its options, an as-of date and a county, ready to answer.

    Raises UsageError when the policy is for one county and another is given, or when
    it is for any county and none is given. Pickles as its arguments.
    """

    def __init__(self, policy: Policy, settings: Settings, as_of: date, county: str) -> None:
        self.policy = policy
        self.settings = settings
        self.as_of = as_of
        self.county = _settle_county(policy, county)
        self._rows = tuple(_fill_row(rule, settings) for rule in policy.rules)
        self._asked = tuple((index, row) for index, row in enumerate(self._rows) if row.is_on)

    def __reduce__(self) -> tuple[type[Evaluator], tuple[Policy, Settings, date, str]]:
        return Evaluator, (self.policy, self.settings, self.as_of, self.county)

    def determine(self, sheet: RapSheet) -> list[Determination]:
        """The answer for every conviction in scope, in the order of the record."""
        history = History(sheet, self.as_of)
        found = []
        for counted in history.counts:
            scope = self._scope(counted)
            if scope is Truth.MET:
                found.append(self._decide(Case(history, counted)))
            elif scope is Truth.UNKNOWN:
                found.append(self._scope_open(counted))
        return found

    def explain(self, sheet: RapSheet, at: RowRef) -> Explanation:
        """The same answer with every rule in order and what it looked at.

        Raises InputError when no conviction stands at that row.
        """
        history = History(sheet, self.as_of)
        counted = next((one for one in history.counts if one.charge.at == at), None)
        if counted is None:
            raise InputError(f"No conviction of this person stands at row {at.row}.")
        scope = self._scope(counted)
        findings = [self._scope_finding(counted, scope)]
        if scope is Truth.MET:
            case = Case(history, counted)
            determination = self._decide(case)
            findings += [_finding(row, case, determination) for row in self._rows]
        elif scope is Truth.UNKNOWN:
            determination = self._scope_open(counted)
        else:
            determination = Determination(at, Outcome.NO_ANSWER, NOT_IN_SCOPE, "", (), ())
        policy = self.policy
        return Explanation(determination, policy.id, policy.version, self.as_of, tuple(findings))

    def _decide(self, case: Case) -> Determination:
        """First row met decides; unknown rows before it must not be able to change it."""
        open_rows: list[_Row] = []
        deciding: _Row | None = None
        also: list[str] = []
        for index, row in self._asked:
            truth = _ask(index, row, case)
            if truth is Truth.NOT_MET:
                continue
            if truth is Truth.UNKNOWN:
                if deciding is None:
                    open_rows.append(row)
            elif deciding is None:
                deciding = row
            elif not row.rule.is_otherwise:
                also.append(row.rule.id)
        return _settle(case, open_rows, deciding, also)

    def _scope(self, counted: Counted) -> Truth:
        """A cannabis conviction of the county; unknown when either cannot be told."""
        county = counted.event.county
        if county != self.county and county:
            return Truth.NOT_MET
        if county and counted.cannabis is not None:
            return Truth.MET
        return all_of((counted.is_cannabis, Truth.MET if county else Truth.UNKNOWN))

    def _scope_open(self, counted: Counted) -> Determination:
        facts = self._scope_facts(counted)
        missing = tuple(fact.name for fact in facts if not fact.is_known)
        return _hand_review(counted.charge.at, missing, ())

    def _scope_facts(self, counted: Counted) -> tuple[Fact, ...]:
        county, at = counted.event.county, counted.charge.at
        value = county or "not on record"
        place = Fact("county", value, "STP_ORI_CNTY_NAME", at, is_known=bool(county))
        return section_fact(counted), place

    def _scope_finding(self, counted: Counted, scope: Truth) -> Finding:
        return Finding(
            rule_id=SCOPE_RULE,
            truth=scope,
            outcome=Outcome.HAND_REVIEW if scope is Truth.UNKNOWN else Outcome.NO_ANSWER,
            reason=NOT_IN_SCOPE if scope is Truth.NOT_MET else "",
            asks=f"{self.policy.scope_in_words} ({self.county})",
            facts=self._scope_facts(counted),
            citations=self.policy.authority,
            is_deciding=scope is not Truth.MET,
        )


def _settle_county(policy: Policy, county: str) -> str:
    given = normalize_county(county)
    if policy.county and given and given != policy.county:
        raise UsageError(f"{policy.id} answers for {policy.county} only, not for {given}.")
    if not (policy.county or given):
        raise UsageError(f"{policy.id} answers for one county at a time: choose the county.")
    return policy.county or given


def _fill_row(rule: Rule, settings: Settings) -> _Row:
    return _Row(
        rule=rule,
        outcome=rule.then,
        reason=fill(rule.reason, settings),
        asks=fill(rule.asks, settings),
        is_on=rule.is_switched_on(settings),
        question=make_question(rule.when, settings),
    )


def _ask(index: int, row: _Row, case: Case) -> Truth:
    """One row's answer; rows about the person are asked once a person."""
    question = row.question
    if not question.about_person:
        return question.test(case)
    answers = case.history.answers
    truth = answers.get(index)
    if truth is None:
        truth = answers[index] = question.test(case)
    return truth


def _settle(
    case: Case, open_rows: list[_Row], deciding: _Row | None, also: list[str]
) -> Determination:
    at = case.counted.charge.at
    outcome = Outcome.NO_ANSWER if deciding is None else deciding.outcome
    if any(row.outcome is not outcome for row in open_rows):
        if deciding is not None and not deciding.rule.is_otherwise:
            also.insert(0, deciding.rule.id)
        return _hand_review(at, _missing(open_rows, case), tuple(also))
    if deciding is None:
        return Determination(at, outcome, "", "", (), ())
    return Determination(at, outcome, deciding.reason, deciding.rule.id, tuple(also), ())


def _hand_review(at: RowRef, missing: tuple[str, ...], also: tuple[str, ...]) -> Determination:
    reason = "Unknown: " + ", ".join(missing)
    return Determination(at, Outcome.HAND_REVIEW, reason, "", also, missing)


def _missing(rows: list[_Row], case: Case) -> tuple[str, ...]:
    """Names of the unknown facts, each once: in the order of the rows, then of the alphabet.

    The order of the record must not show in an answer.
    """
    names: dict[str, None] = {}
    for row in rows:
        unknown = {fact.name for fact in row.question.facts(case) if not fact.is_known}
        names.update(dict.fromkeys(sorted(unknown)))
    return tuple(names)


def _finding(row: _Row, case: Case, determination: Determination) -> Finding:
    truth = Truth.NOT_MET
    facts: tuple[Fact, ...] = (Fact("switched on", "no, by the office's options"),)
    if row.is_on:
        truth, facts = row.question.test(case), row.question.facts(case)
    return Finding(
        rule_id=row.rule.id,
        truth=truth,
        outcome=row.outcome,
        reason=row.reason,
        asks=row.asks,
        facts=facts,
        citations=row.rule.cite,
        is_deciding=row.rule.id == determination.rule_id,
    )
