"""layouts: how the columns of lists and workbooks are read; at hand, checked, proposed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app import durable
from app.cli.terminal import add_json, answer, pairs, say
from app.errors import InputError, UsageError
from app.importing.layouts.catalog import get_layout, known_layouts
from app.importing.layouts.checks import cautions, fields_of
from app.importing.layouts.fields import find_field
from app.importing.layouts.layout import Column, Layout
from app.importing.layouts.loading import LayoutError, load_layout
from app.importing.layouts.propose import Proposal, propose_layout
from app.importing.layouts.recognize import Match, find_layout
from app.importing.layouts.writing import layout_text
from app.importing.tables.opening import open_table

_NOT_USABLE = 3


def add_layouts(commands: Any) -> None:
    """``layouts`` and its actions."""
    parser = commands.add_parser(
        "layouts", help="list, show, check or propose how columns of lists and workbooks are read"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="the layouts at hand (also without ACTION)")
    add_json(listing)
    listing.set_defaults(work=_list)
    show = actions.add_parser("show", help="which column is which, and what its words mean")
    show.add_argument("layout", metavar="ID", help="a layout's id, or a layout file (.toml)")
    add_json(show)
    show.set_defaults(work=_show)
    check = actions.add_parser("check", help="every problem of a layout file")
    check.add_argument("file", type=Path, metavar="FILE", help="a layout file (.toml)")
    add_json(check)
    check.set_defaults(work=_check)
    propose = actions.add_parser(
        "propose",
        help="make up a layout for a list, with reasons and questions",
        description=(
            "Looks at the header and the first rows of a list or workbook and proposes what each "
            "column is. Nothing is imported. Answer its questions in the file that --out writes, "
            "then check it with: layouts check FILE."
        ),
    )
    propose.add_argument("file", type=Path, metavar="FILE", help="a list or a workbook")
    propose.add_argument("--out", type=Path, metavar="FILE", help="write the layout (.toml) here")
    add_json(propose)
    propose.set_defaults(work=_propose)
    add_json(parser)
    parser.set_defaults(work=_list)


def _list(arguments: argparse.Namespace) -> int:
    broken: list[LayoutError] = []
    layouts = list(known_layouts(broken))
    for error in broken:
        say(error.message)
    data = {"layouts": [{"id": one.id, "title": one.title} for one in layouts]}
    answer(data, pairs([(one.id, one.title) for one in layouts]), as_json=arguments.json)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    layout = get_layout(arguments.layout)
    answer(asdict(layout), _layout_lines(layout), as_json=arguments.json)
    return 0


def _layout_lines(layout: Layout) -> Iterator[str]:
    yield f"{layout.title} ({layout.id})"
    if layout.notes:
        yield layout.notes
    for name, value in layout.constants:
        yield f"For the whole list: {name} is {value}."
    for sheet in layout.sheets:
        yield ""
        yield f"Sheet {' or '.join(sheet.names)}, {sheet.role}:" if sheet.names else "Columns:"
        yield from pairs([(_column_title(one), _column_words(one)) for one in sheet.columns])
    told = list(cautions(fields_of(layout), dict(layout.constants)))
    if told:
        yield ""
        yield from told


def _column_title(column: Column) -> str:
    if not column.header:
        return f"column {column.position}"
    more = len(column.header) - 1
    return column.header[0] + (f" (or {more} other words)" if more else "")


def _column_words(column: Column) -> str:
    field = find_field(column.field)
    words = [column.section or (field.title if field is not None else column.field)]
    words += [f"dates {' or '.join(column.dates)}"] if column.dates else []
    words += [column.name_form] if column.name_form else []
    words += [f"{word} = {meaning}" for word, meaning in column.values]
    words += ["may be missing"] if column.is_optional else []
    return ", ".join(words)


def _check(arguments: argparse.Namespace) -> int:
    try:
        layout = load_layout(arguments.file)
    except LayoutError as error:
        data = {"usable": False, "problems": [asdict(one) for one in error.problems]}
        answer(data, error.message.splitlines(), as_json=arguments.json)
        return _NOT_USABLE
    told = list(cautions(fields_of(layout), dict(layout.constants)))
    data = {"usable": True, "id": layout.id, "problems": [], "cautions": told}
    lines = [f"{arguments.file.name}: {layout.title} ({layout.id}). It can be used.", *told]
    answer(data, lines, as_json=arguments.json)
    return 0


def _propose(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    out: Path | None = arguments.out
    if out is not None and (out.suffix.lower() != ".toml" or not out.absolute().parent.is_dir()):
        raise UsageError(f"{out} cannot be written: name a .toml file in a folder that exists.")
    if out is not None and out.exists():
        raise UsageError(f"{out} exists and is not replaced. Name another file.")
    if not path.is_file():
        raise InputError(f"There is no file {path}. Check the name and the folder.")
    table = open_table(path)
    known = find_layout(table, known_layouts())
    proposal = propose_layout(table, path.stem)
    if out is not None:
        durable.put(out, layout_text(proposal.layout, _remarks(proposal)).encode())
    answer(
        _proposal_data(proposal, known), _proposal_lines(proposal, known), as_json=arguments.json
    )
    return 0


def _remarks(proposal: Proposal) -> list[str]:
    remarks = ["A proposal. Look at every column before you use it.", *proposal.missing]
    return [*remarks, *proposal.roles, *proposal.questions, *proposal.cautions]


def _proposal_lines(proposal: Proposal, known: Match | None) -> Iterator[str]:
    if known is not None:
        words = "fits" if known.is_usable else "nearly fits"
        yield f"The layout {known.layout.id} ({known.layout.title}) {words}."
        yield from (*known.differences, *known.problems)
        yield ""
    rows: list[tuple[str, object]] = []
    for one in proposal.columns:
        field = find_field(one.field)
        sure = f"{field.title} ({one.confidence:.0%}): {one.why}" if field else "not read"
        rows.append((f"{one.sheet} {one.title}".strip(), sure))
    yield from pairs(rows)
    for title, sentences in (
        ("Sheets", proposal.roles), ("Missing", proposal.missing),
        ("Questions", proposal.questions), ("Cautions", proposal.cautions),
    ):  # fmt: skip
        if sentences:
            yield ""
            yield f"{title}:"
            yield from (f"- {sentence}" for sentence in sentences)


def _proposal_data(proposal: Proposal, known: Match | None) -> dict[str, object]:
    fits = None
    if known is not None:
        fits = {
            "id": known.layout.id, "usable": known.is_usable, "exact": known.is_exact,
            "differences": known.differences, "problems": known.problems,
        }  # fmt: skip
    return {
        "known": fits,
        "columns": [
            {
                "sheet": one.sheet, "position": one.position, "header": one.header,
                "field": one.field, "confidence": one.confidence, "why": one.why,
                "others": one.others, "samples": one.samples, "questions": one.questions,
            }
            for one in proposal.columns
        ],
        "sheets": proposal.roles,
        "missing": proposal.missing,
        "questions": proposal.questions,
        "cautions": proposal.cautions,
        "layout": layout_text(proposal.layout),
    }  # fmt: skip
