"""A policy as an attorney reads it, made into plain data.

`read_out` gives an `app.model.policy_reading.PolicyReading`, from which the terminal, the
Markdown text and the sign-off sheet are printed: the same words everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.model.county import normalize_county
from app.model.policy_reading import (
    EntryReading,
    ListReading,
    OptionReading,
    PolicyFigures,
    PolicyReading,
    RowReading,
    SourceReading,
    ValueReading,
)
from app.rules.conditions import predicates_in
from app.rules.lists.offense_lists import Listing, load_offense_list
from app.rules.policy import (
    CODE_SECTION_PLACE,
    ChosenBy,
    Condition,
    DatedValue,
    Option,
    OptionKind,
    OptionValue,
    Policy,
    ProcedureRow,
    Rule,
    Settings,
    ValueEntry,
    fill,
    settle_options,
)
from app.rules.predicates import PREDICATES
from app.rules.presenting.conditions import condition_in_words, plain
from app.rules.presenting.sign_off import sign_off_caution, sign_off_table, signed_in_words
from app.rules.presenting.text import text_lines
from app.rules.vocabulary import ArgumentKind

_CHOSEN_BY = {
    ChosenBy.AS_OF: "the as-of date chooses",
    ChosenBy.OFFENSE: "the date of the offense chooses",
    ChosenBy.CONVICTION: "the date of the conviction chooses",
}
_UNKNOWN = (
    "An unknown fact counts neither for nor against relief.",
    (
        "Where it could change the answer, the conviction goes to hand review, and the reason "
        "names the missing fact. Where every row left open answers as the deciding row does, "
        "that answer stands."
    ),
    "A conviction that may or may not be in scope goes to hand review as well.",
)
_NO_ROW = "A conviction that no row answers has no determination."
_PROCEDURE_OPEN = (
    "Where a fact is missing to tell which procedure applies, the answer says so and stands."
)
_LISTS_NOTE = (
    "The lists come with the program and are not part of the text that the SHA-256 is of. An "
    "offense that is only maybe on a list leaves the answer open."
)


def policy_lines(
    policy: Policy,
    settings: Settings | None = None,
    width: int = 100,
    *,
    as_of: date | None = None,
    figures: PolicyFigures | None = None,
) -> list[str]:
    """The policy as lines of text for the terminal; the defaults when ``settings`` is None."""
    return text_lines(read_out(policy, settings, as_of=as_of), figures, width)


def read_out(
    policy: Policy,
    settings: Settings | None = None,
    *,
    county: str = "",
    as_of: date | None = None,
) -> PolicyReading:
    """A policy with its options as an attorney reads it.

    ``settings`` fills the ``{option}`` places and marks the rows that are switched off (None:
    the defaults); ``as_of`` marks those that are not in force on it; ``county`` is that
    chosen for a policy of any county.
    """
    chosen = settings or settle_options(policy, {})
    return PolicyReading(
        title=policy.title,
        id=policy.id,
        version=policy.version,
        sha256=policy.sha256,
        jurisdiction=policy.jurisdiction,
        county=policy.county or normalize_county(county) or "any, one at a time",
        authority=policy.authority,
        provenance=" ".join(policy.provenance.split()),
        applies=_bounds("as-of dates", policy.earliest_on, policy.latest_on) or "to any as-of date",
        scope=fill(policy.scope_in_words, chosen),
        scope_asked=condition_in_words(policy.scope, chosen),
        options=tuple(_option(option, policy, chosen) for option in policy.options),
        rows=tuple(
            _row(place, rule, chosen, as_of) for place, rule in enumerate(policy.rules, start=1)
        ),
        procedures=tuple(
            _procedure(place, row, chosen) for place, row in enumerate(policy.procedures, start=1)
        ),
        values=tuple(_value(value) for value in policy.values),
        lists=tuple(_list(list_id) for list_id in _lists_asked(policy)),
        lists_note=_LISTS_NOTE,
        unknown=tuple(_unknown(policy)),
        limits=policy.known_limits,
        sources=tuple(
            SourceReading(one.cite, one.mark.name, one.mark.value, one.says)
            for one in policy.sources
        ),
        sign_off=(signed_in_words(policy), *filter(None, (sign_off_caution(policy, chosen),))),
        record=tuple(sign_off_table(policy, chosen, by="", role="", on=None)),
        record_with=_record_with(policy, chosen),
        as_of=as_of,
    )


def _record_with(policy: Policy, settings: Settings) -> str:
    """The command that records a sign-off for these options; those at their preset are left out."""
    changed = [
        f"--option {option.name}={plain(settings[option.name])}"
        for option in policy.options
        if settings[option.name] != option.default
    ]
    who = "--by NAME --role TITLE --on YYYY-MM-DD"
    return " ".join(["relief-desk policies sign", policy.id, who, *changed, "--out FILE.toml"])


def _option(option: Option, policy: Policy, settings: Settings) -> OptionReading:
    value = settings[option.name]
    why_unused = ""
    if option.enabled_by and settings[option.enabled_by] is not True:
        why_unused = f"not in use: {option.enabled_by} is {plain(settings[option.enabled_by])}"
    return OptionReading(
        name=option.name,
        sentence=option.sentence,
        value=plain(value),
        in_words=_in_words(option, value),
        may_be=_may_be(option),
        preset=_in_words(option, option.default),
        is_preset=value == option.default,
        why_unused=why_unused or _asked_only_off(option, policy, settings),
    )


def _asked_only_off(option: Option, policy: Policy, settings: Settings) -> str:
    """Why a number has no effect: the only rows that ask for it are switched off."""
    if option.kind is not OptionKind.NUMBER or option.enabled_by:
        return ""
    asking = [rule for rule in policy.rules if option.name in plain_references(rule.when)]
    if not asking or any(rule.is_switched_on(settings) for rule in asking):
        return ""
    return "not in use: the rows that ask for it are switched off"


def plain_references(condition: Condition) -> frozenset[str]:
    """Names of the options and dated values that a condition asks for."""
    values = [value for ask in predicates_in(condition) for _, value in ask.arguments]
    return frozenset(name for value in values if (name := getattr(value, "name", "")))


def _in_words(option: Option, value: OptionValue) -> str:
    """A choice in its own words, else the value."""
    return dict(option.choices).get(str(value), plain(value))


def _may_be(option: Option) -> str:
    if not option.choices:
        return option.range_in_words
    same = all(words.casefold() == value for value, words in option.choices)
    return "; ".join(words if same else f"{value}: {words}" for value, words in option.choices)


def _bounds(what: str, first: date | None, last: date | None) -> str:
    """``as-of dates from 2016-11-09 until 2024-12-31``; "" without a bound."""
    parts = [f"from {first}"] if first else []
    parts += [f"until {last}"] if last else []
    return " ".join([what, *parts]) if parts else ""


def _row(place: int, rule: Rule, settings: Settings, as_of: date | None) -> RowReading:
    return RowReading(
        place=place,
        id=rule.id,
        asks=fill(rule.asks, settings),
        asked=condition_in_words(rule.when, settings),
        answer=rule.then.value,
        reason=_reason(rule.reason, settings),
        cite=rule.cite,
        remedy=rule.remedy.value if rule.remedy else "",
        conditions=tuple(_conditions(rule)),
        why_off=_why_off(rule, settings, as_of),
    )


def _reason(template: str, settings: Settings) -> str:
    """Options filled in; the place of the code section, which each conviction fills, in words."""
    return fill(template, settings).replace(CODE_SECTION_PLACE, "(the code section)")


def _conditions(rule: Rule) -> Iterator[str]:
    """When a row is asked at all: what the options must be, and between which dates."""
    for name, value in rule.if_option:
        yield f"asked only when {name} is {plain(value)}"
    bounds = _bounds("as-of dates", rule.from_on, rule.until_on)
    if bounds:
        yield f"in force for {bounds}"


def _why_off(rule: Rule, settings: Settings, as_of: date | None) -> str:
    if not rule.is_switched_on(settings):
        own = (f"{n} is {plain(settings[n])}" for n, v in rule.if_option if settings[n] != v)
        return f"switched off: {', '.join(own)}"
    if as_of is not None and not rule.is_in_force(as_of):
        return f"not in force on {as_of}"
    return ""


def _procedure(place: int, row: ProcedureRow, settings: Settings) -> RowReading:
    return RowReading(
        place=place,
        id=row.id,
        asks=fill(row.asks, settings),
        asked=condition_in_words(row.when, settings),
        answer=row.then.value,
        reason=row.in_words,
        cite=row.cite,
    )


def _value(value: DatedValue) -> ValueReading:
    entries = tuple(_entry(entry) for entry in value.entries)
    return ValueReading(value.name, value.sentence, _CHOSEN_BY[value.by], entries)


def _entry(entry: ValueEntry) -> EntryReading:
    days = _bounds("", entry.from_on, entry.until_on).strip() or "always"
    return EntryReading(days, plain(entry.value), entry.cite)


def _lists_asked(policy: Policy) -> tuple[str, ...]:
    """Ids of the offense lists that the policy asks, each once, in its order."""
    conditions = [policy.scope, *(rule.when for rule in policy.rules)]
    conditions += [row.when for row in policy.procedures]
    found: dict[str, None] = {}
    for ask in (ask for condition in conditions for ask in predicates_in(condition)):
        kinds = {one.name: one.kind for one in PREDICATES[ask.predicate].arguments}
        for name, value in ask.arguments:
            if kinds[name] is ArgumentKind.OFFENSE_LIST and isinstance(value, str):
                found[value] = None
    return tuple(found)


def _list(list_id: str) -> ListReading:
    offenses = load_offense_list(list_id)
    sure = sum(one.listing is Listing.SURE for one in offenses.offenses)
    maybe = sum(one.listing is Listing.MAYBE for one in offenses.offenses)
    holds = f"{sure} sections surely on it, {maybe} maybe"
    return ListReading(list_id, offenses.title, offenses.citation, holds)


def _unknown(policy: Policy) -> Iterator[str]:
    yield from _UNKNOWN
    if not any(rule.is_otherwise for rule in policy.rules):
        yield _NO_ROW
    if policy.procedures:
        yield _PROCEDURE_OPEN
