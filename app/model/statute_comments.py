"""Cannabis sections in free texts: comments, and what they add to the offence text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from app.model.statute_patterns import CODE_PATTERN
from app.model.statute_reading import read_section, upper_same_length
from app.model.statute_sections import CodeSection

_NAMED = re.compile(
    rf"(?<![A-Z0-9.,$])(?:(?:{CODE_PATTERN})\.?\s?)?"
    r"(?:(?:664|182)(?:\([A-Z0-9]{1,2}\))*\s?(?:PC\s?)?[./-]?\s?)?"
    r"113(?:57|58|59|60)(?![0-9]|[.,][0-9])"
)


def is_see_comment(offense: str) -> bool:
    """True when the offence text sends the reader to the comment.

    Blank, filler without a letter or digit (``  -  ``), the ``#N/A`` of a
    spreadsheet, or ``SEE COMMENT FOR CHARGE`` in any case, spacing or punctuation.
    """
    letters = "".join(ch for ch in offense.upper() if ch.isalnum())
    return not letters or letters.startswith("SEECOMMENT") or offense.strip().upper() == "#N/A"


@lru_cache(maxsize=65536)
def cannabis_sections_named(text: str) -> tuple[CodeSection, ...]:
    """Every cannabis section named anywhere in a free text, in order, each once.

    The ends of a range are named too: this is about what a reader should look at.
    """
    upper = upper_same_length(text)
    if "113" not in upper:
        return ()
    named: dict[CodeSection, None] = {}
    for match in _NAMED.finditer(upper):
        sections = read_section(upper[match.start() :]).sections
        found = next((section for section in sections if section.is_cannabis), None)
        if found is not None:
            named.setdefault(found)
    return tuple(named)


def possible_other_cannabis(offense: str, comment: str) -> bool:
    """Whether a comment names a cannabis charge that the offence text does not.

    Column *Possible Other P64 Charges* of the result files. Never when the section
    itself is taken from the comment. Else when the comment names a cannabis section
    and the offence text (a) names none, (b) names another of the four, (c) names
    11357 without a subdivision where the comment gives (a) to (d), or (d) both give
    one and exactly one of them is (a) or (b).
    """
    in_comment = cannabis_sections_named(comment)
    if not in_comment or is_see_comment(offense):
        return False
    in_offense = cannabis_sections_named(offense)
    if not in_offense:
        return True
    numbers = {section.section for section in in_offense}
    if any(section.section not in numbers for section in in_comment):
        return True
    return _possession_differs(_possession_letters(in_offense), _possession_letters(in_comment))


def _possession_letters(sections: Sequence[CodeSection]) -> list[str]:
    return [section.subdivision for section in sections if section.section == "11357"]


def _possession_differs(offense: list[str], comment: list[str]) -> bool:
    """(c) and (d) of `possible_other_cannabis`."""
    given = [letter for letter in comment if letter in ("a", "b", "c", "d")]
    own = [letter for letter in offense if letter in ("a", "b", "c", "d")]
    if not offense or not given:
        return False
    if not own:
        return True
    return any((one in ("a", "b")) != (other in ("a", "b")) for one in own for other in given)
