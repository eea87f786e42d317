"""Conditions in a policy file: ``when = { predicate = "name", argument = value }``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.model.statute import read_section
from app.rules.offense_lists import offense_list_ids
from app.rules.policy import (
    AllOf,
    AnyOf,
    ArgumentValue,
    Ask,
    Condition,
    DatedValue,
    FromOption,
    FromValue,
    Not,
    Option,
    OptionKind,
    OptionValue,
    near_miss,
)
from app.rules.predicates import PREDICATES
from app.rules.problems import Table
from app.rules.vocabulary import Argument, ArgumentKind

_COMBINED = ("all", "any", "not")
_NO_CONDITION = Ask("")


@dataclass(frozen=True, slots=True)
class Names:
    """What a condition may refer to: ``$option`` and ``@value``."""

    options: Mapping[str, Option]
    values: Mapping[str, DatedValue]


def read_when(table: Table, names: Names) -> Condition:
    """The condition under ``when``; what cannot be read leaves its problem behind."""
    if "when" not in table.content:
        table.add("'when' is missing")
        return _NO_CONDITION
    return _read_condition(table, table.content["when"], names)


def _read_condition(table: Table, given: object, names: Names) -> Condition:
    if not isinstance(given, dict):
        table.add("'when' must be a table: { predicate = \"name\", argument = value }")
        return _NO_CONDITION
    combined = [key for key in _COMBINED if key in given]
    if not combined:
        return _read_ask(table, given, names)
    if len(given) != 1:
        table.add(f"'{combined[0]}' must stand alone in its condition")
    if combined[0] == "not":
        return Not(_read_condition(table, given["not"], names))
    parts = given[combined[0]]
    if not isinstance(parts, list) or len(parts) < 2:
        table.add(f"'{combined[0]}' must list at least two conditions")
        return _NO_CONDITION
    read = tuple(_read_condition(table, part, names) for part in parts)
    return AllOf(read) if combined[0] == "all" else AnyOf(read)


def _read_ask(table: Table, given: Mapping[str, object], names: Names) -> Condition:
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
            value = _read_argument(table, argument, given[argument.name], names)
            arguments.append((argument.name, value))
        elif argument.is_required:
            table.add(f"{predicate.name} needs '{argument.name}', {argument.kind.value}")
    return Ask(predicate.name, tuple(arguments))


def _read_argument(
    table: Table, argument: Argument, given: object, names: Names
) -> ArgumentValue | FromOption | FromValue:
    if isinstance(given, str) and given.startswith("$"):
        return _read_from_option(table, argument, given[1:], names.options)
    if isinstance(given, str) and given.startswith("@"):
        return _read_from_value(table, argument, given[1:], names.values)
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


def _read_from_option(
    table: Table, argument: Argument, name: str, options: Mapping[str, Option]
) -> FromOption:
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


def _read_from_value(
    table: Table, argument: Argument, name: str, values: Mapping[str, DatedValue]
) -> FromValue:
    value = values.get(name)
    if value is None:
        table.add(f"'@{name}' names no [[value]]{near_miss(name, list(values))}")
        return FromValue(name)
    for entry in value.entries:
        problem = _argument_problem(argument, entry.value)
        if problem:
            table.add(f"'{argument.name}' takes '@{name}', which may be {entry.value!r}: {problem}")
            break
    return FromValue(name)


def _argument_problem(argument: Argument, value: object) -> str:
    """Why a value does not fit an argument; "" when it does."""
    kind = argument.kind
    if kind is ArgumentKind.WHOLE_NUMBER:
        return _number_problem(argument, value)
    if kind is ArgumentKind.DAY:
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        return "" if is_day else f"give {kind.value}"
    given = value if kind in (ArgumentKind.WORDS, ArgumentKind.CITED_SECTIONS) else (value,)
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
    if argument.kind is ArgumentKind.CITED_SECTIONS:
        return _citation_problem(given)
    if argument.kind is ArgumentKind.SECTION:
        sections = read_section(given[0]).sections
        is_bare = len(sections) == 1 and sections[0].section == given[0]
        return "" if is_bare else f'give {argument.kind.value}, like "11357"'
    for one in given:
        if known and one not in known:
            return f"'{one}' is not known{near_miss(one, known)}: give one of {', '.join(known)}"
    return ""


def _citation_problem(given: tuple[str, ...]) -> str:
    for text in given:
        sections = read_section(text).sections
        if len(sections) != 1 or str(sections[0]) != text or not sections[0].code:
            return f"'{text}' is not in citation style, like \"HS 11357(a)\""
    return ""
