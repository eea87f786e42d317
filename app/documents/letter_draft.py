"""What a letter to a person says, and to whom it goes: plain data, apart from how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.draft import MotionCase, Office

ENGLISH, SPANISH, BOTH = "en", "es", "both"
LANGUAGES = (ENGLISH, SPANISH, BOTH)
MOST_ADDRESS_LINES = 4  # below the name: what a window shows


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """One person's letter. ``address`` is () when the office knows none."""

    office: Office
    county: str
    name: str  # FIRST MIDDLE LAST
    cases: tuple[MotionCase, ...]  # in court order
    languages: tuple[str, ...]  # "en", "es"; each begins on a side of its own
    dated: date
    as_of: date
    address: tuple[str, ...] = ()
    defender: str = ""  # whom to ask for a lawyer: name and telephone
    logo: bytes = b""
    is_practice: bool = False

    @property
    def n_convictions(self) -> int:
        return sum(len(case.counts) for case in self.cases)

    @property
    def envelope_lines(self) -> tuple[str, ...]:
        """Name and address as on the envelope; () without an address."""
        return (self.name, *self.address) if self.address else ()


def languages_of(choice: str) -> tuple[str, ...]:
    """``both`` gives English and Spanish."""
    return (ENGLISH, SPANISH) if choice == BOTH else (choice,)
