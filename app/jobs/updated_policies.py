"""Policies of a bundle are tried before they count: each loads, and answers its own cases."""

from __future__ import annotations

from pathlib import Path

from app.errors import InputError, UserError
from app.rules.catalog import CASES, Editions
from app.rules.checking.case_tables import read_table, try_case


def try_policies(folder: Path) -> int:
    """The number of cases that were asked. Raises InputError naming what is wrong first.

    ``folder`` is laid out like the shipped ``policies``; every policy in it needs a case table
    beside it (``name.cases.toml``), for it may take the place of one that is in use.
    """
    ids = sorted(
        {
            path.relative_to(folder).with_suffix("").as_posix().partition("@")[0]
            for path in folder.rglob("*.toml")
            if not path.name.endswith(CASES)
        }
    )
    if not ids:
        raise InputError("The bundle holds no policies. Nothing was changed.")
    return sum(_try_one(folder, policy_id) for policy_id in ids)


def _try_one(folder: Path, policy_id: str) -> int:
    table = folder / f"{policy_id}{CASES}"
    if not table.is_file():
        raise InputError(
            f"The bundle's policy {policy_id} has no case table to prove it. Nothing was changed."
        )
    try:
        editions = Editions(policy_id, first=(folder,))
        read = read_table(table)
        wrong = [case.name for case in read.cases if not try_case(editions.policy_on, case).passed]
    except UserError as error:
        raise InputError(
            f"The bundle's policy {policy_id} cannot be used: {error.message} Nothing was changed."
        ) from error
    if read.policy_id != policy_id or not read.cases:
        raise InputError(f"The case table of {policy_id} asks nothing of it. Nothing was changed.")
    if wrong:
        raise InputError(
            f"The bundle's policy {policy_id} does not answer {len(wrong)} of its "
            f"{len(read.cases)} cases as it should, first “{wrong[0]}”. Nothing was changed."
        )
    return len(read.cases)
