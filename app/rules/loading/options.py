"""The ``[[option]]`` tables of a policy file."""

from __future__ import annotations

import re

from app.rules.loading.problems import Table
from app.rules.policy import Option, OptionKind, OptionValue, near_miss

_KEYS = ["name", "kind", "sentence", "default", "minimum", "maximum", "choices", "enabled_by"]
_KINDS = {kind.value: kind for kind in OptionKind}


def read_options(policy: Table) -> tuple[Option, ...]:
    """Every option that can be read; the others leave their problems behind."""
    options: dict[str, Option] = {}
    tables = policy.tables("option", named_by="name")
    for table in tables:
        option = _read_option(table)
        if option.name in options:
            table.add("the name is taken by an option before it: choose another", "name")
        options.setdefault(option.name, option)
    for table in tables:
        _check_enabling(table, options)
    return tuple(options.values())


def _read_option(table: Table) -> Option:
    table.check_keys(_KEYS)
    name = table.text("name")
    if name and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        table.add("'name' may hold only small letters, digits and _, a letter first", "name")
    kind = _KINDS.get(table.choice("kind", _KINDS), OptionKind.YES_NO)
    is_number = kind is OptionKind.NUMBER
    option = Option(
        name=name,
        kind=kind,
        sentence=table.text("sentence"),
        default=_default(table),
        minimum=table.number("minimum") if is_number else 0,
        maximum=table.number("maximum") if is_number else 0,
        choices=_choices(table) if kind is OptionKind.CHOICE else (),
        enabled_by=table.text("enabled_by", required=False),
    )
    _check_default(table, option)
    return option


def _default(table: Table) -> OptionValue:
    value = table.content.get("default")
    if value is None:
        table.add("'default' is missing: add default = and the value it starts with")
    return value if isinstance(value, str | int) else ""


def _choices(table: Table) -> tuple[tuple[str, str], ...]:
    inner = table.table("choices")
    if inner is None:
        return ()
    if len(inner.content) < 2:
        table.add("'choices' needs at least two: { word = \"What it means\", ... }", "choices")
    for value, words in inner.content.items():
        if not isinstance(words, str) or not words.strip():
            table.add(f"the choice '{value}' must say what it means, in quotes", "choices", value)
        if value != value.strip().lower():
            table.add(f"the choice '{value}' must be in small letters", "choices", value)
    return tuple((value, str(words)) for value, words in inner.content.items())


def _check_default(table: Table, option: Option) -> None:
    if option.kind is OptionKind.NUMBER and option.minimum > option.maximum:
        problem = f"'minimum' {option.minimum} is above 'maximum' {option.maximum}"
        table.add(f"{problem}: mend one of them", "minimum")
        return
    if "default" not in table.content:
        return
    wrong_type = isinstance(option.default, str) != (option.kind is OptionKind.CHOICE)
    try:
        option.read(option.default)
    except ValueError:
        wrong_type = True
    if wrong_type:
        problem = f"'default' must be {option.range_in_words}, without quotes unless a word"
        table.add(problem, "default")


def _check_enabling(table: Table, options: dict[str, Option]) -> None:
    """``enabled_by`` names a yes-no option, and not the option itself."""
    switch = table.content.get("enabled_by")
    if not isinstance(switch, str) or not switch.strip():
        return
    own = table.content.get("name")
    switches = [
        name
        for name, option in options.items()
        if option.kind is OptionKind.YES_NO and name not in ("", own)
    ]
    if switch.strip() not in switches:
        close = near_miss(switch, switches)
        known = (
            f": give one of {', '.join(switches)}" if switches else ": there is none, take it out"
        )
        table.add(f"'enabled_by' names no yes-no option{close}{known}", "enabled_by")
