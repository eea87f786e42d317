"""The ``[[option]]`` tables of a policy file."""

from __future__ import annotations

import re

from app.rules.policy import Option, OptionKind, OptionValue, near_miss
from app.rules.problems import Table

_KEYS = ["name", "kind", "sentence", "default", "minimum", "maximum", "choices", "enabled_by"]
_KINDS = {kind.value: kind for kind in OptionKind}


def read_options(policy: Table) -> tuple[Option, ...]:
    """Every option that can be read; the others leave their problems behind."""
    options: dict[str, Option] = {}
    for position, content in enumerate(policy.tables("option"), start=1):
        name = content.get("name")
        where = f"option '{name}'" if isinstance(name, str) else f"option {position}"
        table = Table(where, content, policy.problems)
        option = _read_option(table)
        if option.name in options:
            table.add("the name is taken by an option before it")
        options.setdefault(option.name, option)
    _check_enabling(policy, options)
    return tuple(options.values())


def _read_option(table: Table) -> Option:
    table.check_keys(_KEYS)
    name = table.text("name")
    if name and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        table.add("'name' may hold only small letters, digits and _")
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
        table.add("'default' is missing")
    return value if isinstance(value, str | int) else ""


def _choices(table: Table) -> tuple[tuple[str, str], ...]:
    inner = table.table("choices")
    if inner is None:
        return ()
    if len(inner.content) < 2:
        table.add("'choices' needs at least two")
    return tuple((value, str(words)) for value, words in inner.content.items())


def _check_default(table: Table, option: Option) -> None:
    if option.kind is OptionKind.NUMBER and option.minimum > option.maximum:
        table.add(f"'minimum' {option.minimum} is above 'maximum' {option.maximum}")
        return
    if "default" not in table.content:
        return
    wrong_type = isinstance(option.default, str) != (option.kind is OptionKind.CHOICE)
    try:
        option.read(option.default)
    except ValueError:
        wrong_type = True
    if wrong_type:
        table.add(f"'default' must be {option.range_in_words}, without quotes unless a word")


def _check_enabling(policy: Table, options: dict[str, Option]) -> None:
    switches = [name for name, option in options.items() if option.kind is OptionKind.YES_NO]
    for option in options.values():
        if option.enabled_by and option.enabled_by not in switches:
            close = near_miss(option.enabled_by, switches)
            policy.problems.add(
                f"option '{option.name}': 'enabled_by' names no yes-no option{close}"
            )
