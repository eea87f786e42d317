"""sample, import, run, export: files in and files out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.file_plans import add_layout, plans_of, source_named
from app.cli.policy_arguments import add_policy, request_of, tell_caution
from app.cli.terminal import (
    LineProgress,
    add_json,
    add_out,
    add_passphrase,
    add_workspace,
    answer,
    check_files,
    chosen,
    count,
    open_for_work,
    open_or_create,
    pairs,
    say,
    user_name,
)
from app.errors import UsageError
from app.jobs.delivery import ImportSummary
from app.jobs.difference_tables import difference_counts
from app.jobs.export_results import export_results
from app.jobs.formats import CLEAR_MY_RECORD, EXPORTS, REPORT, RUN_FORMATS
from app.jobs.import_files import import_files
from app.jobs.newer_delivery import ADDED, CHANGED, REMOVED, DeliveryDifference
from app.jobs.run_all import RunSummary, run_all, temporary_workspace
from app.sampling.writer import write_sample
from app.store.runs import CheckRun
from app.store.workspace import Workspace


def add_sample(commands: Any) -> None:
    """``sample``: how many made-up people, from where, how messy."""
    parser = commands.add_parser("sample", help="made-up people in the DOJ bulk format")
    parser.add_argument("--people", type=count, required=True, metavar="N")
    parser.add_argument("--county", required=True, metavar="NAME")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="another seed, other people"
    )
    parser.add_argument("--rows", type=count, metavar="N", help="about so many rows in all")
    parser.add_argument("--messy", action="store_true", help="with every trouble real files have")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    add_json(parser)
    parser.set_defaults(work=_sample)


def _sample(arguments: argparse.Namespace) -> int:
    made = write_sample(
        arguments.out,
        n_people=arguments.people,
        county=arguments.county,
        seed=arguments.seed,
        is_messy=arguments.messy,
        n_rows=arguments.rows,
    )
    data = {
        "file": str(arguments.out), "county": made.county, "people": made.n_people,
        "rows": made.n_rows, "bytes": made.n_bytes, "sha256": made.sha256, "seed": made.seed,
        "troubles": [
            {"row": trouble.row, "kind": trouble.kind, "says": trouble.says}
            for trouble in made.troubles
        ],
    }  # fmt: skip
    shown = [(name.capitalize(), value) for name, value in data.items() if name != "troubles"]
    answer(data, pairs(shown), as_json=arguments.json)
    return 0


def add_import(commands: Any) -> None:
    """``import``: files into a workspace, which may be new."""
    parser = commands.add_parser("import", help="read files into a workspace")
    add_workspace(parser)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--county", metavar="NAME", help="makes the workspace for this county if it does not exist"
    )
    add_layout(parser)
    parser.add_argument(
        "--replaces", action="append", default=[], metavar="FILE_NAME",
        help="the (first) file is a newer delivery of this one; once for each file, in order",
    )  # fmt: skip
    add_json(parser)
    parser.set_defaults(work=_import)


def _import(arguments: argparse.Namespace) -> int:
    check_files(arguments.files)
    if len(arguments.replaces) > len(arguments.files):
        raise UsageError("More files are named with --replaces than are imported.")
    plans = plans_of(arguments.files, arguments.layout)
    progress = LineProgress()
    try:
        with open_or_create(arguments, arguments.county) as workspace:
            replaces = {
                path: source_named(workspace, name).id
                for path, name in zip(arguments.files, arguments.replaces, strict=False)
            }
            summary = import_files(
                workspace, plans, progress, who=user_name(arguments), replaces=replaces
            )
    finally:
        progress.close()
    rows = _import_pairs(summary)
    if summary.difference is not None:
        rows += difference_counts(summary.difference)
    answer(import_data(summary), pairs(rows), as_json=arguments.json)
    tell_quarantine(summary)
    return 0


def import_data(summary: ImportSummary) -> dict[str, Any]:
    """What an import did, for ``--json``."""
    return {
        "sources": [
            {
                "name": source.name, "sha256": source.sha256, "bytes": source.n_bytes,
                "rows": source.n_rows, "quarantined": source.n_quarantined,
                "encoding": source.encoding,
            }
            for source in summary.sources
        ],
        "rows": summary.n_rows, "people": summary.n_people, "convictions": summary.n_convictions,
        "quarantined": summary.n_quarantined, "issues": summary.n_issues,
        "seconds": round(summary.seconds, 2),
        **({"difference": difference_data(summary.difference)} if summary.difference else {}),
    }  # fmt: skip


def difference_data(difference: DeliveryDifference) -> dict[str, Any]:
    """What a newer delivery changes, for ``--json``."""
    return {
        "older": list(difference.older), "newer": list(difference.newer),
        "added": difference.count(ADDED), "removed": difference.count(REMOVED),
        "changed": difference.count(CHANGED), "unchanged": difference.n_unchanged,
        "reviewsOpened": difference.n_reviews_opened,
        "people": [
            {
                "change": one.change, "name": one.name, "born": one.born, "cii": one.cii,
                "what": list(one.details), "reviewsOpened": one.n_reviews_opened,
            }
            for one in difference.changes
        ],
    }  # fmt: skip


def _import_pairs(summary: ImportSummary) -> list[tuple[str, object]]:
    return [
        ("Rows read", summary.n_rows),
        ("People", summary.n_people),
        ("Convictions", summary.n_convictions),
        ("Rows set aside", summary.n_quarantined),
        ("Doubts and repairs", summary.n_issues),
        ("Seconds", f"{summary.seconds:.1f}"),
    ]


def tell_quarantine(summary: ImportSummary) -> None:
    n = summary.n_quarantined
    if n:
        rows = "1 row was" if n == 1 else f"{n:,} rows were"
        say(f"{rows} set aside because they could not be read; the rest was read.")


def add_run(commands: Any) -> None:
    """``run``: files, policy and folder; everything in one go."""
    parser = commands.add_parser("run", help="import, check and write everything in one go")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_policy(parser, county_required=True)
    add_layout(parser)
    add_out(parser)
    parser.add_argument(
        "--formats",
        default=f"{CLEAR_MY_RECORD},{REPORT}",
        metavar="LIST",
        help=f"of {', '.join(RUN_FORMATS)} (default: {CLEAR_MY_RECORD},{REPORT})",
    )
    parser.add_argument(
        "--workspace",
        type=Path,
        metavar="FILE",
        help="keep the work in this workspace (else a temporary one, removed afterwards)",
    )
    add_passphrase(parser)
    add_json(parser)
    parser.set_defaults(work=_run)


def _run(arguments: argparse.Namespace) -> int:
    formats = chosen(arguments.formats, RUN_FORMATS, "format")
    check_files(arguments.files)
    request = request_of(arguments, arguments.county)
    request.evaluator()
    tell_caution(request)
    plans = plans_of(arguments.files, arguments.layout)
    progress = LineProgress()

    def work(workspace: Workspace) -> RunSummary:
        return run_all(
            workspace, plans, request, arguments.out, formats, progress, who=user_name(arguments)
        )

    try:
        if arguments.workspace is not None:
            with open_or_create(arguments, arguments.county) as workspace:
                summary = work(workspace)
        else:
            with temporary_workspace(arguments.out, "run", arguments.county) as workspace:
                summary = work(workspace)
    finally:
        progress.close()
    answer(summary.summary, _run_lines(summary), as_json=arguments.json)
    tell_quarantine(summary.imported)
    for sentence in summary.left_out:
        say(sentence)
    say(f"The files are in {arguments.out}.")
    return 0


def _run_lines(summary: RunSummary) -> list[str]:
    return [
        *pairs(_import_pairs(summary.imported)[:-1]),
        "",
        *check_lines(summary.run),
        "",
        *pairs([("Seconds in all", f"{summary.seconds:.1f}")]),
    ]


def check_lines(run: CheckRun) -> list[str]:
    """The answers of a check, most important first."""
    by_outcome = run.summary.get("convictionsByOutcome", {})
    return pairs(
        [
            ("Policy", f"{run.policy_title}, version {run.policy_version}"),
            ("As of", run.as_of.isoformat()),
            ("People in scope", run.n_people),
            ("Convictions in scope", run.n_determinations),
            *((f"  {words}", n) for words, n in by_outcome.items() if n),
            ("Result", run.result_sha256[:16]),
        ]
    )


def add_export(commands: Any) -> None:
    """``export``: which formats, into which folder."""
    parser = commands.add_parser("export", help="write result files for other programs")
    add_workspace(parser)
    add_out(parser)
    parser.add_argument(
        "--formats", default=CLEAR_MY_RECORD, metavar="LIST", help=f"of {', '.join(EXPORTS)}"
    )
    add_json(parser)
    parser.set_defaults(work=_export)


def _export(arguments: argparse.Namespace) -> int:
    formats = chosen(arguments.formats, EXPORTS, "format")
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            files = export_results(
                workspace, arguments.out, formats, progress, who=user_name(arguments)
            )
    finally:
        progress.close()
    tell_files(files, as_json=arguments.json)
    return 0


def tell_files(files: tuple[Path, ...], *, as_json: bool) -> None:
    answer({"files": [str(path) for path in files]}, map(str, files), as_json=as_json)
