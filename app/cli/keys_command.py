"""keys: passphrases of the office and of its users, the recovery sheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.terminal import (
    LineProgress,
    add_json,
    add_workspace,
    answer,
    new_passphrase,
    open_for_work,
    pairs,
    passphrase,
    say,
    user_name,
)
from app.jobs import keys as jobs
from app.jobs.recovery_sheet import write_recovery_sheet

_FIRST = (
    "a user's first passphrase, which the user changes; the first in an office is the own one of "
    "an administrator, and from then on users sign in"
)


def add_keys(commands: Any) -> None:
    """``keys``: who signs in how, and everything that opens the workspace."""
    parser = commands.add_parser("keys", help="passphrases, signing in, the recovery sheet")
    does = parser.add_subparsers(dest="does", metavar="WHAT", required=True)
    _part(does, "list", "how each user signs in", _list)
    own = _part(does, "change-own", "your own passphrase: --as NAME, the old and the new", _own)
    given = _part(does, "set-user", _FIRST, _set_user)
    lifted = _part(does, "unlock-user", "lift a lock-out after wrong passphrases", _unlock)
    put = _part(
        does, "put-administrator",
        "after opening with the office passphrase or the recovery sheet, where users sign in",
        _put_administrator,
    )  # fmt: skip
    office = _part(
        does, "change-passphrase",
        "the office passphrase: the file is encrypted anew, older recovery sheets end", _change,
    )  # fmt: skip
    for one in (given, lifted, put):
        one.add_argument("name", metavar="NAME")
    for one in (own, given, put, office):
        one.add_argument(
            "--new-passphrase-file", type=Path, metavar="FILE",
            help="read the new passphrase from this file (else asked twice)",
        )  # fmt: skip
    sheet = _part(does, "recovery-sheet", "a page to print that opens the workspace", _sheet)
    sheet.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new PDF")


def _part(does: Any, name: str, about: str, work: Any) -> Any:
    parser = does.add_parser(name, help=about)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _tell(states: list[jobs.SignInState], arguments: argparse.Namespace) -> None:
    data = {
        "users": [
            {
                "name": one.name, "role": one.role, "signsIn": one.has_own,
                "mustChange": one.must_change, "wrongPassphrases": one.n_wrong,
                "isLockedOut": one.is_locked_out,
            }
            for one in states
        ]
    }  # fmt: skip
    rows = [(one.name, f"{one.role}: {one.words.lower()}") for one in states]
    answer(data, pairs(rows), as_json=arguments.json)
    if not any(one.has_own for one in states):
        say("Nobody signs in: whoever knows the office passphrase opens the workspace.")


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        _tell(jobs.list_states(workspace), arguments)
    return 0


def _own(arguments: argparse.Namespace) -> int:
    old = passphrase(arguments)
    with open_for_work(arguments, old) as workspace:
        new = new_passphrase(arguments)
        jobs.change_own(workspace, old, new, who=user_name(arguments))
        _tell(jobs.list_states(workspace), arguments)
    return 0


def _set_user(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        new = new_passphrase(arguments)
        jobs.give_passphrase(workspace, arguments.name, new, who=user_name(arguments))
        _tell(jobs.list_states(workspace), arguments)
    return 0


def _unlock(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        jobs.lift_lock_out(workspace, arguments.name, who=user_name(arguments))
        _tell(jobs.list_states(workspace), arguments)
    return 0


def _put_administrator(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        new = new_passphrase(arguments)
        jobs.put_administrator(workspace, arguments.name, new)
        _tell(jobs.list_states(workspace), arguments)
    return 0


def _change(arguments: argparse.Namespace) -> int:
    current = passphrase(arguments)
    with open_for_work(arguments, current) as workspace:
        new = new_passphrase(arguments)
        progress = LineProgress()
        try:
            jobs.change_office_passphrase(
                workspace, current, new, progress, who=user_name(arguments)
            )
        finally:
            progress.close()
    answer({"changed": True}, ["The office passphrase was changed."], as_json=arguments.json)
    say("Recovery sheets of before do not open this file any more: make a new one.")
    say("Backups of before open with the passphrase they were made under.")
    return 0


def _sheet(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        path = write_recovery_sheet(workspace, arguments.out, who=user_name(arguments))
    answer({"file": str(path)}, [str(path)], as_json=arguments.json)
    say("Print it, lock it away, and delete the file: it opens the workspace.")
    return 0
