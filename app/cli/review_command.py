"""review: decide on cases, take it back, ask and answer, approve."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from app.cli.terminal import (
    add_json,
    add_workspace,
    answer,
    count,
    iso_date,
    open_for_work,
    pairs,
    user_name,
)
from app.errors import UsageError
from app.jobs import decide
from app.jobs.decide import ANSWERS, Accept, Decision, Done, OpenAgain, Override, Park
from app.model.relief import Outcome, Procedure, Remedy
from app.store import reviews
from app.store.workspace import Workspace

_REMEDIES = {remedy.name.lower(): remedy for remedy in Remedy}
_PROCEDURES = {one.name.lower(): one for one in (Procedure.PETITION, Procedure.APPLICATION)}


def add_review(commands: Any) -> None:
    """``review``: several convictions, one thing done with them."""
    parser = commands.add_parser(
        "review", help="decide on cases: accept, override, park, ask, note, approve, undo"
    )
    add_workspace(parser)
    parser.add_argument("convictions", nargs="*", type=count, metavar="NUMBER")
    does = parser.add_mutually_exclusive_group(required=True)
    does.add_argument("--accept", action="store_true", help="the answer is right")
    does.add_argument(
        "--override", metavar="ANSWER", choices=[one.name.lower() for one in ANSWERS],
        help="another answer: dismissal, reduction, not_eligible, city_attorneys; needs --reason "
        "and --words",
    )  # fmt: skip
    does.add_argument("--park", metavar="WORDS", help="not now: no paper is drafted for it")
    does.add_argument("--open", action="store_true", help="take the decision back")
    does.add_argument("--ask", metavar="WORDS", help="flag for an attorney")
    does.add_argument("--answer", metavar="WORDS", help="an attorney's answer to what is asked")
    does.add_argument("--note", metavar="WORDS", help="write a note")
    does.add_argument("--approve", action="store_true", help="a second person agrees")
    does.add_argument("--undo", action="store_true", help="take your latest step back")
    does.add_argument("--redo", action="store_true", help="do again what was undone")
    parser.add_argument("--reason", default="", metavar="CODE", help="of the office's list")
    parser.add_argument("--words", default="", metavar="TEXT", help="why, in words")
    parser.add_argument("--remedy", choices=sorted(_REMEDIES), help="what the court is asked")
    parser.add_argument("--procedure", choices=sorted(_PROCEDURES), help="how it is asked for")
    parser.add_argument("--remind-on", type=iso_date, metavar="YYYY-MM-DD", help="with --park")
    parser.add_argument(
        "--why", default="", metavar="TEXT", help="why, once results are signed off"
    )
    add_json(parser)
    parser.set_defaults(work=_review)


def _review(arguments: argparse.Namespace) -> int:
    does = _work_of(arguments)
    with open_for_work(arguments) as workspace:
        done = does(workspace)
        counts = reviews.count_reviews(workspace)
    data = {"did": done.what, "convictions": list(done.ids), "reviews": counts}
    rows: list[tuple[str, object]] = [("Done", done.what), ("Cases", len(done.ids))]
    rows += [(state.capitalize(), n) for state, n in sorted(counts.items())]
    answer(data, pairs(rows), as_json=arguments.json)
    return 0


def _work_of(arguments: argparse.Namespace) -> Callable[[Workspace], Done]:
    """What was asked for. Raises UsageError when something is missing or too much."""
    who, why, numbers = user_name(arguments), arguments.why, tuple(arguments.convictions)
    if arguments.undo or arguments.redo:
        if numbers:
            raise UsageError("Undo and redo take no numbers: they follow the order of your steps.")
        replay = decide.undo if arguments.undo else decide.redo
        return lambda workspace: replay(workspace, who=who, why_late=why)
    if not numbers:
        raise UsageError("No case was named. Give the numbers of one or more; 'cases' lists them.")
    if arguments.ask is not None:
        return lambda store: decide.ask_attorney(
            store, numbers, arguments.ask, who=who, why_late=why
        )
    if arguments.answer is not None:
        if len(numbers) != 1:
            raise UsageError("A question is answered case by case: give one number.")
        return lambda store: decide.answer_question(
            store, numbers[0], arguments.answer, who=who, why_late=why
        )
    if arguments.note is not None:
        return lambda store: decide.add_note(store, numbers, arguments.note, who=who)
    if arguments.approve:
        return lambda store: decide.approve(store, numbers, who=who, why_late=why)
    decision = _decision(arguments)
    return lambda store: decide.decide(store, decision, numbers, who=who, why_late=why)


def _decision(arguments: argparse.Namespace) -> Decision:
    if arguments.accept:
        return Accept()
    if arguments.open:
        return OpenAgain()
    if arguments.park is not None:
        day: date | None = arguments.remind_on
        return Park(arguments.park, day)
    if not arguments.reason or not arguments.words.strip():
        raise UsageError("An override needs --reason CODE and --words TEXT.")
    return Override(
        Outcome[arguments.override.upper()], arguments.reason, arguments.words,
        _REMEDIES.get(arguments.remedy), _PROCEDURES.get(arguments.procedure),
    )  # fmt: skip
