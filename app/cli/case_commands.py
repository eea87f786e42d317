"""check, cases, papers, report: the work on a workspace."""

from __future__ import annotations

import argparse
from dataclasses import asdict
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
from app.model.relief import Outcome
from app.store import queue, runs
from app.store.queue import QueueFilter, QueueRow
from app.store.reviews import ACCEPTED, OVERRIDDEN, PARKED
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


def add_cases(commands: Any) -> None:
    """``cases``: filter, order and number of the list."""
    parser = commands.add_parser("cases", help="list convictions with their answers")
    add_workspace(parser)
    parser.add_argument("--find", default="", metavar="TEXT", help="name, CII or case number")
    parser.add_argument(
        "--answer", default="", choices=["", *(outcome.name.lower() for outcome in Outcome)],
        metavar="ANSWER", help="such as dismissal, reduction, hand_review",
    )  # fmt: skip
    parser.add_argument("--review", default="", choices=["", "open", ACCEPTED, OVERRIDDEN, PARKED],
                        metavar="STATE", help="open, accepted, overridden or parked")  # fmt: skip
    parser.add_argument("--sort", default="risk", choices=sorted(queue.SORTS))
    parser.add_argument("--limit", type=count, default=50, metavar="N")
    add_json(parser)
    parser.set_defaults(work=_cases)


def _cases(arguments: argparse.Namespace) -> int:
    wanted = QueueFilter(
        text=arguments.find, outcome=arguments.answer.upper(), decision=arguments.review
    )
    with open_for_work(arguments) as workspace:
        ids = queue.find_ids(workspace, wanted, arguments.sort)
        rows = queue.get_rows(workspace, ids[: arguments.limit])
    data = {"count": len(ids), "convictions": [asdict(row) for row in rows]}
    answer(data, map(_case_line, rows), as_json=arguments.json)
    if len(ids) > len(rows):
        say(f"{len(rows):,} of {len(ids):,} convictions shown; --limit shows more.")
    return 0


def _case_line(row: QueueRow) -> str:
    decided = f" [{row.decision}]" if row.decision else ""
    outcome = Outcome[row.outcome].value if row.outcome else "-"
    return (
        f"{row.conviction_id:>8}  {row.name:<28.28}  {row.section:<14.14}  "
        f"{row.convicted_on or 'no date':<10}  {row.case_number or 'no number':<14.14}  "
        f"{outcome}: {row.reason}{decided}"
    )


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
