"""Values as binary workbooks (.xls, .xlsb) write them."""

from __future__ import annotations

import struct

_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


def packed_number(packed: int) -> float:
    """A number in four bytes: a whole one, or the first half of a float; maybe a hundredfold."""
    if packed & 2:
        value = float((packed >> 2) - ((packed & 0x80000000) >> 1))
    else:
        (value,) = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))
    return value / 100 if packed & 1 else value


def error_text(code: int) -> str:
    return _ERRORS.get(code, "#ERROR")


def bool_text(value: int) -> str:
    return "TRUE" if value else "FALSE"
