"""verify, self-check: is everything as it should be."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.terminal import add_json, add_workspace, answer, open_for_work, pairs, say
from app.errors import WorkspaceError
from app.jobs.sign_off import verify_sign_off
from app.store import check, records
from app.store.anchors import current_anchor, find_difference, read_anchor
from app.store.clock_steps import find_clock_steps
from app.store.signing import find_sign_off
from app.store.workspace import Workspace


def add_verify(commands: Any) -> None:
    """``verify``, with the anchors of printed receipts."""
    parser = commands.add_parser("verify", help="is a workspace whole, its record unbroken")
    add_workspace(parser)
    parser.add_argument(
        "--anchor", action="append", default=[], metavar="NUMBER:HASH",
        help="an entry of the record of the work, as a receipt has it; may be given several times",
    )  # fmt: skip
    add_json(parser)
    parser.set_defaults(work=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    known = [read_anchor(text) for text in arguments.anchor]
    with open_for_work(arguments) as workspace:
        problems = check.find_problems(workspace)
        differences = (find_difference(workspace, anchor) for anchor in known)
        problems += [one for one in differences if one]
        if not problems and find_sign_off(workspace) is not None:
            verified = verify_sign_off(workspace)
            problems = [] if verified.is_same else [verified.sentence]
        rows = [] if problems else _counts(workspace)  # what is damaged cannot be counted
        steps = [] if problems else find_clock_steps(workspace)
    rows.append(("Problems", len(problems)))
    told = [step.sentence for step in steps]
    data = {name.lower(): value for name, value in rows} | {"details": problems, "clock": told}
    answer(data, pairs(rows), as_json=arguments.json)
    for sentence in told:
        say(sentence)
    if problems:
        for problem in problems:
            say(problem)
        raise WorkspaceError(f"{arguments.workspace.name} is not whole. Restore a backup of it.")
    say(f"{arguments.workspace.name} is whole.")
    return 0


def _counts(workspace: Workspace) -> list[tuple[str, object]]:
    sources = records.list_counting_sources(workspace)
    return [
        ("Files", len(sources)),
        ("Rows", sum(source.n_rows for source in sources)),
        ("People", records.count_people(workspace)),
        ("Convictions", records.count_convictions(workspace)),
        ("Entries of the record", current_anchor(workspace).number),
        ("Last entry", current_anchor(workspace).text),
    ]


def add_self_check(commands: Any) -> None:
    parser = commands.add_parser("self-check", help="does the program work on this computer")
    add_json(parser)
    parser.set_defaults(work=_self_check)


def _self_check(arguments: argparse.Namespace) -> int:
    # Loaded when asked for: it brings everything the program has.
    from app.jobs.self_check import run_self_check  # noqa: PLC0415

    found = run_self_check()
    data = {name.lower(): value for name, value in found.facts} | {
        "passed": found.passed,
        "checks": [
            {"name": result.name, "passed": result.passed, "detail": result.detail}
            for result in found.results
        ],
    }
    answer(data, found.lines(), as_json=arguments.json)
    return 0 if found.passed else 1
