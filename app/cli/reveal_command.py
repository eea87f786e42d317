"""reveal: a person's numbers in full, on record before they are shown."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.terminal import add_json, add_workspace, answer, count, open_for_work, pairs, user_name
from app.errors import UsageError
from app.jobs.access_log import NUMBERS, record_views, seen
from app.jobs.person_numbers import NAMES, kind_of, list_masked
from app.jobs.reveal import reveal_number
from app.store.workspace import Workspace


def add_reveal(commands: Any) -> None:
    """``reveal``: masked without ``--number``."""
    parser = commands.add_parser(
        "reveal", help="a person's CII, FBI and other numbers; what is shown is on record"
    )
    add_workspace(parser)
    parser.add_argument("person", type=count, metavar="PERSON", help="as 'people' tells it")
    parser.add_argument(
        "--number", action="append", default=[], choices=[*NAMES, "all"], metavar="KIND",
        help=f"show the numbers of this kind in full, and record that: {', '.join(NAMES)} or all; "
        "without it they are told masked",
    )  # fmt: skip
    add_json(parser)
    parser.set_defaults(work=_reveal)


def _reveal(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = _numbers(workspace, arguments)
    data = {"person": arguments.person, "numbers": {name: [*n] for name, n in found.items()}}
    lines = pairs([(kind_of(name).words, ", ".join(numbers)) for name, numbers in found.items()])
    answer(data, lines or ["No number on record."], as_json=arguments.json)
    return 0


def _numbers(workspace: Workspace, arguments: argparse.Namespace) -> dict[str, tuple[str, ...]]:
    """By kind, in full where that was asked."""
    person, asked, who = arguments.person, arguments.number, user_name(arguments)
    try:
        masked = {one.kind.name: one.masked for one in list_masked(workspace, person)}
    except LookupError as error:
        raise UsageError(f"There is no person number {person}; 'cases --json' lists them.") from (
            error
        )
    shown = [*masked] if "all" in asked else [*dict.fromkeys(asked)]
    record_views(workspace, [seen(person, NUMBERS, who)])
    revealed = {name: reveal_number(workspace, person, name, who=who) for name in shown}
    return masked | revealed
