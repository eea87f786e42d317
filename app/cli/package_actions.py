"""What the actions of ``packages`` share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.cli.terminal import LineProgress, add_json, add_workspace, open_for_work
from app.store.workspace import Workspace


def new_action(
    actions: Any, name: str, words: str, work: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """An action on a workspace, with ``--json``."""
    parser: argparse.ArgumentParser = actions.add_parser(name, help=words)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


@contextmanager
def working(arguments: argparse.Namespace) -> Iterator[tuple[Workspace, LineProgress]]:
    """The open workspace, and progress on a line that is ended whatever happens."""
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            yield workspace, progress
    finally:
        progress.close()


def add_why(parser: argparse.ArgumentParser) -> None:
    """Needed once results are signed off."""
    parser.add_argument(
        "--why", default="", metavar="TEXT", help="why, once results are signed off"
    )
