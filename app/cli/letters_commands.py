"""letters, lists: what goes to the people and to those who act on the orders."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.case_commands import MOST_SENTENCES
from app.cli.terminal import (
    LineProgress,
    add_json,
    add_out,
    add_workspace,
    answer,
    iso_date,
    open_for_work,
    pairs,
    say,
    user_name,
)
from app.jobs.clock import today


def add_letters(commands: Any) -> None:
    """``letters``: to whom, in which language, with what beside them."""
    parser = commands.add_parser(
        "letters", help="letters to the people for whom relief is asked; labels and envelopes"
    )
    add_workspace(parser)
    add_out(parser)
    parser.add_argument(
        "--language", choices=("en", "es", "both"), default="en",
        help="for everybody whose row of addresses names none; both: a side each",
    )  # fmt: skip
    parser.add_argument(
        "--addresses", type=Path, metavar="CSV",
        help="columns CII number, Name, Address (or Address 1 to 3), City, State, ZIP, Language",
    )  # fmt: skip
    parser.add_argument(
        "--order", choices=("court", "name"), default="court", help="of files and pages"
    )
    parser.add_argument("--merged", action="store_true", help="one file, for printing both sides")
    parser.add_argument(
        "--labels", action="store_true", help="sheets of 30 (Avery 5160), and as CSV"
    )
    parser.add_argument("--envelopes", action="store_true", help="a #10 envelope each")
    _add_shared(parser)
    parser.set_defaults(work=_letters)


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only-accepted", action="store_true", help="only convictions accepted in review"
    )
    parser.add_argument(
        "--paper-date", type=iso_date, metavar="YYYY-MM-DD",
        help="date printed on them (default: today)",
    )  # fmt: skip
    add_json(parser)


def _letters(arguments: argparse.Namespace) -> int:
    # Loaded when asked for: it brings fonts and pages that other commands do not need.
    from app.jobs.letter_press import LettersRequest  # noqa: PLC0415
    from app.jobs.letters import make_letters  # noqa: PLC0415

    request = LettersRequest(
        arguments.out, arguments.paper_date or today(), arguments.language, arguments.addresses,
        arguments.order, arguments.merged, arguments.labels, arguments.envelopes,
        arguments.only_accepted,
    )  # fmt: skip
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            made = make_letters(workspace, request, progress, who=user_name(arguments))
    finally:
        progress.close()
    data = {
        "files": [str(path) for path in made.files], "letters": made.n_letters,
        "pages": made.n_pages, "withoutAddress": made.n_without_address,
        "leftOut": list(made.left_out), "badRows": [str(row) for row in made.bad_rows],
        "notes": list(made.notes),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Letters", made.n_letters), ("Pages", made.n_pages),
        ("Without an address", made.n_without_address), ("Folder", arguments.out),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    _tell([*made.left_out, *map(str, made.bad_rows), *made.notes])
    return 0


def _tell(sentences: list[str]) -> None:
    for sentence in sentences[:MOST_SENTENCES]:
        say(sentence)
    if len(sentences) > MOST_SENTENCES:
        say(f"And {len(sentences) - MOST_SENTENCES:,} more; --json lists all.")


def add_lists(commands: Any) -> None:
    """``lists``: to whom."""
    parser = commands.add_parser(
        "lists", help="lists with receipt lines to the court, the state, defender, agencies"
    )
    add_workspace(parser)
    add_out(parser)
    parser.add_argument("--to", choices=("court", "state", "defender", "agencies"), required=True)
    _add_shared(parser)
    parser.set_defaults(work=_lists)


def _lists(arguments: argparse.Namespace) -> int:
    from app.jobs.lists import ListsRequest, make_lists  # noqa: PLC0415 - as above

    request = ListsRequest(
        arguments.out, arguments.to, arguments.paper_date or today(), arguments.only_accepted
    )
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            made = make_lists(workspace, request, progress, who=user_name(arguments))
    finally:
        progress.close()
    data = {
        "files": [str(path) for path in made.files], "lists": made.n_lists, "lines": made.n_lines,
        "leftOut": list(made.left_out), "notes": list(made.notes),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Lists", made.n_lists), ("Lines", made.n_lines), ("Folder", arguments.out)
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    _tell([*made.left_out, *made.notes])
    return 0
