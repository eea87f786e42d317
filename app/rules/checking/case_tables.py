"""Case tables: a policy's expected answers, written so that a lawyer can read them.

A table is a TOML file (``tests/policies``; they ship with the program). Each case gives
a made-up person in a compact notation (`app.rules.checking.case_people`), the expected answer
(where it matters also the deciding rule, the other rules that are met, the remedy and
the procedure), and why the law or the policy wants it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.errors import UsageError, UserError
from app.limits import check_toml, read_text
from app.model.record import RapSheet
from app.model.relief import Determination, Explanation, Outcome, Procedure, Remedy
from app.paths import case_tables
from app.rules.catalog import CASES, Editions, own_folders
from app.rules.checking.case_people import make_person
from app.rules.evaluate import Evaluator
from app.rules.policy import (
    OUTCOME_WORDS,
    PROCEDURE_WORDS,
    REMEDY_WORDS,
    OptionValue,
    Policy,
    settle_options,
)
from app.updates.place import policy_folders

OUT_OF_SCOPE = "out of scope"
NO_ROW = "no row applies"
NONE = "none"
_ANSWERS = {outcome: word for word, outcome in OUTCOME_WORDS.items()}
_REMEDIES: dict[Remedy | None, str] = {
    None: NONE,
    **{remedy: word for word, remedy in REMEDY_WORDS.items()},
}
_PROCEDURES: dict[Procedure | None, str] = {
    None: NONE,
    Procedure.UNKNOWN: "unknown",
    **{procedure: word for word, procedure in PROCEDURE_WORDS.items()},
}
_PERSON_KEYS = ("born", "events", "convictions")
_CASE_KEYS = {"name", "why", "as_of", "county", "options", "asked", *_PERSON_KEYS} | {
    "answer",
    "reason",
    "rule",
    "also",
    "remedy",
    "procedure",
}


class CaseTableError(UserError):
    """A case table cannot be read."""


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """One row of a case table.

    ``asked`` is the conviction the answer is about, counted from 1. ``answer`` is a
    word of ``then``, ``out of scope`` or ``no row applies``. What is None is not asked:
    the deciding row, the later rows that are met as well, what the court is asked
    (a word of ``remedy``, or ``none``) and how (a word of the table of procedures,
    ``unknown`` or ``none``).
    """

    name: str
    why: str
    as_of: date
    county: str
    options: Mapping[str, OptionValue]
    sheet: RapSheet
    asked: int
    answer: str
    reason: str
    rule: str | None
    also: tuple[str, ...] | None
    remedy: str | None
    procedure: str | None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case expected and what the policy answered, each in words."""

    case: PolicyCase
    expected: str
    got: str

    @property
    def name(self) -> str:
        return self.case.name

    @property
    def passed(self) -> bool:
        return self.expected == self.got


@dataclass(frozen=True, slots=True)
class CaseTable:
    policy_id: str
    cases: tuple[PolicyCase, ...]


def find_table(policy_id: str) -> Path | None:
    """The case table of a policy from a bundle, else the shipped one, if it has one."""
    for folder in policy_folders():
        if any(folder.glob(f"{policy_id}.toml")) or any(folder.glob(f"{policy_id}@*.toml")):
            own = folder / f"{policy_id}{CASES}"
            return own if own.is_file() else None
    path = case_tables() / f"{policy_id.replace('/', '-')}.toml"
    return path if path.is_file() else None


def run_table(path: Path, load: Callable[[str], Policy] | None = None) -> tuple[CaseResult, ...]:
    """Ask the table's policy every case: its edition for the case's as-of date.

    ``load`` gives one policy for all cases instead. A case that cannot be asked fails.
    Raises CaseTableError, PolicyError, UsageError for an unknown policy.
    """
    table = read_table(path)
    if load is None:
        policy_on = Editions(table.policy_id, own_folders()).policy_on
        return tuple(try_case(policy_on, case) for case in table.cases)
    policy = load(table.policy_id)
    return tuple(try_case(lambda _: policy, case) for case in table.cases)


def try_case(policy_on: Callable[[date], Policy], case: PolicyCase) -> CaseResult:
    """Ask one case of the policy for its as-of date.

    One that the policy cannot be asked, of another county or date, has failed: it got the
    sentence that says so. Raises PolicyError.
    """
    try:
        return run_case(policy_on(case.as_of), case)
    except UsageError as error:
        return CaseResult(case, _expected(case), error.message)


def read_table(path: Path) -> CaseTable:
    """Read a case table. Raises CaseTableError naming the case and what is wrong."""
    try:
        content = tomllib.loads(check_toml(_text_of(path)))
    except (ValueError, RecursionError) as error:
        raise CaseTableError(f"The case table {path.name} cannot be read: {error}.") from error
    cases = []
    for position, raw in enumerate(content.get("case", []), start=1):
        try:
            cases.append(_read_case(raw, content))
        except (KeyError, TypeError, ValueError) as error:
            name = raw.get("name", position) if isinstance(raw, dict) else position
            raise CaseTableError(f"{path.name}, case '{name}': {error}.") from error
    if "policy" not in content or not cases:
        raise CaseTableError(f"{path.name} names no policy or holds no case.")
    return CaseTable(str(content["policy"]), tuple(cases))


def _text_of(path: Path) -> str:
    if path.is_dir():
        raise CaseTableError(f"{path} is a folder. Name a case table (.toml) in it.")
    try:
        return read_text(path)
    except FileNotFoundError as error:
        raise CaseTableError(
            f"There is no case table {path}. Check the name and the folder."
        ) from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise CaseTableError(f"The case table {path} cannot be read ({reason}).") from error
    except UnicodeDecodeError as error:
        raise CaseTableError(
            f"{path.name} is not a text file in UTF-8, so it is no case table. Name another file."
        ) from error


def _read_case(raw: Mapping[str, object], table: Mapping[str, object]) -> PolicyCase:
    unknown = sorted(raw.keys() - _CASE_KEYS)
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not a key of a case")
    county = str(raw.get("county", table.get("county", "")))
    as_of = raw.get("as_of", table.get("as_of"))
    if not isinstance(as_of, date):
        raise TypeError("'as_of' must be a date without quotes")
    options = raw.get("options", {})
    if not isinstance(options, dict):
        raise TypeError("'options' must be a table")
    answer = str(raw["answer"])
    if answer not in (*OUTCOME_WORDS, OUT_OF_SCOPE, NO_ROW):
        raise ValueError(f"'{answer}' is not an answer")
    sheet = make_person(
        str(raw.get("born", "")), _texts(raw, "convictions"), _texts(raw, "events"), county
    )
    asked, last = int(str(raw.get("asked", 1))), len(sheet.convictions())
    if not 1 <= asked <= last:
        raise ValueError(f"'asked' is {asked}, and the last conviction is number {last}")
    return PolicyCase(
        name=str(raw["name"]),
        why=str(raw["why"]),
        as_of=as_of,
        county=county,
        options=options,
        sheet=sheet,
        asked=asked,
        answer=answer,
        reason=str(raw.get("reason", "")),
        rule=None if "rule" not in raw else str(raw["rule"]),
        also=None if "also" not in raw else _texts(raw, "also"),
        remedy=_word(raw, "remedy", _REMEDIES.values()),
        procedure=_word(raw, "procedure", _PROCEDURES.values()),
    )


def _word(raw: Mapping[str, object], key: str, known: Iterable[str]) -> str | None:
    """One of some words, None where the case does not give any."""
    if key not in raw:
        return None
    word = str(raw[key])
    if word not in known:
        raise ValueError(f"'{word}' is not a {key}: give one of {', '.join(known)}")
    return word


def _texts(raw: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(f"'{key}' must be a list of texts")
    return tuple(str(one) for one in value)


def explain_case(policy: Policy, case: PolicyCase) -> Explanation:
    """The full explanation of a case's answer."""
    evaluator = Evaluator(policy, settle_options(policy, case.options), case.as_of, case.county)
    asked = case.sheet.convictions()[case.asked - 1]
    return evaluator.explain(case.sheet, asked.charge.at)


def run_case(policy: Policy, case: PolicyCase) -> CaseResult:
    """Ask one case. Raises UsageError when the policy is not for its date, county or options."""
    evaluator = Evaluator(policy, settle_options(policy, case.options), case.as_of, case.county)
    at = case.sheet.convictions()[case.asked - 1].charge.at
    found = [one for one in evaluator.determine(case.sheet) if one.at == at]
    got = _in_words(found[0] if found else None, case)
    return CaseResult(case, _expected(case), got)


def _expected(case: PolicyCase) -> str:
    return " | ".join(
        [f"{case.answer}: {case.reason}"]
        + ([] if case.rule is None else [f"rule {case.rule}"])
        + ([] if case.also is None else [f"also {', '.join(case.also)}"])
        + ([] if case.remedy is None else [f"remedy {case.remedy}"])
        + ([] if case.procedure is None else [f"procedure {case.procedure}"])
    )


def _in_words(found: Determination | None, case: PolicyCase) -> str:
    """An answer in the same words as the expected one, what else there is only if asked for."""
    if found is None:
        return f"{OUT_OF_SCOPE}: "
    answer = NO_ROW if found.outcome is Outcome.NO_ANSWER else _ANSWERS[found.outcome]
    parts = [f"{answer}: {found.reason}"]
    if case.rule is not None:
        parts.append(f"rule {found.rule_id}")
    if case.also is not None:
        parts.append(f"also {', '.join(found.also_applies)}")
    if case.remedy is not None:
        parts.append(f"remedy {_REMEDIES[found.remedy]}")
    if case.procedure is not None:
        parts.append(f"procedure {_PROCEDURES[found.procedure]}")
    return " | ".join(parts)
