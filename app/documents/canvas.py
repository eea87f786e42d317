"""Writing one page: text runs and rules as a PDF content stream.

Coordinates are points from the top left corner; y of a text is its baseline.
"""

from __future__ import annotations

from app.documents.fonts import Face, FontSet, text_width

LETTER_WIDTH = 612.0
LETTER_HEIGHT = 792.0


class Canvas:
    """A content stream in the making. Text must be clean (see `fonts.clean`)."""

    def __init__(self, fonts: FontSet, height: float = LETTER_HEIGHT) -> None:
        self._fonts = fonts
        self._height = height
        self._parts: list[str] = []

    def text(
        self, x: float, y: float, text: str, face: Face = Face.REGULAR, size: float = 12
    ) -> None:
        """Draw one run from its left end."""
        if text:
            self._parts.append(
                f"BT /{face.resource} {size:g} Tf {x:.2f} {self._height - y:.2f} Td "
                f"<{self._fonts.encode(text, face)}> Tj ET"
            )

    def text_right(
        self, x: float, y: float, text: str, face: Face = Face.REGULAR, size: float = 12
    ) -> None:
        """Draw one run that ends at ``x``."""
        self.text(x - text_width(text, face, size), y, text, face, size)

    def text_center(
        self, x: float, y: float, text: str, face: Face = Face.REGULAR, size: float = 12
    ) -> None:
        """Draw one run centered on ``x``."""
        self.text(x - text_width(text, face, size) / 2, y, text, face, size)

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, *, width: float = 0.6, gray: float = 0
    ) -> None:
        """Draw a straight line."""
        top = self._height
        self._parts.append(
            f"q {width:g} w {gray:g} G {x0:.2f} {top - y0:.2f} m {x1:.2f} {top - y1:.2f} l S Q"
        )

    def form(self, name: str) -> None:
        """Paint a shared form of the document (the frame of pleading paper)."""
        self._parts.append(f"/{name} Do")

    def form_at(self, name: str, x: float, y: float, wide: float, tall: float, side: float) -> None:
        """Paint a shared form, a square of this side, stretched; its top left corner at (x, y)."""
        scale, foot = f"{wide / side:.6f} 0 0 {tall / side:.6f}", self._height - y - tall
        self._parts.append(f"q {scale} {x:.2f} {foot:.2f} cm /{name} Do Q")

    def content(self) -> bytes:
        return "\n".join(self._parts).encode("ascii") + b"\n"
