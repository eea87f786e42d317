"""Fitting a text into a box: as large as may be, never over the edge."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.fonts import Face, text_width
from app.documents.forms.blank import Box
from app.documents.wrap import wrap

ASCENT, DESCENT = 0.891, 0.216  # of Liberation Serif, in parts of the size
CAP_HEIGHT = 0.66
LEADING = 1.12
INSET = 1.5  # points left free at either side
_STEP = 0.5
_SLACK = 0.6  # fields are drawn tightly around their line


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text, from its left end; ``y`` is the baseline, from the top of the page."""

    page: int  # from 1
    x: float
    y: float
    text: str
    size: float
    face: Face = Face.REGULAR
    is_mark: bool = False  # a capital X, without room for accents and descenders

    @property
    def box(self) -> Box:
        """What the line takes up, accents and descenders included."""
        wide = text_width(self.text, self.face, self.size)
        if self.is_mark:
            return Box(self.x, self.y - CAP_HEIGHT * self.size, wide, CAP_HEIGHT * self.size)
        top = self.y - ASCENT * self.size
        return Box(self.x, top, wide, (ASCENT + DESCENT) * self.size)


def fit_text(
    text: str, page: int, box: Box, size: tuple[float, float], align: str = "left"
) -> list[Run] | None:
    """The lines of a text in the box at the largest size that takes it; None when none does."""
    least, most = size
    at = most
    while at >= least - 0.01:
        lines = _lines(text, box, at)
        if lines is not None:
            return _placed(lines, page, box, at, align)
        at -= _STEP
    return None


def _lines(text: str, box: Box, size: float) -> list[str] | None:
    """The lines, when the box takes as many at this size and no word has to be broken."""
    width = box.width - 2 * INSET
    if any(text_width(word, Face.REGULAR, size) > width for word in text.split(" ")):
        return None
    lines = wrap(text, width, Face.REGULAR, size)
    tall = (ASCENT + DESCENT) * size + (len(lines) - 1) * LEADING * size
    return lines if tall <= box.height + _SLACK else None


def _placed(lines: list[str], page: int, box: Box, size: float, align: str) -> list[Run]:
    """Centered from top to bottom, the letters' height rather than their accents'."""
    middle = box.y + box.height / 2
    first = middle - (len(lines) - 1) * LEADING * size / 2 + CAP_HEIGHT * size / 2
    lowest = box.bottom + _SLACK / 2 - DESCENT * size - (len(lines) - 1) * LEADING * size
    first = min(first, lowest)
    return [
        Run(page, _left(line, box, size, align), first + n * LEADING * size, line, size)
        for n, line in enumerate(lines)
    ]


def _left(line: str, box: Box, size: float, align: str) -> float:
    free = box.width - 2 * INSET - text_width(line, Face.REGULAR, size)
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    return box.x + INSET + free * share


def mark(page: int, box: Box) -> Run:
    """An X in the middle of a box."""
    size = min(12.0, 1.2 * min(box.width, box.height))
    wide = text_width("X", Face.BOLD, size)
    x = box.x + (box.width - wide) / 2
    y = box.y + (box.height + CAP_HEIGHT * size) / 2
    return Run(page, x, y, "X", size, Face.BOLD, is_mark=True)
