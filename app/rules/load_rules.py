"""The ``[[rule]]`` tables of a policy file and the conditions in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from app.model.relief import Outcome
from app.model.statute import read_section
from app.rules.conditions import predicates_in
from app.rules.offense_lists import offense_list_ids
from app.rules.policy import (
    OUTCOME_WORDS,
    AllOf,
    AnyOf,
    ArgumentValue,
    Ask,
    Condition,
    FromOption,
    Not,
    Option,
    OptionKind,
    OptionValue,
    Rule,
    near_miss,
    places_in,
)
from app.rules.predicates import PREDICATES
from app.rules.problems import Table
from app.rules.vocabulary import Argument, ArgumentKind

_KEYS = ["id", "asks", "when", "if_option", "then", "reason", "cite"]
_COMBINED = ("all", "any", "not")
_NO_CONDITION = Ask("")

Options = Mapping[str, Option]


def read_rules(policy: Table, options: Options) -> tuple[Rule, ...]:
    """Every rule in order; what cannot be read leaves its problem behind."""
    rules: dict[str, Rule] = {}
    tables = policy.tables("rule")
    if not tables:
        policy.add("it has no [[rule]]")
    closed_by = ""
    for position, content in enumerate(tables, start=1):
        name = content.get("id")
        where = f"rule '{name}'" if isinstance(name, str) else f"rule {position}"
        table = Table(where, content, policy.problems)
        rule = _read_rule(table, options)
        if rule.id in rules:
            table.add("the id is taken by a rule before it")
        if closed_by:
            table.add(f"it can never decide: rule '{closed_by}' before it always applies")
        if rule.is_otherwise and not rule.if_option:
            closed_by = closed_by or rule.id
        rules.setdefault(rule.id, rule)
    return tuple(rules.values())


def used_options(rules: tuple[Rule, ...]) -> set[str]:
    """Options that switch a rule or stand in its condition."""
    used = {name for rule in rules for name, _ in rule.if_option}
    for rule in rules:
        for ask in predicates_in(rule.when):
            used |= {value.name for _, value in ask.arguments if isinstance(value, FromOption)}
    return used


def _read_rule(table: Table, options: Options) -> Rule:
    table.check_keys(_KEYS)
    rule_id = table.text("id")
    if rule_id and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", rule_id):
        table.add("'id' may hold only small letters, digits and -")
    asks, reason = table.text("asks"), table.text("reason")
    for text in (asks, reason):
        _check_places(table, text, options)
    return Rule(
        id=rule_id,
        asks=asks,
        when=_read_when(table, options),
        then=OUTCOME_WORDS.get(table.choice("then", OUTCOME_WORDS), Outcome.HAND_REVIEW),
        reason=reason,
        cite=table.texts("cite"),
        if_option=_read_if_option(table, options),
    )


def _check_places(table: Table, text: str, options: Options) -> None:
    for name in places_in(text):
        if name not in options:
            table.add(f"'{{{name}}}' names no option{near_miss(name, list(options))}")


def _read_if_option(table: Table, options: Options) -> tuple[tuple[str, OptionValue], ...]:
    """``"switch"`` means that it is on; ``{ choice = "word" }`` that it is that."""
    given = table.content.get("if_option")
    if given is None:
        return ()
    if isinstance(given, str):
        given = {given: True}
    if not isinstance(given, dict):
        table.add("'if_option' must be an option's name or a table of options and values")
        return ()
    return tuple(_one_if(table, name, value, options) for name, value in given.items())


def _one_if(table: Table, name: str, value: object, options: Options) -> tuple[str, OptionValue]:
    option = options.get(name)
    if option is None:
        table.add(f"'if_option' names no option: '{name}'{near_miss(name, list(options))}")
        return name, ""
    try:
        if not isinstance(value, str | int):
            raise ValueError(name)
        return name, option.read(value)
    except ValueError:
        table.add(f"'if_option' compares '{name}' with {value!r}: give {option.range_in_words}")
        return name, ""


def _read_when(table: Table, options: Options) -> Condition:
    if "when" not in table.content:
        table.add("'when' is missing")
        return _NO_CONDITION
    return _read_condition(table, table.content["when"], options)


def _read_condition(table: Table, given: object, options: Options) -> Condition:
    if not isinstance(given, dict):
        table.add("'when' must be a table: { predicate = \"name\", argument = value }")
        return _NO_CONDITION
    combined = [key for key in _COMBINED if key in given]
    if not combined:
        return _read_ask(table, given, options)
    if len(given) != 1:
        table.add(f"'{combined[0]}' must stand alone in its condition")
    if combined[0] == "not":
        return Not(_read_condition(table, given["not"], options))
    parts = given[combined[0]]
    if not isinstance(parts, list) or len(parts) < 2:
        table.add(f"'{combined[0]}' must list at least two conditions")
        return _NO_CONDITION
    read = tuple(_read_condition(table, part, options) for part in parts)
    return AllOf(read) if combined[0] == "all" else AnyOf(read)


def _read_ask(table: Table, given: Mapping[str, object], options: Options) -> Condition:
    name = given.get("predicate")
    predicate = PREDICATES.get(name) if isinstance(name, str) else None
    if predicate is None:
        close = near_miss(str(name), list(PREDICATES))
        table.add(f"there is no predicate '{name}'{close}" if name else "'predicate' is missing")
        return Ask("")
    known = {argument.name: argument for argument in predicate.arguments}
    for key in given:
        if key != "predicate" and key not in known:
            table.add(f"{predicate.name} takes no '{key}'{near_miss(key, list(known))}")
    arguments = []
    for argument in predicate.arguments:
        if argument.name in given:
            value = _read_argument(table, argument, given[argument.name], options)
            arguments.append((argument.name, value))
        elif argument.is_required:
            table.add(f"{predicate.name} needs '{argument.name}', {argument.kind.value}")
    return Ask(predicate.name, tuple(arguments))


def _read_argument(
    table: Table, argument: Argument, given: object, options: Options
) -> ArgumentValue | FromOption:
    if isinstance(given, str) and given.startswith("$"):
        return _read_from_option(table, argument, given[1:], options)
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        value: object = tuple(given)
    else:
        value = given
    problem = _argument_problem(argument, value)
    if problem:
        table.add(f"'{argument.name}' is {given!r}: {problem}")
        return ""
    assert isinstance(value, str | int | date | tuple)
    return value


def _read_from_option(table: Table, argument: Argument, name: str, options: Options) -> FromOption:
    option = options.get(name)
    if option is None:
        table.add(f"'${name}' names no option{near_miss(name, list(options))}")
        return FromOption(name)
    possible: list[OptionValue] = [value for value, _ in option.choices]
    if option.kind is OptionKind.NUMBER:
        possible = [option.minimum, option.maximum]
    elif option.kind is OptionKind.YES_NO:
        possible = [True]
    for value in possible:
        problem = _argument_problem(argument, value)
        if problem:
            table.add(f"'{argument.name}' takes '${name}', which may be {value!r}: {problem}")
            break
    return FromOption(name)


def _argument_problem(argument: Argument, value: object) -> str:
    """Why a value does not fit an argument; "" when it does."""
    kind = argument.kind
    if kind is ArgumentKind.WHOLE_NUMBER:
        return _number_problem(argument, value)
    if kind is ArgumentKind.DAY:
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        return "" if is_day else f"give {kind.value}"
    given = value if kind is ArgumentKind.WORDS else (value,)
    if not isinstance(given, tuple) or not given or not all(isinstance(w, str) for w in given):
        return f"give {kind.value}"
    return _word_problem(argument, tuple(str(one) for one in given))


def _number_problem(argument: Argument, value: object) -> str:
    in_range = f"give a whole number from {argument.minimum} to {argument.maximum}"
    if isinstance(value, bool) or not isinstance(value, int):
        return in_range
    return "" if argument.minimum <= value <= argument.maximum else in_range


def _word_problem(argument: Argument, given: tuple[str, ...]) -> str:
    known = list(argument.words)
    if argument.kind is ArgumentKind.OFFENSE_LIST:
        known = offense_list_ids()
    if argument.kind is ArgumentKind.SECTION:
        sections = read_section(given[0]).sections
        is_bare = len(sections) == 1 and sections[0].section == given[0]
        return "" if is_bare else f'give {argument.kind.value}, like "11357"'
    for one in given:
        if known and one not in known:
            return f"'{one}' is not known{near_miss(one, known)}: give one of {', '.join(known)}"
    return ""
