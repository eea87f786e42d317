"""A field map: what stands where on one edition of a form, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.documents.draft import MotionCount, ReliefAsked
from app.documents.forms.blank import Box
from app.documents.forms.sources import BODY, REFERENCE, SOURCES, SourceKind
from app.model.record import Level

UNDATED = "undated"
LEAST, MOST = 5.0, 14.0  # type sizes a map may ask for
DEFAULT_SIZE = (7.0, 10.0)


class Never(Enum):
    """Why a place is never filled by a program; the value is how a map writes it."""

    SIGNATURE = "signature"
    SIGNING_DATE = "date of signing"
    OATH = "oath"  # what the person states under penalty of perjury
    SERVICE = "service"  # facts of a service, stated by who served
    WAIVER = "waiver"  # a right only the person can give up
    COURT = "court"  # the judge's and the clerk's


class FiledBy(Enum):
    """Whose paper a form is; only that side's attorney stands in it."""

    DEFENSE = "defense"
    PROSECUTION = "prosecution"
    EITHER = "either"


class Overflow(Enum):
    """What becomes of a text that does not fit at the least size."""

    ATTACH = "attach"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a form: a field by its name, or a box on a page.

    Exactly one of ``source``, ``never`` and ``by_hand`` is set: what is filled in, why nothing
    ever is, or what the office has to find out. ``row`` counts from 1.
    """

    label: str
    field: str = ""
    page: int = 0
    box: Box | None = None
    source: str = ""
    never: Never | None = None
    by_hand: str = ""
    row: int = 0
    size: tuple[float, float] = DEFAULT_SIZE  # least, most
    align: str = "left"
    frame: bool = False  # the box has its outline in the field, which goes: it is drawn
    overflow: Overflow = Overflow.ATTACH

    @property
    def kind(self) -> SourceKind | None:
        """Text, mark or table row; None for a place that is left blank."""
        return SOURCES[self.source].kind if self.source else None


@dataclass(frozen=True, slots=True)
class FieldMap:
    """``sha256`` are the files it was drawn for; ``relief`` what the form may ask for.

    An empty ``relief`` or ``levels`` limits nothing.
    """

    form: str
    edition: str  # date as 2019-01-01, or "undated"
    title: str
    n_pages: int
    entries: tuple[Entry, ...]
    printed: str = ""
    sha256: tuple[str, ...] = ()
    filed_by: FiledBy = FiledBy.EITHER
    relief: tuple[ReliefAsked, ...] = ()
    is_for_other_relief: bool = False  # for none that this program determines
    levels: tuple[Level, ...] = ()
    county: str = ""
    superseded_on: date | None = None
    superseded_by: str = ""
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``CR-180@2019-01-01``"""
        return f"{self.form}@{self.edition}"

    @property
    def n_rows(self) -> int:
        """Rows of the form's table of convictions."""
        return max((entry.row for entry in self.entries), default=0)

    @property
    def has_reference(self) -> bool:
        return any(entry.source == REFERENCE for entry in self.entries)

    @property
    def is_for_attachments(self) -> bool:
        return any(entry.source == BODY for entry in self.entries)

    def covers(self, count: MotionCount) -> bool:
        """Whether a box of the form stands for this conviction."""
        found = (SOURCES[entry.source].covers for entry in self.entries if entry.source)
        return any(covers(count) for covers in found if covers is not None)
