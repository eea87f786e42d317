"""check, papers, report: the work on a workspace."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.data_commands import check_lines, tell_files
from app.cli.policy_arguments import add_policy, request_of, tell_caution
from app.cli.terminal import (
    LineProgress,
    add_json,
    add_out,
    add_workspace,
    answer,
    chosen,
    count,
    iso_date,
    open_for_work,
    pairs,
    say,
    user_name,
)
from app.errors import InputError, UsageError
from app.jobs.check_eligibility import check_eligibility
from app.jobs.clock import today
from app.jobs.formats import PAPERS
from app.jobs.report import summary_text, write_report
from app.store import queue, runs
from app.store.queue import QueueRow
from app.store.workspace import Workspace

MOST_SENTENCES = 20  # about blanks, before the rest is only counted


def add_check(commands: Any) -> None:
    """``check``: the arguments of `_check`."""
    parser = commands.add_parser("check", help="ask a policy of every conviction in scope")
    add_workspace(parser)
    add_policy(parser, county_required=False)
    add_json(parser)
    parser.set_defaults(work=_check)


def _check(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            request = request_of(arguments, arguments.county or workspace.info.county)
            tell_caution(request)
            run = check_eligibility(workspace, request, progress, who=user_name(arguments))
    finally:
        progress.close()
    answer(run.summary, check_lines(run), as_json=arguments.json)
    return 0


def known_conviction(workspace: Workspace, conviction: int) -> QueueRow:
    """The row of a conviction. Raises UsageError, InputError when nothing was checked."""
    rows = queue.get_rows(workspace, [conviction])
    if not rows:
        raise UsageError(f"There is no conviction number {conviction}; 'cases' lists them.")
    if runs.find_latest_run(workspace) is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    return rows[0]


def add_papers(commands: Any) -> None:
    """``papers``: which motions, for whom, dated when."""
    parser = commands.add_parser("papers", help="draft motions with proposed orders")
    add_workspace(parser)
    add_out(parser)
    parser.add_argument(
        "--kinds", default=",".join(PAPERS), metavar="LIST",
        help="motions (one for each case), bulk (one for all); default both",
    )  # fmt: skip
    parser.add_argument(
        "--only-accepted", action="store_true", help="only convictions accepted in review"
    )
    parser.add_argument(
        "--limit", type=count, metavar="N", help="only the first cases in court order"
    )
    parser.add_argument(
        "--paper-date", type=iso_date, metavar="YYYY-MM-DD",
        help="date of the files (default: today); never a date of signing",
    )  # fmt: skip
    add_json(parser)
    parser.set_defaults(work=_papers)


def _papers(arguments: argparse.Namespace) -> int:
    # Loaded when asked for: it brings fonts and pages that other commands do not need.
    from app.jobs.draft_papers import (  # noqa: PLC0415
        PapersRequest,
        draft_papers,
        find_office,
    )

    kinds = chosen(arguments.kinds, PAPERS, "kind of paper")
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            request = PapersRequest(
                arguments.out, kinds, find_office(workspace), arguments.only_accepted,
                arguments.limit, arguments.paper_date or today(),
            )  # fmt: skip
            made = draft_papers(workspace, request, progress, who=user_name(arguments))
    finally:
        progress.close()
    data = {
        "files": [str(path) for path in made.files], "motions": made.n_motions,
        "convictions": made.n_counts, "pages": made.n_pages, "leftOut": list(made.left_out),
        "unfilled": list(made.unfilled),
        "seconds": round(made.seconds, 2),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Motions", made.n_motions), ("Convictions", made.n_counts), ("Pages", made.n_pages),
        ("Folder", arguments.out),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    for sentence in made.left_out:
        say(sentence)
    for sentence in made.unfilled[:MOST_SENTENCES]:
        say(sentence)
    if len(made.unfilled) > MOST_SENTENCES:
        say(
            f"And {len(made.unfilled) - MOST_SENTENCES:,} more cases with blanks; --json lists all."
        )
    return 0


def add_report(commands: Any) -> None:
    """``report``: where the report goes."""
    parser = commands.add_parser("report", help="the two-page summary report and summary.json")
    add_workspace(parser)
    add_out(parser)
    add_json(parser)
    parser.set_defaults(work=_report)


def _report(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        files = write_report(workspace, arguments.out)
        if arguments.json:
            print(summary_text(workspace), end="")
            return 0
    tell_files(files, as_json=False)
    return 0
