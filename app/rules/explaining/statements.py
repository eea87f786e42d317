"""The words of an explanation, made once: every view renders these statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.model.record import RowRef
from app.model.relief import (
    Changes,
    Determination,
    Explanation,
    Fact,
    Finding,
    OpenFact,
    Procedure,
    Turn,
)
from app.model.statements import Kind, Place, Statement
from app.model.truth import Truth

Places = Callable[[RowRef, str], Place | None]
"""Looks a cell up: the row and the column of a fact."""

UNKNOWN_HEADING = "What is not known, and what it would change"
CHANGE_HEADING = "What would change this answer"
RULES_HEADING = "Every rule in its order"
PROCEDURE_HEADING = "How it is asked for"
SOURCES_HEADING = "Sources"

_LONGEST_CELL = 80
_BY = {
    Procedure.PETITION: "by petition",
    Procedure.APPLICATION: "by application",
    Procedure.BY_HAND: "no paper by itself",
    Procedure.UNKNOWN: "by petition or application, not known which",
}
_MARKS = {Truth.MET: "met", Truth.NOT_MET: "not met", Truth.UNKNOWN: "unknown"}


def make_statements(explanation: Explanation, places: Places | None = None) -> list[Statement]:
    """The whole explanation, in the order in which it is read."""
    made = [*_answer(explanation)]
    changes = explanation.changes
    if changes is not None:
        made += _open_facts(changes)
        made += _changes(changes, explanation.determination)
    made += _findings(RULES_HEADING, explanation.findings)
    made += _findings(PROCEDURE_HEADING, explanation.procedure, is_answer=False)
    made += _sources(explanation)
    return [_placed(one, places) for one in made]


def _placed(one: Statement, places: Places | None) -> Statement:
    """With the cell looked up, and told."""
    fact = one.fact
    if fact is None:
        return replace(one, bare=one.text)
    place = None if places is None or fact.at is None else places(fact.at, fact.column)
    told = place_in_words(fact, place)
    seen = as_it_stands(fact, place)
    bare = one.text.replace(fact.value, seen.value) if seen is not fact else one.text
    text = f"{bare} ({told})" if told else bare
    return replace(one, place=place, text=text, bare=bare, fact=seen)


_ABSENT = "not on record"
_IN_PART = "not on record exactly, "
_PARTIAL_DATE = re.compile(r"\d{4}(\d\d)?(0000|00)?")


def as_it_stands(fact: Fact, place: Place | None) -> Fact:
    """The fact told by its cell: what stands there and cannot be read is not absent.

    A record keeps no text of a date; the cell has it. The offense date has no cell of its own.
    """
    is_absent = not fact.is_known and fact.value.startswith(_ABSENT)
    if place is None or not (is_absent and place.column and place.counting.strip()):
        return fact
    if place.column == "CYC_DATE":
        return fact
    cell = place.counting.strip()
    if fact.value.startswith(_IN_PART):
        if _PARTIAL_DATE.fullmatch(cell):
            return fact
        only = fact.value.removeprefix(_IN_PART)
        return replace(fact, value=f"'{_cut(cell)}' cannot be read as a day, {only}")
    return replace(fact, value=f"cannot be read: '{_cut(cell)}'")


def place_in_words(fact: Fact, place: Place | None = None) -> str:
    """``LA.dat, row 12, STP_EVENT_DATE: '19990301'``; ``STP_EVENT_DATE, row 12`` without it."""
    if place is None:
        where = [fact.column] if fact.column else []
        where += [f"row {fact.at.row}"] if fact.at is not None else []
        return ", ".join(where)
    mended = (
        "" if place.mended is None else f", mended to '{_cut(place.mended)}' by {place.mended_by}"
    )
    if place.is_line:
        return f"{place.file_name}, line {place.row}: '{_cut(place.text)}'{mended}"
    told = f"{place.file_name}, row {place.row}"
    if not place.column:
        return told
    cell = _cut(place.text)
    return f"{told}, {place.column}: " + (f"'{cell}'" if cell else "empty") + mended


def _cut(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_CELL else cell[:_LONGEST_CELL] + "…"


def fact_in_words(fact: Fact, place: Place | None = None) -> str:
    """``conviction date: 1999-03-01 (STP_EVENT_DATE, row 12)``."""
    told, words = place_in_words(fact, place), _fact_words(as_it_stands(fact, place))
    return f"{words} ({told})" if told else words


def _fact_words(fact: Fact) -> str:
    return f"{fact.name}: {'' if fact.is_known else 'unknown: '}{fact.value}"


def answer_in_words(answer: Determination) -> str:
    """``Eligible for Dismissal: 50 years or older, by application``."""
    words = answer.outcome.value
    if answer.reason:
        words += f": {answer.reason}"
    if answer.remedy is not None:
        words += f"; {answer.remedy.value}"
    if answer.procedure is not None:
        words += f"; {_BY[answer.procedure]}"
    return words


# --- the answer


def _answer(explanation: Explanation) -> Iterator[Statement]:
    answer = explanation.determination
    yield Statement(Kind.ANSWER, answer.outcome.value, outcome=answer.outcome)
    deciding = next((one for one in explanation.findings if one.is_deciding), None)
    if answer.reason:
        yield _detail(f"Reason: {answer.reason}")
    if answer.remedy is not None:
        yield _detail(f"What the court is asked: {answer.remedy.value}")
    if answer.procedure is not None:
        yield _detail(f"How: {_BY[answer.procedure]}")
    if deciding is not None and answer.rule_id:
        text = f"Deciding rule: {deciding.asks} ({answer.rule_id})"
        yield replace(_detail(text), rule_id=answer.rule_id, citations=deciding.citations)
    if answer.also_applies:
        named = {one.rule_id: one for one in explanation.findings}
        also = "; ".join(_rule_words(named.get(rule), rule) for rule in answer.also_applies)
        yield _detail(f"Would have applied as well: {also}")
    yield Statement(
        Kind.POLICY,
        f"Policy {explanation.policy_id}, version {explanation.policy_version}, "
        f"as of {explanation.as_of.isoformat()}",
    )


def _detail(text: str) -> Statement:
    return Statement(Kind.DETAIL, text)


def _rule_words(finding: Finding | None, rule_id: str) -> str:
    if finding is None:
        return rule_id
    return f"{finding.outcome.value}: {finding.reason} ({rule_id})"


# --- what would change it


def _open_facts(changes: Changes) -> Iterator[Statement]:
    if not changes.open_facts:
        return
    yield Statement(Kind.HEADING, UNKNOWN_HEADING)
    for one in changes.open_facts:
        text = f"{_capital(one.fact.name)}: {one.fact.value}"
        yield Statement(Kind.UNKNOWN, text, mark="unknown", fact=one.fact)
        for possible in one.answers:
            is_any = possible.when.startswith("whatever")
            when = _capital(possible.when) if is_any else f"If {possible.when}"
            words = f"{when}: {answer_in_words(possible.answer)}"
            outcome = possible.answer.outcome
            yield Statement(Kind.WHAT_IF, words, depth=1, outcome=outcome)
        if not one.answers:
            yield Statement(Kind.WHAT_IF, "A person has to look into it.", depth=1)
    yield Statement(Kind.SETTLED, settled_in_words(changes))
    if best := best_case_in_words(changes):
        yield Statement(Kind.SETTLED, best)


def settled_in_words(changes: Changes) -> str:
    """Which facts settle the answer: ``Settled by: birth date``."""
    sets = changes.settled_by
    if not sets:
        return "No one fact settles it whatever its value"
    named = [[_short_name(changes.open_facts[place]) for place in one] for one in sets]
    if len(sets[0]) == 1:
        if len(named) == 1:
            return f"Settled by: {named[0][0]}"
        return "Settled by any one of: " + "; ".join(one[0] for one in named)
    needs = "Needs both: " if len(sets[0]) == 2 else "Needs all of: "
    return needs + "; or ".join(" and ".join(one) for one in named)


def best_case_in_words(changes: Changes) -> str:
    """Which one fact may be enough for relief, where none is enough whatever its value."""
    if any(one.is_enough for one in changes.open_facts):
        return ""
    found = []
    for one in changes.open_facts:
        good = [
            possible.when
            for possible in one.answers
            if possible.answer.outcome.is_relief and not possible.answer.missing
        ]
        if good:
            found.append(f"{_short_name(one)}, if {' or if '.join(good)}")
    return f"Enough by itself in the best case: {'; '.join(found)}" if found else ""


def _short_name(one: OpenFact) -> str:
    return one.fact.name


def _changes(changes: Changes, answer: Determination) -> Iterator[Statement]:
    yield Statement(Kind.HEADING, CHANGE_HEADING)
    turn = changes.next_turn
    if turn is not None:
        text = f"On {turn.on} this becomes {answer_in_words(turn.after)}"
        yield Statement(Kind.CHANGE, text, outcome=turn.after.outcome)
    elif changes.answers_until is not None:
        text = f"No later as-of date changes it; the policy answers until {changes.answers_until}"
        yield Statement(Kind.CHANGE, text)
    else:
        yield Statement(Kind.CHANGE, "No later as-of date changes it, the record staying as it is")
    if changes.last_turn is not None:
        yield Statement(Kind.CHANGE, _since(changes.last_turn), outcome=answer.outcome)


def _since(turn: Turn) -> str:
    same = turn.before.outcome is turn.after.outcome
    before = answer_in_words(turn.before) if same else _short_answer(turn.before)
    now = answer_in_words(replace(turn.after, reason=""))  # the reason may have been another
    return f"{now} since {turn.on}; before that day this record gave {before}"


def _short_answer(answer: Determination) -> str:
    return f"{answer.outcome.value}: {answer.reason}" if answer.reason else answer.outcome.value


# --- the rules


def _findings(
    heading: str, findings: Iterable[Finding], *, is_answer: bool = True
) -> Iterator[Statement]:
    """``is_answer``: the rows give an outcome, and not only how relief is asked for."""
    found = list(findings)
    if found:
        yield Statement(Kind.HEADING, heading)
    for finding in found:
        yield from _finding(finding, is_answer=is_answer)


def mark_of(finding: Finding) -> str:
    """How a rule came out, in words."""
    if not finding.is_on:
        is_option = any(fact.name == "switched on" for fact in finding.facts)
        return "switched off" if is_option else "not in force"
    if not is_reached(finding):
        return "not reached"
    if not finding.is_deciding:
        return _MARKS[finding.truth]
    return "decides" if finding.truth is Truth.MET else f"{_MARKS[finding.truth]}, decides"


def is_reached(finding: Finding) -> bool:
    """Whether a row was asked: the one for what no other row answers only where it decides."""
    return finding.is_on and (finding.is_deciding or not finding.is_otherwise)


def _finding(finding: Finding, *, is_answer: bool) -> Iterator[Statement]:
    mark = mark_of(finding)
    yield Statement(
        Kind.RULE, finding.asks, mark=mark, rule_id=finding.rule_id, outcome=finding.outcome,
        citations=finding.citations,
    )  # fmt: skip
    for fact in finding.facts:
        yield Statement(Kind.FACT, _fact_words(fact), depth=1, rule_id=finding.rule_id, fact=fact)
    if finding.truth is Truth.NOT_MET or not is_reached(finding):
        return
    if finding.reason:
        would = "" if finding.is_deciding else "would answer "
        text = f"{would}{finding.outcome.value}: {finding.reason}" if is_answer else finding.reason
        outcome = finding.outcome
        yield Statement(Kind.WOULD, text, depth=1, rule_id=finding.rule_id, outcome=outcome)
    if finding.citations:
        text = "; ".join(finding.citations)
        yield Statement(
            Kind.CITED, text, depth=1, rule_id=finding.rule_id, citations=finding.citations
        )


def _sources(explanation: Explanation) -> Iterator[Statement]:
    if explanation.sources:
        yield Statement(Kind.HEADING, SOURCES_HEADING)
    for source in explanation.sources:
        how_sure = source.how_sure or "the policy does not say how sure this is"
        says = f": {source.says}" if source.says else ""
        yield Statement(Kind.SOURCE, f"{source.cite} ({how_sure}){says}", citations=(source.cite,))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
