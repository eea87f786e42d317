"""Conditions in a policy file: ``when = { predicate = "name", argument = value }``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.model.statute import read_section
from app.rules.lists.offense_lists import offense_list_ids
from app.rules.loading.county import county_problem
from app.rules.loading.lines import Place
from app.rules.loading.problems import Table, shown
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
from app.rules.vocabulary import Argument, ArgumentKind

_COMBINED = ("all", "any", "not")
NO_CONDITION = Ask("")
"""Stands for a condition that could not be read."""

UNREAD = ""
"""Stands for an argument that could not be read: no argument may be an empty text."""

MAX_DEPTH = 20
"""How deep conditions may stand in one another."""

_ADVICE = "correct the name (relief-desk policies words lists all)"
_EXAMPLES = {
    ArgumentKind.WHOLE_NUMBER: "10",
    ArgumentKind.DAY: "2016-11-09",
    ArgumentKind.WORD: '"word"',
    ArgumentKind.WORDS: '["word"]',
    ArgumentKind.SECTION: '"11357"',
    ArgumentKind.CITED_SECTIONS: '["HS 11357(a)"]',
    ArgumentKind.OFFENSE_LIST: '"us-ca/super-strikes"',
}


@dataclass(frozen=True, slots=True)
class Names:
    """What a condition may refer to: ``$option`` and ``@value``."""

    options: Mapping[str, Option]
    values: Mapping[str, DatedValue]


def read_when(table: Table, names: Names) -> Condition:
    """The condition under ``when``; what cannot be read leaves its problem behind."""
    if "when" not in table.content:
        table.add("'when' is missing: add when = { predicate = \"name\", argument = value }")
        return NO_CONDITION
    return _Reader(table, names).read(table.content["when"], ("when",))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the condition of one table, with the way to every part of it."""

    table: Table
    names: Names

    def read(self, given: object, place: Place) -> Condition:
        if not isinstance(given, dict):
            return self._refuse(
                "'when' must be a table: { predicate = \"name\", argument = value }", place
            )
        if len(place) > 2 * MAX_DEPTH:
            return self._refuse("its conditions stand too deep in one another: use rows", place)
        combined = [key for key in _COMBINED if key in given]
        if not combined:
            return self._ask(given, place)
        word = combined[0]
        if len(given) != 1:
            problem = f"'{word}' must stand alone in its condition: put the rest beside it in"
            self.table.add(f"{problem} {{ all = [...] }}", *place)
        if word == "not":
            return Not(self.read(given["not"], (*place, "not")))
        parts = given[word]
        if not isinstance(parts, list) or len(parts) < 2:
            problem = f"'{word}' must list at least two conditions: [{{ ... }}, {{ ... }}]"
            return self._refuse(problem, (*place, word))
        read = tuple(self.read(part, (*place, word, n)) for n, part in enumerate(parts))
        return AllOf(read) if word == "all" else AnyOf(read)

    def _refuse(self, problem: str, place: Place) -> Condition:
        self.table.add(problem, *place)
        return NO_CONDITION

    def _ask(self, given: Mapping[str, object], place: Place) -> Condition:
        name = given.get("predicate")
        predicate = PREDICATES.get(name) if isinstance(name, str) else None
        if predicate is None:
            if name is None:
                return self._refuse("'predicate' is missing: name one", place)
            close = near_miss(str(name), list(PREDICATES)) if isinstance(name, str) else ""
            word = f"'{name}'" if isinstance(name, str) else shown(name)
            problem = f"there is no predicate {word}{close}: {_ADVICE}"
            return self._refuse(problem, (*place, "predicate"))
        known = {argument.name: argument for argument in predicate.arguments}
        for key in given:
            if key != "predicate" and key not in known:
                takes = f"it takes {', '.join(known)}" if known else "it takes no argument"
                close = near_miss(key, list(known))
                self.table.add(f"{predicate.name} takes no '{key}'{close}: {takes}", *place, key)
        arguments: list[tuple[str, ArgumentValue | FromOption | FromValue]] = []
        for argument in predicate.arguments:
            if argument.name in given:
                value = self._argument(argument, given[argument.name], (*place, argument.name))
                arguments.append((argument.name, value))
            elif argument.is_required:
                problem = f"{predicate.name} needs '{argument.name}', {argument.kind.value}"
                self.table.add(f"{problem}: add {argument.name} = {_example(argument)}", *place)
                arguments.append((argument.name, UNREAD))
        return Ask(predicate.name, tuple(arguments))

    def _argument(
        self, argument: Argument, given: object, place: Place
    ) -> ArgumentValue | FromOption | FromValue:
        if isinstance(given, str) and given.startswith("$"):
            return self._from_option(argument, given[1:], place)
        if isinstance(given, str) and given.startswith("@"):
            return self._from_value(argument, given[1:], place)
        if isinstance(given, list) and all(isinstance(one, str) for one in given):
            value: object = tuple(given)
        else:
            value = given
        problem = _argument_problem(argument, value)
        if problem:
            self.table.add(f"'{argument.name}' is {shown(given)}: {problem}", *place)
            return UNREAD
        assert isinstance(value, str | int | date | tuple)
        return value

    def _from_option(self, argument: Argument, name: str, place: Place) -> FromOption:
        option = self.names.options.get(name)
        if option is None:
            known = list(self.names.options)
            self._unknown_name(f"'${name}' names no option", name, known, place)
            return FromOption(name)
        possible: list[OptionValue] = [value for value, _ in option.choices]
        if option.kind is OptionKind.NUMBER:
            possible = [option.minimum, option.maximum]
        elif option.kind is OptionKind.YES_NO:
            possible = [True]
        self._fits(argument, f"${name}", possible, place)
        return FromOption(name)

    def _from_value(self, argument: Argument, name: str, place: Place) -> FromValue:
        value = self.names.values.get(name)
        if value is None:
            known = list(self.names.values)
            self._unknown_name(f"'@{name}' names no [[value]]", name, known, place)
            return FromValue(name)
        self._fits(argument, f"@{name}", [entry.value for entry in value.entries], place)
        return FromValue(name)

    def _unknown_name(self, problem: str, name: str, known: list[str], place: Place) -> None:
        there_are = f"there are {', '.join(known)}" if known else "the policy has none"
        self.table.add(f"{problem}{near_miss(name, known)}: {there_are}", *place)

    def _fits(
        self, argument: Argument, name: str, possible: Sequence[object], place: Place
    ) -> None:
        """Every value that an option or a dated value may have must suit the argument."""
        for value in possible:
            problem = _argument_problem(argument, value)
            if problem:
                self.table.add(
                    f"'{argument.name}' takes '{name}', which may be {shown(value)}: {problem}",
                    *place,
                )
                return


def _example(argument: Argument) -> str:
    return _EXAMPLES[argument.kind] if not argument.words else f'"{argument.words[0]}"'


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
    if argument.name == "counties":
        return next((problem for one in given if (problem := county_problem(one))), "")
    for one in given:
        if known and one not in known:
            return f"'{one}' is not known{near_miss(one, known)}: give one of {', '.join(known)}"
    return ""


def _citation_problem(given: tuple[str, ...]) -> str:
    for text in given:
        sections = read_section(text).sections
        if len(sections) != 1 or str(sections[0]) != text or not sections[0].code:
            is_close = len(sections) == 1 and sections[0].code
            close = f" (did you mean '{sections[0]}'?)" if is_close else ""
            return f"'{text}' is not in citation style{close}, like \"HS 11357(a)\""
    return ""
