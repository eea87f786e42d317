"""support: the support file, which tells nothing of anybody."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.terminal import LineProgress, add_passphrase, open_for_work, say
from app.errors import UsageError
from app.jobs.support import SUFFIX, SupportFile, collect_support, save_support


def add_support(commands: Any) -> None:
    """``support``: shown on the screen, and written with ``--out``."""
    parser = commands.add_parser(
        "support", help="versions, counts and masked forms for support; no personal data"
    )
    parser.add_argument(
        "workspace", type=Path, nargs="?", metavar="WORKSPACE", help="the .relief file, if any"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write it as a zip; without, it is only shown"
    )
    add_passphrase(parser)
    parser.set_defaults(work=_support)


def _support(arguments: argparse.Namespace) -> int:
    out: Path | None = arguments.out
    if out is not None and out.suffix != SUFFIX:
        raise UsageError(f"{out} is no name of a support file; those end in {SUFFIX}.")
    if out is not None and out.exists():
        raise UsageError(f"{out} exists already. Name another file.")
    found = _collect(arguments)
    print(found.text)
    if out is not None:
        save_support(found, out)
        say(f"Saved as {out}. Read it above before you pass it on.")
    return 0


def _collect(arguments: argparse.Namespace) -> SupportFile:
    progress = LineProgress()
    try:
        if arguments.workspace is None:
            return collect_support(None, progress)
        with open_for_work(arguments) as workspace:
            return collect_support(workspace, progress)
    finally:
        progress.close()
