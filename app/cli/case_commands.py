"""check, report: the work on a workspace."""

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
    open_for_work,
    user_name,
)
from app.errors import InputError, UsageError
from app.jobs.check_eligibility import check_eligibility
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


def add_report(commands: Any) -> None:
    """``report``: where the report goes."""
    parser = commands.add_parser("report", help="the two-page summary report and summary.json")
    add_workspace(parser)
    add_out(parser)
    add_json(parser)
    parser.set_defaults(work=_report)


def _report(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        files = write_report(workspace, arguments.out, who=user_name(arguments))
        if arguments.json:
            print(summary_text(workspace), end="")
            return 0
    tell_files(files, as_json=False)
    return 0
