"""Look before you run: what a layout makes of a whole file, before anything is imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.importing.issues import Issue
from app.importing.layouts.checks import cautions
from app.importing.layouts.fields import FIELDS
from app.importing.layouts.order import short_hash
from app.importing.layouts.reader import LayoutReader
from app.importing.reading import ReadRow
from app.importing.values import clean, is_conviction, read_county, read_level
from app.model.dates import read_compact_date
from app.model.reading_columns import READING_INDEX
from app.model.statute import is_see_comment, read_section

MOST_KEPT = 5000
"""Different spellings that are kept of one kind; what comes after is counted together."""
_MORE = "(further spellings)"
_EVERY = 2000

_AT = READING_INDEX
_DATES = tuple((one.title, _AT[one.column]) for one in FIELDS if one.is_date)


@dataclass(slots=True)
class DateLook:
    """How the cells of one kind of date were read."""

    n_exact: int = 0
    n_partial: int = 0
    n_empty: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    first: str = ""  # of the exact ones, YYYYMMDD
    last: str = ""


@dataclass(slots=True)
class Look:
    """Counts of everything that a clerk wants to see first; spellings by how they were read."""

    columns: dict[str, str] = field(default_factory=dict)  # of the reading -> of the file
    unread: tuple[str, ...] = ()  # columns of the file that no field takes
    cautions: tuple[str, ...] = ()
    n_rows: int = 0  # rows with counts
    n_left_out: int = 0  # headings, totals, sheets of people
    n_set_aside: int = 0
    n_counts: int = 0
    n_convictions: int = 0
    n_doubtful: int = 0  # counts of which nobody knows whether they are convictions
    n_people: int = 0
    dates: dict[str, DateLook] = field(default_factory=dict)
    levels: dict[str, Counter[str]] = field(default_factory=dict)
    dispositions: dict[str, Counter[str]] = field(default_factory=dict)
    counties: dict[str, Counter[str]] = field(default_factory=dict)
    sections: dict[str, Counter[str]] = field(default_factory=dict)
    issues: Counter[str] = field(default_factory=Counter)  # by kind

    def against(self, expected: int | None) -> str:
        """A sentence that compares the rows with the total somebody expects; "" without one."""
        if expected is None:
            return ""
        found = self.n_rows + self.n_set_aside
        if found == expected:
            return f"The file has the {expected:,} rows that were expected."
        more = "more" if found > expected else "fewer"
        return (
            f"The file has {found:,} rows, {abs(found - expected):,} {more} than the {expected:,} "
            "that were expected."
        )


def look_at_list(reader: LayoutReader, step: Callable[[int], None] = lambda _: None) -> Look:
    """Read the whole file and keep only counts. ``step(rows so far)`` may raise Cancelled."""
    origin = reader.origin
    look = Look(
        columns=dict(origin.cells),
        unread=tuple(_unread(reader)),
        cautions=tuple(cautions(set(reader.fields), dict(reader.layout.constants))),
        dates={title: DateLook() for title, at in _DATES if _column(at) in origin.cells},
    )
    people: set[int] = set()
    before = 0
    for number, one in enumerate(reader.rows()):
        if number % _EVERY == 0:
            step(number)
        if isinstance(one, Issue):
            look.issues[one.kind] += 1
            look.n_set_aside += one.is_quarantined
        elif one.cells is None:
            look.n_left_out += 1
        else:
            look.n_rows += one.row != before
            before = one.row
            people.add(short_hash(one.cells[_AT["SUBJECT_ID"]]))
            _count(look, one, one.cells)
    look.n_left_out -= min(look.n_set_aside, look.n_left_out)
    look.n_people = len(people)
    return look


def _column(at: int) -> str:
    return next(name for name, index in _AT.items() if index == at)


def _unread(reader: LayoutReader) -> Iterator[str]:
    for sheet in reader.sheets:
        taken = {one.at for one in sheet.columns} | {sheet.key}
        for at, header in enumerate(sheet.header):
            if at not in taken and clean(header):
                yield clean(header)


def _count(look: Look, row: ReadRow, cells: tuple[str, ...]) -> None:
    if cells[_AT["STP_TYPE_DESCR"]] in {"DECEASED", "REGISTRATION"}:
        return
    look.n_counts += 1
    is_doubtful = "disposition" in cells[_AT["DOUBTS"]].split()
    is_convicted = is_conviction(cells[_AT["DISP_DESCR"]]) and not is_doubtful
    look.n_doubtful += is_doubtful
    look.n_convictions += is_convicted
    for title, at in _DATES:
        if title in look.dates:
            _count_date(look.dates[title], cells[at])
    level = cells[_AT["CONV_STAT_DESCR"]]
    _note(look.levels, read_level(level).value, clean(level))
    meaning = "unknown" if is_doubtful else "conviction" if is_convicted else "no conviction"
    _note(look.dispositions, meaning, clean(cells[_AT["DISP_DESCR"]]))
    county = cells[_AT["STP_ORI_CNTY_NAME"]]
    _note(look.counties, read_county(county), clean(county))
    _note(look.sections, *_section(cells))


def _section(cells: tuple[str, ...]) -> tuple[str, str]:
    """(how the section was read, as it is printed); the section convicted of before the charged."""
    convicted, charged = cells[_AT["CONV_OFFENSE_DESCR"]], cells[_AT["OFFENSE_DESCR"]]
    text = charged if is_see_comment(convicted) else convicted
    if is_see_comment(text):
        text = cells[_AT["COMMENT_TEXT"]]
    reading = read_section(clean(text))
    read = ", ".join(str(one) for one in reading.sections) if reading.is_read else ""
    return read, reading.text


def _count_date(look: DateLook, text: str) -> None:
    date = read_compact_date(clean(text))
    if date is None:
        _add(look.unreadable, clean(text))
    elif date.is_unknown:
        look.n_empty += 1
    elif date.is_exact:
        look.n_exact += 1
        day = clean(text)
        look.first = min(look.first or day, day)
        look.last = max(look.last, day)
    else:
        look.n_partial += 1


def _note(spellings: dict[str, Counter[str]], read_as: str, text: str) -> None:
    if read_as not in spellings and len(spellings) >= MOST_KEPT:
        read_as = text = _MORE
    _add(spellings.setdefault(read_as, Counter()), text)


def _add(counter: Counter[str], text: str) -> None:
    counter[text if text in counter or len(counter) < MOST_KEPT else _MORE] += 1
