"""policies check and test: is a policy file right, does it answer as its case table says."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.policy_arguments import refuse_folder
from app.cli.terminal import add_json, answer
from app.errors import InputError
from app.jobs.case_run import CaseRun, run_cases, run_cases_of_file
from app.jobs.progress import Silent
from app.rules.catalog import Editions, find_policies, own_folders
from app.rules.checking.case_tables import read_table
from app.rules.checking.check_policy import PolicyCheck, check_policy

_NOT_USABLE = 3


def add_check(actions: Any) -> None:
    """``policies check``."""
    checking = actions.add_parser("check", help="every problem of a policy file, and remarks")
    checking.add_argument(
        "policy", metavar="FILE|ID", help="a policy file (.toml), or the id of a policy at hand"
    )
    add_json(checking)
    checking.set_defaults(work=_check)


def add_test(actions: Any) -> None:
    """``policies test``."""
    testing = actions.add_parser("test", help="run the case tables of all policies, or of one")
    testing.add_argument(
        "policy", nargs="?", metavar="ID|FILE", help="a policy's id, or a policy file (.toml)"
    )
    testing.add_argument(
        "--table", type=Path, metavar="FILE",
        help="the case table to run (else the one that ships, or NAME.cases.toml beside the file)",
    )  # fmt: skip
    add_json(testing)
    testing.set_defaults(work=_test)


def _check(arguments: argparse.Namespace) -> int:
    found = [check_policy(path) for path in _files_of(arguments.policy)]
    data = {"checked": [_check_data(one) for one in found]}
    lines = (line for one in found for line in _check_lines(one))
    answer(data, lines, as_json=arguments.json)
    return 0 if all(one.is_usable for one in found) else _NOT_USABLE


def _files_of(text: str) -> list[Path]:
    """A policy file, or every edition of the policy of that id."""
    refuse_folder(text)
    if _is_file_name(text):
        return [_policy_file(text)]
    return [edition.path for edition in Editions(text, own_folders()).all]


def _is_file_name(text: str) -> bool:
    return text.endswith(".toml") or Path(text).is_file()


def _policy_file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise InputError(f"There is no policy file {path}. Check the name and the folder.")
    if path.suffix != ".toml":
        raise InputError(f"{path.name} is not a policy file; those end in .toml.")
    return path


def _check_data(check: PolicyCheck) -> dict[str, object]:
    return {
        "file": check.source,
        "id": check.policy.id if check.policy else None,
        "version": check.policy.version if check.policy else None,
        "usable": check.is_usable,
        "problems": [asdict(problem) for problem in check.problems],
        "remarks": [asdict(remark) for remark in check.remarks],
        "made_up_convictions": check.n_tried,
    }


def _check_lines(check: PolicyCheck) -> Iterator[str]:
    if check.problems:
        count = len(check.problems)
        plural = "problem" if count == 1 else "problems"
        yield f"The policy {check.source} cannot be used: {count} {plural} to mend."
        yield from (f"- {problem}" for problem in check.problems)
        return
    assert check.policy is not None
    yield (
        f"{check.policy.id}, version {check.policy.version}: no problem found "
        f"({check.source}; tried on {check.n_tried:,} made-up convictions)."
    )
    if check.remarks:
        yield "Remarks, with which the policy can be used:"
        yield from (f"- {remark}" for remark in check.remarks)


def _test(arguments: argparse.Namespace) -> int:
    text, table = arguments.policy, arguments.table
    if text is None and table is not None:
        text = read_table(table).policy_id
    if text is None:
        tested = [run_cases(one, None, Silent()) for one in find_policies(own_folders())]
    else:
        tested = [_test_one(text, table)]
    data = {one.policy_id: _test_data(one) for one in tested}
    answer(data, _test_lines(tested), as_json=arguments.json)
    return 1 if any(one.failed for one in tested) else 0


def _test_one(text: str, table: Path | None) -> CaseRun:
    refuse_folder(text)
    if _is_file_name(text):
        tested = run_cases_of_file(_policy_file(text), table, Silent())
    else:
        tested = run_cases(text, table, Silent())
    if not tested.table:
        raise InputError(
            f"The policy {tested.policy_id} has no case table. Name one with --table, or "
            "put it beside the policy file as NAME.cases.toml."
        )
    return tested


def _test_data(tested: CaseRun) -> dict[str, object]:
    return {
        "table": tested.table or None,
        "cases": len(tested.results),
        "failed": [
            {"name": case.name, "expected": case.expected, "got": case.got}
            for case in tested.failed
        ],
    }


def _test_lines(tested: list[CaseRun]) -> Iterator[str]:
    for one in tested:
        if not one.table:
            yield f"{one.policy_id}: no case table"
            continue
        yield f"{one.policy_id}: {one.n_right} of {len(one.results)} cases as expected"
        for case in one.failed:
            yield f"  {case.name}: expected {case.expected}, got {case.got}"
