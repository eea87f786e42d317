"""A workbook of cases that was filled in: what it says, row by row, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.issues import Issue
from app.importing.tables.opening import open_table
from app.importing.tables.table import TableFile, TableRow, column_letters
from app.model.review_sheet import COLUMNS, IDENTITY, REVIEWER, SEEN, SHEET, SHOWN, TO_FILL

# What makes a cell say something else than it shows.
_DOUBTS = ("Formulas without a value", "Merged cells", "Too long")


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A row in which something was filled in. ``row`` is the workbook's."""

    row: int
    identity: str
    seen: str
    shown: tuple[str, ...]
    filled: Mapping[str, str]  # by the titles of TO_FILL
    letters: Mapping[str, str]  # of these columns, as Excel names them

    def place(self, title: str) -> str:
        """``Row 12, column P (Decision)``"""
        return f"Row {self.row:,}, column {self.letters[title]} ({title})"


def read_review_workbook(path: Path) -> Iterator[ReviewedRow | str]:
    """Rows with anything filled in, and sentences about what cannot be read.

    Raises InputError for a file that is no workbook of cases.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}. Check the name and the folder.")
    table = open_table(path)
    with closing(table.rows(_sheet_of(table, path))) as rows:
        first = next((one for one in rows if isinstance(one, TableRow)), None)
        places = _places(path, first)
        letters = {title: column_letters(places[title]) for title in TO_FILL}
        for one in rows:
            if isinstance(one, Issue):
                if one.kind in _DOUBTS:
                    yield _doubt(one)
                continue
            found = _row(one, places, letters)
            if found is not None:
                yield found


def _sheet_of(table: TableFile, path: Path) -> int:
    names = [sheet.name for sheet in table.sheets]
    if SHEET in names:
        return names.index(SHEET)
    if names == [""]:  # saved as text: its one sheet has no name
        return 0
    raise InputError(
        f"{path.name} has no sheet {SHEET}: it is not a workbook of cases that this program "
        "wrote. Choose the workbook that was sent out for review."
    )


def _places(path: Path, first: TableRow | None) -> dict[str, int]:
    titles = [cell.strip() for cell in first.cells] if first is not None else []
    for title in (*SHOWN, *TO_FILL, IDENTITY, SEEN):
        if titles.count(title) != 1:
            raise InputError(
                f"{path.name} has no column {title}, or has it twice. Only further columns may be "
                "added. Send the cases out again, or put the headings back."
            )
    return {title: titles.index(title) for title in COLUMNS if title in titles}


def _row(
    one: TableRow, places: Mapping[str, int], letters: Mapping[str, str]
) -> ReviewedRow | None:
    def cell(title: str) -> str:
        return one.cells[places[title]].strip() if places[title] < len(one.cells) else ""

    filled = {title: cell(title) for title in TO_FILL}
    if not any(text for title, text in filled.items() if title != REVIEWER):
        return None  # the reviewer alone may stand there from the beginning
    shown = tuple(cell(title) for title in SHOWN)
    return ReviewedRow(one.row, cell(IDENTITY), cell(SEEN), shown, filled, letters)


def _doubt(issue: Issue) -> str:
    rows = issue.text.removeprefix("rows ")
    where = f"Row {issue.row:,}" if rows.isdecimal() or rows == issue.text else f"Rows {rows}"
    return f"{where}: {issue.kind.lower()}. {issue.reason} Type the text itself."
