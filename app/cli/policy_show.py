"""policies show: a policy as an attorney reads it, on the terminal, as Markdown or on paper."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.policy_arguments import add_options, find_policy, settings_of
from app.cli.terminal import (
    LineProgress,
    add_json,
    add_passphrase,
    answer,
    iso_date,
    open_for_work,
    say,
)
from app.errors import UsageError
from app.jobs.policy_sheet import SheetRequest, figures_for, sheet_bytes, write_whole
from app.model.policy_reading import PolicyFigures, PolicyReading
from app.rules.presenting.markdown import markdown_text
from app.rules.presenting.text import text_lines
from app.store.workspace import Workspace

FORMATS = {"text": (".txt",), "markdown": (".md", ".markdown"), "pdf": (".pdf",)}
"""The formats, with the ends of file names that one of the kind replaces."""


def add_show(actions: Any) -> None:
    """``policies show``."""
    show = actions.add_parser(
        "show",
        help="a policy as an attorney reads it; a sign-off sheet",
        description=(
            "Prints a policy as an attorney reads it, with the options chosen. With a workspace "
            "and an as-of date also what these options produce on its data; the answers of the "
            "latest check stay as they are. --format pdf makes the sheet to be signed."
        ),
    )
    show.add_argument("policy", metavar="ID", help="a policy's id, or a policy file (.toml)")
    add_options(show)
    show.add_argument(
        "--as-of", type=iso_date, metavar="YYYY-MM-DD", help="the date to try it as of"
    )
    show.add_argument("--county", metavar="NAME", help="the county, for a policy of any county")
    show.add_argument("--format", default="text", choices=list(FORMATS))
    show.add_argument("--out", type=Path, metavar="FILE", help="write it into this file")
    show.add_argument(
        "--workspace", type=Path, metavar="FILE", help="try the policy on this workspace's data"
    )
    add_passphrase(show)
    add_json(show)
    show.set_defaults(work=_show)


def _show(arguments: argparse.Namespace) -> int:
    _check_usage(arguments)
    policy = find_policy(arguments.policy, arguments.as_of)
    settings = settings_of(arguments, policy)
    SheetRequest(policy, settings, arguments.county or "", arguments.as_of).check()
    progress = LineProgress()
    try:
        with _workspace(arguments) as workspace:
            county = arguments.county or (workspace.info.county if workspace else "")
            request = SheetRequest(policy, settings, policy.county or county, arguments.as_of)
            figures = figures_for(workspace, request, progress)
    finally:
        progress.close()
    _give(arguments, request.reading(), figures)
    return 0


def _check_usage(arguments: argparse.Namespace) -> None:
    if arguments.format == "pdf" and arguments.out is None:
        raise UsageError("A sheet is a file: name it with --out FILE.")
    if arguments.workspace is not None and arguments.as_of is None:
        raise UsageError("To try a policy on a workspace's data, give the date with --as-of.")
    out: Path | None = arguments.out
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise UsageError(f"{out} cannot be written: name a file in a folder that exists.")
    ends = FORMATS[arguments.format]
    if out is not None and out.exists() and out.suffix.lower() not in ends:
        # a slip of the keyboard must not put a text in the place of a policy or a workspace
        raise UsageError(f"{out} exists and is no {ends[0]} file, so it is not replaced.")


@contextlib.contextmanager
def _workspace(arguments: argparse.Namespace) -> Iterator[Workspace | None]:
    if arguments.workspace is None:
        yield None
        return
    with open_for_work(arguments) as workspace:
        yield workspace


def _give(
    arguments: argparse.Namespace, reading: PolicyReading, figures: PolicyFigures | None
) -> None:
    """On standard output, or into the file; with --json the same as data on standard output."""
    out: Path | None = arguments.out
    if out is not None:
        write_whole(out, _content(arguments.format, reading, figures))
        say(f"The policy is in {out}.")
    if arguments.json:
        answer(reading_data(reading, figures), (), as_json=True)
    elif out is None:
        print(_content(arguments.format, reading, figures).decode("utf-8"), end="")


def _content(form: str, reading: PolicyReading, figures: PolicyFigures | None) -> bytes:
    if form == "pdf":
        return sheet_bytes(reading, figures)
    if form == "markdown":
        return markdown_text(reading, figures).encode("utf-8")
    return ("\n".join(text_lines(reading, figures)) + "\n").encode("utf-8")


def reading_data(reading: PolicyReading, figures: PolicyFigures | None) -> dict[str, Any]:
    """The reading as JSON: the names of its parts in camel case, dates in ISO form.

    ``figures`` is null when the policy was not tried on data.
    """
    produced = None
    if figures is not None:
        produced = {key: value for key, value in asdict(figures).items() if key[0] != "_"}
    return {**_camel(asdict(reading)), "figures": _camel(produced)}


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {_camel_name(key): _camel(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_camel(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _camel_name(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.title() for part in others)
