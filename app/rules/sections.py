"""Whether an offense text names one of some sections: three-valued, remembered."""

from __future__ import annotations

from functools import lru_cache

from app.model.statute import CodeSection, read_section
from app.model.truth import Truth, any_of


@lru_cache(maxsize=65536)
def names_one_of(text: str, sections: tuple[str, ...]) -> Truth:
    """Whether a text names one of the sections (citation style) or a part of one.

    Unknown when the text cannot be read, leaves out its code letters, or names only a
    broader section (``11359(C)`` where 11359(c)(3) is asked for).
    """
    reading = read_section(text)
    if not reading.is_read:
        return Truth.UNKNOWN
    return any_of(_matches(wanted, own) for wanted in _cited(sections) for own in reading.sections)


@lru_cache(maxsize=65536)
def prints_one_of(text: str, sections: tuple[str, ...]) -> Truth:
    """Whether a text prints one of the sections or a part of one; a broader print does not.

    Unknown only when the text cannot be read.
    """
    reading = read_section(text)
    if not reading.is_read:
        return Truth.UNKNOWN
    answers = (_matches(wanted, own) for wanted in _cited(sections) for own in reading.sections)
    return Truth.of(any(answer is Truth.MET for answer in answers))


@lru_cache(maxsize=65536)
def names_exactly(text: str, sections: tuple[str, ...]) -> Truth:
    """Whether a text names one of the sections with just those subdivisions."""
    reading = read_section(text)
    if not reading.is_read:
        return Truth.UNKNOWN
    return any_of(_equals(wanted, own) for wanted in _cited(sections) for own in reading.sections)


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
