"""register: where each paper is, moving it on, scanned orders, lists of the court."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.terminal import (
    add_json,
    add_out,
    add_workspace,
    answer,
    check_files,
    count,
    iso_date,
    open_for_work,
    say,
    user_name,
)
from app.errors import InputError, UsageError
from app.jobs.clock import today
from app.jobs.register import (
    Aged,
    WaitingDays,
    ageing,
    carry_out,
    correct_paper,
    find_waiting_days,
    get_paper,
    plan_move,
    save_waiting_days,
)
from app.model.paper_state import SET, STATES
from app.store import attachments, register
from app.store.register import ORDERS, RegisterFilter, RegisterRow
from app.store.workspace import Workspace

_MOST_PROBLEMS = 20


def add_register(commands: Any) -> None:
    """``register`` and what can be done with it."""
    parser = commands.add_parser("register", help="where each paper is, and what is due")
    add_workspace(parser)
    parts = parser.add_subparsers(dest="part", metavar="WHAT", required=True)
    for add in (
        _add_list, _add_show, _add_set, _add_attach, _add_attachments, _add_export, _add_ageing,
        _add_update, _add_days,
    ):  # fmt: skip
        add(parts)


def _part(
    parts: Any, name: str, work: Callable[[argparse.Namespace], int], says: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(name, help=says)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _add_filter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--find", default="", metavar="TEXT", help="name or case number")
    parser.add_argument("--state", default="", choices=("", *STATES), metavar="STATE")
    parser.add_argument("--court", default="", metavar="COURT")
    parser.add_argument("--kind", default="", metavar="KIND", help='such as "motion"')
    parser.add_argument("--batch", type=count, default=0, metavar="N")
    parser.add_argument("--overdue", action="store_true", help="only what should be here by now")
    parser.add_argument("--replaced", action="store_true", help="also what a newer paper replaced")


def _filter(arguments: argparse.Namespace) -> RegisterFilter:
    return RegisterFilter(
        text=arguments.find, state=arguments.state, court=arguments.court, kind=arguments.kind,
        batch_id=arguments.batch, with_replaced=arguments.replaced,
        overdue_on=today().isoformat() if arguments.overdue else "",
    )  # fmt: skip


def _add_list(parts: Any) -> None:
    parser = _part(parts, "list", _list, "list papers with their states")
    _add_filter(parser)
    parser.add_argument("--sort", default="court", choices=ORDERS)
    parser.add_argument("--limit", type=count, default=50, metavar="N")


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        ids = register.find_ids(workspace, _filter(arguments), arguments.sort)
        rows = register.get_rows(workspace, ids[: arguments.limit])
    data = {"count": len(ids), "papers": [asdict(row) for row in rows]}
    answer(data, map(_line, rows), as_json=arguments.json)
    if len(ids) > len(rows):
        say(f"{len(rows):,} of {len(ids):,} papers shown; --limit shows more.")
    return 0


def _line(row: RegisterRow) -> str:
    due = f"  due {row.due_on} ({row.due_what})" if row.due_on else ""
    return (
        f"{row.id:>7}  {row.kind:<12.12}  {row.case_number or 'no number':<16.16}  "
        f"{row.name or f'{row.n_cases:,} convictions':<26.26}  {row.state} since {row.state_on}"
        f"{due}{'  replaced' if row.replaced_by else ''}"
    )


def _add_show(parts: Any) -> None:
    parser = _part(parts, "show", _show, "one paper with its history and attachments")
    parser.add_argument("paper", type=count, metavar="PAPER")


def _show(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        row = get_paper(workspace, arguments.paper)
        events = register.list_events(workspace, row.id)
        files = attachments.list_attachments(workspace, row.id)
    data = {
        **asdict(row), "history": [asdict(event) for event in events],
        "attachments": [asdict(one) for one in files],
    }  # fmt: skip
    lines = [_line(row), f"{'':>9}{row.n_pages:,} pages, {row.file_name}, SHA-256 {row.sha256}"]
    lines += [f"{'':>9}{row.made_at[:10]}  drafted"]
    lines += [
        f"{'':>9}{event.on_day}  {event.state}{'  ' + event.words if event.words else ''}  "
        f"({event.who}, {event.at[:10]})"
        for event in events
    ]
    lines += [f"{'':>9}attachment {one.id}: {one.name}, {one.n_bytes:,} bytes" for one in files]
    answer(data, lines, as_json=arguments.json)
    return 0


def _add_set(parts: Any) -> None:
    parser = _part(parts, "set", _set, "enter a state of papers, or correct one")
    parser.add_argument("state", choices=STATES, metavar="STATE", help=", ".join(STATES))
    parser.add_argument("papers", type=count, nargs="*", metavar="PAPER")
    parser.add_argument("--on", type=iso_date, required=True, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--due", type=iso_date, metavar="YYYY-MM-DD", help="hearing, or what is due"
    )
    parser.add_argument("--what", default="", metavar="WORDS", help="what is due then")
    parser.add_argument("--note", default="", metavar="WORDS")
    parser.add_argument(
        "--correct", default="", metavar="REASON",
        help="enter it whatever stands there now; one paper, with the reason",
    )  # fmt: skip
    parser.add_argument("--where", action="store_true", help="all papers that the filter names")
    _add_filter_of_set(parser)


def _add_filter_of_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--now", default="", choices=("", *STATES), metavar="STATE",
                        help="of --where: papers in this state")  # fmt: skip
    parser.add_argument("--court", default="", metavar="COURT", help="of --where")
    parser.add_argument("--kind", default="", metavar="KIND", help="of --where")
    parser.add_argument("--batch", type=count, default=0, metavar="N", help="of --where")


def _set(arguments: argparse.Namespace) -> int:
    if bool(arguments.papers) == arguments.where:
        raise UsageError("Name papers by their numbers, or a filter with --where.")
    if arguments.state == SET and arguments.due is None:
        raise UsageError("Set for hearing: give the day of the hearing with --due.")
    with open_for_work(arguments) as workspace:
        n = _correct(workspace, arguments) if arguments.correct else _move(workspace, arguments)
    answer({"entered": n, "state": arguments.state}, [f"{n:,} {arguments.state}"],
           as_json=arguments.json)  # fmt: skip
    return 0


def _correct(workspace: Workspace, arguments: argparse.Namespace) -> int:
    if len(arguments.papers) != 1:
        raise UsageError("A correction is of one paper, by its number.")
    correct_paper(
        workspace, arguments.papers[0], arguments.state, arguments.on, arguments.correct,
        who=user_name(arguments), today=today(), due_on=arguments.due, due_what=arguments.what,
    )  # fmt: skip
    return 1


def _move(workspace: Workspace, arguments: argparse.Namespace) -> int:
    """All of them or none."""
    ids = list(dict.fromkeys(arguments.papers))
    if arguments.where:
        wanted = RegisterFilter(state=arguments.now, court=arguments.court, kind=arguments.kind,
                                batch_id=arguments.batch)  # fmt: skip
        ids = register.find_ids(workspace, wanted)
        if not ids:
            raise InputError("No paper is like that. Nothing was entered.")
    plan = plan_move(
        workspace, ids, arguments.state, arguments.on, today(), due_on=arguments.due,
        due_what=arguments.what, words=arguments.note,
    )  # fmt: skip
    if plan.refused:
        for sentence in plan.refused[:_MOST_PROBLEMS]:
            say(sentence)
        raise InputError(
            f"{len(plan.refused):,} of {len(ids):,} cannot be entered. Nothing was changed; leave "
            "them out, or correct one with --correct REASON."
        )
    return carry_out(workspace, plan.moves, who=user_name(arguments))


def _add_attach(parts: Any) -> None:
    parser = _part(parts, "attach", _attach, "keep a scanned order with its paper")
    parser.add_argument("paper", type=count, metavar="PAPER")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="PDF, PNG, JPEG, TIFF")


def _attach(arguments: argparse.Namespace) -> int:
    from app.jobs.register_files import attach  # noqa: PLC0415 - it brings the reader of PDFs

    check_files(arguments.files)
    with open_for_work(arguments) as workspace:
        made = [
            attach(workspace, arguments.paper, path, who=user_name(arguments))
            for path in arguments.files
        ]
    lines = [f"attachment {one.id}: {one.name}, {one.n_bytes:,} bytes" for one in made]
    answer({"attachments": [asdict(one) for one in made]}, lines, as_json=arguments.json)
    return 0


def _add_attachments(parts: Any) -> None:
    parser = _part(parts, "attachments", _attachments, "list what is attached, or write it out")
    parser.add_argument("paper", type=count, metavar="PAPER")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the files here")


def _attachments(arguments: argparse.Namespace) -> int:
    from app.jobs.register_files import export_attachment  # noqa: PLC0415

    with open_for_work(arguments) as workspace:
        get_paper(workspace, arguments.paper)
        found = attachments.list_attachments(workspace, arguments.paper)
        written = (
            [
                export_attachment(workspace, one.id, arguments.out, who=user_name(arguments))
                for one in found
            ]
            if arguments.out
            else []
        )
    data = {
        "attachments": [asdict(one) for one in found], "files": [str(path) for path in written],
    }  # fmt: skip
    lines = [str(path) for path in written] or [
        f"attachment {one.id}: {one.name}, {one.n_bytes:,} bytes, SHA-256 {one.sha256}"
        for one in found
    ]
    answer(data, lines, as_json=arguments.json)
    return 0


def _add_export(parts: Any) -> None:
    parser = _part(parts, "export", _export, "register, ageing and history as CSV and Excel")
    add_out(parser)
    _add_filter(parser)


def _export(arguments: argparse.Namespace) -> int:
    from app.jobs.register_files import export_register  # noqa: PLC0415

    with open_for_work(arguments) as workspace:
        files = export_register(
            workspace, arguments.out, today(), _filter(arguments), who=user_name(arguments)
        )
    answer({"files": [str(path) for path in files]}, map(str, files), as_json=arguments.json)
    return 0


def _add_ageing(parts: Any) -> None:
    parser = _part(parts, "ageing", _ageing, "how long papers wait; what is overdue comes first")
    _add_filter(parser)
    parser.add_argument("--limit", type=count, default=50, metavar="N")
    parser.add_argument("--on", type=iso_date, metavar="YYYY-MM-DD", help="default: today")


def _ageing(arguments: argparse.Namespace) -> int:
    day: date = arguments.on or today()
    with open_for_work(arguments) as workspace:
        found = ageing(workspace, day, _filter(arguments))
    shown = found.papers[: arguments.limit]
    data = {
        "on": day.isoformat(), "states": [asdict(one) for one in found.states],
        "papers": [asdict(one) for one in shown], "count": len(found.papers),
    }  # fmt: skip
    lines = [
        f"{one.state:<15} {one.n:>8,}  longest {one.longest:,} days, half of them over "
        f"{one.median:,}{f', {one.n_overdue:,} overdue' if one.n_overdue else ''}"
        for one in found.states
    ]
    answer(data, [*lines, "", *map(_aged_line, shown)], as_json=arguments.json)
    return 0


def _aged_line(one: Aged) -> str:
    late = f"  {one.n_overdue:,} days overdue: {one.row.due_what}" if one.n_overdue else ""
    return (
        f"{one.row.id:>7}  {one.row.case_number or one.row.kind:<16.16}  {one.row.name:<26.26}  "
        f"{one.row.state}, {one.days:,} days{late}"
    )


def _add_update(parts: Any) -> None:
    parser = _part(parts, "update", _update, "enter what a list of the court says")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or workbook with a header")
    parser.add_argument("--plan", action="store_true", help="only show what would be entered")
    parser.add_argument("--state", default="", choices=("", *STATES), metavar="STATE",
                        help="of rows that say none")  # fmt: skip
    parser.add_argument("--on", type=iso_date, metavar="YYYY-MM-DD", help="of rows without a day")
    parser.add_argument("--kind", default="", metavar="KIND", help='only papers such as "motion"')


def _update(arguments: argparse.Namespace) -> int:
    from app.jobs.register_update import UpdateDefaults, plan_update  # noqa: PLC0415

    check_files([arguments.file])
    with open_for_work(arguments) as workspace:
        defaults = UpdateDefaults(arguments.state, arguments.on, arguments.kind)
        plan = plan_update(workspace, arguments.file, today(), defaults)
        n = 0 if arguments.plan else carry_out(workspace, plan.moves, who=user_name(arguments))
    data = {
        "rows": plan.n_rows, "same": plan.n_same, "moves": dict(plan.counts()), "entered": n,
        "papers": [[m.row.id, m.row.state, m.state, m.on_day.isoformat()] for m in plan.moves],
        "problems": [asdict(one) for one in plan.problems],
    }  # fmt: skip
    lines = [f"{number:>8,}  {what}" for what, number in plan.counts().items()]
    lines += [f"{plan.n_same:>8,}  as in the register already"] if plan.n_same else []
    lines.append(f"{n:,} entered." if n or not arguments.plan else "Nothing was entered.")
    answer(data, lines, as_json=arguments.json)
    for one in plan.problems[:_MOST_PROBLEMS]:
        say(f"Row {one.row}: {one.sentence}. It says: {one.text}")
    if len(plan.problems) > _MOST_PROBLEMS:
        say(f"And {len(plan.problems) - _MOST_PROBLEMS:,} more rows; --json lists all.")
    return 0


def _add_days(parts: Any) -> None:
    parser = _part(parts, "days", _days, "after how many days something is due, as the office says")
    parser.add_argument("state", nargs="?", default="", choices=("", *STATES), metavar="STATE")
    parser.add_argument("days", nargs="?", type=int, default=-1, metavar="DAYS", help="0: nothing")
    parser.add_argument("what", nargs="?", default="", metavar="WHAT", help="what is due then")


def _days(arguments: argparse.Namespace) -> int:
    if arguments.state and arguments.days < 0:
        raise UsageError("Give the days too; 0 days: nothing is due after this state.")
    with open_for_work(arguments) as workspace:
        days = find_waiting_days(workspace)
        if arguments.state:
            days.pop(arguments.state, None)
            if arguments.days:
                days[arguments.state] = WaitingDays(arguments.days, arguments.what)
            save_waiting_days(workspace, days, who=user_name(arguments))
    data = {state: asdict(one) for state, one in days.items()}
    lines = [f"{state:<15} {one.days:>5,} days: {one.what}" for state, one in days.items()]
    answer(data, lines, as_json=arguments.json)
    return 0
