"""Re-opening a filled form before it counts as made.

Everything written must be found where it belongs, whole and inside its place; the pages must
be all there, the fonts embedded, and nothing of the blank left but its pages.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from app.documents.forms.blank import Box
from app.documents.forms.filling import Filled, Written
from app.documents.forms.pages import OVERLAY
from app.documents.preview import TURN

_TOLERANCE = 1.0  # points by which glyph boxes round over a place's edge
_BAND = 12.0
_BLANK = 0x20
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}
_LEFT_OF_FILE = ("/AcroForm", "/Names", "/OpenAction", "/AA", "/Perms", "/Metadata", "/AF")
_LEFT_OF_PAGE = ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/AF")


@dataclass(frozen=True, slots=True, order=True)
class _Glyph:
    at: int  # its place in the order of the page
    text: str
    left: float
    right: float
    top: float
    bottom: float


def check_filled(filled: Filled) -> list[str]:
    """Problems of a filled form, each a sentence; an empty list when there is none."""
    try:
        with TURN:
            document = pdfium.PdfDocument(filled.pdf)
            try:
                problems = _text_problems(document, filled)
            finally:
                document.close()
        with pikepdf.open(io.BytesIO(filled.pdf)) as pdf:
            problems += _rest_problems(pdf)
    except (pdfium.PdfiumError, pikepdf.PdfError) as error:
        return [f"The filled form cannot be opened as a PDF: {error}."]
    return problems


def _text_problems(document: pdfium.PdfDocument, filled: Filled) -> list[str]:
    if len(document) != filled.n_pages:
        return [f"The filled form has {len(document)} pages instead of {filled.n_pages}."]
    problems: list[str] = []
    for number in range(1, filled.n_pages + 1):
        own = [one for one in filled.written if one.place.page == number]
        if own:
            problems += _page_problems(document[number - 1], own)
    return problems


def _page_problems(page: pdfium.PdfPage, written: Sequence[Written]) -> list[str]:
    used = {unit for one in written for run in one.runs for unit in run.text}
    wanted = {ord(ch) for ch in used} | set(_HYPHENS)
    n_written = sum(len(run.text) for one in written for run in one.runs)
    # What was written comes last on the page; only when something is missing is all looked at.
    problems = list(_misplaced(_glyphs(page, wanted, 2 * n_written + 50), written))
    return problems and list(_misplaced(_glyphs(page, wanted), written))


def _misplaced(glyphs: Sequence[_Glyph], written: Sequence[Written]) -> Iterator[str]:
    bands: dict[int, list[_Glyph]] = {}  # by height on the page, for there may be thousands
    for glyph in glyphs:
        bands.setdefault(int(glyph.bottom // _BAND), []).append(glyph)
    for one in written:
        for run in one.runs:
            box = run.box
            near = range(int((box.y - _BAND) // _BAND), int((box.bottom + _BAND) // _BAND) + 1)
            found = sorted(
                glyph for band in near for glyph in bands.get(band, ()) if _is_on(glyph, box)
            )
            if _squeezed(run.text) not in _squeezed("".join(glyph.text for glyph in found)):
                yield f"“{run.text}” is missing from “{one.place.entry.label}”."
            elif not _is_inside(box, one.place.box):
                yield f"“{run.text}” reaches over the edge of “{one.place.entry.label}”."


def _glyphs(page: pdfium.PdfPage, wanted: set[int], last: int | None = None) -> list[_Glyph]:
    """The wanted characters of the page, or of its ``last`` ones, as the renderer sees them."""
    x0, _, _, y1 = page.get_cropbox()
    textpage = page.get_textpage()
    box = [ctypes.c_double() for _ in range(4)]
    places = [ctypes.byref(value) for value in box]
    glyphs = []
    try:
        n_chars = textpage.count_chars()
        for index in range(0 if last is None else max(0, n_chars - last), n_chars):
            code = raw.FPDFText_GetUnicode(textpage, index)
            if code == _BLANK or code not in wanted:
                continue
            raw.FPDFText_GetCharBox(textpage, index, *places)
            left, right, bottom, top = (value.value for value in box)
            glyphs.append(_Glyph(index, chr(code), left - x0, right - x0, y1 - top, y1 - bottom))
    finally:
        textpage.close()
    return glyphs


def _squeezed(text: str) -> str:
    """Without blanks; the renderer marks a hyphen at the end of a line in its own way."""
    return "".join(unicodedata.normalize("NFC", text).translate(_HYPHENS).split())


def _is_on(glyph: _Glyph, box: Box) -> bool:
    """Whether a character lies on a line that was written, none of it outside."""
    return (
        box.x - _TOLERANCE <= glyph.left
        and glyph.right <= box.right + _TOLERANCE
        and box.y - _TOLERANCE <= glyph.top
        and glyph.bottom <= box.bottom + _TOLERANCE
    )


def _is_inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - _TOLERANCE
        and inner.right <= outer.right + _TOLERANCE
        and inner.y >= outer.y - inner.height / 4 - _TOLERANCE  # room for accents above the line
        and inner.bottom <= outer.bottom + _TOLERANCE
    )


def _rest_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    for key in _LEFT_OF_FILE:
        if key in pdf.Root:
            yield f"The filled form still holds the blank’s {key.lstrip('/')}."
    for number, page in enumerate(pdf.pages, 1):
        for key in _LEFT_OF_PAGE:
            if key in page.obj:
                yield f"Page {number} still holds the blank’s {key.lstrip('/')}."
        for name, form in page.obj.Resources.get("/XObject", {}).items():
            if name.startswith(f"/{OVERLAY}") and not _has_own_fonts(form):
                yield f"A font of page {number} is not embedded."


def _has_own_fonts(form: pikepdf.Object) -> bool:
    fonts = form.Resources.Font.values()
    return all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
