"""Value maps proposed from the words that stand in a column."""

from __future__ import annotations

from collections.abc import Sequence

from app.importing.layouts.fields import FIELD
from app.importing.layouts.layout import Pairs, same_word
from app.importing.layouts.sections import known_code
from app.importing.layouts.synonyms import plain_value, value_words
from app.importing.values import read_level
from app.model.record import Level

MOST_ASKED = 12


def propose_values(field: str, distinct: Sequence[tuple[str, int]]) -> tuple[Pairs, list[str]]:
    """(the map for words that usually mean one thing, questions about the others)."""
    known = value_words().get(field)
    if known is None:
        return (), []
    pairs: dict[str, tuple[str, str]] = {}
    unknown: dict[str, int] = {}
    for word, count in distinct:
        meaning = known.get(plain_value(word))
        if meaning is not None:
            if not _is_plain(field, word, meaning):
                pairs.setdefault(same_word(word), (word, meaning))
        elif not _is_understood(field, word):
            unknown[word] = unknown.get(word, 0) + count
    return tuple(pairs.values()), _questions(field, unknown)


def _is_plain(field: str, word: str, meaning: str) -> bool:
    """Words that are read as they stand need no map."""
    return _is_understood(field, word) or (field == "code" and same_word(word) == meaning)


def _is_understood(field: str, word: str) -> bool:
    if field == "level":
        return read_level(word) is not Level.UNKNOWN
    if field == "code":
        return bool(known_code(word))
    return False


def _questions(field: str, unknown: dict[str, int]) -> list[str]:
    if not unknown:
        return []
    words = sorted(unknown.items(), key=lambda one: (-one[1], one[0]))
    listed = ", ".join(f"'{word}' ({count:,})" for word, count in words[:MOST_ASKED])
    more = len(words) - MOST_ASKED
    listed += f" and {more:,} more" if more > 0 else ""
    meanings = ", ".join(FIELD[field].meanings) or "letters of a code"
    return [f"What do these words mean ({meanings})? {listed}"]
