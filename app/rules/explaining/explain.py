"""An explanation in full, as plain lines and as data: the same words on screen and paper.

`explain_fully` adds to the evaluator's explanation what would change the answer and what the
citations are worth; `app.rules.explaining.statements` makes the words; this module shows them
as text and as JSON. Keys of the JSON:

- ``at``: place of the conviction (``source``, ``row``); ``outcome`` ``reason`` ``rule_id``
  ``also_applies`` ``missing`` ``remedy`` ``procedure``: the answer
- ``policy_id`` ``policy_version`` ``as_of``
- ``findings``: the scope and every rule in order: ``rule_id`` ``asks`` ``truth`` ``mark``
  (met, decides, not met, unknown, "not met, decides", "unknown, decides", not reached,
  switched off, not in force) ``outcome`` ``reason`` ``is_deciding`` ``is_on`` ``citations``
  ``facts``
- a fact: ``name`` ``value`` ``column`` ``at`` ``is_known``, and ``file`` and ``text`` (the
  cell as it stands in the file), null where it stands in no cell
- ``procedures``: the rows that tell petition from application, like findings
- ``changes`` (null when not asked for): ``open_facts`` (``fact``, ``is_enough``, ``answers``:
  ``when`` ``first`` ``last`` ``values`` and ``outcome`` ``reason`` ``rule_id`` ``remedy``
  ``procedure`` ``missing``), ``settled_by`` (lists of names), ``next_turn`` and
  ``last_turn`` (``on``, ``before``, ``after``), ``answers_until``
- ``sources``: ``cite`` ``mark`` (V, S, C, G) ``how_sure`` ``says``
- ``statements``: the words in their order: ``kind`` ``text`` ``depth`` ``mark`` ``rule_id``
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace

from app.model.record import RapSheet, RowRef
from app.model.relief import (
    Changes,
    CitedSource,
    Determination,
    Explanation,
    Fact,
    Finding,
    OpenFact,
    PossibleAnswer,
    Turn,
)
from app.model.statements import Kind, Statement
from app.model.truth import Truth
from app.rules.evaluate import SCOPE_RULE, Evaluator
from app.rules.explaining.statements import (
    PROCEDURE_HEADING,
    RULES_HEADING,
    SOURCES_HEADING,
    Places,
    as_it_stands,
    fact_in_words,
    is_reached,
    make_statements,
    mark_of,
)
from app.rules.explaining.what_if import find_changes
from app.rules.policy import Policy

__all__ = [
    "explain_fully",
    "explanation_data",
    "explanation_lines",
    "fact_in_words",
    "statement_lines",
]


def explain_fully(evaluator: Evaluator, sheet: RapSheet, at: RowRef) -> Explanation:
    """The explanation with what would change the answer, and its sources.

    Raises InputError when no conviction stands at that row.
    """
    explanation = evaluator.explain(sheet, at)
    return replace(
        explanation,
        changes=find_changes(evaluator, sheet, explanation),
        sources=_sources(evaluator.policy, explanation),
    )


def _sources(policy: Policy, explanation: Explanation) -> tuple[CitedSource, ...]:
    """What is cited for the answer and for what is open, each once."""
    cites: dict[str, None] = {}
    for finding in (*explanation.findings, *explanation.procedure):
        if is_reached(finding) and finding.truth is not Truth.NOT_MET:
            cites.update(dict.fromkeys(finding.citations))
    return tuple(_source(policy, cite) for cite in cites)


def _source(policy: Policy, cite: str) -> CitedSource:
    source = policy.source(cite)
    if source is None:
        return CitedSource(cite, "", "", "")
    return CitedSource(cite, source.mark.name, source.mark.value, source.says)


# --- text

_BULLETS = {Kind.FACT: "- ", Kind.WOULD: "=> ", Kind.WHAT_IF: "- "}


def explanation_lines(
    explanation: Explanation, width: int = 100, places: Places | None = None
) -> list[str]:
    """Plain text: the answer, what would change it, then every rule with its facts.

    A fact is followed by where it stands: file, row, column and the cell's own text when
    ``places`` can look it up, else column and row.
    """
    return statement_lines(make_statements(explanation, places), width)


def statement_lines(statements: Sequence[Statement], width: int = 100) -> list[str]:
    """Statements as plain text of lines no longer than ``width``.

    The rules are numbered from 0, the scope; the rows that tell how relief is asked for from 1.
    """
    lines: list[str] = []
    n_rules = 0
    for one in statements:
        if one.kind is Kind.HEADING:
            lines += ["", f"{one.text}:"]
            n_rules = 1 if one.text == PROCEDURE_HEADING else 0
            continue
        text = _BULLETS.get(one.kind, "") + one.text
        if one.kind is Kind.RULE:
            text = f"{n_rules}. {one.text} [{_mark_in_text(one.mark)}]"
            n_rules += 1
        indent = "   " * one.depth
        hanging = "" if not one.depth and one.kind is not Kind.RULE else indent + "  "
        lines += textwrap.wrap(
            text, width, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False
        )
    return lines


def short_lines(statements: Sequence[Statement], width: int = 100) -> list[str]:
    """The answer, what is open and what would change it, and of the rules only the deciding one."""
    shown: list[Statement] = []
    is_among_rules = is_deciding = False
    for one in statements:
        if one.kind is Kind.HEADING:
            is_among_rules = one.text in (RULES_HEADING, PROCEDURE_HEADING, SOURCES_HEADING)
        if one.kind is Kind.RULE:
            is_deciding = one.mark.endswith("decides") and one.rule_id != SCOPE_RULE
        if not is_among_rules:
            shown.append(one)
        elif is_deciding and one.kind in (Kind.RULE, Kind.FACT, Kind.CITED):
            shown.append(replace(one, kind=Kind.FACT) if one.kind is Kind.RULE else one)
    return statement_lines(shown, width)


def _mark_in_text(mark: str) -> str:
    return "met, decides" if mark == "decides" else mark


# --- data


def explanation_data(explanation: Explanation, places: Places | None = None) -> dict[str, object]:
    """The explanation as JSON-able data; the keys are told above."""
    answer = explanation.determination
    changes = explanation.changes
    return {
        "at": _place(answer.at),
        **_answer_data(answer),
        "also_applies": list(answer.also_applies),
        "policy_id": explanation.policy_id,
        "policy_version": explanation.policy_version,
        "as_of": explanation.as_of.isoformat(),
        "findings": [_finding_data(finding, places) for finding in explanation.findings],
        "procedures": [_finding_data(finding, places) for finding in explanation.procedure],
        "changes": None if changes is None else _changes_data(changes, places),
        "sources": [
            {"cite": one.cite, "mark": one.mark, "how_sure": one.how_sure, "says": one.says}
            for one in explanation.sources
        ],
        "statements": [_statement_data(one) for one in make_statements(explanation, places)],
    }


def _answer_data(answer: Determination) -> dict[str, object]:
    return {
        "outcome": answer.outcome.value,
        "reason": answer.reason,
        "rule_id": answer.rule_id,
        "missing": list(answer.missing),
        "remedy": None if answer.remedy is None else answer.remedy.value,
        "procedure": None if answer.procedure is None else answer.procedure.value,
    }


def _finding_data(finding: Finding, places: Places | None) -> dict[str, object]:
    return {
        "rule_id": finding.rule_id,
        "asks": finding.asks,
        "truth": finding.truth.value,
        "mark": mark_of(finding),
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "is_deciding": finding.is_deciding,
        "is_on": finding.is_on,
        "citations": list(finding.citations),
        "facts": [_fact_data(fact, places) for fact in finding.facts],
    }


def _fact_data(fact: Fact, places: Places | None) -> dict[str, object]:
    found = None if places is None or fact.at is None else places(fact.at, fact.column)
    fact = as_it_stands(fact, found)
    return {
        "name": fact.name,
        "value": fact.value,
        "column": fact.column,
        "at": None if fact.at is None else _place(fact.at),
        "is_known": fact.is_known,
        "file": None if found is None else found.file_name,
        "text": None if found is None or not found.column else found.text,
        "mended": None if found is None else found.mended,
        "mended_by": None if found is None or found.mended is None else found.mended_by,
    }


def _changes_data(changes: Changes, places: Places | None) -> dict[str, object]:
    facts = changes.open_facts
    return {
        "open_facts": [_open_fact_data(one, places) for one in facts],
        "settled_by": [[facts[place].fact.name for place in one] for one in changes.settled_by],
        "next_turn": _turn_data(changes.next_turn),
        "last_turn": _turn_data(changes.last_turn),
        "answers_until": None
        if changes.answers_until is None
        else changes.answers_until.isoformat(),
    }


def _open_fact_data(one: OpenFact, places: Places | None) -> dict[str, object]:
    return {
        "fact": _fact_data(one.fact, places),
        "is_enough": one.is_enough,
        "answers": [_possible_data(answer) for answer in one.answers],
    }


def _possible_data(one: PossibleAnswer) -> dict[str, object]:
    return {
        "when": one.when,
        "first": None if one.first is None else one.first.isoformat(),
        "last": None if one.last is None else one.last.isoformat(),
        "values": list(one.values),
        **_answer_data(one.answer),
    }


def _turn_data(turn: Turn | None) -> dict[str, object] | None:
    if turn is None:
        return None
    return {
        "on": turn.on.isoformat(),
        "before": _answer_data(turn.before),
        "after": _answer_data(turn.after),
    }


def _statement_data(one: Statement) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "text": one.text,
        "depth": one.depth,
        "mark": one.mark,
        "rule_id": one.rule_id,
    }


def _place(at: RowRef) -> dict[str, int]:
    return {"source": at.source, "row": at.row}
