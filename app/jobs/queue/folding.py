"""Texts as they are searched: without accents, case, and the marks inside names and numbers."""

from __future__ import annotations

import re
import unicodedata

# Letters that no decomposition takes apart; accents and further marks are dropped.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
_OTHERS = re.compile(f"[\u0300-\u036f’´‐‑‒–{''.join(_PLAIN)}]")
_BLANKS = bytes.maketrans(b",;\t", b"   ")
_DROPPED = b"'`-."


def fold(text: str) -> str:
    """``GARCÍA-NÚÑEZ, O'Neil`` is ``garcianunez  oneil``; line ends stay."""
    if text.isascii():
        plain = text.lower()
    else:
        apart = unicodedata.normalize("NFKD", text.casefold())
        plain = _OTHERS.sub(lambda found: _PLAIN.get(found[0], ""), apart)
    return plain.encode("utf-8", "replace").translate(_BLANKS, _DROPPED).decode()


def search_words(text: str) -> tuple[str, ...]:
    """The words of a search, each once, the longest first: it leaves the least to look at."""
    words = dict.fromkeys(fold(text).split())
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
