"""Which counts a row holds: sections in one cell or several, code letters, columns of marks."""

from __future__ import annotations

import re
from functools import lru_cache

from app.importing.values import clean
from app.model.statute import read_section

NOT_STATED = "NOT STATED"
"""Stands for a section that the list does not give: the comment is not to be read instead."""

_NOT_MARKED = frozenset({"", "0", "0.0", "N", "NO", "FALSE", "NONE", "N/A", "NA", "-", "--"})
_MARKED = frozenset({"X", "XX", "Y", "YES", "TRUE", "1", "1.0", "✓", "✔", "☒", "☑", "√"})
_MOST_COUNTS = 50


@lru_cache(maxsize=8192)
def split_sections(text: str, separators: tuple[str, ...], code: str) -> tuple[str, ...]:
    """The sections of one cell, each as one count, with the code letters that belong to it.

    ``code`` is what another column or the whole list says. A section without letters else takes
    those of the next one in the cell, then of the one before.
    """
    pieces = [text]
    for separator in separators:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    pieces = [clean(piece) for piece in pieces]
    pieces = [piece for piece in pieces if piece] or [""]
    if code:
        return tuple(with_code(piece, code) for piece in pieces)
    codes = [_own_code(piece) for piece in pieces]
    shared = []
    for place, piece in enumerate(pieces):
        near = (*codes[place + 1 :], *reversed(codes[:place]))
        shared.append(with_code(piece, next((one for one in near if one), "")))
    return tuple(shared)


@lru_cache(maxsize=8192)
def with_code(section: str, code: str) -> str:
    """The section with code letters, unless it has its own.

    Letters that are not known make the section unreadable: 11357 of an unknown code is not
    a section of the Health and Safety Code.
    """
    if not section or not code or _own_code(section):
        return section
    letters = known_code(code)
    if not letters:
        return f"({code}) {section}"
    reading = read_section(section)
    rest = section[len(reading.text) :] if section.startswith(reading.text) else ""
    joined = f"{reading.text} {letters}{rest}" if reading.sections else f"{section} {letters}"
    return joined if read_section(joined).sections else f"{section} {letters}"


def _own_code(section: str) -> str:
    return next((one.code for one in read_section(section).sections if one.code), "")


@lru_cache(maxsize=1024)
def known_code(text: str) -> str:
    """The two letters of a code that the reading of sections knows: ``H&S`` is HS; else ""."""
    reading = read_section(f"999 {clean(text)}")
    return reading.sections[0].code if reading.is_read and len(reading.sections) == 1 else ""


@lru_cache(maxsize=8192)
def compose(section: str, words: str) -> str:
    """Section and description as the state prints them, ``11357(A) HS-POSSESS``.

    Words that would change how the section is read are left to the comment.
    """
    if not section:
        return words or NOT_STATED
    if not words or words.upper() in section.upper():
        return section
    joined = f"{section}-{words}"
    one, other = read_section(section), read_section(joined)
    same = (one.sections, one.unread, one.ranges) == (other.sections, other.unread, other.ranges)
    return joined if same else section


def is_told(composed: str, words: str) -> bool:
    """Whether the composed text holds the words."""
    return not words or words.upper() in composed.upper()


@lru_cache(maxsize=16384)
def count_marks(cell: str, section: str) -> int | None:
    """How many counts of its section a cell says; None when its words are not understood.

    A mark, or the section's own text, is one count; a whole number is so many.
    """
    value = clean(cell).upper()
    if value in _NOT_MARKED:
        return 0
    if value in _MARKED or _names_section(value, section):
        return 1
    whole = re.fullmatch(r"([0-9]{1,2})(?:\.0)?", value)
    return int(whole[1]) if whole is not None and int(whole[1]) <= _MOST_COUNTS else None


def _names_section(value: str, section: str) -> bool:
    own, found = read_section(section).sections[0], read_section(value)
    if len(found.sections) != 1 or found.unread:
        return False
    one = found.sections[0]
    return (one.section, one.subdivisions) == (own.section, own.subdivisions) and one.code in (
        "",
        own.code,
    )
