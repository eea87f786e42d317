"""explain: why a conviction has its answer, to the cell, and what would change it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.case_commands import known_conviction
from app.cli.terminal import add_json, add_workspace, answer, count, open_for_work, say, user_name
from app.jobs.access_log import CASE, record_views, seen
from app.jobs.explain_sheet import explain_person_sheet
from app.jobs.trace import TracedExplanation, explain_conviction


def add_explain(commands: Any) -> None:
    """``explain``: one conviction by its number; on paper with all others of the person."""
    parser = commands.add_parser(
        "explain", help="why a conviction has its answer, to the cell, and what would change it"
    )
    add_workspace(parser)
    parser.add_argument("conviction", type=count, metavar="NUMBER", help="as 'cases' lists it")
    parser.add_argument(
        "--pdf", type=Path, metavar="FILE",
        help="also write a sheet about every conviction of the person that was asked about",
    )  # fmt: skip
    add_json(parser)
    parser.set_defaults(work=_explain)


def _explain(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        row, who = known_conviction(workspace, arguments.conviction), user_name(arguments)
        record_views(workspace, [seen(row.person_id, CASE, who)])
        traced = explain_conviction(workspace, arguments.conviction)
        if arguments.pdf is not None:
            explain_person_sheet(workspace, row.person_id, arguments.pdf, who=who)
    answer(_data(traced), _text(traced), as_json=arguments.json)
    if arguments.pdf is not None:
        say(f"Written: {arguments.pdf}")
    return 0


def _text(traced: TracedExplanation) -> list[str]:
    row = traced.places[traced.explanation.determination.at]
    return [*traced.lines, "", f"{row.title}:", f"  {row.text}"]


def _data(traced: TracedExplanation) -> dict[str, Any]:
    files = {str(at.source): row.file_name for at, row in traced.places.items()}
    return {**traced.as_data(), "files": files}
