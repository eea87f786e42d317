"""The finished file: the blank's pages with what was written, and nothing else of the blank.

Of the blank only its pages are kept: what they show, their size. Fields, comments, XFA, scripts,
actions, attached files, usage rights and what the file says of its makers go.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pikepdf
from pikepdf import Array, Dictionary, Name

from app.documents.canvas import Canvas
from app.documents.fonts import Face, FontSet, font_set, text_width
from app.documents.forms.blank import Blank, Box, crop
from app.documents.forms.fitting import Run
from app.documents.pleading import PRACTICE_NOTE, PRACTICE_WORDS
from app.version import PROGRAM, VERSION

OVERLAY = "ReliefDesk"  # the resource that holds what was written
_OF_FILE = frozenset({"/Type", "/Pages", "/OCProperties", "/Lang"})
_OF_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Group", "/UserUnit"}
)
_OF_PICTURE = ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/LastModified", "/StructParent")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A blank and what is written on its pages; pages count within the blank, from 1."""

    blank: Blank
    runs: tuple[Run, ...]
    frames: tuple[tuple[int, Box], ...] = ()  # outlines of boxes, page by page


def flat_copy(
    sheets: Sequence[Sheet], title: str, dated: date, *, is_practice: bool = False
) -> bytes:
    """All sheets as one PDF without fields."""
    fonts = fonts_for(sheets)
    with pikepdf.open(io.BytesIO(sheets[0].blank.data)) as pdf:
        strip_file(pdf)
        for page in pdf.pages:
            strip_page(page)
        add_sheets(pdf, sheets[1:])
        draw(pdf, sheets, fonts, is_practice=is_practice)
        return finish(pdf, title, dated)


def fonts_for(sheets: Sequence[Sheet]) -> FontSet:
    return font_set(run.text for sheet in sheets for run in sheet.runs)


def strip_file(pdf: pikepdf.Pdf, *keep: str) -> None:
    """Leave of the catalog only what the pages need, and the keys to ``keep``."""
    for key in list(pdf.Root.keys()):
        if key not in _OF_FILE and key not in keep:
            del pdf.Root[key]


def strip_page(page: pikepdf.Page, *keep: str) -> None:
    """Leave of a page only what it shows, with its own copy of the resources."""
    shown = page.obj
    box, seen = page.mediabox, page.cropbox  # they may come from above the page
    resources = page.resources
    for key in list(shown.keys()):
        if key not in _OF_PAGE and key not in keep:
            del shown[key]
    shown.MediaBox, shown.CropBox = Array(list(box)), Array(list(seen))
    own = _copy(resources)
    own.XObject = _copy(resources.get("/XObject"))
    for picture in own.XObject.values():
        for key in _OF_PICTURE:
            if key in picture:
                del picture[key]
    shown.Resources = own


def _copy(of: pikepdf.Object | None) -> pikepdf.Dictionary:
    """A dictionary of its own with the same entries."""
    made = Dictionary()
    if of is not None:
        for key, value in of.items():
            if value is not None:  # a damaged file may name what it does not hold
                made[key] = value
    return made


def add_sheets(pdf: pikepdf.Pdf, sheets: Sequence[Sheet]) -> None:
    """Append the pages of further blanks."""
    for sheet in sheets:
        with pikepdf.open(io.BytesIO(sheet.blank.data)) as more:
            for page in more.pages:
                strip_page(page)
            pdf.pages.extend(more.pages)


def draw(pdf: pikepdf.Pdf, sheets: Sequence[Sheet], fonts: FontSet, *, is_practice: bool) -> None:
    """Write on every page, above what it shows, in a form of its own that brings its fonts."""
    font = pdf.make_indirect(fonts.resources_for(pdf))
    pages = iter(pdf.pages)
    for sheet in sheets:
        for number in range(1, sheet.blank.n_pages + 1):
            page = next(pages)
            runs = [run for run in sheet.runs if run.page == number]
            x0, y0, x1, y1 = crop(page)
            canvas = Canvas(fonts, y1)
            for run in runs:
                canvas.text(x0 + run.x, run.y, run.text, run.face, run.size)
            for _, box in (frame for frame in sheet.frames if frame[0] == number):
                _outline(canvas, box, x0)
            if is_practice:
                _mark_practice(canvas, (x0 + x1) / 2)
            _overlay(pdf, page, canvas.content(), font, (x0, y0, x1, y1))


def _outline(canvas: Canvas, box: Box, left: float) -> None:
    x0, x1 = left + box.x, left + box.right
    for ends in (
        (x0, box.y, x1, box.y), (x1, box.y, x1, box.bottom),
        (x1, box.bottom, x0, box.bottom), (x0, box.bottom, x0, box.y),
    ):  # fmt: skip
        canvas.rule(*ends)


def _mark_practice(canvas: Canvas, center: float) -> None:
    words = f"{PRACTICE_WORDS}   {PRACTICE_NOTE}"
    wide = text_width(words, Face.BOLD, 9)
    canvas.text(center - wide / 2, 18, words, Face.BOLD, 9)


def _overlay(
    pdf: pikepdf.Pdf, page: pikepdf.Page, content: bytes, font: pikepdf.Object,
    box: tuple[float, float, float, float],
) -> None:  # fmt: skip
    name = OVERLAY
    while f"/{name}" in page.obj.Resources.XObject:
        name += "0"
    page.obj.Resources.XObject[f"/{name}"] = pikepdf.Stream(
        pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(list(box)),
        Resources=Dictionary(Font=font),
    )  # fmt: skip
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ q /{name} Do Q\n".encode())


def finish(pdf: pikepdf.Pdf, title: str, dated: date) -> bytes:
    """The bytes, with what the file says of itself; of the blank's own words none are left."""
    stamp = f"D:{dated:%Y%m%d}000000Z"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=pikepdf.String(title),
            Creator=pikepdf.String(PROGRAM),
            Producer=pikepdf.String(f"{PROGRAM} {VERSION}"),
            CreationDate=pikepdf.String(stamp),
            ModDate=pikepdf.String(stamp),
        )
    )
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()
