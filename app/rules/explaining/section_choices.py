"""Which sections to put in place of one that the record does not tell: (words, group, text).

Every section that the rules of a policy could tell from another: the four cannabis sections
with their subdivisions, what the rules cite, the offense lists they ask, and one section
that is none of these. ``group`` is what several stand for together: "HS 11357" for
11357(a), (b) and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from app.model.record import Charge
from app.model.statute import CANNABIS_NUMBERS, CodeSection, Inchoate, read_section
from app.rules.conditions import predicates_in
from app.rules.evaluate import Evaluator
from app.rules.lists.meanings import load_meanings
from app.rules.lists.offense_lists import Listing, OffenseList, load_offense_list
from app.rules.policy import FromOption, FromValue, Policy, Settings
from app.rules.predicates import PREDICATES
from app.rules.vocabulary import ArgumentKind

Texts = list[tuple[str, str, str]]

OTHER = "any other section"
OTHER_PART = "another part of it"
_SURE = "an offense under {}"
_MAYBE = "an offense that may come under {}"
_PLAIN = ("VC 12500", "PC 640", "PC 602", "VC 14601", "BP 25662", "PC 415")
_LETTERS = ("a", "b", "c", "d", "e", "f")
_UNUSED = ("z", "y", "x", "w")
_INCHOATE_WORDS = {
    Inchoate.ATTEMPT: "an attempt (PC 664) at one of HS 11357 to 11360",
    Inchoate.CONSPIRACY: "a conspiracy (PC 182) for one of HS 11357 to 11360",
}


@lru_cache(maxsize=64)
def _arguments(policy: Policy, settings: Settings) -> tuple[tuple[str, str, object], ...]:
    """Every (predicate, argument, value) that the rows switched on ask with."""
    rules = [rule for rule in policy.rules if rule.is_switched_on(settings)]
    asks = [ask for rule in rules for ask in predicates_in(rule.when)]
    asks += predicates_in(policy.scope)
    asks += [ask for row in policy.procedures for ask in predicates_in(row.when)]
    found: list[tuple[str, str, object]] = []
    for ask in asks:
        for name, value in ask.arguments:
            if isinstance(value, FromOption):
                found.append((ask.predicate, name, settings[value.name]))
            elif isinstance(value, FromValue):
                entries = policy.value(value.name).entries
                found += [(ask.predicate, name, entry.value) for entry in entries]
            else:
                found.append((ask.predicate, name, value))
    return tuple(found)


def _of_kind(evaluator: Evaluator, kind: ArgumentKind) -> Iterator[str]:
    for predicate, name, value in _arguments(evaluator.policy, evaluator.settings):
        kinds = {argument.name: argument.kind for argument in PREDICATES[predicate].arguments}
        if kinds.get(name) is kind:
            yield from (str(one) for one in (value if isinstance(value, tuple) else (value,)))


def settled_words(evaluator: Evaluator, predicate: str, argument: str) -> tuple[str, ...]:
    """Every word that a predicate is asked with, each once."""
    found: dict[str, None] = {}
    for own, name, value in _arguments(evaluator.policy, evaluator.settings):
        if (own, name) == (predicate, argument):
            found.update(dict.fromkeys(value if isinstance(value, tuple) else (str(value),)))
    return tuple(found)


def lists_of(evaluator: Evaluator) -> tuple[OffenseList, ...]:
    """The offense lists that the policy asks, each once."""
    ids = dict.fromkeys(_of_kind(evaluator, ArgumentKind.OFFENSE_LIST))
    return tuple(load_offense_list(list_id) for list_id in ids)


def _cited(evaluator: Evaluator) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_of_kind(evaluator, ArgumentKind.CITED_SECTIONS)))


def _plain(lists: tuple[OffenseList, ...], cited: tuple[str, ...]) -> str:
    """A section that no list and no rule names."""
    numbers = {section.section for text in cited for section in read_section(text).sections}
    for text in _PLAIN:
        section = read_section(text).sections[0]
        if section.section not in numbers and all(
            one.listing_of_text(text) is Listing.NEVER for one in lists
        ):
            return text
    return _PLAIN[0]


def _cannabis(evaluator: Evaluator) -> Texts:
    """The four sections with every part that a row names or could tell from another."""
    found: Texts = []
    cited = [one for text in _cited(evaluator) for one in read_section(text).sections]
    letters = settled_words(evaluator, "section_is", "subdivisions")
    for number in sorted(CANNABIS_NUMBERS):
        group = f"HS {number}"
        parts: dict[tuple[str, ...], None] = {
            (letter,): None for letter in (*_LETTERS, *letters) if letter != "none"
        }
        own = [one for one in cited if one.section == number]
        for one in own:
            parts |= {one.subdivisions[:n]: None for n in range(1, len(one.subdivisions) + 1)}
        found.append((f"{group} without a subdivision", group, group))
        texts = [str(CodeSection("HS", number, part)) for part in sorted(parts)]
        texts += [str(one) for one in own if one.inchoate is not Inchoate.NONE]
        found += [(text, group, text) for text in texts]
        found += [(words, group, text) for words, text in _rest_of(number, tuple(parts))]
    return found + _inchoate(evaluator)


def _rest_of(number: str, parts: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, str]]:
    """For every named part that has named parts itself, and the section: one not named."""
    for place in sorted({part[:-1] for part in parts}):
        whole = CodeSection("HS", number, place)
        taken = {part[len(place)] for part in parts if part[: len(place)] == place != part}
        rest = next(one for one in _UNUSED if one not in taken)
        yield f"any other subdivision of {whole}", str(replace(whole, subdivisions=(*place, rest)))


def _inchoate(evaluator: Evaluator) -> Texts:
    """Attempts and conspiracies, where a row asks for them as such."""
    found: Texts = []
    for word in settled_words(evaluator, "inchoate_is", "kind"):
        kind = Inchoate(word)
        for number in sorted(CANNABIS_NUMBERS):
            text = str(CodeSection("HS", number, (), kind))
            found.append((text, _INCHOATE_WORDS[kind], text))
    return found


def own_choices(evaluator: Evaluator) -> Texts:
    """For the conviction itself."""
    return _cannabis(evaluator) + _others(evaluator, is_felony=True)


def other_choices(evaluator: Evaluator, charge: Charge | None) -> Texts:
    """For another conviction, or another charge of the cycle."""
    is_felony = charge is not None and charge.level.value == "felony"
    return _cannabis(evaluator) + _others(evaluator, is_felony=is_felony)


def _others(evaluator: Evaluator, *, is_felony: bool) -> Texts:
    lists, cited = lists_of(evaluator), _cited(evaluator)
    found: Texts = []
    for text in cited:
        section = read_section(text).sections[0]
        if section.section not in CANNABIS_NUMBERS:
            wholes = [str(replace(section, subdivisions=part)) for part in _wholes(section)]
            found += [(one, one, one) for one in (text, *wholes)]
    groups: dict[str, list[str]] = {}
    for offenses in lists:
        for text, is_sure in _texts_of(offenses, is_felony=is_felony).items():
            groups.setdefault(text, []).append(_called(offenses, is_sure=is_sure))
    found += [(text, " and ".join(dict.fromkeys(names)), text) for text, names in groups.items()]
    found.append((OTHER, OTHER, _plain(lists, cited)))
    return list({text: one for one in found for text in one[2:]}.values())


def _called(offenses: OffenseList, *, is_sure: bool) -> str:
    """What its offenses are called; a list of an office's own by its title."""
    if " " in offenses.citation and not offenses.citation.split()[0].isupper():
        one = offenses.title.lower().removesuffix("s")
        return f"a {one}" if is_sure else f"a charge that may be a {one}"
    return (_SURE if is_sure else _MAYBE).format(offenses.citation)


def _texts_of(offenses: OffenseList, *, is_felony: bool) -> dict[str, bool]:
    """Every section of a list, and the broader ones they are parts of: whether surely on it."""
    found: dict[str, bool] = {}
    is_sure_one = is_felony or not offenses.is_felony_only
    for one in offenses.offenses:
        if one.section.is_cannabis or one.listing is Listing.NEVER:
            continue
        found[str(one.section)] = one.listing is Listing.SURE and is_sure_one
    for one in offenses.offenses:
        if not one.section.is_cannabis:
            for part in _wholes(one.section):
                text = str(replace(one.section, subdivisions=part))
                listing = offenses.listing_of_text(text)
                if listing is not Listing.NEVER:
                    found.setdefault(text, listing is Listing.SURE and is_sure_one)
    return found


def _wholes(section: CodeSection) -> list[tuple[str, ...]]:
    """What a section is a part of: () and (a) for (a)(1)."""
    return [section.subdivisions[:n] for n in range(len(section.subdivisions))]


def narrower_choices(evaluator: Evaluator, printed: str) -> Texts:
    """Parts of a section that the record names only as a whole, as the rules tell them apart."""
    section = _only_section(printed)
    if section is None or not (section.code or section.is_cannabis):
        return []
    wanted = [read_section(text).sections[0] for text in _cited(evaluator)]
    wanted += [one.section for offenses in lists_of(evaluator) for one in offenses.offenses]
    n_own = len(section.subdivisions)
    parts = {
        one.subdivisions: None
        for one in wanted
        if one.section == section.section
        and len(one.subdivisions) > n_own
        and one.subdivisions[:n_own] == section.subdivisions
    }
    if not parts:
        return []
    texts = [str(replace(section, subdivisions=part)) for part in parts]
    taken = {part[n_own] for part in parts}
    letter = next(one for one in _UNUSED if one not in taken)
    other = str(replace(section, subdivisions=(*section.subdivisions, letter)))
    return [(text, text, text) for text in texts] + [(OTHER_PART, OTHER_PART, other)]


def letter_choices(printed: str) -> Texts:
    """HS 11357 with each letter that means something."""
    section = _only_section(printed)
    if section is None:
        return []
    letters = dict.fromkeys(one.letter for one in load_meanings().meanings)
    texts = [str(replace(section, subdivisions=(letter,))) for letter in letters]
    return [(text, text, text) for text in texts]


def charged_choices(evaluator: Evaluator, charge: Charge) -> Texts:
    """For the section charged: as convicted, what the rules cite, another one."""
    own = read_section(charge.section_text)
    cited = _cited(evaluator)
    found = [(text, text, text) for text in cited]
    if own.is_read:
        found.insert(0, ("as convicted", "as convicted", charge.section_text))
    found.append((OTHER, OTHER, _plain(lists_of(evaluator), cited)))
    return list(dict.fromkeys(found))


def _only_section(printed: str) -> CodeSection | None:
    reading = read_section(printed)
    is_one = len(reading.sections) == 1 and not reading.unread
    return reading.sections[0] if is_one else None
