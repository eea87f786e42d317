"""Rows read as a record with gaps: what a cell leaves open stays open. Plain, and on its own.

Nothing of `app` is used here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.plain_cells import add_months, add_years, code_section

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
CODES = "HS|PC|VC|BP|WI|MV"
SECTION = re.compile(
    rf"(?:\b({CODES})\s+)?(?<![\d.])(\d{{2,6}}(?:\.\d+)?)"
    rf"((?:\s?\(\w+\)|(?!(?:{CODES})\b)[A-Z](?=\d|\b|{CODES})\d?)*)\s*({CODES})?\b"
)
Row = dict[str, str]


@dataclass(frozen=True)
class Section:
    """One section of a cell: ``11359``, ``("C", "3")``, ``HS``."""

    number: str
    letters: tuple[str, ...]
    code: str
    is_attempt: bool = False  # or a conspiracy
    is_conspiracy: bool = False

    def __str__(self) -> str:
        return f"{self.number}{''.join(f'({each})' for each in self.letters)} {self.code}".strip()


@dataclass(frozen=True)
class Span:
    """A day known to lie between two, both included; the same twice when it is known."""

    first: date
    last: date

    @property
    def is_known(self) -> bool:
        return self.first == self.last


@dataclass
class Count:
    """All rows with one CNT_ORDER."""

    row: int  # the first row; of a conviction the first convicted one
    order: str
    rows: list[Row] = field(default_factory=list)
    is_conviction: bool = False
    relief: list[tuple[str, Span | None]] = field(default_factory=list)  # kind, when granted

    @property
    def cycle(self) -> str:
        return self.order[:3]

    @property
    def main(self) -> Row:
        """The row that counts."""
        return next((row for row in self.rows if is_convicted(row)), self.rows[0])

    @property
    def sections(self) -> list[Section]:
        """Of the conviction where the row names one, else of the charge; empty: unreadable."""
        row = self.main
        if is_convicted(row):
            for name in ("CONV_OFFENSE_DESCR", "DISP_OFFENSE_DESCR"):
                if row[name].strip(" -"):
                    return sections_of(row[name])
        return sections_of(charged_text(row))

    @property
    def printed(self) -> str:
        """The section that counts, as the row prints it."""
        row = self.main
        convicted = row["CONV_OFFENSE_DESCR"].strip(" -") if is_convicted(row) else ""
        text = convicted or charged_text(row)
        return text[: len(code_section(text))].strip()

    @property
    def charged(self) -> list[Section]:
        return sections_of(charged_text(self.main))

    @property
    def is_rejected(self) -> bool:
        starts = ("PROS REJ", "PROSECUTOR REJECTED")
        return any(row["DISP_DESCR"].strip().upper().startswith(starts) for row in self.rows)

    @property
    def county(self) -> str:
        return " ".join(self.main["STP_ORI_CNTY_NAME"].upper().split()).strip(" -")

    @property
    def level(self) -> str:
        """F, M, I or empty when unknown."""
        stated = self.main["CONV_STAT_DESCR"].strip(" -").upper()
        if stated:
            return stated[0] if stated in {"FELONY", "MISDEMEANOR", "INFRACTION"} else ""
        letter = self.main["OFFENSE_TOC"].strip().upper()
        return letter if letter in {"F", "M", "I"} else ""


@dataclass
class Record:
    """One person."""

    born: Span
    counts: dict[str, Count] = field(default_factory=dict)
    days: dict[str, Span] = field(default_factory=dict)  # of the events, by six digits
    cycle_days: dict[str, Span] = field(default_factory=dict)
    is_registered: bool = False

    @property
    def convictions(self) -> list[Count]:
        return [count for count in self.counts.values() if count.is_conviction]

    def in_cycle(self, cycle: str) -> list[Count]:
        return [count for count in self.counts.values() if count.cycle == cycle]

    def day(self, count: Count) -> Span:
        return self.days[count.order[:6]]


# --- cells ------------------------------------------------------------------------------------


def is_convicted(row: Row) -> bool:
    return row["DISP_DESCR"].strip().upper().startswith("CONVICTED")


def charged_text(row: Row) -> str:
    text = " ".join(row["OFFENSE_DESCR"].upper().split())
    return row["COMMENT_TEXT" if text in {"", "-", "SEE COMMENT FOR CHARGE"} else "OFFENSE_DESCR"]


def sections_of(text: str) -> list[Section]:
    """All sections of a cell; the code stands once for those that lack one."""
    found = SECTION.findall(code_section(text))
    codes = [before or after for before, _, _, after in found]
    read = []
    for place, (_, number, letters, _) in enumerate(found):
        code = (
            codes[place] or next(filter(None, codes[place:]), "") or next(filter(None, codes), "")
        )
        read.append(Section(number, tuple(re.findall(r"[A-Z]+|\d+", letters)), code))
    others = [each for each in read if each.number not in {"664", "182"}]
    if others and len(others) < len(read):
        is_conspiracy = any(each.number == "182" for each in read)
        return [
            Section(each.number, each.letters, each.code, True, is_conspiracy) for each in others
        ]
    return read


def span_of(text: str) -> Span:
    """``YYYYMMDD``; zeros for what is missing; anything else may be any day."""
    text = text.strip()
    anything = Span(FIRST_DAY, LAST_DAY)
    if not re.fullmatch(r"\d{8}", text) or text[:4] == "0000":
        return anything
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    try:
        if not month:
            return Span(date(year, 1, 1), date(year, 12, 31)) if not day else anything
        last = day or monthrange(year, month)[1]
        return Span(date(year, month, day or 1), date(year, month, last))
    except ValueError:
        return anything


def kind_of_relief(row: Row) -> str:
    """What a row without CONVICTED, or the comment of one with it, says was granted later."""
    text = (row["COMMENT_TEXT"] if is_convicted(row) else row["DISP_DESCR"]).upper()
    for mark in ("11361.8", "1203.4", "REDUCED", "REVERSED", "VACATED"):
        if mark in text:
            return "REVERSED" if mark == "VACATED" else mark
    return ""


def end_of(count: Count, convicted_on: date) -> tuple[date, bool]:
    """Conviction date plus own parts by the calendar, and whether a part has no length."""
    end, is_open = convicted_on, False
    for row in filter(is_convicted, count.rows):
        place, length = row["SENT_LOC_DESCR"].strip(" -"), row["SENT_LENGTH"].strip(" -")
        unit = row["SENT_TIME_CODE"].strip(" -").upper()
        is_open |= row["COMMENT_TEXT"].upper().startswith("SEN-")
        if length.isdigit() and unit in {"D", "M", "Y"}:
            end = _moved(end, int(length), unit)
        elif length or place not in {"", "FINE"}:
            is_open = True
    return end, is_open


def _moved(day: date, length: int, unit: str) -> date:
    if unit == "D":
        return day + timedelta(days=length)
    return add_years(day, length) if unit == "Y" else add_months(day, length)


# --- people -----------------------------------------------------------------------------------


def read_records(rows: list[Row]) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for number, row in enumerate(rows):
        record = records.setdefault(row["SUBJECT_ID"], Record(span_of(row["PRI_DOB"])))
        if row["STP_TYPE_DESCR"] == "REGISTRATION":
            record.is_registered |= row["OFFENSE_DESCR"].strip().startswith("290")
        order = row["CNT_ORDER"]
        record.days.setdefault(order[:6], span_of(row["STP_EVENT_DATE"]))
        record.cycle_days.setdefault(order[:3], span_of(row["CYC_DATE"]))
        count = record.counts.setdefault(order, Count(number, order))
        if is_convicted(row) and not count.is_conviction:
            count.is_conviction, count.row = True, number
        count.rows.append(row)
    for record in records.values():
        _read_relief(record)
    return records


def _read_relief(record: Record) -> None:
    """A row of the count itself has no day of its own; one of a later event has that event's."""
    for count in list(record.counts.values()):
        for row in count.rows:
            kind = kind_of_relief(row)
            if kind and count.is_conviction:
                count.relief.append((kind, None))
            elif kind:
                meant = [
                    each
                    for each in record.convictions
                    if each.cycle == count.cycle and each.order[6:9] == count.order[6:9]
                ]
                for each in meant:
                    when = record.day(count)
                    is_dated = (when.first, when.last) != (FIRST_DAY, LAST_DAY)
                    each.relief.append((kind, when if is_dated else None))
