"""Cases as an Excel workbook to be reviewed in: a decision a row, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from app.exporting.workbook import append_header, new_book, save_steadily, text_cell
from app.model.review_sheet import (
    ANSWER,
    COLUMNS,
    DECISION,
    DECISIONS,
    IDENTITY,
    LISTS,
    NOTE,
    REASON,
    REMIND,
    REVIEWER,
    SEEN,
    SHEET,
    TO_FILL,
    WORDS,
    plain,
)

_WIDTHS = {
    "No.": 7, "Name": 28, "Born": 12, "Section": 14, "Level": 13, "Convicted on": 13, "Court": 22,
    "Case number": 16, "Answer": 24, "Reason": 40, "Rule": 24, "File": 22, "Row": 8, "State": 22,
    DECISION: 11, ANSWER: 26, REASON: 13, WORDS: 40, REMIND: 12, NOTE: 30, REVIEWER: 20,
    IDENTITY: 30, SEEN: 30,
}  # fmt: skip
_FREE = "FFF8E1"  # the wash of cells to be filled in


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A case; the columns to fill are empty. ``shown`` follows `app.model.review_sheet.SHOWN`."""

    number: int
    shown: tuple[str, ...]
    rule: str
    file_name: str
    row: int
    state: str
    identity: str
    seen: str


@dataclass(frozen=True, slots=True)
class Lists:
    """What may be chosen: (code, words) of reasons, and answers."""

    reasons: Sequence[tuple[str, str]]
    answers: Sequence[str]


def write_review_workbook(
    path: Path,
    rows: Iterable[SheetRow],
    lists: Lists,
    about: Sequence[tuple[str, str]],
    *,
    reviewer: str = "",
) -> int:
    """Sheets: Cases, How to fill it in, Reasons and answers. Streams; returns how many rows.

    ``reviewer`` stands in every row, to be changed where somebody else decides.
    """
    book = new_book(path.parent)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "C2"
    for index, title in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = _WIDTHS[title]
        dimension.hidden = title in (IDENTITY, SEEN)
    append_header(sheet, COLUMNS)
    n, blanks = 0, _blanks(sheet, reviewer)
    for row in rows:
        sheet.append(_cells(sheet, row, blanks))
        n += 1
    _finish(sheet, n, lists)
    _write_table(book, "How to fill it in", ("Column", "What to do"), (*_how(), *about), (24, 110))
    _write_lists(book, lists)
    save_steadily(book, path)
    return n


def _cells(sheet: object, row: SheetRow, blanks: list[object]) -> list[object]:
    shown = (
        row.number, *map(plain, row.shown), row.rule, row.file_name, row.row, row.state,
    )  # fmt: skip
    hidden = (row.identity, row.seen)
    return [
        *(text_cell(sheet, value) for value in shown), *blanks,
        *(text_cell(sheet, value) for value in hidden),
    ]  # fmt: skip


def _blanks(sheet: object, reviewer: str) -> list[object]:
    """The cells to be filled in: the same objects for every row, for a style takes long to make."""
    cells = [text_cell(sheet, reviewer if title == REVIEWER else "") for title in TO_FILL]
    for cell in cells:
        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", fgColor=_FREE)
    return cells


def _finish(sheet: object, n: int, lists: Lists) -> None:
    last = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{last}{n + 1}"  # type: ignore[attr-defined]
    choices = (
        (DECISION, f'"{",".join(DECISIONS)}"', "Choose accept, override or park."),
        (REASON, _span("A", len(lists.reasons)), f"Choose a code of the sheet {LISTS}."),
        (ANSWER, _span("D", len(lists.answers)), f"Choose an answer of the sheet {LISTS}."),
    )
    for title, formula, error in choices:
        letter = get_column_letter(COLUMNS.index(title) + 1)
        drop_down = DataValidation(type="list", formula1=formula, allow_blank=True)
        drop_down.error = error
        drop_down.showErrorMessage = True
        drop_down.add(f"{letter}2:{letter}{n + 2}")
        sheet.data_validations.append(drop_down)  # type: ignore[attr-defined]
    protection = sheet.protection  # type: ignore[attr-defined]
    protection.sheet = True  # without a password: it guards against slips
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows", "deleteRows"):
        setattr(protection, allowed, False)


def _span(column: str, n: int) -> str:
    return f"'{LISTS}'!${column}$2:${column}${max(n, 1) + 1}"


def _how() -> tuple[tuple[str, str], ...]:
    return (
        (
            "What this is",
            "A row of the sheet Cases is one conviction and the program's answer.",
        ),
        (
            DECISION,
            (
                "accept: the answer is right. override: another answer is. park: not now. Leave it "
                "empty where you decide nothing."
            ),
        ),
        (ANSWER, "With override: what is right. Choose it from the list."),
        (REASON, f"With override: why. Choose a code; the sheet {LISTS} says what each means."),
        (WORDS, "With override and park: why, in your words."),
        (REMIND, "With park, if you like: the day on which it comes up again, as YYYY-MM-DD."),
        (NOTE, "Anything to be remembered of the case. It decides nothing."),
        (REVIEWER, "Who decided, with the name as it is known to the office."),
        (
            "Hand review",
            (
                "Where the program has no answer (hand review) there is nothing to accept: give "
                "the answer yourself (override), or park the case."
            ),
        ),
        (
            "What to leave alone",
            (
                "All other columns, and the hidden ones at the end: they say which case is meant. "
                "Rows may be deleted, filtered and sorted; further columns do no harm."
            ),
        ),
        (
            "How it comes back",
            (
                "Review, Packages, Read a workbook; or relief-desk packages workbook-in WORKSPACE "
                "FILE. Everything is checked and shown before anything is changed. What was "
                "decided at the office meanwhile is not overwritten: both stand side by side."
            ),
        ),
        (
            "Who may see it",
            (
                "This workbook is not encrypted and holds criminal records. Keep it where only "
                "those may read it who work on it, and delete it when it is back."
            ),
        ),
    )


def _write_lists(book: Workbook, lists: Lists) -> None:
    """Reasons in A and B, answers in D."""
    n = max(len(lists.reasons), len(lists.answers))
    reasons = [*lists.reasons, *[("", "")] * (n - len(lists.reasons))]
    answers = [*lists.answers, *[""] * (n - len(lists.answers))]
    rows = [
        (code, words, "", answer)
        for (code, words), answer in zip(reasons, answers, strict=True)
    ]  # fmt: skip
    _write_table(book, LISTS, (REASON, "Meaning", "", ANSWER), rows, (16, 70, 4, 36))


def _write_table(
    book: Workbook,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
) -> None:
    sheet = book.create_sheet(title)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    append_header(sheet, header)
    for row in rows:
        sheet.append([text_cell(sheet, value) for value in row])
