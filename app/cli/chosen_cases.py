"""Which cases a command is about: their numbers, or what the list of cases filters by."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.cli.terminal import count
from app.errors import UsageError
from app.model.relief import Outcome
from app.store import queue
from app.store.queue import QueueFilter
from app.store.workspace import Workspace

_OUTCOMES = {outcome.name.lower(): outcome for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class ChosenCases:
    """``filter_json`` and ``words`` say how they were chosen."""

    ids: Sequence[int]
    filter_json: str
    words: str


def add_cases_options(parser: argparse.ArgumentParser) -> None:
    """Numbers, or ``--answer --section --find``."""
    parser.add_argument("convictions", nargs="*", type=count, metavar="NUMBER")
    parser.add_argument(
        "--answer", default="", choices=["", *_OUTCOMES], metavar="ANSWER",
        help="such as dismissal, reduction, not_eligible",
    )  # fmt: skip
    parser.add_argument("--section", default="", metavar="SECTION", help="as printed")
    parser.add_argument("--find", default="", metavar="TEXT", help="name, CII or case number")


def find_chosen(workspace: Workspace, arguments: argparse.Namespace) -> ChosenCases:
    """Raises UsageError when both ways were used, or neither."""
    given = {
        name: value
        for name, value in (
            ("answer", arguments.answer), ("section", arguments.section), ("find", arguments.find)
        )
        if value
    }  # fmt: skip
    numbers = tuple(arguments.convictions)
    if bool(numbers) == bool(given):
        raise UsageError(
            "Give the numbers of cases, or choose them with --answer, --section and --find."
        )
    if numbers:
        return ChosenCases(numbers, json.dumps({"ids": list(numbers)}), f"{len(numbers):,} cases")
    wanted = QueueFilter(
        text=arguments.find, outcome=arguments.answer.upper(), section=arguments.section
    )
    said = {**given, "answer": _OUTCOMES[arguments.answer].value} if arguments.answer else given
    words = ", ".join(f"{name} {value}" for name, value in said.items())
    return ChosenCases(queue.find_ids(workspace, wanted), json.dumps(given), words)
