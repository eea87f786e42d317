"""Pictures of finished pages for the window: plain bytes, no toolkit.

The renderer is not safe for use from two threads at once: the functions here take turns.
"""

from __future__ import annotations

import threading

import pypdfium2 as pdfium

from app.errors import UserError

TURN = threading.Lock()  # held by everything that uses the renderer in this process


def page_count(pdf: bytes) -> int:
    """The number of pages. Raises `UserError` when the bytes are not a PDF."""
    with TURN:
        document = _opened(pdf)
        try:
            return len(document)
        finally:
            document.close()


def render_page(pdf: bytes, index: int, width_px: int) -> tuple[int, int, bytes]:
    """Page ``index`` (from 0) as (width, height, pixels).

    Pixels are RGB, three bytes each, rows from the top without padding. Raises
    `IndexError` for a page that does not exist and `ValueError` for a width
    below one pixel.
    """
    if width_px < 1:
        raise ValueError(f"a picture cannot be {width_px} pixels wide")
    with TURN:
        document = _opened(pdf)
        try:
            if not 0 <= index < len(document):
                raise IndexError(f"the file has no page {index}")
            page = document[index]
            scale = width_px / page.get_width()
            bitmap = page.render(scale=scale, rev_byteorder=True)
            try:
                return bitmap.width, bitmap.height, _packed(bitmap)
            finally:
                bitmap.close()
        finally:
            document.close()


def page_size(pdf: bytes, index: int) -> tuple[float, float]:
    """Width and height of page ``index`` (from 0) in points, 72 to the inch."""
    with TURN:
        document = _opened(pdf)
        try:
            if not 0 <= index < len(document):
                raise IndexError(f"the file has no page {index}")
            width, height = document[index].get_size()
            return float(width), float(height)
        finally:
            document.close()


def _opened(pdf: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        raise UserError(
            f"The paper cannot be shown because its file is damaged ({error}); make it again."
        ) from error


def _packed(bitmap: pdfium.PdfBitmap) -> bytes:
    """The pixels without the padding at the end of rows, alpha dropped."""
    raw = memoryview(bytes(bitmap.buffer))
    size, stride = bitmap.n_channels, bitmap.stride
    rows = (raw[n * stride : n * stride + bitmap.width * size] for n in range(bitmap.height))
    pixels = b"".join(rows)
    if size == 3:
        return pixels
    packed = bytearray(3 * bitmap.width * bitmap.height)
    for channel in range(3):
        packed[channel::3] = pixels[min(channel, size - 1) :: size]
    return bytes(packed)
