"""What the program knows of a code section: how it reads it, where it counts, who names it.

The section is read by the same grammar as records are (`app.model.statute`). All that is said
is read from the lists, the meanings and the policies at hand; what they do not hold is not
said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import UserError
from app.help.generated import LIST_WORDS
from app.model.statute import CodeSection, SectionReading, read_section
from app.model.truth import Truth
from app.rules.catalog import find_policies, load_by_id, own_folders
from app.rules.conditions import predicates_in
from app.rules.lists.meanings import load_meanings
from app.rules.lists.offense_lists import ListedOffense, load_offense_list, offense_list_ids
from app.rules.lists.sections import names_one_of
from app.rules.policy import Ask, Condition, Policy

NOTHING_READ = (
    "No section can be read at the start of this text. Write the number with the letters of its "
    "code: 11357(b) HS, HS 11357(b), 664/11359 HS."
)
LEVEL = (
    "The level (felony, misdemeanor, infraction) is taken from the record alone, never from the "
    "section."
)
_CANNABIS = {
    Truth.MET: "Yes: one of HS 11357 to 11360, the sections of Proposition 64.",
    Truth.NOT_MET: "No: none of HS 11357 to 11360.",
    Truth.UNKNOWN: "Not known: a part of the text cannot be read, or a range includes them.",
}
_LOOKS_LIKE = re.compile(
    r"\s*(?:[A-Za-z&.]{1,4}\s*)?(?:§\s*)?\d{1,6}(?:[.(/\s-]*[\w)(./-]*){0,6}\s*"
)
_SECTIONS = "sections"
_LIST = "list"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is known, under its heading."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionAnswer:
    """What is known of a section. ``parts`` is empty when nothing could be read."""

    asked: str
    title: str
    parts: tuple[Part, ...]

    @property
    def is_read(self) -> bool:
        return bool(self.parts)


def looks_like_section(text: str) -> bool:
    """Whether a text in the search field is meant as a section: ``11357(b)``, ``HS 11357 b``."""
    return _LOOKS_LIKE.fullmatch(text) is not None and bool(read_typed(text).sections)


def read_typed(text: str) -> SectionReading:
    """A section as a person types it: blanks between subdivisions are allowed."""
    reading = read_section(text.strip().upper())
    match = re.fullmatch(r"\s*(\D*?)\s*(\d[\d.]*)((?:\s+[A-Za-z0-9]{1,2})+)\s*", text)
    if match is None:
        return reading
    code, number, rest = match.groups()
    joined = "".join(f"({part})" for part in rest.split())
    spaced = read_section(f"{number}{joined} {code}".strip().upper())
    as_printed = read_section(f"{number}{rest}".upper())
    # "11357 HS" ends in letters of a code, "11357 b" in a subdivision.
    return spaced if spaced.sections and not _has_code(as_printed, code) else reading


def _has_code(reading: SectionReading, code: str) -> bool:
    return not code and bool(reading.sections) and bool(reading.sections[0].code)


def look_up_section(text: str) -> SectionAnswer:
    """All that the program knows of the section at the start of a text."""
    reading = read_typed(text)
    if not reading.sections:
        return SectionAnswer(text, text.strip(), ())
    title = " and ".join(map(str, reading.sections))
    parts = (
        Part("How it is read", tuple(_reading(reading))),
        Part("Cannabis", (_CANNABIS[reading.is_cannabis],)),
        Part("What it forbids", tuple(_meanings(reading))),
        Part("Lists of offenses", tuple(_lists(reading))),
        Part("Policies that ask about it", tuple(_policies(reading))),
        Part("Level", (LEVEL,)),
    )
    return SectionAnswer(text, title, tuple(part for part in parts if part.lines))


def _reading(reading: SectionReading) -> Iterator[str]:
    for section in reading.sections:
        yield f"Section {section}"
    for between in reading.ranges:
        yield f"A range: {between}. The text does not say which of them it is."
    if reading.unread:
        yield f"Not read: {reading.unread}. What is not read is never taken for another section."
    yield from (f"{words[:1].upper()}{words[1:]}." for words in reading.warnings)


def _meanings(reading: SectionReading) -> Iterator[str]:
    table = load_meanings()
    for section in reading.standing:
        if section.section != table.section or not section.is_cannabis:
            continue
        for one in table.meanings:
            if section.subdivision in ("", one.letter):
                days = [f"from {one.from_on}"] if one.from_on else []
                days += [f"until {one.until_on}"] if one.until_on else []
                when = f"offenses {' '.join(days)}" if days else "any day"
                yield f"({one.letter}), {when}: {one.in_words} ({one.cite}; mark {one.mark.name})"


def _lists(reading: SectionReading) -> Iterator[str]:
    found = [(load_offense_list(one).listing_of(reading), one) for one in offense_list_ids()]
    for listing, list_id in sorted(found, key=lambda one: -one[0]):
        offenses = load_offense_list(list_id)
        words = f"{offenses.title} ({offenses.citation}): {LIST_WORDS[listing]}"
        entries = [one for one in offenses.offenses if _concerns(one, reading)]
        yield f"{words}. {' '.join(map(_entry, entries))}".rstrip()


def _concerns(entry: ListedOffense, reading: SectionReading) -> bool:
    return any(_is_related(entry.section, own) for own in reading.sections)


def _is_related(one: CodeSection, other: CodeSection) -> bool:
    """The same section, one perhaps narrower than the other."""
    if one.section != other.section or not (one.code == other.code or not other.code):
        return False
    n_common = min(len(one.subdivisions), len(other.subdivisions))
    return one.subdivisions[:n_common] == other.subdivisions[:n_common]


def _entry(one: ListedOffense) -> str:
    bounds = [f"from {one.from_on}"] if one.from_on else []
    bounds += [f"until {one.until_on}"] if one.until_on else []
    about = "; ".join(filter(None, (one.note.rstrip("."), " ".join(bounds), one.citation)))
    return f"{one.section}: {LIST_WORDS[one.listing]} ({about}; mark {one.source})."


def _policies(reading: SectionReading) -> Iterator[str]:
    for policy_id in find_policies(own_folders()):
        try:
            policy = load_by_id(policy_id, own_folders())
        except UserError:
            yield f"{policy_id}: the file cannot be used; see relief-desk policies check."
            continue
        where = list(_named_in(policy, reading))
        if where:
            yield f"{policy.title} ({policy_id}): {'; '.join(where)}"


def _named_in(policy: Policy, reading: SectionReading) -> Iterator[str]:
    if _names(policy.scope, reading):
        yield f"its scope: {policy.scope_in_words}"
    for place, rule in enumerate(policy.rules, start=1):
        if _names(rule.when, reading):
            yield f"row {place}: {rule.asks}"


def _names(condition: Condition, reading: SectionReading) -> bool:
    """Whether a condition names the section, or one of its lists surely or perhaps holds it."""
    return any(_ask_names(ask, reading) for ask in predicates_in(condition))


def _ask_names(ask: Ask, reading: SectionReading) -> bool:
    if ask.predicate == "is_cannabis":
        return reading.is_cannabis is not Truth.NOT_MET
    for name, value in ask.arguments:
        if name == _SECTIONS and isinstance(value, tuple):
            cited = tuple(str(one) for one in reading.sections)
            return any(names_one_of(text, value) is not Truth.NOT_MET for text in cited)
        if name == _LIST and isinstance(value, str):
            return bool(load_offense_list(value).listing_of(reading))
    return False
