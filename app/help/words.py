"""The words of a text, for searching: without capitals, each by its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without capitals; ``11357(b)`` is two, ``1203.4`` and ``E-0412`` one."""
    joined = re.sub(r"\b([ED])-(\d{4})\b", r"\1\2", text)
    return tuple(word.lower() for word in _WORD.findall(joined))


def has_all(words: Iterable[str], starts: Iterable[str]) -> bool:
    """Whether every start begins one of the words."""
    known = list(words)
    return all(has(known, start) for start in starts)


def has(words: Iterable[str], start: str) -> bool:
    return any(word.startswith(start) for word in words)
