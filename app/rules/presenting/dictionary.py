"""The vocabulary of policies as readable text: every predicate, what it asks, what it takes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from app.rules.lists.offense_lists import offense_list_ids
from app.rules.predicates import PREDICATES
from app.rules.vocabulary import Argument, ArgumentKind, Predicate


def dictionary_lines(width: int = 100) -> Iterator[str]:
    """Every predicate in order of its name, one line an entry."""
    yield from textwrap.wrap(
        "What the conditions of a policy may ask. In place of a value an argument may take that of "
        'an option, "$name", or one that changes by date, "@name".',
        width,
    )
    for name in sorted(PREDICATES):
        yield ""
        yield from _predicate_lines(PREDICATES[name], width)


def dictionary_data() -> list[dict[str, object]]:
    """The same as data for ``--json``."""
    return [
        {
            "predicate": one.name,
            "meaning": one.meaning,
            "about": "person" if one.about_person else "conviction",
            "arguments": [
                {
                    "name": argument.name,
                    "takes": takes(argument),
                    "required": argument.is_required,
                }
                for argument in one.arguments
            ],
        }
        for _, one in sorted(PREDICATES.items())
    ]


def _predicate_lines(predicate: Predicate, width: int) -> Iterator[str]:
    yield predicate.name
    indent = " " * 4
    yield from textwrap.wrap(
        predicate.meaning, width, initial_indent=indent, subsequent_indent=indent
    )
    for argument in predicate.arguments:
        optional = "" if argument.is_required else " (may be left out)"
        text = f"{argument.name}: {takes(argument)}{optional}"
        yield from textwrap.wrap(
            text, width, initial_indent=indent + "- ", subsequent_indent=indent + "  "
        )


def takes(argument: Argument) -> str:
    """What an argument may be, in words."""
    if argument.kind is ArgumentKind.WHOLE_NUMBER:
        return f"a whole number from {argument.minimum} to {argument.maximum}"
    if argument.kind is ArgumentKind.OFFENSE_LIST:
        return f"{argument.kind.value}: {', '.join(offense_list_ids())}"
    if argument.words:
        return f"{argument.kind.value}: {', '.join(argument.words)}"
    return str(argument.kind.value)
