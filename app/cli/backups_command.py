"""backups: the list, the plan, a receipt, what is removed or lost."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from app.cli.terminal import (
    LineProgress,
    add_json,
    add_workspace,
    answer,
    count,
    open_for_work,
    pairs,
    say,
    user_name,
)
from app.errors import InputError
from app.jobs.backup.plan import BackupPlan, load_plan, save_plan
from app.jobs.backup.receipt import save_pdf
from app.jobs.backup.rotate import give_up_backup, remove_backup
from app.jobs.backup.standing import (
    ListedBackup,
    find_absent,
    list_with_state,
    read_standing,
)
from app.jobs.progress import Progress
from app.store import backups
from app.store.backups import Backup
from app.store.workspace import Workspace

T = TypeVar("T")


def watched(job: Callable[[Progress], T]) -> T:
    """Run a job with its progress on a line, and end the line whatever comes of it."""
    progress = LineProgress()
    try:
        return job(progress)
    finally:
        progress.close()


def backup_data(backup: Backup) -> dict[str, Any]:
    """A backup as ``--json`` tells it."""
    return {
        "number": backup.id, "at": backup.at, "who": backup.who, "cause": backup.cause,
        "file": str(backup.path), "sha256": backup.sha256, "bytes": backup.n_bytes,
        "rows": sum(backup.counts.values()), "anchor": backup.anchor,
        "drilledAt": backup.drilled_at, "drilledBy": backup.drilled_by,
    }  # fmt: skip


def add_backups(commands: Any) -> None:
    """``backups``: the list, the plan, a receipt, what is removed or lost."""
    parser = commands.add_parser("backups", help="the backups of a workspace and their plan")
    does = parser.add_subparsers(dest="does", metavar="WHAT", required=True)
    _part(does, "list", "every backup, where it is, when it was proved", _list)
    _add_plan(_part(does, "plan", "where and when backups are made, how many are kept", _plan))
    receipt = _part(does, "receipt", "the receipt of a backup as PDF", _receipt)
    receipt.add_argument("number", type=count, metavar="NUMBER")
    receipt.add_argument("--out", type=Path, required=True, metavar="FILE")
    remove = _part(does, "remove", "take a backup away; never the last one in its place", _remove)
    remove.add_argument("number", type=count, metavar="NUMBER")
    lost = _part(does, "give-up", "note that a backup is lost or was destroyed", _give_up)
    lost.add_argument("number", type=count, metavar="NUMBER")
    lost.add_argument("words", metavar="WORDS", help="what became of it")


def _part(does: Any, name: str, about: str, work: Any) -> Any:
    parser = does.add_parser(name, help=about)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        _tell_list(workspace, arguments)
    return 0


def _tell_list(workspace: Workspace, arguments: argparse.Namespace) -> None:
    listed, standing = list_with_state(workspace), read_standing(workspace)
    data = {
        "backups": [
            backup_data(one.backup)
            | {"state": one.state, "isUnderOlderPassphrase": one.is_older_key}
            for one in listed
        ],
        "isStale": standing.is_stale,
        "changesSince": standing.n_changes,
        "notConnected": find_absent(workspace),
    }
    rows = [(f"{one.backup.id}", _line(one)) for one in listed]
    answer(data, pairs(rows), as_json=arguments.json)
    say(standing.sentence)


def _line(one: ListedBackup) -> str:
    drilled = f"proved {one.backup.drilled_at[:10]}" if one.backup.drilled_at else "not proved yet"
    older = "; opens with an earlier passphrase" if one.is_older_key else ""
    return f"{one.backup.at[:16]}  {one.state}, {drilled}{older}  {one.backup.path}"


def _add_plan(parser: Any) -> None:
    parser.add_argument(
        "--folder", action="append", type=Path, metavar="FOLDER",
        help="the folders, all of them; may be given several times",
    )  # fmt: skip
    parser.add_argument("--every-days", type=int, metavar="DAYS", help="0: never by itself")
    parser.add_argument("--at-closing", choices=("yes", "no"), help="after changes")
    parser.add_argument("--keep", type=int, metavar="N", help="the newest N of a folder")
    parser.add_argument("--months", type=int, metavar="N", help="and one a month of N months")


def _plan(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        before = load_plan(workspace)
        wanted = _wanted(before, arguments)
        folders = arguments.folder
        if wanted != before or folders is not None:
            save_plan(
                workspace,
                [Path(one.path) for one in before.folders] if folders is None else folders,
                every_days=wanted.every_days, at_closing=wanted.at_closing,
                keep_newest=wanted.keep_newest, keep_months=wanted.keep_months,
                who=user_name(arguments),
            )  # fmt: skip
        _tell_plan(workspace, arguments)
    return 0


def _wanted(before: BackupPlan, arguments: argparse.Namespace) -> BackupPlan:
    """The plan with what was asked for, its folders apart."""
    asked = {
        "every_days": arguments.every_days,
        "at_closing": None if arguments.at_closing is None else arguments.at_closing == "yes",
        "keep_newest": arguments.keep,
        "keep_months": arguments.months,
    }
    return replace(before, **{name: value for name, value in asked.items() if value is not None})


def _tell_plan(workspace: Workspace, arguments: argparse.Namespace) -> None:
    plan, absent = load_plan(workspace), find_absent(workspace)
    data = {
        "folders": [{"path": one.path, "isConnected": one.path not in absent}
                    for one in plan.folders],
        "everyDays": plan.every_days, "atClosing": plan.at_closing, "keep": plan.keep_newest,
        "months": plan.keep_months,
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Folder", f"{one.path}{' (not connected)' if one.path in absent else ''}")
        for one in plan.folders
    ]
    rows += [
        ("Every days", plan.every_days), ("At closing", "yes" if plan.at_closing else "no"),
        ("Newest kept", plan.keep_newest), ("Months kept", plan.keep_months),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)


def _receipt(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        backup = backups.find_backup(workspace, arguments.number)
        if backup is None:
            raise InputError(f"There is no backup number {arguments.number}.")
        path = save_pdf(backup, workspace.info, arguments.out)
    answer({"files": [str(path)]}, [str(path)], as_json=arguments.json)
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        watched(
            lambda progress: remove_backup(
                workspace, arguments.number, who=user_name(arguments), progress=progress
            )
        )
        _tell_list(workspace, arguments)
    return 0


def _give_up(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        give_up_backup(workspace, arguments.number, arguments.words, who=user_name(arguments))
        _tell_list(workspace, arguments)
    return 0
