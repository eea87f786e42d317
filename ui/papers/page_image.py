"""A page of a PDF as a picture that Qt can draw."""

from __future__ import annotations

from PySide6.QtGui import QImage

from app.documents.preview import page_size, render_page


def page_image(pdf: bytes, index: int, width_px: int) -> QImage:
    """Page ``index`` (from 0), ``width_px`` pixels wide."""
    wide, tall, pixels = render_page(pdf, index, width_px)
    # The picture keeps its own copy: the bytes are gone when this returns.
    return QImage(pixels, wide, tall, 3 * wide, QImage.Format.Format_RGB888).copy()


def page_size_in(pdf: bytes, index: int) -> tuple[float, float]:
    """Width and height of a page in inches."""
    wide, tall = page_size(pdf, index)
    return wide / 72, tall / 72
