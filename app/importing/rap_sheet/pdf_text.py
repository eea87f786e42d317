"""The text layer of a PDF, page by page. Nothing is recognized from pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from app.errors import InputError
from app.pdf_guard import pdf_problem

MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
_TYPE_OR_PASTE = "Type the record in by hand, or paste its text."
_JOINED = re.compile("[\ufffe\x02]")
_SCANNED = 40  # a page with a picture and fewer characters than these is a scan with a stamp


def read_pdf_text(path: Path, data: bytes) -> tuple[str, ...]:
    """The text of each page. Raises InputError when a page has none, or the file no use."""
    document = _open(path, data)
    try:
        return _read_pages(path, document)
    except pdfium.PdfiumError as error:
        raise _damaged(path) from error
    finally:
        document.close()


def _open(path: Path, data: bytes) -> pdfium.PdfDocument:
    problem = pdf_problem(data)
    if problem:
        raise InputError(
            f"{path.name} {problem}. It was not read. Print it to a new PDF, or type the record "
            "in by hand."
        )
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise InputError(
                f"{path.name} is protected by a password. Open it in a PDF program, save a copy "
                "without a password, and use that."
            ) from error
        if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
            raise InputError(
                f"{path.name} is protected in a way that cannot be opened here. Save a copy "
                "without protection, and use that."
            ) from error
        raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return InputError(
        f"{path.name} is a damaged PDF and cannot be read. Ask for the file again, or type the "
        "record in by hand."
    )


def _read_pages(path: Path, document: pdfium.PdfDocument) -> tuple[str, ...]:
    n_pages = len(document)
    if n_pages > MOST_PAGES:
        raise InputError(
            f"{path.name} has {n_pages:,} pages; rap sheets are read up to {MOST_PAGES:,} pages. "
            "Split the file into smaller ones."
        )
    pages: list[str] = []
    n_characters = 0
    for number in range(n_pages):
        page = document[number]
        text = _page_text(path, page, number + 1, MOST_CHARACTERS - n_characters)
        n_characters += len(text)
        pages.append(text)
        page.close()
    if not any(page.strip() for page in pages):
        raise _picture(path, "It has no text")
    return tuple(pages)


def _page_text(path: Path, page: pdfium.PdfPage, number: int, room: int) -> str:
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > room:
            raise InputError(
                f"{path.name} holds more than {MOST_CHARACTERS // 1_000_000} million characters. "
                "Split the file into smaller ones."
            )
        # The library joins a line that ends with a hyphen to the next, and marks the place.
        text = _JOINED.sub("-\r\n", str(text_page.get_text_range()))
    finally:
        text_page.close()
    n_shown = len("".join(text.split()))
    if n_shown >= _SCANNED:
        return text
    kinds = {item.type for item in page.get_objects(max_depth=3)}
    has_drawing = bool(kinds - {pdfium_c.FPDF_PAGEOBJ_TEXT})
    if pdfium_c.FPDF_PAGEOBJ_IMAGE in kinds or (has_drawing and not n_shown):
        raise _picture(path, f"Page {number} has no text")
    return text


def _picture(path: Path, what: str) -> InputError:
    return InputError(f"{path.name} is a picture of a record. {what} to read. {_TYPE_OR_PASTE}")
