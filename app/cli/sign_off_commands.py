"""approvals, sign-off, overrides: the second person, the end of the work, what was overridden."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.data_commands import tell_files
from app.cli.terminal import (
    add_json,
    add_workspace,
    answer,
    count,
    open_for_work,
    out_folder,
    say,
    user_name,
)
from app.errors import UsageError
from app.jobs import sign_off as jobs
from app.jobs.approvals import list_approvals
from app.jobs.office import SECOND_SENTENCES
from app.jobs.overrides import ListedOverride, list_overrides, write_register
from app.store import signing
from app.store.waiting import Waiting
from app.store.workspace import Workspace


def add_approvals(commands: Any) -> None:
    """``approvals``: what waits; ``review --approve`` approves."""
    parser = commands.add_parser(
        "approvals", help="decisions that wait for a second person; review --approve agrees"
    )
    add_workspace(parser)
    parser.add_argument("--reviewer", default="", metavar="NAME", help="only what NAME decided")
    parser.add_argument("--limit", type=count, default=50, metavar="N")
    add_json(parser)
    parser.set_defaults(work=_approvals)


def _approvals(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        found = list_approvals(workspace, reviewer=arguments.reviewer, limit=arguments.limit)
    data = {
        "secondReviewer": found.rule, "waiting": found.n_waiting,
        "byReviewer": found.by_reviewer, "decisions": [asdict(one) for one in found.listed],
    }  # fmt: skip
    answer(data, map(_waiting_line, found.listed), as_json=arguments.json)
    say(SECOND_SENTENCES[found.rule])
    say(f"{found.n_waiting:,} wait" + (f" ({_by(found.by_reviewer)})." if found.n_waiting else "."))
    return 0


def _by(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in counts.items())


def _waiting_line(one: Waiting) -> str:
    review = one.review
    answered = (review.new_outcome or review.outcome).replace("_", " ").lower()
    return (
        f"{review.conviction_id:>8}  {one.name:<28.28}  {one.section:<14.14}  "
        f"{review.decision} {answered}, {review.reviewer}, {review.decided_at[:10]}"
    )


def add_sign_off(commands: Any) -> None:
    """``sign-off``: sign, lift, show, or list the changes since."""
    parser = commands.add_parser(
        "sign-off", help="sign the results off, lift the sign-off, list the changes since"
    )
    add_workspace(parser)
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--show", action="store_true", help="how it stands; changes nothing")
    does.add_argument("--lift", metavar="WHY", help="take the sign-off back")
    does.add_argument("--changes", action="store_true", help="what was changed since")
    parser.add_argument("--words", default="", metavar="TEXT", help="why, while something is open")
    add_json(parser)
    parser.set_defaults(work=_sign_off)


def _sign_off(arguments: argparse.Namespace) -> int:
    who = user_name(arguments)
    if arguments.words and (arguments.show or arguments.changes or arguments.lift is not None):
        raise UsageError("--words goes with signing off and with nothing else.")
    with open_for_work(arguments) as workspace:
        if arguments.changes:
            return _tell_changes(workspace, arguments)
        if arguments.lift is not None:
            jobs.lift(workspace, who, arguments.lift)
        elif not arguments.show:
            jobs.sign_off(workspace, who, arguments.words)
        return _tell_state(workspace, arguments)


def _tell_state(workspace: Workspace, arguments: argparse.Namespace) -> int:
    ready, found = jobs.can_sign_off(workspace), signing.list_sign_offs(workspace)
    lines = [jobs.signed_words(one) for one in found]
    data: dict[str, Any] = {
        "canSign": ready.can_sign, "whyNot": ready.why_not, "open": list(ready.open_words),
        "signOffs": [asdict(one) for one in found],
    }  # fmt: skip
    if signing.find_sign_off(workspace) is not None:
        verified = jobs.verify_sign_off(workspace)
        data["verified"] = asdict(verified)
        lines.insert(0, verified.sentence)
    elif ready.can_sign:
        left = ", ".join(ready.open_words)
        lines.insert(0, f"Not signed off. Still open: {left}." if left else "Not signed off.")
    else:
        lines.insert(0, ready.why_not)
    answer(data, lines, as_json=arguments.json)
    return 0


def _tell_changes(workspace: Workspace, arguments: argparse.Namespace) -> int:
    found = jobs.list_changes(workspace)
    data = {
        "changes": [
            {
                "conviction": one.change.conviction_id, "who": one.change.who,
                "at": one.change.at, "why": one.change.why, "before": one.before,
                "after": one.after,
            }
            for one in found
        ]
    }  # fmt: skip
    lines = (
        f"{one.change.conviction_id:>8}  {one.change.at[:10]}  {one.change.who}: {one.before} → "
        f"{one.after} ({one.change.why})"
        for one in found
    )
    answer(data, lines, as_json=arguments.json)
    if not found:
        say("Nothing was changed since a sign-off.")
    return 0


def add_overrides(commands: Any) -> None:
    """``overrides``: the register, on screen or as files."""
    parser = commands.add_parser("overrides", help="the register of overrides, now and in the past")
    add_workspace(parser)
    parser.add_argument(
        "--out", type=out_folder, metavar="FOLDER", help="write it as CSV and as a workbook"
    )
    add_json(parser)
    parser.set_defaults(work=_overrides)


def _overrides(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        if arguments.out is not None:
            files = write_register(workspace, arguments.out, who=user_name(arguments))
            tell_files(files, as_json=arguments.json)
            return 0
        listed = list_overrides(workspace)
    data = {"overrides": [_override_data(one) for one in listed]}
    answer(data, map(_override_line, listed), as_json=arguments.json)
    if not listed:
        say("No answer was ever overridden here.")
    return 0


def _override_data(one: ListedOverride) -> dict[str, Any]:
    return {
        **asdict(one.review), "state": one.state, "facts": asdict(one.facts) if one.facts else None,
        "reasonWords": one.reason_words, "late": list(one.late),
    }  # fmt: skip


def _override_line(one: ListedOverride) -> str:
    review = one.review
    approved = f", approved by {review.approver}" if review.approver else ""
    return (
        f"{review.conviction_id:>8}  {review.decided_at[:10]}  {one.old_answer} → "
        f"{one.new_answer}  {review.reason_code}: {review.words}  ({review.reviewer}{approved}, "
        f"{one.state})"
    )
