"""policies sign: record in a copy of a policy that it was signed off on paper."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import durable
from app.cli.policy_arguments import add_options, find_policy, settings_of
from app.cli.terminal import add_json, answer, iso_date, pairs
from app.errors import InputError, UsageError
from app.rules.loading.loader import load_policy
from app.rules.presenting.sign_off import signed_text


def add_sign(actions: Any) -> None:
    """``policies sign``."""
    sign = actions.add_parser(
        "sign",
        help="record in a copy of a policy that a person signed it off on paper",
        description=(
            "Writes a copy of the policy with a [sign_off] table at its end: who signed, in which "
            "office, when, for which version, text (SHA-256) and options. It records what a "
            "person says was signed on paper, and is no signature itself. A file that is changed "
            "afterwards is refused until it is signed off again."
        ),
    )
    sign.add_argument("policy", metavar="ID", help="a policy's id, or a policy file (.toml)")
    sign.add_argument("--by", required=True, metavar="NAME", help="who signed the sheet")
    sign.add_argument("--role", required=True, metavar="TITLE", help="in which office")
    sign.add_argument(
        "--on", required=True, type=iso_date, metavar="YYYY-MM-DD", help="the date on the sheet"
    )
    add_options(sign)
    sign.add_argument(
        "--again", action="store_true", help="in place of the sign-off that stands in the policy"
    )
    sign.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new .toml file")
    add_json(sign)
    sign.set_defaults(work=_sign)


def _sign(arguments: argparse.Namespace) -> int:
    out: Path = arguments.out
    if out.suffix != ".toml":
        raise UsageError(f"{out.name} is no name of a policy file; those end in .toml.")
    policy = find_policy(arguments.policy)
    settings = settings_of(arguments, policy)
    text = signed_text(
        policy, settings, by=arguments.by, role=arguments.role, on=arguments.on,
        again=arguments.again,
    )  # fmt: skip
    _write_new(out, text.encode("utf-8"))
    signed = load_policy(out)
    data = {
        "file": str(out), "policy": signed.id, "version": signed.version,
        "sha256": signed.sha256, "by": arguments.by.strip(), "role": arguments.role.strip(),
        "on": arguments.on.isoformat(), "options": settings.as_dict(),
    }  # fmt: skip
    shown = pairs([(name.capitalize(), value) for name, value in data.items() if name != "options"])
    answer(data, shown, as_json=arguments.json)
    return 0


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet. Raises UsageError when it does."""
    if path.exists():
        raise UsageError(f"{path} exists already. Name a new file; none is replaced.")
    try:
        durable.put(path, data)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise InputError(f"{path} cannot be written ({reason}). Check the folder.") from error
