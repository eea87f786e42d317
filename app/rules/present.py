"""A policy as readable text for the terminal."""

from __future__ import annotations

import textwrap

from app.rules.policy import Option, Policy, Rule, Settings, fill, settle_options


def policy_lines(policy: Policy, settings: Settings | None = None, width: int = 100) -> list[str]:
    """The policy as lines of text: what it is, its options, its rows, its limits.

    ``settings`` fills the rows' ``{option}`` places and marks rows that are switched
    off; the defaults are taken when it is None.
    """
    chosen = settings or settle_options(policy, {})
    lines = [
        policy.title,
        f"{policy.id}, version {policy.version} ({policy.jurisdiction})",
        f"File SHA-256: {policy.sha256}",
        f"Authority: {'; '.join(policy.authority)}",
        f"Answers for: {policy.scope_in_words}" + (f" ({policy.county})" if policy.county else ""),
        "",
        *_wrapped("", policy.provenance, width),
    ]
    if policy.options:
        lines += ["", "Options"]
        for option in policy.options:
            lines += _option_lines(option, chosen, width)
    lines += ["", "Rows: the first that applies decides"]
    for position, rule in enumerate(policy.rules, start=1):
        lines += _rule_lines(position, rule, chosen, width)
    lines += ["", "Known limits"]
    for limit in policy.known_limits:
        lines += _wrapped("  - ", limit, width)
    return lines


def _wrapped(indent: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=" " * len(indent)
    ) or [""]


def _option_lines(option: Option, settings: Settings, width: int) -> list[str]:
    value = settings[option.name]
    shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    lines = _wrapped("  ", f"{option.name} = {shown}", width)
    return lines + _wrapped("      ", f"{option.sentence}. Give {option.range_in_words}.", width)


def _rule_lines(position: int, rule: Rule, settings: Settings, width: int) -> list[str]:
    off = "" if rule.is_switched_on(settings) else " (switched off)"
    answer = f"{rule.then.value}: {fill(rule.reason, settings)}"
    return [
        *_wrapped(f"{position:3}. ", f"[{rule.id}] {fill(rule.asks, settings)}{off}", width),
        *_wrapped("     -> ", answer, width),
        *_wrapped("        ", "; ".join(rule.cite), width),
    ]
