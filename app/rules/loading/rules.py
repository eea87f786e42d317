"""The ``[[rule]]`` tables of a policy file and the conditions in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.model.relief import Outcome, Procedure
from app.rules.conditions import predicates_in
from app.rules.loading.conditions import Names, read_when
from app.rules.loading.problems import Table, shown
from app.rules.policy import (
    CODE_SECTION_PLACE,
    OUTCOME_WORDS,
    PROCEDURE_WORDS,
    REMEDY_WORDS,
    Condition,
    FromOption,
    FromValue,
    Option,
    OptionValue,
    ProcedureRow,
    Rule,
    near_miss,
    places_in,
)

_KEYS = ["id", "asks", "when", "if_option", "from", "until", "then", "remedy", "reason", "cite"]
_PROCEDURE_KEYS = ["id", "asks", "when", "then", "in_words", "cite"]

Options = Mapping[str, Option]


def read_rules(policy: Table, names: Names) -> tuple[Rule, ...]:
    """Every rule in order; what cannot be read leaves its problem behind."""
    rules: dict[str, Rule] = {}
    tables = rule_tables(policy)
    if not tables:
        policy.add("it has no [[rule]]: add rows, each with id, asks, when, then, reason and cite")
    for table in tables:
        rule = _read_rule(table, names)
        if rule.id in rules:
            table.add("the id is taken by a rule before it: choose another", "id")
        rules.setdefault(rule.id, rule)
    return tuple(rules.values())


def rule_tables(policy: Table) -> list[Table]:
    return policy.tables("rule", named_by="id")


def read_procedures(policy: Table, names: Names) -> tuple[ProcedureRow, ...]:
    """The ``[[procedure]]`` rows: petition, application, or no paper by itself."""
    rows: dict[str, ProcedureRow] = {}
    for table in procedure_tables(policy):
        table.check_keys(_PROCEDURE_KEYS)
        row = ProcedureRow(
            id=_read_id(table),
            asks=table.text("asks"),
            when=read_when(table, names),
            then=PROCEDURE_WORDS.get(table.choice("then", PROCEDURE_WORDS), Procedure.UNKNOWN),
            in_words=table.text("in_words"),
            cite=table.texts("cite"),
        )
        for key, text in (("asks", row.asks), ("in_words", row.in_words)):
            if places_in(text) or CODE_SECTION_PLACE in text:
                table.add(f"'{key}' of a procedure has no places: write it without braces", key)
        if row.id in rows:
            table.add("the id is taken by a procedure before it: choose another", "id")
        rows.setdefault(row.id, row)
    return tuple(rows.values())


def procedure_tables(policy: Table) -> list[Table]:
    return policy.tables("procedure", named_by="id")


def used_options(rules: tuple[Rule, ...], others: Iterable[Condition] = ()) -> set[str]:
    """Options that switch a rule or stand in its condition, or in one of the others."""
    used = {name for rule in rules for name, _ in rule.if_option}
    return used | {one.name for one in _references(rules, others) if isinstance(one, FromOption)}


def used_values(rules: tuple[Rule, ...], others: Iterable[Condition] = ()) -> set[str]:
    """Dated values that stand in a condition."""
    return {one.name for one in _references(rules, others) if isinstance(one, FromValue)}


def _references(rules: tuple[Rule, ...], others: Iterable[Condition]) -> list[object]:
    conditions = [*(rule.when for rule in rules), *others]
    asks = [ask for condition in conditions for ask in predicates_in(condition)]
    return [value for ask in asks for _, value in ask.arguments]


def _read_id(table: Table) -> str:
    found = table.text("id")
    if found and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", found):
        table.add("'id' may hold only small letters, digits and -", "id")
    return found


def _read_rule(table: Table, names: Names) -> Rule:
    table.check_keys(_KEYS)
    rule_id = _read_id(table)
    asks, reason = table.text("asks"), table.text("reason")
    _check_places(table, "asks", asks, names.options)
    _check_places(table, "reason", reason, names.options)
    remedy = table.choice("remedy", REMEDY_WORDS) if "remedy" in table.content else ""
    from_on, until_on = table.bounds()
    return Rule(
        id=rule_id,
        asks=asks,
        when=read_when(table, names),
        then=OUTCOME_WORDS.get(table.choice("then", OUTCOME_WORDS), Outcome.HAND_REVIEW),
        reason=reason,
        cite=table.texts("cite"),
        if_option=_read_if_option(table, names.options),
        remedy=REMEDY_WORDS.get(remedy),
        from_on=from_on,
        until_on=until_on,
    )


def _check_places(table: Table, key: str, text: str, options: Options) -> None:
    """Places between braces name options; ``{code_section}`` may stand in a reason."""
    if key != "reason" and CODE_SECTION_PLACE in text:
        table.add(f"'{CODE_SECTION_PLACE}' is filled in a reason only: write it otherwise", key)
    for name in places_in(text):
        if name not in options:
            known = f"there are {', '.join(options)}" if options else "the policy has none"
            close = near_miss(name, list(options))
            table.add(f"'{{{name}}}' names no option{close}: {known}", key)


def _read_if_option(table: Table, options: Options) -> tuple[tuple[str, OptionValue], ...]:
    """``"switch"`` means that it is on; ``{ choice = "word" }`` that it is that."""
    given = table.content.get("if_option")
    if given is None:
        return ()
    if isinstance(given, str):
        given = {given: True}
    if not isinstance(given, dict):
        problem = "'if_option' must be an option's name or a table of options and values"
        table.add(problem, "if_option")
        return ()
    return tuple(_one_if(table, name, value, options) for name, value in given.items())


def _one_if(table: Table, name: str, value: object, options: Options) -> tuple[str, OptionValue]:
    option = options.get(name)
    if option is None:
        close = near_miss(name, list(options))
        known = f"there are {', '.join(options)}" if options else "the policy has none"
        table.add(f"'if_option' names no option: '{name}'{close}: {known}", "if_option", name)
        return name, ""
    try:
        if not isinstance(value, str | int):
            raise ValueError(name)
        return name, option.read(value)
    except ValueError:
        problem = f"'if_option' compares '{name}' with {shown(value)}"
        table.add(f"{problem}: give {option.range_in_words}", "if_option", name)
        return name, ""
