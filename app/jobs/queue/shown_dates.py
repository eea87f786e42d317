"""Dates as the list keeps them (`PartialDate` as text), read back as days."""

from __future__ import annotations

from datetime import date

from app.model.dates import UNKNOWN_DATE, PartialDate, read_compact_date


def read_shown_date(text: str) -> PartialDate:
    """The inverse of ``str``; what is none of its forms is unknown."""
    if text.startswith("between ") and " and " in text:
        first, _, last = text.removeprefix("between ").partition(" and ")
        return PartialDate(_day(first), _day(last))
    if text.startswith("on or before "):
        return PartialDate(None, _day(text.removeprefix("on or before ")))
    if text.startswith("on or after "):
        return PartialDate(_day(text.removeprefix("on or after ")), None)
    return read_compact_date(text.replace("-", "").ljust(8, "0")) or UNKNOWN_DATE


def year_of(text: str) -> str:
    """The year, "" when it is not known which."""
    on = read_shown_date(text)
    if on.earliest is None or on.latest is None or on.earliest.year != on.latest.year:
        return ""
    return f"{on.earliest.year:04d}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
