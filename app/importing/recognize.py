"""What a file is, by its content and never by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.importing.detect import is_doj_bulk, look_at_start
from app.importing.doj_bulk import LAYOUT
from app.importing.encodings import encoding_of, to_text, two_byte_of
from app.importing.files import read_start
from app.importing.pieces import START_BYTES
from app.importing.rap_sheet.recognize import looks_like_rap_sheet
from app.importing.reading import Kind
from app.importing.signatures import PDF, binary_kind
from app.importing.tables.delimited import get_dialect
from app.importing.tables.opening import workbook_words
from app.importing.values import clean
from app.model.doj_columns import DOJ_COLUMNS


@dataclass(frozen=True, slots=True)
class Recognized:
    """``words`` are for the screen; ``encoding`` is as far as the beginning tells, "" for none."""

    kind: Kind
    words: str
    encoding: str


def recognize(path: Path) -> Recognized:
    """Reads the first megabyte, and of an archive what says which parts it has.

    Raises InputError, a sentence, for a file that is nothing we read.
    """
    start = read_start(path, START_BYTES)
    words = workbook_words(path, start)
    if words:
        return Recognized(Kind.WORKBOOK, words, "")
    if is_doj_bulk(start):
        return Recognized(Kind.DOJ_BULK, LAYOUT, look_at_start(path).encoding)
    encoding, mark_bytes = encoding_of(start)
    if not mark_bytes:
        encoding = two_byte_of(start) or encoding
    kind = binary_kind(start, encoding)
    if kind == PDF:
        return Recognized(Kind.RAP_SHEET, "PDF document", "")
    if not kind and looks_like_rap_sheet(to_text(start[mark_bytes:], encoding)):
        return Recognized(Kind.RAP_SHEET, "Rap sheet (text)", encoding)
    dialect = get_dialect(path, start, encoding, mark_bytes)
    layout = _doj_words(dialect.first) or "Delimited text"
    return Recognized(Kind.DELIMITED, f"{layout} ({dialect.words})", encoding)


def _doj_words(header: Sequence[str]) -> str:
    """What is the matter with a header that is mostly the state's; "" for any other."""
    names = [clean(cell).upper() for cell in header]
    known = set(names) & set(DOJ_COLUMNS)
    if len(known) * 2 < len(DOJ_COLUMNS):
        return ""
    if names == list(DOJ_COLUMNS):
        return "California DOJ columns"
    if sorted(names) == sorted(DOJ_COLUMNS):
        return "California DOJ columns in another order"
    return "California DOJ columns, some missing or under other names"
