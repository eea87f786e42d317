"""samples: accept many cases together, after a random sample of them was looked at."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.chosen_cases import add_cases_options, find_chosen
from app.cli.terminal import (
    add_json,
    add_workspace,
    answer,
    count,
    open_for_work,
    pairs,
    say,
    user_name,
)
from app.errors import UsageError
from app.jobs import samples
from app.jobs.samples import SampleView
from app.model.sampling_plan import CONFIDENCE, WORST, percent
from app.store.samples import OPEN, PASSED, RIGHT, WRONG


def add_samples(commands: Any) -> None:
    """``samples``: draw, list, show, judge, accept, drop."""
    parser = commands.add_parser(
        "samples", help="accept many cases together after a random sample was found right"
    )
    does = parser.add_subparsers(dest="does", metavar="WHAT", required=True)
    draw = _part(does, "draw", "freeze a set of cases and draw its sample", _draw)
    add_cases_options(draw)
    draw.add_argument(
        "--confidence", type=_share, default=CONFIDENCE, metavar="PERCENT",
        help=f"how certain a wrong one is to be found (default {_shown(CONFIDENCE)})",
    )  # fmt: skip
    draw.add_argument(
        "--worst", type=_share, default=WORST, metavar="PERCENT",
        help=f"if so many or more of the set were wrong (default {_shown(WORST)})",
    )  # fmt: skip
    _part(does, "list", "every sample, the latest first", _list)
    _numbered(does, "show", "a sample with the cases to look at", _show)
    judge = _numbered(does, "judge", "say of one of its cases whether the answer is right", _judge)
    judge.add_argument("conviction", type=count, metavar="CASE")
    verdict = judge.add_mutually_exclusive_group(required=True)
    verdict.add_argument("--right", action="store_true", help="accepts the case")
    verdict.add_argument("--wrong", metavar="WORDS", help="stops the sample")
    _numbered(does, "accept", "accept the rest of the set", _accept)
    drop = _numbered(does, "drop", "give the sample up", _drop)
    drop.add_argument("words", metavar="WORDS", help="why")


def _part(does: Any, name: str, about: str, work: Any) -> Any:
    parser = does.add_parser(name, help=about)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _numbered(does: Any, name: str, about: str, work: Any) -> Any:
    parser = _part(does, name, about, work)
    parser.add_argument("sample", type=count, metavar="SAMPLE")
    return parser


def _shown(share: float) -> str:
    """As argparse takes a percentage in a help text."""
    return percent(share).replace("%", "%%")


def _share(text: str) -> float:
    """An argparse type: ``95``, ``95%``; the job says what is too much."""
    try:
        return round(float(text.strip().removesuffix("%")) / 100, 8)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number; write 95 or 0.5") from None


def _draw(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        chosen = find_chosen(workspace, arguments)
        left_out = samples.find_set(workspace, chosen.ids)
        view = samples.draw_sample(
            workspace, chosen.ids, filter_json=chosen.filter_json, filter_words=chosen.words,
            confidence=arguments.confidence, worst=arguments.worst, who=user_name(arguments),
        )  # fmt: skip
    _tell(view, arguments, {"leftOut": left_out.left_out})
    if left_out.left_out:
        say(f"Not in the set: {left_out.left_words}.")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        views = samples.list_views(workspace)
    data = {"samples": [_data(view) for view in views]}
    answer(data, map(_line, views), as_json=arguments.json)
    if not views:
        say("No sample was drawn yet.")
    return 0


def _line(view: SampleView) -> str:
    one = view.sample
    return (
        f"{one.id:>4}  {one.drawn_at[:10]}  {one.drawn_by:<16.16}  {one.state:<8}  "
        f"{view.n_judged:,} of {one.n_drawn:,} judged, set of {one.n_cases:,}: {one.filter_words}"
    )


def _show(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        view = samples.get_view(workspace, arguments.sample)
    _tell(view, arguments)
    if not arguments.json:
        for case in view.cases:
            words = f": {case.words}" if case.words else ""
            print(f"{case.conviction_id:>8}  {case.verdict or 'not judged'}{words}")
    return 0


def _judge(arguments: argparse.Namespace) -> int:
    verdict = RIGHT if arguments.right else WRONG
    with open_for_work(arguments) as workspace:
        view = samples.judge(
            workspace, arguments.sample, arguments.conviction, verdict,
            who=user_name(arguments), words=arguments.wrong or "",
        )  # fmt: skip
    _tell(view, arguments)
    return 0


def _accept(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        done = samples.accept_rest(workspace, arguments.sample, who=user_name(arguments))
    data = {"accepted": done.n_accepted, "leftOut": list(done.left_out)}
    rows = [("Accepted", done.n_accepted), ("Left out", len(done.left_out))]
    answer(data, pairs(rows), as_json=arguments.json)
    if done.left_out:
        say("Left out, for they changed since the sample was drawn; decide on them by hand.")
    return 0


def _drop(arguments: argparse.Namespace) -> int:
    if not arguments.words.strip():
        raise UsageError("Say why the sample is dropped.")
    with open_for_work(arguments) as workspace:
        view = samples.drop_sample(
            workspace, arguments.sample, arguments.words, who=user_name(arguments)
        )
    _tell(view, arguments)
    return 0


def _data(view: SampleView) -> dict[str, Any]:
    return {
        **asdict(view.sample), "nJudged": view.n_judged, "nextCase": view.next_case,
        "sentence": view.plan.sentence,
    }  # fmt: skip


def _tell(
    view: SampleView, arguments: argparse.Namespace, more: dict[str, Any] | None = None
) -> None:
    one = view.sample
    cases = [asdict(case) for case in view.cases]
    rows: list[tuple[str, object]] = [
        ("Sample", one.id), ("Set", f"{one.n_cases:,} cases: {one.filter_words}"),
        ("To look at", one.n_drawn), ("Judged", view.n_judged), ("State", one.state),
        ("Seed", one.seed),
    ]  # fmt: skip
    if view.next_case is not None and one.state == OPEN:
        rows.append(("Next case", str(view.next_case)))
    answer({**_data(view), "cases": cases, **(more or {})}, pairs(rows), as_json=arguments.json)
    if one.state == PASSED:
        say("Every case of the sample is right; 'samples accept' accepts the rest of the set.")
    elif one.state == OPEN:
        say(view.plan.sentence)
