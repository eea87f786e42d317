"""The results as an Excel workbook for lawyers: identifiers as text, filters, frozen header."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE

MOST_ROWS = 1_048_575  # what Excel can hold under a header
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    name: str
    born: str
    cii: str
    section: str
    level: str
    convicted_on: str
    county: str
    court: str
    case_number: str
    outcome: str
    remedy: str
    procedure: str
    reason: str
    rule_id: str
    also_applies: str
    missing: str
    decision: str
    final: str
    reason_code: str
    words: str
    reviewer: str
    decided_on: str
    approver: str
    file_name: str
    row: int


_COLUMNS = (  # heading, field, width, what it says
    ("Name", "name", 30, "Name on the record, as printed (PRI_NAME)."),
    ("Born", "born", 12, "Birth date, or the range within which it lies (PRI_DOB)."),
    ("CII number", "cii", 13, "State identification number (CII_NUMBER), as text."),
    ("Case number", "case_number", 18, "Court numbers of the event (OFN), as text."),
    ("Court", "court", 24, "Court or agency (STP_ORI_DESCR)."),
    ("County", "county", 16, "County of the court (STP_ORI_CNTY_NAME)."),
    ("Section", "section", 16, "Code section convicted of, as printed."),
    ("Level", "level", 13, "Felony, misdemeanor, infraction or unknown."),
    ("Convicted on", "convicted_on", 13, "Date of conviction (STP_EVENT_DATE)."),
    ("Answer", "outcome", 26, "The policy's answer as of the date of the check."),
    ("Remedy", "remedy", 28, "What the court is asked to do; empty where the policy names none."),
    ("Procedure", "procedure", 24, "How relief is asked for; empty where the policy tells none."),
    ("Reason", "reason", 44, "The deciding rule's reason, or the fact that is unknown."),
    ("Rule", "rule_id", 26, "The deciding rule of the policy."),
    ("Also applies", "also_applies", 30, "Later rules of the policy that are met as well."),
    ("Unknown facts", "missing", 24, "Facts that sent the conviction to hand review."),
    ("Review", "decision", 12, "Accepted, overridden or parked by a person; empty while open."),
    ("Final answer", "final", 26, "The answer after the review; empty while it is not settled."),
    ("Reason code", "reason_code", 13, "Why the answer was overridden, of the office's list."),
    ("Words", "words", 36, "Why it was overridden or parked, in the reviewer's words."),
    ("Reviewer", "reviewer", 20, "Who decided."),
    ("Decided on", "decided_on", 12, "The day of the decision."),
    ("Approver", "approver", 20, "The second person who agreed; empty where nobody did."),
    ("File", "file_name", 24, "The file the conviction stands in."),
    ("Row", "row", 9, "The line of that file."),
)


def write_workbook(
    path: Path, about: Sequence[tuple[str, str]], rows: Iterable[WorkbookRow]
) -> None:
    """Sheets: Convictions, Reasons, Columns, About. Streams; memory does not grow."""
    book = new_book(path.parent)
    counts = _write_convictions(book, rows)
    _write_pairs(
        book, "Reasons", ("Answer", "Reason", "Convictions"),
        [(*key, n) for key, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))],
        (28, 60, 12),
    )  # fmt: skip
    _write_pairs(book, "Columns", ("Column", "Meaning"), [(c[0], c[3]) for c in _COLUMNS], (18, 70))
    _write_pairs(book, "About", ("What", "Value"), about, (24, 100))
    save_steadily(book, path)


class _Sheet(WriteOnlyWorksheet):  # type: ignore[misc]
    """Grows in a file of its book's folder, not in one that belongs to the whole computer."""

    _writer: WorksheetWriter | None

    def _get_writer(self) -> None:
        if self._writer is None:
            out = str(self.parent.folder / f"sheet {self.parent.index(self)}.xml")
            ALL_TEMP_FILES.append(out)  # openpyxl takes it off its list when it is read
            writer = WorksheetWriter(self, out)
            writer.write_top()
            self._writer = writer


class _Book(Workbook):  # type: ignore[misc]
    folder: Path

    def create_sheet(self, title: str | None = None, index: int | None = None) -> _Sheet:
        sheet = _Sheet(self, title)
        self._add_sheet(sheet, index)
        return sheet


def new_book(folder: Path) -> Workbook:
    """A workbook that is written as it comes; ``folder`` is a scratch folder (`app.scratch`)."""
    book = _Book(write_only=True)
    book.folder = folder
    return book


def save_steadily(book: Workbook, path: Path) -> None:
    """Equal content gives equal bytes."""
    with SteadyZip(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()


def write_sheets(
    path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]
) -> None:
    """A sheet each of (title, header, rows), as many rows as Excel can hold."""
    book = new_book(path.parent)
    for title, header, rows in sheets:
        widths = [max(12, len(name) + 4) for name in header]
        _write_pairs(book, title, header, islice(rows, MOST_ROWS), widths)
    save_steadily(book, path)


class SteadyZip(ZipFile):
    """Writes no clock into the file, so that equal results give equal bytes."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        if zinfo_or_arcname == ARC_CORE:
            data = _DATES.sub(b"", data if isinstance(data, bytes) else data.encode())
        super().writestr(_entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with Path(filename).open("rb") as source, self.open(_entry(arcname), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)  # 1 January 1980, the first date that the format knows
    entry.compress_type = ZIP_DEFLATED
    return entry


def _write_convictions(book: Workbook, rows: Iterable[WorkbookRow]) -> dict[tuple[str, str], int]:
    sheet = book.create_sheet("Convictions")
    sheet.freeze_panes = "B2"
    for index, (_, _, width, _) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    append_header(sheet, [column[0] for column in _COLUMNS])
    counts: dict[tuple[str, str], int] = {}
    n = 1
    for row in rows:
        if n > MOST_ROWS:
            break
        sheet.append([text_cell(sheet, getattr(row, column[1])) for column in _COLUMNS])
        key = (row.outcome, row.reason)
        counts[key] = counts.get(key, 0) + 1
        n += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{n}"
    return counts


def _write_pairs(
    book: Workbook,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    widths: Sequence[int],
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    append_header(sheet, header)
    for row in rows:
        sheet.append([text_cell(sheet, value) for value in row])


def append_header(sheet: object, titles: Sequence[str]) -> None:
    """The first row, in bold."""
    cells = []
    for title in titles:
        cell = WriteOnlyCell(sheet, value=title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F0F0F0")
        cell.alignment = Alignment(vertical="top")
        cells.append(cell)
    sheet.append(cells)  # type: ignore[attr-defined]


def text_cell(sheet: object, value: object) -> Any:
    """Text stays text: neither a number nor a formula, whatever it begins with."""
    if isinstance(value, int):
        return value
    try:
        cell = WriteOnlyCell(sheet, value=str(value).replace("\n", "; "))
    except IllegalCharacterError:
        printable = "".join(ch for ch in str(value) if ch.isprintable())
        cell = WriteOnlyCell(sheet, value=printable)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
