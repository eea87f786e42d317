"""Delimited text: any delimiter, quoting, encoding and line end, read in a stream."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Generator, Iterator
from pathlib import Path

from app.errors import InputError
from app.importing.encodings import (
    CP1252,
    UTF8,
    codec_of,
    mark_of,
    to_text,
    two_byte_of,
)
from app.importing.files import Standing, unreadable
from app.importing.issues import Issue, quarantined
from app.importing.pieces import START_BYTES
from app.importing.reading import Kind
from app.importing.rows import BadRow
from app.importing.signatures import binary_kind
from app.importing.tables.dialect import Dialect, find_dialect
from app.importing.tables.doubts import COMPARE, duplicated_names, find_unseen, is_plain
from app.importing.tables.records import LONGEST_LINE, Record, read_records
from app.importing.tables.table import MOST_COLUMNS, Sheet, Step, TableFile, TableRow, no_step

CHOOSE = (
    "Choose a list as .csv, .xlsx or .ods, the state's own file, or a rap sheet as text or PDF."
)

_BLOCK = 1 << 20
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml|\w+:)", re.IGNORECASE)
_LINES_A_STEP = 1 << 10


def open_delimited(path: Path, step: Step = no_step) -> TableFile:
    """Open a delimited text; reads it once to be sure of the encoding.

    Raises InputError when its beginning is no table.
    """
    standing = Standing.of(path)
    try:
        encoding, mark_bytes = find_encoding(path, step)
        with path.open("rb") as file:
            start = file.read(START_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error
    dialect = get_dialect(path, start, encoding, mark_bytes)
    return _DelimitedFile(standing, encoding, mark_bytes, dialect)


def get_dialect(path: Path, start: bytes, encoding: str, mark_bytes: int) -> Dialect:
    """How a file that begins so is written. Raises InputError when it is no table."""
    kind = binary_kind(start, encoding)
    if kind:
        raise InputError(f"{path.name} is {kind}. {CHOOSE}")
    text = sample_text(start, encoding, mark_bytes)
    if _MARKUP.match(text):
        raise InputError(
            f"{path.name} is a web page or an XML file, whatever its name says. "
            "Open it in Excel or LibreOffice and save it as .xlsx."
        )
    dialect = find_dialect(text)
    if dialect is None or not dialect.is_table:
        raise _no_table(path, text, dialect)
    if dialect.width > MOST_COLUMNS:
        raise InputError(
            f"{path.name} has {dialect.width:,} columns; more than {MOST_COLUMNS:,} cannot be "
            "read. Export only the columns that are needed."
        )
    return dialect


def _no_table(path: Path, text: str, dialect: Dialect | None) -> InputError:
    if not text.strip(" \t\n\"'\ufeff"):
        return InputError(f"{path.name} holds no row that can be read. Ask for the file again.")
    if dialect is not None and dialect.n_records == 1:
        what = "a header line and no rows" if dialect.has_header else "a single row"
        return InputError(f"{path.name} holds {what}. Ask for the file again.")
    return InputError(
        f"{path.name} is text, but no table: nothing divides its lines into the same columns. "
        + CHOOSE
    )


def find_encoding(path: Path, step: Step = no_step) -> tuple[str, int]:
    """(encoding, length of the byte-order mark) of a whole file: mark, else UTF-8, else Windows."""
    n_bytes = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(_BLOCK)
        encoding, mark_bytes = mark_of(start) or (two_byte_of(start) or UTF8, 0)
        if encoding != UTF8:
            return encoding, mark_bytes
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        block = start
        try:
            while block:
                decoder.decode(block)
                step(file.tell(), n_bytes)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return CP1252, mark_bytes
    return UTF8, mark_bytes


def sample_text(start: bytes, encoding: str, mark_bytes: int) -> str:
    """The whole lines at the beginning of a file, each with LF; the last one if it is the only."""
    text = to_text(start[mark_bytes:], encoding).replace("\r\n", "\n").replace("\r", "\n")
    if len(start) == START_BYTES and "\n" in text:
        text = text[: text.rfind("\n") + 1]
    return text


class _DelimitedFile(TableFile):
    def __init__(
        self, standing: Standing, encoding: str, mark_bytes: int, dialect: Dialect
    ) -> None:
        words = f"Delimited text ({dialect.words})"
        super().__init__(
            standing,
            kind=Kind.DELIMITED,
            words=words,
            encoding=encoding,
            sheets=(Sheet("", is_hidden=False, n_rows=None),),
        )
        self._mark_bytes = mark_bytes
        self._dialect = dialect

    def rows(self, sheet_index: int = 0, step: Step = no_step) -> Generator[TableRow | Issue]:
        assert sheet_index == 0
        codec, errors = codec_of(self.encoding)
        try:
            with self.standing.path.open("rb") as binary:
                binary.seek(self._mark_bytes)
                with io.TextIOWrapper(binary, codec, errors, newline=None) as text:
                    yield from self._rows(binary, text, step)
        except OSError as error:
            raise unreadable(self.standing.path, error) from error

    def _rows(
        self, binary: io.BufferedReader, text: io.TextIOWrapper, step: Step
    ) -> Iterator[TableRow | Issue]:
        dialect = self._dialect
        lines = self._lines(binary, text, step)
        for _ in range(dialect.n_skipped):
            next(lines, None)
        records = read_records(
            lines, dialect.syntax, width=dialect.width, first_row=dialect.n_skipped + 1
        )
        yield from _Checker(dialect).check(records)

    def _lines(
        self, binary: io.BufferedReader, text: io.TextIOWrapper, step: Step
    ) -> Iterator[str]:
        """The lines without their ends; of one that is too long, as much as shows that it is."""
        n_bytes = self.standing.n_bytes
        most, n = LONGEST_LINE + 2, 0
        while line := text.readline(most):
            n += 1
            if n % _LINES_A_STEP == 0:
                step(binary.tell(), n_bytes)
            if line[-1] == "\n":
                yield line[:-1]
                continue
            yield line
            while len(line) == most and line[-1] != "\n":
                line = text.readline(most)
                step(binary.tell(), n_bytes)


class _Checker:
    """Rows of the usual width pass; of all others it is told what is wrong with them."""

    def __init__(self, dialect: Dialect) -> None:
        self._delimiter = dialect.syntax.delimiter
        self._width = dialect.width
        self._is_first = True
        self._short: Record | None = None  # waits for the record after it

    def check(self, records: Iterator[Record | BadRow]) -> Iterator[TableRow | Issue]:
        width = self._width
        for found in records:
            if self._short is not None:
                before, self._short = self._short, None
                if isinstance(found, Record) and self._continues(before, found):
                    yield _broken(before)
                    yield _broken(found)
                    continue
                yield from self._short_row(before)
            if isinstance(found, BadRow):
                yield quarantined(found.row, "", found.text, "Stray quote", found.reason)
            elif len(found.cells) == width:
                yield from self._usual_row(found)
            elif len(found.cells) < width:
                self._short = found
            else:
                yield from self._wide_row(found)
        if self._short is not None:
            yield from self._short_row(self._short)

    def _usual_row(self, found: Record) -> Iterator[TableRow | Issue]:
        row, cells, text, has_stray = found
        if self._is_first:
            self._is_first = False
            twice = duplicated_names(row, cells)
            if twice is not None:
                yield twice
        if has_stray:
            yield Issue(
                row, "", text[:200], "Quotation mark inside a cell",
                "A quotation mark stands inside a cell that is not quoted.",
                "It was taken for a letter; the row has the usual number of cells.", COMPARE,
            )  # fmt: skip
        if not is_plain(text.replace(self._delimiter, "")):
            yield from find_unseen(row, cells)
        yield TableRow(row, tuple(cells))

    def _short_row(self, found: Record) -> Iterator[TableRow | Issue]:
        n = len(found.cells)
        if found.has_stray:
            yield quarantined(
                found.row, "", found.text, "Stray quote",
                f"A quotation mark stands where none may be, and the row has {n} cells "
                f"instead of {self._width}.",
            )  # fmt: skip
            return
        yield Issue(
            found.row, "", found.text[:200], "Too few cells",
            f"The row has {_cells(n)}; most rows have {self._width}.",
            "The missing cells at its end count as blank.",
            "Check that its cells stand under the right names.",
        )  # fmt: skip
        yield from find_unseen(found.row, found.cells)
        yield TableRow(found.row, (*found.cells, *[""] * (self._width - n)))

    def _wide_row(self, found: Record) -> Iterator[TableRow | Issue]:
        if not any(cell.strip() for cell in found.cells[self._width :]):
            yield from self._usual_row(found._replace(cells=found.cells[: self._width]))
            return
        yield quarantined(
            found.row, "", found.text, "Too many cells",
            f"The row has {len(found.cells)} cells; most rows have {self._width}.",
        )  # fmt: skip

    def _continues(self, before: Record, found: Record) -> bool:
        """Whether two short records are one that a line break inside a cell has cut in two."""
        n = len(before.cells) + len(found.cells) - 1
        return self._width > 3 and n == self._width and len(found.cells) > 1 < len(before.cells)


def _broken(found: Record) -> Issue:
    return quarantined(
        found.row, "", found.text, "Row in two lines",
        "This line and the one beside it have the cells of one row together: a line break "
        "stands inside a cell.",
    )  # fmt: skip


def _cells(n: int) -> str:
    return "one cell" if n == 1 else f"{n} cells"
