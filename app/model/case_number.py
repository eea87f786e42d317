"""Court case numbers as they are compared: the same, or one number spelled otherwise."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"[A-Z0-9]+")
_ZEROS = re.compile(r"(?<=[A-Z])0+(?=[0-9])")
# One digit for the courthouse before the letters: 1BA123456.
_COURT = re.compile(r"^[0-9](?=[A-Z]{1,3}[0-9]{4,})")
_DEFENDANT = re.compile(r"(?<=[0-9]{4})[A-Z]$")
_FEWEST_DIGITS = 3


@lru_cache(maxsize=65536)
def strict_number(text: str) -> str:
    """The number as courts tell it apart: ``ba-0123 45`` is ``BA012345``.

    Capitals; blanks, hyphens and other signs left out; zeros before the whole number left out.
    Nothing else is: a zero inside, a letter at the end or a digit for the court may be part
    of the number. "" when nothing is left.
    """
    return "".join(_PARTS.findall(text.upper())).lstrip("0")


@lru_cache(maxsize=65536)
def loose_number(text: str) -> str:
    """What numbers have in common that may be one, spelled otherwise.

    Left out as well: the digit of a court before the letters, zeros after the letters, and what
    tells defendants apart at the end (``-01``, ``-A``, ``A``). "" when fewer than three digits
    are left: such a number says too little.
    """
    parts = _PARTS.findall(text.upper())
    if len(parts) > 1 and len(parts[-1]) <= 2 and _digits("".join(parts[:-1])) > _FEWEST_DIGITS:
        parts.pop()
    number = _COURT.sub("", "".join(parts).lstrip("0"))
    number = _ZEROS.sub("", _DEFENDANT.sub("", number))
    return number if _digits(number) >= _FEWEST_DIGITS else ""


def _digits(text: str) -> int:
    return sum(ch.isdigit() for ch in text)
