"""Drawing on the pages of a report: measured text, bars, rules.

Everything is in points from the top left corner of a Letter page. No text is wider than
the space it is given: it is cut with an ellipsis, or broken into a stated number of
lines. The fonts are embedded; a character that none of them has is printed as its
code point, never left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum

from fpdf import FPDF
from fpdf.enums import ResourceAccessPolicy
from fpdf.fonts import TTFFont

from app.errors import UserError
from app.paths import resources
from app.version import PROGRAM, VERSION

PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
MARGIN = 48.0
RIGHT = PAGE_WIDTH - MARGIN
BOTTOM = 750.0  # above the footer
CONTENT_WIDTH = RIGHT - MARGIN

INK = (0x1B, 0x1B, 0x1B)
SECONDARY = (0x56, 0x5C, 0x65)
RULES = (0xDF, 0xE1, 0xE2)
WASH = (0xF0, 0xF0, 0xF0)
PRIMARY = (0x00, 0x5E, 0xA2)
PRIMARY_PALE = (0x97, 0xC0, 0xE0)
GOOD = (0x00, 0x88, 0x17)
CAUTION = (0x93, 0x6F, 0x38)
CAUTION_WASH = (0xFA, 0xF3, 0xD1)
STOP = (0xB5, 0x09, 0x09)
WHITE = (0xFF, 0xFF, 0xFF)

Color = tuple[int, int, int]


class Face(Enum):
    """A cut of the report's typefaces: family, style and file."""

    REGULAR = ("report", "", "PublicSans-Regular.ttf")
    BOLD = ("report", "B", "PublicSans-Bold.ttf")
    MEDIUM = ("report-medium", "", "PublicSans-SemiBold.ttf")
    MONO = ("report-mono", "", "LiberationMono-Regular.ttf")


_FALLBACK = "LiberationSans-Regular.ttf"


class Sheet:
    """A Letter document being drawn; `finish` gives its bytes."""

    def __init__(self, title: str, subject: str, made_on: date) -> None:
        self._pdf = FPDF(unit="pt", format="letter")
        self._pdf.resource_access_policy = ResourceAccessPolicy.LOCAL_FILES
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._add_fonts()
        self._pdf.set_creation_date(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC))
        self._pdf.set_title(title)
        self._pdf.set_subject(subject)
        self._pdf.set_creator(f"{PROGRAM} {VERSION}")
        self._pdf.set_lang("en-US")
        self._known = self._characters()
        self._is_measuring = False
        self._widths: dict[tuple[str, Face], float] = {}  # at a size of 100 points

    def _add_fonts(self) -> None:
        for face in Face:
            family, style, file_name = face.value
            self._pdf.add_font(family, style, _font_file(file_name))
        self._pdf.add_font("report-fallback", "", _font_file(_FALLBACK))
        self._pdf.set_fallback_fonts(["report-fallback"], exact_match=False)
        self._set_tabular(False)

    def _set_tabular(self, is_tabular: bool) -> None:
        """Figures of equal width, for columns of numbers."""
        self._pdf.set_text_shaping(True, features={"tnum": is_tabular, "kern": True})

    def _characters(self) -> frozenset[int]:
        known: set[int] = set()
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont) and "mono" not in font.fontkey:
                known.update(font.cmap)
        return frozenset(known)

    def add_page(self, bookmark: str) -> None:
        self._pdf.add_page()
        self._pdf.start_section(bookmark)

    def finish(self) -> bytes:
        return bytes(self._pdf.output())

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Nothing is drawn inside; the parts still return where they would end."""
        self._is_measuring = True
        try:
            yield
        finally:
            self._is_measuring = False

    # shapes

    def bar(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        """A filled rectangle from its top left corner; nothing when it has no width."""
        if width > 0 and not self._is_measuring:
            self._pdf.set_fill_color(*color)
            self._pdf.rect(x, y, width, height, style="F")

    def rule(self, y: float, x: float = MARGIN, right: float = RIGHT, color: Color = RULES) -> None:
        self.bar(x, y, right - x, 0.75, color)

    # text

    def text_width(self, text: str, size: float, face: Face = Face.REGULAR) -> float:
        key = (text, face)
        if key not in self._widths:
            self._set_font(face, 100)
            self._widths[key] = float(self._pdf.get_string_width(self._clean(text)))
        return self._widths[key] * size / 100

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        width: float,
        size: float = 9,
        face: Face = Face.REGULAR,
        color: Color = INK,
        align: str = "L",
    ) -> None:
        """One line with its top at ``y``, within ``width``; cut with an ellipsis if longer."""
        if self._is_measuring:
            return
        shown = self.fitted(text, width, size, face)
        self._set_tabular(align == "R" and size < 12)
        self._set_font(face, size)
        self._pdf.set_text_color(*color)
        self._pdf.set_xy(x, y)
        if shown:
            self._pdf.cell(width, size * 1.2, shown, align=align)
        self._set_tabular(False)

    def fitted(self, text: str, width: float, size: float, face: Face = Face.REGULAR) -> str:
        """The text, or as much of its start as fits with an ellipsis."""
        text = self._clean(text)
        if self.text_width(text, size, face) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.text_width(text[:middle].rstrip() + "…", size, face) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…" if low else ""

    def lines(self, text: str, width: float, size: float, face: Face = Face.REGULAR) -> list[str]:
        """The text broken at blanks into lines no wider than ``width``."""
        found: list[str] = []
        line = ""
        for word in self._clean(text).split():
            longer = f"{line} {word}" if line else word
            if line and self.text_width(longer, size, face) > width:
                found.append(line)
                line = word
            else:
                line = longer
        return [*found, line] if line else found

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        *,
        width: float,
        size: float = 9,
        leading: float = 1.35,
        max_lines: int = 99,
        face: Face = Face.REGULAR,
        color: Color = INK,
    ) -> float:
        """Lines of text from ``y`` on; returns where the next thing may begin."""
        lines = self.lines(text, width, size, face)
        if len(lines) > max_lines:
            lines = [*lines[: max_lines - 1], " ".join(lines[max_lines - 1 :])]
        for line in lines:
            self.text(x, y, line, width=width, size=size, face=face, color=color)
            y += size * leading
        return y

    def _set_font(self, face: Face, size: float) -> None:
        family, style, _ = face.value
        self._pdf.set_font(family, style, size)

    def _clean(self, text: str) -> str:
        """Control characters as blanks; characters without a glyph as their code point."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._shown(ch) for ch in text)

    def _shown(self, ch: str) -> str:
        if not ch.isprintable() and ch != "\u00a0":
            return " "
        return ch if ord(ch) in self._known else f"[U+{ord(ch):04X}]"


def _font_file(name: str) -> str:
    path = resources() / "fonts" / name
    if not path.is_file():
        raise UserError(f"The font file {name} is missing; install the program again.")
    return str(path)
