"""cases, filters: the list of convictions as it is worked through."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from app.cli.terminal import (
    add_json,
    add_workspace,
    answer,
    count,
    open_for_work,
    say,
    user_name,
)
from app.errors import UsageError
from app.jobs.saved_filters import get_saved, read_saved, remove_filter, save_filter, saved_words
from app.model.queue_filter import APPROVALS, FACETS, SORTS, STATES, QueueFilter, fixed_values
from app.model.queue_words import filter_words, value_words
from app.model.relief import Outcome
from app.store.queue import QueueRow, get_rows
from app.store.saved_filters import SavedFilter, list_saved_filters
from app.store.workspace import Workspace

# Options by facet, where they are not called as the facet.
_OPTION = {"outcome": "answer", "closeness": "close"}
_ALSO = {"state": ("--review",)}  # as it was called before; else it would be short for another
_MEMBERS = ("outcome", "remedy", "procedure")
MOST_VALUES = 20  # of a facet, before the rest is only counted


def add_cases(commands: Any) -> None:
    """``cases``: filter, order and number of the list."""
    parser = commands.add_parser("cases", help="list convictions with their answers")
    add_workspace(parser)
    add_filter(parser)
    parser.add_argument("--sort", choices=sorted(SORTS), help="default: risk, or as it was saved")
    parser.add_argument("--limit", type=count, default=50, metavar="N")
    parser.add_argument(
        "--facets", action="store_true", help="count the values of every facet, list no cases"
    )
    add_json(parser)
    parser.set_defaults(work=_cases)


def add_filter(parser: argparse.ArgumentParser) -> None:
    """The options that `find_wanted` reads."""
    parser.add_argument("--filter", metavar="NAME", help="begin with a saved filter")
    parser.add_argument(
        "--find", default="", metavar="TEXT",
        help="words of names, numbers, sections and notes, in any order",
    )  # fmt: skip
    for facet, title in FACETS.items():
        parser.add_argument(
            f"--{_OPTION.get(facet, facet)}", *_ALSO.get(facet, ()), action="append",
            default=[], metavar="VALUE", dest=f"facet_{facet}", help=_help(facet, title),
        )  # fmt: skip


def _help(facet: str, title: str) -> str:
    examples = {
        "outcome": ", ".join(one.name.lower() for one in Outcome),
        "state": ", ".join(STATES),
        "approval": ", ".join(APPROVALS),
    }.get(facet)
    words = f"{title.lower()}: {examples}" if examples else title.lower()
    return f"{words}; may be given several times"


def find_wanted(workspace: Workspace, arguments: argparse.Namespace) -> tuple[QueueFilter, str]:
    """The filter and the order that are asked for."""
    wanted, sort = QueueFilter(), "risk"
    if arguments.filter is not None:
        saved = get_saved(workspace, arguments.filter)
        wanted, sort = read_saved(saved), saved.sort
    for facet in FACETS:
        given = getattr(arguments, f"facet_{facet}")
        if given:
            values = tuple(_value(facet, value) for value in given)
            wanted = wanted.with_values(facet, values)
    if arguments.find.strip():
        wanted = replace(wanted, text=arguments.find)
    return wanted, getattr(arguments, "sort", None) or sort


def _value(facet: str, given: str) -> str:
    value = given.upper().replace("-", "_") if facet in _MEMBERS and given else given
    known = fixed_values(facet)
    if value and known and value not in known:
        shown = ", ".join(one.lower() if facet in _MEMBERS else f"'{one}'" for one in known)
        raise UsageError(f"--{_OPTION.get(facet, facet)} '{given}': use one of {shown}.")
    return value


def _cases(arguments: argparse.Namespace) -> int:
    # Loaded when asked for: it brings NumPy, which other commands do not need.
    from app.jobs.queue.load import load_queue  # noqa: PLC0415

    with open_for_work(arguments) as workspace:
        wanted, sort = find_wanted(workspace, arguments)
        index = load_queue(workspace)
        if arguments.facets:
            counts = index.facets(wanted)
            answer({"facets": counts}, _facet_lines(counts), as_json=arguments.json)
            return 0
        ids = index.find_ids(wanted, sort)
        rows = get_rows(workspace, ids[: arguments.limit])
    data = {
        "count": len(ids), "reviewed": index.n_reviewed, "all": index.n_all,
        "convictions": [asdict(row) for row in rows],
    }  # fmt: skip
    answer(data, map(_case_line, rows), as_json=arguments.json)
    if len(ids) > len(rows):
        say(f"{len(rows):,} of {len(ids):,} convictions shown; --limit shows more.")
    return 0


def _facet_lines(counts: dict[str, list[tuple[str, int]]]) -> Iterator[str]:
    for facet, values in counts.items():
        yield f"{FACETS[facet]} (--{_OPTION.get(facet, facet)})"
        for value, n in values[:MOST_VALUES]:
            name = value.lower() if facet in _MEMBERS else value
            words = value_words(facet, value)
            yield f"  {n:>10,}  {name}" + (f"  ({words})" if words != name else "")
        if len(values) > MOST_VALUES:
            yield f"  and {len(values) - MOST_VALUES:,} more"


def _case_line(row: QueueRow) -> str:
    marks = [row.decision, "note" if row.has_note else "", "asked" if row.is_asked else ""]
    marks += row.flags
    shown = ", ".join(mark for mark in marks if mark)
    outcome = Outcome[row.outcome].value if row.outcome else "-"
    return (
        f"{row.conviction_id:>8}  {row.name:<28.28}  {row.section:<14.14}  "
        f"{row.convicted_on or 'no date':<10}  {row.case_number or 'no number':<14.14}  "
        f"{outcome}: {row.reason}" + (f" [{shown}]" if shown else "")
    )


def add_filters(commands: Any) -> None:
    """``filters``: list, save, remove."""
    parser = commands.add_parser("filters", help="saved filters of the list of cases")
    does = parser.add_subparsers(dest="does", metavar="list|save|remove", required=True)
    shown = does.add_parser("list", help="the saved filters of a workspace")
    add_workspace(shown)
    add_json(shown)
    shown.set_defaults(work=_list)
    saved = does.add_parser("save", help="keep a filter under a name")
    add_workspace(saved)
    saved.add_argument("name", metavar="NAME")
    add_filter(saved)
    saved.add_argument("--sort", choices=sorted(SORTS))
    saved.add_argument("--replace", action="store_true", help="in place of one of that name")
    add_json(saved)
    saved.set_defaults(work=_save)
    removed = does.add_parser("remove", help="forget a saved filter")
    add_workspace(removed)
    removed.add_argument("name", metavar="NAME")
    removed.set_defaults(work=_remove)


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = list_saved_filters(workspace)
    lines = [f"{one.name}: {saved_words(one)}; by {one.sort} ({one.who})" for one in found]
    answer({"filters": [asdict(one) for one in found]}, lines, as_json=arguments.json)
    if not found:
        say("No filter was saved yet; 'filters save NAME' with options of 'cases' saves one.")
    return 0


def _save(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        wanted, sort = find_wanted(workspace, arguments)
        who = user_name(arguments)
        saved: SavedFilter = save_filter(
            workspace, arguments.name, wanted, sort, who=who, replaces=arguments.replace
        )
    line = f"Saved “{saved.name}”: {filter_words(wanted)}."
    answer(asdict(saved), [line], as_json=arguments.json)
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        remove_filter(workspace, arguments.name, who=user_name(arguments))
    say(f"Removed “{arguments.name}”.")
    return 0
