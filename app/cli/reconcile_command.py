"""compare and reconcile: a file beside what is in the workspace, before anything is changed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.data_commands import difference_data, tell_files
from app.cli.file_plans import add_layout, plans_of, source_named
from app.cli.terminal import (
    LineProgress,
    add_json,
    add_out,
    add_workspace,
    answer,
    check_files,
    open_for_work,
    out_folder,
    pairs,
    say,
    user_name,
)
from app.errors import InputError
from app.jobs.difference_tables import difference_counts, difference_rows, write_difference
from app.jobs.import_files import compare_delivery
from app.jobs.older_delivery import find_older_delivery
from app.jobs.reconcile import (
    CASE_KEYS,
    case_cells,
    reconcile,
    unlisted_cells,
    write_reconciliation,
)

MOST_SHOWN = 50


def add_compare(commands: Any) -> None:
    """``compare``: a newer delivery and, where it is not plain, which file it is one of."""
    parser = commands.add_parser(
        "compare", help="what a newer delivery of a file would change; changes nothing"
    )
    add_workspace(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="the newer delivery")
    parser.add_argument(
        "--with", dest="older", metavar="FILE_NAME", help="the file imported before"
    )
    add_layout(parser)
    parser.add_argument("--out", type=out_folder, metavar="FOLDER", help="write CSV and workbook")
    add_json(parser)
    parser.set_defaults(work=_compare)


def _compare(arguments: argparse.Namespace) -> int:
    check_files([arguments.file])
    (plan,) = plans_of([arguments.file], arguments.layout)
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            if arguments.older is not None:
                source = source_named(workspace, arguments.older).id
            else:
                older = find_older_delivery(workspace, plan)
                if older is None:
                    raise InputError(
                        f"{arguments.file.name} shares most of its people with no file in the "
                        "workspace. Name the older delivery with --with FILE_NAME."
                    )
                say(f"Compared with {older.name}, which shares most of its people.")
                source = older.source_id
            difference = compare_delivery(workspace, plan, source, progress)
            files: tuple[Path, ...] = ()
            if arguments.out is not None:
                files = write_difference(
                    workspace, difference, arguments.out, who=user_name(arguments)
                )
    finally:
        progress.close()
    rows = list(difference_rows(difference))
    shown = [f"{row[0]:<8} {row[2]:<28.28}  {row[5]}" for row in rows[:MOST_SHOWN]]
    data = {**difference_data(difference), "files": [str(path) for path in files]}
    answer(data, [*pairs(difference_counts(difference)), "", *shown], as_json=arguments.json)
    if len(rows) > MOST_SHOWN and not arguments.json:
        say(f"{MOST_SHOWN} of {len(rows):,} changes shown; --out FOLDER writes all.")
    return 0


def add_reconcile(commands: Any) -> None:
    """``reconcile``: a court's case list and where the tables go."""
    parser = commands.add_parser(
        "reconcile", help="match a court's own case list with the convictions, both ways"
    )
    add_workspace(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="the court's list")
    add_out(parser)
    add_layout(parser)
    parser.add_argument("--county", default="", metavar="NAME", help="else the workspace's")
    add_json(parser)
    parser.set_defaults(work=_reconcile)


def _reconcile(arguments: argparse.Namespace) -> int:
    check_files([arguments.file])
    (plan,) = plans_of([arguments.file], arguments.layout)
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            made = reconcile(workspace, plan, progress, county=arguments.county)
            files = write_reconciliation(workspace, made, arguments.out, who=user_name(arguments))
    finally:
        progress.close()
    counts = made.counts()
    data = {
        "county": made.county, "counts": counts, "files": [str(path) for path in files],
        "cases": [dict(zip(CASE_KEYS, case_cells(one), strict=True)) for one in made.found],
        "unlisted": [unlisted_cells(one)[0] for one in made.unlisted],
    }  # fmt: skip
    if arguments.json:
        answer(data, (), as_json=True)
        return 0
    answer(data, pairs((name.capitalize(), n) for name, n in counts.items()), as_json=False)
    tell_files(files, as_json=False)
    return 0
