"""From determinations to what a motion says: one case is a person's counts under one number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from app.documents.draft import MotionCase, MotionCount, ReliefAsked, court_order
from app.model.dates import PartialDate
from app.model.record import Level, RapSheet, RowRef
from app.model.relief import Outcome
from app.model.statute import CodeSection, Inchoate, read_section
from app.store import records
from app.store.papers import ReliefRow
from app.store.workspace import Workspace

STATUTE = "Health and Safety Code section 11361.8"
_SUFFIXES = {"JR", "JR.", "SR", "SR.", "II", "III", "IV", "V"}

CaseRows = list[ReliefRow]


def group_cases(rows: Iterable[ReliefRow]) -> list[CaseRows]:
    """Rows of one person, court and case number together, in court order.

    Convictions without a number are grouped by court and date of conviction.
    """
    groups: dict[tuple[object, ...], CaseRows] = {}
    for row in rows:
        number = row.case_number or ("", row.convicted_on)
        groups.setdefault((row.person_id, row.court, number), []).append(row)
    return sorted(groups.values(), key=lambda group: court_order(_plain_case(group)))


def full_case(sheet: RapSheet, rows: CaseRows) -> MotionCase:
    """The case with what only the rap sheet has: aliases and dates known in part."""
    convictions = {conviction.charge.at: conviction for conviction in sheet.convictions()}
    counts = tuple(
        _count(row, convictions[RowRef(row.source_id, row.row)].convicted_on) for row in rows
    )
    first = convictions[RowRef(rows[0].source_id, rows[0].row)]
    person = sheet.person
    return MotionCase(
        defendant=caption_name(person.name),
        counts=counts,
        case_numbers=first.case_numbers,
        aliases=tuple(caption_name(alias) for alias in person.aliases),
        branch=rows[0].court,
        born_on=person.born,
    )


def schedule_cases(workspace: Workspace, groups: Iterable[CaseRows]) -> Iterator[MotionCase]:
    """The cases of a bulk motion; a rap sheet is opened only for a date known in part."""
    for rows in groups:
        if all(_exact(row.convicted_on) for row in rows):
            yield _plain_case(rows)
        else:
            yield full_case(records.get_rap_sheet(workspace, rows[0].person_id), rows)


def caption_name(name: str) -> str:
    """``LAST,FIRST MIDDLE JR`` -> ``FIRST MIDDLE LAST JR``; any other form as printed."""
    last, comma, rest = name.partition(",")
    words = rest.split()
    if not comma or not last.strip() or not words or "," in rest:
        return name
    tail = [words.pop()] if len(words) > 1 and words[-1].upper() in _SUFFIXES else []
    return " ".join([*words, last.strip(), *tail])


def section_name(text: str) -> str:
    """``11359(B) HS`` -> ``Health and Safety Code section 11359(b)``; "" when it has no name."""
    section = read_section(text).cannabis
    if section is None:
        return ""
    named = f"Health and Safety Code section {_number(section)}"
    if section.inchoate is Inchoate.ATTEMPT:
        return f"Penal Code section 664 and {named} (attempt)"
    if section.inchoate is Inchoate.CONSPIRACY:
        return f"Penal Code section 182 and {named} (conspiracy)"
    return named


def _number(section: CodeSection) -> str:
    return section.section + "".join(f"({part.lower()})" for part in section.subdivisions)


def _plain_case(rows: CaseRows) -> MotionCase:
    first = rows[0]
    numbers = tuple(number for number in first.case_number.split("; ") if number)
    return MotionCase(
        defendant=first.name,
        counts=tuple(_count(row, _exact(row.convicted_on) or _UNKNOWN) for row in rows),
        case_numbers=numbers,
        branch=first.court,
    )


def _count(row: ReliefRow, convicted_on: PartialDate) -> MotionCount:
    asked = (
        ReliefAsked.DISMISS_AND_SEAL
        if Outcome[row.outcome] is Outcome.DISMISSAL
        else ReliefAsked.REDESIGNATE_MISDEMEANOR
    )
    return MotionCount(
        section_text=row.section,
        section_name=section_name(row.section),
        level=Level(row.level),
        convicted_on=convicted_on,
        relief=asked,
        reason=row.reason,
        basis=STATUTE,
    )


_UNKNOWN = PartialDate(None, None)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def _exact(text: str) -> PartialDate | None:
    return PartialDate.exactly(date.fromisoformat(text)) if _ISO.fullmatch(text) else None
