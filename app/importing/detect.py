"""What a file is, from its beginning: the DOJ bulk layout, or a sentence why it is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.importing.doj_bulk import LAYOUT, is_header
from app.importing.encodings import encoding_of, line_mark_of, to_text
from app.importing.files import read_start
from app.importing.pieces import START_BYTES
from app.importing.rows import BadRow, split_rows
from app.importing.signatures import NOT_TEXT, binary_kind
from app.importing.tables.doubts import is_header_like
from app.model.doj_columns import DOJ_COLUMNS, N_DOJ_COLUMNS

SAMPLE_ROWS = 200
_COUNT_ORDER = DOJ_COLUMNS.index("CNT_ORDER")
_EVENT_DATE = DOJ_COLUMNS.index("STP_EVENT_DATE")


@dataclass(frozen=True, slots=True)
class Start:
    """What the beginning of a usable file shows."""

    layout: str
    encoding: str  # as far as the beginning tells
    has_header: bool
    columns: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]


def look_at_start(path: Path) -> Start:
    """Recognize the file or raise InputError with one sentence; nothing else is read."""
    start = read_start(path, START_BYTES)
    encoding, mark_bytes = encoding_of(start)
    _refuse_binary(path, start, encoding)
    has_header, rows, n_bad = _sample(start, encoding, mark_bytes)
    return _recognize(path, encoding, has_header, rows, n_bad)


def is_doj_bulk(start: bytes) -> bool:
    """Whether a file that begins so is the state's: by its header, else by what its cells hold."""
    encoding, mark_bytes = encoding_of(start)
    if binary_kind(start, encoding):
        return False
    has_header, rows, _ = _sample(start, encoding, mark_bytes)
    if has_header and len(rows[0]) == N_DOJ_COLUMNS:
        return _same_columns(rows[0])
    if rows and is_header_like(rows[0]):  # its columns under other names
        return False
    return _looks_like_doj([row for row in rows if len(row) == N_DOJ_COLUMNS])


def _refuse_binary(path: Path, start: bytes, encoding: str) -> None:
    kind = binary_kind(start, encoding)
    if kind:
        what = kind if kind == NOT_TEXT else f"{kind}, not a {LAYOUT}"
        raise InputError(f"{path.name} is {what}. Choose the .dat or .csv file from the state.")


def _sample(start: bytes, encoding: str, mark_bytes: int) -> tuple[bool, list[list[str]], int]:
    """(the first record is a header, it and the first rows, rows that cannot be read)."""
    text = to_text(start[mark_bytes:], encoding)
    line_mark = line_mark_of(text)
    if len(start) == START_BYTES and line_mark in text:
        text = text[: text.rfind(line_mark)]
    rows: list[list[str]] = []
    n_bad, has_header = 0, False
    for found in split_rows(text, 1, line_mark):
        if isinstance(found, BadRow):
            n_bad += 1
        else:
            has_header = has_header or (not rows and not n_bad and is_header(found[1]))
            rows.append(found[1])
        if len(rows) > SAMPLE_ROWS:
            break
    return has_header, rows, n_bad


def _recognize(
    path: Path, encoding: str, has_header: bool, rows: list[list[str]], n_bad: int
) -> Start:
    if has_header:
        header = rows.pop(0)
        if len(header) == N_DOJ_COLUMNS and not _same_columns(header):
            raise InputError(
                f"{path.name} has the columns of a {LAYOUT} in another order or under other names. "
                "Ask for the file as the state delivers it."
            )
        if not rows and not n_bad:
            raise InputError(
                f"{path.name} holds a header line and no rows. Ask for the file again."
            )
    usable = [row for row in rows if len(row) == N_DOJ_COLUMNS]
    if not usable:
        raise InputError(_other_layout(path, rows))
    if not has_header and not _looks_like_doj(usable):
        raise InputError(
            f"{path.name} has {N_DOJ_COLUMNS} columns, but they do not hold what a {LAYOUT} holds "
            "(no CNT_ORDER of twelve digits in column 51). Choose the file from the state."
        )
    return Start(
        LAYOUT, encoding, has_header, DOJ_COLUMNS, tuple(tuple(row) for row in usable[:20])
    )


def _same_columns(header: list[str]) -> bool:
    return tuple(cell.strip().strip("\ufeff").upper() for cell in header) == DOJ_COLUMNS


def _other_layout(path: Path, rows: list[list[str]]) -> str:
    widths = Counter(len(row) for row in rows)
    if not widths:
        return f"{path.name} holds no row that can be read. Ask for the file again."
    width = widths.most_common(1)[0][0]
    columns = "one column" if width == 1 else f"{width} columns"
    return (
        f"{path.name} has {columns}; a {LAYOUT} has {N_DOJ_COLUMNS}. "
        "Choose the .dat or .csv file from the state."
    )


def _looks_like_doj(rows: list[list[str]]) -> bool:
    """A quarter of the rows have a count order of twelve digits, or one has and they have dates."""
    n_orders = sum(1 for row in rows if _digits(row[_COUNT_ORDER], 12))
    n_dates = sum(1 for row in rows if _digits(row[_EVENT_DATE], 8))
    return n_orders > 0 and max(n_orders, n_dates) * 4 >= len(rows)


def _digits(cell: str, n: int) -> bool:
    value = cell.strip()
    return len(value) == n and value.isascii() and value.isdigit()
