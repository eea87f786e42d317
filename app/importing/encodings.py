"""How the bytes of a file become text: byte-order mark, else UTF-8, else Windows-1252.

Never guessed from the look of the text: a wrong guess changes names.
"""

from __future__ import annotations

import codecs

UTF8 = "UTF-8"
CP1252 = "Windows-1252"
UTF16_LE = "UTF-16 LE"
UTF16_BE = "UTF-16 BE"

_CODECS = {UTF8: "utf-8", CP1252: "cp1252", UTF16_LE: "utf-16-le", UTF16_BE: "utf-16-be"}
_MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, UTF16_LE), (codecs.BOM_UTF16_BE, UTF16_BE))


def _undefined_as_latin1(error: UnicodeError) -> tuple[str | bytes, int]:
    """The five bytes Windows-1252 leaves undefined keep their number, there and back."""
    if isinstance(error, UnicodeDecodeError):
        return chr(error.object[error.start]), error.start + 1
    if isinstance(error, UnicodeEncodeError):
        code = ord(error.object[error.start])
        return bytes([code]) if code < 256 else b"?", error.start + 1
    raise error


codecs.register_error("relief-latin1", _undefined_as_latin1)


def mark_of(start: bytes) -> tuple[str, int] | None:
    """(encoding, length of the mark) when the bytes begin with a byte-order mark."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    return None


def line_mark_of(text: str) -> str:
    """The character that ends a line: LF, or CR when most lines end with CR alone."""
    n_bare = text.count("\r") - text.count("\r\n")
    return "\r" if n_bare > text.count("\n") else "\n"


def encoding_of(start: bytes) -> tuple[str, int]:
    """(encoding, length of the byte-order mark) as far as the beginning of a file tells."""
    marked = mark_of(start)
    if marked is not None:
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        decoder.decode(start)  # a character cut off at the end is no error
    except UnicodeDecodeError:
        return CP1252, 0
    return UTF8, 0


def two_byte_of(start: bytes) -> str:
    """UTF-16 without a mark, known by the NUL in every other byte of plain letters; "" if not."""
    looked_at = start[: 1 << 12]
    n_pairs = len(looked_at) // 2
    n_first = looked_at[: 2 * n_pairs : 2].count(0)
    n_second = looked_at[1 : 2 * n_pairs : 2].count(0)
    if n_second * 10 >= n_pairs * 9 and not n_first:
        return UTF16_LE if n_pairs else ""
    return UTF16_BE if n_first * 10 >= n_pairs * 9 and not n_second else ""


def codec_of(encoding: str) -> tuple[str, str]:
    """(codec, what to do with undefined bytes) to open a file as text."""
    return _CODECS[encoding], "relief-latin1" if encoding == CP1252 else "replace"


def is_two_byte(encoding: str) -> bool:
    return encoding in (UTF16_LE, UTF16_BE)


def line_end(encoding: str, mark: bytes = b"\n") -> bytes:
    """The bytes of a line end in the encoding."""
    return mark.decode("ascii").encode(_CODECS[encoding])


def to_text(data: bytes, encoding: str) -> str:
    """Decode a piece that is cut between lines; damaged UTF-16 gives replacement characters."""
    if encoding == CP1252:
        return data.decode("cp1252", "relief-latin1")
    if is_two_byte(encoding):
        return data.decode(_CODECS[encoding], "replace")
    return data.decode("utf-8", "replace")


def to_bytes(text: str, encoding: str) -> bytes:
    """Encode for a file in the encoding; what it cannot hold becomes a question mark."""
    if encoding == CP1252:
        return text.encode("cp1252", "relief-latin1")
    return text.encode(_CODECS[encoding], "replace")


def to_signs(data: bytes, encoding: str) -> str:
    """A piece as text of one character a byte, to be split before it is decoded.

    UTF-8 and Windows-1252 write ASCII, and so commas, quotes and line ends, as
    themselves. A two-byte encoding is decoded at once. A line that holds more
    than ASCII is then given to `decode_signs`.
    """
    return to_text(data, encoding) if is_two_byte(encoding) else data.decode("latin-1")


def decode_signs(signs: str, encoding: str) -> str:
    """A cell or line cut from `to_signs`, as the characters it means."""
    if signs.isascii() or is_two_byte(encoding):
        return signs
    return to_text(signs.encode("latin-1"), encoding)
