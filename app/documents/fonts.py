"""The typeface of the papers: measuring, encoding and embedding.

Liberation Serif is metric-compatible with Times New Roman (rule 2.105). Papers
embed a subset: the printable ASCII characters and what the templates need; a
paper with any other character also the accented Latin letters, and after them
its remaining characters. The order is fixed, so the bytes of a paper depend on
its own words alone, not on the papers made beside it.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache, lru_cache

import pikepdf
from fontTools.ttLib import TTFont as TrueType
from fpdf import FPDF
from fpdf.enums import ResourceAccessPolicy
from fpdf.fonts import TTFFont

from app.errors import UserError
from app.paths import resources

BASE_ALPHABET = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§‘’“”–—"
# Latin-1, Latin Extended-A, and the further letters of Vietnamese: embedded as one
# block, so that a thousand accented names share one subset.
WIDE_ALPHABET = "".join(
    map(chr, (*range(0xA1, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA)))
)
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class Face(Enum):
    """A cut of the typeface: resource name in the PDF, fpdf2 style, file."""

    REGULAR = ("F1", "", "LiberationSerif-Regular.ttf")
    BOLD = ("F2", "B", "LiberationSerif-Bold.ttf")

    def __init__(self, resource: str, style: str, file_name: str) -> None:
        self.resource = resource
        self.style = style
        self.file_name = file_name


class UnprintableCharacterError(UserError):
    """A text holds a character that no shipped font can print properly."""


@contextmanager
def _book() -> Iterator[FPDF]:
    """An empty fpdf2 document with both faces; their files are closed afterwards."""
    book = FPDF(unit="pt", format="letter")
    book.resource_access_policy = ResourceAccessPolicy.LOCAL_FILES
    book.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
    try:
        for face in Face:
            path = resources() / "fonts" / face.file_name
            if not path.is_file():
                raise UserError(
                    f"The font file {face.file_name} is missing; install the program again."
                )
            book.add_font("paper", face.style, path)
        yield book
    finally:
        for font in book.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()  # fpdf2 reads it lazily and leaves it open


def _font_of(book: FPDF, face: Face) -> TTFFont:
    book.set_font("paper", face.style, 12)
    font = book.current_font
    if not isinstance(font, TTFFont):
        raise TypeError(f"{face.file_name} was not loaded as a TrueType font")
    return font


@cache
def _widths() -> dict[Face, dict[str, float]]:
    """Advance widths in thousandths of the size, for every character each face has."""
    with _book() as book:
        fonts = {face: _font_of(book, face) for face in Face}
        return {
            face: {chr(code): font.cw[code] for code in font.cmap} for face, font in fonts.items()
        }


def text_width(text: str, face: Face, size: float) -> float:
    """Width of clean text in points."""
    return sum(map(_widths()[face].__getitem__, text)) * size / 1000


@lru_cache(maxsize=8192)
def clean(text: str, where: str = "") -> str:
    """Text ready to be printed: composed characters, control characters as blanks.

    ``where`` names the case or setting for the error. Raises
    `UnprintableCharacterError` for a character outside the shipped fonts and for
    scripts written from right to left, which would print in the wrong order.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text)
        text = "".join(_plain(ch) for ch in text)
        known = _widths()[Face.REGULAR]
        for ch in text:
            if ch not in known or unicodedata.bidirectional(ch) in _RIGHT_TO_LEFT:
                raise UnprintableCharacterError(_sentence(ch, text, where))
    return text


def _plain(ch: str) -> str:
    category = unicodedata.category(ch)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cf":  # marks without a shape: byte-order mark, direction, soft hyphen
        return ""
    return {"\u2010": "-", "\u2011": "-"}.get(ch, ch)


def _sentence(ch: str, text: str, where: str) -> str:
    name = unicodedata.name(ch, "without a name")
    shown = text if len(text) <= 60 else text[:57] + "..."
    place = f" of {where}" if where else ""
    return (
        f"The papers' font cannot print the character {ch} (U+{ord(ch):04X}, {name.lower()}) "
        f"in “{shown}”{place}; write it in Latin letters, then make the paper again."
    )


@dataclass(frozen=True, eq=False)
class FontSet:
    """The fonts of one alphabet: how to encode text, and the embedded font objects.

    ``codes`` gives four hexadecimal digits for a character's code point.
    """

    codes: dict[Face, dict[int, str]]
    carrier: pikepdf.Pdf  # a PDF that holds the embedded fonts

    def encode(self, text: str, face: Face) -> str:
        """The operand of a PDF text operator, hexadecimal without brackets."""
        return text.translate(self.codes[face])

    def resources_for(self, pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        """The /Font resource for pages of ``pdf``; the fonts are copied into it."""
        own = self.carrier.pages[0].Resources.Font
        fonts = pikepdf.Dictionary()
        for face in Face:
            fonts[f"/{face.resource}"] = pdf.copy_foreign(own[f"/{face.resource}"])
        return fonts


def font_set(texts: Iterable[str]) -> FontSet:
    """The fonts for clean texts: the base alphabet and their further characters."""
    extra: set[str] = set()
    base = set(BASE_ALPHABET)
    for text in texts:
        if not text.isascii():
            extra.update(ch for ch in text if ch not in base)
    if not extra:
        return _carrier("")
    wide = [ch for ch in WIDE_ALPHABET if ch not in base and ch != "\u00ad"]
    return _carrier("".join([*wide, *sorted(extra.difference(wide))]))


@lru_cache(maxsize=64)
def _carrier(extra: str) -> FontSet:
    """Embed both faces with fpdf2 and note the code each character got."""
    alphabet = BASE_ALPHABET + extra
    with _book() as book:
        book.add_page()
        codes = {face: _embed(book, face, alphabet) for face in Face}
        carrier = pikepdf.open(io.BytesIO(book.output()))
    for font in carrier.pages[0].Resources.Font.values():
        _drop_hints(font.DescendantFonts[0].FontDescriptor.FontFile2)
    return FontSet(codes, carrier)


def _drop_hints(file: pikepdf.Object) -> None:
    """Take the screen hints out of an embedded font.

    They are more than half of it, do nothing in print, and an office files
    papers by the thousand. Outlines and widths stay as they are.
    """
    with TrueType(io.BytesIO(file.read_bytes()), recalcTimestamp=False) as font:
        for table in ("fpgm", "prep", "cvt ", "gasp"):
            if table in font:
                del font[table]
        outlines = font["glyf"]
        for name in outlines.keys():  # noqa: SIM118 - a font table, not a dictionary
            outlines[name].removeHinting()
        font["maxp"].maxSizeOfInstructions = 0
        out = io.BytesIO()
        font.save(out)
    file.write(out.getvalue())
    file.Length1 = len(out.getvalue())


def _embed(book: FPDF, face: Face, alphabet: str) -> dict[int, str]:
    """Draw the alphabet, so that fpdf2 embeds it, and note each character's code."""
    font = _font_of(book, face)
    book.text(72, 72, alphabet)
    codes: dict[int, str] = {}
    for ch in alphabet:
        code = font.subset.pick(ord(ch))
        if code is None:
            raise UnprintableCharacterError(_sentence(ch, alphabet, "the papers"))
        codes[ord(ch)] = f"{code:04x}"
    # Searching a paper for two words must find them whatever space is between.
    codes[0xA0] = codes[0x20]
    return codes
