"""From what a row gives to rows of the reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.importing.issues import Issue, doubt, quarantined
from app.importing.layouts.count_cells import Count, read_counts
from app.importing.layouts.dispositions import CONTRADICTION, Disposition, read_disposition
from app.importing.layouts.fields import EVENTS, LEVELS, UNKNOWN, is_state_column
from app.importing.layouts.given import Given, unreadable
from app.importing.layouts.layout import Layout
from app.importing.layouts.order import CountOrders, TooMany
from app.importing.layouts.person_cells import fill_person
from app.importing.layouts.person_events import WORDS_FOR_NO, PersonEvents
from app.importing.layouts.terms import read_terms
from app.importing.reading import LINE_STEP, ReadRow
from app.importing.sentences import read_sentence
from app.importing.values import has_unseen, is_conviction, read_event_kind, read_level, read_relief
from app.model.dates import read_compact_date
from app.model.reading_columns import AND_MORE, DISPOSITION_DOUBT, N_READING_COLUMNS, READING_INDEX
from app.model.record import EventKind, Level, RowRef

_AT = READING_INDEX
_COURT, _ARREST = EVENTS["court"], EVENTS["arrest"]
_NOBODY = (
    "Neither a person number nor a CII number nor a name with a birth date says whose row this is."
)
_STATE_SECTIONS = {"OFFENSE_DESCR", "DISP_OFFENSE_DESCR", "CONV_OFFENSE_DESCR"}


class _Case(NamedTuple):
    subject: str
    key: str
    day: str


class RowReader:
    """Turns what rows give into rows of the reading; remembers only what orders need."""

    def __init__(self, layout: Layout, fields: frozenset[str]) -> None:
        self._layout = layout
        self._is_of_the_state = any(map(is_state_column, fields))
        self._fields = fields
        self._orders = CountOrders(has_numbers="count" in fields)
        self._events = PersonEvents(layout, self._orders)

    def read(self, row: int, given: Given, original: tuple[str, ...]) -> Iterator[ReadRow | Issue]:
        """The counts of a row and its issues; a row of nobody is set aside.

        The first count has the number ``row``, the others those that follow.
        """
        issues: list[Issue] = []
        cells = [""] * N_READING_COLUMNS
        for name in self._fields:
            if is_state_column(name):
                cells[_AT[name]] = given.text(name)
        subject = fill_person(given, cells)
        if not subject:
            text = " | ".join(cell for cell in original if cell.strip())
            yield quarantined(row, "SUBJECT_ID", text, "No person named", _NOBODY)
            yield ReadRow(row, None, original)
            return
        issues += _unseen_in_names(row, given)
        self._fill_event(row, given, cells, issues)
        self._check_dates(row, given, cells, issues)
        try:
            found = list(self._counts(row, given, cells, subject, issues))
            found += self._events.rows(row, given, cells, issues)
        except TooMany as error:
            reason = (
                f"More than 999 {error}: is the column of the person or the case the right one?"
            )
            yield quarantined(row, "CNT_ORDER", subject, "Too many to number", reason)
            yield ReadRow(row, None, original)
            return
        if len(found) > LINE_STEP:
            reason = f"The row holds {len(found)} counts; {LINE_STEP} are the most a row can hold."
            text = " | ".join(cell for cell in original if cell.strip())
            yield quarantined(row, "OFFENSE_DESCR", text, "Too many counts", reason)
            yield ReadRow(row, None, original)
            return
        yield from issues
        for number, one in enumerate(found, row):
            yield ReadRow(number, tuple(one), original)

    def _counts(
        self, row: int, given: Given, cells: list[str], subject: str, issues: list[Issue]
    ) -> Iterator[list[str]]:
        disposition = self._disposition(row, given, cells, issues)
        self._fill_level(given, cells)
        case = self._case(row, given, cells, subject)
        if self._fields & _STATE_SECTIONS:  # an empty cell sends to the comment, as in its file
            counts = [Count(cells[_AT["OFFENSE_DESCR"]], cells[_AT["CONV_OFFENSE_DESCR"]])]
        else:
            counts = read_counts(row, given, issues)
        number = given.text("count") if len(counts) == 1 else ""
        remarks = _remarks(row, given, (cells[_AT["COMMENT_TEXT"]], disposition.note), issues)
        cells[_AT["SENTENCE"]] = cells[_AT["SENTENCE"]] or _terms(given, remarks)
        for count in counts:
            own = list(cells)
            own[_AT["OFFENSE_DESCR"]] = count.offense
            own[_AT["CONV_OFFENSE_DESCR"]] = count.convicted
            own[_AT["COMMENT_TEXT"]] = _joined(remarks, count.note)
            if disposition.is_doubtful or count.is_doubtful:
                own[_AT["DOUBTS"]] = DISPOSITION_DOUBT
            self._fill_order(own, case, number)
            yield own

    def _fill_order(self, cells: list[str], case: _Case, number: str) -> None:
        if "CNT_ORDER" not in self._fields:  # else a bad one is told by whoever reads it
            what = f"{cells[_AT['OFFENSE_DESCR']]} {cells[_AT['DISP_DESCR']]}"
            count = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
            cells[_AT["CNT_ORDER"]] = self._orders.next(*case, count, what)

    def _case(self, row: int, given: Given, cells: list[str], subject: str) -> _Case:
        """A case is known by its number and county, else by court and day."""
        number, day = given.text("case_number"), cells[_AT["STP_EVENT_DATE"]]
        cells[_AT["OFN"]] = cells[_AT["OFN"]] or number
        where = cells[_AT["STP_ORI_CNTY_NAME"]].upper()
        if cells[_AT["OFN"]]:
            key = f"{where} {''.join(cells[_AT['OFN']].upper().split())}"
        elif day and read_compact_date(day) is not None:
            key = f"{where} {cells[_AT['STP_ORI_DESCR']].upper()} on {day}"
        else:
            key = f"row {row}"
        return _Case(subject, key, f"{cells[_AT['STP_TYPE_DESCR']]} {day}")

    def _fill_event(self, row: int, given: Given, cells: list[str], issues: list[Issue]) -> None:
        """Where and when, and what kind of event: a court action unless the list says more."""
        for field, column in (("court", "STP_ORI_DESCR"), ("county", "STP_ORI_CNTY_NAME")):
            cells[_AT[column]] = cells[_AT[column]] or given.text(field)
        for field, column in (
            ("arrest_date", "CYC_DATE"), ("conviction_date", "STP_EVENT_DATE"),
            ("disposition_date", "DISP_DATE"), ("offense_date", "OFFENSE_DATE"),
        ):  # fmt: skip
            cells[_AT[column]] = cells[_AT[column]] or given.date(field)
        if not cells[_AT["STP_TYPE_DESCR"]]:
            cells[_AT["STP_TYPE_DESCR"]] = self._event(row, given, cells, issues)
        if cells[_AT["STP_TYPE_DESCR"]] == _ARREST and given.one("arrest_date") is not None:
            cells[_AT["STP_EVENT_DATE"]] = cells[_AT["CYC_DATE"]]

    def _event(self, row: int, given: Given, cells: list[str], issues: list[Issue]) -> str:
        words = given.text("event")
        if words in EVENTS:
            return EVENTS[words]
        if not words:
            if self._is_of_the_state and not is_conviction(cells[_AT["DISP_DESCR"]]):
                return ""
            return _COURT
        if words == UNKNOWN or read_event_kind(words) is EventKind.OTHER:
            cell = given.one("event")
            words = cell.text if cell is not None else words
            issues.append(
                doubt(
                    row, "STP_TYPE_DESCR", words, "Kind of event unknown",
                    "The value map does not say what kind of event this is.",
                    "It counts as an event of no known kind.",
                )
            )  # fmt: skip
        return words

    def _check_dates(self, row: int, given: Given, cells: list[str], issues: list[Issue]) -> None:
        """Dates nobody behind asks about, and births that two digits put after the conviction."""
        for column in ("CYC_DATE", "DISP_DATE"):
            text = cells[_AT[column]]
            if text and read_compact_date(text) is None:
                issues.append(
                    doubt(
                        row, column, text, "Impossible date",
                        "It is not a date of the calendar in the way the layout says.",
                        "The date counts as unknown.",
                    )
                )  # fmt: skip
        born, day = cells[_AT["PRI_DOB"]], cells[_AT["STP_EVENT_DATE"]]
        cell = given.one("birth_date")
        if cell is None or not (born.isdigit() and day.isdigit()) or born <= day:
            return
        if given.has_short_year("birth_date"):
            cells[_AT["PRI_DOB"]] = unreadable(cell.text)
            issues.append(
                doubt(
                    row, "PRI_DOB", cell.text, "Century unclear",
                    "With the century the layout gives, the birth is later than the conviction.",
                    "The birth date counts as unknown.",
                )
            )  # fmt: skip

    def _disposition(
        self, row: int, given: Given, cells: list[str], issues: list[Issue]
    ) -> Disposition:
        if "DISP_DESCR" in self._fields:
            return Disposition(cells[_AT["DISP_DESCR"]])
        cell = given.one("disposition")
        words, meaning = (cell.text, cell.meaning) if cell is not None else ("", "")
        found = read_disposition(words, meaning, self._layout.constant("disposition"))
        cells[_AT["DISP_DESCR"]] = found.text
        if found.is_contradiction:
            issues.append(
                doubt(
                    row, "DISP_DESCR", words, "Contradiction", CONTRADICTION,
                    "Whether it is a conviction counts as unknown.",
                )
            )  # fmt: skip
        return found

    def _fill_level(self, given: Given, cells: list[str]) -> None:
        at = _AT["CONV_STAT_DESCR"]
        if cells[at]:
            return
        words = given.text("level")
        if words in LEVELS:
            cells[at] = LEVELS[words]
            return
        cell = given.one("level")
        text = cell.text if cell is not None else ""
        is_denied = words == UNKNOWN and read_level(text) is not Level.UNKNOWN
        cells[at] = f"{text} ?" if is_denied else text


def _unseen_in_names(row: int, given: Given) -> Iterator[Issue]:
    for field in ("name", "last_name", "first_name", "middle_name"):
        for cell in given.all(field):
            if has_unseen(cell.raw):
                yield doubt(
                    row, "PRI_NAME", cell.text, "Unseen characters in a name",
                    "The name holds control characters or marks that turn the writing direction.",
                    "They were left out.",
                )  # fmt: skip


def _remarks(row: int, given: Given, first: tuple[str, ...], issues: list[Issue]) -> str:
    """Relief first, then remarks, word for word."""
    parts = list(first)
    for cell in given.all("relief"):
        if cell.translated.upper() in WORDS_FOR_NO:
            continue
        parts.append(cell.translated)
        if read_relief(cell.translated) is None:
            issues.append(
                doubt(
                    row, "COMMENT_TEXT", cell.text, "Relief unclear",
                    f"The column {cell.column.title} does not say in words known here what relief "
                    "was granted.",
                    "The words stand in the comment; no relief was taken from them.",
                )
            )  # fmt: skip
    parts += [cell.text for cell in given.all("comment")]
    plea = given.text("plea")
    return _joined(*parts, f"PLEA: {plea}" if plea else "")


def _terms(given: Given, remarks: str) -> str:
    """The terms of a reading; one of unknown length for a sentence that the remarks state."""
    terms = read_terms(given)
    if terms and read_sentence(RowRef(0, 0), "", "", "", remarks)[0]:
        terms.append("? SEE COMMENT")
    return AND_MORE.join(terms)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
