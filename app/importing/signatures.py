"""Files that are no text, told by their first bytes."""

from __future__ import annotations

from app.importing.encodings import is_two_byte

PDF = "a PDF document"
NOT_TEXT = "not a text file"

_KINDS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", PDF),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
)


def binary_kind(start: bytes, encoding: str) -> str:
    """What a file that begins so is, in words; "" for text in the encoding."""
    for signature, kind in _KINDS:
        if start.startswith(signature):
            return kind
    is_text = is_two_byte(encoding) or start.count(b"\x00") <= len(start) // 100
    return "" if is_text else NOT_TEXT
