"""Events that columns about the person tell: a death, a registration under PC 290."""

from __future__ import annotations

from collections.abc import Iterator

from app.importing.issues import Issue, doubt
from app.importing.layouts.fields import EVENTS, NO, YES
from app.importing.layouts.given import Cell, Given, date_of
from app.importing.layouts.layout import Layout
from app.importing.layouts.order import CountOrders, short_hash
from app.model.dates import read_compact_date
from app.model.reading_columns import N_READING_COLUMNS, READING_INDEX

_AT = READING_INDEX
_WORDS_FOR_YES = frozenset(
    {"Y", "YES", "TRUE", "T", "1", "X", "DECEASED", "DEAD", "REQUIRED", "REGISTERED"}
)
WORDS_FOR_NO = frozenset({"N", "NO", "FALSE", "F", "0", "NONE", "ALIVE", "LIVING", "NOT REQUIRED"})
_OFFENSES = {"deceased": "", "registration": "290 PC-SEX OFFENDER REGISTRATION"}
_OF_PERSON = ("SUBJECT_ID", "CII_NUMBER", "PRI_NAME", "GENDER", "PRI_DOB", "RACE_DESCR")


class PersonEvents:
    """Tells each death and registration once a person, however many rows say it."""

    def __init__(self, layout: Layout, orders: CountOrders) -> None:
        self._layout = layout
        self._orders = orders
        self._told: set[int] = set()

    def rows(
        self, row: int, given: Given, cells: list[str], issues: list[Issue]
    ) -> Iterator[list[str]]:
        """Cells of a row of the reading for each event; ``cells`` are those of the count."""
        subject = cells[_AT["SUBJECT_ID"]]
        for kind, offense in _OFFENSES.items():
            cell = given.one(kind)
            key = short_hash(subject, kind)
            answer = NO if cell is None or key in self._told else _answer(cell, self._layout)
            if cell is None or answer == NO:
                continue
            if not answer:
                issues.append(_unclear(row, cell, kind))
                continue
            self._told.add(key)
            own = [""] * N_READING_COLUMNS
            for column in _OF_PERSON:
                own[_AT[column]] = cells[_AT[column]]
            own[_AT["STP_TYPE_DESCR"]] = EVENTS[kind]
            own[_AT["OFFENSE_DESCR"]] = offense
            own[_AT["STP_EVENT_DATE"]] = "" if answer == YES else answer
            own[_AT["CNT_ORDER"]] = self._orders.next(subject, f"about {kind}", "")
            yield own


def _answer(cell: Cell, layout: Layout) -> str:
    """``yes``, ``no``, the day as YYYYMMDD, or "" when the words are not understood."""
    word = cell.translated.upper()
    if word in _WORDS_FOR_YES:
        return YES
    if word in WORDS_FOR_NO:
        return NO
    day = date_of(cell, layout)
    return day if day.isdigit() and read_compact_date(day) is not None else ""


def _unclear(row: int, cell: Cell, kind: str) -> Issue:
    return doubt(
        row, "STP_TYPE_DESCR", cell.text, "Neither yes nor no",
        f"The column {cell.column.title} does not say in words known here whether the person is "
        f"{'registered' if kind == 'registration' else kind}.",
        "Nothing was taken from it.",
    )  # fmt: skip
