"""office: who works in a workspace, why answers are overridden, what a second person approves."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from app.cli.terminal import add_json, add_workspace, answer, open_for_work, pairs, say, user_name
from app.errors import UsageError
from app.jobs import office as jobs
from app.store import office, reviews
from app.store.office import ROLES, OverrideReason, User
from app.store.workspace import Workspace


def add_office(commands: Any) -> None:
    """``office``: users, roles, reasons, the second reviewer."""
    parser = commands.add_parser(
        "office", help="users and roles, reasons for overrides, the second reviewer"
    )
    does = parser.add_subparsers(dest="does", metavar="WHAT", required=True)
    _part(does, "users", "who works here", _users)
    for name, about, work in (
        ("add-user", "add somebody; the first has to be an administrator", _add),
        ("set-role", "give a user another role", _set_role),
    ):
        one = _part(does, name, about, work)
        one.add_argument("name", metavar="NAME")
        one.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    for name, about, job in (
        ("remove-user", "a user leaves; what they did stays", jobs.remove_user),
        ("return-user", "a user who left comes back", jobs.return_user),
    ):
        one = _part(does, name, about, _leaver(job))
        one.add_argument("name", metavar="NAME")
    _part(does, "reasons", "why answers are overridden", _reasons)
    wanted = _part(does, "set-reasons", "the whole list in its order", _set_reasons)
    wanted.add_argument(
        "reasons", nargs="+", metavar="CODE=WORDS",
        help="what is not named goes, or is retired when an override carries it",
    )  # fmt: skip
    second = _part(does, "second-reviewer", "what a second person approves", _second)
    second.add_argument("rule", nargs="?", choices=reviews.NEEDS_SECOND)


def _part(does: Any, name: str, about: str, work: Any) -> Any:
    parser = does.add_parser(name, help=about)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _users(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        users = office.list_users(workspace)
    _tell_users(users, arguments)
    return 0


def _tell_users(users: list[User], arguments: argparse.Namespace) -> None:
    data = {
        "users": [{"name": one.name, "role": one.role, "isActive": one.is_active} for one in users]
    }
    rows = [(one.name, one.role if one.is_active else f"{one.role}, left") for one in users]
    answer(data, pairs(rows), as_json=arguments.json)
    if not users:
        say("No users: whoever opens the workspace may do everything in it.")


def _add(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        jobs.add_user(workspace, arguments.name, arguments.role, who=user_name(arguments))
        _tell_users(office.list_users(workspace), arguments)
    return 0


def _set_role(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        jobs.set_role(workspace, arguments.name, arguments.role, who=user_name(arguments))
        _tell_users(office.list_users(workspace), arguments)
    return 0


def _leaver(job: Callable[..., User]) -> Callable[[argparse.Namespace], int]:
    def work(arguments: argparse.Namespace) -> int:
        with open_for_work(arguments) as workspace:
            job(workspace, arguments.name, who=user_name(arguments))
            _tell_users(office.list_users(workspace), arguments)
        return 0

    return work


def _reasons(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        _tell_reasons(workspace, arguments)
    return 0


def _tell_reasons(workspace: Workspace, arguments: argparse.Namespace) -> None:
    found = office.list_reasons(workspace)
    data = {
        "reasons": [{"code": one.code, "words": one.words, "isUsed": one.is_used} for one in found]
    }
    rows = [(one.code, one.words + ("" if one.is_used else " (retired)")) for one in found]
    answer(data, pairs(rows), as_json=arguments.json)


def _set_reasons(arguments: argparse.Namespace) -> int:
    wanted = []
    for text in arguments.reasons:
        code, mark, words = text.partition("=")
        if not mark:
            raise UsageError(f"{text!r} is no reason; write CODE=WORDS.")
        wanted.append(OverrideReason(code, words, True))
    with open_for_work(arguments) as workspace:
        jobs.set_reasons(workspace, wanted, who=user_name(arguments))
        _tell_reasons(workspace, arguments)
    return 0


def _second(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        if arguments.rule:
            jobs.set_second_reviewer(workspace, arguments.rule, who=user_name(arguments))
        rule = reviews.second_reviewer(workspace)
    data = {"secondReviewer": rule, "sentence": jobs.SECOND_SENTENCES[rule]}
    answer(data, [f"{rule}: {jobs.SECOND_SENTENCES[rule]}"], as_json=arguments.json)
    return 0
