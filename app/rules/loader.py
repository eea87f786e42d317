"""Read a policy file (TOML) into a `Policy`, or say everything that is wrong with it."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path

from app.errors import UserError
from app.model.county import normalize_county
from app.rules.load_options import read_options
from app.rules.load_rules import read_rules, used_options
from app.rules.policy import Policy
from app.rules.problems import Problems, Table

SCOPES = ("cannabis",)
"""What ``[scope] convictions`` may be: which convictions get an answer."""

_KEYS = (
    "id title version jurisdiction authority provenance known_limits county scope option rule "
    "earliest_on latest_on"
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
    problems = Problems()
    policy = _policy_of(Table("the policy", content, problems), problems, data, text)
    if problems.found:
        raise PolicyError(source, tuple(problems.found))
    return policy


def _policy_of(table: Table, problems: Problems, data: bytes, text: str) -> Policy:
    table.check_keys(_KEYS.split())
    options = read_options(table)
    rules = read_rules(table, {option.name: option for option in options})
    used = used_options(rules)
    for option in options:
        if option.name not in used and not any(o.enabled_by == option.name for o in options):
            problems.add(f"option '{option.name}' is not used by any rule")
    scope, in_words = _scope(table)
    return Policy(
        id=table.text("id"),
        title=table.text("title"),
        version=table.text("version"),
        jurisdiction=table.text("jurisdiction"),
        authority=table.texts("authority"),
        provenance=table.text("provenance"),
        known_limits=table.texts("known_limits"),
        county=normalize_county(table.text("county", required=False)),
        scope=scope,
        scope_in_words=in_words,
        options=options,
        rules=rules,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        earliest_on=_bound(table, "earliest_on"),
        latest_on=_bound(table, "latest_on"),
    )


def _bound(table: Table, key: str) -> date | None:
    return table.day(key) if key in table.content else None


def _scope(table: Table) -> tuple[str, str]:
    scope = table.table("scope")
    if scope is None:
        return "", ""
    scope.check_keys(["convictions", "in_words"])
    return scope.choice("convictions", SCOPES), scope.text("in_words")
