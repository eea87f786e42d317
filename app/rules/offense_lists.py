"""Lists of offenses that a statute names, each entry sure, maybe or never.

The lists are data in ``resources/statutes``, every entry with its citation. *Sure*:
the section alone shows that the offense is on the list. *Maybe*: it depends on what
the record does not say, so a rule that needs to know is unknown. *Never*: a section
near a listed one that is not on the list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from app.errors import UserError
from app.model.statute import CodeSection, Inchoate, SectionReading, read_section
from app.paths import resources


class Listing(IntEnum):
    """How surely an offense is on a list; the higher of two counts for two sections."""

    NEVER = 0
    MAYBE = 1
    SURE = 2


_LISTING_WORDS = {listing.name.lower(): listing for listing in Listing}


@dataclass(frozen=True, slots=True)
class ListedOffense:
    """One section of a list; it covers its own subdivisions unless they are listed too."""

    section: CodeSection
    listing: Listing
    attempt: Listing
    conspiracy: Listing
    citation: str
    note: str

    def listing_of(self, inchoate: Inchoate) -> Listing:
        if inchoate is Inchoate.ATTEMPT:
            return min(self.attempt, self.listing)
        if inchoate is Inchoate.CONSPIRACY:
            return min(self.conspiracy, self.listing)
        return self.listing


@dataclass(frozen=True, slots=True)
class OffenseList:
    """A statute's list. ``is_felony_only``: only a felony conviction is surely on it."""

    id: str
    title: str
    citation: str
    is_felony_only: bool
    offenses: tuple[ListedOffense, ...]
    enhancement: CodeSection | None  # gang enhancement of a pair
    enhanced: tuple[CodeSection, ...]  # sections that are listed together with it
    _by_number: dict[str, list[ListedOffense]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _halves: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    _seen: dict[str, Listing] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for offense in self.offenses:
            self._by_number.setdefault(offense.section.section, []).append(offense)

    def listing_of_text(self, text: str) -> Listing:
        """The listing of an offense text, remembered: records repeat the same few."""
        known = self._seen.get(text)
        if known is None:
            if len(self._seen) > 20_000:
                self._seen.clear()
            known = self._seen[text] = self.listing_of(read_section(text))
        return known

    def listing_of(self, reading: SectionReading) -> Listing:
        """The surest listing of the sections named; a text that cannot be read is maybe."""
        if not reading.is_read:
            return Listing.MAYBE
        singles = max(self._listing_of_section(section) for section in reading.sections)
        return max(singles, self.pair_listing(reading.sections))

    def _listing_of_section(self, section: CodeSection) -> Listing:
        found = [
            offense
            for offense in self._by_number.get(section.section, ())
            if section.code in (offense.section.code, "")
        ]
        covering = [one for one in found if _covers(one.section, section)]
        if covering:
            best = max(covering, key=lambda one: len(one.section.subdivisions))
            listing = best.listing_of(section.inchoate)
        else:  # 245(D) may be 245(d)(3), which is listed
            narrower = [one for one in found if _covers(section, one.section)]
            listing = max((one.listing_of(section.inchoate) for one in narrower), default=_NEVER)
            listing = min(listing, Listing.MAYBE)
        return listing if section.code else min(listing, Listing.MAYBE)

    def pair_listing(self, sections: Iterable[CodeSection]) -> Listing:
        """Whether the gang enhancement stands together with a section that it enhances."""
        if self.enhancement is None:
            return Listing.NEVER
        named = tuple(sections)
        enhancing = max((_match(self.enhancement, one) for one in named), default=_NEVER)
        base = max((_match(e, one) for e in self.enhanced for one in named), default=_NEVER)
        return min(enhancing, base)

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
        if self.enhancement is None:
            return False
        return any(_match(one, section) for one in (self.enhancement, *self.enhanced))


_NEVER = Listing.NEVER


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
    """Read one list. Raises OffenseListError naming the entry that cannot be read."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        offenses = tuple(
            _offense(text, entry) for entry in data["offense"] for text in entry["sections"]
        )
        pair = data.get("pair")
        return OffenseList(
            id=data["id"],
            title=data["title"],
            citation=data["citation"],
            is_felony_only=bool(data["felony_only"]),
            offenses=offenses,
            enhancement=_cited(pair["enhancement"]) if pair else None,
            enhanced=tuple(_cited(text) for text in pair["sections"]) if pair else (),
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise OffenseListError(f"The offense list {path.name} cannot be read: {error}.") from error
    except KeyError as error:
        raise OffenseListError(f"The offense list {path.name} lacks {error}.") from error
    except ValueError as error:
        raise OffenseListError(f"The offense list {path.name}: {error}.") from error


def _cited(text: str) -> CodeSection:
    """A section in citation style, ``PC 245(d)(3)``. Raises ValueError."""
    sections = read_section(text).sections
    if len(sections) != 1 or str(sections[0]) != text:
        raise ValueError(f"'{text}' is not a section in citation style")
    return sections[0]


def _offense(text: str, entry: dict[str, str]) -> ListedOffense:
    if not entry["citation"]:
        raise ValueError(f"'{text}' has no citation")
    return ListedOffense(
        section=_cited(text),
        listing=_word(entry["class"]),
        attempt=_word(entry.get("attempt", "maybe")),
        conspiracy=_word(entry.get("conspiracy", "maybe")),
        citation=entry["citation"],
        note=entry.get("note", ""),
    )


def _word(text: str) -> Listing:
    if text not in _LISTING_WORDS:
        raise ValueError(f"'{text}' is not a class: give {', '.join(_LISTING_WORDS)}")
    return _LISTING_WORDS[text]
