"""audit: the record of the work; who looked at a person; the record for an auditor."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.terminal import (
    LineProgress,
    add_json,
    add_out,
    add_workspace,
    answer,
    count,
    iso_date,
    open_for_work,
    pairs,
    say,
    user_name,
)
from app.errors import UsageError
from app.jobs.access_log import REPORT, record_views, seen
from app.jobs.access_report import access_report, save_access_report
from app.jobs.audit_export import export_record
from app.jobs.record_words import (
    GROUPS,
    action_words,
    actions_of,
    day_bounds,
    group_of,
    local_time,
    value_words,
)
from app.model.access import AccessReport
from app.store.audit import AuditEntry
from app.store.audit_search import AuditFilter, find_entries, list_actions, list_who
from app.store.workspace import Workspace


def add_audit(commands: Any) -> None:
    """``audit``: list, views, export."""
    parser = commands.add_parser("audit", help="the record of the work: who did what when")
    does = parser.add_subparsers(dest="does", metavar="list|views|export", required=True)
    _add_list(does)
    _add_views(does)
    _add_export(does)


def _add_list(does: Any) -> None:
    parser = does.add_parser("list", help="its entries, the newest first")
    add_workspace(parser)
    parser.add_argument("--who", metavar="NAME", help="only what this user did")
    parser.add_argument(
        "--what", action="append", default=[], choices=list(GROUPS), metavar="KIND",
        help=f"one of {', '.join(GROUPS)}; may be given several times",
    )  # fmt: skip
    parser.add_argument("--action", action="append", default=[], metavar="ACTION",
                        help="one action, as --json names it")  # fmt: skip
    parser.add_argument("--person", type=count, metavar="NUMBER", help="a person and their cases")
    parser.add_argument("--conviction", type=count, metavar="NUMBER")
    parser.add_argument("--since", type=iso_date, metavar="DAY", help="from this day on")
    parser.add_argument("--until", type=iso_date, metavar="DAY", help="up to this day, included")
    parser.add_argument(
        "--before-entry", type=count, metavar="NUMBER", help="go on with the entries before this"
    )
    parser.add_argument("--limit", type=count, default=50, metavar="N")
    add_json(parser)
    parser.set_defaults(work=_list)


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        wanted = _filter(workspace, arguments)
        found = find_entries(
            workspace, wanted, older_than=arguments.before_entry, limit=arguments.limit
        )
    data = {"entries": [asdict(one) | {"group": group_of(one.action)} for one in found]}
    answer(data, (line for entry in found for line in _lines(entry)), as_json=arguments.json)
    if not found:
        say("There is no such entry.")
    elif len(found) == arguments.limit:
        say(f"There may be more: --before-entry {found[-1].number} goes on.")
    return 0


def _filter(workspace: Workspace, arguments: argparse.Namespace) -> AuditFilter:
    """Raises UsageError for a user or an action that the record does not name."""
    known = list_actions(workspace)
    for action in arguments.action:
        if action not in known:
            raise UsageError(
                f"The record holds no action “{action}”. It holds: {', '.join(known) or 'nothing'}."
            )
    names = list_who(workspace)
    if arguments.who and arguments.who not in names:
        raise UsageError(
            f"The record does not name “{arguments.who}”. It names: {', '.join(names) or 'nobody'}."
        )
    if arguments.since and arguments.until and arguments.until < arguments.since:
        raise UsageError(f"--until {arguments.until} is before --since {arguments.since}.")
    chosen = (*arguments.action, *actions_of(arguments.what, known))
    since, before = day_bounds(arguments.since, arguments.until)
    return AuditFilter(
        who=arguments.who or "",
        actions=tuple(dict.fromkeys(chosen)) if arguments.action or arguments.what else None,
        person_id=arguments.person, conviction_id=arguments.conviction, since=since, before=before,
    )  # fmt: skip


def _lines(entry: AuditEntry) -> Iterator[str]:
    of = f": {entry.subject}" if entry.subject else ""
    when = local_time(entry.at)
    yield f"{entry.number:>8,}  {when}  {entry.who}  {action_words(entry.action)}{of}"
    if entry.old:
        yield f"          before: {_one_line(value_words(entry.old))}"
    if entry.new:
        yield f"          after:  {_one_line(value_words(entry.new))}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _add_views(does: Any) -> None:
    parser = does.add_parser(
        "views", help="who looked at a person, and what about the person was given out"
    )
    add_workspace(parser)
    parser.add_argument("person", type=count, metavar="PERSON", help="as 'cases --json' tells it")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write it too: a name that ends in .pdf or .csv"
    )
    add_json(parser)
    parser.set_defaults(work=_views)


def _views(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        who = user_name(arguments)
        report = access_report(workspace, arguments.person)
        record_views(workspace, [seen(arguments.person, REPORT, who)])
        if arguments.out is not None:
            save_access_report(workspace, arguments.person, arguments.out, who=who)
    answer(_report_data(report), _report_lines(report), as_json=arguments.json)
    if arguments.out is not None:
        say(f"Written: {arguments.out}")
    return 0


def _report_data(report: AccessReport) -> dict[str, Any]:
    return {
        "person": report.person_id, "name": report.name, "anchor": report.anchor,
        "looks": [asdict(one) for one in report.looks],
        "given": [asdict(one) for one in report.handed],
        "backups": report.n_backups, "earlierNumbers": list(report.earlier_numbers),
    }  # fmt: skip


def _report_lines(report: AccessReport) -> Iterator[str]:
    yield f"{report.name or 'On record no more'}, person {report.person_id}"
    yield f"Looks at the record: {len(report.looks):,}"
    for look in report.looks:
        yield f"  {local_time(look.at)}  {look.who}  {look.what}"
    for title, of_all in (("About the person", False), ("That held everybody", True)):
        handed = [one for one in report.handed if one.of_all is of_all]
        yield f"{title}: {len(handed):,}"
        for one in handed:
            end = " (not finished)" if one.is_failed else ""
            yield f"  {local_time(one.at)}  {one.who}  {one.what}; {one.where}{end}"
    if report.n_backups:
        yield f"Backups of the whole workspace: {report.n_backups:,}"


def _add_export(does: Any) -> None:
    parser = does.add_parser(
        "export", help="the whole record for an auditor, with the means to check it alone"
    )
    add_workspace(parser)
    add_out(parser)
    parser.add_argument("--zip", action="store_true", help="one zip file and not a folder")
    add_json(parser)
    parser.set_defaults(work=_export)


def _export(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            made = export_record(
                workspace, arguments.out, progress, who=user_name(arguments), as_zip=arguments.zip
            )
    finally:
        progress.close()
    data = {"path": str(made.path), "entries": made.n_entries, "anchor": made.anchor.text}
    rows = [("Entries", made.n_entries), ("Last entry", made.anchor.text), ("In", made.path)]
    answer(data, pairs(rows), as_json=arguments.json)
    say("Write the last entry down: 'verify --anchor' compares the record with it later.")
    return 0
