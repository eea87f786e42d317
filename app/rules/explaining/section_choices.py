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
from app.model.statute import CANNABIS_NUMBERS, CodeSection, read_section
from app.rules.conditions import predicates_in
from app.rules.evaluate import Evaluator
from app.rules.lists.meanings import load_meanings
from app.rules.lists.offense_lists import Listing, OffenseList, load_offense_list
from app.rules.policy import FromOption, FromValue, Policy, Settings
from app.rules.predicates import PREDICATES
from app.rules.vocabulary import ArgumentKind

Texts = list[tuple[str, str, str]]

OTHER = "another section"
_SURE = "an offense under {}"
_MAYBE = "an offense that may come under {}"
_PLAIN = ("VC 12500", "PC 640", "PC 602", "VC 14601", "BP 25662", "PC 415")
_LETTERS = ("a", "b", "c", "d")


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
    found: Texts = []
    cited = _cited(evaluator)
    for number in sorted(CANNABIS_NUMBERS):
        group = f"HS {number}"
        letters = [f"{group}({letter})" for letter in _LETTERS]
        own = [text for text in cited if text.startswith(f"{group}(")]
        found += [(text, group, text) for text in dict.fromkeys([group, *letters, *own])]
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
    numbers = CANNABIS_NUMBERS
    found: Texts = [
        (text, text, text)
        for text in cited
        if read_section(text).sections[0].section not in numbers
    ]
    groups: dict[str, list[str]] = {}
    for offenses in lists:
        is_sure_one = is_felony or not offenses.is_felony_only
        for one in offenses.offenses:
            if one.section.is_cannabis or one.listing is Listing.NEVER:
                continue
            is_sure = one.listing is Listing.SURE and is_sure_one
            group = (_SURE if is_sure else _MAYBE).format(offenses.citation)
            groups.setdefault(str(one.section), []).append(group)
    found += [(text, " and ".join(dict.fromkeys(names)), text) for text, names in groups.items()]
    found.append((OTHER, OTHER, _plain(lists, cited)))
    return list({text: one for one in found for text in one[2:]}.values())


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
    letter = next(one for one in "zyxw" if one not in taken)
    other = str(replace(section, subdivisions=(*section.subdivisions, letter)))
    return [(text, text, text) for text in texts] + [
        ("another part of it", "another part of it", other)
    ]


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
