"""Two statements of one conviction made one: what is taken over, what is in conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.importing.same_conviction import Tie, numbers_of, tie_dates, tie_sections
from app.model.case_number import strict_number
from app.model.conflict import COUNTY, DATE, LEVEL, OFFENSE_DATE, SECTION, SENTENCE, Conflict
from app.model.dates import PartialDate
from app.model.reading_columns import OFFENSE_DATE as OFFENSE_DATE_COLUMN
from app.model.record import (
    Charge,
    Conviction,
    Event,
    Level,
    Relief,
    RowRef,
    SentencePart,
    Taken,
)
from app.model.statute import read_section

Decided = Callable[[str, RowRef, RowRef], RowRef | str]


@dataclass(slots=True)
class Combined:
    """A conviction with what other files add. ``moves_event``: its event is now its own."""

    conviction: Conviction
    conflicts: list[Conflict] = field(default_factory=list)
    moves_event: bool = False


def combine(before: Combined, other: Conviction, why: str, decided: Decided) -> Combined:
    """``before`` with a further statement of the same conviction, which ranks below it.

    What it leaves unknown is taken from the other; what both know and say otherwise is a
    conflict, in which the better source counts unless a person chose the other place.
    """
    kept = before.conviction
    charge, event = _joined(kept, other), kept.event
    conflicts = list(before.conflicts)
    for fact, is_known, value, other_value in _differing(kept, other):
        takes = not is_known
        if is_known:
            at, other_at = kept.charge.at, other.charge.at
            conflicts.append(Conflict(fact, at, other_at, value, other_value, why))
            takes = decided(fact, at, other_at) == other_at
        if takes:
            charge, event = _take(fact, charge, event, other)
    moves = before.moves_event or event != kept.event
    if moves and not charge.case_number:
        numbers = kept.case_numbers
        charge = charge._replace(case_number=numbers[0] if numbers else "")
    return Combined(Conviction(charge, event, kept.cycle), conflicts, moves)


def _differing(kept: Conviction, other: Conviction) -> Iterator[tuple[str, bool, str, str]]:
    """(fact, whether the kept one knows it, what it says, what the other says)."""
    for fact, own, there in (
        (DATE, kept.convicted_on, other.convicted_on),
        (OFFENSE_DATE, kept.charge.offense_on, other.charge.offense_on),
    ):
        if tie_dates(own, there) is Tie.DIFFERENT:
            yield fact, True, str(own), str(there)
        elif _says_more(there, own):
            yield fact, False, "", str(there)
    charge, told = kept.charge, other.charge
    if told.level not in (charge.level, Level.UNKNOWN):
        yield LEVEL, charge.level is not Level.UNKNOWN, charge.level.value, told.level.value
    is_equal = tie_sections(charge.section_text, told.section_text) is Tie.EQUAL
    if not is_equal and read_section(told.section_text).is_read:
        is_read = read_section(charge.section_text).is_read
        yield SECTION, is_read, charge.section_text, told.section_text
    own_parts, parts = sentence_words(charge.sentence), sentence_words(told.sentence)
    if parts and parts != own_parts:
        yield SENTENCE, bool(own_parts), own_parts, parts
    if other.event.county not in ("", kept.event.county):
        yield COUNTY, bool(kept.event.county), kept.event.county, other.event.county


def _says_more(date: PartialDate, than: PartialDate) -> bool:
    """Whether a date that does not contradict the other is narrower."""
    if date.earliest is None or date.latest is None or date == than:
        return False
    if than.earliest is None or than.latest is None:
        return True
    return date.latest - date.earliest < than.latest - than.earliest


def sentence_words(parts: tuple[SentencePart, ...]) -> str:
    """``12 M JAIL + 3 Y PROBATION``; months and years that are the same length are one."""
    return " + ".join(sorted(_part_words(part) for part in parts))


def _part_words(part: SentencePart) -> str:
    length, unit = part.length, part.unit
    if unit == "M" and length and length % 12 == 0:
        length, unit = length // 12, "Y"
    term = "term unknown" if length is None else f"{length} {unit or 'D'}"
    return f"{term} {part.place.upper()}".strip()


def _joined(kept: Conviction, other: Conviction) -> Charge:
    """The kept count with relief, numbers and the places of the other."""
    charge, told = kept.charge, other.charge
    known = {strict_number(number) for number in numbers_of(kept)}
    numbers = [number for number in numbers_of(other) if strict_number(number) not in known]
    own_number = charge.case_number
    if not own_number and not numbers_of(kept) and numbers:
        own_number = numbers.pop(0)
    charge = charge._replace(
        case_number=own_number,
        more_case_numbers=tuple(dict.fromkeys((*charge.more_case_numbers, *numbers))),
        relief=(*charge.relief, *_further_relief(charge, told)),
        also_at=tuple(dict.fromkeys((*charge.also_at, told.at, *told.also_at))),
    )
    if charge.is_doubtful and not told.is_doubtful:
        taken = (*charge.taken, Taken("DISP_DESCR", told.at))
        return charge._replace(disposition=told.disposition, is_doubtful=False, taken=taken)
    return charge


def _further_relief(charge: Charge, told: Charge) -> Iterator[Relief]:
    stated = {(item.kind, item.text) for item in charge.relief}
    for item in told.relief:
        if (item.kind, item.text) not in stated:
            yield item._replace(is_placed=False)


def _take(fact: str, charge: Charge, event: Event, other: Conviction) -> tuple[Charge, Event]:
    """The fact as the other file states it, with its place there."""
    told, columns = other.charge, _COLUMNS.get(fact, ())
    if fact == DATE:
        event = event._replace(on=other.event.on)
    elif fact == COUNTY:
        event = event._replace(
            county=other.event.county, county_text=other.event.county_text,
            agency=other.event.agency or event.agency,
        )  # fmt: skip
        columns = columns if other.event.agency else columns[:1]
    elif fact == OFFENSE_DATE:
        charge = charge._replace(offense_on=told.offense_on)
    elif fact == LEVEL:
        charge = charge._replace(
            level=told.level, level_column=told.level_column, level_text=told.level_text
        )
        columns = (told.level_column,)
    elif fact == SECTION:
        charge = charge._replace(
            section_text=told.section_text, section_column=told.section_column,
            charged_text=told.charged_text, offense=told.offense,
        )  # fmt: skip
        columns = tuple(dict.fromkeys((told.section_column, "OFFENSE_DESCR")))
    else:
        charge = charge._replace(sentence=told.sentence)
    taken = (*charge.taken, *(Taken(column, told.at) for column in columns))
    return charge._replace(taken=taken), event


_COLUMNS = {
    DATE: ("STP_EVENT_DATE",),
    COUNTY: ("STP_ORI_CNTY_NAME", "STP_ORI_DESCR"),
    OFFENSE_DATE: (OFFENSE_DATE_COLUMN,),
    SENTENCE: ("SENT_LENGTH",),
}
