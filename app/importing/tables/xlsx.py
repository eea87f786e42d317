"""Excel workbooks of today, read in a stream: their sheets are never held as a whole."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

from app.importing.files import Standing, unreadable
from app.importing.issues import Issue
from app.importing.reading import Kind
from app.importing.tables import xlsb, xlsx_sheet
from app.importing.tables.archive import Archive, no_sheet, nothing_filled
from app.importing.tables.doubts import macros_issue
from app.importing.tables.grid import Merged, RawRow, SheetNotes, table_rows
from app.importing.tables.table import Sheet, Step, TableFile, TableRow, no_step
from app.importing.tables.xlsx_book import (
    Book,
    BookSheet,
    SharedTexts,
    main_part,
    read_book,
    read_shared,
)

Shared = Callable[[], SharedTexts]  # called when the first shared text is needed


class _Form(NamedTuple):
    """How a workbook is written: its parts are XML (.xlsx, .xlsm) or records (.xlsb)."""

    words: str
    read_book: Callable[[Archive], Book]
    read_shared: Callable[[Archive, str, Step], SharedTexts]
    stated_rows: Callable[[Archive, BookSheet], int | None]
    read_merged: Callable[[Archive, BookSheet, Step], Merged]
    read_rows: Callable[[Archive, Book, BookSheet, Shared, SheetNotes, Step], Iterator[RawRow]]


_XML = _Form(
    "Excel workbook", read_book, read_shared,
    xlsx_sheet.stated_rows, xlsx_sheet.read_merged, xlsx_sheet.read_rows,
)  # fmt: skip
_BINARY = _Form(
    "Excel workbook (.xlsb)", xlsb.read_book, xlsb.read_shared,
    xlsb.stated_rows, xlsb.read_merged, xlsb.read_rows,
)  # fmt: skip


def form_words(archive: Archive) -> str:
    """What kind of workbook an archive is."""
    return _form(archive).words


def open_xlsx(path: Path, step: Step = no_step) -> TableFile:
    """Read what stands around the cells. Raises InputError when there is no filled cell."""
    standing = Standing.of(path)
    try:
        with path.open("rb") as file:
            archive = Archive(path, file)
            form = _form(archive)
            book = form.read_book(archive)
            if not book.sheets:
                raise no_sheet(path)
            sheets = tuple(
                Sheet(one.name, one.is_hidden, form.stated_rows(archive, one))
                for one in book.sheets
            )
            if not any(_has_cells(archive, form, book, one, step) for one in book.sheets):
                raise nothing_filled(path)
    except OSError as error:
        raise unreadable(path, error) from error
    return _ExcelFile(standing, form, book, sheets)


def _form(archive: Archive) -> _Form:
    return _BINARY if main_part(archive).endswith(".bin") else _XML


def _has_cells(archive: Archive, form: _Form, book: Book, sheet: BookSheet, step: Step) -> bool:
    """Whether any cell is filled; shared texts are not looked at."""
    filled = SharedTexts()
    filled.get = lambda _: "filled"
    rows = form.read_rows(archive, book, sheet, lambda: filled, SheetNotes(), step)
    return any(True for _ in rows)


class _ExcelFile(TableFile):
    def __init__(
        self, standing: Standing, form: _Form, book: Book, sheets: tuple[Sheet, ...]
    ) -> None:
        super().__init__(
            standing,
            kind=Kind.WORKBOOK,
            words=form.words,
            encoding="",
            sheets=sheets,
            issues=(macros_issue(standing.path.name),) if book.has_macros else (),
        )
        self._form = form
        self._book = book

    def rows(self, sheet_index: int = 0, step: Step = no_step) -> Generator[TableRow | Issue]:
        try:
            with self.standing.path.open("rb") as file:
                yield from self._rows(Archive(self.standing.path, file), sheet_index, step)
        except OSError as error:
            raise unreadable(self.standing.path, error) from error

    def _rows(self, archive: Archive, sheet_index: int, step: Step) -> Iterator[TableRow | Issue]:
        form, book = self._form, self._book
        sheet = book.sheets[sheet_index]
        notes = SheetNotes()

        def waiting(_done: int, total: int) -> None:
            step(0, total)  # only the rows themselves count

        def shared() -> SharedTexts:
            part = book.shared_part
            return form.read_shared(archive, part, waiting) if part else SharedTexts()

        merged = form.read_merged(archive, sheet, waiting)
        rows = form.read_rows(archive, book, sheet, shared, notes, step)
        yield from table_rows(rows, merged, notes)
