"""packages: cases to other desks and back, as encrypted files or as Excel workbooks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.cut_arguments import add_cut, plan_of
from app.cli.package_actions import add_why, new_action, working
from app.cli.review_books import add_workbook_in, add_workbook_out
from app.cli.terminal import (
    add_out,
    answer,
    count,
    open_for_work,
    pairs,
    passphrase,
    say,
    user_name,
)
from app.errors import InputError
from app.jobs.packages.conflicts import ShownConflict, choose, list_conflicts
from app.jobs.packages.cut import CutPlan
from app.jobs.packages.make import give_up, make_packages
from app.jobs.packages.merge import Return, look_at_package, merge_package
from app.store import packages
from app.store.case_states import CaseState, state_words
from app.store.packages import HERE, THERE, ListedPackage


def add_packages(commands: Any) -> None:
    """``packages`` and what can be done with them."""
    parser = commands.add_parser("packages", help="cases to other desks and back")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for add in (
        _add_make, _add_list, _add_merge, _add_give_up, _add_conflicts, _add_choose,
        add_workbook_out, add_workbook_in,
    ):  # fmt: skip
        add(actions)


# -- out -------------------------------------------------------------------------------------


def _add_make(actions: Any) -> None:
    parser = new_action(actions, "make", "encrypted files for other desks", _make)
    add_cut(parser)
    add_out(parser)
    parser.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE",
        help="the passphrase of the packages (else it is asked)",
    )  # fmt: skip
    parser.add_argument("--plan", action="store_true", help="only tell what would be made")


def _make(arguments: argparse.Namespace) -> int:
    with working(arguments) as (workspace, progress):
        plan = plan_of(workspace, arguments)
        files: tuple[Path, ...] = ()
        if not arguments.plan:
            secret = _new_passphrase(arguments)
            arguments.out.mkdir(parents=True, exist_ok=True)
            made = make_packages(
                workspace, plan, arguments.out, secret, progress, who=user_name(arguments)
            )
            files = made.files
    _tell_plan(plan, files, as_json=arguments.json)
    if arguments.plan:
        say("Nothing was made: this was a trial.")
    return 0


def _new_passphrase(arguments: argparse.Namespace) -> str:
    """Never the workspace's own: the environment is not asked."""
    if arguments.new_passphrase_file is None:
        say("A passphrase for the packages:")
    asked = argparse.Namespace(passphrase_file=arguments.new_passphrase_file)
    return passphrase(asked, is_new=True, is_other=True)


def _tell_plan(plan: CutPlan, files: tuple[Path, ...], *, as_json: bool) -> None:
    data = {
        "cut": plan.words,
        "packages": [
            {"name": part.name, "people": len(part.people), "cases": part.n_cases,
             "open": part.n_open}
            for part in plan.parts
        ],
        "files": [str(path) for path in files],
        "out": plan.n_out, "settled": plan.n_settled, "unmatched": plan.n_unmatched,
        "severalCourts": plan.n_several_courts,
    }  # fmt: skip
    lines = [
        f"{part.name:<28.28}  {len(part.people):>8,} people  {part.n_cases:>9,} cases  "
        f"{part.n_open:>9,} open"
        for part in plan.parts
    ]
    answer(data, lines, as_json=as_json)
    for sentence in plan.sentences:
        say(sentence)
    for path in files:
        say(f"Written: {path}")


def _add_list(actions: Any) -> None:
    new_action(actions, "list", "packages that went out, and how they stand", _list)


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = packages.list_packages(workspace)
    data = {"packages": [_package_data(one) for one in found]}
    answer(data, map(_package_line, found), as_json=arguments.json)
    return 0


def _package_data(one: ListedPackage) -> dict[str, object]:
    package = one.package
    return {
        "number": package.id, "name": package.name, "kind": package.kind, "cut": package.cut,
        "file": package.file_name, "madeBy": package.made_by, "madeAt": package.made_at,
        "people": package.n_people, "cases": package.n_convictions, "decided": one.n_decided,
        "conflicts": one.n_conflicts, "isOut": package.is_out,
        "returnedAt": package.returned_at or None, "returnedBy": package.returned_by or None,
        "returned": package.returned_words or None,
    }  # fmt: skip


def _package_line(one: ListedPackage) -> str:
    package = one.package
    state = (
        "out" if package.is_out else f"back {package.returned_at[:10]}: {package.returned_words}"
    )
    conflicts = f", {one.n_conflicts:,} conflicts to decide" if one.n_conflicts else ""
    return (
        f"{package.id:>4}  {package.name:<24.24}  {package.kind:<8}  {package.made_at[:10]}  "
        f"{one.n_decided:,} of {package.n_convictions:,} decided{conflicts}  {state}"
    )


def _add_give_up(actions: Any) -> None:
    parser = new_action(
        actions, "give-up", "count a package as no longer out: it is lost", _give_up
    )
    parser.add_argument("package", type=count, metavar="PACKAGE", help="as 'packages list' has it")
    parser.add_argument("--why", required=True, metavar="TEXT")


def _give_up(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        done = give_up(workspace, arguments.package, arguments.why, who=user_name(arguments))
    answer({"name": done.name}, pairs([("Given up", done.name)]), as_json=arguments.json)
    return 0


# -- back ------------------------------------------------------------------------------------


def _add_merge(actions: Any) -> None:
    parser = new_action(
        actions, "merge", "take a package back: what was decided there is kept", _merge
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--package-passphrase-file", type=Path, metavar="FILE",
        help="the passphrase of the package (else it is asked)",
    )  # fmt: skip
    parser.add_argument("--plan", action="store_true", help="only tell what it would do")
    add_why(parser)


def _merge(arguments: argparse.Namespace) -> int:
    if not arguments.file.is_file():
        raise InputError(f"There is no file {arguments.file}. Check the name and the folder.")
    with working(arguments) as (workspace, progress):
        if arguments.package_passphrase_file is None:
            say(f"The passphrase of {arguments.file.name}:")
        asked = argparse.Namespace(passphrase_file=arguments.package_passphrase_file)
        secret = passphrase(asked, is_other=True)
        if arguments.plan:
            told = look_at_package(workspace, arguments.file, secret, progress)
        else:
            told = merge_package(
                workspace, arguments.file, secret, progress, who=user_name(arguments),
                why_late=arguments.why,
            )  # fmt: skip
    _tell_return(told, as_json=arguments.json)
    if arguments.plan:
        say("Nothing was changed: this was a trial.")
    elif told.n_conflicts:
        say(
            "'packages conflicts' shows what was decided here and there; 'packages choose' decides."
        )
    return 0


def _tell_return(told: Return, *, as_json: bool) -> None:
    data = {
        "package": told.package.name, "taken": told.n_taken, "conflicts": told.n_conflicts,
        "alike": told.n_alike, "kept": told.n_kept, "notes": told.n_notes, "stale": told.n_stale,
        "remarks": list(told.remarks),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Package", told.package.name), ("Cases taken", told.n_taken),
        ("Conflicts", told.n_conflicts), ("Decided alike", told.n_alike),
        ("Changed here only", told.n_kept), ("Notes", told.n_notes),
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=as_json)
    for sentence in told.remarks:
        say(sentence)


def _add_conflicts(actions: Any) -> None:
    parser = new_action(actions, "conflicts", "cases decided here and there, otherwise", _conflicts)
    parser.add_argument("--all", action="store_true", help="those that were decided too")


def _conflicts(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = list_conflicts(workspace, only_open=not arguments.all)
    data = {"conflicts": [_conflict_data(one) for one in found]}
    lines = [line for one in found for line in _conflict_lines(one)]
    answer(data, lines or ["None."], as_json=arguments.json)
    return 0


def _conflict_data(one: ShownConflict) -> dict[str, object]:
    return {
        "number": one.conflict.id, "conviction": one.conflict.conviction_id,
        "package": one.package.name, "name": one.row.name if one.row else None,
        "before": state_words(one.base), "here": state_words(one.here),
        "there": state_words(one.there), "choice": one.conflict.choice or None,
        "chosenBy": one.conflict.who or None,
    }  # fmt: skip


def _conflict_lines(one: ShownConflict) -> list[str]:
    row = one.row
    who = (
        f"{row.name}, {row.section}, {row.case_number or 'no number'}" if row else "not on the list"
    )
    chosen = f" [{one.conflict.choice}, {one.conflict.who}]" if one.conflict.choice else ""
    return [
        f"{one.conflict.id:>4}  conviction {one.conflict.conviction_id}: {who}{chosen}",
        f"      here:  {_side(one.here)}",
        f"      there: {_side(one.there)} ({one.package.name})",
    ]


def _side(state: CaseState) -> str:
    review = state.review
    by = f" - {review.reviewer}, {review.decided_at[:16].replace('T', ' ')}" if review else ""
    return state_words(state) + by


def _add_choose(actions: Any) -> None:
    parser = new_action(actions, "choose", "decide a conflict: what counts", _choose)
    parser.add_argument("conflict", type=count, metavar="CONFLICT")
    parser.add_argument("choice", choices=(HERE, THERE))
    add_why(parser)


def _choose(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        choose(
            workspace, arguments.conflict, arguments.choice, who=user_name(arguments),
            why_late=arguments.why,
        )  # fmt: skip
        left = len(packages.list_conflicts(workspace))
    answer({"open": left}, pairs([("Conflicts left", left)]), as_json=arguments.json)
    return 0
