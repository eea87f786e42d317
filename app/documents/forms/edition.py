"""What a form prints of itself: its number and its edition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.parties import MONTHS

_MONTH = "|".join(MONTHS)
_EDITION = re.compile(
    rf"\b(Rev(?:ised)?\.?|New|Eff(?:ective)?\.?)\s+({_MONTH})\s+([0-9]{{1,2}}),\s+([0-9]{{4}})"
)
# The number stands before the edition in the footer: "CR-180 [Rev. January 1, 2019]".
_WITH_NUMBER = re.compile(r"\b([A-Z]{2,4})[-–]([0-9]{3}(?:\([A-Z]\)|[A-Z])?)\s*\[?\s*$")
_NUMBER = re.compile(r"(?<![\w(/-])([A-Z]{2,4})[-–]([0-9]{3}(?:\([A-Z]\)|[A-Z])?)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Printed:
    """The form's number (``CR-180``) and edition, "" where it prints none.

    ``edition`` is the date as 2019-01-01; ``words`` as printed: ``Rev. January 1, 2019``.
    """

    form: str = ""
    edition: str = ""
    words: str = ""


def find_printed(texts: Sequence[str]) -> Printed:
    """What the pages print. Of two editions that differ none is taken."""
    form, editions = "", {}
    for text in texts:
        flat = " ".join(text.split())
        for found in _EDITION.finditer(flat):
            month = MONTHS.index(found[2]) + 1
            editions[f"{found[4]}-{month:02d}-{int(found[3]):02d}"] = found[0]
            before = _WITH_NUMBER.search(flat[: found.start()])
            if before and not form:
                form = f"{before[1]}-{before[2]}"
    if len(editions) != 1:
        return Printed(form or _first_number(texts))
    ((edition, words),) = editions.items()
    return Printed(form or _first_number(texts), edition, words)


def _first_number(texts: Sequence[str]) -> str:
    """The number in the corner of the first page, when only one form is named there."""
    found = {f"{one[1]}-{one[2]}" for one in _NUMBER.finditer(" ".join(texts[0].split()[:60]))}
    return found.pop() if len(found) == 1 else ""
