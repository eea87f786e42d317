"""Answer a policy's question for every conviction of a person: a pure function.

The rows of the decision table are asked in order and the first that is met decides.
An unknown row before it leaves the answer open: when every open row and the deciding
row would answer the same, that answer stands, else the conviction goes to hand review
with a reason that names what is unknown. `Evaluator.explain` asks the same rows through
the same code and keeps what they looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.errors import InputError, UsageError
from app.model.county import normalize_county
from app.model.record import RapSheet, RowRef
from app.model.relief import (
    Determination,
    Explanation,
    Fact,
    Finding,
    Outcome,
    Procedure,
    Remedy,
)
from app.model.truth import MET, NOT_MET, UNKNOWN, Truth, all_of
from app.rules.conditions import Question, Setting, make_question
from app.rules.history import Counted, History
from app.rules.policy import (
    CODE_SECTION_PLACE,
    Policy,
    ProcedureRow,
    Rule,
    Settings,
    fill,
    holds_on,
)
from app.rules.vocabulary import Case

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
    why_off: tuple[Fact, ...]
    question: Question

    @property
    def is_on(self) -> bool:
        return not self.why_off

    @property
    def answer(self) -> tuple[Outcome, Remedy | None]:
        """What rows must agree in so that it does not matter which of them decides."""
        return self.rule.then, self.rule.remedy

    def reason_for(self, case: Case) -> str:
        if CODE_SECTION_PLACE not in self.reason:
            return self.reason
        return self.reason.replace(CODE_SECTION_PLACE, case.counted.printed)


@dataclass(frozen=True, slots=True)
class _Way:
    """A row of the table of procedures."""

    row: ProcedureRow
    question: Question


class Evaluator:
    """One policy, its options, an as-of date and a county, ready to answer.

    Raises UsageError when the policy is for one county and another is given, when it
    is for any county and none is given, or when it does not apply on the as-of date.
    Pickles as its arguments.
    """

    def __init__(self, policy: Policy, settings: Settings, as_of: date, county: str) -> None:
        self.policy = policy
        self.settings = settings
        self.as_of = as_of
        self.county = settle_county(policy, county)
        check_as_of(policy, as_of)
        setting = Setting.of(policy, settings, as_of)
        self._in_scope = make_question(policy.scope, setting)
        self._rows = tuple(_fill_row(rule, setting) for rule in policy.rules)
        self._ways = tuple(_Way(row, make_question(row.when, setting)) for row in policy.procedures)
        self._asked = tuple((index, row) for index, row in enumerate(self._rows) if row.is_on)

    def __reduce__(self) -> tuple[type[Evaluator], tuple[Policy, Settings, date, str]]:
        return Evaluator, (self.policy, self.settings, self.as_of, self.county)

    def determine(self, sheet: RapSheet) -> list[Determination]:
        """The answer for every conviction in scope, in the order of the record."""
        return self.determine_in(History(sheet, self.as_of))

    def determine_in(self, history: History) -> list[Determination]:
        """The same of a history as of the evaluator's date, for who asks more of it after."""
        found = []
        for counted in history.counts:
            county = counted.event.county
            if county != self.county and county:
                continue
            case = Case(history, counted)
            scope = self._scope(case)
            if scope is MET:
                found.append(self._decide(case))
            elif scope is UNKNOWN:
                found.append(self._scope_open(case))
        return found

    def explain(self, sheet: RapSheet, at: RowRef) -> Explanation:
        """The same answer with every rule in order and what it looked at.

        Raises InputError when no conviction stands at that row.
        """
        history = History(sheet, self.as_of)
        counted = next((one for one in history.counts if one.charge.at == at), None)
        if counted is None:
            raise InputError(f"No conviction of this person stands at row {at.row}.")
        case = Case(history, counted)
        scope = self._scope(case)
        findings = [self._scope_finding(case, scope)]
        ways: tuple[Finding, ...] = ()
        if scope is MET:
            determination = self._decide(case)
            findings += [_finding(row, case, determination) for row in self._rows]
            if determination.procedure is not None:
                ways = _way_findings(self._ways, case, determination)
        elif scope is UNKNOWN:
            determination = self._scope_open(case)
        else:
            determination = Determination(at, Outcome.NO_ANSWER, NOT_IN_SCOPE, "", (), ())
        policy = self.policy
        return Explanation(
            determination, policy.id, policy.version, self.as_of, tuple(findings), ways
        )

    def answer(self, history: History, counted: Counted) -> Determination:
        """The answer for one conviction of a history, as of the history's own date.

        A conviction outside the scope gets NO_ANSWER. The caller sees to it that the policy
        holds on that date and that no dated value of it changes up to there.
        """
        case = Case(history, counted)
        scope = self._scope(case)
        if scope is MET:
            return self._decide(case)
        if scope is UNKNOWN:
            return self._scope_open(case)
        return Determination(counted.charge.at, Outcome.NO_ANSWER, NOT_IN_SCOPE, "", (), ())

    def supposing(self, row_id: str, truth: Truth) -> Evaluator:
        """The same evaluator with one row's answer supposed, of the rules or the procedures.

        It does not pickle with what is supposed.
        """
        other = Evaluator.__new__(Evaluator)
        other.__dict__.update(self.__dict__)
        settled = Question(False, lambda _: truth, lambda _: ())
        other._rows = tuple(
            replace(row, question=settled) if row.rule.id == row_id else row for row in self._rows
        )
        other._asked = tuple((index, row) for index, row in enumerate(other._rows) if row.is_on)
        other._ways = tuple(
            replace(way, question=settled) if way.row.id == row_id else way for way in self._ways
        )
        return other

    def _decide(self, case: Case) -> Determination:
        """First row met decides; unknown rows before it must not be able to change it."""
        open_rows: list[_Row] = []
        deciding: _Row | None = None
        also: list[str] = []
        for index, row in self._asked:
            truth = _ask(index, row, case)
            if truth is NOT_MET:
                continue
            if truth is UNKNOWN:
                if deciding is None:
                    open_rows.append(row)
            elif deciding is None:
                deciding = row
            elif not row.rule.is_otherwise:
                also.append(row.rule.id)
        return self._settle(case, open_rows, deciding, also)

    def _settle(
        self, case: Case, open_rows: list[_Row], deciding: _Row | None, also: list[str]
    ) -> Determination:
        at = case.counted.charge.at
        answer = (Outcome.NO_ANSWER, None) if deciding is None else deciding.answer
        if any(row.answer != answer for row in open_rows):
            if deciding is not None and not deciding.rule.is_otherwise:
                also.insert(0, deciding.rule.id)
            return _hand_review(at, _missing([row.question for row in open_rows], case), also)
        if deciding is None:
            return Determination(at, Outcome.NO_ANSWER, "", "", (), ())
        outcome, remedy = deciding.answer
        asks_relief = self._ways and (outcome.is_relief or remedy is not None)
        procedure = self._procedure(case) if asks_relief else None
        return Determination(
            at, outcome, deciding.reason_for(case), deciding.rule.id, tuple(also), (), remedy,
            procedure,
        )  # fmt: skip

    def _procedure(self, case: Case) -> Procedure | None:
        """The first row of the table that is met; not known when a row before it is open."""
        is_open = False
        for way in self._ways:
            truth = way.question.test(case)
            if truth is MET:
                return Procedure.UNKNOWN if is_open else way.row.then
            is_open = is_open or truth is UNKNOWN
        return Procedure.UNKNOWN if is_open else None

    def _scope(self, case: Case) -> Truth:
        """A conviction of the county that the policy asks about; unknown when not to be told."""
        county = case.counted.event.county
        if county and county != self.county:
            return NOT_MET
        asked = self._in_scope.test(case)
        is_sure = county and not case.counted.charge.is_doubtful
        return asked if is_sure else all_of((asked, UNKNOWN))

    def _scope_open(self, case: Case) -> Determination:
        facts = self._scope_facts(case)
        missing = tuple(dict.fromkeys(fact.name for fact in facts if not fact.is_known))
        return _hand_review(case.counted.charge.at, missing, ())

    def _scope_facts(self, case: Case) -> tuple[Fact, ...]:
        county, at = case.counted.event.county, case.counted.charge.at
        value = county or "not on record"
        place = Fact("county", value, "STP_ORI_CNTY_NAME", at, is_known=bool(county))
        facts = *self._in_scope.facts(case), place
        charge = case.counted.charge
        if not charge.is_doubtful:
            return facts
        words = f"cannot be read: {charge.disposition}"
        return *facts, Fact("disposition", words, "DISP_DESCR", at, is_known=False)

    def _scope_finding(self, case: Case, scope: Truth) -> Finding:
        return Finding(
            rule_id=SCOPE_RULE,
            truth=scope,
            outcome=Outcome.HAND_REVIEW if scope is UNKNOWN else Outcome.NO_ANSWER,
            reason=NOT_IN_SCOPE if scope is NOT_MET else "",
            asks=f"{self.policy.scope_in_words} ({self.county})",
            facts=self._scope_facts(case),
            citations=self.policy.authority,
            is_deciding=scope is not MET,
        )


def check_as_of(policy: Policy, as_of: date) -> None:
    """Raises UsageError naming the as-of dates a policy is for, when this is none of them."""
    if holds_on(policy.earliest_on, policy.latest_on, as_of):
        return
    bounds = [f"from {policy.earliest_on}"] if policy.earliest_on else []
    bounds += [f"until {policy.latest_on}"] if policy.latest_on else []
    raise UsageError(
        f"{policy.id}, version {policy.version}, applies to as-of dates {' '.join(bounds)}, "
        f"not to {as_of}."
    )


def settle_county(policy: Policy, county: str) -> str:
    """The county to be asked about. Raises UsageError when it is another or there is none."""
    given = normalize_county(county)
    if policy.county and given and given != policy.county:
        raise UsageError(f"{policy.id} answers for {policy.county} only, not for {given}.")
    if not (policy.county or given):
        raise UsageError(f"{policy.id} answers for one county at a time: choose the county.")
    return policy.county or given


def _fill_row(rule: Rule, setting: Setting) -> _Row:
    settings = setting.options
    return _Row(
        rule=rule,
        outcome=rule.then,
        reason=fill(rule.reason, settings),
        asks=fill(rule.asks, settings),
        why_off=_why_off(rule, setting),
        question=make_question(rule.when, setting),
    )


def _why_off(rule: Rule, setting: Setting) -> tuple[Fact, ...]:
    """Why a row is not asked at all; empty when it is."""
    if not rule.is_switched_on(setting.options):
        return (Fact("switched on", "no, by the office's options"),)
    if not rule.is_in_force(setting.as_of):
        return (Fact("in force on the as-of date", "no"),)
    return ()


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


def _hand_review(at: RowRef, missing: tuple[str, ...], also: Sequence[str]) -> Determination:
    reason = "Unknown: " + ", ".join(missing)
    return Determination(at, Outcome.HAND_REVIEW, reason, "", tuple(also), missing)


def _missing(questions: Iterable[Question], case: Case) -> tuple[str, ...]:
    """Names of the unknown facts, each once: in the order of the rows, then of the alphabet.

    The order of the record must not show in an answer.
    """
    names: dict[str, None] = {}
    for question in questions:
        unknown = {fact.name for fact in question.facts(case) if not fact.is_known}
        names.update(dict.fromkeys(sorted(unknown)))
    return tuple(names)


def _finding(row: _Row, case: Case, determination: Determination) -> Finding:
    truth, facts = NOT_MET, row.why_off
    if row.is_on:
        truth, facts = row.question.test(case), row.question.facts(case)
    return Finding(
        rule_id=row.rule.id,
        truth=truth,
        outcome=row.outcome,
        reason=row.reason_for(case),
        asks=row.asks,
        facts=facts,
        citations=row.rule.cite,
        is_deciding=row.rule.id == determination.rule_id,
        is_on=row.is_on,
        is_otherwise=row.rule.is_otherwise,
    )


def _way_findings(
    ways: tuple[_Way, ...], case: Case, determination: Determination
) -> tuple[Finding, ...]:
    """The table of procedures, asked of a conviction that it is needed for."""
    found: list[Finding] = []
    for way in ways:
        truth = way.question.test(case)
        is_deciding = (
            truth is MET
            and determination.procedure is way.row.then
            and not any(one.is_deciding for one in found)
        )
        found.append(
            Finding(
                rule_id=way.row.id,
                truth=truth,
                outcome=determination.outcome,
                reason=way.row.in_words,
                asks=way.row.asks,
                facts=way.question.facts(case),
                citations=way.row.cite,
                is_deciding=is_deciding,
            )
        )
    return tuple(found)
