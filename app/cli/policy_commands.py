"""policies: the policies at hand, and what can be done with one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from app.cli.policy_checks import add_check, add_test
from app.cli.policy_show import add_show
from app.cli.policy_sign import add_sign
from app.cli.terminal import add_json, answer, pairs, say
from app.rules.catalog import find_policies, load_by_id, own_folders
from app.rules.loading.loader import PolicyError
from app.rules.policy import Policy
from app.rules.presenting.dictionary import dictionary_data, dictionary_lines


def add_policies(commands: Any) -> None:
    """``policies`` and its actions."""
    parser = commands.add_parser("policies", help="list, show, check, test or sign policies")
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="the policies at hand (also without ACTION)")
    add_json(listing)
    listing.set_defaults(work=_list)
    words = actions.add_parser("words", help="what the conditions of a policy may ask")
    add_json(words)
    words.set_defaults(work=_words)
    add_show(actions)
    add_check(actions)
    add_test(actions)
    add_sign(actions)
    add_json(parser)
    parser.set_defaults(work=_list)


def _words(arguments: argparse.Namespace) -> int:
    answer({"predicates": dictionary_data()}, dictionary_lines(), as_json=arguments.json)
    return 0


def _load_all() -> Iterator[Policy]:
    """The shipped policies and the office's own; one that is broken is told and left out."""
    folders = own_folders()
    for policy_id in find_policies(folders):
        try:
            yield load_by_id(policy_id, folders)
        except PolicyError as error:
            say(error.message)


def _list(arguments: argparse.Namespace) -> int:
    policies = list(_load_all())
    data = {
        "policies": [
            {"id": one.id, "title": one.title, "version": one.version, "sha256": one.sha256}
            for one in policies
        ]
    }
    lines = pairs([(one.id, f"{one.title}, version {one.version}") for one in policies])
    answer(data, lines, as_json=arguments.json)
    return 0
