"""Whether an offense text names one of some sections: three-valued, remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from app.model.statute import CodeSection, read_section
from app.model.truth import Truth, any_of

_Match = Callable[[CodeSection, CodeSection], Truth]


@lru_cache(maxsize=65536)
def names_one_of(text: str, sections: tuple[str, ...]) -> Truth:
    """Whether a text names one of the sections (citation style) or a part of one.

    Unknown when the text cannot be read, leaves out its code letters, or names only a
    broader section (``11359(C)`` where 11359(c)(3) is asked for).
    """
    return _ask(text, sections, _matches)


@lru_cache(maxsize=65536)
def prints_one_of(text: str, sections: tuple[str, ...]) -> Truth:
    """Whether a text prints one of the sections or a part of one; a broader print does not.

    Unknown when the text cannot be read, or prints all but the last of the subdivisions
    (``11359(C)`` where 11359(c)(3) is asked for).
    """
    return _ask(text, sections, _prints)


def _prints(wanted: CodeSection, own: CodeSection) -> Truth:
    matches = _matches(wanted, own)
    if matches is not Truth.UNKNOWN:
        return matches
    lacks_code = len(own.subdivisions) >= len(wanted.subdivisions)
    is_cut_short = bool(own.subdivisions) and own.subdivisions == wanted.subdivisions[:-1]
    return Truth.UNKNOWN if lacks_code or is_cut_short else Truth.NOT_MET


@lru_cache(maxsize=65536)
def names_exactly(text: str, sections: tuple[str, ...]) -> Truth:
    """Whether a text names one of the sections with just those subdivisions."""
    return _ask(text, sections, _equals)


def _ask(text: str, sections: tuple[str, ...], match: _Match) -> Truth:
    """Met by a section that is certainly named; open when a part is unread or a range."""
    reading, wanted = read_section(text), _cited(sections)
    answer = any_of(match(one, own) for one in wanted for own in reading.standing)
    if answer is Truth.MET:
        return answer
    in_range = any(span.includes(one) for span in reading.ranges for one in wanted)
    return Truth.UNKNOWN if in_range or not reading.is_read else answer


@lru_cache(maxsize=256)
def _cited(sections: tuple[str, ...]) -> tuple[CodeSection, ...]:
    return tuple(read_section(text).sections[0] for text in sections)


def _matches(wanted: CodeSection, own: CodeSection) -> Truth:
    if own.section != wanted.section or not _may_be_code(wanted, own):
        return Truth.NOT_MET
    n_common = min(len(wanted.subdivisions), len(own.subdivisions))
    if own.subdivisions[:n_common] != wanted.subdivisions[:n_common]:
        return Truth.NOT_MET
    is_sure = len(own.subdivisions) >= len(wanted.subdivisions) and _has_code(own)
    return Truth.MET if is_sure else Truth.UNKNOWN


def _equals(wanted: CodeSection, own: CodeSection) -> Truth:
    is_same = (own.section, own.subdivisions, own.inchoate) == (
        wanted.section,
        wanted.subdivisions,
        wanted.inchoate,
    )
    if not is_same or not _may_be_code(wanted, own):
        return Truth.NOT_MET
    return Truth.MET if _has_code(own) else Truth.UNKNOWN


def _may_be_code(wanted: CodeSection, own: CodeSection) -> bool:
    return own.code in (wanted.code, "") or (own.is_cannabis and wanted.is_cannabis)


def _has_code(own: CodeSection) -> bool:
    """Without letters the section is not sure, except that 11357 to 11360 are HS alone."""
    return bool(own.code) or own.is_cannabis
