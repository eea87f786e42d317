"""The picture of a letterhead: what may be one, and how it comes onto the page.

A small PNG or JPEG. Size and kind are read from the first bytes, before anything is unpacked.
"""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime
from functools import lru_cache

import pikepdf
from fpdf import FPDF

from app.documents.canvas import Canvas
from app.errors import InputError

MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000  # on a side
LOGO_WIDE, LOGO_TALL = 150.0, 64.0  # points, at most
_PNG = b"\x89PNG\r\n\x1a\n"
_UNITS = 1000.0
_ADVICE = "Save it as a PNG or JPEG of at most 1 MB and choose it again."


def check_logo(data: bytes, name: str = "The picture") -> tuple[int, int]:
    """Width and height in pixels. Raises InputError for what cannot be a letterhead's picture."""
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES:,} bytes. {_ADVICE}")
    size = _png_size(data) or _jpeg_size(data)
    if size is None:
        raise InputError(f"{name} is neither a PNG nor a JPEG. {_ADVICE}")
    if not all(0 < side <= MOST_PIXELS for side in size):
        raise InputError(
            f"{name} is {size[0]:,} by {size[1]:,} pixels; at most {MOST_PIXELS:,} on a side. "
            f"{_ADVICE}"
        )
    try:
        _check_whole(data)
        _embedded(data)
    except (OSError, ValueError, SyntaxError, zlib.error, struct.error) as error:
        raise InputError(f"{name} is damaged and cannot be read. {_ADVICE}") from error
    return size


def logo_page(data: bytes) -> pikepdf.Page:
    """A page that holds the picture and nothing else."""
    return _carrier(data).pages[0]


def draw_logo(canvas: Canvas, data: bytes, x: float, y: float) -> float:
    """Paint the form /Logo in its place; its width in points."""
    pixels = check_logo(data)
    scale = min(LOGO_WIDE / pixels[0], LOGO_TALL / pixels[1])
    wide, tall = pixels[0] * scale, pixels[1] * scale
    canvas.form_at("Logo", x, y, wide, tall, _UNITS)
    return wide


@lru_cache(maxsize=4)
def _carrier(data: bytes) -> pikepdf.Pdf:
    """Kept open: what is copied from it is read when the letter is saved."""
    return pikepdf.open(io.BytesIO(_embedded(data)))


@lru_cache(maxsize=4)
def _embedded(data: bytes) -> bytes:
    """The picture on a page of its own size."""
    book = FPDF(unit="pt", format=(_UNITS, _UNITS))
    book.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
    book.add_page()
    book.image(io.BytesIO(data), 0, 0, _UNITS, _UNITS)
    return bytes(book.output())


def _check_whole(data: bytes) -> None:
    """Raises ValueError for a picture that breaks off; a PNG's pieces have to add up."""
    if not data.startswith(_PNG):
        if b"\xff\xd9" not in data[-64:]:
            raise ValueError("no end of the picture")
        return
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 4 : at + 8 + length]
        (stated,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        if zlib.crc32(body) != stated:
            raise ValueError("a piece is damaged")
        at += 12 + length


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    wide, tall = struct.unpack(">II", data[16:24])
    return int(wide), int(tall)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the frame header, wherever it stands among the markers."""
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            tall, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(wide), int(tall)
        at += 2 + max(2, int(length))
    return None
