"""retention: what is sealed and due, holds, seals, purges, certificates, destroying a workspace."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.terminal import (
    LineProgress,
    add_json,
    add_workspace,
    answer,
    count,
    iso_date,
    open_for_work,
    out_folder,
    pairs,
    say,
    user_name,
)
from app.errors import UsageError
from app.jobs.clock import today
from app.jobs.retention import destroy, holds, purge, seal
from app.jobs.retention.certificate import get_certificate, save_certificate
from app.jobs.retention.due import RetentionReport, read_retention
from app.jobs.retention.plan import plan_purge
from app.jobs.retention.rules import (
    DAYS,
    SEAL_WHAT,
    SEAL_WHEN,
    YEARS,
    RetentionRule,
    find_rule,
    save_rule,
)
from app.jobs.retention.successor import back_up_after_purge
from app.model.certificate import Certificate
from app.store import purges

Work = Callable[[argparse.Namespace], int]


def add_retention(commands: Any) -> None:
    """``retention`` and what can be done with it."""
    parser = commands.add_parser(
        "retention", help="sealed records: what is due, holds, purges, certificates"
    )
    parts = parser.add_subparsers(dest="part", metavar="WHAT", required=True)
    _part(parts, "due", _due, "what is sealed, due, held and purged")
    _add_rule(parts)
    _add_seal(parts)
    _add_holds(parts)
    _add_purge(parts)
    _add_certificate(parts)
    _add_destroy(parts)


def _part(parts: Any, name: str, work: Work, says: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(name, help=says)
    add_workspace(parser)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


def _why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, on record")


# -- what there is -----------------------------------------------------------------------------


def _due(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        report = read_retention(workspace, today())
    answer(_report_data(report), _report_lines(report), as_json=arguments.json)
    if report.unfinished:
        say(f"Purge {report.unfinished} was cut short. Finish it: retention finish.")
    return 0


def _report_data(report: RetentionReport) -> dict[str, object]:
    return {
        "asOf": report.today.isoformat(), "rule": report.rule.in_words,
        "toSeal": report.n_to_seal, "sealed": len(report.sealed),
        "due": [one.conviction_id for one in report.due], "dueButHeld": report.n_due_held,
        "nextDue": report.next_due.isoformat() if report.next_due else None,
        "holds": [{"person": one.person_id, "why": one.why, "who": one.who, "at": one.at}
                  for one in report.holds],
        "purges": [{"purge": one.id, "at": one.at, "who": one.who, "people": one.n_people,
                    "convictions": one.n_convictions, "rows": one.n_rows}
                   for one in report.purges],
        "unfinished": report.unfinished,
        "olderCopies": [list(one) for one in report.older_copies],
    }  # fmt: skip


def _report_lines(report: RetentionReport) -> list[str]:
    lines = [report.rule.in_words]
    lines += pairs(
        (
            ("To be sealed by the rule", report.n_to_seal),
            ("Sealed", len(report.sealed)),
            ("Due to be purged", len(report.due)),
            ("Due but held", report.n_due_held),
            ("Next due", report.next_due or "nothing"),
            ("Holds", len(report.holds)),
            ("Purges", len(report.purges)),
            ("Older copies known", len(report.older_copies)),
        )
    )
    for one in report.sealed:
        due = f"due {one.due_on}" if one.due_on else "never due"
        mark = "  DUE" if one.is_due else ""
        held = "  held" if one.is_held else ""
        lines.append(
            f"  conviction {one.conviction_id} of person {one.person_id}, order of "
            f"{one.ordered_on}, {due}{mark}{held}"
        )
    lines += [f"  person {one.person_id} held: {one.why} ({one.who})" for one in report.holds]
    return lines


def _add_rule(parts: Any) -> None:
    parser = _part(parts, "rule", _rule, "show the office's rule, or set it")
    parser.add_argument("--seal-when", choices=SEAL_WHEN, help="the state of a granted paper")
    parser.add_argument("--seal-what", choices=tuple(SEAL_WHAT), default=None)
    parser.add_argument("--purge-after", type=int, metavar="N", help="after the day of the order")
    parser.add_argument("--unit", choices=(DAYS, YEARS), default=DAYS)
    parser.add_argument("--never-purge", action="store_true", help="nothing is ever due")


def _rule(arguments: argparse.Namespace) -> int:
    asked = (arguments.seal_when, arguments.seal_what, arguments.purge_after)
    if arguments.never_purge and arguments.purge_after is not None:
        raise UsageError("Either --purge-after or --never-purge, not both.")
    with open_for_work(arguments) as workspace:
        rule = find_rule(workspace)
        if any(one is not None for one in asked) or arguments.never_purge:
            after, unit = rule.purge_after, rule.purge_unit
            if arguments.never_purge:
                after = None
            elif arguments.purge_after is not None:
                after, unit = arguments.purge_after, arguments.unit
            rule = RetentionRule(
                arguments.seal_when or rule.seal_when, arguments.seal_what or rule.seal_what,
                after, unit,
            )  # fmt: skip
            save_rule(workspace, rule, who=user_name(arguments))
    data = {
        "sealWhen": rule.seal_when, "sealWhat": rule.seal_what, "purgeAfter": rule.purge_after,
        "unit": rule.purge_unit, "sentence": rule.in_words,
    }  # fmt: skip
    answer(data, [rule.in_words], as_json=arguments.json)
    return 0


# -- seals and holds ---------------------------------------------------------------------------


def _add_seal(parts: Any) -> None:
    parser = _part(parts, "seal", _seal, "seal convictions, or everything the rule says now")
    parser.add_argument("conviction", nargs="*", type=count, metavar="CONVICTION")
    parser.add_argument("--order-of", type=iso_date, metavar="YYYY-MM-DD", help="day of the order")
    parser.add_argument("--by-rule", action="store_true", help="what the rule says now")
    _why(parser)
    parser = _part(parts, "unseal", _unseal, "lift seals")
    parser.add_argument("conviction", nargs="+", type=count, metavar="CONVICTION")
    _why(parser)
    parser = _part(parts, "show", _show, "look at one that is sealed; on record")
    parser.add_argument("conviction", type=count, metavar="CONVICTION")
    _why(parser)


def _seal(arguments: argparse.Namespace) -> int:
    who = user_name(arguments)
    if arguments.by_rule == bool(arguments.conviction):
        raise UsageError("Name convictions with --order-of and --why, or use --by-rule.")
    with open_for_work(arguments) as workspace:
        if arguments.by_rule:
            n = seal.seal_due(workspace, who=who)
        elif arguments.order_of is None:
            raise UsageError("Give the day of the order with --order-of YYYY-MM-DD.")
        else:
            n = seal.seal_convictions(
                workspace, arguments.conviction, arguments.order_of, arguments.why, who=who,
                today=today(),
            )  # fmt: skip
    answer({"sealed": n}, [f"{n:,} sealed."], as_json=arguments.json)
    return 0


def _unseal(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        n = seal.unseal_convictions(
            workspace, arguments.conviction, arguments.why, who=user_name(arguments)
        )
    answer({"unsealed": n}, [f"{n:,} in the list again."], as_json=arguments.json)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        shown = seal.show_sealed(
            workspace, arguments.conviction, arguments.why, who=user_name(arguments)
        )
    one = shown.sealed
    section, level, convicted_on, county, court, case_number = one.facts
    data = {
        "conviction": one.conviction_id, "person": one.person_id, "name": shown.name,
        "born": shown.born, "cii": shown.cii, "section": section, "level": level,
        "convictedOn": convicted_on, "county": county, "court": court, "caseNumber": case_number,
        "orderedOn": one.order.ordered_on, "why": one.order.why, "sealedBy": one.order.who,
    }  # fmt: skip
    answer(data, pairs(list(data.items())), as_json=arguments.json)
    return 0


def _add_holds(parts: Any) -> None:
    parser = _part(parts, "hold", _hold, "keep a person from being purged")
    parser.add_argument("person", type=count, metavar="PERSON")
    _why(parser)
    parser = _part(parts, "lift-hold", _lift_hold, "the person may be purged again")
    parser.add_argument("person", type=count, metavar="PERSON")
    _why(parser)


def _hold(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        holds.place_hold(workspace, arguments.person, arguments.why, who=user_name(arguments))
    answer({"held": arguments.person}, [f"Person {arguments.person} is held."],
           as_json=arguments.json)  # fmt: skip
    return 0


def _lift_hold(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        holds.lift_hold(workspace, arguments.person, arguments.why, who=user_name(arguments))
    answer({"lifted": arguments.person}, [f"Person {arguments.person} is not held any more."],
           as_json=arguments.json)  # fmt: skip
    return 0


# -- destroying --------------------------------------------------------------------------------


def _add_purge(parts: Any) -> None:
    parser = _part(parts, "purge", _purge, "destroy people, or sealed convictions")
    parser.add_argument("--person", type=count, action="append", default=[], metavar="N")
    parser.add_argument("--conviction", type=count, action="append", default=[], metavar="N")
    parser.add_argument("--due", action="store_true", help="everything that is due and not held")
    parser.add_argument("--plan", action="store_true", help="only tell what would be purged")
    parser.add_argument(
        "--word", default="", metavar="WORD", help=f"{purge.WORD}, to say that you mean it"
    )
    parser.add_argument(
        "--backup", type=out_folder, metavar="FOLDER",
        help="where the new backup goes (else into the folders of the plan)",
    )  # fmt: skip
    _why(parser)
    _part(parts, "finish", _finish, "finish a purge that was cut short")


def _purge(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    with open_for_work(arguments) as workspace:
        numbers = list(arguments.conviction)
        if arguments.due:
            numbers += [one.conviction_id for one in read_retention(workspace, today()).due]
        plan = plan_purge(workspace, people=arguments.person, convictions=numbers)
        if arguments.plan:
            told = {"people": plan.people, "convictions": plan.convictions,
                    "refused": plan.refused}  # fmt: skip
            answer(told, [f"Would purge {plan.words}.", *plan.refused], as_json=arguments.json)
            return 0
        done = purge.purge_records(
            workspace, plan, arguments.why, arguments.word, progress, who=user_name(arguments)
        )
        if arguments.backup is not None:
            arguments.backup.mkdir(parents=True, exist_ok=True)
        backup = back_up_after_purge(
            workspace, arguments.backup, who=user_name(arguments), progress=progress
        )
        progress.close()
        paper = get_certificate(workspace, done.purge.id)
        copies = tuple(purges.list_older_copies(workspace))
    data = {
        "purge": done.purge.id, "people": done.purge.n_people,
        "convictions": done.purge.n_convictions, "rows": done.purge.n_rows,
        "isProven": done.is_proven, "toCheckAgain": done.n_to_check_again,
        "papersOutside": [list(one) for one in done.papers], "backup": backup,
        "olderCopies": [list(one) for one in copies],
    }  # fmt: skip
    answer(data, _certificate_lines(paper), as_json=arguments.json)
    _tell_the_rest(done, backup, copies)
    return 0


def _tell_the_rest(
    done: purge.Purged, backup: str, copies: tuple[tuple[str, str, str], ...]
) -> None:
    if done.papers:
        say("Papers that lie outside of the workspace; destroy them too:")
        for folder, name in done.papers:
            say(f"  {Path(folder) / name}")
    if done.n_to_check_again:
        say(f"{done.n_to_check_again:,} other convictions of these people: check again.")
    say(backup)
    if copies:
        say("Backups from before, which still hold it: remove them, and destroy their copies:")
        for folder, name, _ in copies:
            say(f"  {Path(folder) / name}")


def _finish(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    with open_for_work(arguments) as workspace:
        done = purge.finish_purge(workspace, progress, who=user_name(arguments))
        progress.close()
        paper = get_certificate(workspace, done.id)
    answer({"purge": done.id}, _certificate_lines(paper), as_json=arguments.json)
    return 0


def _add_certificate(parts: Any) -> None:
    parser = _part(
        parts, "certificate", _certificate, "show the certificate of a purge, or save it"
    )
    parser.add_argument("purge", type=count, metavar="PURGE")
    parser.add_argument("--out", type=Path, metavar="FILE.pdf")


def _certificate(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        paper = get_certificate(workspace, arguments.purge)
        if arguments.out is not None:
            save_certificate(workspace, arguments.purge, arguments.out)
    data = {
        "title": paper.title, "about": paper.about, "isProven": paper.is_proven,
        "parts": {part.heading: dict(part.lines) for part in paper.parts},
    }  # fmt: skip
    answer(data, _certificate_lines(paper), as_json=arguments.json)
    if arguments.out is not None:
        say(f"{arguments.out} is the certificate.")
    return 0


def _certificate_lines(paper: Certificate) -> list[str]:
    lines = [paper.title, paper.about]
    for part in paper.parts:
        lines += ["", f"{part.heading}:", *(f"  {label}: {text}" for label, text in part.lines)]
    return lines


def _add_destroy(parts: Any) -> None:
    parser = _part(parts, "destroy", _destroy, "destroy the whole workspace")
    parser.add_argument(
        "--word", default="", metavar="WORD", help=f"“{destroy.WORD}” and the workspace's name"
    )
    parser.add_argument("--out", type=out_folder, required=True, metavar="FOLDER",
                        help="where the certificate goes")  # fmt: skip
    _why(parser)


def _destroy(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    with open_for_work(arguments) as workspace:
        planned = destroy.plan_destruction(
            workspace, arguments.why, arguments.word, who=user_name(arguments)
        )
        arguments.out.mkdir(parents=True, exist_ok=True)
    path = destroy.erase(planned, arguments.out, progress)
    progress.close()
    data = {"certificate": str(path), "olderCopies": [list(one) for one in planned.copies]}
    answer(data, [f"{planned.name} is destroyed. {path} is the certificate."],
           as_json=arguments.json)  # fmt: skip
    for folder, name, _ in planned.copies:
        say(f"A backup is left: {Path(folder) / name}")
    return 0
