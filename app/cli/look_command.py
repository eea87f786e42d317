"""look: what is in files, before anything of them is kept."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.file_plans import add_layout, plans_of
from app.cli.terminal import LineProgress, add_json, answer, check_files, count, pairs, say
from app.jobs.look_files import (
    DatesSeen,
    FileReport,
    ReadAs,
    compare_totals,
    look_at_files,
)

SHOWN = 12  # readings of a kind, and texts of a reading, that the terminal shows


def add_look(commands: Any) -> None:
    """``look``: files, how they are read, what they ought to hold."""
    parser = commands.add_parser("look", help="say what is in files before they are imported")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_layout(parser)
    for what in ("rows", "people"):
        parser.add_argument(
            f"--expect-{what}",
            type=count,
            metavar="N",
            help=f"how many {what} the files ought to hold together, to compare with",
        )
    add_json(parser)
    parser.set_defaults(work=_look)


def _look(arguments: argparse.Namespace) -> int:
    check_files(arguments.files)
    plans = plans_of(arguments.files, arguments.layout)
    progress = LineProgress()
    try:
        reports = look_at_files(plans, progress)
    finally:
        progress.close()
    lines = [line for report in reports for line in report_lines(report)]
    answer({"files": [report_data(report) for report in reports]}, lines, as_json=arguments.json)
    for sentence in compare_totals(reports, arguments.expect_rows, arguments.expect_people):
        say(sentence)
    return 0


def report_lines(report: FileReport) -> Iterator[str]:
    """What a file holds, for people."""
    yield f"{report.plan.path.name}: {report.words}" + (
        f", {report.encoding}" if report.encoding else ""
    )
    yield from pairs(
        [
            ("  Rows", report.n_rows),
            ("  People", report.n_people),
            ("  Convictions", report.n_convictions),
            ("  Rows that cannot be read", report.n_set_aside),
        ]
    )
    taken = [column for column in report.columns if column.taken_as]
    if taken:
        yield "Columns"
        for column in taken:
            yield f"  {column.name}  ->  {column.taken_as}  ({column.n_filled:,} filled in)"
    if report.unread_columns:
        yield f"Columns that are not read: {', '.join(report.unread_columns)}"
    for caution in report.cautions:
        yield f"! {caution}"
    yield "Dates"
    for dates in report.dates:
        yield from _date_lines(dates)
    for title, found in (
        ("Levels of convictions", report.levels),
        ("Results of counts", report.dispositions),
        ("Counties", report.counties),
        ("Sections of convictions", report.sections),
    ):
        yield title
        yield from _reading_lines(found)
    if report.issues:
        yield "Doubts and repairs"
        for kind, is_aside, n in report.issues:
            yield f"  {kind}  {n:,}" + ("  (set aside)" if is_aside else "")
    yield ""


def _date_lines(dates: DatesSeen) -> Iterator[str]:
    n = dates.n_exact + dates.n_in_part + dates.n_blank + dates.n_unreadable
    yield (
        f"  {dates.name} ({dates.column}): {dates.n_exact:,} of {n:,} exact, "
        f"{dates.n_in_part:,} in part, {dates.n_blank:,} blank, {dates.n_unreadable:,} unreadable"
    )
    for one in dates.unreadable[:SHOWN]:
        yield f"    “{one.text}”  {one.n:,}"


def _reading_lines(found: Sequence[ReadAs]) -> Iterator[str]:
    for one in found[:SHOWN]:
        mark = "" if one.is_known else "? "
        texts = [f"“{text.text}” {text.n:,}" for text in one.texts[:SHOWN]]
        more = f" and {len(one.texts) - SHOWN:,} more" if len(one.texts) > SHOWN else ""
        yield f"  {mark}{one.words}  {one.n:,}  from {', '.join(texts)}{more}"
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN:,} more"


def report_data(report: FileReport) -> dict[str, Any]:
    """The same for machines, complete."""
    data = asdict(report)
    plan = report.plan
    data.pop("plan")
    return {"file": str(plan.path), "kind": plan.kind.value, **data}
