"""issues, final: doubts listed, mended, confirmed, undone, sent out to Excel and read back."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.cli.issue_words import (
    facet_lines,
    facets_data,
    filter_of,
    issue_data,
    issue_line,
    mend_data,
    mend_line,
    show_lines,
    source_named,
)
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
from app.errors import InputError, UsageError
from app.jobs.access_log import ISSUE, record_views, seen
from app.jobs.final import Finality, call_final, finality
from app.jobs.issue_workbook import apply_issue_workbook, export_issues, plan_issue_workbook
from app.jobs.mend_issues import (
    MendSummary,
    confirm_issues,
    known_issues,
    mend_issues,
    undo_mends,
    withdraw_confirmations,
)
from app.jobs.mend_requests import AlikeMend, CellMend, Request, Resolver, RowMend
from app.jobs.source_rows import PlaceNames
from app.model.record import RowRef
from app.store import issue_lists, mends
from app.store.issue_lists import STATES
from app.store.workspace import Workspace


def add_issues(commands: Any) -> None:
    """``issues`` and what can be done with them."""
    parser = commands.add_parser("issues", help="doubts and repairs: list, mend, confirm, undo")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for add in (
        _add_list, _add_show, _add_mend, _add_confirm, _add_mends, _add_undo, _add_export,
        _add_read,
    ):  # fmt: skip
        add(actions)


def _new(
    actions: Any, name: str, words: str, work: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=words)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _add_filter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", metavar="KIND", help="such as 'Level unknown'")
    parser.add_argument("--column", metavar="COLUMN")
    parser.add_argument("--text", metavar="TEXT", help="what stands in the cell")
    parser.add_argument("--file", metavar="NAME", help="only of this file")
    parser.add_argument("--state", choices=STATES)
    weight = parser.add_mutually_exclusive_group()
    weight.add_argument("--of-consequence", action="store_true", help="may change an answer")
    weight.add_argument("--for-information", action="store_true", help="repairs only")


def _add_list(actions: Any) -> None:
    parser = _new(actions, "list", "list issues with their numbers", _list)
    _add_filter(parser)
    parser.add_argument("--counts", action="store_true", help="how many of what, instead of a list")
    parser.add_argument("--limit", type=count, default=50, metavar="N")
    parser.add_argument("--skip", type=count, default=0, metavar="N", help="leave the first N out")


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        wanted = filter_of(workspace, arguments)
        names = PlaceNames(workspace)
        facets = issue_lists.count_facets(workspace, wanted)
        texts = issue_lists.count_texts(workspace, wanted, limit=arguments.limit)
        listed = []
        if not arguments.counts:
            listed = issue_lists.page_issues(
                workspace, wanted, offset=arguments.skip, limit=arguments.limit
            )
        data = {
            **facets_data(workspace, facets, texts),
            "issues": [issue_data(one, names) for one in listed],
        }
        lines = [issue_line(one, names) for one in listed]
        if arguments.counts:
            lines = facet_lines(workspace, facets, texts)
    answer(data, lines, as_json=arguments.json)
    if listed and facets.n > len(listed):
        say(f"{len(listed):,} of {facets.n:,} issues shown; --limit and --skip show others.")
    return 0


def _add_show(actions: Any) -> None:
    parser = _new(actions, "show", "everything about one issue", _show)
    parser.add_argument("issue", type=count, metavar="NUMBER", help="as 'issues list' lists it")


def _show(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        (listed,) = known_issues(workspace, [arguments.issue])
        names = PlaceNames(workspace)
        made = mends.mends_of_issue(workspace, listed.issue)
        confirmed = mends.find_confirmation(workspace, listed.issue)
        data = {
            **issue_data(listed, names),
            "confirmedBy": confirmed.who if confirmed else None,
            "confirmedAt": confirmed.at if confirmed else None,
            "note": confirmed.note if confirmed else None,
            "mends": [mend_data(one) for one in made],
        }
        lines = show_lines(listed, names, confirmed, made)
        if listed.issue.person_id is not None:
            look = seen(listed.issue.person_id, ISSUE, user_name(arguments))
            record_views(workspace, [look])
    answer(data, lines, as_json=arguments.json)
    return 0


def _add_mend(actions: Any) -> None:
    parser = _new(actions, "mend", "say what should stand in a cell or a row", _mend)
    parser.add_argument("issue", type=count, nargs="?", metavar="NUMBER", help="the issue's number")
    parser.add_argument("--file", metavar="NAME", help="with --row: any row of this file")
    parser.add_argument("--row", type=count, metavar="N", help="row or line, as the file shows it")
    parser.add_argument("--column", metavar="COLUMN", help="of the state's form")
    correction = parser.add_mutually_exclusive_group(required=True)
    correction.add_argument("--value", metavar="TEXT", help="what should stand in the cell")
    correction.add_argument("--line", metavar="TEXT", help="the whole line of a row set aside")
    correction.add_argument(
        "--cell", action="append", metavar="COLUMN=TEXT",
        help="a cell of a row set aside, by its column; once for each that is filled",
    )  # fmt: skip
    parser.add_argument(
        "--alike", choices=("file", "all"),
        help="with an issue: every issue of the same column and text, in its file or in all",
    )  # fmt: skip


def _mend(arguments: argparse.Namespace) -> int:
    with _working(arguments) as (workspace, progress):
        request = _request(workspace, arguments)
        done = mend_issues(workspace, [request], progress, who=user_name(arguments))
    _tell_mends(done, as_json=arguments.json)
    return 0


def _request(workspace: Workspace, arguments: argparse.Namespace) -> Request:
    at, column, text = _what_is_mended(workspace, arguments)
    resolver = Resolver(workspace)
    if arguments.line is not None:
        return RowMend(at, resolver.cells_of_line(at, arguments.line))
    if arguments.cell:
        return RowMend(at, resolver.cells_of_columns(at, dict(map(_named_cell, arguments.cell))))
    form_column = arguments.column or ""
    if arguments.alike is None:
        return CellMend(at, column, arguments.value, form_column)
    if arguments.issue is None:
        raise UsageError("--alike goes with an issue, whose column and text are meant.")
    source = at.source if arguments.alike == "file" else None
    return AlikeMend(column, text, arguments.value, source, form_column)


def _what_is_mended(workspace: Workspace, arguments: argparse.Namespace) -> tuple[RowRef, str, str]:
    """(row, column, text) of the issue, or of the cell that was named."""
    if arguments.issue is not None:
        if arguments.file is not None or arguments.row is not None:
            raise UsageError("Name an issue by its number, or a row by --file and --row; not both.")
        (listed,) = known_issues(workspace, [arguments.issue])
        return listed.issue.at, listed.issue.column, listed.issue.text
    if arguments.file is None or arguments.row is None:
        raise UsageError("Name the issue by its number, or a row by --file and --row.")
    at = Resolver(workspace).at(source_named(workspace, arguments.file), arguments.row)
    return at, arguments.column or "", ""


def _named_cell(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r} does not name a cell; write COLUMN=TEXT.")
    return column.strip(), value


def _tell_mends(done: MendSummary, *, as_json: bool) -> None:
    data = {
        "mends": [mend_data(one) for one in done.mends], "rows": done.n_rows,
        "people": done.n_people, "reviewsOpened": done.n_reviews_opened,
        "reviewsRestored": done.n_reviews_restored,
        "stillOpen": [one.number for one in done.unhelped],
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Mends", ", ".join(str(one.id) for one in done.mends) or "none"),
        ("Rows", done.n_rows), ("People made anew", done.n_people),
        ("Reviews opened again", done.n_reviews_opened),
    ]  # fmt: skip
    if done.n_reviews_restored:
        rows.append(("Reviews brought back", done.n_reviews_restored))
    answer(data, pairs(rows), as_json=as_json)
    for one in done.unhelped[:5]:
        say(
            f"Issue {one.number} is open still: {one.issue.kind}, {one.issue.column} "
            f"{one.issue.text!r}. The mend was kept; mend it again or undo it."
        )
    say("Check again: the answers of the people concerned are gone.")


def _add_confirm(actions: Any) -> None:
    parser = _new(actions, "confirm", "seen, it stays as it is", _confirm)
    parser.add_argument("issues", type=count, nargs="+", metavar="NUMBER")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--note", default="", metavar="TEXT", help="why it stays")
    what.add_argument("--withdraw", action="store_true", help="open the issue again")


def _confirm(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        if arguments.withdraw:
            n = withdraw_confirmations(workspace, arguments.issues, who=user_name(arguments))
        else:
            n = confirm_issues(
                workspace, arguments.issues, who=user_name(arguments), note=arguments.note
            )
    words = "Opened again" if arguments.withdraw else "Confirmed"
    key = "withdrawn" if arguments.withdraw else "confirmed"
    answer({key: n}, pairs([(words, n)]), as_json=arguments.json)
    return 0


def _add_mends(actions: Any) -> None:
    parser = _new(actions, "mends", "list mends, undone ones too", _mends)
    parser.add_argument("--limit", type=count, default=50, metavar="N")


def _mends(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = mends.list_mends(workspace, limit=arguments.limit)
    data = {"mends": [mend_data(one) for one in found]}
    answer(data, map(mend_line, found), as_json=arguments.json)
    return 0


def _add_undo(actions: Any) -> None:
    parser = _new(actions, "undo", "bring back what stood before mends", _undo)
    parser.add_argument("mends", type=count, nargs="+", metavar="MEND", help="'issues mends' lists")


def _undo(arguments: argparse.Namespace) -> int:
    with _working(arguments) as (workspace, progress):
        done = undo_mends(workspace, arguments.mends, progress, who=user_name(arguments))
    _tell_mends(done, as_json=arguments.json)
    return 0


def _add_export(actions: Any) -> None:
    parser = _new(actions, "export", "write issues to Excel, to be filled in", _export)
    _add_filter(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="an .xlsx file")


def _export(arguments: argparse.Namespace) -> int:
    path: Path = arguments.out
    if path.suffix.lower() != ".xlsx" or path.is_dir():
        raise UsageError(f"{path} is no name for an Excel workbook; it ends in .xlsx.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist. Make it or choose another.")
    with _working(arguments) as (workspace, progress):
        wanted, who = filter_of(workspace, arguments), user_name(arguments)
        n = export_issues(workspace, path, wanted, progress, who=who)
    answer({"file": str(path), "issues": n}, pairs([("Issues", n)]), as_json=arguments.json)
    say(f"Written: {path}")
    return 0


def _add_read(actions: Any) -> None:
    parser = _new(actions, "read", "read such a workbook back: corrections, confirmations", _read)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="only tell what it would do")


def _read(arguments: argparse.Namespace) -> int:
    if not arguments.file.is_file():
        raise InputError(f"There is no file {arguments.file}. Check the name and the folder.")
    with _working(arguments) as (workspace, progress):
        plan = plan_issue_workbook(workspace, arguments.file)
        done = None
        if not arguments.dry_run:
            done = apply_issue_workbook(workspace, plan, progress, who=user_name(arguments))
    data = {
        "corrections": len(plan.mends), "confirmations": len(plan.confirmations),
        "isDryRun": arguments.dry_run, "remarks": list(plan.remarks),
        "mends": [mend_data(one) for one in done.mended.mends] if done else [],
        "people": done.mended.n_people if done else None,
        "stillOpen": [one.number for one in done.mended.unhelped] if done else [],
    }  # fmt: skip
    rows = [("Corrections", len(plan.mends)), ("Confirmations", len(plan.confirmations))]
    answer(data, pairs(rows), as_json=arguments.json)
    for sentence in plan.remarks:
        say(sentence)
    if done is None:
        say("Nothing was changed: this was a trial.")
    elif done.mended.unhelped:
        say(f"{len(done.mended.unhelped):,} of the issues are open still; 'issues list' has them.")
    return 0


@contextmanager
def _working(arguments: argparse.Namespace) -> Iterator[tuple[Workspace, LineProgress]]:
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            yield workspace, progress
    finally:
        progress.close()


def add_final(commands: Any) -> None:
    """``final``: how it stands, or the sign-off."""
    parser = commands.add_parser(
        "final", help="whether the latest check is final, and the sign-off that makes it so"
    )
    add_workspace(parser)
    parser.add_argument("--sign-off", metavar="NAME", help="who calls it final")
    parser.add_argument("--why", default="", metavar="TEXT", help="why, while something is open")
    add_json(parser)
    parser.set_defaults(work=_final)


def _final(arguments: argparse.Namespace) -> int:
    if arguments.why and arguments.sign_off is None:
        raise UsageError("--why goes with --sign-off NAME.")
    with open_for_work(arguments) as workspace:
        found: Finality
        if arguments.sign_off is None:
            found = finality(workspace)
        else:
            found = call_final(workspace, arguments.sign_off, arguments.why)
    answer(found.as_data(), [found.sentence], as_json=arguments.json)
    return 0
