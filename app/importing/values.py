"""Reading single cells: blanks and filler, levels, kinds of event, dispositions, counties.

Every function is cached: the same few hundred texts fill a whole file.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.model.county import normalize_county
from app.model.record import EventKind, Level, ReliefKind


@lru_cache(maxsize=65536)
def clean(cell: str) -> str:
    """The value of a cell: trimmed, inner blanks folded; filler such as ``  -  `` is nothing.

    Control characters and marks that turn the writing direction are removed:
    they can only mislead whoever reads the paper.
    """
    value = " ".join(_UNSEEN.sub(" ", cell).split())
    return "" if value == "-" or value.upper() == "NULL" else value


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def has_unseen(cell: str) -> bool:
    """Whether a cell holds control characters or direction marks."""
    return _UNSEEN.search(cell) is not None


@lru_cache(maxsize=4096)
def read_level(text: str) -> Level:
    """CONV_STAT_DESCR, however it is spelled; anything else is unknown."""
    return _LEVELS.get(clean(text).upper(), Level.UNKNOWN)


_LEVELS = {
    "FELONY": Level.FELONY,
    "MISDEMEANOR": Level.MISDEMEANOR,
    "INFRACTION": Level.INFRACTION,
}


@lru_cache(maxsize=1024)
def read_type_of_charge(text: str) -> Level:
    """OFFENSE_TOC and its like: F, M, I; N (not applicable) and the rest are unknown."""
    return _TYPES_OF_CHARGE.get(clean(text).upper(), Level.UNKNOWN)


_TYPES_OF_CHARGE = {"F": Level.FELONY, "M": Level.MISDEMEANOR, "I": Level.INFRACTION}


@lru_cache(maxsize=4096)
def read_event_kind(text: str) -> EventKind:
    """STP_TYPE_DESCR."""
    value = clean(text).upper()
    for start, kind in _EVENT_KINDS:
        if value.startswith(start):
            return kind
    return EventKind.OTHER


_EVENT_KINDS = (
    ("ARREST", EventKind.ARREST),
    ("SUPPLEMENTAL ARR", EventKind.SUPPLEMENTAL_ARREST),
    ("COURT", EventKind.COURT),
    ("CUSTODY:JAIL", EventKind.JAIL),
    ("CUSTODY: JAIL", EventKind.JAIL),
    ("CUSTODY", EventKind.PRISON),
    ("PROBATION", EventKind.PROBATION),
    ("REGISTRATION", EventKind.REGISTRATION),
    ("APPLICANT", EventKind.APPLICANT),
    ("DECEASED", EventKind.DECEASED),
)


@lru_cache(maxsize=4096)
def is_conviction(disposition: str) -> bool:
    """DISP_DESCR starts with CONVICTED."""
    return clean(disposition).upper().startswith("CONVICTED")


@lru_cache(maxsize=65536)
def read_relief(text: str) -> ReliefKind | None:
    """The relief a disposition or comment says was granted; None when it says none."""
    value = clean(text).upper()
    if not value or _NOT_GRANTED.search(value):
        return None
    for pattern, kind in _RELIEF:
        if pattern.search(value):
            return kind
    return None


_NOT_GRANTED = re.compile(
    r"\b(?:DENIED|DENY|NOT\s+ELIGIBLE|NOT\s+GRANTED|PENDING)\b"
    # the plea is withdrawn when relief is granted, the petition when it is not
    r"|\b(?:PET(?:ITION)?|MOTION|MTN|REQUEST|APPL(?:ICATION)?)\b[^;,.]*\bW(?:ITH|/)DRAWN\b"
    r"|\b1203\.4\w*(?:\s+PC)?\s+W(?:ITH|/)DRAWN\b"
    # a warrant or a hearing is set aside, not the conviction
    r"|\b(?:WARRANT|BAIL|BOND|FORFEITURE|HEARING|DATE)\s+(?:IS\s+|WAS\s+)?(?:VACATED|SET\s+ASIDE)\b"
)
_RELIEF = (
    (re.compile(r"\b11361\.[89]"), ReliefKind.CANNABIS_RELIEF),
    (re.compile(r"\bPROP(?:OSITION)?\.?\s*64\b"), ReliefKind.CANNABIS_RELIEF),
    (re.compile(r"\b1203\.4(?:25|[0-9]|A)?(?![0-9A-OQ-Z])"), ReliefKind.DISMISSED_1203_4),
    (re.compile(r"\bREDUCED\s+TO\s+(?:A\s+)?MISD"), ReliefKind.REDUCED),
    (re.compile(r"\b17\s*\(?B\)?(?:\s*\(\d\))?\s*(?:PC\b|$)|\bPC\s*17\s*\(?B"), ReliefKind.REDUCED),
    (re.compile(r"\b1170\.18\b"), ReliefKind.REDUCED),
    (re.compile(r"\b(?:REVERSED|VACATED|SET\s+ASIDE)\b"), ReliefKind.REVERSED),
)  # fmt: skip


@lru_cache(maxsize=4096)
def read_county(text: str) -> str:
    """STP_ORI_CNTY_NAME, normalised; "" when the cell is blank or filler."""
    return normalize_county(clean(text))


@lru_cache(maxsize=4096)
def county_as_printed(text: str, is_padded: bool) -> str:
    """STP_ORI_CNTY_NAME letter by letter; "" when it is what `read_county` makes of it.

    In a row padded to fixed widths the blanks at the end are layout and not text.
    """
    county = read_county(text)
    printed = text.rstrip(" ") if is_padded else text
    return "" if printed == county or not county else printed
