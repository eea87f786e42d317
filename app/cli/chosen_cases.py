"""Which cases a command is about: their numbers, or what the list of cases filters by."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from app.cli.queue_commands import add_filter, find_wanted
from app.cli.terminal import count
from app.errors import UsageError
from app.model.queue_words import filter_words
from app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ChosenCases:
    """``filter_json`` and ``words`` say how they were chosen; by number there is no filter."""

    ids: Sequence[int]
    filter_json: str
    words: str


def add_cases_options(parser: argparse.ArgumentParser) -> None:
    """Numbers, or the options of ``cases``."""
    parser.add_argument("convictions", nargs="*", type=count, metavar="NUMBER")
    add_filter(parser)


def find_chosen(workspace: Workspace, arguments: argparse.Namespace) -> ChosenCases:
    """Raises UsageError when both ways were used, or neither."""
    wanted, sort = find_wanted(workspace, arguments)
    numbers = tuple(arguments.convictions)
    if bool(numbers) != wanted.is_everything:
        raise UsageError(
            "Give the numbers of cases, or choose them with the options of 'cases' "
            "(--answer, --section, --find and so on)."
        )
    if numbers:
        words = "1 case by number" if len(numbers) == 1 else f"{len(numbers):,} cases by number"
        return ChosenCases(numbers, "", words)
    # Loaded when asked for: it brings NumPy, which other commands do not need.
    from app.jobs.queue.load import load_queue  # noqa: PLC0415

    ids = load_queue(workspace).find_ids(wanted, sort)
    return ChosenCases(ids, wanted.to_json(), filter_words(wanted))
