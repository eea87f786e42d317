"""people: who may be one, merging and separating, and what files state otherwise."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from app.cli.file_plans import source_named
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
from app.jobs.access_log import PARTS, record_views, seen
from app.jobs.choose import OF_FACTS, OF_TWO, choose, set_order
from app.jobs.match_people import match_people
from app.jobs.merge_people import (
    keep_apart,
    list_parts,
    merge_pairs,
    merge_people,
    reopen_match,
    separate_part,
    separate_people,
)
from app.jobs.source_order import get_order, order_in_words
from app.jobs.workers import Workers
from app.store import conflicts, matches
from app.store.conflicts import ListedConflict
from app.store.matches import DIFFERENT, OPEN, SAME, ListedMatch
from app.store.workspace import Workspace

STRENGTHS = ("certain", "strong", "possible")


def add_people(commands: Any) -> None:
    """``people`` and what can be done with them."""
    parser = commands.add_parser("people", help="one person in many files: match, merge, separate")
    parts = parser.add_subparsers(dest="part", metavar="WHAT", required=True)
    for add in (
        _add_matches, _add_merge, _add_separate, _add_different, _add_show, _add_conflicts,
        _add_choose, _add_order,
    ):  # fmt: skip
        add(parts)


def _part(
    parts: Any, name: str, work: Callable[[argparse.Namespace], int], says: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(name, help=says)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _two_people(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", type=count, metavar="PERSON")
    parser.add_argument("other", type=count, metavar="OTHER")


# --- who may be one


def _add_matches(parts: Any) -> None:
    parser = _part(parts, "matches", _matches, "look for people who may be one, and list them")
    parser.add_argument("--state", choices=(OPEN, SAME, DIFFERENT), default=OPEN)
    parser.add_argument("--strength", choices=STRENGTHS, default="")
    parser.add_argument("--person", type=count, metavar="PERSON", help="only pairs with this one")
    parser.add_argument("--limit", type=count, default=50, metavar="N")


def _matches(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            found = match_people(workspace, progress, who=user_name(arguments))
            listed = matches.list_matches(
                workspace, state=arguments.state, strength=arguments.strength,
                person_id=arguments.person, limit=arguments.limit,
            )  # fmt: skip
    finally:
        progress.close()
    counts = {"certain": found.certain, "strong": found.strong, "possible": found.possible}
    data = {"open": counts, "matches": [_match_data(one) for one in listed]}
    lines = [*pairs((name.capitalize(), n) for name, n in counts.items()), ""]
    answer(data, [*lines, *(line for one in listed for line in _match_lines(one))],
           as_json=arguments.json)  # fmt: skip
    if len(listed) == arguments.limit and not arguments.json:
        say("--limit shows more. 'people merge' and 'people different' decide.")
    return 0


def _match_data(one: ListedMatch) -> dict[str, Any]:
    match = one.match
    return {
        "people": [match.low, match.high], "names": list(one.names), "born": list(one.born),
        "cii": list(one.ciis), "files": list(one.files), "convictions": list(one.n_convictions),
        "strength": match.strength, "reasons": list(match.reasons), "state": match.state,
        "who": match.who, "at": match.at,
    }  # fmt: skip


def _match_lines(one: ListedMatch) -> list[str]:
    match = one.match
    decided = f", {match.state} ({match.who}, {match.at[:10]})" if match.who else ""
    head = f"{match.strength or 'named by a person'}{decided}: {'; '.join(match.reasons)}"
    people = zip(
        (match.low, match.high), one.names, one.born, one.ciis, one.n_convictions, one.files,
        strict=True,
    )  # fmt: skip
    return [head] + [
        f"{number:>8}  {name:<28.28}  {born or 'unknown':<10.10}  {cii or 'no CII':<10}  "
        f"{n:>3} convictions  {files}"
        for number, name, born, cii, n, files in people
    ]


def _add_merge(parts: Any) -> None:
    parser = _part(parts, "merge", _merge, "make two people one, under the first one's number")
    parser.add_argument("people", nargs="*", type=count, metavar="PERSON", help="two of them")
    parser.add_argument(
        "--all", choices=("certain", "strong"), dest="strength",
        help="confirm every open match of this strength",
    )  # fmt: skip


def _merge(arguments: argparse.Namespace) -> int:
    if (arguments.strength is None) != (len(arguments.people) == 2):
        raise UsageError("Name two people, or --all certain (or strong) for every such match.")
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            if arguments.strength is None:
                merge_people(workspace, *arguments.people, who=user_name(arguments))
                n = 1
            else:
                n = _merge_all(workspace, arguments, progress)
    finally:
        progress.close()
    answer({"merged": n}, pairs([("People merged", n)]), as_json=arguments.json)
    say("'people separate' undoes it. Check again to have answers for the merged records.")
    return 0


def _merge_all(workspace: Workspace, arguments: argparse.Namespace, progress: LineProgress) -> int:
    strength = arguments.strength
    found = [
        (one.match.low, one.match.high)
        for one in matches.list_matches(workspace, strength=strength)
    ]
    if not found:
        raise InputError(f"There is no open match that is {strength}. 'people matches' looks.")
    with Workers() as workers:
        return merge_pairs(
            workspace, found, who=user_name(arguments), progress=progress, workers=workers
        )


def _add_separate(parts: Any) -> None:
    parser = _part(parts, "separate", _separate, "make a part of a person someone of their own")
    parser.add_argument("person", type=count, metavar="PERSON")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("other", nargs="?", type=count, metavar="OTHER", help="who was merged in")
    which.add_argument(
        "--part", nargs=2, action="append", metavar=("FILE_NAME", "NUMBER"), dest="parts",
        help="a person number of a file, as 'people show' lists it",
    )  # fmt: skip


def _separate(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        if arguments.other is not None:
            separate_people(workspace, arguments.person, arguments.other, who=user_name(arguments))
            new = arguments.other
        else:
            subjects = [
                (source_named(workspace, name).id, number) for name, number in arguments.parts
            ]
            new = separate_part(workspace, arguments.person, subjects, who=user_name(arguments))
    data = {"person": arguments.person, "separated": new}
    answer(data, pairs([("Person", arguments.person), ("Separated", new)]), as_json=arguments.json)
    say("They are remembered as different. 'people merge' undoes it.")
    return 0


def _add_different(parts: Any) -> None:
    parser = _part(parts, "different", _different, "remember that two people are not one")
    _two_people(parser)
    parser.add_argument("--undo", action="store_true", help="they may be one after all")


def _different(arguments: argparse.Namespace) -> int:
    decide = reopen_match if arguments.undo else keep_apart
    with open_for_work(arguments) as workspace:
        decide(workspace, arguments.person, arguments.other, who=user_name(arguments))
    state = OPEN if arguments.undo else DIFFERENT
    answer({"people": [arguments.person, arguments.other], "state": state},
           pairs([("Now", state)]), as_json=arguments.json)  # fmt: skip
    return 0


def _add_show(parts: Any) -> None:
    parser = _part(parts, "show", _show, "what a person is made of")
    parser.add_argument("person", type=count, metavar="PERSON")


def _show(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = list_parts(workspace, arguments.person)
        record_views(workspace, [seen(arguments.person, PARTS, user_name(arguments))])
    data = {
        "person": arguments.person,
        "parts": [
            {"file": one.file_name, "number": one.subject, "merged": one.merged_id} for one in found
        ],
    }
    lines = [
        f"{one.file_name}  number {one.subject}"
        + (f"  merged, was person {one.merged_id}" if one.merged_id is not None else "")
        for one in found
    ]
    answer(data, lines, as_json=arguments.json)
    return 0


# --- what files state otherwise


def _add_conflicts(parts: Any) -> None:
    parser = _part(parts, "conflicts", _conflicts, "where files state a conviction otherwise")
    parser.add_argument("--person", type=count, metavar="PERSON")
    parser.add_argument("--open", action="store_true", help="only those nobody has decided")
    parser.add_argument("--limit", type=count, default=50, metavar="N")


def _conflicts(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = conflicts.list_conflicts(
            workspace, person_id=arguments.person, only_open=arguments.open, limit=arguments.limit
        )
        n_open, order = conflicts.count_open(workspace), get_order(workspace)
    data = {
        "open": n_open, "order": list(order),
        "conflicts": [_conflict_data(one) for one in found],
    }  # fmt: skip
    lines = [f"{n_open:,} open. Order of sources: {order_in_words(order)}.", ""]
    answer(data, [*lines, *(line for one in found for line in _conflict_lines(one))],
           as_json=arguments.json)  # fmt: skip
    return 0


def _conflict_data(one: ListedConflict) -> dict[str, Any]:
    return {
        "conflict": one.id, "person": one.person_id, "name": one.name, "fact": one.fact,
        "first": {"file": one.file_name, "row": one.at.row, "value": one.value},
        "second": {
            "file": one.other_file_name, "row": one.other_at.row, "value": one.other_value
        },
        "why": one.why, "decided": one.decided, "who": one.who, "at": one.decided_at,
        "counts": one.counts,
    }  # fmt: skip


def _conflict_lines(one: ListedConflict) -> list[str]:
    decided = f"{one.decided} ({one.who}, {one.decided_at[:10]})" if one.decided else "open"
    return [
        f"{one.id:>6}  {one.name} (person {one.person_id}), {one.fact}: {decided}",
        f"        first   {one.value or 'empty'}  ({one.file_name}, row {one.at.row})",
        (
            f"        second  {one.other_value or 'empty'}  "
            f"({one.other_file_name}, row {one.other_at.row})"
        ),
    ]


def _add_choose(parts: Any) -> None:
    parser = _part(parts, "choose", _choose, "decide which file counts in a conflict")
    parser.add_argument("conflict", type=count, metavar="CONFLICT")
    known = tuple(dict.fromkeys((*OF_FACTS, *OF_TWO)))
    parser.add_argument("choice", choices=known, metavar="CHOICE",
                        help=f"{', '.join(OF_FACTS)} of a fact; {', '.join(OF_TWO)} of two "
                        "convictions that may be one")  # fmt: skip


def _choose(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        choose(workspace, arguments.conflict, arguments.choice, who=user_name(arguments))
        n_open = conflicts.count_open(workspace)
    data = {"conflict": arguments.conflict, "choice": arguments.choice, "open": n_open}
    answer(data, pairs([("Chosen", arguments.choice), ("Open", n_open)]), as_json=arguments.json)
    return 0


def _add_order(parts: Any) -> None:
    parser = _part(parts, "order", _order, "which kind of file counts where two differ")
    parser.add_argument(
        "order", nargs="?", metavar="ORDER",
        help="such as state,rap-sheet,court-list (the preset) or newest; without it, tells it",
    )  # fmt: skip


def _order(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            if arguments.order is not None:
                with Workers() as workers:
                    set_order(
                        workspace, arguments.order, who=user_name(arguments), progress=progress,
                        workers=workers,
                    )  # fmt: skip
            order = get_order(workspace)
    finally:
        progress.close()
    words = order_in_words(order)
    answer({"order": list(order), "words": words}, [words], as_json=arguments.json)
    return 0
