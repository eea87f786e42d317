"""Reasons, as sealing, holds and purges ask for them."""

from __future__ import annotations

from app.errors import InputError

LONGEST_WORDS = 2_000


def check_reason(why: str, sentence: str) -> str:
    """The reason without blanks around it. Raises InputError, with what to say, without one."""
    words = why.strip()
    if not words:
        raise InputError(f"A reason is needed. {sentence}")
    if len(words) > LONGEST_WORDS:
        raise InputError(f"The reason is longer than {LONGEST_WORDS:,} letters. Shorten it.")
    return words
