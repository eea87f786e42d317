"""Lists of offenses that a statute names, each entry sure, maybe or never.

The lists are data in ``resources/statutes``, every entry with its citation and with how
sure we are of it (`SOURCES`). *Sure*: the section alone shows that the offense is on the
list. *Maybe*: it depends on what the record does not say, so a rule that needs to know is
unknown. *Never*: a section near a listed one that is not on the list. What a list does not
name is its ``rest``: never, or maybe where the list is known to be incomplete.

An entry may hold only from a day or until a day, both included: the date of the listed
offense, or of its conviction where that is all the record has.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.model.dates import UNKNOWN_DATE, PartialDate
from app.model.statute import CodeSection, Inchoate, SectionRange, SectionReading, read_section
from app.paths import resources

SOURCES = {
    "V": "the words of the statute were read",
    "S": "described by another source",
    "C": "used by a program of a county or of the state's partners",
    "G": "general knowledge, not verified",
}
"""How sure the membership of an entry is; ``source`` of every entry is one of these."""


class Listing(IntEnum):
    """How surely an offense is on a list; the higher of two counts for two sections."""

    NEVER = 0
    MAYBE = 1
    SURE = 2


_NEVER = Listing.NEVER


@dataclass(frozen=True, slots=True)
class ListedOffense:
    """One section of a list; it covers its own subdivisions unless they are listed too."""

    section: CodeSection
    listing: Listing
    attempt: Listing
    conspiracy: Listing
    citation: str
    note: str
    source: str
    from_on: date | None = None
    until_on: date | None = None

    def listing_of(self, inchoate: Inchoate) -> Listing:
        if inchoate is Inchoate.ATTEMPT:
            return min(self.attempt, self.listing)
        if inchoate is Inchoate.CONSPIRACY:
            return min(self.conspiracy, self.listing)
        return self.listing

    def holds_on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )


@dataclass(frozen=True, slots=True)
class ListedPair:
    """An enhancement, and the sections that are listed when it stands together with them."""

    enhancement: CodeSection
    enhanced: tuple[CodeSection, ...]
    listing: Listing
    citation: str
    source: str


@dataclass(frozen=True, slots=True)
class OffenseList:
    """A statute's list. ``is_felony_only``: only a felony conviction is surely on it."""

    id: str
    title: str
    citation: str
    is_felony_only: bool
    offenses: tuple[ListedOffense, ...]
    pair: ListedPair | None = None
    rest: Listing = Listing.NEVER
    _changes: list[date] = field(default_factory=list, repr=False, compare=False)
    _by_number: list[dict[str, list[ListedOffense]]] = field(
        default_factory=list, repr=False, compare=False
    )
    _halves: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    _seen: dict[str, tuple[Listing, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        days = {one.from_on for one in self.offenses if one.from_on is not None}
        days |= {
            one.until_on + timedelta(1)
            for one in self.offenses
            if one.until_on is not None and one.until_on < date.max
        }
        self._changes.extend(sorted(days))
        for begins in (date.min, *self._changes):
            in_force: dict[str, list[ListedOffense]] = {}
            for offense in self.offenses:
                if offense.holds_on(begins):
                    in_force.setdefault(offense.section.section, []).append(offense)
            self._by_number.append(in_force)

    @property
    def is_dated(self) -> bool:
        """Whether an entry holds only from or until a day, so that dates matter."""
        return bool(self._changes)

    def listing_of_text(self, text: str, on: PartialDate = UNKNOWN_DATE) -> Listing:
        """`listing_on` of an offense text, remembered: records repeat the same few."""
        known = self._seen.get(text)
        if known is None:
            if len(self._seen) > 20_000:
                self._seen.clear()
            known = self._seen[text] = self._over_time(read_section(text))
        return known[0] if len(known) == 1 else self._within(known, on)

    def listing_of(self, reading: SectionReading) -> Listing:
        """The listing when no date is known: an entry in force at some dates only is maybe."""
        return self.listing_on(reading, UNKNOWN_DATE)

    def listing_on(self, reading: SectionReading, on: PartialDate) -> Listing:
        """The surest listing of the sections named, for an offense of that date.

        Maybe when the listing differs within the days that a partial date leaves open, when
        the text cannot be read or not wholly, and when it names a range that includes a
        listed section; surer only by another section that is named for certain.
        """
        return self._within(self._over_time(reading), on)

    def _over_time(self, reading: SectionReading) -> tuple[Listing, ...]:
        """The listing in each period between two changes of the list."""
        return tuple(self._listing_in(reading, period) for period in range(len(self._by_number)))

    def _within(self, listings: tuple[Listing, ...], on: PartialDate) -> Listing:
        first = 0 if on.earliest is None else bisect_right(self._changes, on.earliest)
        last = len(listings) - 1
        if on.latest is not None:
            last = bisect_right(self._changes, on.latest)
        possible = set(listings[first : last + 1])
        return possible.pop() if len(possible) == 1 else Listing.MAYBE

    def _listing_in(self, reading: SectionReading, period: int) -> Listing:
        if not reading.sections:
            return Listing.MAYBE
        sections = reading.standing
        found = [self._listing_of_section(section, period) for section in sections]
        found.append(self.pair_listing(sections))
        if reading.unread:
            found.append(Listing.MAYBE)
        for between in reading.ranges:
            found.append(self._listing_of_range(between, period))
            found.append(min(self.pair_listing(reading.sections), Listing.MAYBE))
        return max(found)

    def _listing_of_section(self, section: CodeSection, period: int) -> Listing:
        found = [
            offense
            for offense in self._by_number[period].get(section.section, ())
            if section.code in (offense.section.code, "")
        ]
        covering = [one for one in found if _covers(one.section, section)]
        if covering:
            best = max(covering, key=lambda one: len(one.section.subdivisions))
            listing = best.listing_of(section.inchoate)
        else:  # 245(D) may be 245(d)(3), which is listed
            narrower = [one for one in found if _covers(section, one.section)]
            listing = max((one.listing_of(section.inchoate) for one in narrower), default=_NEVER)
            listing = max(min(listing, Listing.MAYBE), self.rest)
        return listing if section.code else min(listing, Listing.MAYBE)

    def _listing_of_range(self, between: SectionRange, period: int) -> Listing:
        """Maybe when a listed section lies in the range: the print does not say which it is."""
        inchoate = between.first.inchoate
        is_possible = self.rest is not _NEVER or any(
            offense.listing_of(inchoate) is not _NEVER and between.includes(offense.section)
            for offenses in self._by_number[period].values()
            for offense in offenses
        )
        return Listing.MAYBE if is_possible else _NEVER

    def pair_listing(self, sections: Iterable[CodeSection]) -> Listing:
        """Whether the gang enhancement stands together with a section that it enhances."""
        if self.pair is None:
            return Listing.NEVER
        named = tuple(sections)
        enhancing = max((_match(self.pair.enhancement, one) for one in named), default=_NEVER)
        base = max((_match(e, one) for e in self.pair.enhanced for one in named), default=_NEVER)
        return min(enhancing, base, self.pair.listing)

    def is_half_of_pair(self, text: str) -> bool:
        """Whether an offense text may be one half of a gang pair, remembered."""
        known = self._halves.get(text)
        if known is None:
            if len(self._halves) > 20_000:
                self._halves.clear()
            sections = read_section(text).sections
            known = self._halves[text] = any(self._is_half(one) for one in sections)
        return known

    def _is_half(self, section: CodeSection) -> bool:
        if self.pair is None:
            return False
        return any(_match(one, section) for one in (self.pair.enhancement, *self.pair.enhanced))


def _covers(wide: CodeSection, narrow: CodeSection) -> bool:
    """Whether the wider section's subdivisions begin the narrower one's."""
    return narrow.subdivisions[: len(wide.subdivisions)] == wide.subdivisions


def _match(listed: CodeSection, section: CodeSection) -> Listing:
    if section.section != listed.section or section.code not in (listed.code, ""):
        return Listing.NEVER
    if _covers(listed, section):
        return Listing.SURE if section.code and section.inchoate is Inchoate.NONE else Listing.MAYBE
    return Listing.MAYBE if _covers(section, listed) else Listing.NEVER


class OffenseListError(UserError):
    """A list in ``resources/statutes`` cannot be used."""


@lru_cache(maxsize=16)
def load_offense_list(list_id: str) -> OffenseList:
    """The shipped list of that id (``us-ca/super-strikes``). Raises OffenseListError."""
    path = resources() / "statutes" / f"{list_id}.toml"
    if not path.is_file():
        raise OffenseListError(f"There is no offense list '{list_id}' in resources/statutes.")
    return read_offense_list(path)


def offense_list_ids() -> list[str]:
    """Ids of the shipped lists, sorted."""
    root = resources() / "statutes"
    return sorted(
        path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.toml")
    )


def read_offense_list(path: Path) -> OffenseList:
    """Read one list. Raises OffenseListError naming the entry, what is wrong and the mend."""
    where = f"The offense list {path.name}"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OffenseListError(f"{where} cannot be read: {error}.") from error
    table = _Table(where, data)
    table.check_keys("id title citation felony_only rest offense pair")
    offenses = [
        offense
        for number, entry in enumerate(table.tables("offense"), start=1)
        for offense in _offenses(_Table(f"{where}, entry {number}", entry))
    ]
    _refuse_doubles(where, offenses)
    return OffenseList(
        id=table.text("id"),
        title=table.text("title"),
        citation=table.text("citation"),
        is_felony_only=table.yes_or_no("felony_only"),
        offenses=tuple(offenses),
        pair=_pair(_Table(f"{where}, pair", data["pair"])) if "pair" in data else None,
        rest=table.listing("rest", "never", ("maybe", "never")),
    )


def _offenses(table: _Table) -> list[ListedOffense]:
    sections = table.sections("sections")
    table.where += f" ({', '.join(map(str, sections[:3]))}{', ...' if sections[3:] else ''})"
    table.check_keys("sections class attempt conspiracy citation note source from until")
    from_on, until_on = table.day("from"), table.day("until")
    if from_on is not None and until_on is not None and from_on > until_on:
        raise table.problem(f"it ends on {until_on}, before it begins on {from_on}: mend a date")
    return [
        ListedOffense(
            section=section,
            listing=table.listing("class"),
            attempt=table.listing("attempt", "maybe"),
            conspiracy=table.listing("conspiracy", "maybe"),
            citation=table.text("citation"),
            note=table.text("note") if "note" in table.data else "",
            source=table.source(),
            from_on=from_on,
            until_on=until_on,
        )
        for section in sections
    ]


def _pair(table: _Table) -> ListedPair:
    table.check_keys("enhancement sections class citation source")
    return ListedPair(
        enhancement=table.section(table.text("enhancement")),
        enhanced=table.sections("sections"),
        listing=table.listing("class"),
        citation=table.text("citation"),
        source=table.source(),
    )


def _refuse_doubles(where: str, offenses: list[ListedOffense]) -> None:
    """The same section twice, on one day, would leave open which entry counts."""
    for place, one in enumerate(offenses):
        for other in offenses[:place]:
            starts = max(one.from_on or date.min, other.from_on or date.min)
            if one.section == other.section and one.holds_on(starts) and other.holds_on(starts):
                raise OffenseListError(
                    f"{where}: {one.section} stands in two entries that hold at the same time: "
                    "take it out of one of them, or give them dates that do not overlap."
                )


@dataclass(slots=True)
class _Table:
    """A table of a list's file; each reader raises OffenseListError that says where."""

    where: str
    data: Any

    def __post_init__(self) -> None:
        if not isinstance(self.data, dict):
            raise self.problem("it is no table: write it as in the other lists")

    def problem(self, what: str) -> OffenseListError:
        return OffenseListError(f"{self.where}: {what}.")

    def check_keys(self, known: str) -> None:
        for key in self.data:
            if key not in known.split():
                close = get_close_matches(key, known.split(), n=1)
                meant = f" (did you mean '{close[0]}'?)" if close else ""
                raise self.problem(
                    f"the key '{key}' is not known{meant}: use {', '.join(known.split())}"
                )

    def value(self, key: str) -> Any:
        if key not in self.data:
            raise self.problem(f"it has no '{key}': add one")
        return self.data[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.problem(f"it has no {key}: give '{key}' a text in quotes")
        return value

    def yes_or_no(self, key: str) -> bool:
        value = self.value(key)
        if not isinstance(value, bool):
            raise self.problem(f"'{key}' is {value!r}: write true or false, without quotes")
        return value

    def tables(self, key: str) -> list[Any]:
        value = self.value(key)
        if not isinstance(value, list) or not value:
            raise self.problem(f"'{key}' names nothing: begin each entry with [[{key}]]")
        return value

    def listing(
        self, key: str, default: str = "", words: tuple[str, ...] = ("never", "maybe", "sure")
    ) -> Listing:
        value = self.data.get(key, default) if default else self.value(key)
        if value not in words:
            raise self.problem(f"'{key}' is {value!r}: write {_any_of(words)}")
        return Listing[value.upper()]

    def source(self) -> str:
        value = self.value("source")
        if value not in SOURCES:
            meanings = ", ".join(f"{mark} ({words})" for mark, words in SOURCES.items())
            raise self.problem(f"'source' is {value!r}: write one of {meanings}")
        return str(value)

    def day(self, key: str) -> date | None:
        value = self.data.get(key)
        if value is not None and type(value) is not date:
            raise self.problem(f"'{key}' is {value!r}: write a day like 2026-01-01, without quotes")
        return value

    def sections(self, key: str) -> tuple[CodeSection, ...]:
        value = self.value(key)
        if not isinstance(value, list) or not value:
            raise self.problem(f"'{key}' names no section: write a list like [\"PC 245(d)(3)\"]")
        return tuple(self.section(text) for text in value)

    def section(self, text: Any) -> CodeSection:
        """A section in citation style, ``PC 245(d)(3)``."""
        sections = read_section(text).sections if isinstance(text, str) else ()
        if len(sections) == 1 and str(sections[0]) == text and sections[0].code:
            return sections[0]
        meant = f": write '{sections[0]}'" if len(sections) == 1 and sections[0].code else ""
        raise self.problem(
            f"{text!r} is not a section in citation style, like 'PC 245(d)(3)'{meant}"
        )


def _any_of(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
