"""From determinations to what a motion says: one case is a person's counts under one number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from app.documents.draft import MotionCase, MotionCount, SentenceShown, court_order
from app.jobs.relief_asked import NOT_KNOWN, ReliefAsks, asked_for, left_out_sentence
from app.model.dates import PartialDate
from app.model.record import Level, RapSheet, RowRef
from app.model.relief import Procedure
from app.model.statute import CodeSection, Inchoate, read_section
from app.store import records
from app.store.papers import ReliefRow
from app.store.workspace import Workspace

STATUTE = "Health and Safety Code section 11361.8"
CODE_NAMES = {  # letters of the state's file whose code is beyond doubt
    "BP": "Business and Professions Code",
    "HS": "Health and Safety Code",
    "PC": "Penal Code",
    "VC": "Vehicle Code",
    "WI": "Welfare and Institutions Code",
}
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
    return sorted(groups.values(), key=lambda group: court_order(_head(group)))


def choose_cases(
    rows: Iterable[ReliefRow], asks: ReliefAsks
) -> tuple[list[CaseRows], dict[int, str]]:
    """The cases to draft in court order, and why what is left out: conviction id -> sentence.

    Where it is not known of one conviction whether its sentence runs on, the whole case waits:
    the motion would ask for another thing. A conviction left out for another reason does not
    hold up the others of its case.
    """
    chosen: list[CaseRows] = []
    left_out: dict[int, str] = {}
    for group in group_cases(rows):
        against = [asks.reason_against(row) for row in group]
        if NOT_KNOWN in against:
            against = [reason or f"it waits for the case: {NOT_KNOWN}" for reason in against]
        kept: CaseRows = []
        for row, reason in zip(group, against, strict=True):
            if reason:
                left_out[row.conviction_id] = left_out_sentence(row, reason)
            else:
                kept.append(row)
        if kept:
            chosen.append(kept)
    return chosen, left_out


def full_case(sheet: RapSheet, rows: CaseRows, asks: ReliefAsks) -> MotionCase:
    """The case with what only the rap sheet has: aliases and dates known in part."""
    convictions = {conviction.charge.at: conviction for conviction in sheet.convictions()}
    counts = tuple(
        _count(row, convictions[RowRef(row.source_id, row.row)].convicted_on, asks) for row in rows
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


def schedule_cases(
    workspace: Workspace, groups: Iterable[CaseRows], asks: ReliefAsks
) -> Iterator[MotionCase]:
    """The cases of a bulk motion; a rap sheet is opened only for a date known in part."""
    for rows in groups:
        if all(_exact(row.convicted_on) for row in rows):
            counts = (_count(row, _exact(row.convicted_on) or _UNKNOWN, asks) for row in rows)
            yield replace(_head(rows), counts=tuple(counts))
        else:
            sheet = records.get_rap_sheet(workspace, rows[0].person_id)
            # The name as the other lines of the schedule have it, for the index by name.
            yield replace(full_case(sheet, rows, asks), defendant=rows[0].name)


def caption_name(name: str) -> str:
    """``LAST,FIRST MIDDLE JR`` -> ``FIRST MIDDLE LAST JR``; any other form as printed."""
    last, comma, rest = name.partition(",")
    words = rest.split()
    if not comma or not last.strip() or not words or "," in rest:
        return name
    tail = [words.pop()] if len(words) > 1 and words[-1].upper() in _SUFFIXES else []
    return " ".join([*words, last.strip(), *tail])


def section_name(text: str) -> str:
    """``11359(B) HS`` -> ``Health and Safety Code section 11359(b)``.

    Of another offense the one section printed, by the name of its code; "" for a range,
    for several sections, for letters that name no code with certainty.
    """
    reading = read_section(text)
    section, code = reading.cannabis, "HS"  # PC or no letters are slips of the record
    if section is None:
        if len(reading.sections) != 1 or reading.unread:
            return ""
        section = reading.sections[0]
        code = section.code
    if code not in CODE_NAMES:
        return ""
    named = f"{CODE_NAMES[code]} section {_number(section)}"
    if section.inchoate is Inchoate.NONE:
        return named
    word, number = _INCHOATE[section.inchoate]
    if code == "PC":
        return f"Penal Code sections {number} and {_number(section)} ({word})"
    return f"Penal Code section {number} and {named} ({word})"


_INCHOATE = {Inchoate.ATTEMPT: ("attempt", "664"), Inchoate.CONSPIRACY: ("conspiracy", "182")}


def _number(section: CodeSection) -> str:
    return section.section + "".join(f"({part.lower()})" for part in section.subdivisions)


def _head(rows: CaseRows) -> MotionCase:
    """The case without its counts."""
    first = rows[0]
    numbers = tuple(number for number in first.case_number.split("; ") if number)
    return MotionCase(
        defendant=first.name,
        counts=(),
        case_numbers=numbers,
        branch=first.court,
    )


def _count(row: ReliefRow, convicted_on: PartialDate, asks: ReliefAsks) -> MotionCount:
    asked = asked_for(row, asks)
    return MotionCount(
        section_text=row.section,
        section_name=section_name(row.section),
        level=Level(row.level),
        convicted_on=convicted_on,
        relief=asked,
        reason=row.reason,
        basis=_basis(row, asks) if asked.is_under_the_act else "",
        sentence=asks.sentence(row) if asked.is_under_the_act else SentenceShown.NOT_SAID,
        policy_calls_it=asks.calls(row) if asked.is_under_the_act else "",
        authorities=asks.authorities_of(row),
    )


def _basis(row: ReliefRow, asks: ReliefAsks) -> str:
    """The subdivision is named where the statute was read (recall) or the policy names it."""
    if row.procedure == Procedure.PETITION.name:
        return f"{STATUTE}(b)"
    named = _SUBDIVISION.search(asks.calls(row))
    return STATUTE + (named[1] if named else "")


_SUBDIVISION = re.compile(r"\bHSC 11361\.8(\([a-z]\))")
_UNKNOWN = PartialDate(None, None)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def _exact(text: str) -> PartialDate | None:
    return PartialDate.exactly(date.fromisoformat(text)) if _ISO.fullmatch(text) else None
