"""Damage by scanning that is known, and what was meant.

Only what can have been nothing else is repaired, and each repair is told. Everything else
stays as it is and is not understood.
"""

from __future__ import annotations

import re

# Signs that scanning programs put for a letter they could not read.
_LOST = "[\u25af\u25a1\ufffd]"
_REPAIRS = (
    (re.compile(r"\bCHT(?=\s?[:;])|\bCN[ÍI](?=\s?[:;])", re.IGNORECASE), "CNT"),
    (re.compile(r"\bTNFRACTION\b", re.IGNORECASE), "INFRACTION"),
    (re.compile(r"\bCOMVICT", re.IGNORECASE), "CONVICT"),
    (re.compile(r"\bCONV STATIS.", re.IGNORECASE), "CONV STATUS:"),
    (re.compile("–"), "-"),
    (re.compile(r"\bRESIN\b", re.IGNORECASE), "RESTN"),
    (re.compile("FINESS", re.IGNORECASE), "FINE SS"),
    (
        re.compile(rf"(?:{_LOST}RR/[PD]|\bARR/P)ET/CITE", re.IGNORECASE),
        "ARR/DET/CITE",
    ),
    (re.compile(rf"{_LOST}OUR[IT]\b|\bCOURI\b", re.IGNORECASE), "COURT"),
)
# Not in names, where these letters are right.
_ACCENTS = str.maketrans({"É": "E", "é": "e", "Ç": "C", "ç": "c"} | dict.fromkeys("ỌÓọó", "O"))
_ACCENTED = re.compile("[ÉéÇçỌÓọó]")
_ANY = re.compile(
    f"CHT|CN[ÍI]|TNFR|COMV|STATIS|–|RESIN|FINESS|{_LOST}|/PET|COURI", re.IGNORECASE
)  # fmt: skip
_NAME_LINE = re.compile(r"\s*(?:NAM\s?/|[0-9]{2,3}\s+[^\s,]+[^,]*,)", re.IGNORECASE)

# Control characters, blanks of every kind, and marks that turn the writing direction.
_BLANKS = re.compile(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff]+"
)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def fold(text: str) -> str:
    """One blank for each run of blanks and unseen characters; none at the ends."""
    return _BLANKS.sub(" ", text).strip(" ")


def has_unseen_signs(text: str) -> bool:
    """Whether a line holds control characters or direction marks."""
    return _UNSEEN.search(text) is not None


def repair(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The folded line as it was meant, and each (what stood there, what it was read as)."""
    made: list[tuple[str, str]] = []
    if _ANY.search(text):
        for pattern, meant in _REPAIRS:
            found = pattern.search(text)
            if found is not None:
                made.append((found[0], meant))
                text = pattern.sub(meant, text)
    if not text.isascii() and _ACCENTED.search(text) and not _NAME_LINE.match(text):
        plain = text.translate(_ACCENTS)
        made.append(("".join(_ACCENTED.findall(text)), "letters without accent"))
        text = plain
    return text, tuple(made)
