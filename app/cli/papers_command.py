"""papers: look before, make, go on, put print files together."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.case_commands import MOST_SENTENCES
from app.cli.paper_arguments import (
    add_paper_arguments,
    hearing_asked,
    kinds_asked,
    office_asked,
    served_asked,
)
from app.cli.terminal import (
    LineProgress,
    add_json,
    add_workspace,
    answer,
    count,
    iso_date,
    open_for_work,
    out_folder,
    pairs,
    say,
    user_name,
)
from app.errors import Cancelled, UsageError
from app.jobs.clock import today
from app.store import batches
from app.store.batches import DONE
from app.store.workspace import Workspace

if TYPE_CHECKING:
    from app.jobs.draft_papers import PapersSummary
    from app.jobs.papers.plan import PapersRequest
    from app.jobs.papers.preflight import Gap, Preflight
    from app.jobs.papers.print_files import PrintSummary

# The jobs are loaded when asked for: they bring fonts and pages that other commands do not need.

_MOST_PLACES = 3


def add_papers(commands: Any) -> None:
    """``papers``: which papers, for whom, dated when."""
    parser = commands.add_parser(
        "papers", help="draft motions, petitions, orders and what goes with them"
    )
    add_workspace(parser)
    parser.add_argument(
        "--out", type=out_folder, metavar="FOLDER",
        help="where the papers go; with --resume, where they are now",
    )  # fmt: skip
    add_paper_arguments(parser)
    parser.add_argument(
        "--only-accepted", action="store_true", help="only convictions accepted in review"
    )
    parser.add_argument(
        "--only-new", action="store_true",
        help="not the cases whose paper was signed or filed before",
    )  # fmt: skip
    parser.add_argument(
        "--limit", type=count, metavar="N", help="only the first cases in court order"
    )
    parser.add_argument(
        "--paper-date", type=iso_date, metavar="YYYY-MM-DD",
        help="date of the files (default: today); never a date of signing",
    )  # fmt: skip
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--preflight", action="store_true", help="only list what is missing; nothing is made"
    )
    what.add_argument(
        "--resume", action="store_true",
        help="go on with the latest batch: make what is missing, compare the rest",
    )  # fmt: skip
    what.add_argument(
        "--print-files", action="store_true",
        help="put the latest batch together for the printer, by court",
    )  # fmt: skip
    _add_print(parser)
    add_json(parser)
    parser.set_defaults(work=_papers)


def _add_print(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--batch", type=count, metavar="N", help="of --print-files: this batch")
    parser.add_argument("--one-sided", action="store_true", help="of --print-files: no blank pages")
    parser.add_argument(
        "--separate-every", type=count, default=0, metavar="N",
        help="of --print-files: a separator before so many papers, not only for each court",
    )  # fmt: skip
    parser.add_argument(
        "--most-pages", type=count, default=2_000, metavar="N",
        help="of --print-files: pages in a file (default 2,000)",
    )  # fmt: skip


def _papers(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            if arguments.preflight:
                return _preflight(workspace, arguments, progress)
            if arguments.print_files:
                return _print_files(workspace, arguments, progress)
            return _make(workspace, arguments, progress)
    finally:
        progress.close()


def _request(workspace: Workspace, arguments: argparse.Namespace) -> PapersRequest:
    from app.jobs.contacts import served_by_name  # noqa: PLC0415
    from app.jobs.draft_papers import PapersRequest, find_office  # noqa: PLC0415
    from app.jobs.paper_kinds import Given, usual_kinds  # noqa: PLC0415

    office = office_asked(arguments, find_office(workspace))
    served = served_by_name(workspace, served_asked(arguments))
    return PapersRequest(
        arguments.out or Path(), kinds_asked(arguments, usual_kinds(office.files_as)), office,
        arguments.only_accepted, arguments.limit, arguments.paper_date or today(),
        arguments.only_new, Given(hearing_asked(arguments), served),
        arguments.volume_pages,
    )  # fmt: skip


def _make(workspace: Workspace, arguments: argparse.Namespace, progress: LineProgress) -> int:
    from app.jobs.draft_papers import draft_papers, resume_papers  # noqa: PLC0415

    who = user_name(arguments)
    try:
        if arguments.resume:
            made = resume_papers(workspace, progress, who=who, folder=arguments.out)
        elif arguments.out is None:
            raise UsageError("Name the folder for the papers with --out.")
        else:
            made = draft_papers(workspace, _request(workspace, arguments), progress, who=who)
    except (Cancelled, KeyboardInterrupt):
        progress.close()
        return _tell_stopped(workspace)
    progress.close()
    _tell_made(made, as_json=arguments.json)
    return 0


def _tell_stopped(workspace: Workspace) -> int:
    latest = next(iter(batches.list_batches(workspace)), None)
    if latest is None or latest.state == DONE:
        say("Stopped before anything was made.")
    else:
        say(
            f"Stopped. {latest.n_done:,} of {latest.n_papers:,} papers are made and whole, in "
            f"{latest.folder}; --resume makes the others."
        )
    return Cancelled.exit_code


def _tell_made(made: PapersSummary, *, as_json: bool) -> None:
    data = {
        "batch": made.batch_id, "files": [str(path) for path in made.files],
        "motions": made.n_motions, "convictions": made.n_counts, "pages": made.n_pages,
        "madeBefore": made.n_kept, "leftOut": list(made.left_out),
        "unfilled": list(made.unfilled), "seconds": round(made.seconds, 2),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Papers for a case", made.n_motions), ("Convictions", made.n_counts),
        ("Pages", made.n_pages),
    ]  # fmt: skip
    if made.n_kept:
        rows.append(("Made before", made.n_kept))
    rows.append(("Folder", made.files[-1].parent))
    answer(data, pairs(rows), as_json=as_json)
    for sentence in made.left_out:
        say(sentence)
    for sentence in made.unfilled[:MOST_SENTENCES]:
        say(sentence)
    if len(made.unfilled) > MOST_SENTENCES:
        say(
            f"And {len(made.unfilled) - MOST_SENTENCES:,} more cases with blanks; --json lists all."
        )


def _preflight(workspace: Workspace, arguments: argparse.Namespace, progress: LineProgress) -> int:
    from app.jobs.papers.preflight import check_before  # noqa: PLC0415

    found = check_before(workspace, _request(workspace, arguments), progress)
    progress.close()
    answer(_preflight_data(found), _preflight_lines(found), as_json=arguments.json)
    return 0


def _preflight_data(found: Preflight) -> dict[str, Any]:
    return {
        "cases": found.n_cases,
        "papers": found.n_papers,
        "gaps": [
            {
                "sentence": gap.sentence, "weight": gap.weight.name.lower(),
                "where": gap.place.value, "count": gap.n,
                "at": [
                    {"words": one.words, "conviction": one.conviction_id or None,
                     "field": one.field or None, "paper": one.paper_id or None}
                    for one in gap.at
                ],
            }
            for gap in found.gaps
        ],
    }  # fmt: skip


def _preflight_lines(found: Preflight) -> list[str]:
    rows: list[tuple[str, object]] = [("Cases", found.n_cases), ("Can be made", found.n_papers)]
    lines = pairs(rows)
    weight = ""
    for gap in found.gaps:
        if gap.weight.value != weight:
            weight = gap.weight.value
            lines += ["", weight.capitalize()]
        lines += _gap_lines(gap)
    return lines


def _gap_lines(gap: Gap) -> list[str]:
    lines = [f"{gap.n:>8,}  {gap.sentence}"]
    if gap.at and not gap.at[0].field:
        lines += [f"{'':>10}{_place(one.words, one.conviction_id)}"
                  for one in gap.at[:_MOST_PLACES]]  # fmt: skip
        if len(gap.at) > _MOST_PLACES:
            lines.append(f"{'':>10}and {len(gap.at) - _MOST_PLACES:,} more; --json lists all")
    return lines


def _place(words: str, conviction_id: int) -> str:
    return f"{words} (conviction {conviction_id})" if conviction_id else words


def _print_files(
    workspace: Workspace, arguments: argparse.Namespace, progress: LineProgress
) -> int:
    from app.jobs.papers.print_files import PrintOptions, make_print_files  # noqa: PLC0415

    options = PrintOptions(
        two_sided=not arguments.one_sided, separate_every=arguments.separate_every,
        most_pages=arguments.most_pages,
    )  # fmt: skip
    made = make_print_files(
        workspace,
        progress,
        who=user_name(arguments),
        batch_id=arguments.batch,
        options=options,
        folder=arguments.out,
    )
    progress.close()
    answer(_print_data(made), _print_lines(made), as_json=arguments.json)
    return 0


def _print_data(made: PrintSummary) -> dict[str, Any]:
    return {
        "files": [str(path) for path in made.files], "papers": made.n_papers,
        "pages": made.n_pages, "sheets": made.n_sheets,
    }  # fmt: skip


def _print_lines(made: PrintSummary) -> list[str]:
    rows: list[tuple[str, object]] = [
        ("Papers", made.n_papers), ("Pages", made.n_pages), ("Sheets", made.n_sheets),
        ("Folder", made.files[-1].parent),
    ]  # fmt: skip
    return [*pairs(rows), *(path.name for path in made.files)]
