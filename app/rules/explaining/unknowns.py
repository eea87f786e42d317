"""Unknown facts of an explanation as places of the record that a value can be put into.

A fact is known by its name and by where it stands (the predicates give both). One that no
value of the record decides (a doubt of the law) is supposed by its rule: the rule met, or
not met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.model.dates import UNKNOWN_DATE
from app.model.record import (
    Charge,
    Event,
    EventKind,
    Level,
    RapSheet,
    ReliefKind,
    RowRef,
)
from app.model.relief import Explanation, Fact, Finding
from app.model.standing import is_granted_by
from app.model.truth import Truth
from app.rules.evaluate import SCOPE_RULE, Evaluator
from app.rules.explaining.section_choices import (
    charged_choices,
    letter_choices,
    lists_of,
    narrower_choices,
    other_choices,
    own_choices,
    settled_words,
)
from app.rules.explaining.suppose import Put, World, change_charge, change_event, find_charge
from app.rules.explaining.unknown_days import (
    birth_date,
    conviction_date,
    offense_date,
    relief_at,
    relief_date,
    sentence_end,
)
from app.rules.explaining.unknown_kinds import Asked, Choice, ChoiceUnknown, Key, Maker, Unknown
from app.rules.vocabulary import standing_fact


def open_findings(explanation: Explanation) -> list[Finding]:
    """The findings that leave the answer open: those before the first that is met."""
    scope, *rules = explanation.findings
    if scope.truth is not Truth.MET:
        return [scope] if scope.truth is Truth.UNKNOWN else []
    if explanation.determination.missing:
        return _open_before_met(rules)
    return _open_before_met(explanation.procedure)


def _open_before_met(findings: tuple[Finding, ...] | list[Finding]) -> list[Finding]:
    found = []
    for finding in findings:
        if finding.truth is Truth.MET:
            break
        if finding.is_on and finding.truth is Truth.UNKNOWN:
            found.append(finding)
    return found


def find_unknowns(evaluator: Evaluator, sheet: RapSheet, explanation: Explanation) -> list[Unknown]:
    """The unknown facts that leave the answer open, each once, in the order of the rules."""
    own = find_charge(sheet, explanation.determination.at)
    findings = open_findings(explanation)
    if own is None or not findings:
        return []
    asked = Asked(evaluator, sheet, *own)
    found: dict[Key, Unknown] = {}
    for finding in findings:
        for fact in finding.facts:
            if not fact.is_known:
                unknown = _unknown(asked, fact) or _by_rule(fact, finding, findings)
                found.setdefault(unknown.key, unknown)
    return list(found.values())


def _by_rule(fact: Fact, finding: Finding, findings: list[Finding]) -> ChoiceUnknown:
    """Nothing to put into the record: suppose the rule met, and not met."""
    key = ("rule", fact.name, fact.at)
    if finding.rule_id == SCOPE_RULE:
        return ChoiceUnknown(key, fact, (), settles=False, lead="")

    def choice(word: str, truth: Truth) -> Choice:
        words = f"the answer to “{finding.asks}” is {word}"
        row = (finding.rule_id, truth)
        return Choice(words, words, lambda world: replace(world, rows=(*world.rows, row)))

    is_alone = len(finding.missing) == 1
    n_rules = sum(fact in other.facts for other in findings)
    choices = (choice("yes", Truth.MET), choice("no", Truth.NOT_MET))
    return ChoiceUnknown(key, fact, choices, settles=is_alone and n_rules == 1, lead="")


def _unknown(asked: Asked, fact: Fact) -> Unknown | None:
    make = _MAKERS.get(fact.name)
    if make is None:
        make = next((one for start, one in _MAKERS_BY_START if fact.name.startswith(start)), None)
    return None if make is None else make(asked, fact)


def _with_charge(fact: Fact, change: Callable[[Charge], Charge]) -> Put:
    at = fact.at
    assert at is not None
    return lambda world: replace(world, sheet=change_charge(world.sheet, at, change))


def _level(asked: Asked, fact: Fact) -> Unknown | None:
    """Of this conviction or another; where a reduction is dated only in part, its date."""
    is_own = fact.name == "level of offense"
    found = (asked.charge, asked.event) if is_own else find_charge(asked.sheet, fact.at)
    if found is None:
        return None
    charge, at = found[0], found[0].at
    if charge.level is not Level.UNKNOWN:
        for place, one in enumerate(charge.relief):
            is_open = is_granted_by(one, asked.evaluator.as_of) is Truth.UNKNOWN
            if one.kind is ReliefKind.REDUCED and is_open:
                return relief_at(charge, place, fact)
        return None
    if any(one.kind is ReliefKind.REDUCED for one in charge.relief):
        return None  # the level of before would not tell the level of now

    def put(level: Level) -> Put:
        return lambda world: replace(
            world, sheet=change_charge(world.sheet, at, lambda one: one._replace(level=level))
        )

    levels = (Level.FELONY, Level.MISDEMEANOR, Level.INFRACTION)
    words = {
        level: f"{'an' if level is Level.INFRACTION else 'a'} {level.value}" for level in levels
    }
    choices = (Choice(words[level], words[level], put(level)) for level in levels)
    return ChoiceUnknown(("level", at), fact, tuple(choices))


def _sections(asked: Asked, fact: Fact, texts: list[tuple[str, str, str]]) -> Unknown | None:
    """Texts (words, group, text) in place of a print that cannot be read."""
    found = find_charge(asked.sheet, fact.at)
    if found is None or not texts:
        return None
    old = found[0].section_text

    def put(text: str) -> Put:
        def changed(charge: Charge) -> Charge:
            charged = text if charge.charged_text == old else charge.charged_text
            return charge._replace(section_text=text, charged_text=charged)

        return _with_charge(fact, changed)

    choices = tuple(Choice(words, group, put(text)) for words, group, text in texts)
    return ChoiceUnknown(("section", fact.at), fact, choices)


def _own_section(asked: Asked, fact: Fact) -> Unknown | None:
    if "the record does not say which part" in fact.value:
        texts = narrower_choices(asked.evaluator, asked.charge.section_text)
    else:
        texts = own_choices(asked.evaluator)
    return _sections(asked, fact, texts)


def _other_section(asked: Asked, fact: Fact) -> Unknown | None:
    if not fact.value.startswith(("cannot be read", "not on record", "cannot be told")):
        return None
    found = find_charge(asked.sheet, fact.at)
    return _sections(asked, fact, other_choices(asked.evaluator, found[0] if found else None))


def _letter(asked: Asked, fact: Fact) -> Unknown | None:
    return _sections(asked, fact, letter_choices(asked.charge.section_text))


def _section_charged(asked: Asked, fact: Fact) -> Unknown | None:
    texts = charged_choices(asked.evaluator, asked.charge)

    def put(text: str) -> Put:
        return _with_charge(fact, lambda charge: charge._replace(charged_text=text))

    choices = tuple(Choice(words, group, put(text)) for words, group, text in texts)
    return ChoiceUnknown(("charged", fact.at), fact, choices) if choices else None


def _perhaps_none(asked: Asked, fact: Fact) -> Unknown | None:
    """Of another conviction, reversed or of unread disposition: it counts, or is none at all."""
    doubted = [one.charge.at for one in asked.counts if standing_fact(one) == fact]
    if not doubted or asked.charge.at in doubted:
        return None

    def stands(charge: Charge) -> Charge:
        kept = tuple(one for one in charge.relief if one.kind is not ReliefKind.REVERSED)
        return charge._replace(relief=kept, is_doubtful=False)

    def put(change: Callable[[Charge], Charge]) -> Put:
        def changed(world: World) -> World:
            sheet = world.sheet
            for at in doubted:  # more than one where a row reverses two of one section
                sheet = change_charge(sheet, at, change)
            return replace(world, sheet=sheet)

        return changed

    choices = (
        Choice("it counts", "", put(stands)),
        Choice("it does not count", "", put(lambda one: one._replace(is_conviction=False))),
    )
    return ChoiceUnknown(("stands", *doubted), fact, choices, lead="")


def _maybe_listed(asked: Asked, fact: Fact) -> Unknown | None:
    for offenses in lists_of(asked.evaluator):
        if fact.name.endswith(f" comes under {offenses.citation}") and fact.at is not None:
            return _listed_or_not(fact, fact.at, offenses.id)
    return None


def _listed_or_not(fact: Fact, at: RowRef, list_id: str) -> Unknown:
    def put(is_listed: bool) -> Put:
        one = (at, list_id, is_listed)
        return lambda world: replace(world, listings=(*world.listings, one))

    choices = (Choice("it does", "", put(True)), Choice("it does not", "", put(False)))
    return ChoiceUnknown(("listed", at, list_id), fact, choices, lead="")


def _registration(asked: Asked, fact: Fact) -> Unknown | None:
    event = next((one for one in asked.sheet.events() if one.at == fact.at), None)
    if event is None or event.kind is not EventKind.REGISTRATION:
        return None

    def put(text: str) -> Put:
        def named(one: Event) -> Event:
            if one.charges:
                counts = tuple(charge._replace(section_text=text) for charge in one.charges)
            else:
                counts = (_count_of(one, text),)
            return one._replace(charges=counts)

        def is_it(one: Event) -> bool:
            return one.at == fact.at and one.kind is EventKind.REGISTRATION

        return lambda world: replace(world, sheet=change_event(world.sheet, is_it, named))

    choices = (
        Choice("it was under PC 290", "", put("290 PC")),
        Choice("it was under another law", "", put("11590 HS")),
    )
    return ChoiceUnknown(("registration", fact.at), fact, choices, lead="")


def _count_of(event: Event, text: str) -> Charge:
    return Charge(
        "", text, "OFFENSE_DESCR", text, "", "", Level.UNKNOWN, "", "", False, "", (), (), event.at,
        (), (), UNKNOWN_DATE,
    )  # fmt: skip


def _county(asked: Asked, fact: Fact) -> Unknown:
    own, at = asked.evaluator.county, asked.charge.at

    def put(county: str) -> Put:
        def is_it(one: Event) -> bool:
            return any(charge.at == at for charge in one.charges)

        def placed(one: Event) -> Event:
            return one._replace(county=county)

        return lambda world: replace(world, sheet=change_event(world.sheet, is_it, placed))

    elsewhere = "ANOTHER COUNTY"
    choices = (Choice(own.title(), "", put(own)), Choice("another county", "", put(elsewhere)))
    return ChoiceUnknown(("county", at), fact, choices)


def _court(asked: Asked, fact: Fact) -> Unknown:
    at = asked.charge.at

    def put(name: str) -> Put:
        def is_it(one: Event) -> bool:
            return any(charge.at == at for charge in one.charges)

        def named(one: Event) -> Event:
            return one._replace(agency=name)

        return lambda world: replace(world, sheet=change_event(world.sheet, is_it, named))

    names = settled_words(asked.evaluator, "court_begins", "names")
    choices = [Choice(f"its name begins with {name}", "", put(name)) for name in names]
    other = next(text for text in ("SUPERIOR COURT", "X") if not text.startswith(tuple(names)))
    choices.append(Choice("another court", "", put(other)))
    return ChoiceUnknown(("court", at), fact, tuple(choices), lead="")


_MAKERS: dict[str, Maker] = {
    "birth date": birth_date,
    "conviction date": conviction_date,
    "offense date": offense_date,
    "end of the sentence": sentence_end,
    "relief on record": relief_date,
    "level of offense": _level,
    "code section": _own_section,
    "code section of an earlier conviction": _other_section,
    "code section of another conviction": _other_section,
    "code section of a charge in the cycle": _other_section,
    "subdivision of HS 11357": _letter,
    "section charged": _section_charged,
    "whether a reversed conviction counts": _perhaps_none,
    "disposition of another count": _perhaps_none,
    "registration under PC 290": _registration,
    "county": _county,
    "court": _court,
}
_MAKERS_BY_START: tuple[tuple[str, Maker], ...] = (
    ("date of the conviction for ", conviction_date),
    ("level of the conviction for ", _level),
    ("end of the sentence for ", sentence_end),
    ("whether ", _maybe_listed),
)
