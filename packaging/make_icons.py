"""Draws the program's icon in the forms the systems want, from ``resources/icons/relief-desk.svg``.

Run it after the picture has changed, with the development environment:
``sh packaging/tool.sh python packaging/make_icons.py``. The results are kept beside the scripts,
so that freezing needs nothing to draw with.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

CHECKOUT = Path(__file__).resolve().parent.parent
PICTURE = CHECKOUT / "resources" / "icons" / "relief-desk.svg"
ICONS = CHECKOUT / "packaging" / "icons"
WINDOWS_SIZES = (16, 24, 32, 48, 64, 256)
MACOS_SIZES = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}


def draw(size: int) -> bytes:
    """The picture as PNG."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(PICTURE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def make_ico(sizes: tuple[int, ...]) -> bytes:
    """A Windows icon: a directory of pictures, each a PNG."""
    pictures = [draw(size) for size in sizes]
    head = struct.pack("<HHH", 0, 1, len(sizes))
    at = len(head) + 16 * len(sizes)
    for size, picture in zip(sizes, pictures, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(pictures)


def make_icns(sizes: dict[bytes, int]) -> bytes:
    """A macOS icon: named pieces, each a PNG with its length."""
    pieces = b""
    for kind, size in sizes.items():
        picture = draw(size)
        pieces += kind + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(pieces) + 8) + pieces


def main() -> None:
    """Write the three files."""
    _application = QGuiApplication([])
    ICONS.mkdir(exist_ok=True)
    (ICONS / "relief-desk.png").write_bytes(draw(256))
    (ICONS / "relief-desk.ico").write_bytes(make_ico(WINDOWS_SIZES))
    (ICONS / "relief-desk.icns").write_bytes(make_icns(MACOS_SIZES))


if __name__ == "__main__":
    main()
