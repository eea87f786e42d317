"""Ways to spoil a file, the same at every run."""

from __future__ import annotations

from collections.abc import Iterator

from app.sampling.draw import Draw

# What programs have stumbled over: signs, numbers, brackets, names of fields, markup, ends.
NASTY = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n\n", b"\x1a", b'"', b"'", b"''''", b'"""',
    b"{", b"}" * 50, b"[" * 500, b"{0.__class__}", b"{name!r}", b"{name.__init__.__globals__}",
    b"%s%n%x", b"${HOME}", b"$(id)", b"`id`", b"../" * 20, b"..\\..\\", b"/etc/passwd", b"C:\\CON",
    b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", b"&a;", b"<script>", b"]]>",
    b"=cmd|' /C calc'!A0", b"@SUM(1)", b"-2+3", b"9" * 6000, b"0x" + b"f" * 6000, b"1e999", b"nan",
    b"2026-02-30", b"0000-00-00", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xf0\x9f\x92\xa9" * 20,
    b"\xed\xa0\x80", b"true", b"null", b"=", b",", b";", b"\t" * 200, b"A" * 40_000, b"obj",
    b"endobj", b"stream\r\n", b"/Length 99999999999", b"/Kids [1 0 R]", b"/Parent 1 0 R",
    b"PK\x03\x04",
)  # fmt: skip


def spoiled(data: bytes, n: int, seed: int) -> Iterator[bytes]:
    """``n`` spoiled copies: cut, doubled, overwritten, with something nasty put in."""
    draw = Draw(seed)
    yield b""
    yield data[: len(data) // 2]
    for _ in range(n - 2):
        made = data
        for _ in range(draw.between(1, 4)):
            made = _spoil(made, draw)
        yield made


def _spoil(data: bytes, draw: Draw) -> bytes:
    at = draw.between(0, len(data))
    end = min(len(data), at + draw.between(1, 200))
    way = draw.between(0, 5)
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + data[end:]
    if way == 2:
        return data[:end] + data[at:]
    if way == 3 and at < len(data):
        return data[:at] + bytes([data[at] ^ (1 << draw.between(0, 7))]) + data[at + 1 :]
    nasty = draw.pick(NASTY)
    return data[:at] + nasty + (data[at:] if way == 4 else data[end:])
