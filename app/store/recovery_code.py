"""A workspace's raw key as a person can type it from paper.

Four lines of four groups of four signs. A line carries thirteen signs of the key (base32 without
the letters I, L, O and U, which are mistaken for others) and three that check it and its place, so
that a mistyped line is known by itself.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from app.errors import InputError
from app.store.key import KEY_BYTES, Key

N_LINES, SIGNS_A_LINE = 4, 16
_CHECK_SIGNS, _GROUP = 3, 4
_DATA_SIGNS = SIGNS_A_LINE - _CHECK_SIGNS
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SPARE_BITS = 5 * _DATA_SIGNS * N_LINES - 8 * KEY_BYTES
_TWINS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_NUMBER = re.compile(r"^\s*[1-4]\s*[.:)]?\s+(?=\S)")
_GROUPED = re.compile(r"(?:[0-9A-Za-z]{4}[-\s]+){7,}")


@dataclass(frozen=True, slots=True)
class Code:
    """The lines of a recovery sheet. Never shown but there."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return "Code()"


def code_of(key: Key) -> Code:
    """As it is printed: ``7KQ2-9FVB-X0TN-4HWD``."""
    number = int.from_bytes(key.raw, "big") << _SPARE_BITS
    n_signs = _DATA_SIGNS * N_LINES
    signs = "".join(_ALPHABET[number >> 5 * (n_signs - 1 - at) & 31] for at in range(n_signs))
    parts = (signs[at : at + _DATA_SIGNS] for at in range(0, n_signs, _DATA_SIGNS))
    return Code(tuple(_printed(part + _check(at, part)) for at, part in enumerate(parts, start=1)))


def find_line_problem(number: int, text: str) -> str:
    """Why a line cannot be that one, as a sentence; "" when it can."""
    signs = _signs(text)
    if len(signs) != SIGNS_A_LINE:
        return f"Line {number} has {len(signs)} signs instead of {SIGNS_A_LINE}."
    strange = sorted(set(signs) - set(_ALPHABET))
    if strange:
        return f"Line {number} holds {strange[0]}, which no recovery sheet has. Compare it again."
    if signs[_DATA_SIGNS:] != _check(number, signs[:_DATA_SIGNS]):
        return f"Line {number} is mistyped. Compare it sign by sign with the recovery sheet."
    return ""


def resembles_code(text: str) -> bool:
    """Whether it was typed from a recovery sheet, perhaps with mistakes."""
    return _GROUPED.search(" ".join(_lines(text)) + " ") is not None


def read_code(text: str) -> bytes:
    """The raw key. Raises InputError, naming the line that is mistyped."""
    lines = _lines(text)
    if len(lines) != N_LINES:  # typed in one go
        signs = "".join(map(_signs, lines))
        if len(signs) != N_LINES * SIGNS_A_LINE:
            raise InputError(
                f"The recovery sheet has {N_LINES} lines of {SIGNS_A_LINE} signs; "
                f"{len(signs)} signs were typed in all."
            )
        lines = [signs[at : at + SIGNS_A_LINE] for at in range(0, len(signs), SIGNS_A_LINE)]
    problems = [
        problem
        for number, line in enumerate(lines, start=1)
        if (problem := find_line_problem(number, line))
    ]
    if problems:
        raise InputError(" ".join(problems))
    number = 0
    for sign in "".join(_signs(line)[:_DATA_SIGNS] for line in lines):
        number = number << 5 | _ALPHABET.index(sign)
    return (number >> _SPARE_BITS).to_bytes(KEY_BYTES, "big")


def _lines(text: str) -> list[str]:
    return [_NUMBER.sub("", line) for line in text.splitlines() if line.strip()]


def _signs(text: str) -> str:
    return re.sub(r"[\s\-–—]", "", text).upper().translate(_TWINS)


def _check(number: int, part: str) -> str:
    digest = hashlib.sha256(f"Relief Desk recovery line {number} {part}".encode()).digest()
    value = int.from_bytes(digest[:2], "big") >> 1
    return "".join(_ALPHABET[value >> shift & 31] for shift in (10, 5, 0))


def _printed(signs: str) -> str:
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))
