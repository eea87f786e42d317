"""A policy as typed data: options, rules, and the conditions that rules ask.

Plain frozen data, hashable and picklable; nothing here reads a file or a record.
`app.rules.loading.loader` makes a `Policy` of a TOML file, `app.rules.evaluate` answers it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum

from app.errors import UsageError
from app.model.relief import Outcome, Procedure, Remedy

OptionValue = str | int | bool
ArgumentValue = str | int | bool | date | tuple[str, ...]

OUTCOME_WORDS: Mapping[str, Outcome] = {
    "dismissal": Outcome.DISMISSAL,
    "reduction": Outcome.REDUCTION,
    "not-eligible": Outcome.NOT_ELIGIBLE,
    "maybe": Outcome.MAYBE,
    "hand-review": Outcome.HAND_REVIEW,
    "city-attorneys": Outcome.CITY_ATTORNEYS,
}
"""The words of ``then`` in a policy file."""

REMEDY_WORDS: Mapping[str, Remedy] = {
    "dismissal-and-sealing": Remedy.DISMISSAL_AND_SEALING,
    "redesignation-misdemeanor": Remedy.REDESIGNATION_MISDEMEANOR,
    "redesignation-infraction": Remedy.REDESIGNATION_INFRACTION,
    "redesignation-open": Remedy.REDESIGNATION_OPEN,
}
"""The words of ``remedy`` in a policy file: what the court is asked to do."""

PROCEDURE_WORDS: Mapping[str, Procedure] = {
    "petition": Procedure.PETITION,
    "application": Procedure.APPLICATION,
    "by-hand": Procedure.BY_HAND,
}
"""The words of ``then`` in the table of procedures."""


class SourceMark(Enum):
    """How sure it is what a citation says."""

    V = "the statute, rule or official page itself was read"
    S = "described by another source"
    C = "as an earlier program or office had it"
    G = "general knowledge, not verified"


@dataclass(frozen=True, slots=True)
class Source:
    """A citation that the rules name, what it says, and how sure that is."""

    cite: str
    mark: SourceMark
    says: str


class ChosenBy(Enum):
    """Which date chooses among the entries of a dated value."""

    AS_OF = "as-of"
    OFFENSE = "offense"
    CONVICTION = "conviction"


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """A value with the days it holds from and until, both included (None: no bound)."""

    value: ArgumentValue
    cite: str
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of the law that changes by date, used in conditions as ``"@name"``."""

    name: str
    sentence: str
    by: ChosenBy
    entries: tuple[ValueEntry, ...]

    def entry_on(self, day: date) -> ValueEntry | None:
        """The entry that holds on a day, if one does."""
        return next((one for one in self.entries if holds_on(one.from_on, one.until_on, day)), None)


def holds_on(from_on: date | None, until_on: date | None, day: date) -> bool:
    """Whether a day lies within two bounds, both included."""
    return (from_on is None or from_on <= day) and (until_on is None or day <= until_on)


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed this policy off: for one version, one text and one set of options."""

    by: str
    role: str
    on: date
    version: str
    sha256: str
    options: tuple[tuple[str, OptionValue], ...] = ()


class OptionKind(Enum):
    """What an office may set an option to."""

    YES_NO = "yes-no"
    NUMBER = "whole-number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing an office may decide.

    ``sentence`` is what the screen shows. ``choices`` are the values of a choice with
    their words. ``enabled_by`` names the yes-no option that switches this one on.
    """

    name: str
    kind: OptionKind
    sentence: str
    default: OptionValue
    minimum: int = 0
    maximum: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    enabled_by: str = ""

    @property
    def range_in_words(self) -> str:
        if self.kind is OptionKind.YES_NO:
            return "yes or no"
        if self.kind is OptionKind.NUMBER:
            return f"a whole number from {self.minimum} to {self.maximum}"
        return "one of " + ", ".join(value for value, _ in self.choices)

    def read(self, given: OptionValue) -> OptionValue:
        """The value as this option's type. Raises ValueError when out of range."""
        if self.kind is OptionKind.YES_NO:
            return _read_yes_no(given)
        if self.kind is OptionKind.NUMBER:
            return self._read_number(given)
        text = str(given).strip().lower()
        if isinstance(given, bool) or text not in dict(self.choices):
            raise ValueError(text)
        return text

    def _read_number(self, given: OptionValue) -> int:
        if isinstance(given, bool):
            raise ValueError(str(given))
        text = str(given).strip()
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            raise ValueError(text)
        number = int(text)
        if not self.minimum <= number <= self.maximum:
            raise ValueError(text)
        return number


_YES = frozenset({"yes", "true", "on", "1", "y"})
_NO = frozenset({"no", "false", "off", "0", "n"})


def _read_yes_no(given: OptionValue) -> bool:
    if isinstance(given, bool):
        return given
    text = str(given).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Settings:
    """A value for every option of a policy, in the policy's order."""

    values: tuple[tuple[str, OptionValue], ...] = ()

    def as_dict(self) -> dict[str, OptionValue]:
        return dict(self.values)

    def __getitem__(self, name: str) -> OptionValue:
        for own, value in self.values:
            if own == name:
                return value
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class FromOption:
    """An argument whose value is that of an option (written ``"$name"``)."""

    name: str


@dataclass(frozen=True, slots=True)
class FromValue:
    """An argument whose value is that of a dated value (written ``"@name"``)."""

    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A predicate with its arguments."""

    predicate: str
    arguments: tuple[tuple[str, ArgumentValue | FromOption | FromValue], ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition


Condition = Ask | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the decision table.

    ``if_option`` lists what the options must be for the row to be asked at all,
    ``from_on`` and ``until_on`` the as-of dates at which it is. ``asks`` and ``reason``
    may hold ``{option}`` places, ``reason`` also ``{code_section}``.
    """

    id: str
    asks: str
    when: Condition
    then: Outcome
    reason: str
    cite: tuple[str, ...]
    if_option: tuple[tuple[str, OptionValue], ...] = ()
    remedy: Remedy | None = None
    from_on: date | None = None
    until_on: date | None = None

    @property
    def is_otherwise(self) -> bool:
        """The final row, which always applies and is no criterion of its own."""
        return isinstance(self.when, Ask) and self.when.predicate == "otherwise"

    def is_switched_on(self, settings: Settings) -> bool:
        return all(settings[name] == value for name, value in self.if_option)

    def is_in_force(self, as_of: date) -> bool:
        return holds_on(self.from_on, self.until_on, as_of)


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One row of the table that tells how relief is asked for; the first met decides."""

    id: str
    asks: str
    when: Condition
    then: Procedure
    in_words: str
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A decision table with its provenance.

    ``county`` is the only county it answers for, normalised; "" when any may be
    chosen. ``scope`` says which convictions get an answer. ``sha256`` is that of the
    file up to its sign-off, so that signing does not change it; ``text`` is the whole
    file. ``earliest_on`` and ``latest_on`` bound the as-of dates it was written for
    (None: no bound).
    """

    id: str
    title: str
    version: str
    jurisdiction: str
    authority: tuple[str, ...]
    provenance: str
    known_limits: tuple[str, ...]
    county: str
    scope: Condition
    scope_in_words: str
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]
    sha256: str
    text: str
    earliest_on: date | None = None
    latest_on: date | None = None
    sources: tuple[Source, ...] = ()
    values: tuple[DatedValue, ...] = ()
    procedures: tuple[ProcedureRow, ...] = ()
    sign_off: SignOff | None = None

    def option(self, name: str) -> Option:
        """Raises KeyError when the policy has no such option."""
        for option in self.options:
            if option.name == name:
                return option
        raise KeyError(name)

    def rule(self, rule_id: str) -> Rule:
        """Raises KeyError when the policy has no such rule."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def value(self, name: str) -> DatedValue:
        """Raises KeyError when the policy has no such dated value."""
        for value in self.values:
            if value.name == name:
                return value
        raise KeyError(name)

    def source(self, cite: str) -> Source | None:
        """What the policy says of a citation, if it does."""
        return next((source for source in self.sources if source.cite == cite), None)


def near_miss(word: str, known: list[str]) -> str:
    """`` (did you mean 'x'?)``, or "" when nothing is close."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean '{close[0]}'?)" if close else ""


def settle_options(policy: Policy, given: Mapping[str, OptionValue]) -> Settings:
    """A value for every option: the given ones read by type, the others by default.

    Raises UsageError that names every bad value with its range, and every name the
    policy does not have with the nearest one it has.
    """
    names = [option.name for option in policy.options]
    problems = [
        f"{policy.id} has no option '{name}'{near_miss(name, names)}"
        for name in given
        if name not in names
    ]
    values: list[tuple[str, OptionValue]] = []
    for option in policy.options:
        value = given.get(option.name, option.default)
        try:
            values.append((option.name, option.read(value)))
        except ValueError:
            problems.append(f"option '{option.name}' is '{value}': give {option.range_in_words}")
    if problems:
        raise UsageError("; ".join(problems) + ".")
    return Settings(tuple(values))


_PLACE = re.compile(r"\{([^{}]*)\}")
CODE_SECTION_PLACE = "{code_section}"
"""In a reason: the code section of the conviction as printed."""


def places_in(template: str) -> tuple[str, ...]:
    """The option names between braces in a text."""
    found: list[str] = _PLACE.findall(template)
    return tuple(name for name in found if f"{{{name}}}" != CODE_SECTION_PLACE)


def fill(template: str, settings: Settings) -> str:
    """A text with its ``{option}`` places filled in; `CODE_SECTION_PLACE` stays."""
    values = settings.as_dict()
    return _PLACE.sub(lambda match: str(values.get(match[1], match[0])), template)
