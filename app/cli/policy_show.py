"""policies show: a policy as an attorney reads it."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.policy_arguments import find_policy
from app.rules.present import policy_lines


def add_show(actions: Any) -> None:
    """``policies show``."""
    show = actions.add_parser("show", help="a policy as an attorney reads it")
    show.add_argument("policy", metavar="ID", help="a policy's id, or a policy file (.toml)")
    show.set_defaults(work=_show)


def _show(arguments: argparse.Namespace) -> int:
    for line in policy_lines(find_policy(arguments.policy)):
        print(line)
    return 0
