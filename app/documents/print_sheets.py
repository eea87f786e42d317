"""Sheets around the papers of a print file: separators, the cover with its list, merging.

A paper begins on a front side: where pages are printed on both sides, a blank page is put behind
one with an odd number of pages. Equal input gives equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pikepdf

from app.documents.assemble import Assembly, Bookmark, PaperInfo
from app.documents.canvas import LETTER_HEIGHT, LETTER_WIDTH, Canvas
from app.documents.fonts import Face, FontSet, UnprintableCharacterError, clean, font_set
from app.documents.wrap import wrap

_LEFT, _RIGHT, _TOP, _BOTTOM = 72.0, LETTER_WIDTH - 54.0, 90.0, LETTER_HEIGHT - 60.0
_LEADING = 15.0
_SMALL = 8.0  # size of the hashes
LINES_A_PAGE = 19


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper as the cover lists it."""

    number: int
    case_number: str
    defendant: str
    kind: str
    n_pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SheetText:
    """What a separator or the head of a cover says: a title and lines under it."""

    title: str
    lines: tuple[str, ...]


def separator(text: SheetText, dated: date) -> bytes:
    """One page that says in large letters what follows."""
    lines = [_printable(line) for line in text.lines]
    title = _wrapped(text.title, _RIGHT - _LEFT, 24)
    fonts = font_set([*title, *lines])
    canvas = Canvas(fonts)
    y = 220.0
    canvas.rule(_LEFT, y - 40, _RIGHT, y - 40, width=2)
    for line in title:
        canvas.text(_LEFT, y, line, Face.BOLD, 24)
        y += 32
    for line in lines:
        for part in _wrapped(line, _RIGHT - _LEFT, 14):
            canvas.text(_LEFT, y, part, size=14)
            y += 21
    canvas.rule(_LEFT, y + 4, _RIGHT, y + 4, width=2)
    return _finish(fonts, [canvas], text.title, dated)


def cover(text: SheetText, papers: Sequence[ListedPaper], dated: date) -> bytes:
    """The manifest as pages: what follows, in its order, with pages and hashes."""
    pages = [papers[n : n + LINES_A_PAGE] for n in range(0, len(papers), LINES_A_PAGE)] or [[]]
    head = [_printable(line) for line in text.lines]
    fonts = font_set([_printable(text.title), *head, *_listed_texts(papers)])
    canvases = []
    for number, part in enumerate(pages, 1):
        canvas = Canvas(fonts)
        y = _head(canvas, _printable(text.title), head, number, len(pages))
        for paper in part:
            y = _line(canvas, paper, y)
        canvases.append(canvas)
    return _finish(fonts, canvases, text.title, dated)


def _head(canvas: Canvas, title: str, lines: Sequence[str], number: int, n_pages: int) -> float:
    y = _TOP
    lines_of = wrap(title, _RIGHT - _LEFT - 80, Face.BOLD, 16)
    canvas.text(_LEFT, y, f"{lines_of[0]} ..." if lines_of[1:] else title, Face.BOLD, 16)
    canvas.text_right(_RIGHT, y, f"{number:,} of {n_pages:,}", size=10)
    for line in lines:
        y += _LEADING
        canvas.text(_LEFT, y, _cut(line, _RIGHT - _LEFT))
    y += 8
    canvas.rule(_LEFT, y, _RIGHT, y)
    return y + _LEADING


def _line(canvas: Canvas, paper: ListedPaper, y: float) -> float:
    canvas.text_right(_LEFT + 34, y, f"{paper.number:,}")
    canvas.text(_LEFT + 42, y, _cut(paper.case_number or "No number", 118))
    canvas.text(_LEFT + 166, y, _cut(paper.defendant or paper.kind, 240))
    canvas.text_right(_RIGHT, y, f"{paper.n_pages:,} p.")
    canvas.text(_LEFT + 42, y + 11, f"SHA-256 {paper.sha256}", size=_SMALL)
    return y + 2 * _LEADING


def _listed_texts(papers: Iterable[ListedPaper]) -> Iterator[str]:
    for paper in papers:
        yield from (_printable(paper.case_number), _printable(paper.defendant), paper.kind)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    return wrap(_printable(text), width, Face.BOLD, size)


def _cut(text: str, width: float) -> str:
    """The first line of a text, with a mark where more would follow."""
    text = _printable(text)
    lines = wrap(text, width - 12)
    return text if len(lines) < 2 else f"{lines[0]} ..."


def _printable(text: str) -> str:
    """What the font can print; a sheet for the office is no place to stop for a letter."""
    try:
        return clean(text)
    except UnprintableCharacterError:
        return "".join(ch for ch in text if ch.isascii() and ch.isprintable())


def _finish(fonts: FontSet, canvases: Sequence[Canvas], title: str, dated: date) -> bytes:
    assembly = Assembly(fonts)
    for canvas in canvases:
        assembly.add_page([assembly.stream(canvas.content())])
    return assembly.finish(PaperInfo(_printable(title), "", dated), [])


def merge(parts: Iterable[tuple[str, bytes]], *, two_sided: bool, title: str) -> bytes:
    """One file of many, each beginning on a front side, with a bookmark each ("" gives none)."""
    merged = pikepdf.Pdf.new()
    marks: list[Bookmark] = []
    for name, pdf in parts:
        with pikepdf.open(io.BytesIO(pdf)) as source:
            if name:
                marks.append(Bookmark(name, len(merged.pages)))
            merged.pages.extend(source.pages)
            if two_sided and len(merged.pages) % 2:
                merged.add_blank_page(page_size=_size(source.pages[-1]))
    with merged.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(mark.title, mark.page, "Fit") for mark in marks)
    merged.docinfo["/Title"] = title
    out = io.BytesIO()
    merged.save(
        out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )  # fmt: skip
    merged.close()
    return out.getvalue()


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of a page in points."""
    left, bottom, right, top = (float(number) for number in page.mediabox)
    return right - left, top - bottom
