"""contacts: the office's address book."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from app.cli.terminal import (
    add_json,
    add_workspace,
    answer,
    count,
    iso_date,
    open_for_work,
    say,
    user_name,
)
from app.jobs import contacts as book
from app.jobs.clock import today
from app.store import contacts
from app.store.contacts import ROLES, Contact

_FIELDS = ("name", "county", "phone", "email", "note")


def add_contacts(commands: Any) -> None:
    """``contacts``: one command for each thing that can be done with the address book."""
    parser = commands.add_parser(
        "contacts", help="the address book: courts, prosecutors, defenders, agencies, the state"
    )
    todo = parser.add_subparsers(dest="todo", metavar="WHAT", required=True)
    listing = _todo(todo, "list", "all entries, the old ones marked", _list)
    listing.add_argument("--role", default="", choices=["", *ROLES], metavar="ROLE")
    listing.add_argument("--county", default="", metavar="NAME")
    add_json(listing)
    add = _todo(todo, "add", "a new entry", _add)
    add.add_argument("--role", required=True, metavar="ROLE", help=", ".join(ROLES))
    _add_fields(add, name_required=True)
    change = _todo(todo, "set", "change an entry", _set)
    change.add_argument("number", type=count, metavar="N")
    _add_fields(change, name_required=False)
    remove = _todo(todo, "remove", "take an entry out of the lists", _remove)
    remove.add_argument("number", type=count, metavar="N")
    checked = _todo(todo, "checked", "note that entries were looked up and are right", _checked)
    checked.add_argument("numbers", type=count, nargs="+", metavar="N")
    checked.add_argument("--on", type=iso_date, metavar="YYYY-MM-DD", help="default: today")
    taking = _todo(todo, "import", "take in a CSV file; what is not in it stays", _import)
    taking.add_argument("file", type=Path, metavar="CSV")
    add_json(taking)
    giving = _todo(todo, "export", "write the address book as CSV", _export)
    giving.add_argument("file", type=Path, metavar="CSV")


def _todo(
    todo: Any, word: str, words: str, work: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = todo.add_parser(word, help=words)
    add_workspace(parser)
    parser.set_defaults(work=work)
    return parser


def _add_fields(parser: argparse.ArgumentParser, *, name_required: bool) -> None:
    for field in _FIELDS:
        is_needed = field == "name" and name_required
        parser.add_argument(f"--{field}", required=is_needed, metavar="TEXT")
    parser.add_argument(
        "--address", metavar="TEXT", help="lines divided by |: 1 Example Street|Town, CA 90000"
    )
    parser.add_argument("--checked-on", type=iso_date, metavar="YYYY-MM-DD")


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    values = {field: getattr(arguments, field) for field in _FIELDS}
    given = {field: value for field, value in values.items() if value is not None}
    if arguments.address is not None:
        given["address"] = tuple(arguments.address.split("|"))
    if arguments.checked_on is not None:
        given["checked_on"] = arguments.checked_on.isoformat()
    return given


def _list(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        county = book.county_of(arguments.county)
        found = contacts.list_contacts(workspace, role=arguments.role, county=county)
    day = today()
    lines = (
        f"{one.id:>5}  {one.role:<16}  {one.county:<16.16}  {one.name:<36.36}  {one.phone:<16.16}  "
        f"checked {book.checked_words(one, day)}"
        for one in found
    )
    data = {"contacts": [{**asdict(one), "isOld": book.is_old(one, day)} for one in found]}
    answer(data, lines, as_json=arguments.json)
    n_old = sum(book.is_old(one, day) for one in found)
    if n_old:
        say(f"{n_old:,} of {len(found):,} were not checked for a year.")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        entry = Contact(arguments.role, **_given(arguments))
        kept = book.save_contact(workspace, entry, user_name(arguments))
    say(f"Contact {kept.id}: {kept.name}.")
    return 0


def _set(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        entry = replace(book.get_contact(workspace, arguments.number), **_given(arguments))
        kept = book.save_contact(workspace, entry, user_name(arguments))
    say(f"Contact {kept.id}: {kept.name}.")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        book.remove_contact(workspace, arguments.number, user_name(arguments))
    say(f"Contact {arguments.number} is used no more.")
    return 0


def _checked(arguments: argparse.Namespace) -> int:
    day = arguments.on or today()
    with open_for_work(arguments) as workspace:
        book.mark_checked(workspace, arguments.numbers, day, user_name(arguments))
    say(f"{len(arguments.numbers):,} checked on {day}.")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        taken = book.import_contacts(workspace, arguments.file, user_name(arguments))
    data = {
        "new": taken.n_new, "changed": taken.n_changed, "same": taken.n_same,
        "badRows": [str(row) for row in taken.bad],
    }  # fmt: skip
    lines = [f"{taken.n_new:,} new, {taken.n_changed:,} changed, {taken.n_same:,} as before"]
    answer(data, lines, as_json=arguments.json)
    for row in taken.bad:
        say(str(row))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    with open_for_work(arguments) as workspace:
        n = book.export_contacts(workspace, arguments.file, who=user_name(arguments))
    say(f"{n:,} contacts in {arguments.file}.")
    return 0
