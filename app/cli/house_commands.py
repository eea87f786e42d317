"""policies, verify, self-check: is everything as it should be."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.cli.policy_arguments import find_policy
from app.cli.terminal import add_json, add_workspace, answer, open_for_work, pairs, say
from app.errors import InputError, WorkspaceError
from app.rules.case_tables import CaseResult, find_table, run_table
from app.rules.catalog import find_policies, load_by_id
from app.rules.present import policy_lines
from app.store import check, records
from app.store.workspace import Workspace
from app.version import PROGRAM, VERSION


def add_policies(commands: Any) -> None:
    """``policies`` and its actions ``show``, ``check`` and ``test``."""
    parser = commands.add_parser("policies", help="list, show, check or test policies")
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="the policies at hand (also without ACTION)")
    add_json(listing)
    listing.set_defaults(work=_list)
    show = actions.add_parser("show", help="a policy as an attorney reads it")
    show.add_argument("policy", metavar="ID", help="a policy's id, or a policy file (.toml)")
    show.set_defaults(work=_show)
    checking = actions.add_parser("check", help="every problem of a policy file")
    checking.add_argument("policy", type=Path, metavar="FILE")
    checking.set_defaults(work=_check)
    testing = actions.add_parser("test", help="run the case tables of all policies, or of one")
    testing.add_argument("policy", nargs="?", metavar="ID")
    add_json(testing)
    testing.set_defaults(work=_test)
    add_json(parser)
    parser.set_defaults(work=_list)


def _list(arguments: argparse.Namespace) -> int:
    policies = [load_by_id(policy_id) for policy_id in find_policies()]
    data = {
        "policies": [
            {"id": one.id, "title": one.title, "version": one.version, "sha256": one.sha256}
            for one in policies
        ]
    }
    lines = pairs([(one.id, f"{one.title}, version {one.version}") for one in policies])
    answer(data, lines, as_json=arguments.json)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    for line in policy_lines(find_policy(arguments.policy)):
        print(line)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    policy = find_policy(_as_file(arguments.policy))
    print(f"{policy.id}, version {policy.version}: no problem found.")
    return 0


def _as_file(path: Path) -> str:
    if not path.is_file():
        raise InputError(f"There is no policy file {path}. Check the name and the folder.")
    if path.suffix != ".toml":
        raise InputError(f"{path.name} is not a policy file; those end in .toml.")
    return str(path)


def _test(arguments: argparse.Namespace) -> int:
    ids = [arguments.policy] if arguments.policy else list(find_policies())
    results: dict[str, tuple[CaseResult, ...]] = {}
    for policy_id in ids:
        load_by_id(policy_id)
        table = find_table(policy_id)
        if table is None:
            raise InputError(f"The policy {policy_id} has no case table.")
        results[policy_id] = run_table(table)
    data = {
        policy_id: {
            "cases": len(cases),
            "failed": [
                {"name": case.name, "expected": case.expected, "got": case.got}
                for case in cases if not case.passed
            ],
        }
        for policy_id, cases in results.items()
    }  # fmt: skip
    answer(data, _test_lines(results), as_json=arguments.json)
    return 1 if any(not case.passed for cases in results.values() for case in cases) else 0


def _test_lines(results: dict[str, tuple[CaseResult, ...]]) -> Iterator[str]:
    for policy_id, cases in results.items():
        failed = [case for case in cases if not case.passed]
        yield f"{policy_id}: {len(cases) - len(failed)} of {len(cases)} cases as expected"
        for case in failed:
            yield f"  {case.name}: expected {case.expected}, got {case.got}"


def add_verify(commands: Any) -> None:
    parser = commands.add_parser("verify", help="is a workspace whole, its record unbroken")
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        problems = check.find_problems(workspace)
        rows = [] if problems else _counts(workspace)  # what is damaged cannot be counted
    rows.append(("Problems", len(problems)))
    data = {name.lower(): value for name, value in rows} | {"details": problems}
    answer(data, pairs(rows), as_json=arguments.json)
    if problems:
        for problem in problems:
            say(problem)
        raise WorkspaceError(f"{arguments.workspace.name} is not whole. Restore a backup of it.")
    say(f"{arguments.workspace.name} is whole.")
    return 0


def _counts(workspace: Workspace) -> list[tuple[str, object]]:
    sources = records.list_sources(workspace)
    return [
        ("Files", len(sources)),
        ("Rows", sum(source.n_rows for source in sources)),
        ("People", records.count_people(workspace)),
        ("Convictions", records.count_convictions(workspace)),
    ]


def add_self_check(commands: Any) -> None:
    parser = commands.add_parser("self-check", help="does the program work on this computer")
    add_json(parser)
    parser.set_defaults(work=_self_check)


def _self_check(arguments: argparse.Namespace) -> int:
    # Loaded when asked for: it brings everything the program has.
    from app.jobs.self_check import run_self_check  # noqa: PLC0415

    results = run_self_check()
    data = {
        "program": f"{PROGRAM} {VERSION}",
        "python": platform.python_version(),
        "system": platform.platform(),
        "checks": [
            {"name": result.name, "passed": result.passed, "detail": result.detail}
            for result in results
        ],
    }
    lines = pairs(
        [("Program", data["program"]), ("Python", data["python"]), ("System", data["system"])]
    )
    lines += [
        f"{'ok    ' if result.passed else 'FAILED'}  {result.name}: {result.detail}"
        for result in results
    ]
    answer(data, lines, as_json=arguments.json)
    return 0 if all(result.passed for result in results) else 1
