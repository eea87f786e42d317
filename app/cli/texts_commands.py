"""texts: the words of the papers, the office's own and the shipped ones."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app import durable
from app.cli.terminal import add_json, add_workspace, answer, open_for_work, say, user_name
from app.errors import InputError
from app.limits import read_text


def add_texts(commands: Any) -> None:
    """``texts``: one command for each thing that can be done with a text."""
    parser = commands.add_parser("texts", help="the words of the papers: see, copy, change")
    todo = parser.add_subparsers(dest="todo", metavar="WHAT", required=True)
    listing = todo.add_parser("list", help="all texts, and whose version is used")
    add_workspace(listing)
    add_json(listing)
    listing.set_defaults(work=_list)
    show = _named(todo, "show", "print a text as it is used now", _show)
    show.add_argument(
        "--version", default="", metavar="V", help="as this version had it; shipped: as it came"
    )
    which = show.add_mutually_exclusive_group()
    which.add_argument("--history", action="store_true", help="its versions: who and when")
    which.add_argument("--difference", action="store_true", help="how it differs from the shipped")
    copy = _named(todo, "copy", "write a text into a file, to change it there", _copy)
    copy.add_argument("file", type=Path, metavar="FILE")
    check = todo.add_parser("check", help="check a changed text without keeping it")
    check.add_argument("name", metavar="NAME")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(work=_check)
    put = _named(todo, "put", "keep a changed text: a new version, used from now on", _put)
    put.add_argument("file", type=Path, metavar="FILE")
    _named(todo, "back", "use the shipped text again", _back)


def _named(todo: Any, word: str, words: str, work: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = todo.add_parser(word, help=words)
    add_workspace(parser)
    parser.add_argument("name", metavar="NAME", help="such as motion or letter-en")
    parser.set_defaults(work=work)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    from app.jobs.paper_texts import list_states  # noqa: PLC0415 - brings the fonts

    with open_for_work(arguments) as workspace:
        states = list_states(workspace)
    lines = (
        f"{one.name:<16}  {one.version:<8}  {one.at[:10]:<10}  {one.who:<20.20}  {one.title}"
        for one in states
    )
    answer({"texts": [asdict(one) for one in states]}, lines, as_json=arguments.json)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from app.jobs import paper_texts  # noqa: PLC0415 - brings the fonts

    with open_for_work(arguments) as workspace:
        if arguments.history:
            for one in paper_texts.list_versions(workspace, arguments.name):
                print(f"{one.version:<8}  {one.at[:16]}  {one.who}")
            return 0
        if arguments.version:
            source = paper_texts.version_source(workspace, arguments.name, arguments.version)
        else:
            source = paper_texts.source_of(workspace, arguments.name)
    if arguments.difference:
        print("\n".join(paper_texts.difference(arguments.name, source)))
    else:
        print(source, end="")
    return 0


def _copy(arguments: argparse.Namespace) -> int:
    from app.jobs.paper_texts import source_of  # noqa: PLC0415 - brings the fonts

    with open_for_work(arguments) as workspace:
        source = source_of(workspace, arguments.name)
    if arguments.file.exists():
        raise InputError(f"{arguments.file} exists already. Name another file.")
    durable.put(arguments.file, source.encode())
    say(f"Change {arguments.file}, then: texts put WORKSPACE {arguments.name} FILE")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from app.documents.text_families import read_own  # noqa: PLC0415 - brings the fonts

    read_own(arguments.name, _source(arguments.file))
    say(f"{arguments.file} can be used as the text of “{arguments.name}”.")
    return 0


def _put(arguments: argparse.Namespace) -> int:
    from app.jobs.paper_texts import put_text  # noqa: PLC0415 - brings the fonts

    source = _source(arguments.file)
    with open_for_work(arguments) as workspace:
        version = put_text(workspace, arguments.name, source, user_name(arguments))
    say(f"“{arguments.name}”: version {version} is used from now on.")
    return 0


def _back(arguments: argparse.Namespace) -> int:
    from app.jobs.paper_texts import take_back  # noqa: PLC0415 - brings the fonts

    with open_for_work(arguments) as workspace:
        has_changed = take_back(workspace, arguments.name, user_name(arguments))
    say(
        f"“{arguments.name}”: the shipped text is used "
        + ("again; the office's versions are kept." if has_changed else "already.")
    )
    return 0


def _source(path: Path) -> str:
    try:
        return read_text(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check the file.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read as text in UTF-8. Check the file.") from error
