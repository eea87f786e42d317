"""An explanation as plain lines and as data: the same words on screen, paper and terminal."""

from __future__ import annotations

import textwrap

from app.model.record import RowRef
from app.model.relief import Explanation, Fact, Finding
from app.model.truth import Truth

_MARKS = {Truth.MET: "met", Truth.NOT_MET: "not met", Truth.UNKNOWN: "unknown"}


def explanation_lines(explanation: Explanation, width: int = 100) -> list[str]:
    """Plain text, one line an entry: the answer, then every rule with its facts.

    A fact is followed by where it stands: column and row of the source.
    """
    answer = explanation.determination
    lines = [answer.outcome.value]
    if answer.reason:
        lines.append(f"Reason: {answer.reason}")
    if answer.rule_id:
        lines.append(f"Deciding rule: {answer.rule_id}")
    if answer.also_applies:
        lines.append("Would have applied as well: " + ", ".join(answer.also_applies))
    lines.append(
        f"Policy {explanation.policy_id}, version {explanation.policy_version}, "
        f"as of {explanation.as_of.isoformat()}"
    )
    lines.append("")
    for position, finding in enumerate(explanation.findings):
        lines += _finding_lines(position, finding, width)
    return lines


def _finding_lines(position: int, finding: Finding, width: int) -> list[str]:
    decides = ", decides" if finding.is_deciding else ""
    head = f"{position}. {finding.asks} [{_MARKS[finding.truth]}{decides}]"
    lines = textwrap.wrap(head, width, subsequent_indent="   ")
    for fact in finding.facts:
        lines += textwrap.wrap(
            f"- {fact_in_words(fact)}",
            width,
            initial_indent="   ",
            subsequent_indent="     ",
        )
    if finding.reason and finding.truth is not Truth.NOT_MET:
        would = "" if finding.is_deciding else "would answer "
        lines += textwrap.wrap(
            f"=> {would}{finding.outcome.value}: {finding.reason}",
            width,
            initial_indent="   ",
            subsequent_indent="     ",
        )
    if finding.citations and finding.truth is not Truth.NOT_MET:
        lines.append("   " + "; ".join(finding.citations))
    return lines


def fact_in_words(fact: Fact) -> str:
    """``conviction date: 1999-03-01 (STP_EVENT_DATE, row 12)``."""
    known = "" if fact.is_known else "unknown: "
    words = f"{fact.name}: {known}{fact.value}"
    where = [fact.column] if fact.column else []
    if fact.at is not None:
        where.append(f"row {fact.at.row}")
    return f"{words} ({', '.join(where)})" if where else words


def explanation_data(explanation: Explanation) -> dict[str, object]:
    """The explanation as JSON-able data; keys are those of the model's fields."""
    answer = explanation.determination
    return {
        "at": _place(answer.at),
        "outcome": answer.outcome.value,
        "reason": answer.reason,
        "rule_id": answer.rule_id,
        "also_applies": list(answer.also_applies),
        "missing": list(answer.missing),
        "policy_id": explanation.policy_id,
        "policy_version": explanation.policy_version,
        "as_of": explanation.as_of.isoformat(),
        "findings": [_finding_data(finding) for finding in explanation.findings],
    }


def _finding_data(finding: Finding) -> dict[str, object]:
    return {
        "rule_id": finding.rule_id,
        "asks": finding.asks,
        "truth": finding.truth.value,
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "is_deciding": finding.is_deciding,
        "citations": list(finding.citations),
        "facts": [_fact_data(fact) for fact in finding.facts],
    }


def _fact_data(fact: Fact) -> dict[str, object]:
    return {
        "name": fact.name,
        "value": fact.value,
        "column": fact.column,
        "at": None if fact.at is None else _place(fact.at),
        "is_known": fact.is_known,
    }


def _place(at: RowRef) -> dict[str, int]:
    return {"source": at.source, "row": at.row}
