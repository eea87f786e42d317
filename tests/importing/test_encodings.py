"""Bytes to text: marks, UTF-8, Windows-1252 and UTF-16, and nothing guessed."""

from __future__ import annotations

import hashlib

import pytest

from app.importing.encodings import CP1252, UTF8, UTF16_BE, UTF16_LE, to_bytes, to_text
from tests.importing.made_rows import file_of, line_of, read_bytes

NAME = "PEÑA-MÜLLER,ZOË"
TEXT = file_of(
    line_of(PRI_NAME=NAME), line_of(CNT_ORDER="002001001000", PRI_NAME=NAME, COMMENT_TEXT="A\nB")
)
FORMS = {
    "ASCII": (TEXT.replace(NAME, "PENA,ZOE").encode("ascii"), UTF8),
    "UTF-8": (TEXT.encode(), UTF8),
    "UTF-8 with a mark": (TEXT.encode("utf-8-sig"), UTF8),
    "Windows-1252": (TEXT.encode("cp1252"), CP1252),
    "UTF-16 LE": (b"\xff\xfe" + TEXT.encode("utf-16-le"), UTF16_LE),
    "UTF-16 BE": (b"\xfe\xff" + TEXT.encode("utf-16-be"), UTF16_BE),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["LF", "CRLF", "CR"])
@pytest.mark.parametrize("header", ["as it is", "lower case", "none"])
@pytest.mark.parametrize("piece_bytes", [1 << 22, 600])
def test_every_form_of_a_file_gives_the_same_person(
    form: str, end: str, header: str, piece_bytes: int
) -> None:
    """Encoding, line end, header and size of the pieces make no difference."""
    data, encoding = FORMS[form]
    codec = {
        UTF8: "utf-8-sig" if "mark" in form else "utf-8",
        CP1252: "cp1252", UTF16_LE: "utf-16", UTF16_BE: "utf-16",
    }[encoding]  # fmt: skip
    text = data.decode(codec)
    head, _, rest = text.partition("\n")
    text = {"as it is": head + "\n", "lower case": head.lower() + "\n", "none": ""}[header] + rest
    text = text.replace("\n", {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}[end])
    mark = b"\xfe\xff" if encoding == UTF16_BE else b""
    data = mark + text.encode("utf-16-be" if encoding == UTF16_BE else codec)
    reading = read_bytes(data, has_header=header != "none", piece_bytes=piece_bytes)
    assert reading.map.encoding == encoding
    assert reading.map.sha256 == hashlib.sha256(data).hexdigest()
    sheet = reading.only
    assert sheet.person.name == ("PENA,ZOE" if form == "ASCII" else NAME)
    first = 1 if header == "none" else 2
    assert [one.charge.at.row for one in sheet.convictions()] == [first, first + 1]
    assert not reading.quarantined


def test_bytes_that_windows_leaves_undefined_keep_their_number() -> None:
    """0x81, 0x8D, 0x8F, 0x90 and 0x9D go in and come out as they were."""
    data = bytes(range(256))
    text = to_text(data, CP1252)
    assert len(text) == 256
    assert text[0x81] == "\x81"
    assert text[0x80] == "€"
    assert to_bytes(text, CP1252) == data


def test_what_an_encoding_cannot_hold_becomes_a_question_mark() -> None:
    """A result's text is never lost whole for one character."""
    assert to_bytes("日a", CP1252) == b"?a"
    assert to_bytes("日a", UTF8) == "日a".encode()


def test_one_stray_byte_makes_the_whole_file_windows() -> None:
    """UTF-8 only when every byte of the file is; a late stray byte decides too."""
    lines = [line_of(PRI_NAME="ZOË")] * 30
    data = file_of(*lines).encode() + b"\xd1\n"
    assert read_bytes(data, piece_bytes=2000).map.encoding == CP1252
