"""The words that lists use for columns and values, from ``resources/layouts/synonyms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from app.importing.layouts.layout import plain
from app.paths import resources

EXACT, PART, NEAR = 1.0, 0.7, 0.6
_CLOSE = 0.86
_LONGEST = 80
# Words of a header that say nothing of what the column holds.
_IDLE = frozenset(
    ("the", "of", "a", "s", "defendant", "defendants", "def", "deft", "court", "case", "charge",
     "orig", "original", "primary")
)  # fmt: skip


@lru_cache(maxsize=1)
def field_words() -> Mapping[str, str]:
    """A header word as `plain` writes it, and the field it usually is."""
    content = _content()["fields"]
    return MappingProxyType(
        {plain(word): name for name, words in content.items() for word in words}
    )


@lru_cache(maxsize=1)
def value_words() -> Mapping[str, Mapping[str, str]]:
    """For each field with a value map: a word of cells and what it usually means."""
    return MappingProxyType(
        {
            name: MappingProxyType(
                {plain_value(word): meaning for meaning, words in table.items() for word in words}
            )
            for name, table in _content()["values"].items()
        }
    )


@lru_cache(maxsize=8192)
def plain_value(text: str) -> str:
    """A value as proposals compare it: punctuation makes no difference."""
    return plain(text.replace("&", " and ")).upper()


@lru_cache(maxsize=1)
def _content() -> dict[str, dict[str, dict[str, list[str]]]]:
    path = resources() / "layouts" / "synonyms.toml"
    content: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(path.read_text("utf-8"))
    return content


@lru_cache(maxsize=4096)
def guess_field(header: str) -> tuple[str, float, str]:
    """(field, how sure, the known word) by the header alone; ("", 0, "") for no idea."""
    word = plain(header)
    if not word or len(word) > _LONGEST:
        return "", 0.0, ""
    known = field_words()
    if word in known:
        return known[word], EXACT, word
    kept = " ".join(one for one in word.split() if one not in _IDLE)
    if kept in known:
        return known[kept], PART, kept
    near = get_close_matches(word, known, n=1, cutoff=_CLOSE)
    if near:
        return known[near[0]], NEAR, near[0]
    return "", 0.0, ""
