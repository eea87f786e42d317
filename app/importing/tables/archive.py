"""The parts of a workbook's ZIP archive, inflated in a stream and within limits.

A workbook comes from anywhere. Sizes it states are not believed, its XML may hold no document
type (the home of entity bombs), and nothing of it is held in memory as a whole.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

from app.errors import InputError
from app.importing.files import unreadable
from app.importing.tables.table import Step, no_step

MOST_BYTES = 4 << 30  # of one part, inflated: a full sheet of fifty columns
MOST_RATIO = 400  # a sheet of a million equal blank rows is packed a hundredfold
SURE_BYTES = 64 << 20  # below this no ratio is suspicious
MOST_PARTS = 20_000
_MOST_DIRECTORY = 8 << 20  # bytes
LONGEST_TAG = 1 << 20  # bytes of one tag
DEEPEST = 64
_BLOCK = 1 << 16
_LONGEST_END = (1 << 16) + 100  # of an archive: a comment and what says where all is
_ENCODINGS = ("utf-8", "utf-16", "us-ascii", "iso-8859-1")


class Archive:
    """An open archive. Every trouble with it is an InputError that names the file."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        with self._archive_errors():
            if _directory_bytes(file) > _MOST_DIRECTORY:
                raise self.refused("has far too long a list of parts")
            self._zip = zipfile.ZipFile(file)
        if len(self._zip.namelist()) > MOST_PARTS:
            raise self.refused(f"holds more than {MOST_PARTS:,} parts")

    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def stated_bytes(self, name: str) -> int:
        """How large a part says that it is unpacked."""
        return self._zip.getinfo(name).file_size

    def blocks(self, name: str, step: Step = no_step) -> Iterator[bytes]:
        """A part, inflated; ``step`` counts its packed bytes."""
        with self._archive_errors():
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise password_protected(self.path)
            part = self._zip.open(info)
        packed, stated, inflated = max(info.compress_size, 1), max(info.file_size, 1), 0
        with part:
            while True:
                with self._archive_errors():
                    block = part.read(_BLOCK)
                if not block:
                    return
                inflated += len(block)
                self._check_size(inflated, packed)
                step(min(packed, inflated * packed // stated), packed)
                yield block

    @contextmanager
    def _archive_errors(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGED as error:
            raise self.damaged() from error
        except OSError as error:
            raise unreadable(self.path, error) from error

    def _check_size(self, inflated: int, packed: int) -> None:
        if inflated > MOST_BYTES or (inflated > SURE_BYTES and inflated > packed * MOST_RATIO):
            raise self.refused(
                f"unpacks to far more than a table needs ({inflated >> 20:,} MB and more)"
            )

    def parse(self, name: str, parser: expat.XMLParserType, step: Step = no_step) -> None:
        """Feed a part to a parser made by `new_parser`."""
        for _ in self.parsed(name, parser, step):
            pass

    def parsed(
        self, name: str, parser: expat.XMLParserType, step: Step = no_step
    ) -> Iterator[None]:
        """The same; stops after each block so that what was found can be taken away."""
        fed = 0
        with self._xml_errors():
            for block in self.blocks(name, step):
                parser.Parse(block, False)
                fed += len(block)
                if fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise self.refused("holds a tag of more than a megabyte")
                yield
            parser.Parse(b"", True)
            yield

    @contextmanager
    def _xml_errors(self) -> Iterator[None]:
        try:
            yield
        except expat.ExpatError as error:
            raise self.damaged() from error

    def new_parser(self) -> expat.XMLParserType:
        """A parser that gives attributes as a dict and takes no document type."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.XmlDeclHandler = self._check_encoding
        return parser

    def _refuse_doctype(self, *_: object) -> None:
        raise self.refused("holds a document type declaration, which no workbook has")

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise self.refused(f"is written in the encoding {encoding[:40]}, which no workbook is")

    def damaged(self) -> InputError:
        return damaged(self.path)

    def refused(self, what: str) -> InputError:
        return refused(self.path, what)


def _directory_bytes(file: IO[bytes]) -> int:
    """How long an archive says its list of parts is: it will be read as a whole."""
    n_bytes = file.seek(0, 2)
    file.seek(max(0, n_bytes - _LONGEST_END))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0:
        return 0
    stated = int.from_bytes(end[at + 12 : at + 16], "little")
    if stated == 0xFFFFFFFF:
        stated = 0  # the long form says it
    if at >= 20 and end[at - 20 : at - 16] == b"PK\x06\x07":
        file.seek(min(int.from_bytes(end[at - 12 : at - 4], "little"), n_bytes))
        stated = max(stated, int.from_bytes(file.read(56)[40:48], "little"))
    return stated


class ByLocalName(dict[str, Callable[..., None] | None]):
    """Handlers of elements, found by a name with or without prefix."""

    def __missing__(self, name: str) -> Callable[..., None] | None:
        handler = self.get(name.rpartition(":")[2])
        if handler is not None and len(self) < 100:
            self[name] = handler
        return handler


def damaged(path: Path) -> InputError:
    return InputError(
        f"{path.name} is damaged or was not copied completely. "
        "Copy it again, or open it in Excel or LibreOffice and save it as .xlsx."
    )


def refused(path: Path, what: str) -> InputError:
    return InputError(
        f"{path.name} {what}. It was not read. "
        "Open it in Excel or LibreOffice and save the list alone as a new .xlsx file."
    )


def password_protected(path: Path) -> InputError:
    return InputError(
        f"{path.name} is protected with a password. Open it, remove the password, save it, and "
        "choose it again."
    )


def no_sheet(path: Path) -> InputError:
    return InputError(
        f"{path.name} has no sheet with cells, only charts or nothing. "
        "Choose the workbook that holds the list."
    )


def nothing_filled(path: Path) -> InputError:
    return InputError(
        f"{path.name} is an empty workbook: no cell is filled. "
        "Choose the workbook that holds the list."
    )


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError,
    UnicodeDecodeError, ValueError, OverflowError,
)  # fmt: skip  # all that zipfile raises for broken archives
