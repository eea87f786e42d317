"""Re-opening a finished paper and naming what is wrong with it.

The last step before a paper is saved: what the draft states must stand in the
file's text, on the page and inside its margins, in embedded fonts.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

LEFT_MARGIN = 36.0  # line numbers may stand in the left margin, nothing further out
RIGHT_MARGIN = 36.0  # rule 2.107
TOP_MARGIN = 18.0
BOTTOM_MARGIN = 12.0
_BODY_TOP = 62.0
_BODY_BOTTOM = 48.0
_BODY_LEFT = 72.0
# The reader takes a hyphen at the end of a line for a divided word and marks it so.
_LINE_END_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}


def check_paper(pdf: bytes, expected: Sequence[str], n_pages: int | None = None) -> list[str]:
    """Problems of a finished PDF, each a sentence; an empty list when there is none.

    ``expected`` texts must be found, whatever line or page breaks fall inside
    them. ``n_pages`` None means any number of pages but none.
    """
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        return [f"The file cannot be opened as a PDF: {error}."]
    try:
        pages = [_read(page) for page in document]
        problems = _page_problems(pages, n_pages)
        problems += _missing_texts(document, pages, expected)
    finally:
        document.close()
    return problems + font_problems(pdf)


@dataclass(frozen=True, slots=True)
class _Page:
    """What is checked of every page; its text is laid out once for all of it."""

    text: str
    outside: str  # the text around the first run beyond the margins, "" when there is none
    has_line_outside: bool


def _read(page: pdfium.PdfPage) -> _Page:
    textpage = page.get_textpage()
    try:
        text, outside = str(textpage.get_text_range()), _first_outside(page, textpage)
    finally:
        textpage.close()
    has_line = any(not _is_inside(page, *shape.get_bounds()) for shape in _shapes(page))
    return _Page(text, outside, has_line)


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, as a viewer would copy it."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [text_of_page(page) for page in document]
    finally:
        document.close()


def _page_problems(pages: Sequence[_Page], n_pages: int | None) -> list[str]:
    problems = []
    if not pages:
        problems.append("The file has no pages.")
    if n_pages is not None and len(pages) != n_pages:
        problems.append(f"The file has {len(pages)} pages instead of {n_pages}.")
    for number, page in enumerate(pages, 1):
        problems += _margin_problems(number, page)
    return problems


def problems_of_page(number: int, page: pdfium.PdfPage) -> list[str]:
    """What of a page does not lie within its margins."""
    return list(_margin_problems(number, _read(page)))


def _margin_problems(number: int, page: _Page) -> Iterator[str]:
    if page.outside:
        yield f"Page {number} has text outside the margins, near “{page.outside}”."
    if page.has_line_outside:
        yield f"Page {number} has a line outside the margins."


def _first_outside(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> str:
    """The text around the first run that reaches beyond the margins, "" when none does."""
    for index in range(textpage.count_rects()):
        box = textpage.get_rect(index)
        if not _is_inside(page, *box):
            return str(textpage.get_text_bounded(*box))[:60] or "?"
    return ""


def _shapes(page: pdfium.PdfPage) -> Iterator[pdfium.PdfObject]:
    """The lines drawn on a page, those of shared forms included."""
    yield from page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3)


def _is_inside(page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float) -> bool:
    """Within the margins. The rule at the right edge of the text may touch its margin."""
    width, height = page.get_size()
    return (
        left >= LEFT_MARGIN
        and right <= width - RIGHT_MARGIN + 4
        and bottom >= BOTTOM_MARGIN
        and top <= height - TOP_MARGIN
    )


def _missing_texts(
    document: pdfium.PdfDocument, pages: Sequence[_Page], expected: Sequence[str]
) -> list[str]:
    whole = "\n".join(squeezed(page.text) for page in pages)
    missing = [text for text in expected if squeezed(text) not in whole]
    if missing:  # it may run on over the end of a page
        flow = "".join(squeezed(_body_text(page)) for page in document)
        missing = [text for text in missing if squeezed(text) not in flow]
    return [f"The text “{text}” is missing from the paper." for text in missing]


def text_of_page(page: pdfium.PdfPage) -> str:
    """As a viewer would copy it."""
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()


def _body_text(page: pdfium.PdfPage) -> str:
    """The text between head and footer, so that what runs over a page end reads on."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_bounded(_BODY_LEFT, _BODY_BOTTOM, width, height - _BODY_TOP))
    finally:
        textpage.close()


def squeezed(text: str) -> str:
    """Text without blanks and line ends: a name may be broken anywhere."""
    return "".join(unicodedata.normalize("NFC", text).translate(_LINE_END_HYPHENS).split())


def font_problems(pdf: bytes) -> list[str]:
    """The fonts that are not embedded, a sentence each."""
    names: set[str] = set()
    seen: set[tuple[int, int]] = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            own = page.obj.get("/Resources", pikepdf.Dictionary())
            if own.is_indirect and own.objgen in seen:
                continue
            seen.add(own.objgen)
            for font in _fonts(own):
                if not _is_embedded(font):
                    names.add(str(font.get("/BaseFont", "without a name")).lstrip("/"))
    return [f"The font {name} is not embedded in the file." for name in sorted(names)]


def _fonts(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield from resources.get("/Font", pikepdf.Dictionary()).values()
    for form in resources.get("/XObject", pikepdf.Dictionary()).values():
        if "/Resources" in form:
            yield from _fonts(form.Resources)


def _is_embedded(font: pikepdf.Object) -> bool:
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = described.get("/FontDescriptor")
    return descriptor is not None and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
