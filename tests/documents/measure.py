"""Measuring a finished PDF: where its characters and lines stand."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c


@dataclass(frozen=True)
class Word:
    """A word with its box in points from the top left corner; ``y`` is the baseline."""

    text: str
    left: float
    right: float
    y: float
    size: float


def words(pdf: bytes, index: int) -> list[Word]:
    """The words of a page, from the origins of its characters."""
    document = pdfium.PdfDocument(pdf)
    page = document[index]
    textpage = page.get_textpage()
    height = page.get_height()
    found: list[Word] = []
    parts: list[tuple[str, float, float, float, float]] = []

    def close() -> None:
        if parts:
            text = "".join(part[0] for part in parts)
            found.append(Word(text, parts[0][1], parts[-1][2], parts[0][3], parts[0][4]))
        parts.clear()

    for n in range(textpage.count_chars()):
        char = chr(pdfium_c.FPDFText_GetUnicode(textpage, n))
        left, _, right, _ = textpage.get_charbox(n, loose=True)
        x, y = pdfium_c.c_double(), pdfium_c.c_double()
        pdfium_c.FPDFText_GetCharOrigin(textpage, n, x, y)
        size = pdfium_c.FPDFText_GetFontSize(textpage, n)
        if char.isspace() or (parts and abs(height - y.value - parts[0][3]) > 0.5):
            close()
        if not char.isspace():
            parts.append((char, left, right, height - y.value, size))
    close()
    document.close()
    return found


def lines(pdf: bytes, index: int) -> list[tuple[float, float, float, float]]:
    """The straight lines of a page as (x0, y0, x1, y1) from the top left corner."""
    document = pdfium.PdfDocument(pdf)
    page = document[index]
    height = page.get_height()
    found = []
    for shape in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = shape.get_bounds()
        found.append((left, height - top, right, height - bottom))
    document.close()
    return found
