"""Rap sheets as a PDF with a text layer, for tests and for trying the program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

from app.paths import resources

_LINES_A_PAGE = 60
_LINE_HEIGHT = 12.0  # points
_MARGIN = 36.0


def write_rap_pdf(path: Path, texts: Sequence[str]) -> None:
    """Write the texts one after the other, each beginning on a page of its own."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_creation_date(datetime(2020, 1, 1, tzinfo=UTC))
    pdf.set_auto_page_break(auto=False)
    pdf.set_font(_font(pdf, texts), size=9)
    for text in texts:
        lines = text.replace("\f", "").split("\n")
        for start in range(0, max(len(lines), 1), _LINES_A_PAGE):
            pdf.add_page()
            for place, line in enumerate(lines[start : start + _LINES_A_PAGE], start=1):
                if line.strip():
                    pdf.text(_MARGIN, _MARGIN + place * _LINE_HEIGHT, line)
    pdf.output(str(path))


def _font(pdf: FPDF, texts: Sequence[str]) -> str:
    """A core font for Latin-1, else one that has more letters and is embedded."""
    try:
        "".join(texts).encode("latin-1")
    except UnicodeEncodeError:
        pdf.add_font("Mono", fname=resources() / "fonts" / "LiberationMono-Regular.ttf")
        return "Mono"
    return "Courier"
