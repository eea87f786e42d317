"""Checking a long paper in parts, and what its schedule must list, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pypdfium2 as pdfium

from app.documents.check import problems_of_page, squeezed, text_of_page

_MOST_NAMED = 3


def check_pages(pdf: bytes, first: int, last: int) -> tuple[list[str], str]:
    """Problems of the pages from ``first`` to before ``last`` (from 0), and their text squeezed."""
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        return [f"The file cannot be opened as a PDF: {error}."], ""
    problems, texts = [], []
    try:
        for index in range(first, min(last, len(document))):
            page = document[index]
            problems += problems_of_page(index + 1, page)
            texts.append(squeezed(text_of_page(page)))
            page.close()
    finally:
        document.close()
    return problems, "".join(texts)


def missing_in_order(texts: Iterable[str], in_order: Sequence[str]) -> str:
    """A sentence when the texts do not follow one another in the squeezed ones; "" when they do.

    Looking for each behind the one before it keeps a hundred thousand of them to one reading.
    """
    text, place, missing = "".join(texts), 0, []
    for one in in_order:
        wanted = squeezed(one)
        found = text.find(wanted, place)
        if found < 0:
            missing.append(one)
        else:
            place = found + len(wanted)
    if not missing:
        return ""
    named = ", ".join(f"“{one}”" for one in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED:,} more" if len(missing) > _MOST_NAMED else ""
    return f"The schedule does not list {named}{more}."
