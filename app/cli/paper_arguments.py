"""What the terminal is told for papers: who files, when it is heard, who is served."""

from __future__ import annotations

import argparse
from dataclasses import replace

from app.cli.terminal import chosen, count, iso_date
from app.documents.draft import Hearing, Office, Served, Side
from app.errors import UsageError
from app.jobs.formats import FURTHER_PAPERS, PAPERS


def add_paper_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that `kinds_asked`, `office_asked` and `hearing_asked` read."""
    parser.add_argument(
        "--kinds", metavar="LIST",
        help="motions (one for each case), bulk (one for all); by the defense petitions, "
        f"applications; and {', '.join(FURTHER_PAPERS[2:])}; default: what asks for relief",
    )  # fmt: skip
    parser.add_argument(
        "--files-as", choices=[side.value for side in Side],
        help="who files these papers (default: as the office's settings say)",
    )  # fmt: skip
    parser.add_argument("--hearing-date", type=iso_date, metavar="YYYY-MM-DD")
    parser.add_argument("--hearing-time", default="", metavar="TIME", help="as it is printed")
    parser.add_argument("--department", default="", metavar="NAME", help="of the hearing")
    parser.add_argument(
        "--serve", action="append", default=[], metavar="'NAME; STREET; CITY'",
        help="who is served, for the proof of service; a name alone is looked up in the address "
        "book; may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--volume-pages", type=count, metavar="N",
        help="most pages of a file of the bulk motion; it is divided into volumes",
    )  # fmt: skip


def office_asked(arguments: argparse.Namespace, office: Office) -> Office:
    """The letterhead, with the side that was named."""
    return replace(office, side=arguments.files_as) if arguments.files_as else office


def kinds_asked(arguments: argparse.Namespace, usual: tuple[str, ...]) -> frozenset[str]:
    """Raises UsageError naming what is known."""
    known = (*PAPERS, *FURTHER_PAPERS)
    return chosen(arguments.kinds or ",".join(usual), known, "kind of paper")


def hearing_asked(arguments: argparse.Namespace) -> Hearing:
    return Hearing(arguments.hearing_date, arguments.hearing_time, arguments.department)


def served_asked(arguments: argparse.Namespace) -> tuple[Served, ...]:
    """Who is served. Raises UsageError for an entry without a name."""
    found = []
    for text in arguments.serve:
        name, *address = (part.strip() for part in text.split(";"))
        if not name:
            raise UsageError("--serve begins with a name: 'NAME; STREET; CITY'.")
        emails = [part for part in address if "@" in part]
        lines = tuple(part for part in address if part and "@" not in part)
        found.append(Served(name, lines, emails[0] if emails else ""))
    return tuple(found)
