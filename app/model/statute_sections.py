"""What a code section is: the section, a range of sections, and what a text was read as.

Plain data. `app.model.statute_reading` makes these of texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from app.model.truth import Truth

CANNABIS_NUMBERS = frozenset({"11357", "11358", "11359", "11360"})
"""The sections of Proposition 64, all in the Health and Safety Code (HSC 11361.8)."""


class Inchoate(Enum):
    """An offence not carried out: attempt (PC 664), conspiracy (PC 182)."""

    NONE = "none"
    ATTEMPT = "attempt"
    CONSPIRACY = "conspiracy"


INCHOATE_OF_NUMBER = {"664": Inchoate.ATTEMPT, "182": Inchoate.CONSPIRACY}
_NUMBER_OF_INCHOATE = {kind: number for number, kind in INCHOATE_OF_NUMBER.items()}
_LETTERS_FOR_CANNABIS = frozenset({"HS", "", "PC"})


@dataclass(frozen=True, slots=True)
class CodeSection:
    """One section of a code.

    ``code`` is the two letters of the state's file ("HS", "PC", ...), "" when the
    record leaves them out. ``section`` is the number with the letters that belong to
    it ("11357", "1203.4", "653f", "288a"); ``subdivisions`` are lower case without
    brackets, ("b", "2").
    """

    code: str
    section: str
    subdivisions: tuple[str, ...] = ()
    inchoate: Inchoate = Inchoate.NONE

    @property
    def is_cannabis(self) -> bool:
        """HS 11357 to 11360, any subdivision, attempt and conspiracy included.

        Letters left out, or PC printed by mistake (the Penal Code has no such
        sections; `SectionReading.warnings` says so), still mean these sections.
        """
        return self.section in CANNABIS_NUMBERS and self.code in _LETTERS_FOR_CANNABIS

    @property
    def subdivision(self) -> str:
        """The first subdivision, ``a`` of ``11357(a)(1)``; "" when there is none."""
        return self.subdivisions[0] if self.subdivisions else ""

    def __str__(self) -> str:
        """Citation style: ``HS 11357(a)``, ``PC 664/HS 11357(a)``."""
        own = self.section + "".join(f"({part})" for part in self.subdivisions)
        cited = f"{self.code} {own}" if self.code else own
        if self.inchoate is Inchoate.NONE:
            return cited
        return f"PC {_NUMBER_OF_INCHOATE[self.inchoate]}/{cited}"


_CANNABIS = tuple(CodeSection("HS", number) for number in sorted(CANNABIS_NUMBERS))


@dataclass(frozen=True, slots=True)
class SectionRange:
    """Sections printed as from one to another, both included: ``484-487(A) PC``.

    Such a print says that the offence is one of them, not which.
    """

    first: CodeSection
    last: CodeSection

    @property
    def common(self) -> CodeSection | None:
        """What is certain when both ends lie in one section: 594 of ``594(a)-(b)(2)``."""
        first, last = self.first, self.last
        if (first.code, first.section) != (last.code, last.section):
            return None
        shared = 0
        for one, other in zip(first.subdivisions, last.subdivisions, strict=False):
            if one != other:
                break
            shared += 1
        return CodeSection(first.code, first.section, first.subdivisions[:shared], first.inchoate)

    def includes(self, section: CodeSection) -> bool:
        """Whether the section, or a subdivision of it, lies between the ends.

        A missing code, here or there, may be the other's code.
        """
        if self.first.code and section.code and self.first.code != section.code:
            return False
        return _is_from(section, self.first) and _is_from(self.last, section)

    @property
    def may_be_cannabis(self) -> bool:
        """Whether the range includes one of the four sections.

        Letters of the Penal Code are read as a slip for HS only at an end that is one of
        the four: the Penal Code has sections below and above these numbers.
        """
        if self.first.code == "PC":
            return self.first.is_cannabis or self.last.is_cannabis
        return any(self.includes(section) for section in _CANNABIS)

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


_NUMBER = re.compile(r"([0-9]+)(?:\.([0-9]+))?([a-z]*)")


def _place(section: CodeSection) -> tuple[int, str, str]:
    """Where a section stands in its code: 190.05 before 190.2, 288.7 before 288a."""
    match = _NUMBER.match(section.section)
    if match is None:
        return 0, "", section.section
    return int(match[1]), match[3], match[2] or ""


def _is_from(section: CodeSection, start: CodeSection) -> bool:
    """Whether a section, or a part of it, stands at or after the start."""
    place, starts_at = _place(section), _place(start)
    if place != starts_at:
        return place > starts_at
    for one, other in zip(section.subdivisions, start.subdivisions, strict=False):
        if one != other:
            return _rank(one) > _rank(other)
    return True


def _rank(subdivision: str) -> tuple[int, str]:
    return (int(subdivision), "") if subdivision.isdigit() else (0, subdivision)


@dataclass(frozen=True, slots=True)
class SectionReading:
    """What stands at the start of an offence text.

    ``text`` is the code section as printed, up to the dash that begins the description.
    ``sections`` are all sections printed there, in order, the two ends of each of the
    ``ranges`` among them; empty when nothing could be read. ``unread`` is the part of the
    print that looks like a section and cannot be read: ``113?9 HS`` of
    ``11350 HS/113?9 HS``.
    """

    text: str
    sections: tuple[CodeSection, ...]
    warnings: tuple[str, ...] = ()
    ranges: tuple[SectionRange, ...] = ()
    unread: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the print leaves no doubt about cannabis.

        A section was read, no part is left unread, and no range may be cannabis. Only
        then does ``cannabis is None`` mean that the offence is another one.
        """
        return bool(self.sections) and not self.unread and not self.has_cannabis_range

    @property
    def has_cannabis_range(self) -> bool:
        """Whether a range over several sections includes one of the four."""
        return any(one.common is None and one.may_be_cannabis for one in self.ranges)

    @property
    def standing(self) -> tuple[CodeSection, ...]:
        """The sections that are certainly named.

        Those that are no end of a range, then what is common to both ends of one.
        """
        if not self.ranges:
            return self.sections
        ends = {end for one in self.ranges for end in (one.first, one.last)}
        alone = [section for section in self.sections if section not in ends]
        return (*alone, *(one.common for one in self.ranges if one.common is not None))

    @property
    def cannabis(self) -> CodeSection | None:
        """The first section certainly named that is a cannabis section, if there is one."""
        return next((section for section in self.standing if section.is_cannabis), None)

    @property
    def is_cannabis(self) -> Truth:
        """Whether a cannabis section is named; unknown when a part is unread or a range."""
        if self.cannabis is not None:
            return Truth.MET
        return Truth.NOT_MET if self.is_read else Truth.UNKNOWN
