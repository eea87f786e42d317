"""Recording that a policy was signed off on paper, and saying when it was for other options."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from app.errors import UsageError
from app.rules.loading.authority import unsigned_text
from app.rules.loading.loader import read_policy
from app.rules.policy import Option, OptionValue, Policy, Settings
from app.rules.presenting.conditions import plain


def signed_text(
    policy: Policy, settings: Settings, *, by: str, role: str, on: date, again: bool = False
) -> str:
    """The policy's text with its ``[sign_off]`` table at the end, read back before it is given.

    It records what a person says was signed on paper: who, in which office, when, for which
    version, text and options. ``again`` puts it in place of the one that stands there.

    Raises UsageError when the policy is signed off already, or a name is empty or not one line.
    """
    if policy.sign_off is not None and not again:
        raise UsageError(
            f"{policy.id}, version {policy.version}, is signed off already, by "
            f"{policy.sign_off.by} on {policy.sign_off.on}. To record another sign-off in its "
            "place, say --again."
        )
    table = sign_off_table(
        policy, settings, by=_one_line(by, "name"), role=_one_line(role, "title"), on=on
    )
    text = unsigned_text(policy.text).rstrip() + "\n\n" + "\n".join(table) + "\n"
    signed = read_policy(text.encode("utf-8"), policy.id)
    if signed.sign_off is None or signed.sha256 != policy.sha256:
        raise AssertionError("the sign-off changed what was signed")
    return text


def sign_off_table(
    policy: Policy, settings: Settings, *, by: str, role: str, on: date | None
) -> list[str]:
    """The lines of the ``[sign_off]`` table; blanks to fill in by hand where nobody is named."""
    blank = "_" * 28
    lines = [
        "[sign_off]",
        f"by      = {_quoted(by) if by else blank}",
        f"role    = {_quoted(role) if role else blank}",
        f"on      = {on.isoformat() if on else blank}",
        f"version = {_quoted(policy.version)}",
        f"sha256  = {_quoted(policy.sha256)}",
    ]
    if settings.values:
        lines.append("[sign_off.options]")
    return lines + [f"{name} = {_toml(value)}" for name, value in settings.values]


def _one_line(text: str, what: str) -> str:
    kept = text.strip()
    if not kept or not kept.isprintable():
        raise UsageError(f"The {what} of who signed must be one line of text, and not empty.")
    return kept


def _toml(value: OptionValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _quoted(value)


def _quoted(text: str) -> str:
    """A basic string of TOML; its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def signed_in_words(policy: Policy) -> str:
    """Who signed the policy off, or that nobody did."""
    signed = policy.sign_off
    if signed is None:
        return "Not signed off."
    options = ", ".join(f"{name} = {plain(value)}" for name, value in signed.options)
    said = f"Signed off by {signed.by}, {signed.role}, on {signed.on}, for version {signed.version}"
    return f"{said}, with the options {options}." if options else f"{said}."


def sign_off_caution(policy: Policy, settings: Settings) -> str:
    """A sentence when the policy is signed off with other options than these; else "".

    An option that the sign-off does not name is taken as signed at its default.
    """
    signed = policy.sign_off
    if signed is None:
        return ""
    found = list(_differences(policy, settings))
    if not found:
        return ""
    return (
        f"Caution: {signed.by} signed {policy.id}, version {policy.version}, off on {signed.on} "
        f"with other options: {'; '.join(found)}."
    )


def _differences(policy: Policy, settings: Settings) -> Iterator[str]:
    assert policy.sign_off is not None
    signed = dict(policy.sign_off.options)
    for option in policy.options:
        then = _read(option, signed.pop(option.name, option.default))
        if then != settings[option.name]:
            yield f"{option.name} was {plain(then)} and is {plain(settings[option.name])} here"
    for name, value in signed.items():
        yield f"{name} was {plain(value)}, and the policy has no such option"


def _read(option: Option, value: OptionValue) -> OptionValue:
    """A signed value as the option's type; one out of range as it stands."""
    try:
        return option.read(value)
    except ValueError:
        return value
