"""Read a policy file (TOML) into a `Policy`, or say everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from app.errors import UserError
from app.limits import MOST_TEXT_BYTES, check_toml, read_limited
from app.model.county import normalize_county
from app.rules.loading.authority import read_sign_off, read_sources, read_values, signed_sha256
from app.rules.loading.checks import (
    check_rows,
    check_signature,
    check_sources,
    check_use,
    check_values,
)
from app.rules.loading.conditions import Names, read_when
from app.rules.loading.county import CALIFORNIA, county_problem
from app.rules.loading.lines import Lines, error_line
from app.rules.loading.options import read_options
from app.rules.loading.problems import Problem, Problems, Table, shown
from app.rules.loading.rules import read_procedures, read_rules
from app.rules.policy import Ask, Condition, Policy

IS_CANNABIS: Condition = Ask("is_cannabis")
"""The scope of most policies: a conviction for HS 11357 to 11360."""

FORM = 1
"""The form of policy file that this program reads (key ``form``)."""

_KEYS = (
    "form id title version jurisdiction authority provenance known_limits county scope option "
    "value rule procedure source sign_off earliest_on latest_on"
)

_TOML_ADVICE = "texts stand in quotes, dates and whole numbers without, every key once in its table"


class PolicyError(UserError):
    """A policy file cannot be used; ``problems`` lists all that is wrong with it, by line."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        self.source = source
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        listed = "".join(f"\n- {problem}" for problem in problems)
        super().__init__(f"The policy {source} cannot be used: {count} to mend.{listed}")

    def __reduce__(self) -> tuple[type[PolicyError], tuple[str, tuple[Problem, ...]]]:
        return PolicyError, (self.source, self.problems)


def load_policy(path: Path) -> Policy:
    """Read a policy file. Raises PolicyError with all its problems."""
    try:
        data = read_limited(path, MOST_TEXT_BYTES)
    except OSError as error:
        problem = Problem(0, "", f"the file cannot be read: {error.strerror}")
        raise PolicyError(path.name, (problem,)) from error
    return read_policy(data, path.name)


def read_policy(data: bytes, source: str, *, kept: bool = False) -> Policy:
    """Read a policy from a file's bytes; ``source`` names it in messages.

    ``kept`` reads a text that a run was made with and kept: what an earlier program
    accepted is asked again, where this one would find more to mend in a new file.
    """
    text, content = _read_toml(data, source)
    problems = Problems()
    table = Table("the policy", content, problems)
    _check_form(table, text, source)
    policy = _policy_of(table, text)
    if not kept:
        _check_whole(policy, table)
    if problems.found:
        raise PolicyError(source, problems.listed(text))
    return policy


def _read_toml(data: bytes, source: str) -> tuple[str, dict[str, object]]:
    """The text and its tables; a file that is no TOML has this one problem."""
    try:
        text = data.decode("utf-8-sig")
        return text, tomllib.loads(check_toml(text))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            line, "", f"it is not UTF-8 text (byte {error.start}): save it as UTF-8 in your editor"
        )
    except tomllib.TOMLDecodeError as error:
        line, words = error_line(error, text)
        problem = Problem(line, "", f"it is not a TOML file: {words}; {_TOML_ADVICE}")
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        words = "a number is too long, or brackets stand too deep in one another"
        problem = Problem(1, "", f"it is not a TOML file: {words}; mend it there")
    raise PolicyError(source, (problem,))


def _check_form(table: Table, text: str, source: str) -> None:
    """A newer form is said first and alone: what else is wrong cannot be known."""
    form = table.content.get("form", FORM)
    if type(form) is not int or form < FORM:
        table.add(f"'form' must be {FORM}: write form = {FORM}", "form")
        return
    if form > FORM:
        newer = (
            f"it is written in form {shown(form)} of policy files and this program reads form "
            f"{FORM}: install a newer Relief Desk"
        )
        line = Lines.read(text).at(("form",))
        raise PolicyError(source, (Problem(line, "", newer),))


def _policy_of(table: Table, text: str) -> Policy:
    table.check_keys(_KEYS.split())
    options, values = read_options(table), read_values(table)
    names = Names({one.name: one for one in options}, {one.name: one for one in values})
    scope, in_words = _scope(table, names)
    rules, procedures = read_rules(table, names), read_procedures(table, names)
    version, sha256 = table.text("version"), signed_sha256(text)
    earliest_on, latest_on = table.bounds("earliest_on", "latest_on")
    return Policy(
        id=_policy_id(table),
        title=table.text("title"),
        version=version,
        jurisdiction=table.text("jurisdiction"),
        authority=table.texts("authority"),
        provenance=table.text("provenance"),
        known_limits=table.texts("known_limits"),
        county=_county(table),
        scope=scope,
        scope_in_words=in_words,
        options=options,
        rules=rules,
        sha256=sha256,
        text=text,
        earliest_on=earliest_on,
        latest_on=latest_on,
        sources=read_sources(table),
        values=values,
        procedures=procedures,
        sign_off=read_sign_off(table, version, sha256),
    )


def _check_whole(policy: Policy, table: Table) -> None:
    """What can be told only of a whole policy."""
    if policy.jurisdiction == CALIFORNIA and policy.county:
        problem = county_problem(table.text("county"))
        if problem:
            table.add(problem, "county")
    check_use(policy, table)
    check_sources(policy, table)
    check_values(policy, table)
    check_signature(policy, table)
    check_rows(policy, table)


def _policy_id(table: Table) -> str:
    found = table.text("id")
    if found and not re.fullmatch(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*", found):
        table.add(
            "'id' may hold only small letters, digits, . and -, with / between its parts: "
            "us-ca/los-angeles",
            "id",
        )
    return found


def _county(table: Table) -> str:
    county = table.text("county", required=False)
    if "county" in table.content and not county and isinstance(table.content["county"], str):
        table.add("'county' is empty: name one, or take the key out for any county", "county")
    return normalize_county(county)


def _scope(policy: Table, names: Names) -> tuple[Condition, str]:
    """``convictions = "cannabis"``, or any condition under ``when``."""
    scope = policy.table("scope")
    if scope is None:
        return IS_CANNABIS, ""
    scope.check_keys(["convictions", "when", "in_words"])
    if ("convictions" in scope.content) == ("when" in scope.content):
        both = "not both" if "when" in scope.content else "it says of no conviction that it counts"
        scope.add(f"give either 'convictions' or 'when': {both}")
        return IS_CANNABIS, scope.text("in_words")
    if "when" in scope.content:
        return read_when(scope, names), scope.text("in_words")
    scope.choice("convictions", ["cannabis"])
    return IS_CANNABIS, scope.text("in_words")
