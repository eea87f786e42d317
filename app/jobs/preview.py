"""A paper to look at before anything is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preview:
    """The paper as PDF, and the numbers of those whose record stands in it: whoever shows it
    notes them in the access log."""

    pdf: bytes
    people: tuple[int, ...]
