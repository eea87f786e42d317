"""Putting pages together into one PDF: fonts, shared frame, bookmarks, fixed dates.

Nothing in the file depends on the clock or the machine: equal pages and equal
dates give equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name

from app.documents.canvas import LETTER_HEIGHT, LETTER_WIDTH, Canvas
from app.documents.fonts import FontSet
from app.documents.pleading import draw_frame
from app.version import PROGRAM, VERSION

PORTRAIT = (LETTER_WIDTH, LETTER_HEIGHT)
LANDSCAPE = (LETTER_HEIGHT, LETTER_WIDTH)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; ``page`` counts from 0."""

    title: str
    page: int
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """What the file says about itself."""

    title: str
    subject: str
    dated: date
    language: str = "en-US"


class Assembly:
    """A PDF in the making."""

    def __init__(self, fonts: FontSet) -> None:
        self.pdf = pikepdf.Pdf.new()
        shell = _shell(fonts)
        self._resources = self.pdf.copy_foreign(shell.Root.SharedResources)

    def stream(self, content: bytes) -> pikepdf.Stream:
        """A content stream that several pages may share."""
        return pikepdf.Stream(self.pdf, content)

    def add_page(
        self, contents: Sequence[pikepdf.Stream], size: tuple[float, float] = PORTRAIT
    ) -> None:
        """Append a page that paints ``contents`` in turn."""
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, int(size[0]), int(size[1])]),
            Resources=self._resources,
            Contents=contents[0] if len(contents) == 1 else Array(list(contents)),
        )
        self.pdf.pages.append(pikepdf.Page(page))

    def add_form(self, name: str, page: pikepdf.Page) -> None:
        """A page of another file as a form that every page may paint by this name."""
        self._resources.XObject[name] = self.pdf.copy_foreign(page.as_form_xobject())

    def finish(self, info: PaperInfo, bookmarks: Iterable[Bookmark]) -> bytes:
        """The bytes of the finished file."""
        self._outline(bookmarks)
        root = self.pdf.Root
        root.Lang = pikepdf.String(info.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.PageMode = Name.UseOutlines
        stamp = f"D:{info.dated:%Y%m%d}000000Z"
        self.pdf.trailer.Info = self.pdf.make_indirect(
            Dictionary(
                Title=pikepdf.String(info.title),
                Subject=pikepdf.String(info.subject),
                Creator=pikepdf.String(PROGRAM),
                Producer=pikepdf.String(f"{PROGRAM} {VERSION}"),
                CreationDate=pikepdf.String(stamp),
                ModDate=pikepdf.String(stamp),
            )
        )
        out = io.BytesIO()
        self.pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        self.pdf.close()
        return out.getvalue()

    def _outline(self, bookmarks: Iterable[Bookmark]) -> None:
        with self.pdf.open_outline() as outline:
            outline.root.extend(map(_item, bookmarks))


def _item(mark: Bookmark) -> pikepdf.OutlineItem:
    item = pikepdf.OutlineItem(mark.title, mark.page, "Fit")
    item.is_closed = bool(mark.children)
    item.children.extend(map(_item, mark.children))
    return item


@lru_cache(maxsize=64)
def _shell(fonts: FontSet) -> pikepdf.Pdf:
    """A PDF that holds the resources of every page: fonts and the frame."""
    pdf = pikepdf.Pdf.new()
    font_resource = fonts.resources_for(pdf)
    canvas = Canvas(fonts)
    draw_frame(canvas)
    frame = pikepdf.Stream(
        pdf,
        canvas.content(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, int(LETTER_WIDTH), int(LETTER_HEIGHT)]),
        Resources=Dictionary(Font=font_resource),
    )
    resources = Dictionary(Font=font_resource, XObject=Dictionary(Frame=frame))
    pdf.Root.SharedResources = pdf.make_indirect(resources)
    return pdf
