"""Reading a blank form: its pages, its fields, what it says of itself, and what bars its use.

Places are points from the top left corner of the page as it is seen. Nothing of the
file is run or kept but what is read here.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium

from app.documents.forms.edition import Printed, find_printed
from app.documents.preview import TURN
from app.errors import InputError
from app.pdf_guard import pdf_problem

MOST_BYTES = 25_000_000
MOST_PAGES = 60
TEXT, BUTTON, CHOICE, SIGNATURE, PUSH = "text", "box", "choice", "signature", "button"
_TYPES = {"/Tx": TEXT, "/Btn": BUTTON, "/Ch": CHOICE, "/Sig": SIGNATURE}
_PUSH_BUTTON = 1 << 16
_MULTILINE = 1 << 12
_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: the upper left corner, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlap(self, other: Box) -> float:
        """The share of the smaller of two boxes that the other covers."""
        wide = min(self.right, other.right) - max(self.x, other.x)
        tall = min(self.bottom, other.bottom) - max(self.y, other.y)
        if wide <= 0 or tall <= 0:
            return 0.0
        smaller = min(self.width * self.height, other.width * other.height)
        return wide * tall / smaller if smaller > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Field:
    """One place where a field shows; a field may show in several."""

    name: str
    kind: str  # TEXT, BUTTON, CHOICE, SIGNATURE or PUSH
    page: int  # from 1
    box: Box
    tip: str = ""
    choices: tuple[str, ...] = ()
    is_multiline: bool = False
    is_framed: bool = False  # the outline is the field's own


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank form that can be used."""

    data: bytes
    sha256: str
    sizes: tuple[tuple[float, float], ...]  # of each page, points
    fields: tuple[Field, ...]
    printed: Printed
    has_xfa: bool

    @property
    def n_pages(self) -> int:
        return len(self.sizes)

    def places_of(self, name: str) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.name == name)


def read_blank(data: bytes, name: str = "The file") -> Blank:
    """Read a blank form. Raises InputError saying why a file cannot serve as one."""
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{name} has {len(data) // 1_000_000} MB; a blank form has a few. Save the form "
            "alone as a PDF of its own."
        )
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{name} is not a PDF. Download the form again from the court's site.")
    problem = pdf_problem(data)
    if problem:
        raise InputError(f"{name} {problem}. Download the form again from the court's site.")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _read(pdf, data, name)
    except pikepdf.PasswordError as error:
        raise InputError(
            f"{name} is encrypted and asks for a password. Get the form without one from the "
            "court's site, or print it to a new PDF."
        ) from error
    except (pikepdf.PdfError, pdfium.PdfiumError, AttributeError, TypeError, ValueError) as error:
        # The last three: an object is not what the format says stands there.
        raise InputError(
            f"{name} is damaged and cannot be read as a PDF. Download the form again."
        ) from error


def _read(pdf: pikepdf.Pdf, data: bytes, name: str) -> Blank:
    pages = list(pdf.pages)
    if not pages:
        raise InputError(f"{name} has no pages. Download the form again.")
    if len(pages) > MOST_PAGES:
        raise InputError(f"{name} has {len(pages)} pages: save the form alone as a PDF of its own.")
    if pdf.is_encrypted and not (pdf.allow.modify_form or pdf.allow.modify_other):
        raise InputError(
            f"{name} is encrypted so that nothing may be filled in. Get another copy of the form "
            "from the court."
        )
    for number, page in enumerate(pages, 1):
        if int(page.obj.get("/Rotate", 0)) % 360:
            raise InputError(f"Page {number} of {name} is turned sideways. Save it upright.")
    texts = _texts(data)
    fields = tuple(_fields(pages))
    has_xfa = "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm
    if has_xfa and not any(field.kind != PUSH for field in fields):
        raise InputError(
            f"{name} is an XFA form: its pages exist only inside Adobe's own program. Open it "
            "there and print it to a PDF, or get the court's other version of the form."
        )
    if not fields and not any(text.strip() for text in texts):
        raise InputError(
            f"{name} is a scan: a picture of a form, without text and fields. Use the court's own "
            "PDF; what is printed on a picture cannot be checked."
        )
    sizes = tuple(_size(page) for page in pages)
    digest = hashlib.sha256(data).hexdigest()
    return Blank(data, digest, sizes, fields, find_printed(texts), has_xfa)


def _texts(data: bytes) -> list[str]:
    with TURN:
        document = pdfium.PdfDocument(data)
        try:
            return [_text(page) for page in document]
        finally:
            document.close()


def _text(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()


def crop(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The part of the page that is seen, in the page's own coordinates."""
    x0, y0, x1, y1 = (float(value) for value in page.cropbox)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _size(page: pikepdf.Page) -> tuple[float, float]:
    x0, y0, x1, y1 = crop(page)
    return x1 - x0, y1 - y0


def _fields(pages: list[pikepdf.Page]) -> Iterator[Field]:
    """Every place of every field, page by page in the order of the file."""
    for number, page in enumerate(pages, 1):
        seen = crop(page)
        for widget in page.obj.get("/Annots", []):
            found = read_widget(widget, number, seen)
            if found is not None:
                yield found


def read_widget(
    widget: pikepdf.Object, number: int, seen: tuple[float, float, float, float]
) -> Field | None:
    """The field that an annotation shows; None for a comment, a link or the like."""
    kind = _TYPES.get(str(inherited(widget, "/FT")))
    if kind is None or widget.get("/Subtype") != "/Widget" or "/Rect" not in widget:
        return None
    flags = int(inherited(widget, "/Ff") or 0)
    if kind == BUTTON and flags & _PUSH_BUTTON:
        kind = PUSH
    x0, y0, x1, y1 = (float(value) for value in widget.Rect)
    box = Box(min(x0, x1) - seen[0], seen[3] - max(y0, y1), abs(x1 - x0), abs(y1 - y0))
    choices = inherited(widget, "/Opt") if kind == CHOICE else None
    return Field(
        full_name(widget), kind, number, box, str(inherited(widget, "/TU") or ""),
        tuple(_choice(one) for one in choices or ()),
        kind == TEXT and bool(flags & _MULTILINE),
        kind == BUTTON and "/BC" in widget.get("/MK", {}),
    )  # fmt: skip


def _choice(option: pikepdf.Object) -> str:
    return str(option[-1]) if isinstance(option, pikepdf.Array) else str(option)


def full_name(widget: pikepdf.Object) -> str:
    """The field's name with those of the fields around it, as ``a.b.c``."""
    parts = [str(node.T) for node in _upward(widget) if "/T" in node]
    return ".".join(reversed(parts))


def inherited(widget: pikepdf.Object, key: str) -> pikepdf.Object | None:
    """A value of the field, its own or of a field around it."""
    return next((node.get(key) for node in _upward(widget) if key in node), None)


def _upward(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for _ in range(_DEPTH):  # a damaged file may go round in a circle
        yield node
        if "/Parent" not in node:
            return
        node = node.Parent
