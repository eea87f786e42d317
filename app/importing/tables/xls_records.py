"""The records of an old Excel workbook (.xls): those of the whole, and texts that go on in more."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.importing.tables.cell_text import style_of
from app.importing.tables.table import LONGEST_CELL
from app.importing.tables.xlsx_book import SharedTexts

BIFF8 = 0x600
_BIFF5 = 0x500
_START, _END, _PROTECTED = 0x809, 0x0A, 0x2F
_CONTINUE = b"\x3c\x00"
_CODE_PAGE, _DATE_MODE, _FORMAT, _STYLE, _SHEET, _SHARED = 0x42, 0x22, 0x41E, 0xE0, 0x85, 0xFC
_OLDER_STARTS = (0x009, 0x209, 0x409)


class RecordError(Exception):
    """The records break the rules of the format."""


class ProtectedError(Exception):
    """The records are encrypted."""


class TooOldError(Exception):
    """A format older than Excel 5."""


class Record(NamedTuple):
    """``parts`` are its own bytes and those of the records that go on with it."""

    kind: int
    body: bytes
    parts: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class XlsSheet:
    name: str
    is_hidden: bool
    start: int  # offset of its first record


@dataclass(slots=True)
class XlsBook:
    version: int = BIFF8
    codec: str = "cp1252"  # of texts before BIFF8
    is_1904: bool = False
    sheets: list[XlsSheet] = field(default_factory=list)  # those with cells
    styles: list[int] = field(default_factory=list)
    shared: SharedTexts = field(default_factory=SharedTexts)

    def style(self, number: int) -> int:
        return self.styles[number] if number < len(self.styles) else 0


def records(stream: bytes, at: int = 0) -> Iterator[Record]:
    """The records of one part of the stream; raises RecordError when its end is missing."""
    depth = 0
    while at + 4 <= len(stream):
        kind, n = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + n]
        at += 4 + n
        parts = [body]
        while stream[at : at + 2] == _CONTINUE:
            (n,) = struct.unpack_from("<H", stream[at : at + 4].ljust(4, b"\0"), 2)
            parts.append(stream[at + 4 : at + 4 + n])
            at += 4 + n
        depth += (kind == _START) - (kind == _END)
        if depth <= 1:  # a chart inside a sheet has records of its own
            yield Record(kind, body, parts)
        if kind == _END and depth <= 0:
            return
    raise RecordError  # the end of the part is missing


def read_book(stream: bytes) -> XlsBook:
    """Names, formats and shared texts. Raises RecordError, ProtectedError or TooOldError."""
    book = XlsBook()
    codes: dict[int, str] = {}
    formats: list[int] = []
    for n, (kind, body, parts) in enumerate(records(stream)):
        if n == 0:
            book.version = _version(kind, body)
        elif kind == _PROTECTED:
            raise ProtectedError
        elif kind == _CODE_PAGE:
            book.codec = _codec(_number(body))
        elif kind == _DATE_MODE:
            book.is_1904 = _number(body) == 1
        elif kind == _FORMAT:
            codes[_number(body)] = _name(book, body, 2, wide=book.version == BIFF8)
        elif kind == _STYLE:
            formats.append(_number(body, 2))
        elif kind == _SHEET:
            _add_sheet(book, body)
        elif kind == _SHARED:
            _read_shared(book, parts)
    book.styles = [style_of(number, codes.get(number)) for number in formats]
    return book


def _version(kind: int, body: bytes) -> int:
    if kind in _OLDER_STARTS:
        raise TooOldError
    version = _number(body)
    if kind != _START or version not in (_BIFF5, BIFF8):
        raise RecordError
    return version


def _codec(page: int) -> str:
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "mac_roman" if page in (10000, 0x8000) else "cp1252"


def _number(body: bytes, at: int = 0) -> int:
    if len(body) < at + 2:
        raise RecordError
    return int.from_bytes(body[at : at + 2], "little")


def _add_sheet(book: XlsBook, body: bytes) -> None:
    if len(body) < 8:
        raise RecordError
    start, state, kind = struct.unpack_from("<IBB", body)
    if kind == 0:
        name = _name(book, body, 6, wide=False)
        book.sheets.append(XlsSheet(name, bool(state & 3), start))


def _name(book: XlsBook, body: bytes, at: int, *, wide: bool) -> str:
    """A short text: its length in one byte, or two when ``wide``."""
    n = _number(body, at) if wide else body[at]
    at += 1 + wide
    if book.version != BIFF8:
        return body[at : at + n].decode(book.codec, "replace")
    return Texts([body[at:]]).characters(n) or ""


def text_of(book: XlsBook, parts: Sequence[bytes], at: int) -> str | None:
    """The text of a cell that stands in its record; None when it is too long."""
    n = _number(parts[0], at)
    if book.version != BIFF8:
        return parts[0][at + 2 : at + 2 + n].decode(book.codec, "replace")
    return Texts([parts[0][at + 2 :], *parts[1:]]).characters(n)


def _read_shared(book: XlsBook, parts: Sequence[bytes]) -> None:
    texts = Texts([parts[0][8:], *parts[1:]])
    while not texts.is_at_end:
        if not book.shared.add(texts.rich()):
            raise RecordError


class Texts:
    """Reads texts that go on in further records, each of which begins with new flags."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._at = 0
        self._skip_to_data()

    def _skip_to_data(self) -> None:
        while self._part < len(self._parts) and self._at >= len(self._parts[self._part]):
            self._at -= len(self._parts[self._part])
            self._part += 1

    @property
    def is_at_end(self) -> bool:
        return self._part >= len(self._parts)

    def take(self, n: int) -> bytes:
        """Bytes that may go on in the next record."""
        taken = b""
        while len(taken) < n and not self.is_at_end:
            more = self._parts[self._part][self._at : self._at + n - len(taken)]
            taken += more
            self._at += len(more)
            self._skip_to_data()
        if len(taken) < n:
            raise RecordError
        return taken

    def skip(self, n: int) -> None:
        self._at += n
        self._skip_to_data()

    def rich(self) -> str | None:
        """A text with its formatting, which is left out."""
        n = int.from_bytes(self.take(2), "little")
        flags = self.take(1)[0]
        n_runs = int.from_bytes(self.take(2), "little") if flags & 8 else 0
        n_more = int.from_bytes(self.take(4), "little") if flags & 4 else 0
        text = self._characters(n, flags)
        self.skip(4 * n_runs + n_more)
        return text

    def characters(self, n: int) -> str | None:
        """A text of so many characters that begins with its flags."""
        return self._characters(n, self.take(1)[0]) if n else ""

    def _characters(self, n: int, flags: int) -> str | None:
        text: list[str] = []
        while n > 0 and not self.is_at_end:
            size = 1 + (flags & 1)
            part = self._parts[self._part]
            data = part[self._at : self._at + n * size]
            n_found = len(data) // size
            text.append(data.decode("utf-16-le" if size == 2 else "latin-1", "replace"))
            n -= n_found
            self._at += len(data)
            if n > 0 and self._at >= len(part):
                self._part, self._at = self._part + 1, 0
                flags = self.take(1)[0]
        if n > 0:
            raise RecordError
        self._skip_to_data()
        joined = "".join(text)
        return joined if len(joined) <= LONGEST_CELL else None
