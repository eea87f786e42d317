"""policies check and test: is a policy file right, does it answer as its case table says."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.cli.terminal import add_json, answer
from app.errors import InputError
from app.rules.catalog import (
    Editions,
    find_own_table,
    find_policies,
    load_policy,
    own_folders,
    place_of,
)
from app.rules.checking.case_tables import CaseResult, CaseTable, find_table, read_table, run_case
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


@dataclass(frozen=True, slots=True)
class _Tested:
    """What a case table said of a policy; no results when it has no table."""

    policy_id: str
    table: Path | None
    results: tuple[CaseResult, ...] = ()


def _test(arguments: argparse.Namespace) -> int:
    text, table = arguments.policy, arguments.table
    if text is None and table is not None:
        text = read_table(table).policy_id
    if text is None:
        tested = [_test_id(policy_id, None) for policy_id in find_policies(own_folders())]
    else:
        tested = [_test_file(text, table) if _is_file_name(text) else _test_id(text, table)]
        if tested[0].table is None:
            raise InputError(
                f"The policy {tested[0].policy_id} has no case table. Name one with --table, or "
                "put it beside the policy file as NAME.cases.toml."
            )
    data = {one.policy_id: _test_data(one) for one in tested}
    answer(data, _test_lines(tested), as_json=arguments.json)
    return 1 if any(not case.passed for one in tested for case in one.results) else 0


def _test_id(policy_id: str, table: Path | None) -> _Tested:
    """Every case is asked of the edition for its as-of date."""
    editions = Editions(policy_id, own_folders())
    newest = editions.all[-1].path
    path = table or find_own_table(newest) or find_table(policy_id)
    if path is None:
        editions.policy_on(None)
        return _Tested(policy_id, None)
    cases = _read_for(path, policy_id).cases
    results = tuple(run_case(editions.policy_on(case.as_of), case) for case in cases)
    return _Tested(policy_id, path, results)


def _test_file(text: str, table: Path | None) -> _Tested:
    path = _policy_file(text)
    policy = load_policy(path)
    found = table or find_own_table(path)
    if found is None and place_of(path) == policy.id:
        found = find_table(policy.id)
    if found is None:
        return _Tested(policy.id, None)
    cases = _read_for(found, policy.id).cases
    return _Tested(policy.id, found, tuple(run_case(policy, case) for case in cases))


def _read_for(path: Path, policy_id: str) -> CaseTable:
    table = read_table(path)
    if table.policy_id != policy_id:
        raise InputError(
            f"The case table {path.name} is for the policy {table.policy_id}, not for {policy_id}."
        )
    return table


def _test_data(tested: _Tested) -> dict[str, object]:
    return {
        "table": tested.table.name if tested.table else None,
        "cases": len(tested.results),
        "failed": [
            {"name": case.name, "expected": case.expected, "got": case.got}
            for case in tested.results
            if not case.passed
        ],
    }


def _test_lines(tested: list[_Tested]) -> Iterator[str]:
    for one in tested:
        if one.table is None:
            yield f"{one.policy_id}: no case table"
            continue
        failed = [case for case in one.results if not case.passed]
        n_right = len(one.results) - len(failed)
        yield f"{one.policy_id}: {n_right} of {len(one.results)} cases as expected"
        for case in failed:
            yield f"  {case.name}: expected {case.expected}, got {case.got}"
