"""forms: blanks of official forms, maps of their fields, and filling them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.terminal import (
    LineProgress,
    add_json,
    add_out,
    add_workspace,
    answer,
    iso_date,
    open_for_work,
    pairs,
    say,
    user_name,
)
from app.errors import InputError
from app.jobs.clock import today
from app.limits import read_text

MOST_SENTENCES = 20


def add_forms(commands: Any) -> None:
    """``forms WORKSPACE`` and what can be done with them."""
    parser = commands.add_parser("forms", help="official forms: blanks, maps, filling")
    add_workspace(parser)
    parts = parser.add_subparsers(dest="part", metavar="WHAT", required=True)
    for add in (_add, _remove, _list, _fields, _sources, _check, _map, _keep, _fill):
        add(parts)


def _part(
    parts: Any, name: str, work: Callable[[argparse.Namespace], int], says: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(name, help=says)
    add_json(parser)
    parser.set_defaults(work=work)
    return parser


# The libraries behind a form are loaded when a form is asked for, not with every command.


def _add(parts: Any) -> None:
    parser = _part(parts, "add", _do_add, "put a blank form in")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--form", default="", help="its number, when it prints none")
    parser.add_argument("--edition", default="", metavar="YYYY-MM-DD",
                        help="its edition, when it prints none; or 'undated'")  # fmt: skip


def _do_add(arguments: argparse.Namespace) -> int:
    from app.jobs.forms import add_blank  # noqa: PLC0415

    with open_for_work(arguments) as workspace:
        state = add_blank(
            workspace, arguments.file, who=user_name(arguments), form=arguments.form,
            edition=arguments.edition,
        )  # fmt: skip
    _answer_states([state], arguments)
    return 0


def _remove(parts: Any) -> None:
    parser = _part(parts, "remove", _do_remove, "take a blank out; papers made from it stay")
    parser.add_argument("form", metavar="FORM", help="such as CR-180, or CR-180@2019-01-01")


def _do_remove(arguments: argparse.Namespace) -> int:
    from app.jobs.forms import find_form, list_forms, remove_blank  # noqa: PLC0415

    with open_for_work(arguments) as workspace:
        state = find_form(list_forms(workspace), arguments.form)
        assert state.blank is not None
        remove_blank(workspace, state.blank.sha256, who=user_name(arguments))
    say(f"The blank of {state.form}@{state.edition} was taken out.")
    return 0


def _list(parts: Any) -> None:
    _part(parts, "list", _do_list, "every form with its state")


def _do_list(arguments: argparse.Namespace) -> int:
    from app.jobs.forms import list_forms  # noqa: PLC0415

    with open_for_work(arguments) as workspace:
        states = list_forms(workspace, today())
    _answer_states(states, arguments)
    return 0


def _answer_states(states: Any, arguments: argparse.Namespace) -> None:
    data = {
        "forms": [
            {
                "form": one.form, "edition": one.edition, "title": one.title, "state": one.words,
                "sha256": one.blank.sha256 if one.blank else "", "ownMap": one.is_own_map,
                "doubts": list(one.doubts), "hindrances": list(one.hindrances),
                "notes": list(one.found.notes) if one.found else [],
            }
            for one in states
        ]
    }  # fmt: skip
    lines = [f"{one.form:<24} {one.edition:<12} {one.words:<18} {one.title}" for one in states]
    answer(data, lines, as_json=arguments.json)
    for one in states:
        for sentence in (*one.hindrances, *one.doubts) if one.blank else ():
            say(f"{one.form}: {sentence}")


def _fields(parts: Any) -> None:
    parser = _part(parts, "fields", _do_fields, "the fields of a PDF, with page and place")
    parser.add_argument("file", type=Path, metavar="FILE")


def _do_fields(arguments: argparse.Namespace) -> int:
    from app.jobs.forms import read_form  # noqa: PLC0415

    blank = read_form(arguments.file)
    rows = [
        {
            "name": one.name, "kind": one.kind, "page": one.page, "x": round(one.box.x, 1),
            "y": round(one.box.y, 1), "width": round(one.box.width, 1),
            "height": round(one.box.height, 1), "tip": one.tip, "choices": list(one.choices),
        }
        for one in blank.fields
    ]  # fmt: skip
    data = {
        "sha256": blank.sha256, "form": blank.printed.form, "edition": blank.printed.edition,
        "printed": blank.printed.words, "pages": blank.n_pages, "hasXfa": blank.has_xfa,
        "fields": rows,
    }  # fmt: skip
    lines = [
        f"page {one['page']}  {one['kind']:<9} x {one['x']:>5} y {one['y']:>5}  "
        f"{one['width']:>5} x {one['height']:<5}  {one['name']}"
        for one in rows
    ]
    answer(data, lines, as_json=arguments.json)
    say(f"{len(rows)} fields; {blank.printed.form or 'no number'}, "
        f"{blank.printed.words or 'no edition'}; SHA-256 {blank.sha256}.")  # fmt: skip
    return 0


def _sources(parts: Any) -> None:
    _part(parts, "sources", _do_sources, "what a map can fill in")


def _do_sources(arguments: argparse.Namespace) -> int:
    from app.documents.forms.sources import SOURCES  # noqa: PLC0415

    data = {"sources": [
        {"name": one.name, "kind": one.kind.value, "words": one.words} for one in SOURCES.values()
    ]}  # fmt: skip
    lines = [f"{one.name:<30} {one.kind.value:<10} {one.words}" for one in SOURCES.values()]
    answer(data, lines, as_json=arguments.json)
    return 0


def _check(parts: Any) -> None:
    parser = _part(parts, "check", _do_check, "check a map, against its blank when one is given")
    parser.add_argument("map", type=Path, metavar="MAP")
    parser.add_argument("--blank", type=Path, metavar="FILE")


def _do_check(arguments: argparse.Namespace) -> int:
    from app.documents.forms.guard import map_problems  # noqa: PLC0415
    from app.jobs.forms import read_form  # noqa: PLC0415

    found = _map_of(arguments.map)
    problems = map_problems(found, read_form(arguments.blank)) if arguments.blank else []
    if problems:
        raise InputError("\n".join(problems))
    data = {"map": found.name, "entries": len(found.entries)}
    answer(data, [f"{found.name}: {len(found.entries)} places, nothing wrong."],
           as_json=arguments.json)  # fmt: skip
    return 0


def _map_of(path: Path) -> Any:
    from app.documents.forms.loading import read_map  # noqa: PLC0415

    try:
        text = read_text(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check the name.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read as text. Check the name.") from error
    return read_map(text, path.name)


def _map(parts: Any) -> None:
    parser = _part(parts, "map", _do_map, "propose a map of a blank's fields")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="MAP", help="else on standard output")


def _do_map(arguments: argparse.Namespace) -> int:
    from app.documents.forms.proposing import propose_map  # noqa: PLC0415
    from app.documents.forms.writing import map_text  # noqa: PLC0415
    from app.jobs.forms import read_form  # noqa: PLC0415
    from app.jobs.policy_sheet import write_whole  # noqa: PLC0415

    text = map_text(propose_map(read_form(arguments.file)))
    if arguments.out is None:
        print(text, end="")
        return 0
    write_whole(arguments.out, text.encode())
    say(f"{arguments.out} was written. Settle every place, then 'forms WORKSPACE keep' it.")
    return 0


def _keep(parts: Any) -> None:
    parser = _part(parts, "keep", _do_keep, "keep a map as the office's own")
    parser.add_argument("map", type=Path, metavar="MAP")


def _do_keep(arguments: argparse.Namespace) -> int:
    from app.jobs.forms import find_form, list_forms, open_blank, save_map  # noqa: PLC0415

    found = _map_of(arguments.map)
    with open_for_work(arguments) as workspace:
        state = find_form(list_forms(workspace), found.name)
        assert state.blank is not None
        save_map(workspace, found, open_blank(workspace, state.blank), who=user_name(arguments))
    say(f"The map of {found.name} is the office's own now.")
    return 0


def _fill(parts: Any) -> None:
    parser = _part(parts, "fill", _do_fill, "fill a form for cases")
    parser.add_argument("cases", nargs="+", metavar="CASE",
                        help="a case number, a conviction as 'cases' lists it, or all")  # fmt: skip
    parser.add_argument("--form", required=True, metavar="F", help="such as CR-400")
    add_out(parser)
    parser.add_argument("--live", action="store_true", help="also a copy with live fields")
    parser.add_argument("--override", default="", metavar="WHY",
                        help="fill it although something speaks against it; logged")  # fmt: skip
    parser.add_argument("--paper-date", type=iso_date, metavar="YYYY-MM-DD",
                        help="date of the files (default: today)")  # fmt: skip


def _do_fill(arguments: argparse.Namespace) -> int:
    from app.jobs.draft_papers import find_office  # noqa: PLC0415
    from app.jobs.fill_forms import FormRequest, fill_forms  # noqa: PLC0415

    cases = () if arguments.cases == ["all"] else tuple(arguments.cases)
    progress = LineProgress()
    try:
        with open_for_work(arguments) as workspace:
            request = FormRequest(
                arguments.form, arguments.out, cases, find_office(workspace),
                arguments.paper_date or today(), arguments.live, arguments.override,
            )  # fmt: skip
            made = fill_forms(workspace, request, progress, who=user_name(arguments))
    finally:
        progress.close()
    data = {
        "files": [str(path) for path in made.files], "forms": made.n_forms, "pages": made.n_pages,
        "leftOut": list(made.left_out), "unfilled": list(made.unfilled),
        "overridden": list(made.overridden),
    }  # fmt: skip
    rows: list[tuple[str, object]] = [
        ("Forms", made.n_forms), ("Pages", made.n_pages), ("Folder", arguments.out)
    ]  # fmt: skip
    answer(data, pairs(rows), as_json=arguments.json)
    sentences = [*made.overridden, *made.left_out, *made.unfilled]
    for sentence in sentences[:MOST_SENTENCES]:
        say(sentence)
    if len(sentences) > MOST_SENTENCES:
        say(f"And {len(sentences) - MOST_SENTENCES:,} more sentences; --json lists all.")
    return 0
