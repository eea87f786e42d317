"""person: one rap sheet, its answer with reasons, and its papers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.policy_arguments import add_policy, find_policy, settings_of
from app.cli.terminal import (
    LineProgress,
    add_json,
    answer,
    check_files,
    out_folder,
    pairs,
    say,
    user_name,
)
from app.errors import InputError
from app.jobs.plan_files import plan_file
from app.jobs.readers import FilePlan
from app.jobs.record_text import pasted_record
from app.rules.explaining.explain import short_lines

if TYPE_CHECKING:
    from app.jobs.check_person import PersonAnswer

STANDARD_INPUT = "-"
MOST_PASTED = 20_000_000  # bytes


def add_person(commands: Any) -> None:
    """``person``: a rap sheet as text or PDF, the policy, where the papers go."""
    parser = commands.add_parser(
        "person", help="read one rap sheet, say what the policy answers and why, draft its papers"
    )
    parser.add_argument("file", metavar="FILE|-", help="text or PDF; - reads text that is piped in")
    add_policy(parser, county_required=False)
    parser.add_argument(
        "--out", type=out_folder, metavar="FOLDER", help="where motions and explanations go"
    )
    parser.add_argument(
        "--rules",
        action="store_true",
        help="every rule with what it looked at, not the answer only",
    )
    add_json(parser)
    parser.set_defaults(work=_person)


def _person(arguments: argparse.Namespace) -> int:
    # Loaded when asked for: it brings fonts and pages that other commands do not need.
    from app.jobs.check_person import PersonRequest, check_person  # noqa: PLC0415

    policy = find_policy(arguments.policy, arguments.as_of)
    settings = settings_of(arguments, policy)
    request = PersonRequest(
        _plan(arguments.file), policy, settings, arguments.county or "", arguments.as_of,
        arguments.out,
    )  # fmt: skip
    progress = LineProgress()
    try:
        found = check_person(request, progress, who=user_name(arguments))
    finally:
        progress.close()
    lines = person_lines(found, every_rule=arguments.rules)
    answer(person_data(found), lines, as_json=arguments.json)
    for sentence in found.left_out:
        say(sentence)
    if not found.answers:
        say(_nothing(found))
    return 0


def _plan(text: str) -> FilePlan:
    if text != STANDARD_INPUT:
        path = Path(text)
        check_files([path])
        return plan_file(path)
    data = sys.stdin.buffer.read(MOST_PASTED + 1)
    if len(data) > MOST_PASTED:
        raise InputError("More than 20 MB were piped in. A rap sheet is shorter: name the file.")
    try:
        pasted = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("What was piped in is not text. Name the file instead of “-”.") from error
    return pasted_record(pasted)


def _nothing(found: PersonAnswer) -> str:
    if not found.n_convictions:
        return "No conviction was found in the record."
    return "No conviction of the record is one that the policy asks about."


def person_lines(found: PersonAnswer, *, every_rule: bool) -> Iterator[str]:
    """The answer for people: who, every conviction with its reasons, what was not understood."""
    yield from found.people
    yield from pairs([("Convictions", found.n_convictions), ("Asked about", len(found.answers))])
    for one in found.answers:
        row = one.row
        yield ""
        yield (
            f"{row.section}, {row.level}, {row.convicted_on or 'no date'}, "
            f"{row.court or 'no court'}, {row.case_number or 'no case number'}"
        )
        lines = one.traced.lines if every_rule else short_lines(one.traced.statements)
        yield from (f"  {line}" for line in lines)
    if found.not_asked:
        yield ""
        yield "Not asked about"
        for row in found.not_asked:
            yield (
                f"  {row.section or 'no section'}, {row.level}, {row.convicted_on or 'no date'}, "
                f"{row.county or 'no county'}"
            )
    if found.issues:
        yield ""
        yield "Doubtful in the record"
        for issue in found.issues:
            yield f"  {issue.kind}: {issue.reason} {issue.done}" + (
                f" “{issue.text}”" if issue.text else ""
            )
    if found.files:
        yield ""
        yield from map(str, found.files)


def person_data(found: PersonAnswer) -> dict[str, Any]:
    """The same for machines."""
    return {
        "people": list(found.people),
        "nConvictions": found.n_convictions,
        "convictions": [
            {**asdict(one.row), "explanation": one.traced.as_data()} for one in found.answers
        ],
        "notAsked": [asdict(row) for row in found.not_asked],
        "issues": [
            {
                "row": issue.at.row, "column": issue.column, "text": issue.text,
                "kind": issue.kind, "reason": issue.reason, "done": issue.done,
                "advice": issue.advice, "isSetAside": issue.is_quarantined,
            }
            for issue in found.issues
        ],
        "files": [str(path) for path in found.files],
        "leftOut": list(found.left_out),
    }  # fmt: skip
