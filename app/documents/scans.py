"""Files that come back on paper: PDF, PNG, JPEG, TIFF. What they are by their content."""

from __future__ import annotations

import struct
import zlib

import pypdfium2 as pdfium

from app.errors import InputError
from app.pdf_guard import pdf_problem

MOST_BYTES = 64 << 20
ENDINGS = {
    "PDF": (".pdf",), "PNG": (".png",), "JPEG": (".jpg", ".jpeg"), "TIFF": (".tif", ".tiff"),
}  # fmt: skip
_PNG = b"\x89PNG\r\n\x1a\n"
_KINDS = "a PDF, PNG, JPEG or TIFF file"


def check_scan(name: str, data: bytes) -> str:
    """The kind of a scanned file: a key of ENDINGS.

    Raises InputError, naming the file, when it is none of them, damaged, cut short, locked by a
    password or too large.
    """
    if not data:
        raise InputError(f"{name} is empty. Scan it again.")
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{name} has {len(data) >> 20:,} MB; at most {MOST_BYTES >> 20} MB are kept. Scan it "
            "in gray or with fewer dots an inch."
        )
    kind = _kind(data)
    if not kind:
        raise InputError(f"{name} is not {_KINDS}, whatever its name says. Nothing was attached.")
    problem = _CHECKS[kind](data)
    if problem:
        raise InputError(f"{name} is a {kind} file that {problem}. Scan or save it again.")
    return kind


def _kind(data: bytes) -> str:
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:5] == b"%PDF-":
        return "PDF"
    if data.startswith(_PNG):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    return "TIFF" if data[:4] in (b"II*\x00", b"MM\x00*") else ""


def _pdf_problem(data: bytes) -> str:
    problem = pdf_problem(data)
    if problem:
        return problem
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            return "is locked by a password"
        return "is damaged"
    try:
        return "" if len(document) else "has no page"
    finally:
        document.close()


def _png_problem(data: bytes) -> str:
    """Every part of the file has its length and check sum, and the last is the end."""
    place = len(_PNG)
    first = True
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + length
        if end > len(data) or (first and kind != b"IHDR"):
            return "is damaged"
        (told,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[place + 4 : end - 4]) != told:
            return "is damaged"
        if kind == b"IEND":
            return ""
        place, first = end, False
    return "is cut short"


def _jpeg_problem(data: bytes) -> str:
    return "" if data.rstrip(b"\x00").endswith(b"\xff\xd9") else "is cut short"


def _tiff_problem(data: bytes) -> str:
    """The list of the first picture lies within the file, and so does what it points at."""
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 8:
        return "is cut short"
    (place,) = struct.unpack_from(f"{order}I", data, 4)
    if place < 8 or place + 2 > len(data):
        return "is cut short"
    (n_entries,) = struct.unpack_from(f"{order}H", data, place)
    end = place + 2 + 12 * n_entries + 4
    return "" if n_entries and end <= len(data) else "is damaged"


_CHECKS = {
    "PDF": _pdf_problem, "PNG": _png_problem, "JPEG": _jpeg_problem, "TIFF": _tiff_problem,
}  # fmt: skip
