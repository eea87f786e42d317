"""packages workbook-out and workbook-in: cases to Excel and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.cut_arguments import add_cut, plan_of
from app.cli.package_actions import add_why, new_action, working
from app.cli.terminal import answer, pairs, say, user_name
from app.errors import InputError, UsageError
from app.jobs.packages.workbook_in import apply_workbook, plan_workbook, problem_text


def add_workbook_out(actions: Any) -> None:
    """``workbook-out``: the arguments of `_out_book`."""
    parser = new_action(
        actions, "workbook-out", "cases as an Excel workbook to be reviewed", _out_book
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx file")
    parser.add_argument(
        "--reviewer", default="", metavar="NAME", help="who will review, written into every row"
    )
    add_cut(parser)


def _out_book(arguments: argparse.Namespace) -> int:
    # Loaded when asked for: it brings what writes workbooks.
    from app.jobs.packages.workbook_out import send_workbook  # noqa: PLC0415

    path: Path = arguments.file
    if path.suffix.lower() != ".xlsx" or path.is_dir():
        raise UsageError(f"{path} is no name for an Excel workbook; it ends in .xlsx.")
    with working(arguments) as (workspace, progress):
        plan = plan_of(workspace, arguments)
        sent = send_workbook(
            workspace, plan, path, progress, who=user_name(arguments),
            reviewer=arguments.reviewer.strip(), everything=arguments.everything,
        )  # fmt: skip
    data = {"file": str(path), "cases": sent.n_convictions, "people": sent.n_people}
    rows: list[tuple[str, object]] = [("Cases", sent.n_convictions), ("People", sent.n_people)]
    answer(data, pairs(rows), as_json=arguments.json)
    for sentence in plan.sentences:
        say(sentence)
    say(f"Written: {path}")
    say("It is not encrypted: keep it where only those read it who work on it.")
    return 0


def add_workbook_in(actions: Any) -> None:
    """``workbook-in``: the arguments of `_in_book`."""
    parser = new_action(actions, "workbook-in", "read a reviewed workbook back", _in_book)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--reviewer", default="", metavar="NAME", help="who decided where a row "
                        "names nobody")  # fmt: skip
    parser.add_argument("--plan", action="store_true", help="only tell what it would do")
    add_why(parser)


def _in_book(arguments: argparse.Namespace) -> int:
    with working(arguments) as (workspace, progress):
        plan = plan_workbook(workspace, arguments.file, progress, reviewer=arguments.reviewer)
        if not arguments.plan:
            plan = apply_workbook(workspace, plan, who=user_name(arguments), why_late=arguments.why)
    result = plan.comparison
    data = {
        "accepted": plan.n_accepted, "overridden": plan.n_overridden, "parked": plan.n_parked,
        "notes": len(plan.notes), "conflicts": len(result.conflicts), "alike": len(result.alike),
        "stale": result.n_stale, "isPlan": arguments.plan, "remarks": plan.remarks,
        "problems": list(plan.problems),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Accepted", plan.n_accepted), ("Overridden", plan.n_overridden),
        ("Parked", plan.n_parked), ("Notes", len(plan.notes)),
        ("Conflicts", len(result.conflicts)),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    for sentence in plan.remarks:
        say(sentence)
    if plan.problems:
        say(problem_text(plan))
        return InputError.exit_code
    if arguments.plan:
        say("Nothing was changed: this was a trial.")
    return 0
