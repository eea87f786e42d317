"""Calendar dates of a record: partial dates as ranges, anniversaries, ages.

Date-only arithmetic on the Gregorian calendar; no time zone, no clock. The
29 February rule: an anniversary that would fall on 29 February of a year
without one falls on 1 March (spec: county policies, section 1).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.model.truth import MET, NOT_MET, UNKNOWN, Truth

EARLIEST_PLAUSIBLE_YEAR = 1850


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known exactly, or only to lie between two days, both included.

    ``None`` on a side means that nothing is known on that side. An exact date
    has equal ends; a wholly unknown one has ``None`` twice. Comparisons are
    three-valued: met only when met for every day of the range.
    """

    earliest: date | None
    latest: date | None

    @staticmethod
    def exactly(day: date) -> PartialDate:
        return PartialDate(day, day)

    @property
    def is_exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest

    @property
    def is_unknown(self) -> bool:
        return self.earliest is None and self.latest is None

    @property
    def day(self) -> date | None:
        """The day, when it is known exactly."""
        return self.earliest if self.is_exact else None

    def is_before(self, day: date) -> Truth:
        """Strictly before ``day``."""
        if self.latest is not None and self.latest < day:
            return MET
        if self.earliest is not None and self.earliest >= day:
            return NOT_MET
        return UNKNOWN

    def is_after(self, day: date) -> Truth:
        """Strictly after ``day``."""
        if self.earliest is not None and self.earliest > day:
            return MET
        if self.latest is not None and self.latest <= day:
            return NOT_MET
        return UNKNOWN

    def is_on_or_before(self, day: date) -> Truth:
        return ~self.is_after(day)

    def is_on_or_after(self, day: date) -> Truth:
        return ~self.is_before(day)

    def is_before_date(self, other: PartialDate) -> Truth:
        """Strictly before another date, itself perhaps partial."""
        if self.latest is not None and other.earliest is not None and self.latest < other.earliest:
            return MET
        if self.earliest is not None and other.latest is not None and self.earliest >= other.latest:
            return NOT_MET
        return UNKNOWN

    def is_after_date(self, other: PartialDate) -> Truth:
        """Strictly after another date, itself perhaps partial."""
        return other.is_before_date(self)

    def shifted(self, years: int = 0, months: int = 0, days: int = 0) -> PartialDate:
        """Both ends moved by calendar arithmetic (see `add_calendar`)."""
        return PartialDate(
            None if self.earliest is None else add_calendar(self.earliest, years, months, days),
            None if self.latest is None else add_calendar(self.latest, years, months, days),
        )

    def __str__(self) -> str:
        """ISO style: ``1999-03-01``, ``1999-03``, ``1999``, ``between … and …``, ``unknown``."""
        first, last = self.earliest, self.latest
        if first is None and last is None:
            return "unknown"
        if first is None:
            return f"on or before {last}"
        if last is None:
            return f"on or after {first}"
        if first == last:
            return first.isoformat()
        if first.day == 1 and last == _end_of_month(first.year, first.month):
            return f"{first.year:04d}-{first.month:02d}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and (
            first.year == last.year
        ):
            return f"{first.year:04d}"
        return f"between {first} and {last}"


UNKNOWN_DATE = PartialDate(None, None)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, _days_in_month(year, month))


@lru_cache(maxsize=65536)
def read_compact_date(text: str) -> PartialDate | None:
    """Read ``YYYYMMDD``; ``YYYYMM00`` and ``YYYY0000`` give ranges.

    Blank, filler (no digit) and ``00000000`` give `UNKNOWN_DATE`. Returns None
    when the text is something else or names a day that does not exist
    (``20190231``): the caller reports it and treats the date as unknown.
    """
    cleaned = text.strip()
    if not any(ch.isdigit() for ch in cleaned) or not cleaned.strip("0"):
        return UNKNOWN_DATE
    if len(cleaned) != 8 or not cleaned.isascii() or not cleaned.isdigit():
        return None
    year, month, day = int(cleaned[:4]), int(cleaned[4:6]), int(cleaned[6:])
    if year < EARLIEST_PLAUSIBLE_YEAR or month > 12:
        return None
    if month == 0:
        return PartialDate(date(year, 1, 1), date(year, 12, 31)) if day == 0 else None
    if day == 0:
        return PartialDate(date(year, month, 1), _end_of_month(year, month))
    try:
        return PartialDate.exactly(date(year, month, day))
    except ValueError:
        return None


def add_calendar(day: date, years: int = 0, months: int = 0, days: int = 0) -> date:
    """Move a day by whole years and months, then by days.

    A day that the target month lacks becomes the first of the following month
    (29 February plus one year is 1 March; 31 January plus one month is
    1 March or, in a leap year, also 1 March). Clamped to the years 1 to 9999.
    """
    moved = _add_months(day, years * 12 + months) if years or months else day
    if not days:
        return moved
    try:
        return moved + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if year < 1:
        return date.min
    if year > 9998:
        return date.max
    if day.day <= 28 or day.day <= _days_in_month(year, month):
        return date(year, month, day.day)
    return date(year, month + 1, 1)  # December has 31 days, so a next month is there


def _days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if calendar.isleap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def anniversary(day: date, years: int) -> date:
    """The same month and day ``years`` later (or earlier, when negative)."""
    return add_calendar(day, years=years)


def age_on(born: date, day: date) -> int:
    """Completed years of age on ``day``; a birthday counts from its own day."""
    years = day.year - born.year
    return years if anniversary(born, years) <= day else years - 1
