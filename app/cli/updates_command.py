"""updates: newer programs and policies from a stick, and the way back."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.terminal import USER_VARIABLE, LineProgress, add_json, answer, pairs, say, user_name
from app.errors import UsageError
from app.jobs import updates
from app.jobs.updates import Installed
from app.updates.bundle import Bundle
from app.updates.keys import load_keys
from app.updates.manifest import POLICIES_KIND, PROGRAM_KIND
from app.updates.place import PROGRAM_NAME
from app.version import PROGRAM, VERSION


def add_updates(commands: Any) -> None:
    """``updates`` and what can be done."""
    parser = commands.add_parser("updates", help="newer programs and policies, from a stick")
    todo = parser.add_subparsers(dest="todo", metavar="WHAT")
    listing = todo.add_parser("list", help="what is in use, and is it still what was signed")
    _add_file(todo, "check", "who signed a bundle and what it holds; changes nothing", _check)
    install = _add_file(todo, "install", "prove a bundle, try it and take it into use", _install)
    back = todo.add_parser("roll-back", help="use the version before again")
    back.add_argument("what", metavar="NAME", help="“program”, or the name of the policies")
    back.set_defaults(work=_roll_back)
    keys = todo.add_parser("keys", help="whose bundles are taken")
    keys.set_defaults(work=_keys)
    trust = _add_file(todo, "trust", "take policies that another key signed", _trust)
    trust.add_argument(
        "--fingerprint", required=True, metavar="DIGITS",
        help="what the key's owner told you by telephone or on paper",
    )  # fmt: skip
    for one in (install, back, trust):
        one.add_argument(
            "--as", dest="user", metavar="NAME", help=f"who does this (else {USER_VARIABLE})"
        )
    for one in (parser, listing):
        add_json(one)
        one.set_defaults(work=_list)


def _add_file(todo: Any, word: str, words: str, work: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = todo.add_parser(word, help=words)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(work=work)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    found = updates.list_installed()
    lines = pairs([(PROGRAM, VERSION), *((_title(one), _state(one)) for one in found)])
    data = {"program": VERSION, "in_use": [asdict(one) for one in found]}
    answer(data, lines, as_json=arguments.json)
    if not found:
        say("No bundle is in use: everything is as the program came.")
    return 0


def _title(one: Installed) -> str:
    return f"Newer {PROGRAM}" if one.kind == PROGRAM_KIND else f"Policies “{one.name}”"


def _state(one: Installed) -> str:
    by = f", signed by {one.signed_by}" if one.signed_by else ""
    return f"{one.version}, installed {one.at[:10]}{by}: {one.state}"


def _check(arguments: argparse.Namespace) -> int:
    bundle = updates.look_at(arguments.file)
    for line in bundle_lines(bundle):
        print(line)
    return 0


def bundle_lines(bundle: Bundle) -> list[str]:
    """What a proven bundle says of itself."""
    manifest = bundle.manifest
    what = PROGRAM if manifest.kind == PROGRAM_KIND else f"policies “{manifest.name}”"
    lines = pairs(
        [
            ("Holds", f"{what} {manifest.version}, made on {manifest.made_on}"),
            ("Signed by", bundle.key.name),
            ("Fingerprint", bundle.key.spoken),
            ("Files", f"{len(manifest.files):,}, {manifest.n_bytes:,} bytes"),
        ]
    )
    return [*lines, *([manifest.words] if manifest.words else [])]


def _install(arguments: argparse.Namespace) -> int:
    progress = LineProgress()
    try:
        made = updates.install(arguments.file, progress, who=user_name(arguments))
    finally:
        progress.close()
    say(f"{_title(made)} {made.version} is used from the next start on.")
    return 0


def _roll_back(arguments: argparse.Namespace) -> int:
    is_program = arguments.what == PROGRAM_KIND
    kind, name = (PROGRAM_KIND, PROGRAM_NAME) if is_program else (POLICIES_KIND, arguments.what)
    before = updates.roll_back(kind, name, who=user_name(arguments))
    say(f"{before or 'What the program came with'} is used from the next start on.")
    return 0


def _keys(_: argparse.Namespace) -> int:
    found = load_keys()
    for key in found:
        print(f"{key.name} ({'programs and policies' if key.is_shipped else 'policies'})")
        print(f"  {key.spoken}")
    if not found:
        say("This copy of the program trusts no key, and so takes no bundle.")
    return 0


def _trust(arguments: argparse.Namespace) -> int:
    if not arguments.fingerprint.strip():
        raise UsageError("The fingerprint is empty. Ask the owner of the key for it.")
    key = updates.trust_key(arguments.file, arguments.fingerprint, who=user_name(arguments))
    say(f"Policies that {key.name} signed are taken from now on.")
    return 0
