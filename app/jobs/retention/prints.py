"""What is kept packed says no name in a page. It is known there by parts of its bytes."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.jobs.retention.needles import any_of_bytes

_LENGTH = 24  # bytes: never the same by chance
_HEAD = 32  # bytes that other packed pieces may begin with too
_APART = 256
_MOST_OF_ONE, MOST = 8, 4_000


def prints_of(old: bytes, new: bytes = b"") -> set[bytes]:
    """Parts of a packed piece that are in no part of what takes its place."""
    step = max(_APART, len(old) // _MOST_OF_ONE)
    parts = (old[at : at + _LENGTH] for at in range(_HEAD, len(old) - _LENGTH, step))
    return {part for part in parts if part not in new}


def print_pattern(prints: Collection[bytes]) -> re.Pattern[bytes] | None:
    """Finds any of them; None for none."""
    return re.compile(any_of_bytes(sorted(prints)[:MOST]), re.DOTALL) if prints else None
