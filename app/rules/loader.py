"""Read a policy file (TOML) into a `Policy`, or say everything that is wrong with it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from app.errors import UserError
from app.model.county import normalize_county
from app.rules.load_authority import (
    check_citations,
    read_sign_off,
    read_sources,
    read_values,
    signed_sha256,
)
from app.rules.load_conditions import Names, read_when
from app.rules.load_options import read_options
from app.rules.load_rules import read_procedures, read_rules, used_options, used_values
from app.rules.policy import Ask, Condition, Policy
from app.rules.problems import Problems, Table

IS_CANNABIS: Condition = Ask("is_cannabis")
"""The scope of most policies: a conviction for HS 11357 to 11360."""

FORM = 1
"""The form of policy file that this program reads (key ``form``)."""

_KEYS = (
    "form id title version jurisdiction authority provenance known_limits county scope option "
    "value rule procedure source sign_off earliest_on latest_on"
)


class PolicyError(UserError):
    """A policy file cannot be used; ``problems`` lists all that is wrong with it."""

    def __init__(self, source: str, problems: tuple[str, ...]) -> None:
        self.source = source
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        listed = "".join(f"\n- {problem}" for problem in problems)
        super().__init__(f"The policy {source} cannot be used: {count} to mend.{listed}")


def load_policy(path: Path) -> Policy:
    """Read a policy file. Raises PolicyError with all its problems."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PolicyError(path.name, (f"the file cannot be read: {error.strerror}",)) from error
    return read_policy(data, path.name)


def read_policy(data: bytes, source: str) -> Policy:
    """Read a policy from a file's bytes; ``source`` names it in messages."""
    try:
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise PolicyError(source, (f"it is not UTF-8 text (byte {error.start})",)) from error
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(source, (f"it is not a TOML file: {error}",)) from error
    form = content.get("form", FORM)
    if isinstance(form, int) and form > FORM:
        newer = (
            f"it is written in form {form} of policy files and this program reads form {FORM}: "
            "install a newer Relief Desk"
        )
        raise PolicyError(source, (newer,))
    problems = Problems()
    table = Table("the policy", content, problems)
    if form != FORM:
        table.add(f"'form' must be {FORM}")
    policy = _policy_of(table, problems, text)
    if problems.found:
        raise PolicyError(source, tuple(problems.found))
    return policy


def _policy_of(table: Table, problems: Problems, text: str) -> Policy:
    table.check_keys(_KEYS.split())
    options, values = read_options(table), read_values(table)
    names = Names({one.name: one for one in options}, {one.name: one for one in values})
    scope, in_words = _scope(table, names)
    rules, procedures = read_rules(table, names), read_procedures(table, names)
    version, sha256 = table.text("version"), signed_sha256(text)
    policy = Policy(
        id=table.text("id"),
        title=table.text("title"),
        version=version,
        jurisdiction=table.text("jurisdiction"),
        authority=table.texts("authority"),
        provenance=table.text("provenance"),
        known_limits=table.texts("known_limits"),
        county=normalize_county(table.text("county", required=False)),
        scope=scope,
        scope_in_words=in_words,
        options=options,
        rules=rules,
        sha256=sha256,
        text=text,
        earliest_on=_bound(table, "earliest_on"),
        latest_on=_bound(table, "latest_on"),
        sources=read_sources(table),
        values=values,
        procedures=procedures,
        sign_off=read_sign_off(table, version, sha256),
    )
    _check_use(policy, problems)
    _check_sources(policy, table)
    return policy


def _check_use(policy: Policy, problems: Problems) -> None:
    """Options and values that no rule asks for."""
    others = [policy.scope, *(row.when for row in policy.procedures)]
    used = used_options(policy.rules, others)
    for option in policy.options:
        is_switch = any(one.enabled_by == option.name for one in policy.options)
        if option.name not in used and not is_switch:
            problems.add(f"option '{option.name}' is not used by any rule")
    used = used_values(policy.rules, others)
    for value in policy.values:
        if value.name not in used:
            problems.add(f"value '{value.name}' is not used by any rule")


def _check_sources(policy: Policy, table: Table) -> None:
    known = [source.cite for source in policy.sources]
    check_citations(table, "the policy", policy.authority, known)
    for rule in policy.rules:
        check_citations(table, f"rule '{rule.id}'", rule.cite, known)
    for row in policy.procedures:
        check_citations(table, f"procedure '{row.id}'", row.cite, known)
    for value in policy.values:
        cited = [entry.cite for entry in value.entries]
        check_citations(table, f"value '{value.name}'", cited, known)


def _bound(table: Table, key: str) -> date | None:
    return table.day(key) if key in table.content else None


def _scope(policy: Table, names: Names) -> tuple[Condition, str]:
    """``convictions = "cannabis"``, or any condition under ``when``."""
    scope = policy.table("scope")
    if scope is None:
        return IS_CANNABIS, ""
    scope.check_keys(["convictions", "when", "in_words"])
    if ("convictions" in scope.content) == ("when" in scope.content):
        scope.add("give either 'convictions' or 'when'")
        return IS_CANNABIS, scope.text("in_words")
    if "when" in scope.content:
        return read_when(scope, names), scope.text("in_words")
    scope.choice("convictions", ["cannabis"])
    return IS_CANNABIS, scope.text("in_words")
