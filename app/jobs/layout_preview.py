"""What the first rows of a list become by a draft: person, section, level, date, result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.importing.assemble import assemble
from app.importing.issues import Issue
from app.importing.layouts.date_formats import find_format, read_cell_date
from app.importing.layouts.reader import LayoutReader
from app.importing.layouts.table import SHEET_STEP
from app.importing.reading import LINE_STEP, ReadRow
from app.jobs.layout_draft import LayoutDraft
from app.model.reading_columns import READING_INDEX
from app.model.record import Charge, Event, Level, RapSheet

N_ROWS = 3
_SUBJECT = READING_INDEX["SUBJECT_ID"]
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_PATTERNS = (
    "M/D/YYYY", "D/M/YYYY", "M/D/YY", "D/M/YY", "M-D-YYYY", "D-M-YYYY", "D.M.YYYY", "M.D.YYYY",
    "YYYYMMDD", "MMDDYYYY", "DDMMYYYY", "YYYY-MM-DD", "YYYY/M/D", "D-MON-YYYY", "D-MON-YY",
    "D MON YYYY", "MON D, YYYY", "MONTH D, YYYY", "D MONTH YYYY", "M/YYYY", "YYYY",
)  # fmt: skip
_ANY_PIVOT = 50


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A count of a row as it would be read."""

    row: int
    person: str
    section: str
    level: str
    convicted: str  # the date
    result: str
    doubts: str


@dataclass(frozen=True, slots=True)
class Preview:
    """``problem`` says why nothing can be shown yet."""

    rows: tuple[PreviewRow, ...]
    problem: str = ""


def preview_rows(draft: LayoutDraft, n_rows: int = N_ROWS) -> Preview:
    """The first rows with a count, read as the import would read them."""
    try:
        reader = LayoutReader(draft.sample, draft.layout(), draft.sample.path.name)
        return Preview(tuple(_first(reader, n_rows)))
    except InputError as error:
        return Preview((), error.message)


def _first(reader: LayoutReader, n_rows: int) -> list[PreviewRow]:
    rows: list[ReadRow] = []
    issues: list[Issue] = []
    for one in reader.rows():
        if isinstance(one, Issue):
            issues.append(one)
        elif one.cells is not None:
            rows.append(one)
        if len(rows) > n_rows:
            break
    return [_row(one, issues) for one in rows[:n_rows]]


def _row(one: ReadRow, issues: Sequence[Issue]) -> PreviewRow:
    cells = list(one.cells or ())
    sheet, more = assemble(1, cells[_SUBJECT], [(one.row, cells)])
    told = [issue.reason for issue in (*issues, *more) if issue.row == one.row]
    number = one.row // LINE_STEP % SHEET_STEP
    found = next(((event, charge) for cycle in sheet.cycles for event in cycle.events
                  for charge in event.charges), None)  # fmt: skip
    if found is None:
        return PreviewRow(number, _person(sheet), "", "", "", "no count", " ".join(told))
    event, charge = found
    return PreviewRow(
        number, _person(sheet), charge.section_text or "not known",
        "not known" if charge.level is Level.UNKNOWN else charge.level.value,
        _day(event), _result(charge), " ".join(dict.fromkeys(told)),
    )  # fmt: skip


def _person(sheet: RapSheet) -> str:
    person = sheet.person
    born = "birth date not known" if person.born.is_unknown else f"born {person.born}"
    return f"{person.name or 'no name'}, {born}"


def _day(event: Event) -> str:
    return "not known" if event.on.is_unknown else str(event.on)


def _result(charge: Charge) -> str:
    if charge.is_doubtful:
        return "not known"
    if charge.relief:
        return "conviction, relief granted"
    return "conviction" if charge.is_conviction else "no conviction"


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A way to write dates, how many of the texts it reads, and one of them in words."""

    pattern: str
    n_read: int
    n_texts: int
    example: str  # "03/04/1999 = March 4, 1999"

    @property
    def has_short_year(self) -> bool:
        form = find_format(self.pattern)
        return form is not None and form.has_short_year


def date_choices(texts: Sequence[str], pivot: int | None) -> list[DateChoice]:
    """Every way of writing that reads some of the texts, the one that reads most first."""
    different = sorted(set(texts))
    iso = {text for text in different if read_cell_date(text, (), None) is not None}
    rest = [text for text in different if text not in iso]
    used = _ANY_PIVOT if pivot is None else pivot
    read = {
        pattern: [text for text in rest if read_cell_date(text, (pattern,), used) is not None]
        for pattern in _PATTERNS
    }
    if iso:
        read["YYYY-MM-DD"] = sorted(iso)
    open_to_doubt = [text for text in rest if _differs(text, list(read), used)]
    choices = []
    for pattern, found in read.items():
        if found:
            readable = set(found)
            shown = next((text for text in open_to_doubt if text in readable), found[0])
            example = f"{shown} = {_in_words(shown, pattern, used)}"
            choices.append(DateChoice(pattern, len(found), len(different), example))
    return sorted(choices, key=lambda one: -one.n_read)


def _differs(text: str, patterns: Sequence[str], pivot: int) -> bool:
    """Whether the text is one day by one way of writing and another day by another."""
    days = {read_cell_date(text, (pattern,), pivot) for pattern in patterns} - {None}
    return len(days) > 1


def _in_words(text: str, pattern: str, pivot: int) -> str:
    compact = read_cell_date(text, (pattern,), pivot) or ""
    year, month, day = int(compact[:4]), int(compact[4:6]), int(compact[6:])
    if not month:
        return str(year)
    return f"{_MONTHS[month - 1]} {day}, {year}" if day else f"{_MONTHS[month - 1]} {year}"
