"""From the rows of one person to a rap sheet, with every repair and doubt as an issue.

Rows may come in any portions: two portions of one person assembled apart and
joined (`app.importing.join`) give the same rap sheet as all rows at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter

from app.importing.charge_cells import (
    read_disposition,
    read_level_cells,
    sections,
    sees_comment,
)
from app.importing.issues import BIRTH_MISSING, Issue, doubt, quarantined
from app.importing.join import join_charges, place_relief
from app.importing.sentences import read_sentence, read_terms
from app.importing.values import (
    clean,
    county_as_printed,
    has_unseen,
    read_county,
    read_event_kind,
    read_relief,
)
from app.model.dates import UNKNOWN_DATE, PartialDate, read_compact_date
from app.model.doj_columns import DOJ_COLUMNS, FILLER_MARK, N_DOJ_COLUMNS
from app.model.reading_columns import (
    ALIASES,
    AND_MORE,
    DISPOSITION_DOUBT,
    DOUBTS,
    EXTRA_COLUMNS,
    OFFENSE_DATE,
    SENTENCE,
)
from app.model.record import (
    Charge,
    Cycle,
    Event,
    Level,
    Person,
    RapSheet,
    Relief,
    RowRef,
)
from app.model.statute import read_section

_AT = {name: index for index, name in enumerate(DOJ_COLUMNS)}

RECORD = _AT["RECORD_ID"]
SUBJECT = _AT["SUBJECT_ID"]
CII = _AT["CII_NUMBER"]
_COUNT_ORDER = _AT["CNT_ORDER"]
_person_cells = itemgetter(
    *(_AT[name] for name in ("CII_NUMBER", "PRI_NAME", "GENDER", "PRI_DOB", "RACE_DESCR"))
)
_charge_cells = itemgetter(
    *(
        _AT[name]
        for name in (
            "OFFENSE_DESCR", "OFFENSE_TOC", "DISP_OFFENSE_DESCR", "CONV_OFFENSE_DESCR",
            "CONV_OFFENSE_TOC", "DISP_DESCR", "CONV_STAT_DESCR", "SENT_LOC_DESCR", "SENT_LENGTH",
            "SENT_TIME_CODE", "COMMENT_TEXT", "OFN",
        )
    )
)  # fmt: skip
_event_cells = itemgetter(
    *(
        _AT[name]
        for name in ("STP_EVENT_DATE", "STP_TYPE_DESCR", "STP_ORI_DESCR", "STP_ORI_CNTY_NAME")
    )
)
_CYCLE_DATE = _AT["CYC_DATE"]
_NO_LEVEL = Level.UNKNOWN
# Where a reading's own columns stand after the state's.
_OFFENSE_DATE, _ALIASES, _SENTENCE, _DOUBTS = (
    EXTRA_COLUMNS.index(name) for name in (OFFENSE_DATE, ALIASES, SENTENCE, DOUBTS)
)

NumberedRow = tuple[int, list[str]]


class Assembler:
    """Takes the rows of one person, in file order, and builds the rap sheet."""

    def __init__(self, source: int, sheet: str) -> None:
        self.issues: list[Issue] = []
        self._source = source
        self._sheet = sheet
        self._first_row = 0
        self._last_person: tuple[str, ...] | None = None
        self._last_order = ""  # cycle and step of the row before, whose event is kept at hand
        self._last_event: _EventDraft | None = None
        self._cii, self._sex, self._race = "", "", ""
        self._names: dict[str, None] = {}
        self._born: list[PartialDate] = []
        self._born_first: PartialDate | None = None
        self._cycles: dict[str, _CycleDraft] = {}

    def add(self, row: int, cells: list[str]) -> None:
        """Take a row of 95 cells; a row that cannot be placed becomes a quarantine issue."""
        if not self._first_row:
            self._first_row = row
        person = _person_cells(cells)
        if person != self._last_person:
            self._read_person(row, person)
            self._last_person = person
        if len(cells) > N_DOJ_COLUMNS:
            for alias in cells[N_DOJ_COLUMNS + _ALIASES].split(AND_MORE):
                if clean(alias):
                    self._names.setdefault(clean(alias))
        order = cells[_COUNT_ORDER].strip()
        if len(order) != 12 or not (order.isascii() and order.isdigit()):
            self.issues.append(
                quarantined(
                    row, "CNT_ORDER", clean(order), "Unreadable count order",
                    "CNT_ORDER must be twelve digits (cycle, step, count, part).",
                )
            )  # fmt: skip
            return
        step = order[:6]
        event = self._last_event
        if event is None or step != self._last_order:
            event = self._last_event = self._event_of(row, step, cells)
            self._last_order = step
        charge = self._read_charge(row, order, cells)
        before = event.charges.get(order)
        if before is None:
            event.charges[order] = charge
        else:
            event.charges[order] = join_charges(before, charge)

    def _event_of(self, row: int, step: str, cells: list[str]) -> _EventDraft:
        cycle = self._cycles.get(step[:3])
        if cycle is None:
            cycle = self._cycles[step[:3]] = _CycleDraft(read_date(cells[_CYCLE_DATE]))
        event = cycle.events.get(step)
        if event is None:
            event = cycle.events[step] = self._read_event(row, step, cells)
        return event

    def finish(self) -> RapSheet:
        """The rap sheet of all rows taken, and the doubts about the person."""
        born = self._settle_birth()
        person = Person(
            self._cii, next(iter(self._names), ""), tuple(self._names)[1:], self._sex, self._race,
            born, RowRef(self._source, self._first_row),
            None if self._born_first == born else self._born_first,
        )  # fmt: skip
        cycles = tuple(
            place_relief(
                Cycle(
                    order,
                    cycle.on,
                    tuple(event.finish() for event in cycle.events.values()),
                    self._sheet,
                )
            )
            for order, cycle in self._cycles.items()
        )
        sheet = RapSheet(person, cycles)
        self._doubt_convictions(sheet)
        return sheet

    def _read_person(self, row: int, cells: tuple[str, ...]) -> None:
        cii, name, sex, race = clean(cells[0]), clean(cells[1]), clean(cells[2]), clean(cells[4])
        if has_unseen(cells[1]) and cells[1] != FILLER_MARK:
            self.issues.append(
                doubt(
                    row, "PRI_NAME", clean(cells[1]), "Unseen characters in a name",
                    "The name holds control characters or marks that turn the writing direction.",
                    "They were left out.",
                )
            )  # fmt: skip
        if cii and self._cii and cii != self._cii:
            self.issues.append(
                doubt(
                    row, "CII_NUMBER", cii, "Two CII numbers",
                    f"The same person number carries the CII numbers {self._cii} and {cii}.",
                    "The first was kept.",
                )
            )  # fmt: skip
        self._cii = self._cii or cii
        self._sex = self._sex or sex
        self._race = self._race or race
        if name:
            self._names.setdefault(name)
        self._read_birth(row, cells[3])

    def _read_birth(self, row: int, cell: str) -> None:
        born = read_compact_date(clean(cell))
        if self._born_first is None:
            self._born_first = born or UNKNOWN_DATE
        if born is None:
            self.issues.append(
                doubt(
                    row, "PRI_DOB", clean(cell), "Impossible date",
                    "The birth date is not a date of the calendar.",
                    "The birth date counts as unknown.",
                )
            )  # fmt: skip
        elif not born.is_unknown and born not in self._born:
            self._born.append(born)
            if len(self._born) > 1:
                self.issues.append(
                    doubt(
                        row, "PRI_DOB", clean(cell), "Two birth dates",
                        f"Rows of this person state the birth dates {self._born[0]} and {born}.",
                        "The birth date counts as known only to lie between them.",
                    )
                )  # fmt: skip

    def _settle_birth(self) -> PartialDate:
        return span(self._born)

    def _read_event(self, row: int, order: str, cells: list[str]) -> _EventDraft:
        date_cell, kind_text, agency, county = _event_cells(cells)
        return _EventDraft(
            order, kind_text, read_date(date_cell), clean(agency), read_county(county),
            clean(date_cell), clean(county), RowRef(self._source, row),
            county_as_printed(county, kind_text[-1:] == " "),
        )  # fmt: skip

    def _read_charge(self, row: int, order: str, cells: list[str]) -> Charge:
        (
            offense, charge_type, disposed, convicted, convicted_type, disposed_as, status,
            place, length, unit, raw_comment, number,
        ) = _charge_cells(cells)  # fmt: skip
        at = RowRef(self._source, row)
        disposition, has_conviction = read_disposition(disposed_as)
        extras = cells[N_DOJ_COLUMNS:]
        is_doubtful = bool(extras) and DISPOSITION_DOUBT in extras[_DOUBTS].split()
        has_conviction = has_conviction or is_doubtful
        comment = clean(raw_comment)
        named = raw_comment if sees_comment(offense) else ""
        if has_conviction:
            section, column, charged = sections(offense, named, convicted, disposed)
            terms = extras[_SENTENCE] if extras else ""
            sentence, unclear = (
                read_terms(at, terms) if terms else read_sentence(at, place, length, unit, comment)
            )
            self.issues.extend(unclear)
        else:
            section, column, charged = sections(offense, named, "", "")
            sentence = ()
        level, level_column, level_text = read_level_cells(
            status, convicted_type, charge_type, disposed_as[-1:] == " "
        )
        stated = comment if has_conviction else disposition
        kind = read_relief(stated) if stated else None
        charge = Charge(
            order, section, column, charged, clean(offense), comment, level, level_column,
            disposition, has_conviction, clean(number), sentence,
            (Relief(kind, stated, UNKNOWN_DATE, at),) if kind is not None else (), at,
        )  # fmt: skip
        if level_text and has_conviction:
            charge = charge._replace(level_text=level_text)
        if not extras:
            return charge
        return charge._replace(
            offense_on=self._read_offense_date(row, extras[_OFFENSE_DATE]), is_doubtful=is_doubtful
        )

    def _read_offense_date(self, row: int, cell: str) -> PartialDate:
        on = read_compact_date(clean(cell))
        if on is None:
            self.issues.append(
                doubt(
                    row, OFFENSE_DATE, clean(cell), "Impossible date",
                    "The date of the offense is not a date of the calendar.",
                    "The date of the offense counts as unknown.",
                )
            )  # fmt: skip
        return on or UNKNOWN_DATE

    def _doubt_convictions(self, sheet: RapSheet) -> None:
        for cycle in self._cycles.values():
            for event in cycle.events.values():
                convicted = [charge for charge in event.charges.values() if charge.is_conviction]
                if convicted:
                    self._doubt_event(event)
                for charge in convicted:
                    self._doubt_charge(charge)
        born, at = sheet.person.born, sheet.person.at
        if born.is_unknown and not any(issue.column == "PRI_DOB" for issue in self.issues):
            self.issues.append(
                doubt(
                    at.row, "PRI_DOB", "", BIRTH_MISSING, "No row states a birth date.",
                    "Rules about age count it as unknown.",
                )
            )  # fmt: skip

    def _doubt_event(self, event: _EventDraft) -> None:
        if not event.on.is_exact:
            kind, reason = _date_doubt(event.date_text)
            self.issues.append(
                doubt(
                    event.at.row, "STP_EVENT_DATE", event.date_text, kind, reason,
                    f"The conviction date counts as {event.on}.",
                )
            )  # fmt: skip
        if not event.county:
            self.issues.append(
                doubt(
                    event.at.row, "STP_ORI_CNTY_NAME", event.county_text, "County missing",
                    "The row does not say in which county the court is.",
                    "A cannabis conviction here goes to hand review.",
                )
            )  # fmt: skip

    def _doubt_charge(self, charge: Charge) -> None:
        if charge.is_doubtful:
            self.issues.append(
                doubt(
                    charge.at.row, "DISP_DESCR", charge.disposition, "Disposition unclear",
                    "The words do not say whether this count is a conviction.",
                    "It goes to hand review, and where it could change another answer that too.",
                )
            )  # fmt: skip
        if charge.level is _NO_LEVEL:
            self.issues.append(
                doubt(
                    charge.at.row, charge.level_column, clean(charge.level_text), "Level unknown",
                    "The row does not say felony, misdemeanor or infraction in words known here.",
                    "Rules about the level count it as unknown.",
                )
            )  # fmt: skip
        if not read_section(charge.section_text).is_read:
            self.issues.append(
                doubt(
                    charge.at.row, charge.section_column, charge.section_text, "Section unreadable",
                    "No code section could be read.", "It counts as unknown.",
                )
            )  # fmt: skip
        if charge.section_text != charge.charged_text and _differ(
            charge.section_text, charge.charged_text
        ):
            self.issues.append(
                doubt(
                    charge.at.row, charge.section_column, charge.section_text,
                    "Charged and convicted sections differ",
                    f"Charged with {charge.charged_text or 'nothing readable'}, convicted of "
                    f"{charge.section_text}.",
                    "The section of the conviction counts.",
                )
            )  # fmt: skip


class _CycleDraft:
    __slots__ = ("events", "on")

    def __init__(self, on: PartialDate) -> None:
        self.on = on
        self.events: dict[str, _EventDraft] = {}


class _EventDraft:
    __slots__ = (
        "agency", "at", "charges", "county", "county_printed", "county_text", "date_text",
        "kind_text", "on", "order",
    )  # fmt: skip

    def __init__(
        self, order: str, kind_text: str, on: PartialDate, agency: str, county: str,
        date_text: str, county_text: str, at: RowRef, county_printed: str,
    ) -> None:  # fmt: skip
        self.order, self.kind_text, self.on = order, kind_text, on
        self.agency, self.county, self.at = agency, county, at
        self.date_text, self.county_text = date_text, county_text
        self.county_printed = county_printed
        self.charges: dict[str, Charge] = {}

    def finish(self) -> Event:
        return Event(
            self.order, read_event_kind(self.kind_text), clean(self.kind_text), self.on,
            self.agency, self.county, tuple(self.charges.values()), self.at, self.county_printed,
        )  # fmt: skip


def assemble(source: int, sheet: str, rows: Iterable[NumberedRow]) -> tuple[RapSheet, list[Issue]]:
    """All rows of one person at once."""
    assembler = Assembler(source, sheet)
    for row, cells in rows:
        assembler.add(row, cells)
    return assembler.finish(), assembler.issues


def span(dates: Iterable[PartialDate]) -> PartialDate:
    """The range that holds all of the dates; unknown when there is none."""
    known = [date for date in dates if not date.is_unknown]
    if not known:
        return UNKNOWN_DATE
    firsts = [date.earliest for date in known if date.earliest is not None]
    lasts = [date.latest for date in known if date.latest is not None]
    return PartialDate(min(firsts), max(lasts))


@lru_cache(maxsize=65536)
def read_date(cell: str) -> PartialDate:
    """YYYYMMDD; what is no date is unknown (the issue is raised where it matters)."""
    return read_compact_date(clean(cell)) or UNKNOWN_DATE


def _date_doubt(text: str) -> tuple[str, str]:
    if not text.strip("0"):
        return "Conviction date missing", "The event has no date."
    if read_compact_date(text) is None:
        return "Impossible date", "The date of the event is not a date of the calendar."
    return "Date in part", "The date of the event is known only in part."


def _differ(convicted: str, charged: str) -> bool:
    return read_section(convicted).sections != read_section(charged).sections
