"""How the queue is cut into packages, as arguments."""

from __future__ import annotations

import argparse

from app.cli.terminal import count
from app.errors import UsageError
from app.jobs.packages.cut import ByCourt, Chosen, Cut, CutPlan, Shares, plan_cut, read_letters
from app.store.workspace import Workspace


def add_cut(parser: argparse.ArgumentParser) -> None:
    """Which cases go, and how they are cut."""
    parser.add_argument(
        "convictions", nargs="*", type=count, metavar="NUMBER",
        help="cases, as 'cases' lists them; with them go all cases of their people",
    )  # fmt: skip
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--shares", type=count, metavar="N", help="into N shares of like size")
    how.add_argument("--by", choices=("court",), help="a package for each court")
    how.add_argument("--letters", metavar="RANGES", help="by first letters: A-F,G-M,N-Z")
    how.add_argument("--filter", metavar="NAME", help="the cases of a saved filter")
    parser.add_argument(
        "--everything", action="store_true", help="people who have nothing open too"
    )
    parser.add_argument(
        "--force", action="store_true", help="people who are in a package that is still out too"
    )


def _cut(workspace: Workspace, arguments: argparse.Namespace) -> Cut:
    numbers = tuple(arguments.convictions)
    named = (arguments.shares, arguments.by, arguments.letters, arguments.filter)
    if numbers and any(one is not None for one in named):
        raise UsageError("Name cases by their numbers, or say how to cut; not both.")
    if arguments.shares is not None:
        return Shares(arguments.shares)
    if arguments.by is not None:
        return ByCourt()
    if arguments.letters is not None:
        return read_letters(arguments.letters)
    if arguments.filter is not None:
        return Chosen(_filtered(workspace, arguments.filter), arguments.filter)
    return Chosen(numbers) if numbers else Shares(1)


def _filtered(workspace: Workspace, name: str) -> tuple[int, ...]:
    # Loaded when asked for: it brings NumPy, which other commands do not need.
    from app.jobs.queue.load import load_queue  # noqa: PLC0415
    from app.jobs.saved_filters import get_saved, read_saved  # noqa: PLC0415

    wanted = read_saved(get_saved(workspace, name))
    return tuple(load_queue(workspace).find_ids(wanted))


def plan_of(workspace: Workspace, arguments: argparse.Namespace) -> CutPlan:
    """Who goes where, as the arguments say."""
    return plan_cut(
        workspace, _cut(workspace, arguments), everything=arguments.everything,
        force=arguments.force,
    )  # fmt: skip
