"""Which policy, with which options, as of when, for which county."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from app.cli.terminal import iso_date, say
from app.errors import InputError, UsageError
from app.jobs.check_eligibility import CheckRequest
from app.limits import read_text
from app.rules.catalog import find_policies, load_by_id, own_folders
from app.rules.loading.earlier_options import convert_earlier_options, is_earlier_options
from app.rules.loading.loader import load_policy
from app.rules.policy import OptionValue, Policy, Settings, settle_options
from app.rules.presenting.sign_off import sign_off_caution


def add_policy(parser: argparse.ArgumentParser, *, county_required: bool) -> None:
    """The arguments that choose a policy, its options, the county and the as-of date."""
    parser.add_argument(
        "--policy", required=True, metavar="ID", help="a policy's id, or a policy file (.toml)"
    )
    parser.add_argument(
        "--county",
        required=county_required,
        metavar="NAME",
        help="the county whose cases these are",
    )
    add_options(parser)
    parser.add_argument(
        "--as-of", required=True, type=iso_date, metavar="YYYY-MM-DD",
        help="the date as of which the policy is asked",
    )  # fmt: skip


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--option`` and ``--options``."""
    parser.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE",
        help="set an option of the policy; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--options", type=Path, metavar="FILE",
        help="options as JSON, also those of the earlier Clear My Record tool",
    )  # fmt: skip


def request_of(arguments: argparse.Namespace, county: str) -> CheckRequest:
    """Raises UsageError, PolicyError with every problem found."""
    policy = find_policy(arguments.policy, arguments.as_of)
    return CheckRequest(policy, settings_of(arguments, policy), county, arguments.as_of)


def settings_of(arguments: argparse.Namespace, policy: Policy) -> Settings:
    """The options given, the others by default. Raises UsageError with every bad one."""
    given: dict[str, OptionValue] = {}
    if arguments.options is not None:
        given.update(read_options(arguments.options, policy))
    for text in arguments.option:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"Option {text!r} has no value: write NAME=VALUE.")
        given[name.strip()] = value.strip()
    return settle_options(policy, given)


def tell_caution(request: CheckRequest) -> None:
    """Say it, on standard error, when the policy was signed off with other options."""
    caution = sign_off_caution(request.policy, request.settings)
    if caution:
        say(caution)


def find_policy(text: str, as_of: date | None = None) -> Policy:
    """By id, shipped or the office's own, in its edition for a date; or from any file."""
    refuse_folder(text)
    if text.endswith(".toml"):
        return load_policy(Path(text))
    return load_by_id(text, own_folders(), as_of)


def refuse_folder(text: str) -> None:
    """Raises InputError when a folder is named where a policy is asked for."""
    if Path(text).is_dir() and text not in find_policies(own_folders()):
        raise InputError(f"{text} is a folder. Name a policy file (.toml) in it, or a policy's id.")


def read_options(path: Path, policy: Policy) -> dict[str, OptionValue]:
    """A JSON file: names and values of the policy's options, or the earlier tool's groups."""
    try:
        content = json.loads(read_text(path))
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror or 'unknown reason'})."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path.name} is not a JSON options file.") from error
    if not is_earlier_options(content):
        if not isinstance(content, dict) or not all(
            isinstance(value, str | int | bool) for value in content.values()
        ):
            raise UsageError(f"{path.name} must hold one value for each option's name.")
        return content
    values = convert_earlier_options(content, path.name)
    if not values.keys() <= {option.name for option in policy.options}:
        raise UsageError(
            f"{path.name} holds the options of us-ca/county-review; {policy.id} has others."
        )
    return values
