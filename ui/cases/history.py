"""A rap sheet as the window shows it: rows of a table, sentences, a birth date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.model.dates import age_on
from app.model.record import (
    Charge,
    Event,
    Level,
    Person,
    RapSheet,
    RowRef,
    SentencePart,
)

HISTORY_HEADERS = ("Date", "Event", "Agency", "Section", "Level", "Disposition", "Sentence")

_UNITS = {"D": ("day", "days"), "M": ("month", "months"), "Y": ("year", "years")}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One count (or an event without counts); ``cells`` in the order of `HISTORY_HEADERS`."""

    at: RowRef
    cells: tuple[str, ...]
    is_under_review: bool


def list_history(sheet: RapSheet, under_review: Sequence[RowRef]) -> list[HistoryRow]:
    """Every count in the order of the record; ``under_review`` are convictions' first rows."""
    wanted, rows = frozenset(under_review), []
    for event in sheet.events():
        if not event.charges:
            cells = (*_event_cells(event), "", "", "", "")
            rows.append(HistoryRow(event.at, cells, False))
        for charge in event.charges:
            cells = (*_event_cells(event), *_charge_cells(charge))
            rows.append(HistoryRow(charge.at, cells, charge.at in wanted))
    return rows


def _event_cells(event: Event) -> tuple[str, str, str]:
    return str(event.on), event.kind.value.capitalize(), event.agency or event.county


def _charge_cells(charge: Charge) -> tuple[str, str, str, str]:
    level = "" if charge.level is Level.UNKNOWN and not charge.is_conviction else charge.level.value
    return (
        charge.section_text or "none printed",
        level,
        charge.disposition or "none printed",
        ", ".join(describe_sentence(part) for part in charge.sentence),
    )


def describe_sentence(part: SentencePart) -> str:
    """``jail 30 days``; ``fine`` for a part without a term."""
    if part.length is None:
        return f"{part.place} of unknown length".strip().capitalize()
    if not part.unit:
        return part.place.capitalize()
    one, many = _UNITS.get(part.unit, ("unit", "units"))
    return f"{part.place} {part.length} {one if part.length == 1 else many}".strip().capitalize()


def describe_birth(person: Person, as_of: date | None, contradiction: str = "") -> str:
    """``Born 1971-03-14, age 55 on 2026-11-01``; an age only where the date gives one, and the
    record does not contradict the date."""
    born = person.born
    if born.is_unknown:
        return "Birth date unknown"
    text = f"Born {born}"
    if contradiction:
        return f"{text}, age not known: that date {contradiction}"
    if as_of is None or born.earliest is None or born.latest is None:
        return text
    oldest, youngest = age_on(born.earliest, as_of), age_on(born.latest, as_of)
    age = f"{oldest}" if oldest == youngest else f"{youngest} or {oldest}"
    if oldest - youngest > 1:
        age = f"between {youngest} and {oldest}"
    return f"{text}, age {age} on {as_of}"
