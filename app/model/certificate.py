"""A certificate of destruction as it is shown, in the terminal, on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines: (label, what it says)."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """``is_proven``: the look through every page found nothing. It names nobody."""

    title: str
    about: str
    made_on: date
    parts: tuple[Part, ...]
    is_proven: bool
    foot: str
    is_practice: bool = False
    headline: str = ""  # "" tells whether it was proven
