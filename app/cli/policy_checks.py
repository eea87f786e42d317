"""policies check and test: is a policy file right, does it answer as its case table says."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.cli.policy_arguments import find_policy
from app.cli.terminal import add_json, answer
from app.errors import InputError
from app.rules.case_tables import CaseResult, find_table, run_table
from app.rules.catalog import find_policies, load_by_id


def add_check(actions: Any) -> None:
    """``policies check``."""
    checking = actions.add_parser("check", help="every problem of a policy file")
    checking.add_argument("policy", type=Path, metavar="FILE")
    checking.set_defaults(work=_check)


def add_test(actions: Any) -> None:
    """``policies test``."""
    testing = actions.add_parser("test", help="run the case tables of all policies, or of one")
    testing.add_argument("policy", nargs="?", metavar="ID")
    add_json(testing)
    testing.set_defaults(work=_test)


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
