"""Sentences: ``012 MONTHS PROBATION, 045 DAYS JAIL, FINE`` to the terms of a reading.

A term is ``12 M PROBATION``, ``0 D FINE``, or ``? ...`` with the print where a term was
imposed whose length is not known.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.importing.values import clean
from app.model.reading_columns import AND_MORE

_TERM = re.compile(
    r"(?P<length>[0-9]{1,5})\s?(?P<unit>YEARS?|YRS?|Y|MONTHS?|MTHS?|MOS?|M|DAYS?|DA|DS?)\.?\s"
    r"(?P<place>[A-Z][A-Z /.-]*)\Z"
)
_PLACES = {
    "PROBATION": "PROBATION", "PROB": "PROBATION", "FORMAL PROBATION": "PROBATION",
    "FORMAL PROB": "PROBATION", "SUMMARY PROBATION": "PROBATION", "SUMMARY PROB": "PROBATION",
    "JAIL": "JAIL", "JL": "JAIL", "CO JAIL": "JAIL", "COUNTY JAIL": "JAIL", "JL WORK": "JAIL",
    "JAIL WORK": "JAIL", "PRISON": "PRISON", "STATE PRISON": "PRISON",
}  # fmt: skip
# What is imposed without a term, and words about terms stated beside them.
_WITHOUT_TERM = re.compile(
    r"(?:(?:FINES?|FNSS|FNS?|SS|RESTN|RSTN|RESTITUTION|CONCURRENT|CONSECUTIVE|FEES?|ASSESSMENT"
    r"|\$[0-9.]+)(?: |\Z))+\Z"
)
_LONGEST_TERM = 200
_IN_COMMENT = re.compile(r"(?:\bX ?SEN|\bSEN(?:TENCE)?) ?[-:] ?(?:X[ ,]*(?=[0-9A-Z$ ]))?")
_SPECKS = re.compile(r"['*·•]|\.(?![0-9])")
_SPEAKS_OF_TERMS = re.compile(
    r"\b(?:YEARS?|YRS?|MONTHS?|MOS?|DAYS?|JAIL|JL|PRISON|PROB(?:ATION)?)\b", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def read_sentence(text: str) -> tuple[str, ...]:
    """Every term of a sentence, in order."""
    upper = _SPECKS.sub("", clean(text).upper())
    parts = (" ".join(part.split()).strip(" -:;") for part in re.split("[,;]", upper))
    return tuple(_read_term(part) for part in parts if part)


def _read_term(part: str) -> str:
    if len(part) > _LONGEST_TERM:
        return unknown_term(part)
    term = _TERM.match(part)
    if term is not None and (place := _PLACES.get(term["place"].strip())):
        return f"{int(term['length'])} {term['unit'][0]} {place}"
    if _WITHOUT_TERM.match(part):
        return f"0 D {part}"
    return unknown_term(part)


def unknown_term(text: str) -> str:
    """A term of unknown length, with the print."""
    return f"? {clean(text).replace(AND_MORE.strip(), '/')}".strip()


@lru_cache(maxsize=8192)
def sentence_in_comment(comment: str) -> str | None:
    """What a comment says the sentence is; None when it does not speak of one."""
    found = _IN_COMMENT.search(comment.upper())
    return None if found is None else comment[found.end() :].strip()


def speaks_of_terms(text: str) -> bool:
    """Whether a line that was not understood may state a term."""
    return _SPEAKS_OF_TERMS.search(text) is not None


def join_terms(stated: list[str], in_comments: list[str]) -> tuple[str, ...]:
    """The terms of the sentence line and those of comments, which often repeat them."""
    if not stated:
        return tuple(in_comments)
    rest = list(stated)
    more = []
    for term in in_comments:
        if term in rest:
            rest.remove(term)
        else:
            more.append(term if term.startswith(("?", "0 ")) else unknown_term(term))
    return (*stated, *more)
